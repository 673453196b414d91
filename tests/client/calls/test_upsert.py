"""`upsert`: one outcome per input, whatever comes back."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import math
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from stand_in import START, StandIn, error, event, events, statuses

from hubspot_marketing_events import Event, errors
from hubspot_marketing_events import _calls as calls
from hubspot_marketing_events._core import Batch


def refuse(poison: set[str]) -> Callable[[list[dict[str, Any]]], httpx.Response | None]:
    """Answer 400 to every batch that holds one of these external event ids."""

    def answer(inputs: list[dict[str, Any]]) -> httpx.Response | None:
        held = poison & {given["externalEventId"] for given in inputs}
        return error(400, category="VALIDATION_ERROR") if held else None

    return answer


def test_events_are_created_and_then_updated() -> None:
    """The first upsert creates, and the second of the same events updates."""
    with StandIn().client() as client:
        assert {"created": 250} == client.upsert(events(250)).counts
        assert {"updated": 250} == client.upsert(events(250)).counts


def test_batches_hold_up_to_a_hundred() -> None:
    """250 events are three requests."""
    server = StandIn()
    with server.client() as client:
        client.upsert(iter(events(250)))
    assert [100, 100, 50] == server.sizes


def test_no_events_send_nothing() -> None:
    """An empty input is an empty report and no request."""
    server = StandIn()
    with server.client() as client:
        assert 0 == len(client.upsert([]))
    assert [] == server.sizes


def test_outcomes_carry_event_and_object_id() -> None:
    """An outcome has the input it is about and HubSpot's object id."""
    server, given = StandIn(), event(7)
    with server.client() as client:
        (outcome,) = client.upsert([given])
    assert (given, server.store["account", "7"]["objectId"], None) == (
        outcome.event,
        outcome.id,
        outcome.error,
    )


@pytest.mark.parametrize("position", [0, 1, 49, 50, 98, 99])
def test_one_bad_event_costs_its_neighbours_nothing(position: int) -> None:
    """A batch that is refused is split until the event at fault stands alone, in few requests."""
    server = StandIn(refuse({str(position)}))
    with server.client() as client:
        report = client.upsert(events(100))
    assert ["rejected" if n == position else "created" for n in range(100)] == statuses(report)
    assert len(server.sizes) - 1 <= 2 * math.log2(100) + 1
    refusal = report.outcomes[position].error
    assert refusal is not None
    assert ("VALIDATION_ERROR", 400, "c-1") == (
        refusal.category,
        refusal.status,
        refusal.correlation_id,
    )


def test_a_success_that_the_contract_does_not_list_counts() -> None:
    """A 201 in the shape of the 200 is a success."""
    server = StandIn(lambda inputs: server.accept(inputs, 201))
    with server.client() as client:
        assert ["created"] * 2 == statuses(client.upsert(events(2)))


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("cut"),
        *(error(status) for status in (408, 423, 429, 477, 500, 502, 503, 504)),
        *(
            httpx.Response(status, html="<h1>Bad gateway</h1>")
            for status in (200, 400, 502, 520, 521, 522, 523, 524)
        ),
        httpx.Response(200, content=b""),
        httpx.Response(200, content=b'{"results": [{"id"'),
        httpx.Response(200, json=[1, 2]),
        httpx.Response(200, json={"results": None}),
        httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=b""),
    ],
    ids=lambda failure: getattr(failure, "status_code", type(failure).__name__),
)
def test_a_passing_failure_is_retried(failure: httpx.Response | Exception) -> None:
    """After a failure that passes, every event is through."""
    server = StandIn(failure, failure, None)
    with server.client() as client:
        assert ["created"] * 3 == statuses(client.upsert(events(3)))
    assert 3 == len(server.sizes)


def test_giving_up_leaves_the_events_failed() -> None:
    """After the last attempt the events of that batch are failed, and the next batch is tried."""
    server = StandIn(error(503), error(503), None)
    with server.client(attempts=2) as client:
        report = client.upsert(events(101))
    assert ["failed"] * 100 + ["created"] == statuses(report)


