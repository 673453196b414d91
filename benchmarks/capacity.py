"""What millions of events cost at HubSpot's limits, by simulation; writes `benchmarks/capacity.md`.

    python -m benchmarks.capacity [--output FILE]

Nothing is sent. A simulation follows each request: its account lets only so many go in an interval
and in a day, so many of an account are in flight, and a core is busy with each for a while.
"""

from __future__ import annotations

import argparse
import heapq
import re
import sys
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, inf
from pathlib import Path

from benchmarks.environments import ROOT
from benchmarks.tables import table

BATCH = 100  # events in a request; documented for CRM objects, assumed for events/upsert
DAY = 86_400.0
MARGIN = 1.02  # of the interval, which the client adds where processes share a budget
EVENTS, ACCOUNTS = 10_000_000, 5_000
# Seconds of CPU for a batch in examples/many_accounts: reading Parquet, Redis, the client, the
# outcomes. Measured by hand, 4.3 times what the client alone took in the same rounds.
SLICE_CPU = 0.0065
_LATENCIES = (0.3, 1.0, 3.0)  # seconds until a response; HubSpot's is not known
_RESULTS = ROOT / "benchmarks" / "results.md"


@dataclass(frozen=True)
class Limits:
    """What an account allows (documented), requests per interval and per day."""

    name: str
    per_interval: int
    per_day: float
    interval: float = 10.0 * MARGIN


@dataclass(frozen=True)
class Engine:
    """What sends: cores, the CPU seconds and the latency of a request, and requests in flight."""

    cores: int
    cpu: float
    latency: float
    in_flight: int  # of one account


LIMITS = (
    Limits("free or starter", 100, 250_000),
    Limits("public app (OAuth)", 110, inf),
    Limits("professional", 190, 625_000),
    Limits("enterprise", 190, 1_000_000),
    Limits("enterprise, limit increase", 250, 2_000_000),
)


