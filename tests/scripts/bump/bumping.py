"""Run a bump in a copy of the project."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline import without

from scripts import bump
from scripts.openapi import reading
from scripts.project import files
from scripts.project.layout import Project

ROOT = Path(__file__).parents[3]
KEY = "2099-01"  # one that HubSpot will not publish
LIKE = "2025-09"
PUBLISHED = ROOT / "openapi" / "published" / f"{LIKE}.yaml"
BASE, CARRIED = Project().versions()
# Stands in for nox: takes recordings over as they are, and says that the contract tests pass,
# unless told otherwise.
NOX = """#!{python}
import os, pathlib, shutil, signal, sys, time
tree = pathlib.Path(sys.argv[sys.argv.index("-f") + 1]).parent
name = sys.argv[sys.argv.index("-s") + 1]
open("sessions", "a").write(name + "\\n")
if name == "recordings":
    old, new = (tree / "contract_tests/recordings" / key for key in sys.argv[-2:])
    old == new or shutil.copytree(old, new, dirs_exist_ok=True)
signal.signal(signal.SIGTERM, signal.default_int_handler)
try:
    print(os.environ.get("SAYING", ""), flush=True)
    time.sleep(30 * (name == "slow"))
except KeyboardInterrupt:
    time.sleep(0.5)
    open("cleaned", "w")
sys.exit(name == os.environ.get("FAILING"))
"""
# A shell that started the tests in the background may have told them to pass over Ctrl-C.
HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
Bumping = Callable[..., subprocess.CompletedProcess[str]]
# The document is that of one bump before, which has found it valid.
VALID = """
from scripts.openapi import validation
validation.validate = lambda *_, **__: None
"""
# Puts what one bump made in the place of the two steps that take nine tenths of its time.
MADE = f"""{VALID}
import shutil
def made(one):
    for name in ("openapi", "generated"):
        shutil.copytree("{{built}}/" + name, one.copy.root / name, dirs_exist_ok=True)
    return "as made before"
bump.STEPS[3:5] = [("overlays", lambda _: "as made before"), ("generate", made)]
"""
# Puts all that one bump changed in place of its steps.
ALL = """
import pathlib, shutil
def made(one):
    for name in _copies.PLACED:
        old, new = pathlib.Path("{built}", name), one.copy.root / name
        new.write_bytes(old.read_bytes()) if old.is_file() else shutil.copytree(
            old, new, dirs_exist_ok=True
        )
bump.STEPS[:] = [("all", made)]
"""


# Puts the clients that one bump generated in the place of those that the generator would make.
CLIENTS = f"""{VALID}
import pathlib, shutil
from scripts.generate import _generator
def client(document, folder, config):
    shutil.copytree("{{built}}/generated/hubspot_marketing_events_client/" + folder.name, folder)
    assert (folder / "openapi.json").read_bytes() == document
    return []
_generator.client = client
_generator.tidy = lambda folder: None
"""


def copied(tmp_path: Path) -> Path:
    """Copy all that a bump reads and changes, with 2025-09's document under another key."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in bump.COPIED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    for name in bump.FILES:
        shutil.copy(ROOT / name, tmp_path / name)
    without(tmp_path, [key for key in CARRIED if key not in {BASE, LIKE}])
    document = json.loads(json.dumps(reading.read(PUBLISHED, LIKE)).replace(LIKE, KEY))
    for item in document["paths"].values():
        for operation in item.values():
            for response in operation["responses"].values():
                response.setdefault("description", "")
    document["components"]["responses"]["Error"]["description"] = ""
    (tmp_path / "document.json").write_text(json.dumps(document))
    (tmp_path / "nox").write_text(NOX.format(python=sys.executable))
    (tmp_path / "nox").chmod(0o755)
    return tmp_path


def command(project: Path, key: str = KEY) -> list[str]:
    """The arguments of a bump."""
    return [
        key,
        "--document",
        str(project / "document.json"),
        "--nox",
        str(project / "nox"),
        "--like",
        LIKE,
    ]


def bumping(
    project: Path, arguments: list[str], first: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a bump, after some lines of Python."""
    chosen = python(arguments, first)
    return subprocess.run(
        chosen, cwd=project, env=environment, capture_output=True, text=True, check=False
    )


def python(arguments: list[str], first: str) -> list[str]:
    """The command of a bump, after some lines of Python."""
    imports = (
        "from scripts import bump",
        "from scripts.bump import _command, _copies, _overlays, _sessions",
        "from scripts.project import files",
        "from scripts.project.command import run",
    )
    code = "\n".join((*imports, first, "run(bump.main)"))
    return [sys.executable, "-B", "-c", code, *arguments]


def state(project: Path) -> dict[str, dict[str, bytes]]:
    """Everything that a bump may change."""
    return {name: files.tree(project / name) for name in bump.PLACED}
