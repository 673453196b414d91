"""Which operations a change reaches, and what this project uses of them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from scripts.compare._client_calls import CALLED, PREFIXES, UPSERT
from scripts.compare._rules import Change
from scripts.openapi.cursor import references
from scripts.openapi.identity import masked, unversioned
from scripts.openapi.operations import Operation
from scripts.openapi.values import mapping, sequence
from scripts.project.layout import PipelineError, Project

# Which scopes a document offers, and not which ones its calls ask for.
OFFERS = {"flow-scope-added", "flow-scope-removed", "scope-not-offered"}


def used_by_client(names: Iterable[str]) -> str | None:
    """Return what a change of some operations touches: "upsert", "client", or nothing (None).

    The upsert is told apart from the client's other calls, since most people use it alone.
    """
    called = CALLED.intersection(map(_without_prefix, names))
    if UPSERT in called:
        return "upsert"
    return "client" if called else None


def reaches_client(change: Change) -> bool:
    """Whether a change reaches anything that the client calls."""
    return any(word in change.affects for word in ("upsert", "client"))


def _without_prefix(name: str) -> str:
    """An operation without what the paths of its version begin with."""
    method, _, path = unversioned(name).partition(" ")
    for prefix in PREFIXES:
        if path == prefix or path.startswith(f"{prefix}/"):
            return f"{method} {path.removeprefix(prefix)}".rstrip(" /")
    return name


def users(scheme: str, found: Mapping[str, Operation], scope: str | None = None) -> set[str]:
    """The operations that a security scheme, or one scope of it, is a way to call."""
    return {
        name
        for name, operation in found.items()
        for one in sequence(operation.security)
        if scheme in mapping(one) and (scope is None or scope in sequence(one[scheme]))
    }


def reached_by(found: Mapping[str, Operation]) -> dict[str, set[str]]:
    """The operations by what they refer to, however indirectly."""
    reached: dict[str, set[str]] = defaultdict(set)
    inside: dict[str, set[str]] = {}
    for name, operation in found.items():
        todo = [one for held in operation.parts for one in references(held.value)]
        while todo:
            reference = todo.pop()
            if name not in reached[reference]:
                reached[reference].add(name)
                if reference not in inside:
                    inside[reference] = set(references(operation.place.target(reference).value))
                todo += inside[reference]
    return reached


def recorded_among(recorded: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    """The operations of which recordings are, by the paths that were called."""
    for one in recorded:
        found = [
            name
            for name in names
            if re.fullmatch(re.escape(unversioned(name)).replace(r"\{\}", "[^/]+"), one)
        ]
        yield from [name for name in found if unversioned(name) == one] or found


def recorded(project: Project) -> set[str]:
    """What there are recordings of: methods and paths, the version masked."""
    found = set()
    for path in sorted((project.root / "contract_tests" / "recordings").rglob("*.har")):
        try:
            entries = json.loads(path.read_bytes())["log"]["entries"]
            calls = [(entry["request"]["method"], entry["request"]["url"]) for entry in entries]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise PipelineError(
                f"{project.name(path)}: cannot be read as a recording: {error!r}"
            ) from error
        found |= {masked(method, urlsplit(url).path) for method, url in calls}
    return found
