"""The journal: the requests to the mock and their responses, bounded by bytes."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, overload

import orjson
from attrs import field, frozen

from hubspot_marketing_events_mock.contract import Request, Response

KEPT = 10_000  # exchanges
KEPT_BYTES = 32 * 1024 * 1024  # of bodies, all together
_LONGEST_BODY = 1024 * 1024  # bytes; a longer one is not kept
_LONGEST_PATH = 2000  # characters
_LONGEST_QUERY = 50  # parameters, of 500 characters each


@frozen
class Exchange:
    """A request and what became of it; its Authorization is not kept.

    Args:
        number: its place among all exchanges since the last reset, from 1.
        at: when it came.
        method: in capitals.
        path: decoded.
        query: names and values.
        operation: the operation's id, or None where the contract has no such call.
        status: the response's status.
        origin: model, fault, or the name of a recording.
        missed: why a recording that looked near was not taken.
        seconds: how long the response took to make; the latency of a fault is not part of it.
        sent: the request's body, or None where it was too long to be kept.
        received: the response's body, likewise.
        size: the bytes of the request's body.
    """

    number: int
    at: dt.datetime
    method: str
    path: str
    query: Sequence[tuple[str, str]] = field(repr=False)
    operation: str | None
    status: int
    origin: str
    missed: str | None
    seconds: float
    sent: bytes | None = field(repr=False)
    received: bytes | None = field(repr=False)
    size: int

    @property
    def body(self) -> Any:
        """The request's body as JSON.

        It is None where the body was empty, and a remark where it is no JSON or was not kept.
        """
        if self.size == 0:
            return None
        if self.sent is None:
            return f"{self.size} bytes, which is too long to be kept"
        try:
            return orjson.loads(self.sent)
        except ValueError:
            return f"{self.size} bytes that are not JSON"


class Journal(Sequence[Exchange]):
    """The latest exchanges, the oldest first.

    Args:
        most: how many exchanges are kept.
        most_bytes: how many bytes of bodies are kept.
    """

    def __init__(self, most: int = KEPT, most_bytes: int = KEPT_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._kept: deque[Exchange] = deque()
        self._bytes = 0
        self.total = 0  # of all exchanges, the forgotten ones included

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, index: int) -> Exchange: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Exchange]: ...
    def __getitem__(self, index: int | slice) -> Exchange | Sequence[Exchange]:
        """Find an exchange by its place among those kept."""
        return tuple(self._kept)[index] if isinstance(index, slice) else self._kept[index]

    def __iter__(self) -> Iterator[Exchange]:
        return iter(tuple(self._kept))

    def add(
        self,
        request: Request,
        response: Response,
        *,
        at: dt.datetime,
        operation: str | None,
        missed: str | None,
        seconds: float,
    ) -> None:
        """Add an exchange, and forget the oldest ones where it gets too much.

        The arguments are those of an `Exchange`.
        """
        self.total += 1
        query = tuple((name[:500], value[:500]) for name, value in request.query[:_LONGEST_QUERY])
        exchange = Exchange(
            number=self.total,
            at=at,
            method=request.method,
            path=request.path[:_LONGEST_PATH],
            query=query,
            operation=operation,
            status=response.status,
            origin=response.origin,
            missed=missed,
            seconds=seconds,
            sent=_short(request.body),
            received=_short(response.encoded()[0]),
            size=len(request.body),
        )
        self._kept.append(exchange)
        self._bytes += _weight(exchange)
        while len(self._kept) > self._most or self._bytes > self._most_bytes:
            self._bytes -= _weight(self._kept.popleft())

    def latest(self, limit: int, before: int | None = None) -> Sequence[Exchange]:
        """The latest exchanges, the latest first; `before` is a number to go on from."""
        first = self._kept[0].number if self._kept else 1
        end = len(self._kept) if before is None else min(len(self._kept), max(0, before - first))
        return [self._kept[index] for index in range(end - 1, max(-1, end - 1 - limit), -1)]

    def numbered(self, number: int) -> Exchange | None:
        """The exchange with a number, or None where it is not kept."""
        index = number - self._kept[0].number if self._kept else -1
        return self._kept[index] if 0 <= index < len(self._kept) else None


def _short(body: bytes) -> bytes | None:
    return None if len(body) > _LONGEST_BODY else body


def _weight(exchange: Exchange) -> int:
    bodies = len(exchange.sent or b"") + len(exchange.received or b"")
    return bodies + 4 * len(exchange.path) + len(exchange.missed or "") + 300
