"""Reports and outcomes: how they are shown, and their JSON form."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pandas as pd
import pytest
from stand_in import START, StandIn, event, events

from hubspot_marketing_events import (
    ErrorDetails,
    Outcome,
    Report,
    Status,
)


def test_a_report_is_short_and_a_sequence() -> None:
    """A report can be indexed, sliced, filtered and shown, whatever its length."""
    with StandIn().client() as client:
        report = client.upsert([*events(2000), {"eventName": "x"}])
    assert "<Report of 2001 outcomes: 2000 created, 1 invalid>" == repr(report)
    assert ("created", "invalid", 2) == (report[0].status, report[-1].status, len(report[1:3]))
    assert (2000, 1, 2001) == (len(report.ok), len(report.failed), len(report.to_dicts()))
    assert isinstance(report[1:3], Report)


def test_what_json_does_not_know_is_shown_all_the_same() -> None:
    """The JSON form of an outcome takes whatever a caller handed in."""

    class Rude:
        def __repr__(self) -> str:
            raise OSError

    itself: dict[str, Any] = {"date": dt.date(2026, 1, 2), "rude": Rude(), "lone": "\ud800"}
    itself["itself"] = itself
    with StandIn().client() as client:
        (told,) = client.upsert([itself]).to_dicts()
    assert ("2026-01-02", "a Rude", "\\ud800") == tuple(
        told["event"][n] for n in ("date", "rude", "lone")
    )
    json.dumps(told)


def test_the_json_form_of_an_outcome_has_everything() -> None:
    """Status, id, error without empty details, warning and event, as JSON can hold them."""
    details = ErrorDetails(message="no", status=400, context={"ids": ["1"]})
    given = event(1, start_date_time=START, custom_properties={"a": "b"})
    outcome = Outcome(given, Status.REJECTED, None, details, "odd")
    expected = {
        "status": "rejected",
        "id": None,
        "error": {"message": "no", "status": 400, "context": {"ids": ["1"]}},
        "warning": "odd",
        "event": {
            "event_name": "Event 1",
            "event_organizer": "Northwind",
            "external_account_id": "account",
            "external_event_id": "1",
            "event_type": None,
            "event_url": None,
            "event_description": None,
            "event_cancelled": None,
            "event_completed": None,
            "start_date_time": "2026-11-01T00:00:00+00:00",
            "end_date_time": None,
            "custom_properties": {"a": "b"},
        },
    }
    assert expected == outcome.to_dict()
    assert [expected] == Report([outcome]).to_dicts()
    assert str is type(outcome.to_dict()["status"])


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (float("nan"), None),
        (float("-inf"), None),
        (1.5, 1.5),
        (True, True),
        (None, None),
        (7, 7),
        ((1, [2, {"a": 3}]), [1, [2, {"a": 3}]]),
        ({5: 1}, {"5": 1}),
        (float("nan") * 0, None),
        (b"bytes", "b'bytes'"),
        (pd.NaT, None),
        (dt.date(2026, 1, 2), "2026-01-02"),
    ],
)
def test_a_value_of_an_input_is_told(value: Any, told: Any) -> None:
    """Whatever an input holds has a form in JSON, or none where it stands for nothing."""
    outcome = Outcome({"value": value}, Status.INVALID)
    assert {"value": told} == outcome.to_dict()["event"]


def test_what_is_nested_too_deep_is_cut() -> None:
    """Beyond twenty levels a value is shown as its text."""
    nested: Any = "end"
    for _ in range(40):
        nested = [nested]
    told, depth = Outcome({"value": nested}, Status.INVALID).to_dict()["event"]["value"], 0
    while isinstance(told, list):
        told, depth = told[0], depth + 1
    assert (19, "[" * 21 + "'end'" + "]" * 21) == (depth, told)


def test_no_outcome_is_a_report_too() -> None:
    """A report of nothing says so."""
    assert "<Report of 0 outcomes: none>" == repr(Report())
