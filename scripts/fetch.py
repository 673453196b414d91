"""Get a published document from where it is: the public catalog, a file here, or a URL, into the ignored cache.

    nox -s fetch -- 2026-03 [--catalog URL] [--document URL|FILE]

The document is checked to be what it claims, stored as `.cache/<sha256>.json`, and noted in the lock. Nothing is
changed where it cannot be had.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shlex
import urllib.parse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts import _files, _lock
from scripts._download import check_url, download, public
from scripts._project import PipelineError, Project, Version, run

CATALOG = "https://api.hubspot.com/public/api/spec/v1/specs"  # public; needs no credential


def locate(document: str) -> Path:
    """Find a document as a local file, downloading it first where it is a URL.

    Args:
        document: a path, or an http(s) URL.

    Returns:
        A path to read; of a download, `.cache/<sha256>.json`.

    Raises:
        PipelineError: the download failed, was cut off, or is over `_download.LIMIT` bytes.
    """
    if "://" not in document:
        return Path(document)
    data = download(document)
    path = Project().cache / f"{_files.sha256(data)}.json"
    _files.write(path, data)
    return path


def published(version: Version, catalog: str) -> str:
    """Look up where a version's document is.

    Args:
        version: which; its `catalog` is the API's name there.
        catalog: the catalog's URL.

    Returns:
        The document's URL.

    Raises:
        PipelineError: the catalog cannot be read, has no such API or version, or several; says which there are.
    """
    name = public(catalog)
    try:
        listed = json.loads(download(catalog))["results"]
        entries = [one for one in listed if one.get("name") == version.catalog]
        rows = [row for one in entries for row in one.get("versions") or () if row.get("openApi")]
        found = [row for row in rows if _bare(row.get("version")) == _bare(version.key)]
        places = {
            urllib.parse.urljoin(catalog, str(row["openApi"])): row.get("stage") for row in found
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PipelineError(
            f"{name}: not a catalog as it was known: {type(error).__name__}: {error}"
        ) from error
    if not entries:
        raise PipelineError(f"{name}: has no API named {version.catalog!r} among {len(listed)}")
    if not places:
        known = (
            ", ".join(sorted({str(row["version"]) for row in rows if row.get("version")})) or "none"
        )
        raise PipelineError(
            f"{name}: {version.catalog} has no version {version.key}; there is {known}"
        )
    if len(places) > 1:
        several = ", ".join(f"{stage} at {public(place)}" for place, stage in places.items())
        raise PipelineError(
            f"{name}: {version.key} is there more than once: {several}; choose with --document"
        )
    (place,) = places
    check_url(place, f"{name}: {version.catalog} {version.key} is at {public(place)}")
    return place


def check(document: Mapping[str, Any], version: Version, name: str, *, titled: bool = True) -> None:
    """Refuse a document that is not of the API and version that it is said to be.

    Raises:
        PipelineError: the title, the version or a path is of another, or there is no path.
    """
    info = document["info"]
    if (
        titled
        and version.catalog.replace(" ", "").lower()
        not in str(info.get("title", "")).replace(" ", "").lower()
    ):
        raise PipelineError(f"{name}: info/title is {info.get('title')!r}, not {version.catalog!r}")
    if _bare(info.get("version")) != _bare(version.key):
        raise PipelineError(f"{name}: info/version is {info.get('version')!r}, not {version.key!r}")
    if not document["paths"]:
        raise PipelineError(f"{name}: it has no paths")
    strays = [path for path in document["paths"] if version.key not in path.split("/")]
    if strays:
        raise PipelineError(f"{name}: paths/{strays[0]} does not carry the version {version.key}")


def _bare(version: object) -> str:
    """A version without the v, which documents and catalogs leave out at times."""
    return str(version).removeprefix("v")


def main(arguments: Sequence[str]) -> None:
    """Fetch one version's document, and note it in the lock."""
    from scripts import normalize  # noqa: PLC0415 - which imports this module

    options = parser("fetch").parse_args(arguments)
    project = Project()
    version = project.version_or_new(options.version)
    source = options.document or published(version, options.catalog)
    path = locate(source)
    shown = public(source)
    check(normalize.load(path, shown), version, shown)
    data = path.read_bytes()
    kept = project.cache / f"{_files.sha256(data)}.json"
    _files.write(kept, data)
    place = project.name(kept)
    if version.key not in project.versions()[1]:
        print(
            f"{place}: {len(data):,} bytes from {shown}; next: nox -s bump -- {version.key}{_given(options)}"
        )
        return
    lock = _lock.read(project)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    fetched = {"source": noted(source), "retrieved": today, "sha256": _files.sha256(data)}
    lock.setdefault("versions", {}).setdefault(version.key, {})["fetched"] = fetched
    _lock.write(project, lock)
    print(
        f"{place}: {len(data):,} bytes from {shown}; next: nox -s normalize -- {version.key} {place}"
    )


def noted(source: str) -> str:
    """Where a document is from, as the lock says it: a URL without what may be secret, or a file's name."""
    return public(source) if "://" in source else Path(source).name


def _given(options: argparse.Namespace) -> str:
    """Where to look, as it was said on the command line; `URL` for one that may hold a secret."""
    given = {"--catalog": options.catalog, "--document": options.document}
    told = {name: said for name, said in given.items() if said not in {None, CATALOG}}
    return "".join(
        f" {name} {shlex.quote(said) if public(said) == said else 'URL'}"
        for name, said in told.items()
    )


def parser(name: str, *, version: str | None = None) -> argparse.ArgumentParser:
    """The options of whoever looks for a document; `version` is how often one may be named, as `nargs`."""
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


if __name__ == "__main__":
    run(main)
