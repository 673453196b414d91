"""Requests keep the limit as they arrive at a server in another process, cold bursts included."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from arrivals import ArrivalServer
from stand_in import event

from hubspot_marketing_events import AsyncMarketingEvents, MarketingEvents, Pacer

LIMIT, INTERVAL = 20, 0.5


async def by_tasks(url: str) -> None:
    """80 tasks at once on one asynchronous client."""
    given: dict[str, Any] = {"token": "t", "base_url": url, "pacer": Pacer(LIMIT, INTERVAL)}
    async with AsyncMarketingEvents(**given) as client:
        await asyncio.gather(*(client.upsert([event(n)]) for n in range(80)))


async def by_threads(url: str) -> None:
    """8 threads on one client, ten requests each."""

    def send() -> None:
        with (
            MarketingEvents(token="t", base_url=url, pacer=Pacer(LIMIT, INTERVAL)) as client,
            ThreadPoolExecutor(8) as pool,
        ):
            list(pool.map(lambda n: client.upsert([event(n)]), range(80)))

    await asyncio.to_thread(send)


async def by_clients(url: str) -> None:
    """4 clients that share one pacer, 20 tasks each."""
    pacer = Pacer(LIMIT, INTERVAL)

    async def send() -> None:
        async with AsyncMarketingEvents(token="t", base_url=url, pacer=pacer) as client:
            await asyncio.gather(*(client.upsert([event(n)]) for n in range(20)))

    await asyncio.gather(*(send() for _ in range(4)))


async def by_batches(url: str) -> None:
    """One call with 64 batches in flight."""
    given: dict[str, Any] = {"token": "t", "base_url": url, "pacer": Pacer(LIMIT, INTERVAL)}
    async with AsyncMarketingEvents(**given) as client:
        await client.upsert((event(n) for n in range(8000)), concurrency=64)


@pytest.mark.parametrize("send", [by_tasks, by_threads, by_clients, by_batches])
async def test_no_window_holds_more_than_the_limit(send: Any) -> None:
    """80 requests in all, and never more than 20 of them within half a second."""
    async with ArrivalServer() as server:
        await send(server.url)
    assert (80, True) == (len(server.times), server.most_in(INTERVAL) <= LIMIT), server.most_in(
        INTERVAL
    )
