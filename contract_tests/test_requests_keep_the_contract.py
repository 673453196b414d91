"""Claim: every request of the client is valid, accepted by the mock, and kept there."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any

import httpx
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.support.strategies import EVENTS
from contract_tests.support.version import CONTRACT, KEY, PREFIX
from hubspot_marketing_events import Event, MarketingEvents, Pacer
from hubspot_marketing_events._core import PendingInput
from hubspot_marketing_events._core._matching import likeness
from hubspot_marketing_events_mock import Mock, Request


class Wiretap(httpx.BaseTransport):
    """Hands requests to a mock in this process, and checks each body on the way."""

    def __init__(self, mock: Mock, validator: jsonschema_rs.Draft202012Validator) -> None:
        self.mock, self.validator = mock, validator

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.validator.validate(json.loads(request.read()))
        url = request.url
        received = Request.of(
            request.method,
            url.raw_path.partition(b"?")[0],
            url.query,
            request.headers.raw,
            request.content,
        )
        response = self.mock.handle(received)
        data, kind = response.encoded()
        return httpx.Response(
            response.status, headers={**response.headers, "Content-Type": kind or ""}, content=data
        )


@pytest.fixture(scope="module")
def validator(contract: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """The schema of the upsert's request."""
    schema = contract["paths"][f"{PREFIX}/events/upsert"]["post"]["requestBody"]
    whole = {
        **schema["content"]["application/json"]["schema"],
        "components": contract["components"],
    }
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def in_milliseconds(time: dt.datetime) -> dt.datetime:
    """A time as HubSpot keeps it, which has no microseconds."""
    utc = time.astimezone(dt.UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def kept(event: Event) -> dict[str, Any]:
    """An event as the mock should have it."""
    fields = {
        "eventName": event.event_name,
        "eventOrganizer": event.event_organizer,
        "externalAccountId": event.external_account_id,
        "externalEventId": event.external_event_id,
        "eventType": event.event_type,
        "eventUrl": event.event_url,
        "eventDescription": event.event_description,
        "eventCancelled": event.event_cancelled,
        "eventCompleted": event.event_completed,
        "startDateTime": event.start_date_time and in_milliseconds(event.start_date_time),
        "endDateTime": event.end_date_time and in_milliseconds(event.end_date_time),
        "customProperties": dict(event.custom_properties),
    }
    return {name: value for name, value in fields.items() if value is not None}


def shown(event: dict[str, Any]) -> dict[str, Any]:
    """What the mock has, with instants as instants and without its own id."""
    given = {name: value for name, value in event.items() if name != "objectId"}
    for name in given.keys() & {"startDateTime", "endDateTime"}:
        given[name] = dt.datetime.fromisoformat(given[name])
    return given


@given(events=st.lists(EVENTS, max_size=5, unique_by=lambda event: event.key))
def test_what_is_sent_is_what_is_kept(
    validator: jsonschema_rs.Draft202012Validator, events: list[Event]
) -> None:
    """Every field of every event arrives unchanged, whatever text, instant or time zone it has.

    Events that no response can tell apart are sent twice, so that they may be only accepted.
    """
    mock = Mock(CONTRACT, mode="model")
    options: dict[str, Any] = {"transport": Wiretap(mock, validator), "pacer": Pacer(10**9)}
    with MarketingEvents(token="mock-token", api_version=KEY, **options) as client:
        report = client.upsert(events)
    alike = Counter(likeness(PendingInput(event, event)) for event in events)
    for event, outcome in zip(events, report, strict=True):
        assert outcome.status == "created" or (
            outcome.status == "accepted" and alike[likeness(PendingInput(event, event))] > 1
        )
    assert [kept(event) for event in events] == [shown(event) for event in mock.events]
    assert [outcome.id for outcome in report] == [event["objectId"] for event in mock.events]
    assert [] == mock.violations
