"""Whatever a server responds, each input gets one outcome, and no outcome is untrue."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import random
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
            return client.upsert(given).outcomes
        except MarketingEventsError as error:
            return error.report.outcomes if error.report else []


def suspending(server: hostile.Server, given: Sequence[Event]) -> list[Outcome]:
    """The outcomes of an asynchronous call."""

    async def call() -> list[Outcome]:
        async with AsyncMarketingEvents(**options(server)) as client:
            try:
                return (await client.upsert(given, concurrency=2)).outcomes
            except MarketingEventsError as error:
                return error.report.outcomes if error.report else []

    return asyncio.run(call())


def check(way: hostile.Way, server: hostile.Server, given: Sequence[Event], outcomes: Any) -> None:
    """Compare outcomes with the store."""
    assert [id(event) for event in given] == [id(outcome.event) for outcome in outcomes]
    ids = [outcome.id for outcome in outcomes if outcome.id]
    if way.lies:
        return  # what cannot be seen cannot be told

    assert len(ids) == len(set(ids)), way.name
    for event, outcome in zip(given, outcomes, strict=True):
        stored = server.store.get(event.key)
        if outcome.ok:
            assert stored is not None, (way.name, outcome)
            assert outcome.id == stored["objectId"], (way.name, outcome, stored)
            assert outcome.status != "updated", (way.name, outcome)
        elif outcome.status != "failed":
            assert outcome.status in {"rejected", "not_sent"}, (way.name, outcome)
            assert stored is None, (way.name, outcome)


def some(each: int) -> list[hostile.Way]:
    """One way in so many, another one in each run; all of them where HOSTILE=all is set."""
    if os.environ.get("HOSTILE") == "all":
        return WAYS
    return random.sample(WAYS, len(WAYS) // each)


def test_there_are_many_ways() -> None:
    """The generator has far more than 500 ways to spoil a response, each with its own name."""
    assert len(WAYS) >= 1500
    assert len(WAYS) == len({way.name for way in WAYS})


@pytest.mark.parametrize("call", [blocking, suspending])
@pytest.mark.parametrize(("count", "each"), [(1, 3), (3, 3), (150, 60)])
def test_no_response_makes_an_outcome_untrue(call: Any, count: int, each: int) -> None:
    """Where every response is spoilt in one way, outcomes agree with the store."""
    given = events(count)
    for way in some(each):
        server = hostile.Server(way)
        check(way, server, given, call(server, given))


@pytest.mark.parametrize("call", [blocking, suspending])
def test_one_spoilt_response_leaves_nothing_untrue(call: Any) -> None:
    """Where the first response is spoilt and the later ones are true, outcomes agree as well."""
    given = events(24)
    for way in some(12):
        server = hostile.Server(way, times=1)
        check(way, server, given, call(server, given))
