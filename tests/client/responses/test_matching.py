"""Which result belongs to which input: no wrong pair, whatever a server makes of its input."""

from __future__ import annotations

import datetime as dt
import html
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubspot_marketing_events import Event
from hubspot_marketing_events._core import PendingInput
from hubspot_marketing_events._core._matching import matched
from hubspot_marketing_events._core._results import Result

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
NAMES = [
    "Gala", "gala", "GALA", " Gala ", "G\u00e1la", "Ga\u0301la", "Gala 1", "Gala 10",
    "Gala & Co", "<b>Gala</b>",
    "Conference", "Conference Berlin", "A name that is longer than twenty characters, one",
    "A name that is longer than twenty characters, two", "\U0001f389", "---",
]  # fmt: skip
OFFSETS = [0, 1, 400, 500, 999, 1000, 30_000, 60_000, 3_600_000]  # milliseconds
# What a server may keep of a text or of a time; each gives the same when it is applied twice.
TEXTS: list[Callable[[str], str | None]] = [
    lambda text: text,
    str.upper,
    str.lower,
    str.strip,
    lambda text: text[:10],
    lambda text: text[:24],
    lambda text: unicodedata.normalize("NFC", text),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: html.escape(html.unescape(text)),
    lambda _: None,
    lambda _: "Gala",
]
TIMES: list[Callable[[dt.datetime], dt.datetime | None]] = [
    lambda time: time,
    lambda time: time.replace(microsecond=0),
    lambda time: time.replace(second=0, microsecond=0),
    lambda time: time.replace(microsecond=0) + dt.timedelta(seconds=time.microsecond >= 500_000),
    lambda time: time.replace(hour=0, minute=0, second=0, microsecond=0),
    lambda _: None,
]


@st.composite
def exchanges(draw: st.DrawFn) -> tuple[list[PendingInput], list[Result]]:
    """Inputs, and the results of those that a server stored, in any order."""
    text, time = draw(st.sampled_from(TEXTS)), draw(st.sampled_from(TIMES))
    echoes = draw(st.booleans())
    older = draw(st.none() | st.sampled_from(OFFSETS))  # a start that the server had from before
    part: list[PendingInput] = []
    results: list[Result] = []
    for number in range(draw(st.integers(1, 6))):
        offset = draw(st.none() | st.sampled_from(OFFSETS))
        start = None if offset is None else START + dt.timedelta(milliseconds=offset)
        event = Event(
            event_name=draw(st.sampled_from(NAMES)),
            event_organizer=draw(st.sampled_from(["Org", "ORG", "Other"])),
            external_account_id="a",
            external_event_id=str(number),
            start_date_time=start,
        )
        part.append(PendingInput(event, event))
        if draw(st.integers(0, 4)):
            had = None if older is None else START + dt.timedelta(milliseconds=older)
            kept = start or had
            results.append(
                Result(
                    f"id-{number}",
                    str(number) if echoes else None,
                    text(event.event_name),
                    text(event.event_organizer),
                    kept and time(kept),
                    None,
                    None,
                )
            )
    return part, draw(st.permutations(results))


@settings(max_examples=400, deadline=None)
@given(exchanges())
def test_no_pair_is_wrong(exchange: tuple[list[PendingInput], list[Result]]) -> None:
    """Each pair is an input and the result of its own, and no input has two."""
    part, results = exchange
    pairs = matched(part, results)
    for pending, result in pairs:
        assert pending.item is not None
        assert f"id-{pending.item.external_event_id}" == result.object_id
    assert len(pairs) == len({id(pending) for pending, _ in pairs})


def distinct(count: int, **fields: Any) -> list[PendingInput]:
    """Inputs that can be told apart."""
    made = []
    for number in range(count):
        given_fields = {"event_name": f"Event {number}", "event_organizer": "Org", **fields}
        event = Event(
            **given_fields,
            external_account_id="a",
            external_event_id=str(number),
            start_date_time=START + dt.timedelta(days=number),
        )
        made.append(PendingInput(event, event))
    return made


def kept(part: list[PendingInput], **changes: Any) -> list[Result]:
    """The results of inputs, in reverse order, with some of their texts or times changed."""
    results = []
    for pending in reversed(part):
        event = pending.item
        assert event is not None
        assert event.start_date_time is not None
        name, start = changes.get("name", str), changes.get("start", lambda time: time)
        results.append(
            Result(
                f"id-{event.external_event_id}",
                None,
                name(event.event_name),
                event.event_organizer,
                start(event.start_date_time),
                None,
                None,
            )
        )
    return results


