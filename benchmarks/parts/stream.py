"""A million events from a generator."""

from __future__ import annotations

from benchmarks.environments import Environments
from benchmarks.processes import Worker, served
from benchmarks.tables import table

TITLE = "A million events from a generator"
_COUNTS = (10_000, 1_000_000)
_WHAT = """\
`upsert_iter` with `concurrency=4` of events with four fields, made as they are asked for, the
making included; once each, in a process of its own, against the trivial server, which shares the
two cores. Peak is the most memory that the process held."""


def measure(environments: Environments, rounds: int) -> str:  # noqa: ARG001 - as each part
    """Send few and many."""
    rows = []
    python = environments.python("project")
    for count in _COUNTS:
        with served(python) as url:
            worker = Worker(python, "benchmarks.workers.stream", url, str(count))
            with worker:
                found = worker.order()
        rate, each = count / found["wall"], found["cpu"] / count * 1_000_000
        rows.append([f"{count:,}", f"{rate:,.0f}", f"{each:.0f}", f"{found['peak']:.1f}"])
    head = ["events", "events per second", "CPU per event, µs", "peak, MB"]
    return f"{_WHAT}\n\n{table(head, rows)}"
