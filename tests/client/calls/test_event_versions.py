"""Several inputs for one event: which one gets through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
from stand_in import StandIn, error, event, events, statuses


def test_the_last_version_that_is_accepted_gets_through() -> None:
    """Where HubSpot refuses the version that replaced another, the other is sent after all."""

    def refuse(inputs: list[dict[str, Any]]) -> httpx.Response | None:
        bad = any(given["eventName"] == "Bad" for given in inputs)
        return error(400, category="VALIDATION_ERROR") if bad else None

    server = StandIn(refuse)
    versions = [event(1, event_name=name) for name in ("One", "Two", "Bad", "Bad")]
    with server.client() as client:
        report = client.upsert([*versions, event(2)])
    assert ["superseded", "created", "rejected", "rejected", "created"] == statuses(report)
    assert "Two" == server.store["account", "1"]["eventName"]


def test_an_older_version_that_failed_is_superseded() -> None:
    """What failed is not to be sent again where a later version of the event got through."""
    server = StandIn(error(503), None)
    with server.client(attempts=1) as client:
        old = [event(1, event_name="Old"), *events(100)[2:], event(100)]
        report = client.upsert([*old, event(1, event_name="New"), event(200)])
    assert ["superseded", "failed"] == statuses(report)[:2]
    assert ["created", "created"] == statuses(report)[-2:]


def test_the_earlier_version_is_sent_where_the_later_one_was_in_doubt() -> None:
    """A version that is refused after an attempt without a response leaves not neither."""

    def refuse(inputs: list[dict[str, Any]]) -> httpx.Response | None:
        return error(400) if any(given["eventName"] == "Bad" for given in inputs) else None

    server = StandIn(error(503), refuse)
    with server.client() as client:
        report = client.upsert([event(1, event_name="Good"), event(1, event_name="Bad")])
    assert ["created", "failed"] == statuses(report)


def test_an_input_that_is_changed_meanwhile_keeps_its_key() -> None:
    """A mapping that the caller uses again for each event makes no event another's version."""

    def reused() -> Iterator[dict[str, Any]]:
        given = {"eventName": "n", "eventOrganizer": "o", "externalAccountId": "a"}
        for number in range(150):
            given["externalEventId"] = str(number)
            yield given

    server = StandIn(error(503), None)
    with server.client(attempts=1) as client:
        report = client.upsert(reused())
    assert ["failed"] * 100 + ["created"] * 50 == statuses(report)


def test_the_earlier_version_is_not_taken_for_an_update_of_the_later_one() -> None:
    """What a lost attempt with the later version created is no event that was there before."""

    def written_and_lost(inputs: list[dict[str, Any]]) -> httpx.Response:
        server.accept(inputs)
        return error(503)

    def refuse(inputs: list[dict[str, Any]]) -> httpx.Response | None:
        return error(400) if any(given["eventName"] == "Bad" for given in inputs) else None

    server = StandIn(written_and_lost, refuse)
    with server.client() as client:
        report = client.upsert([event(1, event_name="Good"), event(1, event_name="Bad")])
    assert ["accepted", "failed"] == statuses(report)
