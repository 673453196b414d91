"""Generate from every document of a folder, or import every client, and tell what it did wrong.

    python watched.py generate FOLDER    FOLDER/<name>.json to FOLDER/clients/<name>
    python watched.py import FOLDER      all of FOLDER/clients

Prints JSON: what was told of each, and each write, program or connection that is not its business.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
CHANGES = {
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.chmod",
    "os.chown",
    "os.truncate",
}
PROGRAMS = {"os.system", "os.exec", "os.posix_spawn", "os.fork", "os.startfile", "pty.spawn"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def watch(folder: Path | None) -> list[str]:
    """List from now on every write outside a folder, every program but ruff, every connection."""
    strange: list[str] = []

    def inside(path: Any) -> bool:
        return folder is not None and Path(os.path.realpath(os.fsdecode(path))).is_relative_to(
            folder
        )

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            if (
                isinstance(path, str | bytes)
                and (flags & WRITING or set(mode or "") & set("wax+"))
                and not inside(path)
            ):
                strange.append(f"{event} {path!r}")
        elif (
            event in CHANGES and isinstance(arguments[0], str | bytes) and not inside(arguments[0])
        ):
            strange.append(f"{event} {arguments[0]!r}")
        elif event.startswith("socket.") or event in PROGRAMS:
            strange.append(f"{event} {arguments!r}")
        elif event == "subprocess.Popen" and Path(os.fsdecode(arguments[0])).name != "ruff":
            strange.append(f"{event} {arguments[0]!r}")

    sys.addaudithook(hook)
    return strange


def generate(folder: Path) -> dict[str, Any]:
    """What `generate` says of each document: its findings, or why it is refused."""
    sys.path.insert(0, str(ROOT))
    from scripts import adapt  # noqa: PLC0415 - imported in time to be watched
    from scripts.project.layout import PipelineError, Project  # noqa: PLC0415

    told: dict[str, Any] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            told[path.stem] = adapt.generate(Project(), path, folder / "clients" / path.stem)
        except PipelineError as error:
            told[path.stem] = str(error)
    return told


def load(folder: Path) -> dict[str, Any]:
    """Import every module of every client."""
    sys.path.insert(0, str(folder / "clients"))
    modules = [module.name for module in pkgutil.walk_packages([str(folder / "clients")])]
    return {"modules": [importlib.import_module(name).__name__ for name in modules]}


if __name__ == "__main__":
    where = Path(sys.argv[2]).resolve()
    seen = watch(where if sys.argv[1] == "generate" else None)
    result = {"generate": generate, "import": load}[sys.argv[1]](where)
    sys.stdout.write(json.dumps({"told": result, "strange": seen}))
