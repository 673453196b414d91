"""Whatever a server responds, each input gets one outcome, and no outcome is untrue."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any

import hostile
import httpx
import pytest

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    Event,
    MarketingEvents,
    MarketingEventsError,
    Outcome,
    Pacer,
)

WAYS = list(hostile.ways())
START = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


class Unhurried(Pacer):
    """Never waits."""

    def permit(self) -> float:
        """Go ahead."""
        return 0.0


def events(count: int) -> list[Event]:
    """Events of which some are alike, some nearly so, and some are refused."""
    names = ["Tour", "Tour", "TOUR", "Caf\u00e9 & Co", "Cafe & Co", " Tour ", "Event 1", "Event 10"]
    return [
        Event(
            event_name=names[n % 8]
            if n % 16 < 8
            else f"A long name that is cut somewhere here, {n}",
            event_organizer="Northwind" if n % 3 else "North & South",
            external_account_id="a",
            external_event_id=str(n),
            event_type=hostile.REFUSED if n % 11 == 5 else None,
            start_date_time=START + dt.timedelta(milliseconds=400 * n) if n % 2 else None,
        )
        for n in range(count)
    ]


def options(server: hostile.Server) -> dict[str, Any]:
    """What both clients are made with."""
    transport = httpx.MockTransport(server)
    return {"token": "t", "transport": transport, "pacer": Unhurried(), "attempts": 2}


def blocking(server: hostile.Server, given: Sequence[Event]) -> list[Outcome]:
    """The outcomes of a blocking call."""
    with MarketingEvents(**options(server)) as client:
        try:
            return client.upsert(given, concurrency=1).outcomes
        except MarketingEventsError as error:
            assert error.report is not None
            return error.report.outcomes


def suspending(server: hostile.Server, given: Sequence[Event]) -> list[Outcome]:
    """The outcomes of an asynchronous call."""

    async def call() -> list[Outcome]:
        async with AsyncMarketingEvents(**options(server)) as client:
            try:
                return (await client.upsert(given, concurrency=2)).outcomes
            except MarketingEventsError as error:
                assert error.report is not None
                return error.report.outcomes

    return asyncio.run(call())


def check(way: hostile.Way, server: hostile.Server, given: Sequence[Event], outcomes: Any) -> None:
    """Compare outcomes with the store."""
    assert [id(event) for event in given] == [id(outcome.event) for outcome in outcomes]
    ids = [outcome.id for outcome in outcomes if outcome.id]
    assert way.lies or len(ids) == len(set(ids)), "one id on two events"
    for event, outcome in zip(given, outcomes, strict=True):
        stored = server.store.get(event.key)
        if outcome.ok:
            assert stored is not None, (way.name, outcome)
            assert way.lies or outcome.id == stored["objectId"], (way.name, outcome, stored)
            assert way.lies or outcome.status != "updated", (way.name, outcome)
        elif outcome.status != "failed":
            assert outcome.status in {"rejected", "not_sent"}, (way.name, outcome)
            assert stored is None, (way.name, outcome)


def test_there_are_many_ways() -> None:
    """The generator has at least 500 ways to spoil a response, each with a name of its own."""
    assert len(WAYS) >= 500
    assert len(WAYS) == len({way.name for way in WAYS})


@pytest.mark.parametrize("call", [blocking, suspending])
@pytest.mark.parametrize("count", [1, 3, 150])
def test_no_response_makes_an_outcome_untrue(call: Any, count: int) -> None:
    """After each way to spoil every response, outcomes agree with the store."""
    given = events(count)
    for way in WAYS:
        server = hostile.Server(way)
        check(way, server, given, call(server, given))


@pytest.mark.parametrize("call", [blocking, suspending])
def test_one_spoilt_response_leaves_nothing_untrue(call: Any) -> None:
    """After one spoilt response and true ones from then on, outcomes agree with the store."""
    given = events(24)
    for way in WAYS:
        server = hostile.Server(way, times=1)
        check(way, server, given, call(server, given))
