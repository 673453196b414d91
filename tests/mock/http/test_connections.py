"""Clients that end their side, leave, read slowly or send several requests at once.

Each claim holds with uvloop and without it.
"""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from hubspot_marketing_events_mock import MockServer
from hubspot_marketing_events_mock.http import _server
from tests.mock.caller import BODY, HEADERS, PREFIX, post

CLOSE = {"Connection": "close"}
LARGE = {"inputs": [{**BODY["inputs"][0], "eventDescription": "x" * 4_000_000}]}
OTHER = {"inputs": BODY["inputs"][1:]}
FAULTS = {
    "reset": b"",
    "truncated": b'{"status":"COMPLETE"',
    "wrong-length": b'{"status":"COMPLETE"',
    "garbage": b"\x16\x03\x01",
    "slow-body": b'{"status":"COMPLETE"',
}


@pytest.fixture(params=["the usual loop", "no uvloop"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[MockServer]:
    """A server on each of the event loops."""
    if request.param == "no uvloop":
        monkeypatch.setattr(_server, "uvloop", None)
    with MockServer() as served:
        yield served


def request(body: Any = BODY, headers: dict[str, str] | None = None) -> bytes:
    """An upsert as it goes over the wire."""
    content = json.dumps(body).encode()
    named = {
        "Host": "localhost",
        **HEADERS,
        "Content-Type": "application/json",
        "Content-Length": str(len(content)),
        **(headers or {}),
    }
    lines = [f"POST {PREFIX}/events/upsert HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in named.items()]
    return "\r\n".join((*lines, "", "")).encode() + content


@contextmanager
def connected(server: MockServer) -> Iterator[socket.socket]:
    """A connection to a server."""
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        yield connection


def received(connection: socket.socket) -> bytes:
    """All that comes until the server ends the connection."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        parts.append(b"reset")
    return b"".join(parts)


@pytest.mark.parametrize("count", [1, 3])
def test_a_client_that_ends_its_side_gets_its_responses(server: MockServer, count: int) -> None:
    """A client may send its requests, end its side of the connection, and then read."""
    for _ in range(10):
        with connected(server) as connection:
            connection.sendall(request() * count)
            connection.shutdown(socket.SHUT_WR)
            assert count == received(connection).count(b"HTTP/1.1 200 OK")


def test_half_a_request_gets_no_response(server: MockServer) -> None:
    """Where a client ends its side within a body, the connection ends, and nothing is written."""
    with connected(server) as connection:
        connection.sendall(request()[:-5])
        connection.shutdown(socket.SHUT_WR)
        assert b"" == received(connection)
    assert [] == list(server.requests)


def waits(server: MockServer) -> int:
    """How many requests wait for the end of a fault."""
    return len(server.mock._waits._ends)  # noqa: SLF001 - no client can see it


def test_a_wait_ends_soon_after_its_client_left(server: MockServer) -> None:
    """A fault does not go on for a client that sent its request and left at once."""
    server.fail_next(connection="hang")
    with connected(server) as connection:
        connection.sendall(request())
    while server.mock.pending:
        time.sleep(0.01)
    end = time.monotonic() + 10
    while waits(server) and time.monotonic() < end:
        time.sleep(0.01)
    assert 0 == waits(server)


def test_clients_that_leave_are_no_error(
    server: MockServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is logged where clients leave before their response comes."""
    with caplog.at_level(logging.WARNING):
        for number in range(40):
            with connected(server) as connection:
                connection.sendall(request(LARGE if number % 2 else BODY))
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        assert 200 == post(server).status_code
    assert "" == caplog.text


def test_a_large_response_waits_for_a_slow_reader(server: MockServer) -> None:
    """Large responses come whole and in their order to a client that begins to read late."""
    with connected(server) as connection:
        connection.sendall(request(LARGE) + request(OTHER) + request(LARGE, CLOSE))
        time.sleep(0.3)
        content = received(connection)
    assert 3 == content.count(b"HTTP/1.1 200 OK")
    assert [4_000_000, 0, 4_000_000] == [
        one.count(b"x" * 1000) * 1000 for one in content.split(b"HTTP/1.1 200 OK")[1:]
    ]


def test_a_fault_before_another_request_is_no_error(
    server: MockServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is logged where a fault ends a connection on which a further request waits."""
    server.fail_next(connection="truncated")
    with caplog.at_level(logging.WARNING), connected(server) as connection:
        connection.sendall(request() * 2)
        assert 1 == received(connection).count(b"HTTP/1.1 200")
        time.sleep(1.2)  # until the application has ended its part, too
    assert "" == caplog.text


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_follows_a_response(server: MockServer, kind: str) -> None:
    """A fault of the connection spoils its own response, and none before it."""
    with connected(server) as connection:
        connection.sendall(request())
        first = connection.recv(65536)
        server.fail_next(connection=kind, after_write=True, latency=0.1)
        connection.sendall(request())
        spoiled = received(connection)
    assert first.startswith(b"HTTP/1.1 200 OK")
    assert first.endswith(b"}")
    assert FAULTS[kind] in spoiled
    assert ("reset" == kind) == (spoiled == b"reset")
