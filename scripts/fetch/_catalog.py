"""HubSpot's public catalog: which versions of an API it lists, and where their documents are."""

from __future__ import annotations

import difflib
import json
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scripts.fetch._download import check_url, download, public
from scripts.fetch._source import bare
from scripts.openapi.reading import shown
from scripts.openapi.values import mapping, sequence
from scripts.project.layout import PipelineError, Version

CATALOG = "https://api.hubspot.com/public/api/spec/v1/specs"  # public; needs no credential


_STATUSES = {"LATEST": "latest", "STABLE": "stable", "DEVELOPER_PREVIEW": "preview"}


@dataclass(frozen=True)
class Entry:
    """One version of an API, as the catalog lists it; its texts are safe to show in a log.

    Args:
        version: the version as the catalog writes it, as `2026-03` or `3`.
        stage: `LATEST`, `STABLE`, `DEVELOPER_PREVIEW` or whatever else the catalog says.
        url: where the document is.
    """

    version: str
    stage: str
    url: str

    @property
    def status(self) -> str:
        """What `openapi/versions.toml` calls the stage; an empty text for one that is not known."""
        return _STATUSES.get(self.stage, "")

    def is_of(self, key: str) -> bool:
        """Whether this is a version of the project, whether or not its v is written."""
        return bare(self.version) == bare(key)


def listed(api: str, catalog: str) -> list[Entry]:
    """Read which versions of an API the catalog lists.

    Args:
        api: the API's name there; case and outer spaces do not count.
        catalog: the catalog's URL.

    Returns:
        The versions in the catalog's order. Entries that cannot be read are left out.

    Raises:
        PipelineError: the catalog cannot be read, or has no such API; suggests the nearest name.
    """
    name = public(catalog)
    results = _results(download(catalog), name)
    known = {_plain(one.get("name")): one for one in results if isinstance(one, dict)}
    found = [
        one for one in results if isinstance(one, dict) and _plain(one.get("name")) == _plain(api)
    ]
    if not found:
        near = difflib.get_close_matches(_plain(api), list(known), 1)
        hint = f"; the nearest is {shown(str(known[near[0]].get('name')))!r}" if near else ""
        raise PipelineError(f"{name}: has no API named {api!r} among {len(results)}{hint}")
    return list(dict.fromkeys(entry for one in found for entry in _entries(one, catalog)))


def published(version: Version, catalog: str) -> str:
    """Look up where a version's document is.

    Args:
        version: which; its `catalog` is the API's name there.
        catalog: the catalog's URL.

    Returns:
        The document's URL.

    Raises:
        PipelineError: the catalog cannot be read, has no such API or version, or several; it says
            which there are.
    """
    name = public(catalog)
    entries = listed(version.catalog, catalog)
    places = {entry.url: entry.stage for entry in entries if entry.is_of(version.key)}
    if not places:
        known = ", ".join(sorted({entry.version for entry in entries})) or "none"
        raise PipelineError(
            f"{name}: {version.catalog} has no version {version.key}; there is {known}"
        )
    if len(places) > 1:
        several = ", ".join(f"{stage} at {shown(public(place))}" for place, stage in places.items())
        raise PipelineError(
            f"{name}: {version.key} is there more than once: {several}; choose with --document"
        )
    (place,) = places
    where = f"{name}: {version.catalog} {version.key} is at {shown(public(place))}"
    check_url(place, where)
    return place


def _results(data: bytes, name: str) -> list[Any]:
    start = data.lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")):
        raise PipelineError(f"{name}: this is an HTML page and no catalog; is the URL right?")
    try:
        results = json.loads(data)["results"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        said = f"{type(error).__name__}: {shown(str(error))}"
        raise PipelineError(f"{name}: not a catalog as it was known: {said}") from error
    if not isinstance(results, list):
        raise PipelineError(f"{name}: not a catalog as it was known: `results` is no list")
    return results


def _entries(one: dict[str, Any], catalog: str) -> Iterator[Entry]:
    for row in sequence(one.get("versions")):
        version, url = mapping(row).get("version"), mapping(row).get("openApi")
        if isinstance(version, str | int) and version and isinstance(url, str) and url:
            stage = shown(str(row.get("stage") or "no stage"))
            try:
                place = urllib.parse.urljoin(catalog, url)
            except ValueError:
                continue
            yield Entry(shown(str(version)), stage, place)


def _plain(name: Any) -> str:
    return " ".join(str(name or "").split()).casefold()
