"""How well `concurrency` hides a server's latency."""

from __future__ import annotations

import statistics
from contextlib import ExitStack

from benchmarks.environments import Environments
from benchmarks.processes import Worker, served
from benchmarks.tables import spread, table

TITLE = "Concurrency against latency"
_LATENCY = 0.05  # seconds
_CONCURRENCY = 8
_BATCHES = 160
_LEAST = _BATCHES / _CONCURRENCY * _LATENCY
_IDEAL = "ideal"
_CONTENDERS = {
    "this client": "ours",
    "this client on asyncio": "ours_async",
    "raw httpx with 8 threads": "raw",
    "raw httpx with 8 tasks": "raw_async",
    _IDEAL: "ideal",
}
_WHAT = f"""\
Seconds for {_BATCHES} batches of 100 events with `concurrency={_CONCURRENCY}`, each contender in a
process of its own, against a server that waits {_LATENCY * 1000:.0f} ms before each response.
Ideal is what every {_CONCURRENCY}th of the batches takes one after another, written beforehand and
read as bytes by http.client: the latency, and what each batch costs the server and the network.
The latency alone is {_LEAST:.2f} s. Plain httpx shows what of the rest is the machine's: wall time
suffers from whatever else runs."""


def measure(environments: Environments, rounds: int) -> str:
    """Let the contenders take turns."""
    python = environments.python("project")
    module, counts = "benchmarks.workers.latency", (str(_BATCHES), str(_CONCURRENCY))
    found: dict[str, list[float]] = {title: [] for title in _CONTENDERS}
    with ExitStack() as stack:
        url = stack.enter_context(served(python, _LATENCY))
        workers = {
            title: stack.enter_context(Worker(python, module, name, url, *counts))
            for title, name in _CONTENDERS.items()
        }
        for number in range(rounds + 1):
            for title, worker in workers.items():
                seconds = worker.order()["seconds"]
                if number:  # the first one opens connections
                    found[title].append(seconds)

    rows = [_row(title, seconds, found[_IDEAL]) for title, seconds in found.items()]
    head = ["contender", "seconds", "over ideal", f"over {_LEAST:.2f} s", "rounds"]
    return f"{_WHAT}\n\n{table(head, rows)}"


def _row(title: str, seconds: list[float], ideal: list[float]) -> list[str]:
    median = statistics.median(seconds)
    over = [f"{median / least - 1:+.1%}" for least in (statistics.median(ideal), _LEAST)]
    return [title, f"{median:.3f}", *over, spread(seconds, 3)]