def test_an_update_after_an_unanswered_request_is_not_called_one() -> None:
    """Where the first request, without a response, may have created it, an event is accepted."""

    def write_and_fail(inputs: list[dict[str, Any]]) -> httpx.Response:
        server.accept(inputs)
        return error(502)

    server = StandIn(write_and_fail, None)
    with server.client() as client:
        assert ["accepted"] * 2 == statuses(client.upsert(events(2)))


def test_a_bad_token_raises_with_every_input_in_the_report() -> None:
    """401 raises at once; what was not sent says so, what was invalid too."""
    server = StandIn(error(401, category="INVALID_AUTHENTICATION"))
    with server.client() as client, pytest.raises(errors.AuthenticationError) as caught:
        client.upsert([*events(250), {"eventName": 1}])
    assert caught.value.report is not None
    assert ["not_sent"] * 250 + ["invalid"] == statuses(caught.value.report)
    assert 1 == len(server.sizes)


def test_a_missing_scope_is_named() -> None:
    """403 raises with the scopes that HubSpot named."""
    answer = error(
        403,
        category="MISSING_SCOPES",
        errors=[{"context": {"requiredGranularScopes": ["events.write"]}}],
    )
    with StandIn(answer).client() as client, pytest.raises(errors.PermissionDeniedError) as caught:
        client.upsert(events(1))
    assert ("events.write",) == caught.value.missing_scopes


def test_a_wrong_address_raises_at_once() -> None:
    """A page that is not HubSpot's, under 404, ends the run instead of failing batch by batch."""
    server = StandIn(httpx.Response(404, html="<h1>Not here</h1>"))
    with server.client() as client, pytest.raises(errors.UnexpectedResponseError, match="base_url"):
        client.upsert(events(300))
    assert 1 == len(server.sizes)


def test_a_daily_limit_leaves_the_rest_unsent() -> None:
    """Nobody waits for the daily limit: the rest is not_sent, and nothing is raised."""
    server = StandIn(None, error(429, policyName="DAILY", errorType="RATE_LIMIT"))
    with server.client() as client:
        report = client.upsert(events(300))
    assert ["created"] * 100 + ["not_sent"] * 200 == statuses(report)
    assert 2 == len(server.sizes)
    assert {"DAILY"} == {outcome.error.policy for outcome in report.outcomes[100:] if outcome.error}
    assert all(outcome.error for outcome in report.outcomes[100:])


def test_a_wait_of_hours_ends_the_run() -> None:
    """An account that is being migrated asks for a day; the run ends instead of sleeping."""
    server = StandIn(httpx.Response(477, json={}, headers={"Retry-After": "86400"}))
    with server.client() as client, pytest.raises(errors.UnavailableError) as caught:
        client.upsert(events(3))
    assert caught.value.report is not None
    assert {"failed", "not_sent"} >= set(statuses(caught.value.report))


def test_a_deadline_leaves_the_rest_unsent() -> None:
    """After the deadline nothing is sent."""
    server = StandIn()
    with server.client() as client:
        report = client.upsert(events(300), deadline=0)
    assert (["not_sent"] * 300, []) == (statuses(report), server.sizes)
    assert {"the deadline of the call has passed"} == {o.error.message for o in report if o.error}


def test_the_later_of_two_inputs_of_one_event_wins() -> None:
    """In one batch only the later is sent; the earlier is superseded."""
    server = StandIn()
    with server.client() as client:
        report = client.upsert([event(1, event_name="Old"), event(2), event(1, event_name="New")])
    assert ["superseded", "created", "created"] == statuses(report)
    assert ("New", [2]) == (server.store["account", "1"]["eventName"], server.sizes)


def test_an_invalid_input_supersedes_nothing() -> None:
    """A later input that cannot be sent leaves the earlier one of the same event alone."""
    with StandIn().client() as client:
        report = client.upsert([event(1), event(1, event_cancelled="yes")])
    assert ["created", "invalid"] == statuses(report)


def test_upsert_iter_reads_no_further_than_it_must() -> None:
    """With one batch in flight, the first outcome needs one batch of input."""
    read = []

    def endless() -> Iterator[Event]:
        while True:
            read.append(1)
            yield event(len(read))

    with StandIn().client() as client:
        outcomes = client.upsert_iter(endless())
        assert "created" == next(outcomes).status
        outcomes.close()  # type: ignore[attr-defined]  # it is a generator
    assert 100 == len(read)


