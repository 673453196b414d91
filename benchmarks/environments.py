"""A virtual environment for each set of libraries, so that no contender meets another's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = str(ROOT)
_RECIPES: dict[str, Sequence[str]] = {
    "project": [PROJECT],
    "project-orjson": [PROJECT, "orjson==3.13.0"],
    "project-mock": [f"{PROJECT}[mock]"],
    "floor": ["msgspec==0.20.0"],
    "hubspot-sdk": ["hubspot-sdk==0.1.0a9"],
    "hubspot-api-client": ["hubspot-api-client==12.0.0"],
    "contract": [f"{PROJECT}[mock]", "hypothesis==6.170.15", "schemathesis==4.32.5"],
    "codegen": ["-r", str(ROOT / "scripts" / "requirements.txt")],
}


class Environments:
    """Makes environments below a folder, each when it is first asked for.

    Args:
        folder: where they are. Those of an earlier run are used again; only the project itself is
            built anew.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ready: dict[str, Path] = {}

    def python(self, name: str) -> str:
        """Return the interpreter of an environment."""
        if name not in self._ready:
            self._ready[name] = self._made(name, _RECIPES[name])
        return str(self._ready[name])

    def program(self, name: str, program: str) -> str:
        """Return the path of a program of an environment."""
        return str(Path(self.python(name)).with_name(program))

    def _made(self, name: str, requirements: Sequence[str]) -> Path:
        folder = self._folder / name
        python = folder / "bin" / "python"
        note = folder / "requirements.txt"
        wanted = "\n".join(requirements)
        made = note.exists() and note.read_text(encoding="utf-8") == wanted
        if made and PROJECT not in wanted:
            return python

        print(f"environment {name}: {', '.join(requirements)}", flush=True)
        if not made:
            _run(sys.executable, "-m", "venv", "--clear", str(folder))
            _run(str(python), "-m", "pip", "install", "--quiet", *requirements)
        else:
            again = ("--force-reinstall", "--no-deps")
            project = [item for item in requirements if item.startswith(PROJECT)]
            _run(str(python), "-m", "pip", "install", "--quiet", *again, *project)
        note.write_text(wanted, encoding="utf-8")
        return python


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")
