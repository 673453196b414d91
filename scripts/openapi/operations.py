"""The operations of an OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scripts.openapi.cursor import Cursor
from scripts.openapi.values import mapping

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True)
class Operation:
    """An operation, with what its path and its document say about all operations.

    Args:
        method: the HTTP method in small letters.
        path: the path as the document writes it.
        item: the place of the path's own object.
        place: the place of the operation.
    """

    method: str
    path: str
    item: Cursor
    place: Cursor

    @property
    def name(self) -> str:
        """The method and the path, as `POST /things/{id}`."""
        return f"{self.method.upper()} {self.path}"

    @property
    def path_names(self) -> list[str]:
        """The names of the path's parameters, in its order."""
        return re.findall(r"\{([^}]*)\}", self.path)

    @property
    def parameters(self) -> list[Cursor]:
        """The places of its parameters: those of its path, then its own, which replace them."""
        holders = (self.item, self.place)
        return [one for holder in holders for one in (holder / "parameters").members().values()]

    @property
    def parts(self) -> list[Cursor]:
        """The places that describe it: those of its parameters, and its own."""
        return [*self.parameters, self.place]

    @property
    def security(self) -> Any:
        """The ways to authenticate: its own, or else the document's."""
        return self.place.get("security", mapping(self.place.document).get("security"))

    @property
    def servers(self) -> Any:
        """Its servers: its own, or else those of its path or of the document."""
        shared = self.item.get("servers") or mapping(self.place.document).get("servers")
        return self.place.get("servers", shared)


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """Every operation of a document; a path that refers to another is followed."""
    for path, written in (Cursor.at_root(document) / "paths").members().items():
        if path.startswith("x-"):
            continue
        item = written.followed()
        for method in METHODS:
            if isinstance(item.get(method), Mapping):
                yield Operation(method, path, item, item / method)