def test_an_interrupted_run_leaves_a_report() -> None:
    """KeyboardInterrupt passes through; its `report` has every input that was read."""
    server = StandIn(None, KeyboardInterrupt())
    with server.client() as client, pytest.raises(KeyboardInterrupt) as caught:
        client.upsert(events(300))
    report = vars(caught.value)["report"]
    assert ["created"] * 100 + ["failed"] * 100 == statuses(report)
    (why,) = {outcome.error.message for outcome in report if outcome.error}
    assert "interrupted by KeyboardInterrupt" == why


def test_inputs_that_raise_leave_a_report() -> None:
    """Where the caller's own iterable raises, its error has a report of what was read."""

    def broken() -> Iterator[Event]:
        yield from events(150)
        raise OSError("disk")

    with StandIn().client() as client, pytest.raises(OSError, match="disk") as caught:
        client.upsert(broken())
    assert 150 == len(vars(caught.value)["report"])


@pytest.mark.parametrize("concurrency", [1, 2, 8])
def test_on_batch_is_told_of_each_batch_in_order(concurrency: int) -> None:
    """The callback sees every outcome once, in input order."""
    told: list[Any] = []
    with StandIn().client() as client:
        report = client.upsert(events(250), concurrency=concurrency, on_batch=told.extend)
    assert report.outcomes == told


async def test_the_asynchronous_client_does_the_same() -> None:
    """The asynchronous client gives the same outcomes for the same inputs and answers."""
    blocking, suspending = StandIn(refuse({"3"})), StandIn(refuse({"3"}))
    with blocking.client() as client:
        expected = client.upsert(events(250), concurrency=3)
    async with suspending.async_client() as client:
        assert statuses(expected) == statuses(await client.upsert(events(250), concurrency=3))
        streamed = [str(outcome.status) async for outcome in client.upsert_iter(events(250))]
    assert 250 == len(streamed)
    assert blocking.store.keys() == suspending.store.keys()


def test_the_request_is_what_hubspot_documents() -> None:
    """A request holds the fields that were given, under HubSpot's names, and no others."""
    bodies: list[Any] = []
    server = StandIn(bodies.extend)  # type: ignore[func-returns-value,arg-type]
    with server.client() as client:
        ahead = dt.timezone(dt.timedelta(hours=2, seconds=28))
        dates = {
            "start_date_time": START.astimezone(ahead),
            "end_date_time": START + dt.timedelta(hours=1),
        }
        client.upsert(
            [event(1, custom_properties={"room": "Blue"}, event_cancelled=False, **dates)]
        )
    expected = {
        "startDateTime": "2026-11-01T00:00:00+00:00",
        "endDateTime": "2026-11-01T01:00:00+00:00",
        "eventCancelled": False,
        "eventName": "Event 1",
        "eventOrganizer": "Northwind",
        "externalAccountId": "account",
        "externalEventId": "1",
        "customProperties": [{"name": "room", "value": "Blue"}],
    }
    assert json.dumps([expected], sort_keys=True) == json.dumps(bodies, sort_keys=True)


def test_a_refusal_after_an_unanswered_request_is_a_failure() -> None:
    """A refusal does not make an event rejected that an earlier request may have written."""

    def write_and_fail(inputs: list[dict[str, Any]]) -> httpx.Response:
        server.accept(inputs)
        return error(502)

    server = StandIn(write_and_fail, error(400, category="VALIDATION_ERROR"))
    with server.client() as client:
        report = client.upsert(events(1))
    assert ["failed"] == statuses(report)


def test_a_warning_is_on_the_outcome() -> None:
    """What looks wrong and was sent says so."""
    with StandIn().client() as client:
        (outcome,) = client.upsert(
            [event(1, start_date_time=START, end_date_time=START - dt.timedelta(days=1))]
        )
    assert ("created", "end_date_time is before start_date_time") == (
        outcome.status,
        outcome.warning,
    )


