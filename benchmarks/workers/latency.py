"""This client against a server that takes its time: `python -m benchmarks.workers.latency URL`."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from itertools import chain

from benchmarks.contenders.ours import NO_LIMIT
from benchmarks.workload import Shape
from hubspot_marketing_events import AsyncMarketingEvents, Event, MarketingEvents, Pacer

_SIZE = 100


def main(url: str) -> None:
    """Carry out the orders of standard input: how many batches, with which concurrency, and by which client."""
    blocking = MarketingEvents(token="token", base_url=url, pacer=Pacer(NO_LIMIT))
    on_asyncio = AsyncMarketingEvents(token="token", base_url=url, pacer=Pacer(NO_LIMIT))
    with asyncio.Runner() as runner:
        for line in sys.stdin:
            order = json.loads(line)
            shapes = (Shape(start=number * _SIZE) for number in range(order["batches"]))
            rows = chain.from_iterable(shape.rows() for shape in shapes)
            events = [Event(**row) for row in rows]
            concurrency = order["concurrency"]

            begun = time.perf_counter()
            if order["blocking"]:
                report = blocking.upsert(events, concurrency=concurrency)
            else:
                report = runner.run(on_asyncio.upsert(events, concurrency=concurrency))
            seconds = time.perf_counter() - begun
            assert all(outcome.ok for outcome in report)
            print(json.dumps({"seconds": seconds}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
