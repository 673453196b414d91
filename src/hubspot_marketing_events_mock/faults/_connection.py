"""Faults of the connection, below HTTP: what no response of an ASGI application can be."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping

from attrs import frozen

CONNECTION_FAULTS = (
    "reset", "hang", "truncated", "wrong-length", "garbage", "slow-body", "bad-gzip",
)  # fmt: skip
ALIASES = {"stall": "hang", "drip": "slow-body"}
LONGEST_HANG = 60.0  # seconds, where the fault does not say
_SLOW_BODY = 1.0  # seconds, where the fault does not say
_PIECES = 20


@frozen
class Spoiled:
    """The response as it should have been."""

    status: int
    headers: Mapping[bytes, bytes]
    body: bytes

    def head(self, length: int) -> bytes:
        """The status line and headers, with a length that may be wrong."""
        lines = [
            b"HTTP/1.1 %d " % self.status,
            *(name + b": " + value for name, value in self.headers.items()),
            b"Connection: close",
            b"Content-Length: %d" % length,
        ]
        return b"\r\n".join([*lines, b"", b""])


async def spoil(
    kind: str,
    transport: asyncio.Transport,
    wait: Callable[[float], Awaitable[None]],
    response: Spoiled,
    seconds: float,
) -> None:
    """Respond wrongly, and end the connection.

    Args:
        kind: one of `CONNECTION_FAULTS`, but for bad-gzip, which is a response.
        transport: the connection.
        wait: waits for so many seconds, or until the client gives up or the server stops.
        response: the response as it should have been.
        seconds: how long a slow body or a hang takes; 0 for what is usual.
    """
    if kind == "reset":
        _reset_on_close(transport)
    elif kind == "hang":
        await wait(seconds or LONGEST_HANG)
    elif kind == "garbage":
        transport.write(b"\x16\x03\x01\x00\xff" + response.body[::-1])
    elif kind == "slow-body":
        await _write_slowly(transport, wait, response, seconds or _SLOW_BODY)
    else:
        half = len(response.body) // 2
        length = half if kind == "wrong-length" else len(response.body)
        body = response.body[:half] if kind == "truncated" else response.body
        transport.write(response.head(length) + body)
    transport.abort() if kind in {"reset", "hang"} else transport.close()
    await wait(1.0)  # so that uvicorn sees the end, and does not respond in its turn


def _reset_on_close(transport: asyncio.Transport) -> None:
    """Let the end of a connection be a reset."""
    with contextlib.suppress(OSError):
        transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )


async def _write_slowly(
    transport: asyncio.Transport,
    wait: Callable[[float], Awaitable[None]],
    response: Spoiled,
    seconds: float,
) -> None:
    transport.write(response.head(len(response.body)))
    step = max(1, len(response.body) // _PIECES)
    for start in range(0, len(response.body), step):
        transport.write(response.body[start : start + step])
        await wait(seconds / _PIECES)