async def test_the_asynchronous_client_names_a_failed_connection() -> None:
    """A connection that fails is the reason on the outcome there as well."""
    async with StandIn(httpx.ReadError("cut")).async_client(attempts=1) as client:
        (outcome,) = await client.upsert(events(1))
    assert outcome.error is not None
    assert ("failed", "no response: ReadError: cut") == (outcome.status, outcome.error.message)


async def test_a_cancelled_task_leaves_a_report() -> None:
    """A cancelled task stays cancelled, and every input that was read has an outcome."""
    stalled, read = asyncio.Semaphore(0), list[Event]()

    async def stall(_: httpx.Request) -> httpx.Response:
        stalled.release()
        await asyncio.sleep(60)
        raise AssertionError

    def reading() -> Iterator[Event]:
        for given in events(450):
            read.append(given)
            yield given

    async with StandIn().async_client(transport=httpx.MockTransport(stall)) as client:
        task = asyncio.create_task(client.upsert(reading(), concurrency=2))
        for _ in range(2):
            await stalled.acquire()
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task

    report = vars(caught.value)["report"]
    assert read == [outcome.event for outcome in report]
    assert ["failed"] * 200 == statuses(report)[:200]
    assert {"not_sent"} >= set(statuses(report)[200:])


async def test_options_reach_upsert_iter() -> None:
    """The options of a call are those of both clients' `upsert_iter` as well."""
    with (
        StandIn().client() as client,
        pytest.raises(errors.ConfigurationError, match="concurrency is 65"),
    ):
        list(client.upsert_iter(events(1), concurrency=65))
    async with StandIn().async_client() as client:
        with pytest.raises(errors.ConfigurationError, match="concurrency is 65"):
            await anext(client.upsert_iter(events(1), concurrency=65))


def test_a_report_says_why_the_rest_was_not_sent() -> None:
    """After a refused token, inputs that were read later carry the same reason."""
    server = StandIn(error(401, category="INVALID_AUTHENTICATION"))
    with server.client() as client, pytest.raises(errors.AuthenticationError) as caught:
        client.upsert(events(350))
    assert caught.value.report is not None
    assert {"INVALID_AUTHENTICATION"} == {o.error.category for o in caught.value.report if o.error}
    assert 350 == sum(o.error is not None for o in caught.value.report)


def test_a_batch_is_filled_past_a_bad_input() -> None:
    """An input that cannot be sent takes one place in a batch, and ends none."""
    batch = Batch(calls.upsert(None))
    batch.fill([{}, event(1), event(2)])
    assert (3, 2) == (len(batch.inputs), len(batch.sendable))


def test_times_are_sent_in_utc() -> None:
    """Start and end go out in UTC, since an offset with seconds is not RFC 3339."""
    odd = dt.timezone(dt.timedelta(hours=1, seconds=30))
    when = dt.datetime(2026, 5, 1, 12, tzinfo=odd)
    server = StandIn()
    server.client().upsert([event(1, start_date_time=when, end_date_time=when)])
    (kept,) = server.store.values()
    assert ["2026-05-01T10:59:30+00:00"] * 2 == [kept["startDateTime"], kept["endDateTime"]]


def test_inputs_that_are_all_bad_send_nothing() -> None:
    """Where no input can be sent, no request goes out."""
    server = StandIn()
    assert ["invalid"] * 2 == [outcome.status for outcome in server.client().upsert([{}, {}])]
    assert [] == server.sizes


def test_times_are_sent_in_utc_wherever_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own time zone changes nothing."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        server = StandIn()
        server.client().upsert(
            [event(1, start_date_time=dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC))]
        )
    finally:
        monkeypatch.undo()
        time.tzset()
    (kept,) = server.store.values()
    assert "2026-05-01T12:00:00+00:00" == kept["startDateTime"]


def test_doubt_outlasts_a_refusal_in_a_batch() -> None:
    """An event that is refused alone may have been written by the request without a response."""
    refusals = [{"message": "no"}] * 2
    server = StandIn(
        httpx.ReadError("cut"),
        lambda _: server.accept([], 207, errors=refusals, numErrors=2),
        lambda _: server.accept([], 207, errors=refusals[:1], numErrors=1),
    )
    assert ["failed"] * 2 == [outcome.status for outcome in server.client().upsert(events(2))]
