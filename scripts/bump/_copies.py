"""The copy of the project that a bump works in, and how its results are put in place."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from scripts.bump._bump import Bump
from scripts.project import files
from scripts.project.layout import PipelineError, Project

PLACED = (
    "openapi",
    "generated",
    "contract_tests/recordings",
    "docs",
    "CHANGELOG.md",
    "README.md",
)

COPIED = ("openapi", "generated", "contract_tests", "docs", "scripts", "src")

FILES = (".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "noxfile.py", "pyproject.toml")

TESTED = (
    "openapi/versions.toml",
    "generated",
    "contract_tests",
    "src",
    "noxfile.py",
    "pyproject.toml",
)


def tested_state(project: Project) -> str:
    """One hash of all that the contract tests rest on."""
    state = hashlib.sha256()
    for name in TESTED:
        for path, data in sorted(files.tree(project.root / name).items()):
            state.update(f"{name}/{path} {len(data)} ".encode() + data)
    return state.hexdigest()


@contextmanager
def copied(project: Project) -> Iterator[Project]:
    """A copy of the project, on the same file system; one that a killed bump left is removed."""
    folder = project.cache / "bump"
    for left in folder.glob("tree-*"):
        if not _lives(int(left.name.partition("-")[2])):
            shutil.rmtree(left)
    tree = folder / f"tree-{os.getpid()}"
    shutil.rmtree(tree, ignore_errors=True)  # of a killed one that had this number
    try:
        for name in COPIED:
            shutil.copytree(
                project.root / name, tree / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        for name in FILES:
            shutil.copy2(project.root / name, tree / name)
        yield replace(project, root=tree)
    finally:
        shutil.rmtree(tree, ignore_errors=True)


def _lives(number: int) -> bool:
    if sys.platform == "win32":
        return True  # where to ask would end the process; its copy is left to whoever finds it
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def placed(bump: Bump, before: dict[str, dict[str, bytes]]) -> list[str]:
    """Put what changed in place, as one; returns which folders and files it is in."""
    now = {name: files.tree(bump.project.root / name) for name in PLACED}
    if moved := [name for name in PLACED if now[name] != before[name]]:
        raise PipelineError(
            f"{', '.join(moved)}: changed by somebody else during the bump; run it again"
        )
    changed = [name for name in PLACED if files.tree(bump.copy.root / name) != now[name]]
    files.replace_all(
        [(bump.copy.root / name, bump.project.root / name) for name in changed],
        bump.project.journal,
    )
    return changed
