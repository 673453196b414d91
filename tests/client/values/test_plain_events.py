"""Most events are sent as they are, after a quick look; any other is looked at field by field.

A quick look that is too strict would only cost time, so it is tested by itself.
"""

from __future__ import annotations

import datetime as dt
import json
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest

from hubspot_marketing_events import Event
from hubspot_marketing_events._checks import _is_plain, checked
from hubspot_marketing_events._http._call import UpsertCall, _values_of

TEXTS = [
    "event_name",
    "event_organizer",
    "external_account_id",
    "external_event_id",
    "event_type",
    "event_url",
    "event_description",
]
FLAGS = ["event_cancelled", "event_completed"]
TIMES = ["start_date_time", "end_date_time"]
UTC_TIME = dt.datetime(2026, 5, 1, 10, 0, 0, 5000, tzinfo=dt.UTC)


class Kind(StrEnum):
    """Text of another type."""

    TOUR = "tour"


def event(**changes: Any) -> Event:
    """An event with some fields changed."""
    required = dict.fromkeys(TEXTS[:4], "x")
    return Event(**(required | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        *({name: "Grüße 🎪"} for name in TEXTS),
        *({name: flag} for name in FLAGS for flag in (True, False)),
        *({name: UTC_TIME} for name in TIMES),
        {"custom_properties": {"a": "b", "ü": "é"}},
    ],
)
def test_a_plain_event_is_sent_as_it_is(changes: dict[str, Any]) -> None:
    """Text that encodes, flags, UTC times in milliseconds and a dictionary need no change."""
    given = event(**changes)
    assert _is_plain(given)
    assert given is checked(given)[0]


@pytest.mark.parametrize(
    "changes",
    [
        *({name: value} for name in TEXTS for value in ("\ud800", Kind.TOUR, 5)),
        *({name: None} for name in TEXTS[:4]),
        *({name: value} for name in FLAGS for value in (0, 1, "True")),
        *(
            {name: value}
            for name in TIMES
            for value in (
                UTC_TIME.replace(microsecond=1),
                UTC_TIME.replace(tzinfo=None),
                UTC_TIME.astimezone(dt.timezone(dt.timedelta(hours=1))),
                "2026-05-01T10:00:00Z",
            )
        ),
        *({"custom_properties": value} for value in (None, [], MappingProxyType({}))),
        *(
            {"custom_properties": value}
            for value in ({"a": 5}, {5: "a"}, {"a": "\ud800"}, {"\ud800": "a"}, {"a": Kind.TOUR})
        ),
    ],
)
def test_any_other_event_is_looked_at_more_closely(changes: dict[str, Any]) -> None:
    """A value of another type, zone or precision, or one that does not encode, is not plain."""
    assert not _is_plain(event(**changes))


def test_a_request_holds_each_field_in_its_place() -> None:
    """The generated model takes values by position; each arrives under its own name."""
    values = {name: f"value of {name}" for name in TEXTS}
    given = event(
        **values,
        event_cancelled=True,
        event_completed=False,
        start_date_time=UTC_TIME,
        end_date_time=UTC_TIME + dt.timedelta(hours=1),
        custom_properties={"a": "b"},
    )
    (sent,) = json.loads(UpsertCall(None).request([given])["content"])["inputs"]
    assert {
        "eventName": "value of event_name",
        "eventOrganizer": "value of event_organizer",
        "externalAccountId": "value of external_account_id",
        "externalEventId": "value of external_event_id",
        "eventType": "value of event_type",
        "eventUrl": "value of event_url",
        "eventDescription": "value of event_description",
        "eventCancelled": True,
        "eventCompleted": False,
        "startDateTime": "2026-05-01T10:00:00.005000+00:00",
        "endDateTime": "2026-05-01T11:00:00.005000+00:00",
        "customProperties": [{"name": "a", "value": "b"}],
    } == sent


def test_a_field_that_only_the_model_has_is_left_out() -> None:
    """A later API version may add a field to its request."""
    values = _values_of(["event_name", "event_venue", "external_event_id"])
    assert ["x", None, "x"] == list(values(event()))
