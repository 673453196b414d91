"""Faults that published documents have, and that hinder nobody from reading them.

HubSpot's documents contradict themselves now and then. Of 91 revisions of one version, 31 had an
oauth2 flow without `scopes` and one had a reference to nothing. Of 96 documents of other APIs, five
list a value of an enum twice.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from scripts.openapi.lookup import canonical, mapping, resolves, sequence


def faults(document: Mapping[str, Any]) -> list[str]:
    """Name the faults of a document that do not stop anybody from reading it, one line each."""
    return [text for text, _ in _found(document)]


def mended(document: Mapping[str, Any]) -> dict[str, Any]:
    """A copy without these faults, for a validator, which would stop at them.

    A reference to nothing becomes any value; flows get an empty list of scopes; an enum lists each
    value once.
    """
    whole = copy.deepcopy(dict(document))
    for _, mend in list(_found(whole)):
        mend()
    return whole


def without_repeats(values: list[Any]) -> list[Any]:
    """A list in its order, each value once; 1 and true are two values."""
    return list({canonical(value): value for value in values}.values())


def _found(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each fault in words, and how it is mended in place."""
    for name, scheme in mapping(mapping(document.get("components")).get("securitySchemes")).items():
        for kind, flow in mapping(mapping(scheme).get("flows")).items():
            if isinstance(flow, dict) and "scopes" not in flow and not kind.startswith("x-"):
                place = f"components/securitySchemes/{name}/flows/{kind}"
                yield f"{place}: lists no scopes", _setter(flow, "scopes", {})
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, list):
            waiting += [(f"{place}/{index}", item) for index, item in enumerate(value)]
        if not isinstance(value, dict):
            continue
        reference = value.get("$ref")
        if isinstance(reference, str) and not _leads_somewhere(document, reference):
            yield (
                f"{place}: refers to {reference}, which is not in the document",
                _setter(value, None, None),
            )
        listed = sequence(value.get("enum"))
        kept = without_repeats(list(listed))
        if len(kept) < len(listed):
            twice = next(item for item in kept if list(listed).count(item) > 1)
            yield f"{place}/enum: lists {twice!r} twice", _setter(value, "enum", kept)
        waiting += [(f"{place}/{key}" if place else str(key), item) for key, item in value.items()]


def _leads_somewhere(document: Mapping[str, Any], reference: str) -> bool:
    """Whether a reference leads somewhere; one out of the document is for others to judge."""
    return not reference.startswith("#/") or resolves(document, reference)


def _setter(holder: dict[str, Any], key: str | None, value: Any) -> Any:
    def mend() -> None:
        if key is None:
            holder.clear()
        else:
            holder[key] = value

    return mend
