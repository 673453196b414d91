"""A request as the mock reads it, and a response as it gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self
from urllib.parse import unquote_to_bytes

import orjson
from attrs import field, frozen


@frozen
class Request:
    """A request as it came; `segments` are decoded one by one, so that an escaped slash stays in its value."""

    method: str
    segments: tuple[str, ...]
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(
        cls,
        method: str,
        raw_path: bytes,
        query: bytes,
        headers: Iterable[tuple[bytes, bytes]],
        body: bytes,
    ) -> Self:
        """Read what ASGI hands over; raises a ValueError where the address is not UTF-8."""
        segments = tuple(unquote_to_bytes(part).decode() for part in raw_path.split(b"/")[1:])
        pairs = (part.partition(b"=") for part in query.split(b"&") if part)
        decoded = [(_form(name), _form(value)) for name, _, value in pairs]
        named: dict[str, str] = {}
        for raw_name, value in headers:
            name = raw_name.decode("latin-1").lower()
            named[name] = (
                f"{named[name]}, {value.decode('latin-1')}"
                if name in named
                else value.decode("latin-1")
            )
        return cls(method.upper(), segments, decoded, named, body)


@frozen
class Response:
    """What goes back to the caller; a body of None is empty, text is HTML, bytes are sent as they are.

    `origin` is model, fault, or a recording; `latency` the seconds to wait first; `wire` what goes wrong below HTTP;
    `exempt` means that the answer may break the contract.
    """

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict)
    origin: str = "model"
    latency: float = 0.0
    wire: str | None = None
    exempt: bool = False

    def encoded(self) -> tuple[bytes, str | None]:
        """The body's bytes and its content type."""
        if self.body is None:
            return b"", None
        if isinstance(self.body, str):
            return self.body.encode(), "text/html;charset=utf-8"
        return self.body if isinstance(self.body, bytes) else orjson.dumps(
            self.body
        ), "application/json;charset=utf-8"


def _form(text: bytes) -> str:
    return unquote_to_bytes(text.replace(b"+", b" ")).decode()
