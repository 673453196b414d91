"""The recorder between a real client and server: what reaches the server is what was sent."""

from __future__ import annotations

import http.server
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubspot_marketing_events_mock import Contract, Recorder
from hubspot_marketing_events_mock.http import Server, listen, url_of
from tests.mock.caller import PREFIX


class Upstream(http.server.BaseHTTPRequestHandler):
    """Remembers request lines and bodies, and answers in gzip with two cookies."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        """Answer."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append((self.requestline, body))
        self.send_response(200)
        self.send_header("Set-Cookie", "a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "14")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b'{"results":[]}')

    do_GET = do_HEAD = do_DELETE = do_POST  # noqa: N815 - names that the server looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def seen() -> list[tuple[str, bytes]]:
    """What reached the upstream."""
    return []


@pytest.fixture
def address(seen: list[tuple[str, bytes]], tmp_path: Path) -> Iterator[tuple[str, int]]:
    """Where a recorder listens that forwards to an upstream."""
    handler = type("Handler", (Upstream,), {"seen": seen})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as upstream:
        threads = [threading.Thread(target=upstream.serve_forever)]
        port = upstream.server_address[1]
        server = Server(Recorder(f"http://127.0.0.1:{port}", tmp_path, Contract.load()))
        with listen("127.0.0.1", 0) as listener:
            threads.append(threading.Thread(target=server.run_on, args=(listener,)))
            for thread in threads:
                thread.start()
            host, _, own_port = url_of(listener).removeprefix("http://").partition(":")
            yield host, int(own_port)
            server.should_exit = True
            threads[1].join()
            upstream.shutdown()
            threads[0].join()


def sent(address: tuple[str, int], head: str, body: bytes = b"") -> bytes:
    """Send bytes as they are, and read until the connection ends."""
    with socket.create_connection(address) as client:
        text = (
            f"{head}\r\nHost: localhost\r\nAuthorization: Bearer own-token\r\nConnection: close\r\n"
        )
        client.sendall(f"{text}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        received = b""
        while part := client.recv(65536):
            received += part
        return received


@pytest.mark.parametrize(
    "target",
    [
        f"{PREFIX}/a%2Fb/identifiers",
        f"{PREFIX}/a%3Fb%23c/identifiers?x=a+b%2Bc&x=%26",
        f"{PREFIX}/a+b/identifiers",
        f"{PREFIX}/%252F/identifiers",
        f"{PREFIX}/a;b=c,d/identifiers?q=",
        f"{PREFIX}//a/./b/../c?",
        "/crm/v3/objects/contacts?limit=1",
    ],
)
def test_a_target_reaches_the_upstream_byte_for_byte(
    address: tuple[str, int], seen: list[tuple[str, bytes]], target: str
) -> None:
    """Path and query are forwarded as they came, however they are escaped."""
    sent(address, f"GET {target} HTTP/1.1")
    assert [f"GET {target.removesuffix('?')} HTTP/1.1"] == [line for line, _ in seen]


def test_a_body_of_any_bytes_and_both_cookies_get_through(
    address: tuple[str, int], seen: list[tuple[str, bytes]]
) -> None:
    """The upstream gets the body to the byte, and each cookie comes back in a line of its own."""
    received = sent(address, f"POST {PREFIX}/events/upsert HTTP/1.1", b"\xff\x00{")
    assert [b"\xff\x00{"] == [body for _, body in seen]
    lines = received.lower().split(b"\r\n")
    assert 2 == sum(line.startswith(b"set-cookie:") for line in lines)
    assert received.endswith(b'\r\n\r\n{"results":[]}')


def test_a_response_to_head_has_its_length_and_no_body(address: tuple[str, int]) -> None:
    """HEAD is answered with the length that a GET would have."""
    received = sent(address, f"HEAD {PREFIX} HTTP/1.1").lower()
    assert b"content-length: 14\r\n" in received
    assert received.endswith(b"\r\n\r\n")
