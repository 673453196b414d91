"""Bigger and smaller batches and events."""

from __future__ import annotations

from benchmarks import rounds as r
from benchmarks.environments import Environments
from benchmarks.tables import median_ratio, table
from benchmarks.workload import Shape

TITLE = "Bigger and smaller"
_SHAPES = {
    "1 event, 12 fields": Shape(size=1),
    "10 events, 12 fields": Shape(size=10),
    "100 events, 12 fields": Shape(),
    "100 events, 4 fields": Shape(fields=4),
    "100 events, 12 fields, 1 custom property each": Shape(properties=1),
    "100 events, 12 fields, 10 custom properties each": Shape(properties=10),
}
_CONTENDERS = [r.RAW, r.GENERATED, r.OURS, r.OURS_ORJSON, r.OURS_ASYNC, r.FLOOR]
_WHAT = "CPU of the client process per batch, in ms, and in brackets the ratio to raw httpx."


def measure(environments: Environments, rounds: int) -> str:
    """Compare some contenders with batches of each shape."""
    rows = []
    for title, shape in _SHAPES.items():
        figures = r.compare(environments, _CONTENDERS, shape, rounds)
        rows.append([title, *(_cell(figures, contender) for contender in _CONTENDERS)])
    head = ["batch", *(contender.title for contender in _CONTENDERS)]
    return f"{_WHAT}\n\n{table(head, rows)}"


def _cell(figures: dict[r.Contender, r.Figures], contender: r.Contender) -> str:
    cpu = r.medians(figures, "cpu")[contender]
    ratio = median_ratio(figures[contender]["cpu"], figures[r.RAW]["cpu"])
    return f"{cpu:.2f} ({ratio:.2f})"
