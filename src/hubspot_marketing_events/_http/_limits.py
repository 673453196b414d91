"""Limits on what one request may take: time, whatever the server does, and memory.

httpx limits each wait for bytes. A server that sends a byte now and then outlives that, so each
read and write here also knows when its request must have ended.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

RESPONSE_LIMIT = 32 * 2**20  # bytes of a decoded body
ERROR_LIMIT = 2**20  # bytes of a decoded body that is not a success; HubSpot's have a few hundred
_ANY_HEADER = zlib.MAX_WBITS | 32  # gzip's or zlib's
_PIECE = 64 * 2**10  # bytes written before the time is looked at again; most batches are smaller


class Until(float):
    """A timeout in seconds that knows the monotonic time at which its request must have ended."""

    __slots__ = ("end",)
    end: float

    @classmethod
    def after(cls, seconds: float, timeout: float | None, now: float) -> Until:
        """Return the timeout of one wait in a request that may take so many seconds."""
        until = cls(seconds if timeout is None else min(seconds, timeout))
        until.end = now + seconds
        return until


def timeouts(http: httpx.Client | httpx.AsyncClient, seconds: float) -> dict[str, Until]:
    """Return the timeouts of a request that may take so many seconds as a whole."""
    now = time.monotonic()
    return {name: Until.after(seconds, v, now) for name, v in http.timeout.as_dict().items()}


def limit_waits(http: httpx.Client) -> None:
    """Let the connections of a client keep the end of a request.

    httpx has no argument for a network backend, so this reaches into its transports. Transports of
    another kind keep httpx's timeouts only.
    """
    for transport in (http._transport, *http._mounts.values()):  # noqa: SLF001 - see above
        pool: Any = getattr(transport, "_pool", None)
        if isinstance(pool, httpcore.ConnectionPool):
            pool._network_backend = _Backend(pool._network_backend)  # noqa: SLF001 - see above


class Body:
    """Takes in the body of a response, decoded, up to a limit.

    Args:
        encoding: the value of its Content-Encoding; gzip and deflate are known.
        limit: bytes.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._limit, self._content, self.problem = limit, bytearray(), ""
        self._packed = encoding in {"gzip", "x-gzip", "deflate"}
        if self._packed:
            self._inflate = zlib.decompressobj(_ANY_HEADER)
        elif encoding not in {"", "identity"}:
            self.problem = "the response has an encoding that was not asked for"

    def take(self, chunk: bytes) -> bool:
        """Take in the next bytes; False where no more are wanted."""
        while self._packed and chunk:
            try:
                self._content += self._inflate.decompress(chunk, self._room())
            except zlib.error:
                self.problem = "the response does not decode"
                break

            chunk = self._inflate.unused_data if self._room() else b""  # of the next gzip member
            if chunk:
                self._inflate = zlib.decompressobj(_ANY_HEADER)

        if not self._packed:
            self._content += chunk
        if not self._room():
            self.problem = f"the response is larger than {self._limit} bytes"
        return not self.problem

    def _room(self) -> int:
        """Return how many bytes are taken in yet, with the one that is too many."""
        return max(0, self._limit + 1 - len(self._content))

    @property
    def content(self) -> bytes:
        """The decoded body; empty where it cannot be used."""
        return b"" if self.problem else bytes(self._content)


def _left(timeout: float | None) -> float | None:
    if not isinstance(timeout, Until):
        return timeout

    left = timeout.end - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the response took too long as a whole")
    return min(float(timeout), left)


class _Stream(httpcore.NetworkStream):
    """A connection that looks at the end of the request before each wait."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            self._stream.write(buffer[start : start + _PIECE], _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Stream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens connections that keep the end of a request."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> _Stream:
        return _Stream(
            self._backend.connect_tcp(host, port, _left(timeout), local_address, socket_options)
        )

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> _Stream:
        return _Stream(self._backend.connect_unix_socket(path, _left(timeout), socket_options))

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)
