"""Many batches in flight: `python -m benchmarks.workers.latency NAME URL BATCHES CONCURRENCY`."""

from __future__ import annotations

import asyncio
import http.client
import json
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from benchmarks.contenders.ours import NO_LIMIT
from benchmarks.contenders.raw_httpx import PATH
from benchmarks.contenders.raw_httpx import Contender as Raw
from benchmarks.contenders.raw_httpx_async import Contender as RawAsync
from benchmarks.workload import Shape, json_ready
from hubspot_marketing_events import AsyncMarketingEvents, Event, MarketingEvents, Pacer

_SIZE = 100
Batches = Sequence[Sequence[dict[str, Any]]]


def ours(url: str, batches: Batches, concurrency: int) -> Callable[[], None]:
    """Return what sends all batches by this project's client."""
    client = MarketingEvents(token="token", base_url=url, pacer=Pacer(NO_LIMIT))
    events = [Event(**row) for rows in batches for row in rows]

    def send() -> None:
        assert all(outcome.ok for outcome in client.upsert(events, concurrency=concurrency))

    return send


def ours_async(url: str, batches: Batches, concurrency: int) -> Callable[[], None]:
    """Return what sends all batches by this project's client on asyncio."""
    client = AsyncMarketingEvents(token="token", base_url=url, pacer=Pacer(NO_LIMIT))
    events = [Event(**row) for rows in batches for row in rows]
    runner = asyncio.Runner()

    def send() -> None:
        report = runner.run(client.upsert(events, concurrency=concurrency))
        assert all(outcome.ok for outcome in report)

    return send


def raw(url: str, batches: Batches, concurrency: int) -> Callable[[], None]:
    """Return what sends all batches by plain httpx and threads."""
    client = Raw(url)
    inputs = [client.inputs(rows) for rows in batches]

    def send() -> None:
        with ThreadPoolExecutor(concurrency) as pool:
            assert all(pool.map(client.send, inputs))

    return send


def raw_async(url: str, batches: Batches, concurrency: int) -> Callable[[], None]:
    """Return what sends all batches by plain httpx on asyncio."""
    client = RawAsync(url)
    inputs = [client.inputs(rows) for rows in batches]
    runner = asyncio.Runner()

    async def send_all() -> None:
        places = asyncio.Semaphore(concurrency)

        async def send_one(given: list[dict[str, Any]]) -> None:
            async with places:
                assert await client.send(given)

        await asyncio.gather(*(send_one(given) for given in inputs))

    return lambda: runner.run(send_all())


def ideal(url: str, batches: Batches, concurrency: int) -> Callable[[], None]:
    """Return what sends one batch in so many, written beforehand, and reads responses as bytes.

    It sends one after another: if so many did this at once and took nothing of each other's time,
    all batches would be through by then.
    """
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    bodies = [
        json.dumps({"inputs": [json_ready(row) for row in rows]}).encode()
        for rows in batches[::concurrency]
    ]

    def send() -> None:
        for body in bodies:
            connection.request("POST", PATH, body)
            assert connection.getresponse().read()

    return send


CONTENDERS = {
    "ours": ours,
    "ours_async": ours_async,
    "raw": raw,
    "raw_async": raw_async,
    "ideal": ideal,
}


def main(name: str, url: str, count: int, concurrency: int) -> None:
    """Send all batches once for each line of standard input, and say how long that took."""
    batches = [Shape(start=number * _SIZE).rows() for number in range(count)]
    send = CONTENDERS[name](url, batches, concurrency)
    del batches
    for _ in sys.stdin:
        begun = time.perf_counter()
        send()
        print(json.dumps({"seconds": time.perf_counter() - begun}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
