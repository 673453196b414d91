"""The admin address: reset, snapshots, what was received, faults, and the page."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from hubspot_marketing_events_mock import MockServer
from tests.mock.caller import BODY, PREFIX, post


def admin(server: MockServer, method: str, path: str, body: Any = None) -> httpx.Response:
    """Ask the admin address; no token is wanted."""
    return httpx.request(method, f"{server.url}/_mock/{path}", json=body)


def test_a_reset_forgets_everything(hubspot_mock: MockServer) -> None:
    """After a reset there is no event and no request."""
    post(hubspot_mock)
    assert 204 == admin(hubspot_mock, "POST", "reset").status_code
    assert ([], 0) == (hubspot_mock.events, len(hubspot_mock.requests))


def test_a_snapshot_can_be_gone_back_to_twice(hubspot_mock: MockServer) -> None:
    """What happened after a snapshot is undone by going back to it, again and again."""
    post(hubspot_mock)
    kept = admin(hubspot_mock, "POST", "snapshot").json()
    before = hubspot_mock.events
    for _ in range(2):
        changed = {"inputs": [BODY["inputs"][0] | {"eventName": "other", "externalEventId": "9"}]}
        post(hubspot_mock, changed)
        assert before != hubspot_mock.events
        assert 204 == admin(hubspot_mock, "POST", "restore", kept).status_code
        assert (
            before == hubspot_mock.events == admin(hubspot_mock, "GET", "events").json()["results"]
        )


def test_received_requests_are_listed_without_who_sent_them(hubspot_mock: MockServer) -> None:
    """The list has each request and where its answer came from, and no address, name or token."""
    body = {
        "inputs": [
            BODY["inputs"][0]
            | {"eventOrganizer": "Jane Doe", "eventUrl": "https://x.example/?m=jane@corp.example"}
        ]
    }
    post(hubspot_mock, body)
    answer = admin(hubspot_mock, "GET", "requests")
    (only,) = answer.json()["results"]
    assert ("POST", f"{PREFIX}/events/upsert", "upsert", 200, "model") == tuple(
        only[name] for name in ("method", "path", "operation", "status", "origin")
    )
    assert not [secret for secret in ("Jane", "jane@corp", "mock-token") if secret in answer.text]


def test_faults_are_set_and_forgotten(hubspot_mock: MockServer) -> None:
    """One fault for the next request, a plan for those after it, and an end of both."""
    told = admin(hubspot_mock, "POST", "faults", {"status": 503, "operation": "upsert"})
    assert {"next": [{"status": 503, "operation": "upsert"}], "plan": []} == told.json()
    admin(hubspot_mock, "PUT", "faults", {"faults": [{"probability": 1, "status": 500}]})
    assert [503, 500, 500] == [post(hubspot_mock).status_code for _ in range(3)]
    assert 204 == admin(hubspot_mock, "DELETE", "faults").status_code
    assert 200 == post(hubspot_mock).status_code


@pytest.mark.parametrize(
    ("method", "path", "body", "said"),
    [
        ("POST", "faults", {"staus": 500}, "400 .*staus"),
        ("PUT", "faults", {"faults": [{"status": 500}]}, "400 .*either probability or sequence"),
        (
            "PUT",
            "faults",
            {"faults": [{"probability": 1, "operation": "upset"}]},
            "400 .*no operation upset",
        ),
        ("POST", "restore", {"snapshot": "none"}, "400 .*none"),
        (
            "GET",
            "nothing",
            None,
            "404 .*events, faults, health, requests, reset, restore, snapshot",
        ),
        ("DELETE", "reset", None, "405 "),
    ],
)
def test_what_cannot_be_asked_is_told(
    hubspot_mock: MockServer, method: str, path: str, body: Any, said: str
) -> None:
    """A wrong request to the admin path is told what is wrong with it, and changes nothing."""
    answer = admin(hubspot_mock, method, path, body)
    assert re.match(said, f"{answer.status_code} {answer.text}")
    assert 200 == post(hubspot_mock).status_code


def test_the_admin_address_is_no_operation(hubspot_mock: MockServer) -> None:
    """What is asked of the admin address is not among the requests received."""
    admin(hubspot_mock, "GET", "")
    assert 0 == len(hubspot_mock.requests)


def filled(server: MockServer) -> None:
    """Let a model, a recording and a fault answer, and leave a fault waiting."""
    hostile = {"eventName": "<script>document.title='broken'</script>"}
    post(server, {"inputs": [BODY["inputs"][0] | hostile]})
    made = {"eventOrganizer": "Example Organizer", "externalAccountId": "recorded"}
    times = {
        "startDateTime": "2026-05-01T10:00:00+00:00",
        "endDateTime": "2026-05-01T11:00:00+00:00",
    }
    names = {"eventName": "Recorded: created", "externalEventId": "recorded-created"}
    post(server, {"inputs": [made | times | names]})
    server.fail_next(500)
    post(server)
    server.fail_next(418)


def test_the_page_shows_state_exchanges_and_faults(hubspot_mock: MockServer) -> None:
    """The page tells recordings from the model and faults, and escapes what it shows."""
    filled(hubspot_mock)
    answer = admin(hubspot_mock, "GET", "")
    assert "text/html;charset=utf-8" == answer.headers["Content-Type"]
    assert "1 from a recording, 1 from the model, 1 made to fail" in answer.text
    assert "recording upsert-200-created" in answer.text
    assert ("418" in answer.text, "<script" in answer.text) == (True, False)


def test_the_root_leads_to_the_page(hubspot_mock: MockServer) -> None:
    """The root is not found, as at HubSpot, and its body links to the page."""
    reply = httpx.get(hubspot_mock.url)
    assert (404, True) == (reply.status_code, '<a href="/_mock/">' in reply.text)
