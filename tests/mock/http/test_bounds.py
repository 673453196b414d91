"""No request freezes the mock, fills its memory, or comes back larger than it is useful."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import socket
from typing import Any

import httpx
import pytest

from hubspot_marketing_events_mock import MockServer, Request
from hubspot_marketing_events_mock.contract import Response
from hubspot_marketing_events_mock.http import Journal
from hubspot_marketing_events_mock.http._limits import Usage
from tests.mock.caller import BODY, HEADERS, PREFIX, post

GIVEN = BODY["inputs"][0]
JSON = {**HEADERS, "Content-Type": "application/json"}


def sent(server: MockServer, content: bytes, **headers: str) -> httpx.Response:
    """Send an upsert's body as it is."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    url = f"{server.url}{PREFIX}/events/upsert"
    return httpx.post(url, content=content, headers=JSON | named, timeout=30)


def add(journal: Journal, size: int) -> None:
    """Add an exchange with a request's body of a size."""
    request = Request("POST", ("a",), [], {}, b"x" * size)
    journal.add(
        request,
        Response(200),
        at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        operation=None,
        missed=None,
        seconds=0.0,
    )


def test_the_journal_is_bounded_by_bytes_and_number() -> None:
    """The oldest exchanges are forgotten; one that is too large is kept without its body."""
    journal = Journal(most=50, most_bytes=1_000_000)
    for _ in range(200):
        add(journal, 100_000)
    assert (200, 9) == (journal.total, len(journal))
    assert 200 == journal[-1].number
    assert [200, 199] == [found.number for found in journal.latest(2)]
    assert [194, 193] == [found.number for found in journal.latest(2, before=195)]
    add(journal, 2_000_000)
    assert "2000000 bytes, which is too long to be kept" == journal[-1].body
    assert (None, journal[-1]) == (journal.numbered(1), journal.numbered(201))


def test_a_refusal_does_not_repeat_what_was_sent(hubspot_mock: MockServer) -> None:
    """A refused body of a megabyte gets a short response; so does one with a thousand mistakes."""
    long = {"inputs": [GIVEN | {"eventName": {"a": "z" * 1_000_000}}]}
    many = {"inputs": [{str(number): 1} for number in range(1000)]}
    for body in (long, many):
        reply = post(hubspot_mock, body)
        assert 400 == reply.status_code
        assert len(reply.content) < 20_000


def test_long_words_are_shown_in_no_time(hubspot_mock: MockServer) -> None:
    """A description of one long word leaves the list of requests and the page answerable."""
    post(hubspot_mock, {"inputs": [GIVEN | {"eventDescription": "a" * 1_000_000}]})
    for path in ("requests", "", "events", "requests/1"):
        assert 200 == httpx.get(f"{hubspot_mock.url}/_mock/{path}", timeout=20).status_code


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=5", "limit=99999", "before=3", "limit=5&before=3"]
)
def test_the_list_of_requests_has_pages(hubspot_mock: MockServer, query: str) -> None:
    """A list has at most as many requests as asked, and goes on before a number."""
    for _ in range(7):
        httpx.get(f"{hubspot_mock.url}{PREFIX}", headers=HEADERS)
    found = httpx.get(f"{hubspot_mock.url}/_mock/requests?{query}").json()
    numbers = [one["number"] for one in found["results"]]
    before = 3 if "before" in query else 8
    limit = 5 if "limit=5" in query else 100
    assert list(range(1, before))[-limit:] == numbers
    assert 7 == found["total"]


@pytest.mark.parametrize("depth", [100, 250, 900, 100_000])
def test_nothing_is_too_deep(hubspot_mock: MockServer, depth: int) -> None:
    """A body nested hundreds of times is taken or refused, and all can be looked at afterwards."""
    deep = json.dumps({"inputs": [GIVEN]}).encode()[:-1] + b', "x": ' + b"[" * depth + b"]" * depth
    assert sent(hubspot_mock, deep + b"}").status_code == (200 if depth == 100 else 400)
    assert 400 == sent(hubspot_mock, b'{"a":' * depth).status_code
    for path in ("requests", "", "requests/1"):
        assert 200 == httpx.get(f"{hubspot_mock.url}/_mock/{path}").status_code


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("-9223372036854775809", None),
        ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", None),
        ("9007199254740993.0", "9007199254740993"),
        ("5.0", "5"),
        ("5e2", "500"),
        ("5.5", None),
        ("1" + "0" * 5000, None),
        ("1e400", None),
    ],
)
def test_integers_are_kept_exactly(hubspot_mock: MockServer, number: str, kept: str | None) -> None:
    """An integer is kept as written or refused at the bounds of 64 bits, never rounded."""
    post(hubspot_mock)
    name = hubspot_mock.events[0]["objectId"]
    body = f'{{"inputs": [{{"vid": {number}, "interactionDateTime": 1}}]}}'
    url = f"{hubspot_mock.url}{PREFIX}/{name}/attendance/attend/create"
    reply = httpx.post(url, content=body, headers=JSON)
    assert (200 if kept else 400) == reply.status_code
    found = httpx.get(
        f"{hubspot_mock.url}{PREFIX}/participations/{name}/breakdown", headers=HEADERS
    )
    contacts = [one["associations"]["contact"]["contactId"] for one in found.json()["results"]]
    assert ([kept] if kept else []) == contacts


