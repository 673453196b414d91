"""What both ASGI applications do: read a body within bounds, and send a response."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any

BODY_LIMIT = 10 * 1024 * 1024  # bytes; assumed

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class ClientGoneError(Exception):
    """The client left before the end of its body."""


class BodyTooLargeError(Exception):
    """A body is over the limit."""


async def read_body(receive: Receive, limit: int = BODY_LIMIT) -> bytes:
    """Read the body of a request.

    Args:
        receive: as ASGI gives it.
        limit: the most bytes that are taken.

    Raises:
        ClientGoneError: the client left in the middle, so that there is no request.
        BodyTooLargeError: the body is longer; all of it was read, and none of it is kept.
    """
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            parts.clear()
        else:
            parts.append(part)
        more = message.get("more_body", False)
    if size > limit:
        raise BodyTooLargeError
    return b"".join(parts)


async def send_response(
    scope: Mapping[str, Any],
    send: Send,
    status: int,
    headers: Iterable[tuple[bytes, bytes]],
    body: bytes,
) -> None:
    """Send a response, with the headers of `encoded`; one to HEAD has no body."""
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    content = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": content})


def encoded(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI takes them, their names in small letters."""
    return [(_encoded_name(name), value.encode("latin-1")) for name, value in headers]


@lru_cache(maxsize=256)
def _encoded_name(name: str) -> bytes:
    return name.lower().encode("latin-1")


async def lifespan(receive: Receive, send: Send) -> None:
    """Respond to the messages that begin and end an ASGI server."""
    while (await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


def header_text(text: str) -> str:
    """A text as it may stand in a header."""
    return "".join(c if " " <= c <= "~" else "?" for c in text[:500])
