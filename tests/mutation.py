"""Run mutmut over the facade, and fail where its tests notice less than they should.

    nox -s mutation

Survivors are listed by `mutmut results`; `mutmut show NAME` prints the change.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

WANTED = 0.9


def main() -> int:
    """Change, test and count; 1 where fewer than `WANTED` of the changes are noticed."""
    bin_folder = Path(sys.executable).parent
    subprocess.run([bin_folder / "mutmut", "run", *sys.argv[1:]], check=False)
    subprocess.run([bin_folder / "mutmut", "export-cicd-stats"], check=True)
    stats = json.loads(Path("mutants/mutmut-cicd-stats.json").read_text())
    noticed = stats["killed"] + stats["timeout"]
    print(f"{noticed} of {stats['total']} changes noticed, {noticed / stats['total']:.1%}; wanted are {WANTED:.0%}")
    return int(noticed < WANTED * stats["total"])


if __name__ == "__main__":
    sys.exit(main())
