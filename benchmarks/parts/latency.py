"""How well `concurrency` hides a server's latency."""

from __future__ import annotations

import statistics

from benchmarks.environments import Environments
from benchmarks.options import Options
from benchmarks.processes import Worker, served
from benchmarks.tables import spread, table

TITLE = "Concurrency against latency"
_LATENCY = 0.05  # seconds
_CONCURRENCY = 8
_BATCHES = 160
_IDEAL = _BATCHES / _CONCURRENCY * _LATENCY
_CONTENDERS = {
    "this client": "ours",
    "this client on asyncio": "ours_async",
    "raw httpx with 8 threads": "raw",
    "raw httpx with 8 tasks": "raw_async",
}
_WHAT = f"""\
Seconds for {_BATCHES} batches of 100 events with `concurrency={_CONCURRENCY}`, against a server
that waits {_LATENCY * 1000:.0f} ms before each response. Ideal is {_IDEAL:.2f} s: the latency
alone, {_CONCURRENCY} at a time. Plain httpx shows what of the rest is the machine's: wall time
suffers from whatever else runs."""


def measure(environments: Environments, options: Options) -> str:
    """Let the contenders take turns."""
    python = environments.python("project")
    found: dict[str, list[float]] = {title: [] for title in _CONTENDERS}
    with (
        served(python, _LATENCY) as url,
        Worker(
            python, "benchmarks.workers.latency", url, str(_BATCHES), str(_CONCURRENCY)
        ) as worker,
    ):
        for number in range(options.rounds + 1):
            for title, name in _CONTENDERS.items():
                seconds = worker.order(contender=name)["seconds"]
                if number:  # the first one opens connections
                    found[title].append(seconds)

    rows = []
    for title, seconds in found.items():
        median = statistics.median(seconds)
        rows.append([title, f"{median:.3f}", f"{median / _IDEAL - 1:+.1%}", spread(seconds, 3)])
    return f"{_WHAT}\n\n{table(['contender', 'seconds', 'over ideal', 'rounds'], rows)}"
