"""Whatever bytes a server sends, and however slowly, a call ends in time and within its memory."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import time
from collections.abc import Callable, Iterator

import pytest
from raw_server import RawServer, Script
from stand_in import event

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    MarketingEvents,
    MarketingEventsError,
    Outcome,
    Pacer,
)
from hubspot_marketing_events._http._limits import ERROR_LIMIT, RESPONSE_LIMIT

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
MEBIBYTE = b" " * 2**20
Call = Callable[..., Outcome]


def drip(data: bytes, start: bytes = b"") -> Iterator[bytes | float]:
    """Send a byte now and then, without end."""
    yield start
    for byte in itertools.cycle(data):
        yield bytes([byte])
        yield 0.05


def flood(start: bytes, piece: bytes) -> Iterator[bytes | float]:
    """Send as much as is taken, without end."""
    yield start
    yield from itertools.repeat(piece)


SLOW: dict[str, Script] = {
    "silence": lambda: iter([60.0]),
    "a dripped status line": lambda: drip(b"HTTP/1.1 200 OK" + b" " * 500),
    "dripped headers": lambda: drip(b"X-A: b\r\n", OK),
    "a dripped body": lambda: drip(b" ", OK + b"Content-Length: 100000\r\n\r\n"),
    "chunks of one space": lambda: drip(b"1\r\n \r\n", CHUNKED),
    "1xx without end": lambda: flood(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "1xx now and then": lambda: drip(b"HTTP/1.1 102 Processing\r\n\r\n"),
    "a dripped error": lambda: drip(b" ", b"HTTP/1.1 503 No\r\nContent-Length: 99999\r\n\r\n"),
    "chunks of one space at once": lambda: flood(CHUNKED, b"1\r\n \r\n" * 1000),
}
LARGE: dict[str, tuple[Script, int]] = {
    "a body without end": (lambda: flood(OK + b"\r\n", MEBIBYTE), RESPONSE_LIMIT),
    "a body of 600 MB": (
        lambda: flood(OK + b"Content-Length: 629145600\r\n\r\n", MEBIBYTE),
        RESPONSE_LIMIT,
    ),
    "an error without end": (lambda: flood(b"HTTP/1.1 503 No\r\n\r\n", MEBIBYTE), ERROR_LIMIT),
    "packed zeros": (
        lambda: iter([OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(bytes(2**28))]),
        2**20,
    ),
}
BROKEN: dict[str, Script] = {
    "nothing": lambda: iter([]),
    "garbage": lambda: iter([b"\x00\xff" * 100]),
    "another protocol": lambda: iter([b"SSH-2.0-OpenSSH_9.0\r\n"]),
    "a cut header": lambda: iter([OK]),
    "a short body": lambda: iter([OK + b"Content-Length: 100\r\n\r\n{}"]),
    "a bad chunk": lambda: iter([CHUNKED + b"zz\r\n{}\r\n"]),
    "a cut chunk": lambda: iter([CHUNKED + b"ff\r\n{}"]),
    "two lengths": lambda: iter([OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"]),
    "a negative length": lambda: iter([OK + b"Content-Length: -1\r\n\r\n{}"]),
    "headers without end": lambda: flood(OK, b"X-A: " + b"b" * 1000 + b"\r\n"),
    "a header of bytes": lambda: iter([OK + b"X-A: \xff\xfe\r\nContent-Length: 2\r\n\r\n{}"]),
    "status 1000": lambda: iter([b"HTTP/1.1 1000 What\r\n\r\n"]),
    "no content": lambda: iter([b"HTTP/1.1 204 No Content\r\n\r\n"]),
    "not modified": lambda: iter([b"HTTP/1.1 304 Not Modified\r\n\r\n"]),
    "a bad zip": lambda: iter([OK + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"]),
}


def blocking(url: str, timeout: float, deadline: float | None = None) -> Outcome:
    """The outcome of one event, of a blocking call."""
    given = {"token": "t", "base_url": url, "attempts": 1, "timeout": timeout}
    with MarketingEvents(**given, pacer=Pacer(10**6)) as client:  # type: ignore[arg-type]
        try:
            return client.upsert([event(1)], deadline=deadline)[0]
        except MarketingEventsError as error:
            return (error.report or [])[0]


def suspending(url: str, timeout: float, deadline: float | None = None) -> Outcome:
    """The outcome of one event, of an asynchronous call."""

    async def call() -> Outcome:
        given = {"token": "t", "base_url": url, "attempts": 1, "timeout": timeout}
        pacer = Pacer(10**6)
        async with AsyncMarketingEvents(**given, pacer=pacer) as client:  # type: ignore[arg-type]
            try:
                return (await client.upsert([event(1)], deadline=deadline))[0]
            except MarketingEventsError as error:
                return (error.report or [])[0]

    return asyncio.run(call())


@pytest.mark.parametrize("call", [blocking, suspending])
@pytest.mark.parametrize("name", SLOW)
def test_a_request_ends_at_its_timeout(name: str, call: Call) -> None:
    """However slowly a server sends, the request ends, and the event may have been written."""
    with RawServer(SLOW[name]) as server:
        begun = time.monotonic()
        outcome = call(server.url, timeout=0.4)
        assert time.monotonic() - begun < 3
    assert "failed" == outcome.status


@pytest.mark.parametrize("call", [blocking, suspending])
@pytest.mark.parametrize("name", ["silence", "dripped headers", "a dripped body"])
def test_a_request_ends_at_the_deadline(name: str, call: Call) -> None:
    """A deadline that comes before the timeout ends a request under way."""
    with RawServer(SLOW[name]) as server:
        begun = time.monotonic()
        outcome = call(server.url, timeout=30, deadline=0.4)
        assert time.monotonic() - begun < 3
    assert "failed" == outcome.status


@pytest.mark.parametrize("call", [blocking, suspending])
@pytest.mark.parametrize("name", LARGE)
def test_no_more_is_read_than_the_limit(name: str, call: Call) -> None:
    """Reading stops at the limit, so that the server cannot fill the memory."""
    script, limit = LARGE[name]
    with RawServer(script) as server:
        outcome = call(server.url, timeout=20)
    assert ("failed", True) == (outcome.status, server.sent < limit + 2**24)
    assert outcome.error is not None


@pytest.mark.parametrize("call", [blocking, suspending])
@pytest.mark.parametrize("name", BROKEN)
def test_broken_bytes_are_a_failure(name: str, call: Call) -> None:
    """What is no HTTP, or no success, makes no outcome a success and raises nothing foreign."""
    with RawServer(BROKEN[name]) as server:
        outcome = call(server.url, timeout=5)
    assert outcome.status in {"failed", "not_sent"}
    assert outcome.error is not None