def test_whole_responses_leave_nothing_open() -> None:
    """What can be told apart is matched at once, as it was sent or changed, in any order."""
    for changes in ({}, {"name": str.upper}, {"name": lambda text: f" <i>{text}</i>"}):
        part = distinct(100)
        assert 100 == len(matched(part, kept(part, **changes))), changes


def test_events_of_one_name_are_told_apart_by_their_times() -> None:
    """So are events of one name, also where the server cuts fractions of seconds."""
    part = distinct(100, event_name="Daily")
    cut = kept(part, start=lambda time: time.replace(microsecond=0))
    assert 100 == len(matched(part, kept(part))) == len(matched(part, cut))


def test_a_missing_result_leaves_its_own_input_open() -> None:
    """Where one of a hundred results is missing, the others are matched all the same."""
    part = [pending for pending in distinct(200) if len(pending.source.event_name) == 9]
    assert len(part) - 1 == len(matched(part, kept(part)[1:]))


def test_groups_of_one_name_are_matched_beside_each_other() -> None:
    """Events of two names, each on several days, are all matched from one response."""
    part = [*distinct(3, event_name="Daily"), *distinct(3, event_name="Weekly")]
    assert 6 == len(matched(part, kept(part)))


def named(name: str | None, organizer: str | None, **times: Any) -> Result:
    """A result that echoes this."""
    return Result("id-0", None, name, organizer, times.get("start"), times.get("end"), None)


def pending(name: str, organizer: str, **times: Any) -> PendingInput:
    """An input of this name."""
    event = Event(
        event_name=name,
        event_organizer=organizer,
        external_account_id="a",
        external_event_id=f"{name} of {organizer}",
        start_date_time=times.get("start"),
        end_date_time=times.get("end"),
    )
    return PendingInput(event, event)


LONG = "A name that is longer than twenty characters"


@pytest.mark.parametrize(
    ("sent", "echoed", "is_matched"),
    [
        ((LONG, "Org"), (LONG[:20], "Org"), True),
        ((LONG, "Org"), (LONG[:19], "Org"), False),
        (("Org", LONG), ("Org", LONG[:20]), True),
        (("Org", LONG), ("Org", LONG[:19]), False),
        (("Gala", "Org"), ("Gala", None), True),
        (("Gala", "Org"), (None, "Org"), True),
        (("Gala", "Org"), ("Fair", "Org"), False),
        (("Gala", "Org"), ("Gala", "Other"), False),
    ],
)
def test_a_text_may_be_cut_after_twenty_characters_or_left_out(
    sent: tuple[str, str], echoed: tuple[str | None, str | None], is_matched: bool
) -> None:
    """A shorter beginning is another name, and so is any other text."""
    assert is_matched is bool(matched([pending(*sent)], [named(*echoed)]))


@pytest.mark.parametrize("name", ["Gala", "GALA"])
@pytest.mark.parametrize("time", ["start", "end"])
@pytest.mark.parametrize(
    ("milliseconds", "is_matched"),
    [(0, True), (999, True), (-999, True), (1000, False), (-1000, False), (1500, False)],
)
def test_a_time_may_differ_by_less_than_a_second(
    name: str, time: str, milliseconds: int, is_matched: bool
) -> None:
    """A server may cut or round fractions; another time is another event's, whatever its name."""
    times = {"start": START, "end": START}
    echoed = times | {time: START + dt.timedelta(milliseconds=milliseconds)}
    found = matched([pending("Gala", "Org", **times)], [named(name, "Org", **echoed)])
    assert is_matched is bool(found)


def test_organizers_tell_events_of_one_name_apart() -> None:
    """Also where a result is missing."""
    part = [pending("Gala", "North"), pending("Gala", "South")]
    ((found, _),) = matched(part, [named("Gala", "South")])
    assert part[1] is found


def test_case_tells_events_apart_where_the_server_keeps_it() -> None:
    """Texts are compared as they are before they are compared without what may change."""
    part = [
        pending("Gala", "Org", start=START),
        pending("Gala", "Org", start=START + dt.timedelta(days=1)),
        pending("gala", "Org", start=START),
    ]
    results = [named(p.item.event_name, "Org", start=p.item.start_date_time) for p in part]
    assert 3 == len(matched(part, results))
