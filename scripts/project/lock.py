"""`openapi/versions.lock`: which bytes everything was made from, and by which tools."""

from __future__ import annotations

import tomllib
from typing import Any

import tomli_w

from scripts.project import files
from scripts.project.layout import PipelineError, Project

HEADER = (
    "# Machine-written by fetch, normalize, generate and bump of scripts/; "
    "read it, do not edit it.\n\n"
)


def read_lock(project: Project) -> dict[str, Any]:
    """Read the lock; an absent one is empty.

    Raises:
        PipelineError: it is not TOML.
    """
    try:
        return tomllib.loads(project.lock.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        raise PipelineError(
            f"{project.name(project.lock)}: {error}; restore it from version control"
        ) from error


def dump_lock(lock: dict[str, Any]) -> bytes:
    """The lock as bytes, its versions in order of their keys."""
    ordered = {**lock, "versions": dict(sorted(lock.get("versions", {}).items()))}
    return (HEADER + tomli_w.dumps(ordered)).encode()


def write_lock(project: Project, lock: dict[str, Any]) -> None:
    """Replace the lock."""
    files.write(project.lock, dump_lock(lock))
