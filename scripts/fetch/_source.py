"""Find a document, and check that it is the expected one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.fetch._download import download, public
from scripts.project import files
from scripts.project.layout import PipelineError, Project, Version


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
    path = Project().cache / f"{files.sha256(data)}.json"
    files.write(path, data)
    return path


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
    if bare(info.get("version")) != bare(version.key):
        raise PipelineError(f"{name}: info/version is {info.get('version')!r}, not {version.key!r}")
    if not document["paths"]:
        raise PipelineError(f"{name}: it has no paths")
    strays = [path for path in document["paths"] if version.key not in path.split("/")]
    if strays:
        raise PipelineError(f"{name}: paths/{strays[0]} does not carry the version {version.key}")


def bare(version: object) -> str:
    """A version without the v, which documents and catalogs leave out at times."""
    return str(version).removeprefix("v")


def noted(source: str) -> str:
    """A source as the lock writes it: a URL without secrets, or the name of a file."""
    return public(source) if "://" in source else Path(source).name
