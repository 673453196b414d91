"""One comparison of what HubSpot publishes with what this project carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts import compare, fetch, normalize
from scripts.compare import Change
from scripts.openapi import reading, validation
from scripts.openapi.faults import faults
from scripts.project import files
from scripts.project.layout import PipelineError, Project, Version
from scripts.project.lock import read_lock


@dataclass
class Look:
    """What was found of one version, or of the catalog.

    Args:
        subject: the version's key; `catalog` for the catalog.
        since: when the version was taken over.
        changes: what changed of it since, but for which scopes are offered.
        offers: how the scopes changed that are offered.
        faults: where the published document contradicts itself.
        news: findings in words, as of a version that is new.
        problem: why it could not be looked at; empty where it could.
    """

    subject: str
    since: str = ""
    changes: list[Change] = field(default_factory=list)
    offers: list[Change] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)
    problem: str = ""


def look(
    project: Project, keys: Sequence[str], catalog: str, document: str | None = None
) -> list[Look]:
    """Look at versions, and at the catalog unless a document is given.

    Args:
        project: where the carried versions are.
        keys: the versions to look at.
        catalog: the catalog's URL.
        document: a file or URL to look at in place of what the catalog names; of one version only.

    Returns:
        What was found, the catalog's first; what could not be looked at says why.

    Raises:
        PipelineError: there is no such version.
    """
    versions = [project.version(key) for key in keys]
    if document:
        return [_version(project, version, document) for version in versions]
    try:
        entries = _entries(versions, catalog)
    except (PipelineError, OSError) as problem:
        return [Look("catalog", problem=str(problem))]
    found = [_published(project, version, entries) for version in versions]
    return [Look("catalog", news=_news(project, entries)), *found]


def _entries(versions: Sequence[Version], catalog: str) -> list[fetch.Entry]:
    """The catalog's entries of the API of these versions."""
    names = dict.fromkeys(version.catalog for version in versions)
    return [entry for name in names for entry in fetch.listed(name, catalog)]


def _published(project: Project, version: Version, entries: Sequence[fetch.Entry]) -> Look:
    places = {entry.url for entry in entries if entry.is_of(version.key)}
    if not places:
        return Look(version.key)  # which the catalog's findings tell
    if len(places) > 1:
        return Look(version.key, problem="the catalog lists several documents of it")
    (place,) = places
    try:
        fetch.check_url(place, f"{version.key} is at {reading.shown(fetch.public(place))}")
    except PipelineError as problem:
        return Look(version.key, problem=str(problem))
    return _version(project, version, place)


def _news(project: Project, entries: Sequence[fetch.Entry]) -> list[str]:
    """What the catalog lists otherwise than `openapi/versions.toml` does."""
    carried = project.versions()[1].values()
    newest = max((one.key for one in carried if not one.key.startswith("v")), default="none")
    news = []
    for entry in entries:
        known = [one for one in carried if entry.is_of(one.key)]
        key = entry.version if "-" in entry.version else f"v{entry.version.removeprefix('v')}"
        if not known:
            news.append(f"{key} is {entry.stage}; you carry up to {newest}: nox -s bump -- {key}")
        # A `legacy` version may be of any stage.
        if known and entry.status and known[0].status not in {entry.status, "legacy"}:
            news.append(f"{key} is {entry.stage}, and `{known[0].status}` in openapi/versions.toml")
    gone = [one.key for one in carried if not any(entry.is_of(one.key) for entry in entries)]
    news += [f"{key} is carried, and the catalog does not list it any more" for key in gone]
    return news


def _version(project: Project, version: Version, source: str) -> Look:
    """Compare the published document of a version with the normalized one."""
    locked = read_lock(project).get("versions", {}).get(version.key, {}).get("document", {})
    made = Look(version.key, since=str(locked.get("retrieved", "it was taken over")))
    shown = fetch.public(source)
    try:
        path = fetch.locate(source)
        known = {locked.get("sha256"), locked.get("read_sha256")}
        if files.sha256(path.read_bytes()) not in known:
            _compare(made, project, version, validation.load(path, shown), shown)
    except (PipelineError, OSError) as problem:
        made.problem = str(problem)
    return made


def _compare(
    made: Look, project: Project, version: Version, document: dict[str, Any], name: str
) -> None:
    fetch.check(document, version, name)
    old = compare.load(str(project.published(version.key)), project)
    now = reading.as_json(normalize.normalized(document, name), name)
    found = compare.Comparison(old, now, compare.recorded(project)).changes()
    made.changes = [change for change in found if change.rule not in compare.OFFERS]
    made.offers = [change for change in found if change.rule in compare.OFFERS]
    made.faults = [reading.shown(fault) for fault in faults(document)]
