"""Inputs: what is accepted in which spelling, and what is refused before it is sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hubspot_marketing_events import Event
from hubspot_marketing_events._checks import checked
from hubspot_marketing_events.errors import InvalidEventError

REQUIRED = {
    "eventName": "n",
    "eventOrganizer": "o",
    "externalAccountId": "a",
    "externalEventId": "e",
}


def read(source: Any) -> Event:
    """The event that is made of an input."""
    event, _ = checked(source)
    return event


EVENT = Event(event_name="n", event_organizer="o", external_account_id="a", external_event_id="e")


def test_both_spellings_give_the_same_event() -> None:
    """HubSpot's names and Python's are read alike."""
    python = {
        "event_name": "n",
        "event_organizer": "o",
        "external_account_id": "a",
        "external_event_id": "e",
    }
    assert EVENT == read(REQUIRED) == read(python) == read(EVENT)


def test_a_mapping_may_be_json() -> None:
    """Datetimes as ISO 8601 text and custom properties as a list are taken."""
    event = read(
        {
            **REQUIRED,
            "startDateTime": "2026-12-01T09:00:00Z",
            "customProperties": [{"name": "a", "value": "b"}],
        }
    )
    assert dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC) == event.start_date_time
    assert {"a": "b"} == event.custom_properties
    assert {} == read({**REQUIRED, "customProperties": None}).custom_properties


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"eventName": None}, "event_name", "is missing"),
        ({"eventName": 5}, "event_name", "is of type int, not str"),
        ({"eventName": "a\ud800"}, "event_name", "cannot be encoded as UTF-8 at character 1"),
        ({"event_name": "twice"}, "event_name", "is given twice"),
        ({"eventDate": "x"}, "eventDate", "is not a field of a marketing event"),
        ({"eventCancelled": 1}, "event_cancelled", "is of type int, not bool"),
        ({"startDateTime": "2026-12-01T09:00:00"}, "start_date_time", "has no time zone"),
        ({"startDateTime": "soon"}, "start_date_time", "is not an ISO 8601 date and time: 'soon'"),
        ({"startDateTime": 1}, "start_date_time", "is of type int, not datetime"),
        (
            {"endDateTime": "0001-01-01T00:00:00+14:00"},
            "end_date_time",
            "is outside the years 1 to 9999",
        ),
        ({"customProperties": "x"}, "custom_properties", "is of type str, not mapping"),
        ({"customProperties": [{"name": "x"}]}, "custom_properties", "needs a name and a value"),
        ({"customProperties": {"x": 1}}, "custom_properties['x']", "is of type int, not str"),
    ],
)
def test_a_bad_field_is_named(change: dict[str, Any], field: str, reason: str) -> None:
    """A field that cannot be sent is named with the reason."""
    with pytest.raises(InvalidEventError) as caught:
        read({**REQUIRED, **change})
    assert field == caught.value.why.field
    assert f"{field} {reason}" in caught.value.why.message


def test_a_missing_field_is_named() -> None:
    """A mapping without a required field is refused."""
    with pytest.raises(InvalidEventError, match="event_organizer is missing"):
        read({key: value for key, value in REQUIRED.items() if key != "eventOrganizer"})


def test_something_else_is_refused() -> None:
    """What is neither an Event nor a mapping is refused."""
    with pytest.raises(InvalidEventError, match="input is of type list"):
        read([])


def test_an_end_before_the_start_is_sent_with_a_warning() -> None:
    """HubSpot does not document that it refuses this, so it is a warning."""
    event = read(
        {**REQUIRED, "startDateTime": "2026-12-02T00:00:00Z", "endDateTime": "2026-12-01T00:00:00Z"}
    )
    assert "end_date_time is before start_date_time" == event.warning


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"start_date_time": "x" * 50},
            f"start_date_time is not an ISO 8601 date and time: {'x' * 40!r}",
        ),
        (
            {"start_date_time": dt.datetime(2026, 1, 1)},  # noqa: DTZ001 - what is tested
            "start_date_time has no time zone; attach one, as datetime.UTC",
        ),
        (
            {"end_date_time": dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1)))},
            "end_date_time is outside the years 1 to 9999 in UTC",
        ),
        ({"custom_properties": {1: "x"}}, "custom_properties is of type int, not str"),
        ({1: "x"}, "1 is not a field of a marketing event"),
    ],
)
def test_a_reason_is_told_in_full(change: dict[Any, Any], said: str) -> None:
    """The text of a reason says what and where, and what to do where that is not plain."""
    with pytest.raises(InvalidEventError) as caught:
        read({**REQUIRED, **change})
    assert said == caught.value.why.message
