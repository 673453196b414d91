"""Faults of published documents that stop nobody from reading them.

HubSpot's documents contradict themselves now and then. Of 91 revisions of one version, 31 had an
oauth2 flow without `scopes` and one had a reference to nothing. Of 96 documents of other APIs, five
list a value of an enum twice.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from scripts.openapi.cursor import Cursor
from scripts.openapi.values import distinct, sequence

Fault = tuple[str, Callable[[], Any]]


def faults(document: Mapping[str, Any]) -> list[str]:
    """Name the faults of a document that do not stop anybody from reading it, one line each."""
    return [text for text, _ in _found(document)]


def mended(document: Mapping[str, Any]) -> dict[str, Any]:
    """A copy without these faults, for a validator that would stop at them.

    A reference to nothing becomes any value; flows get an empty list of scopes; an enum lists each
    value once.
    """
    whole = copy.deepcopy(dict(document))
    for _, mend in list(_found(whole)):
        mend()
    return whole


def _found(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Each fault in words, and how it is mended in place."""
    root = Cursor.at_root(document)
    for scheme in (root / "components" / "securitySchemes").members().values():
        yield from _flows(scheme / "flows")
    for one in root.walk():
        if one.reference.startswith("#/") and one.target(one.reference).value is None:
            told = f"{one.place}: refers to {one.reference}, which is not in the document"
            yield told, one.value.clear
        listed = list(sequence(one.get("enum")))
        kept = distinct(listed)
        if len(kept) < len(listed):
            twice = next(item for item in kept if listed.count(item) > 1)
            mend = partial(one.value.__setitem__, "enum", kept)
            yield f"{one.place}/enum: lists {twice!r} twice", mend


def _flows(flows: Cursor) -> Iterator[Fault]:
    for kind, flow in flows.members().items():
        if isinstance(flow.value, dict) and "scopes" not in flow.value and kind[:2] != "x-":
            yield f"{flow.place}: lists no scopes", partial(flow.value.setdefault, "scopes", {})
