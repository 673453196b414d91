"""Most participants are sent as they are, after a quick look, as events are."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest

from hubspot_marketing_events import Participant
from hubspot_marketing_events._checks import _is_plain_participant, checked_participant

AT = dt.datetime(2026, 5, 1, 10, 0, 0, 5000, tzinfo=dt.UTC)
PROPERTIES = ["properties", "contact_properties"]


class Address(StrEnum):
    """Text of another type."""

    OFFICE = "office@example.com"


def participant(**changes: Any) -> Participant:
    """A participant with some fields changed."""
    return Participant(**({"email": "jo@example.com", "at": AT} | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"email": "jürgen@bücher.example"},
        {"email": None, "contact_id": "5"},
        {"email": None, "contact_id": "9" * 18},
        *({name: {"ü": "é"}} for name in PROPERTIES),
    ],
)
def test_a_plain_participant_is_sent_as_it_is(changes: dict[str, Any]) -> None:
    """One name that can be sent, a UTC time in milliseconds and dictionaries need no change."""
    given = participant(**changes)
    assert _is_plain_participant(given)
    kept, warning = checked_participant(given)
    assert (True, None) == (given is kept, warning)


def test_what_is_left_out_is_said() -> None:
    """Every value that means none is named in a warning."""
    given = {"email": "jo@example.com", "at": AT, "vid": float("nan"), "properties": {"a": None}}
    expected = "contact_id is nan and was left out; property 'a' is None and was left out"
    assert expected == checked_participant(given)[1]


@pytest.mark.parametrize(
    "changes",
    [
        *({"email": value} for value in (None, "", " ", " jo@x.example", "jo@x.example\t", 5)),
        *({"email": value} for value in ("\ud800", Address.OFFICE)),
        *({"contact_id": value} for value in (5, "5", "")),
        *(
            {"email": None, "contact_id": value}
            for value in (None, 5, "", "05", " 5", "-5", "\u0665", "9" * 19, "x")
        ),
        {"at": AT.replace(microsecond=1)},
        {"at": AT.replace(tzinfo=None)},
        {"at": AT.astimezone(dt.timezone(dt.timedelta(hours=1)))},
        {"at": None},
        *({name: value} for name in PROPERTIES for value in (None, [], MappingProxyType({}))),
        *({name: {"a": value}} for name in PROPERTIES for value in (5, "\ud800", Address.OFFICE)),
    ],
)
def test_any_other_participant_is_looked_at_more_closely(changes: dict[str, Any]) -> None:
    """A value of another type, zone or precision; two names, none, or one that is changed."""
    assert not _is_plain_participant(participant(**changes))
