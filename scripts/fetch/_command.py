"""The command `fetch`."""

from __future__ import annotations

import argparse
import datetime as dt
import shlex
from collections.abc import Sequence

from scripts.fetch._catalog import CATALOG, published
from scripts.fetch._download import public
from scripts.fetch._source import check, locate, noted
from scripts.openapi import validation
from scripts.project import files
from scripts.project.layout import Project
from scripts.project.lock import read_lock, write_lock


def main(arguments: Sequence[str]) -> None:
    """Fetch one version's document, and note it in the lock."""
    options = parser("fetch").parse_args(arguments)
    project = Project()
    version = project.version_or_new(options.version)
    source = options.document or published(version, options.catalog)
    path = locate(source)
    shown = public(source)
    check(validation.load(path, shown), version, shown)
    data = path.read_bytes()
    kept = project.cache / f"{files.sha256(data)}.json"
    files.write(kept, data)
    place = project.name(kept)
    if version.key not in project.versions()[1]:
        print(
            f"{place}: {len(data):,} bytes from {shown}; "
            f"next: nox -s bump -- {version.key}{_given(options)}"
        )
        return
    lock = read_lock(project)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    fetched = {"source": noted(source), "retrieved": today, "sha256": files.sha256(data)}
    lock.setdefault("versions", {}).setdefault(version.key, {})["fetched"] = fetched
    write_lock(project, lock)
    print(
        f"{place}: {len(data):,} bytes from {shown}; "
        f"next: nox -s normalize -- {version.key} {place}"
    )


def _given(options: argparse.Namespace) -> str:
    """Where to look, as it was said on the command line; `URL` for one that may hold a secret."""
    given = {"--catalog": options.catalog, "--document": options.document}
    told = {name: said for name, said in given.items() if said not in {None, CATALOG}}
    return "".join(
        f" {name} {shlex.quote(said) if public(said) == said else 'URL'}"
        for name, said in told.items()
    )


def parser(name: str, *, version: str | None = None) -> argparse.ArgumentParser:
    """A parser of options that say where to look; `version` is the `nargs` of the version."""
    made = argparse.ArgumentParser(prog=f"nox -s {name} --")
    made.add_argument(
        "version", nargs=version, help="the version's key in openapi/versions.toml, as 2026-03"
    )
    made.add_argument(
        "--catalog", default=CATALOG, metavar="URL", help="the catalog to look it up in"
    )
    made.add_argument(
        "--document", metavar="URL|FILE", help="the document itself, whatever the catalog says"
    )
    return made
