"""The command `normalize`, and what it keeps of a document."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts import fetch
from scripts.fetch._download import public
from scripts.normalize._document import normalized
from scripts.normalize._writing import dump
from scripts.openapi import reading
from scripts.openapi.faults import faults
from scripts.openapi.validation import load
from scripts.project import files
from scripts.project.layout import Project
from scripts.project.lock import read_lock, write_lock


def main(arguments: Sequence[str]) -> None:
    """Normalize one document and record where it came from in the lock."""
    parser = argparse.ArgumentParser(
        prog="normalize", description="Turn a published document into a normalized one."
    )
    parser.add_argument("version", help="the version's key in openapi/versions.toml, as 2026-03")
    parser.add_argument("document", help="the published document: a file, or an http(s) URL")
    parser.add_argument(
        "--full-sha256",
        help="SHA-256 of the full published file, where DOCUMENT is a reduced copy of it",
    )
    parser.add_argument(
        "--retrieved", help="the day the full file was read, YYYY-MM-DD (default: today)"
    )
    parser.add_argument(
        "--source", help="where the full file came from (default: what fetch noted, or DOCUMENT)"
    )
    options = parser.parse_args(arguments)

    project = Project()
    version = project.version(options.version)
    path = fetch.locate(options.document)
    shown = public(options.document)
    document = load(path, shown)
    fetch.check(document, version, shown, titled=False)  # a reduced copy may have none
    source = options.source or _fetched(project, version.key, path) or fetch.noted(options.document)
    given = {"source": source, "retrieved": options.retrieved, "full_sha256": options.full_sha256}
    count = keep(project, version.key, document, path, **given)
    for fault in faults(document):
        print(f"{shown}: {reading.shown(fault)}; read all the same")
    print(f"{project.name(project.published(version.key))}: {count} bytes from {shown}")


def _fetched(project: Project, key: str, path: Path) -> str | None:
    """Where `fetch` had a file from, if it is the one that it fetched."""
    noted = read_lock(project).get("versions", {}).get(key, {}).get("fetched", {})
    return noted["source"] if noted.get("sha256") == files.sha256(path.read_bytes()) else None


def keep(
    project: Project,
    key: str,
    document: Mapping[str, Any],
    path: Path,
    *,
    source: str,
    retrieved: str | None = None,
    full_sha256: str | None = None,
) -> int:
    """Write a version's normalized document, and note in the lock what it was made of.

    Args:
        project: where to.
        key: the version's key.
        document: the published document.
        path: the file that it was read from.
        source: where it came from; of a URL the lock keeps what is public.
        retrieved: the day it was read, YYYY-MM-DD; today if the lock does not know the file.
        full_sha256: of the full published file, where `path` is a reduced copy of it.

    Returns:
        How many bytes it is.
    """
    data, read = dump(normalized(document, source)), files.sha256(path.read_bytes())
    lock = read_lock(project)
    entry = lock.setdefault("versions", {}).setdefault(key, {})
    if retrieved or full_sha256 or entry.get("document", {}).get("read_sha256") != read:
        entry["document"] = {
            "source": public(source),
            "retrieved": retrieved or dt.datetime.now(dt.UTC).date().isoformat(),
            "sha256": full_sha256 or read,
            "read_sha256": read,
        }
    entry["published_sha256"] = files.sha256(data)
    files.write(project.published(key), data)
    write_lock(project, lock)
    return len(data)