def test_a_packed_body_is_taken(hubspot_mock: MockServer) -> None:
    """Gzip is unpacked within the limit; broken, cut off, too large or other packings: refused."""
    packed = gzip.compress(json.dumps(BODY).encode())
    assert 200 == sent(hubspot_mock, packed, Content_Encoding="gzip").status_code
    assert 2 == len(hubspot_mock.events)
    assert 400 == sent(hubspot_mock, packed[:-9], Content_Encoding="gzip").status_code
    assert 400 == sent(hubspot_mock, b"{}", Content_Encoding="gzip").status_code
    bomb = gzip.compress(b" " * 11_000_000)
    assert 413 == sent(hubspot_mock, bomb, Content_Encoding="gzip").status_code
    other = sent(hubspot_mock, packed, Content_Encoding="br")
    assert (415, True) == (other.status_code, "encoding br" in other.json()["message"])


def test_a_star_is_no_path(hubspot_mock: MockServer) -> None:
    """OPTIONS *, which asks for the server itself, is answered."""
    address = hubspot_mock.url.removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1]))) as client:
        client.sendall(b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert b"HTTP/1.1 204" in client.recv(100)


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"status": 503, "times": 50_000_000}, "times 50000000 is not from 1 to 100000"),
    ({"status": 503, "times": "2"}, "times '2'"),
    ({"status": "503"}, "status '503'"),
    ({"status": True}, "status True"),
    ({"status": 103}, "status 103"),
    ({"headers": {"a": 5}}, "headers"),
    ({"headers": {"a": "x\r\ny: z"}}, "headers"),
    ({"headers": {"ü": "x"}}, "headers"),
    ({"headers": {"Content-Length": "5"}}, "headers"),
    ({"headers": [1]}, "headers"),
    ({"latency": "1"}, "latency '1'"),
    ({"latency": -1}, "latency -1"),
    ({"latency": 1e9}, "latency"),
    ({"truncate": "x"}, "truncate 'x'"),
    ({"truncate": -1}, "truncate -1"),
    ({"fail_inputs": "abc"}, "fail_inputs 'abc'"),
    ({"fail_inputs": [1.5]}, "fail_inputs [1.5]"),
    ({"operation": 7}, "operation 7"),
    ({"operation": "nothing"}, "operation 'nothing'"),
    ({"after_write": "yes"}, "after_write 'yes'"),
    ({"connection": "x"}, "connection 'x' is none of reset"),
    ({"connection": 5}, "connection 5"),
    ({"staus": 500}, "staus is not known"),
]


@pytest.mark.parametrize(("fault", "said"), FAULTS)
def test_a_fault_that_cannot_be_is_refused_when_given(
    hubspot_mock: MockServer, fault: dict[str, Any], said: str
) -> None:
    """The message names the key, and the next request is answered as usual."""
    reply = httpx.post(f"{hubspot_mock.url}/_mock/faults", json=fault)
    assert (400, True) == (reply.status_code, reply.json()["message"].startswith(said)), reply.text
    assert 200 == post(hubspot_mock).status_code


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 204, "body": {"a": 1}},
        {"status": 304, "body": "text"},
        {"fail_inputs": [0], "operation": "listEvents"},
        {"fail_inputs": [0], "operation": "upsert"},
        {"truncate": 0},
        {"wire": "drip", "latency": 0.05},
        {"body": None, "headers": {"X-A": "b"}},
    ],
)
def test_any_fault_that_is_taken_happens(hubspot_mock: MockServer, fault: dict[str, Any]) -> None:
    """What was accepted crashes nothing when it happens."""
    assert 200 == httpx.post(f"{hubspot_mock.url}/_mock/faults", json=fault).status_code
    replies = [post(hubspot_mock), httpx.get(hubspot_mock.url + PREFIX, headers=HEADERS)]
    assert [] == [reply for reply in replies if reply.status_code == 500]
    assert () == hubspot_mock.mock.pending


def test_requests_beyond_the_limit_are_not_all_remembered() -> None:
    """Where the limit is not enforced, what remains is told truly, and memory is bounded."""
    usage, now = Usage(), dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    told = []
    for seconds in (0, 1, 2, 3, 4, 11.5, 12.5, 30):
        moment = now + dt.timedelta(seconds=seconds)
        assert usage.count(moment, limit=3, daily_limit=100, enforce=False) is None
        headers = usage.headers(limit=3, daily_limit=100)
        told.append(headers["X-HubSpot-RateLimit-Remaining"])
        assert len(usage.times) <= 4
    assert ["2", "1", "0", "0", "0", "0", "0", "2"] == told
    assert "92" == headers["X-HubSpot-RateLimit-Daily-Remaining"]
