"""uvicorn's protocol, which hands the connection to the application and upgrades to nothing.

A response leaves in one write.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

TRANSPORT = "hubspot_mock.transport"
_HALF_CLOSED = 1.0  # seconds that a client may still read after it ended its side
_OF_AN_UPGRADE = {b"upgrade", b"http2-settings"}  # headers, and options of the header connection


class ConnectionProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with the connection's transport in the scope of each request.

    A request that offers to change to HTTP/2, as Java's `HttpClient` does with each request, is
    read as if it did not. HTTP allows that (RFC 9110, section 7.8); httptools stops before the
    body of such a request, and uvicorn loses it.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keep the transport for the application."""
        super().connection_made(_JoiningTransport(transport))
        self.app_state = {**self.app_state, TRANSPORT: transport}

    def data_received(self, data: bytes) -> None:
        """Read a part of the stream; where an upgrade is offered, read the request without it."""
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            if not self._is_offer():
                self.send_400_response("Invalid HTTP request received.")
                return
            head, rest = self._head_without_upgrade(), data[offer.args[0] :]
            self.parser = httptools.HttpRequestParser(self)
            self.data_received(head + rest)
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")

    def eof_received(self) -> bool:  # type: ignore[override]
        """Let a client that ends its side of the connection read the response that is due.

        A client that leaves looks the same, so the connection is soon closed.
        """
        cycle = self.cycle
        is_due = cycle is not None and not cycle.more_body and not cycle.response_complete
        if is_due:
            cycle.keep_alive = False
            self.loop.call_later(_HALF_CLOSED, self.transport.close)
        else:
            self.transport.close()
        return is_due

    def on_headers_complete(self) -> None:
        """Begin to respond, unless the request is read once more."""
        if not self._is_offer():
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End the request's body, unless the request is read once more."""
        if not self._is_offer():
            super().on_message_complete()

    def _is_offer(self) -> bool:
        """Whether an upgrade is offered; CONNECT, which httptools takes for one, is none."""
        return self.parser.should_upgrade() and self.parser.get_method() != b"CONNECT"

    def _head_without_upgrade(self) -> bytes:
        version = self.parser.get_http_version().encode("ascii")
        lines = [b" ".join((self.parser.get_method(), self.url, b"HTTP/" + version))]
        lines += [name + b": " + value for name, value in _without_upgrade(self.headers)]
        return b"\r\n".join((*lines, b"", b""))


class _JoiningTransport(asyncio.Transport):
    """Writes what one turn of the event loop has to write at once.

    uvicorn writes the head of a response and its body one after the other. Each write is a call of
    the system, and wakes the client; uvloop does not join them either.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._parts: list[bytes] = []

    def write(self, data: Any) -> None:
        if not self._parts:
            self._loop.call_soon(self._flush)
        self._parts.append(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        # The connection may have ended since; a write is an error then, with uvloop.
        if self._parts and not self._transport.is_closing():
            self._transport.write(b"".join(self._parts))
        self._parts.clear()

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        self._transport.resume_reading()


def _without_upgrade(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    for name, value in headers:
        if name == b"connection":
            options = [option.strip() for option in value.split(b",")]
            kept = [option for option in options if option.lower() not in _OF_AN_UPGRADE]
            yield name, b", ".join(kept)
        elif name not in _OF_AN_UPGRADE:
            yield name, value
