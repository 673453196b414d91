"""Clients and errors in several processes, and on several event loops."""

from __future__ import annotations

import asyncio
import copy
import gc
import multiprocessing
import os
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest
from stand_in import StandIn, error, event, events, statuses

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    ErrorDetails,
    MarketingEvents,
    Pacer,
    Report,
    errors,
)
from hubspot_marketing_events_mock import MockServer


@pytest.fixture
def server() -> Iterator[MockServer]:
    """A mock server of its own."""
    with MockServer() as running:
        yield running


def _forked(client: MarketingEvents, concurrency: int, results: Any) -> None:
    report = client.upsert([event(n) for n in range(1000, 1250)], concurrency=concurrency)
    results.put([(outcome.status, outcome.id) for outcome in report])


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_forked_process_has_connections_of_its_own(server: MockServer, concurrency: int) -> None:
    """Parent and child use one client after a fork, and each gets the ids of its own events."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    given = {"token": "mock-token", "base_url": server.url, "pacer": Pacer(10**6)}
    with MarketingEvents(**given) as client:  # type: ignore[arg-type]
        client.upsert(events(250), concurrency=concurrency)
        child = context.Process(target=_forked, args=(client, concurrency, results))
        child.start()
        ours = client.upsert(events(250), concurrency=concurrency)
        theirs = results.get(timeout=30)
        child.join(10)
    ids = {stored["externalEventId"]: stored["objectId"] for stored in server.events}
    assert [("updated", ids[str(n)]) for n in range(250)] == [(o.status, o.id) for o in ours]
    assert [("created", ids[str(n)]) for n in range(1000, 1250)] == theirs


def _refused(url: str) -> Report:
    with MarketingEvents(token="wrong-token", base_url=url) as client:
        return client.upsert(events(2))


def test_an_error_reaches_the_parent_of_a_process_pool(server: MockServer) -> None:
    """An error that a worker process raises arrives whole, with its report."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        future = pool.submit(_refused, server.url)
        with pytest.raises(errors.AuthenticationError) as caught:
            future.result(60)
    assert ["not_sent"] * 2 == statuses(caught.value.report)


@pytest.mark.parametrize(
    "copied",
    [copy.copy, lambda e: pickle.loads(pickle.dumps(e))],  # noqa: S301 - our own
)
@pytest.mark.parametrize("kind", [k for k in vars(errors).values() if isinstance(k, type)])
def test_every_error_survives_a_copy(kind: type[Any], copied: Callable[[Any], Any]) -> None:
    """Whether copied or pickled, an error keeps its kind, text, details, wait and report."""
    if not issubclass(kind, errors.MarketingEventsError):
        return
    given: Any = kind(ErrorDetails(message="m", status=503, category="C", context={"a": ["b"]}))
    given.retry_after, given.report = 7.0, Report()
    again = copied(given)
    assert (kind, str(given), given.why, 7.0, Report()) == (
        type(again),
        str(again),
        again.why,
        again.retry_after,
        again.report,
    )


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_client_works_on_one_loop_after_the_other(server: MockServer) -> None:
    """An asynchronous client that is used in two `asyncio.run` calls opens new connections."""
    given = {"token": "mock-token", "base_url": server.url}
    client = AsyncMarketingEvents(**given)  # type: ignore[arg-type]
    first, second = (asyncio.run(client.upsert(events(3))) for _ in range(2))
    del client
    gc.collect()  # the connections of the first loop, which nobody can close any more
    assert (["created"] * 3, ["updated"] * 3) == (statuses(first), statuses(second))


def test_an_error_with_an_unfit_input_can_be_sent_to_another_process() -> None:
    """A report that cannot be pickled is left behind; the error is not."""
    with (
        StandIn(error(401)).client() as client,
        pytest.raises(errors.AuthenticationError) as caught,
    ):
        client.upsert([event(1), {"lock": threading.Lock()}])
    caught.value.retry_after = 7.0
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (str(caught.value), None, 7.0) == (str(again), again.report, again.retry_after)


def test_a_forked_process_does_not_wait_for_its_parents_requests() -> None:
    """What a parent has in flight at a fork does not count in the child for ever."""
    pacer = Pacer(1, 0.2)
    pacer.permit()
    with pacer.in_flight():
        child = os.fork()
        if not child:
            time.sleep(0.3)
            os._exit(int(pacer.permit() > 0))
        assert 0 == os.waitpid(child, 0)[1]
