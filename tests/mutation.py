"""Run mutmut over the client, and fail where its tests notice less than they should.

    nox -s mutation

`survivors.toml` names changes that no test notices, each with its reason. The run prints every
other such change, and every name that no longer stands for one; `mutmut show NAME` prints a change.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

WANTED = 0.94
PACKAGE = "hubspot_marketing_events."
NAMED = Path(__file__).with_name("survivors.toml")


def main() -> int:
    """Change, test and count.

    Returns:
        0, 1 where fewer than `WANTED` of the changes are noticed, or 2 where mutmut did not run.
    """
    bin_folder = Path(sys.executable).parent
    done = subprocess.run([bin_folder / "mutmut", "run", *sys.argv[1:]], check=False)
    if done.returncode:  # survivors alone are no error of mutmut's
        print(
            f"mutmut ended with exit code {done.returncode} before it tried a change; the lines"
            " above say why. It needs tests that pass, and that import the client from the copy in"
            " mutants/: install the wheel, as `nox -s mutation` does, and not this folder"
            " (pip install -e)."
        )
        return 2
    subprocess.run([bin_folder / "mutmut", "export-cicd-stats"], check=True)
    stats = json.loads(Path("mutants/mutmut-cicd-stats.json").read_text())
    noticed = stats["killed"] + stats["timeout"]
    print(
        f"{noticed} of {stats['total']} changes noticed, {noticed / stats['total']:.1%};"
        f" wanted are {WANTED:.0%}"
    )
    results = subprocess.run(
        [bin_folder / "mutmut", "results"], check=True, capture_output=True, text=True
    ).stdout
    survivors = {
        line.split(":")[0].strip().removeprefix(PACKAGE)
        for line in results.splitlines()
        if line.endswith((": survived", ": no tests"))
    }
    named = {name for group in _named() for name in group["names"]}
    for name in sorted(survivors - named):
        print(f"no test notices {PACKAGE}{name}; {NAMED.name} has no reason for it")
    # A run of a few changes does not say what became of the others.
    for name in [] if sys.argv[1:] else sorted(named - survivors):
        print(f"{NAMED.name} names {PACKAGE}{name}, which is gone or which a test notices now")
    return int(noticed < WANTED * stats["total"])


def _named() -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = tomllib.loads(NAMED.read_text())["survivors"]
    return groups


if __name__ == "__main__":
    sys.exit(main())
