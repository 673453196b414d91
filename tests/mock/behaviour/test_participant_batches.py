"""Batches of participants and of deletions: partial failures, and the most inputs of one."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from hubspot_marketing_events_mock import MockServer

PREFIX = "/marketing/marketing-events/2026-03"
HEADERS = {"Authorization": "Bearer mock-token"}
EVENT = {
    "eventName": "n",
    "eventOrganizer": "o",
    "externalAccountId": "a",
    "externalEventId": "e",
}
CALLS = {
    "by contact id": ("attendance/e/attend/create", "vid"),
    "by e-mail address": ("attendance/e/attend/email-create", "email"),
    "states by contact id": ("events/e/attend/upsert", "vid"),
    "states by e-mail address": ("events/e/attend/email-upsert", "email"),
}


def post(server: MockServer, path: str, inputs: list[dict[str, Any]]) -> httpx.Response:
    """Send a batch about the event, which is there."""
    httpx.post(f"{server.url}{PREFIX}/events", json=EVENT, headers=HEADERS)
    return httpx.post(
        f"{server.url}{PREFIX}/{path}",
        params={"externalAccountId": "a"},
        json={"inputs": inputs},
        headers=HEADERS,
    )


def people(name: str, count: int) -> list[dict[str, Any]]:
    """So many participants, named either way."""
    names = {"vid": lambda n: n + 1, "email": lambda n: f"guest-{n}@x.org"}
    return [{name: names[name](n), "interactionDateTime": 0} for n in range(count)]


@pytest.mark.parametrize(("path", "name"), CALLS.values(), ids=CALLS)
def test_chosen_participants_can_fail(hubspot_mock: MockServer, path: str, name: str) -> None:
    """A partial failure is 207 with one error; the others are recorded, where they are contacts."""
    post(hubspot_mock, "attendance/e/register/email-create", people("email", 3))
    hubspot_mock.fail_next(fail_inputs=frozenset({1}), operation=None)
    answer = httpx.post(
        f"{hubspot_mock.url}{PREFIX}/{path}",
        params={"externalAccountId": "a"},
        json={"inputs": people(name, 3)},
        headers=HEADERS,
    )
    assert (207, 1, 1) == (
        answer.status_code,
        answer.json()["numErrors"],
        len(answer.json()["errors"]),
    )
    page = httpx.get(
        f"{hubspot_mock.url}{PREFIX}/participations/a/e/breakdown",
        params={"state": "ATTENDED"},
        headers=HEADERS,
    )
    assert 2 == page.json()["total"]


@pytest.mark.parametrize(("path", "name"), CALLS.values(), ids=CALLS)
@pytest.mark.parametrize(("count", "is_taken"), [(100, True), (101, False)])
def test_a_batch_has_a_hundred_participants(
    hubspot_mock: MockServer, path: str, name: str, count: int, is_taken: bool
) -> None:
    """A hundred participants are taken; one more is refused, and nobody is recorded."""
    answer = post(hubspot_mock, path, people(name, count))
    assert is_taken is (answer.status_code < 300)


@pytest.mark.parametrize(("count", "is_taken"), [(100, True), (101, False)])
def test_a_batch_has_a_hundred_deletions(
    hubspot_mock: MockServer, count: int, is_taken: bool
) -> None:
    """A hundred object ids are taken; one more is refused."""
    answer = httpx.post(
        f"{hubspot_mock.url}{PREFIX}/batch/archive",
        json={"inputs": [{"objectId": str(n)} for n in range(count)]},
        headers=HEADERS,
    )
    assert (207 if is_taken else 400) == answer.status_code
