"""How well `concurrency` hides a server's latency."""

from __future__ import annotations

import statistics

from benchmarks.environments import Environments
from benchmarks.processes import Worker, served
from benchmarks.tables import spread, table

TITLE = "Concurrency against latency"
_LATENCY = 0.05  # seconds
_CONCURRENCY = 8
_BATCHES = 160
_IDEAL = _BATCHES / _CONCURRENCY * _LATENCY
_WHAT = f"""\
{_BATCHES} batches of 100 events with `concurrency={_CONCURRENCY}`, against a server that waits
{_LATENCY * 1000:.0f} ms before each response. Ideal is {_IDEAL:.2f} s: the latency alone, {_CONCURRENCY} at a time."""


def measure(environments: Environments, rounds: int) -> str:
    """Compare both clients with the ideal."""
    rows = []
    python = environments.python("project")
    with (
        served(python, _LATENCY) as url,
        Worker(python, "benchmarks.workers.latency", url) as worker,
    ):
        for title, blocking in (("this client", True), ("this client on asyncio", False)):
            order = {"blocking": blocking, "batches": _BATCHES, "concurrency": _CONCURRENCY}
            worker.order(**order)
            seconds = [worker.order(**order)["seconds"] for _ in range(rounds)]
            median = statistics.median(seconds)
            rows.append([title, f"{median:.3f}", f"{median / _IDEAL - 1:+.1%}", spread(seconds, 3)])
    return f"{_WHAT}\n\n{table(['contender', 'seconds', 'over ideal', 'rounds'], rows)}"
