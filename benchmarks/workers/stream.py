"""Many events from a generator: `python -m benchmarks.workers.stream URL COUNT`."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator

from benchmarks.contenders.ours import NO_LIMIT
from benchmarks.workload import Shape
from hubspot_marketing_events import Event, MarketingEvents, Pacer

_SIZE = 100


def _events(count: int) -> Iterator[Event]:
    for start in range(0, count, _SIZE):
        for row in Shape(size=_SIZE, fields=4, start=start).rows():
            yield Event(**row)


def main(url: str, count: int) -> None:
    """Wait for the order on standard input, send so many events, and see each through."""
    sys.stdin.readline()
    cpu, wall = time.process_time(), time.perf_counter()
    client = MarketingEvents(token="token", base_url=url, pacer=Pacer(NO_LIMIT))
    through = sum(outcome.ok for outcome in client.upsert_iter(_events(count), concurrency=4))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    assert count == through
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cpu, "wall": wall, "peak": peak}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
