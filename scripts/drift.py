"""Say whether a published document has changed since it was last taken over, and in what.

    nox -s drift -- [2026-03] [--catalog URL] [--document URL|FILE]

Of the default version, unless one is named. Exit code 0: unchanged in meaning. 1: changed; the report is that of
`compare`. 3: could not look. Nothing is written but the cache. Made for a daily job.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from scripts import compare, fetch, normalize
from scripts.compare import _reports
from scripts.fetch._download import public
from scripts.openapi import validation
from scripts.openapi.loading import tidied
from scripts.project import files
from scripts.project.command import run
from scripts.project.layout import PipelineError, Project
from scripts.project.lock import read_lock

UNCHANGED, CHANGED, UNSEEN = 0, 1, 3


def main(arguments: Sequence[str]) -> int:
    """Look, and say what changed."""
    parser = fetch.parser("drift", version="?")
    parser.add_argument("--format", choices=("text", "markdown"), default="text")
    options = parser.parse_args(arguments)
    try:
        key, since, changes = _look(Project(), options)
    except (PipelineError, OSError) as problem:
        sys.stderr.write(f"could not look: {problem}\n")
        return UNSEEN
    if not changes:
        print(
            f"{key}: {'unchanged' if changes is None else 'other text, and no change of meaning,'} since {since}"
        )
        return UNCHANGED
    print(f"{key}: changed since {since}\n")
    print(_reports.STYLES[options.format](changes, f"{key} as taken over", f"{key} as published"))
    return CHANGED


def _look(
    project: Project, options: argparse.Namespace
) -> tuple[str, str | None, list[compare.Change] | None]:
    """Which version, when it was taken over, and what changed; None where the document has the same bytes."""
    version = project.version(options.version or project.versions()[0])
    locked = read_lock(project).get("versions", {}).get(version.key, {}).get("document", {})
    since = locked.get("retrieved")
    source = options.document or fetch.published(version, options.catalog)
    path = fetch.locate(source)
    shown = public(source)
    document = validation.load(path, shown)
    fetch.check(document, version, shown)
    if files.sha256(path.read_bytes()) in {locked.get("sha256"), locked.get("read_sha256")}:
        return version.key, since, None
    old = compare.load(str(project.published(version.key)), project)
    now = tidied(normalize.facts(document, shown), shown)
    return version.key, since, compare.Comparison(old, now, compare.recorded(project)).changes()


if __name__ == "__main__":
    run(main)