class Account:
    """The requests of an account that are still to be sent, and when the next one may go."""

    def __init__(self, requests: int, limits: Limits) -> None:
        self.left, self._limits = requests, limits
        self._window = deque[float](maxlen=limits.per_interval)
        self._responses: list[float] = []
        self._day, self._today = 0, 0

    def permitted(self, now: float, in_flight: int) -> float:
        """Return when the next request may go, not before `now`."""
        if len(self._window) == self._limits.per_interval:
            now = max(now, self._window[0] + self._limits.interval)
        while len(self._responses) >= in_flight:
            now = max(now, heapq.heappop(self._responses))
        if self._today >= self._limits.per_day and now < (self._day + 1) * DAY:
            return (self._day + 1) * DAY
        return now

    def send(self, at: float, response: float) -> None:
        """Count a request."""
        if at >= (self._day + 1) * DAY:
            self._day, self._today = int(at // DAY), 0
        self.left -= 1
        self._today += 1
        self._window.append(response)
        heapq.heappush(self._responses, response)


def simulate(
    requests: Sequence[int],
    limits: Limits,
    engine: Engine,
    seen: Callable[[int, float], object] = lambda _, __: None,
) -> float:
    """Send the requests of each account, from midnight on; return the seconds until the end.

    Args:
        requests: of each account.
        limits: of each account.
        engine: what sends.
        seen: called with the account's number and the time of each request.
    """
    accounts = [Account(count, limits) for count in requests if count]
    ready = [(0.0, -account.left, number) for number, account in enumerate(accounts)]
    cores, end = [0.0] * engine.cores, 0.0
    heapq.heapify(ready)
    while ready:
        due, _, number = heapq.heappop(ready)
        account = accounts[number]
        sent = max(due, cores[0]) + engine.cpu
        heapq.heapreplace(cores, sent)
        account.send(sent, sent + engine.latency)
        seen(number, sent)
        end = max(end, sent + engine.latency)
        if account.left:
            due = account.permitted(due, engine.in_flight)
            heapq.heappush(ready, (due, -account.left, number))
    return end


def at_least(requests: Sequence[int], limits: Limits, engine: Engine) -> dict[str, float]:
    """Return the seconds that each of the constraints alone takes, by formula."""
    most = max(requests)
    days = ceil(most / limits.per_day) - 1 if limits.per_day < inf else 0
    turn = limits.interval + engine.latency  # a request counts until an interval after its response
    return {
        "the account's limit": (ceil(most / limits.per_interval) - 1) * turn,
        "the day's limit": days * DAY,
        "the cores": sum(requests) * engine.cpu / engine.cores,
        "the latency": ceil(most / engine.in_flight) * engine.latency,
    }


def in_flight(limits: Limits, latency: float) -> int:
    """Return how many requests keep the limit busy on average."""
    return ceil(limits.per_interval * latency / (limits.interval + latency))


def even(events: int, accounts: int) -> list[int]:
    """Return the requests of accounts that share events evenly."""
    return [ceil(events / accounts / BATCH)] * accounts


def uneven(events: int, accounts: int) -> list[int]:
    """Return the requests of accounts whose sizes fall as 1/rank, the first being the largest."""
    weights = [1 / rank for rank in range(1, accounts + 1)]
    return [ceil(events * weight / sum(weights) / BATCH) for weight in weights]


def client_cpu() -> float:
    """Return the CPU seconds of the client for a batch, from the results of the benchmark."""
    found = re.search(r"^\| this client \| ([\d.]+) \|", _RESULTS.read_text("utf-8"), re.MULTILINE)
    if not found:
        raise ValueError(f"{_RESULTS} has no line of this client")
    return float(found[1]) / 1000


def one_account() -> str:
    """Return the table of one account with all events."""
    rows = []
    requests = [EVENTS // BATCH]
    for limits in LIMITS:
        engine = Engine(cores=1, cpu=SLICE_CPU, latency=_LATENCIES[1], in_flight=64)
        seconds = simulate(requests, limits, engine)
        day = "none" if limits.per_day == inf else f"{requests[0] / limits.per_day:.0%}"
        waiting = ", ".join(str(in_flight(limits, latency)) for latency in _LATENCIES)
        busy = f"{requests[0] * SLICE_CPU / seconds:.0%}"
        cells = (f"{requests[0]:,}", f"{seconds / 3600:.2f}", day, waiting, busy)
        rows.append([f"{limits.name}: {limits.per_interval}", *cells])
    head = ["requests in 10 s", "requests", "hours", "of the day's limit", "in flight", "of a core"]
    return table(head, rows)


def many_accounts() -> str:
    """Return the table of many accounts that share the events."""
    rows = []
    shapes = {"2,000 each": even(EVENTS, ACCOUNTS), "falling as 1/rank": uneven(EVENTS, ACCOUNTS)}
    for name, requests in shapes.items():
        for cores in (1, 2, 8):
            engine = Engine(cores=cores, cpu=SLICE_CPU, latency=_LATENCIES[1], in_flight=16)
            seconds = simulate(requests, LIMITS[0], engine)
            alone = at_least(requests, LIMITS[0], engine)
            why = max(alone, key=lambda reason: alone[reason])
            cells = (f"{max(requests):,}", f"{sum(requests):,}", f"{seconds / 60:.1f}", why)
            rows.append([f"{name}, cores: {cores}", *cells])
    head = ["events per account", "largest account", "requests", "minutes", "bottleneck"]
    return table(head, rows)


def many_large_accounts() -> str:
    """Return the table of many accounts that have all events each, by formula."""
    rows = []
    requests = EVENTS // BATCH
    for cores in (8, 64, 512):
        for limits in (LIMITS[0], LIMITS[3]):
            engine = Engine(cores=cores, cpu=SLICE_CPU, latency=_LATENCIES[1], in_flight=64)
            alone = at_least([requests] * ACCOUNTS, limits, engine)
            why = max(alone, key=lambda reason: alone[reason])
            rate = ACCOUNTS * limits.per_interval / (limits.interval + engine.latency)
            cells = (f"{requests * ACCOUNTS:,}", f"{alone[why] / 3600:.1f}", why)
            needed = f"{ceil(rate * SLICE_CPU):,}"
            rows.append([f"cores: {cores}, {limits.per_interval} in 10 s", *cells, needed])
    head = ["engine", "requests", "hours", "bottleneck", "cores that the limits keep busy"]
    return table(head, rows)


def text() -> str:
    """Return the page."""
    client, example = client_cpu() * 1000, SLICE_CPU * 1000
    slowest, fastest = (
        ACCOUNTS * limit / (LIMITS[0].interval + _LATENCIES[1]) for limit in (100, 190)
    )
    return f"""\
# What millions of events cost

Written by `python -m benchmarks.capacity`; a simulation, nothing was sent. The limits are HubSpot's
documented ones. {BATCH} events in a request are documented for CRM objects and assumed here. A
request counts until 10.2 s after its response, as the client and the example count. A batch takes
{example:.1f} ms of CPU in `examples/many_accounts`, measured on a busy machine of 2 cores; the
client alone takes {client:.2f} ms (`benchmarks/results.md`). A response is assumed to take
{_LATENCIES[1]:.0f} s; how long HubSpot takes is not known.

## 10 million events in one account

Requests in flight are what keeps the limit busy at a latency of {_LATENCIES[0]}, {_LATENCIES[1]}
and {_LATENCIES[2]} s.

{one_account()}

The account's limit is the bottleneck: one core is idle for most of the time. More workers make
nothing faster.

## 10 million events in 5,000 accounts

At 100 requests in 10 s for each account, 16 in flight.

{many_accounts()}

Of accounts that are alike none comes near its limit, and the cores decide. Of accounts that differ
the limit of the largest decides; so the example begins with the largest.

## 10 million events in each of 5,000 accounts

By formula, which the tests compare with the simulation on a smaller scale.

{many_large_accounts()}

Below the cores of the last column the cores are the bottleneck, above them the limits. At the
limits Redis runs two scripts for each of {slowest:,.0f} to {fastest:,.0f} requests a second. One
Redis server may be too slow for that; accounts can be divided among several.
"""


def main(arguments: Sequence[str]) -> int:
    """Simulate, and write the page."""
    parser = argparse.ArgumentParser(prog="benchmarks.capacity", description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "capacity.md")
    given = parser.parse_args(arguments)
    page = text()
    given.output.write_text(page, encoding="utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
