"""Clients that offer HTTP/2 with each request, as Java's does, are served all the same."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Sequence

import httpx
import pytest

from hubspot_marketing_events_mock import MockServer
from tests.mock.caller import BODY, HEADERS, PREFIX

OFFER = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAEAAEAA"}
PATH = f"{PREFIX}/events/upsert"


def request(headers: dict[str, str], body: bytes) -> bytes:
    """A request as it goes over the wire."""
    lines = [f"POST {PATH} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in {**HEADERS, **headers}.items()]
    return "\r\n".join((*lines, "", "")).encode() + body


def sent(server: MockServer, parts: Sequence[bytes]) -> bytes:
    """What comes back for some bytes, the last of which end the connection."""
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for part in parts:
            connection.sendall(part)
            time.sleep(0.02)
        received = b""
        while more := connection.recv(65536):
            received += more
    return received


CONTENT = json.dumps(BODY).encode()
LENGTH = {"Content-Type": "application/json", "Content-Length": str(len(CONTENT))}
CHUNKED = {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}
CHUNKS = b"".join(b"1\r\n%c\r\n" % byte for byte in CONTENT) + b"0\r\n\r\n"
CLOSE = {"Connection": "close"}


@pytest.mark.parametrize(
    ("headers", "body"), [(LENGTH, CONTENT), (CHUNKED, CHUNKS)], ids=["length", "chunked"]
)
@pytest.mark.parametrize("parts", ["at once", "head and body", "byte by byte"])
def test_the_body_of_a_request_with_an_offer_is_read(
    hubspot_mock: MockServer, headers: dict[str, str], body: bytes, parts: str
) -> None:
    """The body arrives, however it is cut, and so does the next request on the connection."""
    first, last = request({**headers, **OFFER}, body), request({**LENGTH, **CLOSE}, CONTENT)
    match parts:
        case "at once":
            pieces = [first + last]
        case "head and body":
            pieces = [first.removesuffix(body), body, last]
        case _:
            pieces = [first[at : at + 1] for at in range(40)] + [first[40:], last]
    received = sent(hubspot_mock, pieces)
    assert 2 == received.count(b"HTTP/1.1 200 OK"), received
    assert [BODY, BODY] == [seen.body for seen in hubspot_mock.requests]


def test_an_offer_does_not_keep_a_connection_open(hubspot_mock: MockServer) -> None:
    """`Connection: close` counts beside an offer."""
    offer = {**OFFER, "Connection": "close, Upgrade, HTTP2-Settings"}
    received = sent(hubspot_mock, [request({**LENGTH, **offer}, CONTENT)])
    assert 1 == received.count(b"HTTP/1.1 200 OK"), received


def test_an_offer_of_a_websocket_is_passed_over(hubspot_mock: MockServer) -> None:
    """The mock has no WebSockets: a request for one is a request."""
    headers = {**HEADERS, "Connection": "Upgrade", "Upgrade": "websocket"}
    assert 200 == httpx.get(hubspot_mock.url + PREFIX, headers=headers).status_code


def test_a_tunnel_is_refused(hubspot_mock: MockServer) -> None:
    """CONNECT, which httptools takes for an upgrade, is an invalid request."""
    received = sent(hubspot_mock, [b"CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n"])
    assert received.startswith(b"HTTP/1.1 4"), received
