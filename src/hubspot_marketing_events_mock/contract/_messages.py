"""A request as the mock reads it, and a response as it gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self
from urllib.parse import unquote_to_bytes

import orjson
from attrs import field, frozen

_JSON = "application/json;charset=utf-8"
_HTML = "text/html;charset=utf-8"


@frozen
class Request:
    """A request as it came.

    Args:
        method: in capitals.
        segments: of the path, decoded one by one, so that an escaped slash stays in its value.
        query: names and values in their order.
        headers: by name in small letters; repeated ones are joined by commas.
        body: as it came.
    """

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
        """Read what ASGI hands over; raises a ValueError where the URL is not UTF-8."""
        if b"%" in raw_path:
            segments = tuple(unquote_to_bytes(part).decode() for part in raw_path.split(b"/")[1:])
        else:
            segments = tuple(raw_path.decode().split("/")[1:])
        pairs = (part.partition(b"=") for part in query.split(b"&") if part)
        decoded = [(_form(name), _form(value)) for name, _, value in pairs]
        named: dict[str, str] = {}
        for raw_name, raw_value in headers:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            named[name] = f"{named[name]}, {value}" if name in named else value
        return cls(method.upper(), segments, decoded, named, body)

    @property
    def path(self) -> str:
        """The path, decoded, to be read by people."""
        return "/" + "/".join(self.segments)


def _form(text: bytes) -> str:
    return unquote_to_bytes(text.replace(b"+", b" ")).decode()


@frozen
class Response:
    """What goes back to the caller.

    Args:
        status: the status code.
        body: None is empty, text is HTML, bytes are sent as they are, anything else becomes JSON.
        headers: sent beside those that every response has.
        origin: model, fault, or the name of a recording.
        latency: seconds to wait first.
        connection: what goes wrong below HTTP.
        exempt: whether the response may break the contract.
        typed: whether a content type is added that fits the body.
    """

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict)
    origin: str = "model"
    latency: float = 0.0
    connection: str | None = None
    exempt: bool = False
    typed: bool = True

    @property
    def is_json(self) -> bool:
        """Whether the body becomes JSON."""
        return not (self.body is None or isinstance(self.body, str | bytes))

    @property
    def content_type(self) -> str | None:
        """The content type that the headers state, or else the one that is added."""
        stated = (v for k, v in self.headers.items() if k.lower() == "content-type")
        return next(stated, self._added_type)

    @property
    def _added_type(self) -> str | None:
        if self.body is None or not self.typed:
            return None
        return _HTML if isinstance(self.body, str) else _JSON

    def encoded(self) -> tuple[bytes, str | None]:
        """The body's bytes, and the content type that is added."""
        if self.body is None:
            return b"", None
        if isinstance(self.body, str):
            return self.body.encode(), self._added_type
        content = self.body if isinstance(self.body, bytes) else orjson.dumps(self.body)
        return content, self._added_type

    def completed(self, body: Any, headers: Mapping[str, str]) -> Self:
        """This response with another body and headers; what becomes JSON is written."""
        return type(self)(
            self.status,
            orjson.dumps(body) if self.is_json else body,
            headers,
            self.origin,
            self.latency,
            self.connection,
            self.exempt,
            self.typed,
        )
