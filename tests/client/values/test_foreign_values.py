"""Values of numpy, pandas and other libraries, and values that raise when they are looked at."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from stand_in import START, StandIn, event

from hubspot_marketing_events._checks import checked
from hubspot_marketing_events.errors import InvalidEventError

BERLIN = ZoneInfo("Europe/Berlin")


class Kind(str, enum.Enum):  # noqa: UP042 - whose text is not its value
    """A text of another class."""

    WEBINAR = "webinar"


class Broken(Mapping[str, Any]):
    """A mapping that cannot be read."""

    def __getitem__(self, key: str) -> Any:
        raise OSError("no")

    def __iter__(self) -> Iterator[str]:
        raise OSError("no")

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("event_name", np.str_("Tour"), "Tour"),
        ("event_type", Kind.WEBINAR, "webinar"),
        ("event_cancelled", np.bool_(True), True),
        ("event_cancelled", np.False_, False),
        ("start_date_time", pd.Timestamp("2026-11-01T00:00:00Z"), START),
        ("start_date_time", pd.Timestamp("2026-11-01T01:00", tz="Europe/Berlin"), START),
        ("start_date_time", START.astimezone(BERLIN), START),
        ("custom_properties", {"a": np.str_("b")}, {"a": "b"}),
    ],
)
def test_values_of_other_libraries_become_pythons_own(field: str, given: Any, kept: Any) -> None:
    """What another library gives is sent as the plain value it stands for."""
    read, warning = checked(event(1, **{field: given}))
    value = getattr(read, field)
    assert (kept, type(kept), None) == (value, type(value), warning)


ABSENT = [float("nan"), np.nan, np.float64("nan"), pd.NA, pd.NaT, np.datetime64("NaT", "ns")]


@pytest.mark.parametrize("absent", ABSENT, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("field", ["event_type", "event_cancelled", "start_date_time"])
def test_what_stands_for_nothing_is_left_out(field: str, absent: Any) -> None:
    """An optional field without a value is absent, and the warning says so."""
    read, warning = checked(event(1, **{field: absent}))
    assert getattr(read, field) is None
    assert f"{field} is {absent!r} and was left out" == warning


@pytest.mark.parametrize("absent", [*ABSENT, None], ids=lambda value: type(value).__name__)
def test_a_required_field_without_a_value_is_missing(absent: Any) -> None:
    """What stands for nothing is no name."""
    with pytest.raises(InvalidEventError) as caught:
        checked(event(1, event_name=absent))
    assert ("event_name", "event_name is missing") == (
        caught.value.why.field,
        caught.value.why.message,
    )


def test_a_custom_property_without_a_value_is_left_out() -> None:
    """The others are sent, and the warning names it; the field itself may be absent too."""
    read, warning = checked(event(1, custom_properties={"a": float("nan"), "b": "c"}))
    assert ({"b": "c"}, "property 'a' is nan and was left out") == (
        read.custom_properties,
        warning,
    )
    read, warning = checked(event(1, custom_properties=float("nan")))
    assert ({}, "custom_properties is nan and was left out") == (read.custom_properties, warning)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (event(1, event_cancelled=np.int64(1)), "event_cancelled is of type int, not bool"),
        (event(1, event_name=np.int64(1)), "event_name is of type int, not str"),
        (event(1, start_date_time=pd.Timestamp("2026-11-01")), "start_date_time has no time zone"),
        (
            event(1, start_date_time=dt.date(2026, 11, 1)),
            "start_date_time is of type date, not dat",
        ),
        (event(1, event_name="\ud800"), "event_name cannot be encoded as UTF-8 at character 0"),
        (event(1, custom_properties={"a": None, "b": 5}), "custom_properties['b'] is of type int"),
        (Broken(), "input cannot be read: it raises OSError"),
        (pd.NaT, "input is of type NaTType, neither Event nor a mapping"),
        (None, "input is of type NoneType, neither Event nor a mapping"),
        ({"eventName": "a", "custom\nproperty": 1}, "'custom\\nproperty' is not a field of"),
        ({5: 1}, "5 is not a field of a marketing event"),
        (
            {"customProperties": [{"name": "a", "value": "1"}, {"name": "a", "value": "2"}]},
            "custom_properties has one name twice",
        ),
    ],
)
def test_what_cannot_be_sent_is_invalid(given: Any, said: str) -> None:
    """A value that no request can hold makes its input invalid, with a reason, and raises not."""
    with StandIn().client() as client:
        ok, bad = client.upsert([event(2), given])
    assert bad.error is not None
    assert ("created", "invalid") == (ok.status, bad.status)
    assert said in bad.error.message


def test_all_that_is_wrong_is_said_at_once() -> None:
    """An input with several faults names each of them, and the first as its field."""
    with pytest.raises(InvalidEventError) as caught:
        checked({"eventName": 5, "eventCancelled": "x", "unknown": 1, "startDateTime": "soon"})
    said = caught.value.why.message
    for part in ("unknown is not a field", "start_date_time is not an ISO", "external_event_id is"):
        assert part in said
    with pytest.raises(InvalidEventError) as caught:
        checked(event(1, event_name=5, event_cancelled="x"))
    message = "event_name is of type int, not str; event_cancelled is of type str, not bool"
    assert (message, "event_name") == (caught.value.why.message, caught.value.why.field)


class Boxed:
    """A value that has `item` as numpy's have it."""

    def item(self) -> str:
        """Return what is in it."""
        raise AssertionError


