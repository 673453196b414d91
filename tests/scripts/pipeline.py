"""What tests of the pipeline share."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from scripts.bump._lists import write_lists
from scripts.project.layout import Project

Script = Callable[..., subprocess.CompletedProcess[str]]


def without(project: Path, keys: Iterable[str]) -> None:
    """Take versions out of a copy of the project, so that less is generated."""
    table = project / "openapi" / "versions.toml"
    for key in keys:
        text = table.read_text()
        module = tomllib.loads(text)["versions"][key]["module"]
        name = rf'(?:"{re.escape(key)}"|{re.escape(key)})'
        table.write_text(re.sub(rf"(?m)^\[versions\.{name}\]\n(?:(?!\[).*\n?)*", "", text))
        client = project / "generated" / "hubspot_marketing_events_client" / module
        for folder in (client, project / "contract_tests" / "recordings" / key):
            shutil.rmtree(folder, ignore_errors=True)
        (project / "openapi" / "published" / f"{key}.yaml").unlink()
    if (project / "README.md").exists():
        write_lists(Project(root=project))
    for page in (project / "docs" / "api-diff").glob("*.md"):
        if set(page.stem.split("..")) & set(keys):
            page.unlink()


def digest(project: Path) -> str:
    """One hash of every file that the pipeline writes, and of their names."""
    state = hashlib.sha256()
    for top in ("openapi", "generated"):
        for path in sorted((project / top).rglob("*")):
            state.update(str(path.relative_to(project)).encode())
            state.update(path.read_bytes() if path.is_file() else b"")
    return state.hexdigest()


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """The one line with which a script gave up."""
    lines = done.stderr.strip().splitlines()
    assert (1, 1) == (done.returncode, len(lines)), done.stderr
    return lines[0]


def watched(verb: str, folder: Path) -> dict[str, Any]:
    """Run `watched.py` where a file that is made would be seen."""
    command = [
        sys.executable,
        "-B",
        str(Path(__file__).with_name("adapt") / "watched.py"),
        verb,
        str(folder),
    ]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert 0 == done.returncode, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout)
    return result
