"""Faults of the connection, below HTTP: what no response of an ASGI application can be."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

CONNECTION_FAULTS = ("reset", "truncated", "wrong-length", "garbage", "drip", "stall", "bad-gzip")
_PIECES = 20
_LONGEST_STALL = 60.0  # seconds  # seconds


async def spoil(
    kind: str,
    transport: asyncio.Transport,
    receive: Callable[[], Awaitable[Mapping[str, Any]]],
    parts: tuple[int, Mapping[str, str], bytes],
    seconds: float,
) -> None:
    """Response wrongly, and end the connection.

    Args:
        kind: one of `CONNECTION_FAULTS`, but for bad-gzip, which is an answer.
        transport: the connection.
        receive: tells when the client gives up.
        parts: status, headers and body of the answer as it should have been.
        seconds: how long a drip or a stall takes.
    """
    status, headers, body = parts
    if kind == "reset":
        transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
    elif kind == "stall":
        await _given_up(receive, seconds or _LONGEST_STALL)
    elif kind == "garbage":
        transport.write(b"\x16\x03\x01\x00\xff" + body[::-1])
    else:
        stated = len(body) // 2 if kind == "wrong-length" else len(body)
        lines = [
            f"HTTP/1.1 {status} ",
            *(f"{name}: {value}" for name, value in headers.items()),
            "Connection: close",
        ]
        transport.write(
            "\r\n".join([*lines, f"Content-Length: {stated}", "", ""]).encode("latin-1")
        )
        step = max(1, len(body) // _PIECES)
        for start in range(0, len(body), step) if kind == "drip" else ():
            transport.write(body[start : start + step])
            await asyncio.sleep((seconds or 1.0) / _PIECES)
        if kind != "drip":
            transport.write(body[: len(body) // 2] if kind == "truncated" else body)
    transport.abort() if kind in {"reset", "stall"} else transport.close()
    await _given_up(receive, 1.0)  # so that uvicorn sees the end, and does not answer in its turn


async def _given_up(receive: Callable[[], Awaitable[Mapping[str, Any]]], seconds: float) -> None:
    async def disconnected() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    try:
        await asyncio.wait_for(disconnected(), seconds)
    except TimeoutError:
        return