def test_values_of_an_unknown_library_are_not_opened() -> None:
    """An `item` that is not numpy's may do anything."""
    with pytest.raises(InvalidEventError, match="event_name is of type Boxed, not str"):
        checked(event(1, event_name=Boxed()))


def test_an_unknown_name_is_shown_in_short() -> None:
    """Of a name without end, 100 characters are told."""
    with pytest.raises(InvalidEventError) as caught:
        checked({"x" * 10**5: 1})
    assert "x" * 100 == caught.value.why.field


@pytest.mark.parametrize("fold", [0, 1])
def test_times_in_a_repeated_hour_cost_no_request(fold: int) -> None:
    """An hour that a clock change repeats is sent in UTC and found again in the response."""
    server = StandIn()
    server.hide_ids = True
    first, second = (
        dt.datetime(2026, 10, day, 2, 30, 0, 123456, tzinfo=BERLIN, fold=fold) for day in (25, 26)
    )
    alike = [
        event(0, event_name="Same", start_date_time=first),
        event(1, event_name="Same", start_date_time=second),
    ]
    with server.client() as client:
        assert {"created": 2} == client.upsert(alike).counts
    assert [2] == server.sizes
    assert f"2026-10-25T0{fold}:30:00.123000+00:00" == server.store["account", "0"]["startDateTime"]


def test_an_hour_of_events_a_microsecond_apart_from_milliseconds_is_one_request() -> None:
    """A server that keeps milliseconds gets milliseconds, so that nothing is sent twice."""
    server = StandIn()
    given = [event(n, start_date_time=START + dt.timedelta(microseconds=n)) for n in range(100)]
    with server.client() as client:
        assert {"created": 100} == client.upsert(given).counts
    assert [100] == server.sizes


def test_warnings_are_joined() -> None:
    """An event of which several things look odd says all of them."""
    odd = event(1, event_type=pd.NA, end_date_time=START - dt.timedelta(1), start_date_time=START)
    expected = "event_type is <NA> and was left out; end_date_time is before start_date_time"
    assert expected == checked(odd)[1]


def test_problems_after_an_absent_field_are_found_too() -> None:
    """A missing field hides no later fault."""
    with pytest.raises(
        InvalidEventError, match="event_name is missing; event_cancelled is of type"
    ):
        checked(event(1, event_name=None, event_cancelled=1))
