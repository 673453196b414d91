"""Look things up in OpenAPI documents; nothing outside them is ever read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

PATH_NAMES = "x-path-names"


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: Any) -> Sequence[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def canonical(value: Any) -> str:
    """One text for values that are equal."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=sorted)


def component_name(reference: str) -> str:
    """The name of the schema that a reference leads to; else a name that no schema has."""
    return _unescaped(reference.removeprefix("#/components/schemas/"))


def _unescaped(text: str) -> str:
    """A part of a reference, as it is called in the document."""
    return unquote(text).replace("~1", "/").replace("~0", "~")


def lookup(document: Mapping[str, Any], reference: str) -> Any:
    """What a reference leads to in one step; None if that is not in the document."""
    if not reference.startswith("#/"):
        return None
    target: Any = document
    for name in map(_unescaped, reference[2:].split("/")):
        if isinstance(target, list):
            target = {str(number): item for number, item in enumerate(target)}
        target = mapping(target).get(name)
    return target


def followed(value: Any, document: Mapping[str, Any]) -> Any:
    """A value with its references followed; None if they lead nowhere or in a circle."""
    seen = set()
    while isinstance(reference := mapping(value).get("$ref"), str) and reference not in seen:
        seen.add(reference)
        value = lookup(document, reference)
    return None if "$ref" in mapping(value) else value


def resolved(value: Any, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object with its references followed; empty if they lead nowhere or in a circle."""
    return mapping(followed(value, document))


def resolves(document: Mapping[str, Any], reference: str) -> bool:
    """Whether a reference leads to something in the document."""
    return lookup(document, reference) is not None


def is_dangling(value: Any, document: Mapping[str, Any]) -> bool:
    """Whether a value is a reference that leads nowhere, at once or over others."""
    return "$ref" in mapping(value) and followed(value, document) is None


def referring(value: Any) -> Iterator[dict[str, Any]]:
    """Every object inside a value that is a reference; it may be changed before the next one."""
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            if isinstance(one.get("$ref"), str):
                yield one
            todo += one.values()
        elif isinstance(one, list):
            todo += one


def references(value: Any) -> Iterator[str]:
    """Every reference inside a value."""
    return (one["$ref"] for one in referring(value))


def labelled(reference: str) -> str:
    """A reference in short: `Thing` of `#/components/schemas/Thing`."""
    return (
        unquote(reference).removeprefix("#/components/").removeprefix("schemas/").replace("/", ".")
    )


def operations(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Every operation by method and path, with what its path and document say for all of them."""
    found: dict[str, dict[str, Any]] = {}
    for path, item in mapping(document.get("paths")).items():
        if path.startswith("x-"):
            continue
        shared = resolved(item, document) if "$ref" in mapping(item) else mapping(item)
        for method in METHODS:
            if isinstance(facts := shared.get(method), Mapping):
                found[f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path)}"] = {
                    "security": document.get("security"),
                    "servers": shared.get("servers") or document.get("servers"),
                    **facts,
                    "parameters": [
                        *sequence(shared.get("parameters")),
                        *sequence(facts.get("parameters")),
                    ],
                    PATH_NAMES: re.findall(r"\{([^}]*)\}", path),
                }
    return found
