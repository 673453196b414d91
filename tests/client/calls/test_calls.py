"""A call shares nothing with another: each has its own report."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from stand_in import StandIn, events, statuses

from hubspot_marketing_events import Pacer, errors
from hubspot_marketing_events._core import Conditions, RetryPolicy

UNFIT: list[Any] = [{"eventName": "no more"}] * 5


async def test_calls_at_once_have_a_report_each() -> None:
    """Two calls that overlap on one asynchronous client tell of their own inputs only."""
    async with StandIn().async_client() as client:
        many, few = await asyncio.gather(client.upsert(events(300)), client.upsert(UNFIT))
    assert ({"created": 300}, {"invalid": 5}) == (many.counts, few.counts)


def test_threads_have_a_report_each() -> None:
    """Calls of several threads on one client tell of their own inputs only."""
    with StandIn().client() as client, ThreadPoolExecutor(8) as pool:
        reports = list(pool.map(lambda n: client.upsert(UNFIT * n), range(1, 9)))
    assert [5 * n for n in range(1, 9)] == [len(report) for report in reports]


def test_one_batch_at_a_time_is_sent_by_the_caller() -> None:
    """Without concurrency a call starts no threads: what the caller keeps in its own counts."""
    threads: list[threading.Thread] = []

    def note(_: object) -> None:
        threads.append(threading.current_thread())

    with StandIn(note).client() as client:
        client.upsert(events(250))
        assert [threading.current_thread()] * 3 == threads
        client.upsert(events(250), concurrency=2)
    assert threading.current_thread() not in threads[3:]


def test_the_iterator_tells_what_it_left() -> None:
    """A closed iterator has the outcomes of the inputs that it read and did not yield."""
    with StandIn().client() as client:
        outcomes = client.upsert_iter(iter(events(250)), concurrency=1)
        next(outcomes)
        outcomes.close()
        assert (["created"] * 99, []) == (statuses(outcomes.rest), list(outcomes))


async def test_the_asynchronous_iterator_tells_what_it_left() -> None:
    """So does the asynchronous one, whose second batch was cancelled or had come through."""
    async with StandIn().async_client() as client:
        outcomes = client.upsert_iter(iter(events(250)), concurrency=2)
        await anext(outcomes)
        await outcomes.aclose()
        rest = outcomes.rest
    assert (249, ["created"] * 99) == (len(rest), statuses(rest)[:99])


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (GeneratorExit(), "the iterator was closed"),
        (KeyboardInterrupt(), "interrupted by KeyboardInterrupt"),
        (errors.ConfigurationError("no more"), "no more"),
    ],
)
def test_what_is_not_sent_has_a_reason(reason: BaseException, said: str) -> None:
    """What ended a call explains the inputs that were not sent, and nothing after it does."""
    conditions = Conditions(
        deadline=None, pacer=Pacer(), policy=RetryPolicy(1), stopped=threading.Event()
    )
    conditions.end(reason)
    conditions.end(errors.ConfigurationError("later"))
    obstacle = conditions.obstacle()
    assert obstacle is not None
    assert said == obstacle.why.message


def test_a_closed_client_says_so() -> None:
    """A call after `close` raises an error of this package."""
    client = StandIn().client()
    client.close()
    client.close()
    with pytest.raises(errors.ConfigurationError, match="the client is closed"):
        client.upsert(events(1))


async def test_a_closed_asynchronous_client_says_so() -> None:
    """So does a call on an asynchronous client."""
    client = StandIn().async_client()
    await client.close()
    with pytest.raises(errors.ConfigurationError, match="the client is closed"):
        await client.upsert(events(1))


def test_a_client_that_is_closed_meanwhile_ends_the_call() -> None:
    """Closing a client during a call ends it; what came before is in the report."""
    server = StandIn()
    with server.client() as client:

        def close(_: object) -> None:
            client.close()

        with pytest.raises(
            errors.ConfigurationError, match=r"^the client was closed during the call\. Next"
        ) as caught:
            client.upsert(events(250), on_batch=close)
    assert ["created"] * 100 + ["not_sent"] * 150 == statuses(caught.value.report)
