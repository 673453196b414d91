"""The command `compare`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from scripts.compare._comparison import Comparison
from scripts.compare._levels import BREAKING
from scripts.compare._rules import Change
from scripts.compare._usage import recorded
from scripts.compare.reports import as_json, html, markdown, sarif, text
from scripts.openapi import reading
from scripts.project.layout import PipelineError, Project

STYLES: dict[str, Callable[[Sequence[Change], str, str], str]] = {
    "text": text,
    "markdown": markdown,
    "html": html,
    "json": as_json,
    "sarif": sarif,
}


def load(name: str, project: Project) -> dict[str, Any]:
    """Read a document.

    Args:
        name: a file, JSON or YAML, or a version's key, which stands for its normalized document.
        project: where the versions are.

    Raises:
        PipelineError: neither; or it cannot be read, or is too large or deep, or no OpenAPI 3.0 or
            3.1 document.
    """
    path = Path(name)
    if not path.is_file():
        _, versions = project.versions()
        if name not in versions:
            known = ", ".join(versions)
            raise PipelineError(f"{name}: neither a file nor a version; there is {known}")
        path = project.published(name)
    document = reading.read(path, name, tolerant=True)
    reading.specification(document, name)
    return document


def changes(old: str, new: str, project: Project) -> list[Change]:
    """What changed between two files or versions, the worst first.

    Raises:
        PipelineError: one of them cannot be read, or is no document that can be compared.
    """
    return Comparison(load(old, project), load(new, project), recorded(project)).changes()


def report(old: str, new: str, project: Project, style: str = "markdown") -> str:
    """What changed between two files or versions, for people or programs.

    Args:
        old: a file, or a version's key.
        new: the same, later.
        project: where versions and recordings are.
        style: text, markdown, html, json or sarif.

    Raises:
        PipelineError: as `changes` does.
    """
    return STYLES[style](changes(old, new, project), old, new)


def main(arguments: Sequence[str]) -> int:
    """Compare two documents and print what changed."""
    parser = argparse.ArgumentParser(
        prog="nox -s compare --", description="Compare two OpenAPI documents by meaning."
    )
    parser.add_argument("old", help="a file, JSON or YAML, or a version's key")
    parser.add_argument("new", help="the same, later")
    parser.add_argument("--format", choices=STYLES, default="text")
    parser.add_argument("--fail-on", choices=("breaking", "any"))
    options = parser.parse_args(arguments)
    try:
        found = changes(options.old, options.new, Project())
    except PipelineError as problem:
        sys.stderr.write(f"error: {problem}\n")
        return 2
    print(STYLES[options.format](found, options.old, options.new))
    failing = (
        found
        if options.fail_on == "any"
        else [change for change in found if change.level == BREAKING]
    )
    return int(bool(options.fail_on and failing))
