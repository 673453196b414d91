"""Waiting: for the pace, for HubSpot, for batches in flight; and who is kept waiting by it."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import httpx
import pytest
import stamina
from stand_in import StandIn, error, events

from hubspot_marketing_events import Pacer


async def test_both_clients_wait_for_the_pace() -> None:
    """The second request waits until the pacer permits it, blocking or not."""
    begun = time.monotonic()
    server = StandIn(lambda inputs: error(400) if len(inputs) == 2 else None)
    assert 2 == sum(outcome.ok for outcome in server.client(pacer=Pacer(2, 0.2)).upsert(events(2)))
    async with server.async_client(pacer=Pacer(2, 0.2)) as client:
        assert 2 == sum(outcome.ok for outcome in await client.upsert(events(2)))
    assert time.monotonic() - begun >= 0.4


def test_a_limit_is_waited_out() -> None:
    """After 429 with a policy of seconds, the request goes out again a second later."""
    begun = time.monotonic()
    server = StandIn(error(429, policyName="SECONDLY"), None)
    assert ["created"] == [outcome.status for outcome in server.client().upsert(events(1))]
    assert (2, True) == (len(server.sizes), time.monotonic() - begun >= 1.0)


def test_a_request_is_sent_eight_times_at_most() -> None:
    """What fails each time is given up after eight tries, unless another number is asked for."""
    server = StandIn(error(500))
    with stamina.set_testing(True, attempts=100, cap=True):
        server.client().upsert(events(1))
    assert 8 == len(server.sizes)


def test_batches_in_flight_have_threads_with_a_name() -> None:
    """Threads tell whose they are."""
    names = set[str]()
    server = StandIn(lambda _: names.add(threading.current_thread().name))
    server.client().upsert(events(300), concurrency=2)
    assert names
    assert all(name.startswith("marketing-events") for name in names)


async def test_waiting_for_the_pace_keeps_nobody_else_waiting() -> None:
    """While an asynchronous client waits, its event loop goes on."""
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    server = StandIn(lambda inputs: error(400) if len(inputs) == 2 else None)
    async with server.async_client(pacer=Pacer(1, 0.2)) as client:
        other = asyncio.create_task(tick())
        await client.upsert(events(2))
        other.cancel()
    assert ticks >= 10


async def test_a_cancelled_call_waits_for_its_batches() -> None:
    """A cancelled call ends after its batches have ended, however long they take to."""
    begun, ended = asyncio.Event(), list[int]()

    async def slow(_: httpx.Request) -> httpx.Response:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.02)
            ended.append(1)
        raise AssertionError

    async with StandIn().async_client(transport=httpx.MockTransport(slow)) as client:
        task = asyncio.create_task(client.upsert(events(300), concurrency=3))
        await begun.wait()
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert [1, 1, 1] == ended


def test_as_many_batches_as_allowed_may_be_in_flight() -> None:
    """With 64 at once, 64 requests wait for each other."""
    together = threading.Barrier(64)

    def meet(inputs: list[dict[str, Any]]) -> httpx.Response:
        together.wait(10)
        return server.accept(inputs)

    server = StandIn(meet)
    with server.client() as client:
        assert {"created": 6400} == client.upsert(events(6400), concurrency=64).counts


def test_a_deadline_that_is_far_changes_nothing() -> None:
    """Before the deadline everything is sent."""
    with StandIn().client() as client:
        assert {"created": 250} == client.upsert(events(250), deadline=600).counts
