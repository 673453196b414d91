"""Which result or error of a response belongs to which input."""

from __future__ import annotations

import datetime as dt

import pytest
from stand_in import START, StandIn, event, events, statuses


def test_results_in_another_order_are_matched_by_what_they_echo() -> None:
    """Each input gets the object id of its own event where the answer is in reverse order."""
    server = StandIn(order=lambda results: results[::-1])
    with server.client() as client:
        report = client.upsert(events(100))
    expected = [server.store["account", str(number)]["objectId"] for number in range(100)]
    assert expected == [outcome.id for outcome in report]
    assert [100] == server.sizes


def test_events_that_echo_alike_are_told_apart_by_sending_again() -> None:
    """Results that could be of several inputs are never guessed: those inputs are sent again."""
    server = StandIn(order=lambda results: results[::-1])
    server.hide_ids = True
    twins = [event(0), event(1, event_name="Twin"), event(2, event_name="Twin")]
    with server.client() as client:
        report = client.upsert(twins)
    assert [server.store["account", str(n)]["objectId"] for n in range(3)] == [
        outcome.id for outcome in report
    ]


@pytest.mark.parametrize(
    ("organizers", "sizes"), [(["North", "South"], [3, 2]), (["North", "North"], [3, 1, 1])]
)
def test_inputs_that_can_be_told_apart_are_sent_again_together(
    organizers: list[str], sizes: list[int]
) -> None:
    """Of two events of one name, each goes alone only if their organizers are one too."""
    server = StandIn(lambda inputs: server.accept(inputs[:1]), None)
    twins = [event(n, event_name="Gala", event_organizer=o) for n, o in enumerate(organizers)]
    with server.client() as client:
        assert {"created": 3} == client.upsert([event(5), *twins]).counts
    assert sizes == server.sizes


def test_a_dropped_result_is_sent_again_alone() -> None:
    """An input without a result is no success: it is sent again, and that response decides."""
    server = StandIn(order=lambda results: results[:-1])
    with server.client() as client:
        report = client.upsert(events(3))
    assert ["created", "created", "failed"] == statuses(report)
    assert [3, 1] == server.sizes


def test_a_success_without_any_result_is_a_failure() -> None:
    """An answer with neither results nor errors counts for nothing."""
    server = StandIn(order=lambda _: [])
    with server.client() as client:
        report = client.upsert(events(3))
    assert ["failed"] * 3 == statuses(report)


@pytest.mark.parametrize("status", [200, 207])
@pytest.mark.parametrize("category", ["CONFLICT", "OBJECT_NOT_FOUND"])
def test_errors_beside_results_belong_to_the_input_without_one(status: int, category: str) -> None:
    """In a partial failure the input that has no result is rejected with the error."""
    refusal = {"category": category, "message": "taken", "context": {"ids": ["1"]}}
    server = StandIn(
        lambda inputs: server.accept([inputs[0], inputs[2]], status, errors=[refusal], numErrors=1)
    )
    with server.client() as client:
        report = client.upsert(events(3))
    assert ["created", "rejected", "created"] == statuses(report)
    failed = report.outcomes[1].error
    assert failed is not None
    assert (category, {"ids": ["1"]}) == (failed.category, failed.context)


def test_a_result_that_could_be_another_inputs_is_not_taken() -> None:
    """A field that was not sent may hold anything: a result that fits two inputs proves nothing."""
    start = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    dated, undated = event(1, event_name="Same", start_date_time=start), event(2, event_name="Same")
    server = StandIn()
    with server.client() as client:
        client.upsert([event(2, event_name="Same", start_date_time=start)])
        server.hide_ids = True
        refusal = {"category": "CONFLICT", "message": "busy"}
        server.answers = [
            lambda inputs: server.accept(inputs[1:], 207, errors=[refusal], numErrors=1),
            None,
        ]
        report = client.upsert([dated, undated])
    assert ["created", "accepted"] == statuses(report)


@pytest.mark.parametrize("field", ["start_date_time", "end_date_time"])
def test_results_are_told_apart_by_their_dates(field: str) -> None:
    """Inputs of one name are matched by the dates that were sent, in whatever order they come."""
    server = StandIn(order=lambda results: results[::-1])
    server.hide_ids = True
    days = [event(n, event_name="Daily", **{field: START + dt.timedelta(days=n)}) for n in range(3)]
    with server.client() as client:
        report = client.upsert(days)
    assert [server.store["account", str(n)]["objectId"] for n in range(3)] == [
        outcome.id for outcome in report
    ]
    assert [3] == server.sizes


def test_results_are_told_apart_by_the_id_they_repeat() -> None:
    """Where `id` repeats the external event id, twins in another order need no second request."""
    server = StandIn(order=lambda results: results[::-1])
    twins = [event(n, event_name="Twin") for n in range(4)]
    with server.client() as client:
        report = client.upsert(twins)
    assert [server.store["account", str(n)]["objectId"] for n in range(4)] == [
        outcome.id for outcome in report
    ]
    assert [4] == server.sizes


def test_two_results_the_wrong_way_round_are_told_apart() -> None:
    """Of two inputs whose results come in the other order, each gets its own."""
    server = StandIn(order=lambda results: results[::-1])
    first, second = server.client().upsert(events(2))
    ids = [kept["objectId"] for kept in server.store.values()]
    assert (["created"] * 2, ids) == ([first.status, second.status], [first.id, second.id])


def test_errors_without_results_are_looked_into_one_by_one() -> None:
    """Two errors for two inputs and no result: each is sent alone, and has its own refusal."""
    refusals = [{"message": "no"}] * 2
    server = StandIn(
        lambda _: server.accept([], 207, errors=refusals, numErrors=2),
        lambda _: server.accept([], 207, errors=refusals[:1], numErrors=1),
    )
    assert ["rejected"] * 2 == [outcome.status for outcome in server.client().upsert(events(2))]
    assert [2, 1, 1] == server.sizes


def test_a_success_that_says_nothing_is_not_asked_again() -> None:
    """Neither results nor errors say anything, and sending the same again would say no more."""
    server = StandIn(lambda _: server.accept([]))
    assert ["failed"] * 2 == [outcome.status for outcome in server.client().upsert(events(2))]
    assert [2] == server.sizes
