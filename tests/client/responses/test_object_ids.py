"""Each outcome has the object id of its own event, or none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx
import pytest
from stand_in import START, StandIn, error, event, events

from hubspot_marketing_events._core._results import (
    distinct,
    read_id,
    read_instant,
    read_results,
    verdict,
)

LONGEST = 100  # characters of an id


def test_many_batches_at_once_settle_in_threads() -> None:
    """With 64 batches in flight each outcome has its own id, more ids than a run compares."""
    server = StandIn()
    with server.client() as client:
        report = client.upsert(events(20_000), concurrency=64)
    ids = [server.store["account", str(n)]["objectId"] for n in range(20_000)]
    assert ids == [outcome.id for outcome in report]


def test_times_that_were_not_sent_swap_no_ids() -> None:
    """An event without a start may have any: another one of its name is told apart by no time."""

    def respond(inputs: list[dict[str, Any]]) -> httpx.Response:
        body = server.accept(inputs).json()
        for result in body["results"]:
            if "startDateTime" in result:
                result["startDateTime"] = result["startDateTime"][:19] + "Z"
        return httpx.Response(200, json=body)

    server = StandIn(respond)
    server.hide_ids = True
    start = START + dt.timedelta(milliseconds=400)
    twins = [event(1, event_name="Gala"), event(2, event_name="Gala", start_date_time=start)]
    with server.client() as client:
        report = client.upsert(twins)
    ids = [server.store["account", str(n)]["objectId"] for n in (1, 2)]
    assert ids == [outcome.id for outcome in report]


@pytest.mark.parametrize(
    ("stored", "refused", "change"),
    [
        (
            {"event_name": "Conference Berlin"},
            {"event_name": "Conference"},
            {"eventName": "Conference"},
        ),
        (
            {"start_date_time": START + dt.timedelta(seconds=30)},
            {"start_date_time": START},
            {"startDateTime": "2026-11-01T00:00:00Z"},
        ),
    ],
)
def test_a_refused_input_gets_no_id_of_a_stored_one(
    stored: dict[str, Any], refused: dict[str, Any], change: dict[str, Any]
) -> None:
    """Where the server cuts what it stores down to what it refused, neither outcome is untrue."""

    def respond(inputs: list[dict[str, Any]]) -> httpx.Response:
        kept = [given for given in inputs if given["externalEventId"] == "1"]
        body = server.accept(kept).json()
        body["results"] = [{**result, **change} for result in body["results"]]
        errors_ = [{"message": "no"}] * (len(inputs) - len(kept))
        return httpx.Response(207, json={**body, "errors": errors_, "numErrors": len(errors_)})

    server = StandIn(respond)
    server.hide_ids = True
    with server.client() as client:
        one, two = client.upsert(
            [
                event(1, **{"event_name": "Gala", **stored}),
                event(2, **{"event_name": "Gala", **refused}),
            ]
        )
    assert one.status in {"created", "accepted", "failed"}
    assert two.status in {"rejected", "failed"}


@pytest.mark.parametrize("gap", [1, 100, 2500])
def test_an_id_that_two_events_have_proves_neither(gap: int) -> None:
    """However far apart the two are in one call, both are failed."""

    def respond(inputs: list[dict[str, Any]]) -> httpx.Response:
        body = server.accept(inputs).json()
        for result in body["results"]:
            if result["eventName"] in {"Event 0", f"Event {gap}"}:
                result["objectId"] = "77"
        return httpx.Response(200, json=body)

    server = StandIn(respond)
    with server.client() as client:
        report = client.upsert(events(2600))
    assert ["failed", "failed"] == [report[0].status, report[gap].status]
    assert [None, None] == [report[0].id, report[gap].id]
    said = {o.error.message for o in (report[0], report[gap]) if o.error}
    assert {"object id 77 was given to two events"} == said
    assert 2598 == len(report.ok)


@pytest.mark.parametrize("gap", [1, 2500])
async def test_an_asynchronous_call_compares_all_its_ids(gap: int) -> None:
    """However far apart two events of one id are, both are failed."""

    def respond(inputs: list[dict[str, Any]]) -> httpx.Response:
        body = server.accept(inputs).json()
        for result in body["results"]:
            if result["eventName"] in {"Event 0", f"Event {gap}"}:
                result["objectId"] = "77"
        return httpx.Response(200, json=body)

    server = StandIn(respond)
    async with server.async_client() as client:
        report = await client.upsert(events(2600))
    assert (["failed", "failed"], 2598) == ([report[0].status, report[gap].status], len(report.ok))


def test_what_is_left_open_is_sent_again_in_few_requests() -> None:
    """Alike inputs go into separate requests, and inputs that differ into one."""
    server = StandIn(order=lambda results: results[::-1])
    server.hide_ids = True
    names = ["A", "A", "B", "B", "C"]
    with server.client() as client:
        report = client.upsert([event(n, event_name=name) for n, name in enumerate(names)])
    assert ([5, 2, 2], 5) == (server.sizes, len(report.ok))


@pytest.mark.parametrize(("twin", "expected"), [(98, "failed"), (97, "created")])
def test_an_iterator_compares_with_the_latest_ids(
    monkeypatch: pytest.MonkeyPatch, twin: int, expected: str
) -> None:
    """It keeps so many object ids, and none of those before, so that memory is bounded."""
    monkeypatch.setattr("hubspot_marketing_events._core._run.IDS_KEPT", 2)

    def respond(inputs: list[dict[str, Any]]) -> httpx.Response:
        body = server.accept(inputs).json()
        for result in body["results"]:
            if result["eventName"] == "Event 150":
                result["objectId"] = server.store["account", str(twin)]["objectId"]
        return httpx.Response(200, json=body)

    server = StandIn(respond)
    with server.client() as client:
        outcomes = list(client.upsert_iter(events(200)))
    assert expected == outcomes[150].status


def test_an_event_of_two_batches_has_one_object_id() -> None:
    """An object id that the same event had before is no contradiction."""
    with StandIn().client() as client:
        report = client.upsert([*events(100), events(1)[0]])
    assert {"created": 100, "updated": 1} == report.counts


def test_an_object_id_of_two_results_is_neithers() -> None:
    """Such a result proves nothing, and the others count."""
    first, second, third = ({"objectId": name} for name in ("1", "2", "2"))
    assert ["1"] == [one.object_id for one in distinct(read_results([first, second, third]))]
    assert ["1", "2"] == [one.object_id for one in distinct(read_results([first, second]))]


@pytest.mark.parametrize(
    ("created", "started", "expected"),
    [
        (".500", ".250", "created"),
        (".250", ".250", "created"),
        (".250", ".251", "updated"),
        ("", ".999", "accepted"),
        (".999", "", "accepted"),
        ("", "", "created"),
    ],
)
@pytest.mark.parametrize(("second", "is_near"), [(5, True), (3, False), (7, False)])
def test_a_time_that_may_be_cut_proves_nothing_within_a_second(
    created: str, started: str, expected: str, second: int, is_near: bool
) -> None:
    """Beyond a second it says what is new, whatever became of its fraction."""
    times = f"2026-11-01T00:00:0{second}{created}Z", f"2026-11-01T00:00:05{started}Z"
    if not is_near:
        expected = "created" if second > 5 else "updated"
    assert expected == verdict(*map(read_instant, times))


@pytest.mark.parametrize("given", [1, 2**63 - 1, "5", "x" * LONGEST])
def test_an_id_is_a_text_or_a_whole_number(given: Any) -> None:
    """A number of 64 bits above 0, or a printable text of limited length."""
    assert str(given) == read_id(given)


@pytest.mark.parametrize(
    "given", [0, -1, 2**63, "", "x" * (LONGEST + 1), "a\nb", None, True, 5.0, ["5"]]
)
def test_anything_else_is_no_id(given: Any) -> None:
    """Such a result names no object."""
    assert read_id(given) is None


@pytest.mark.usefixtures("tokyo")
def test_times_are_read_in_utc() -> None:
    """Wherever the machine stands, and whatever zone the response names."""
    read = read_instant("2026-11-01T10:00:00+01:00")
    assert (dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC), dt.UTC) == (read, read and read.tzinfo)


def test_a_later_version_in_the_last_batch_supersedes() -> None:
    """What failed before it is not sent again by whoever sends what failed."""
    with StandIn(error(503), None).client(attempts=1) as client:
        report = client.upsert([*events(100), event(0)])
    assert ["superseded", *["failed"] * 99, "created"] == [one.status for one in report]
