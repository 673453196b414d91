"""What each extra takes on the disk and at the start."""

from __future__ import annotations

import statistics
from pathlib import Path

from benchmarks.environments import Environments
from benchmarks.processes import cpu_of
from benchmarks.tables import table

TITLE = "Extras"
_CLIENT = "import hubspot_marketing_events as h; h.MarketingEvents"
_IMPORTS = {
    "": _CLIENT,
    "fast": _CLIENT,
    "cli": "import hubspot_marketing_events._cli._app",
    "mock": "from hubspot_marketing_events_mock import MockServer",
    "contract": "import hubspot_marketing_events_contract._commands",
    "redis": f"{_CLIENT}; import pyrate_limiter, redis",
}
_WHAT = """\
Size of all that is installed into an empty folder, without bytecode, the project and what it needs
included; and CPU (user + system) of a process that imports what the extra is for: the client, the
command line, the mock, the contract tool, or the client with pyrate-limiter and redis. An
interpreter that does nothing takes {least:.0f} ms of that."""


def measure(environments: Environments, rounds: int) -> str:
    """Install each extra afresh, and import it in turns with the others."""
    python = environments.python("project")
    folders = {extra: environments.installed(extra) for extra in _IMPORTS}
    sizes = {extra: _size(folder) for extra, folder in folders.items()}

    spent: dict[str, list[float]] = {extra: [] for extra in _IMPORTS}
    nothing = []
    for number in range(rounds + 1):
        for extra, code in _IMPORTS.items():
            milliseconds = cpu_of([python, "-c", code], PYTHONPATH=str(folders[extra]))
            if number:  # the first one writes bytecode
                spent[extra].append(milliseconds)
        nothing.append(cpu_of([python, "-c", "pass"]))

    rows = [
        [extra or "none", f"{sizes[extra]:.1f}", f"{statistics.median(found):.0f}"]
        for extra, found in spent.items()
    ]
    what = _WHAT.format(least=statistics.median(nothing))
    return f"{what}\n\n{table(['extra', 'MB', 'import, ms'], rows)}"


def _size(folder: Path) -> float:
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return sum(path.stat().st_size for path in files) / 1_000_000
