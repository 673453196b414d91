"""A virtual environment for each set of libraries, so that no contender meets another's."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = str(ROOT)
PRISM = "5.14.2"
_RECIPES: dict[str, Sequence[str]] = {
    "project": [PROJECT],
    "project-orjson": [PROJECT, "orjson==3.13.0"],
    "project-mock": [f"{PROJECT}[mock]"],
    "floor": ["msgspec==0.20.0"],
    "hubspot-sdk": ["hubspot-sdk==0.1.0a9"],
    "hubspot-api-client": ["hubspot-api-client==12.0.0"],
    "contract": [f"{PROJECT}[mock,contract]", "hypothesis==6.170.15", "schemathesis==4.32.5"],
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

    def installed(self, extra: str) -> Path:
        """Install the project with an extra, or none, into a new folder and nothing else."""
        folder = self._folder / f"extra-{extra}"
        shutil.rmtree(folder, ignore_errors=True)
        wanted = f"{PROJECT}[{extra}]" if extra else PROJECT
        _run(*_installer(self.python("project")), "--target", str(folder), wanted)
        return folder

    def prism(self) -> str | None:
        """Return Prism's program, installed by npm; None where there is no npm."""
        folder = self._folder / "prism"
        program = folder / "node_modules" / ".bin" / "prism"
        if npm := shutil.which("npm"):
            if not program.exists():
                print(f"environment prism: @stoplight/prism-cli {PRISM}", flush=True)
                package = f"@stoplight/prism-cli@{PRISM}"
                _run(npm, "install", "--silent", "--prefix", str(folder), package)
            return str(program)
        return None

    def _made(self, name: str, requirements: Sequence[str]) -> Path:
        folder = self._folder / name
        python = folder / "bin" / "python"
        note = folder / "requirements.txt"
        wanted = "\n".join(requirements)
        made = note.exists() and note.read_text(encoding="utf-8") == wanted
        project = [item for item in requirements if item.partition("[")[0] == PROJECT]
        if made and not project:
            return python

        print(f"environment {name}: {', '.join(requirements)}", flush=True)
        if not made:
            _run(sys.executable, "-m", "venv", "--clear", str(folder))
        _run(*_installer(str(python)), *requirements)
        if made:
            _run(*_installer(str(python)), "--force-reinstall", "--no-deps", *project)
        note.write_text(wanted, encoding="utf-8")
        return python


def _installer(python: str) -> list[str]:
    """Return the command that installs packages for an interpreter: uv's where there is one."""
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--quiet", "--python", python]
    return [python, "-m", "pip", "install", "--quiet", "--no-compile"]


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")
