"""A place in an OpenAPI document: what stands there, where it is, and what it refers to.

Every command follows references with a cursor. Nothing outside of the document is ever read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from scripts.openapi.values import mapping

SCHEMAS = ("components", "schemas")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a document.

    Args:
        document: the whole document.
        value: what stands at the place; None if nothing does.
        names: the keys and indices that lead from the root to the place.
    """

    document: Any
    value: Any
    names: tuple[str, ...] = ()

    @classmethod
    def at_root(cls, document: Any) -> Cursor:
        """The root of a document."""
        return cls(document, document)

    @property
    def place(self) -> str:
        """The place for a reader, as `components/schemas/Thing`; empty for the root."""
        return "/".join(map(str, self.names))

    @property
    def name(self) -> str:
        """The key or index of the place in what holds it; empty for the root."""
        return self.names[-1] if self.names else ""

    @property
    def reference(self) -> str:
        """The `$ref` at the place; empty if there is none."""
        found = mapping(self.value).get("$ref")
        return found if isinstance(found, str) else ""

    @property
    def schema_name(self) -> str:
        """The name of the schema in `components` at this place; empty at any other place."""
        return self.name if self.names[:-1] == SCHEMAS else ""

    @property
    def is_dangling(self) -> bool:
        """Whether a reference at this place leads nowhere, directly or through others."""
        return "$ref" in mapping(self.value) and self.followed().value is None

    def __truediv__(self, name: str) -> Cursor:
        """The place of a member, which need not exist."""
        return Cursor(self.document, _members(self.value).get(name), (*self.names, name))

    def get(self, name: str, default: Any = None) -> Any:
        """A member of the object at this place; the default if there is none."""
        return mapping(self.value).get(name, default)

    def members(self) -> dict[str, Cursor]:
        """The places of the members of an object or list, by key or index, in order."""
        held = _members(self.value).items()
        return {name: Cursor(self.document, value, (*self.names, name)) for name, value in held}

    def walk(self) -> Iterator[Cursor]:
        """This place and every place below it, each before those below it.

        The value at a place may be changed before the iterator goes on.
        """
        waiting = [iter((self,))]
        while waiting:
            one = next(waiting[-1], None)
            if one is None:
                waiting.pop()
                continue
            yield one
            waiting.append(iter(one.members().values()))

    def target(self, reference: str) -> Cursor:
        """The place that a reference names, in one step; its value is None if nothing is there."""
        if not reference.startswith("#/"):
            return Cursor(self.document, None, (reference,))
        place = Cursor.at_root(self.document)
        for name in reference[2:].split("/"):
            place /= unquote(name).replace("~1", "/").replace("~0", "~")
        return place

    def followed(self) -> Cursor:
        """The place that references lead to from here; this place itself if there are none.

        The value is None if they lead nowhere or in a circle.
        """
        place, seen = self, set[str]()
        while "$ref" in mapping(place.value):
            if not place.reference or place.reference in seen:
                return Cursor(self.document, None, place.names)
            seen.add(place.reference)
            place = place.target(place.reference)
        return place


def _members(value: Any) -> Mapping[str, Any]:
    if isinstance(value, list):
        return {str(index): item for index, item in enumerate(value)}
    return mapping(value)


def references(value: Any) -> Iterator[str]:
    """Every reference inside a value."""
    return (place.reference for place in Cursor.at_root(value).walk() if place.reference)


def labelled(reference: str) -> str:
    """A reference in short: `Thing` of `#/components/schemas/Thing`."""
    return (
        unquote(reference).removeprefix("#/components/").removeprefix("schemas/").replace("/", ".")
    )
