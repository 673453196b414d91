"""One version on its way into the project."""

from __future__ import annotations

import argparse
import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from scripts.openapi import reading
from scripts.project import files
from scripts.project.layout import PipelineError, Project, Version


class BumpBlocked(PipelineError):  # noqa: N818 - it is no fault of the program
    """Something blocks a bump, and a person has to mend it."""

    def __init__(self, found: Sequence[str], hint: str) -> None:
        super().__init__("".join(f"\n  - {one}" for one in found) + f"\n{hint}")


@dataclass
class Bump:
    """One version on its way into the project.

    Args:
        project: the project, which is only read.
        copy: the copy of it that is worked on.
        key: the version.
        options: what was asked for.
        state: what an unfinished bump of this version left: its document, and the tree that its
            tests passed on.
    """

    project: Project
    copy: Project
    key: str
    options: argparse.Namespace
    state: dict[str, str]
    document: dict[str, Any] = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """The version that this one is compared with: the default, or itself."""
        return self.project.versions()[0]

    @property
    def version(self) -> Version:
        """The version's row, as the table has it or will have it."""
        return self.project.version_or_new(self.key)

    @property
    def carried(self) -> bool:
        """Whether the project has this version already."""
        return self.key in self.project.versions()[1]

    @property
    def revised(self) -> bool:
        """Whether HubSpot has published another document of it since."""
        return self.carried and not files.same(
            *(one.published(self.key) for one in (self.project, self.copy))
        )

    def documents(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The document of this version in the copy, and the one that it is compared with.

        Each call gives copies of its own; the files are parsed once.
        """
        new, old = self.copy.published(self.key), self.project.published(self.base)
        return copy.deepcopy(_read(new)), copy.deepcopy(_read(old))

    def keep(self, **state: str) -> None:
        """Remember for the next try."""
        self.state |= state
        files.write(memory_path(self.project, self.key), json.dumps(self.state).encode())


@cache
def _read(path: Path) -> dict[str, Any]:
    return reading.read(path, str(path))


def memory_path(project: Project, key: str) -> Path:
    return project.cache / "bump" / f"{key}.json"


def remembered(memory: Path) -> dict[str, str]:
    """What an unfinished bump left; empty if it cannot be read, since it only saves time."""
    try:
        state = json.loads(memory.read_bytes())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}
