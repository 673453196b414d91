"""What a typed upsert costs, against its peers."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks import rounds as r
from benchmarks.environments import Environments
from benchmarks.machine import versions
from benchmarks.tables import median_ratio, ratios, spread, table
from benchmarks.workload import Shape

TITLE = "An upsert of 100 events"
_CONTENDERS = [
    r.RAW,
    r.RAW_ASYNC,
    r.GENERATED,
    r.OURS,
    r.OURS_ORJSON,
    r.OURS_ASYNC,
    r.SDK,
    r.API_CLIENT,
    r.FLOOR,
]
_RUNS = 2
_WHAT = """\
CPU (user + system) of the client process for one batch of 100 events with all twelve fields (and
an empty list of custom properties), from the contender's own input objects to its results, of
which each object id is compared. `inputs` is what making those objects of plain Python values
costs on top. The server is trivial, in another process, and the same for all. A ratio is the
median over rounds of the ratio within the round; each run starts all processes anew."""


def measure(environments: Environments, rounds: int) -> str:
    """Compare all contenders, twice."""
    runs = [r.compare(environments, _CONTENDERS, Shape(), rounds) for _ in range(_RUNS)]
    return f"{_WHAT}\n{_versions(environments)}\n\n{compared(runs)}"


def compared(runs: Sequence[dict[r.Contender, r.Figures]]) -> str:
    """Return a table of the contenders of some runs, compared with the first of them."""
    head = ["contender", "CPU, ms", "inputs, ms", "wall, ms", "ratio"]
    head += [f"rounds of run {number + 1}" for number in range(len(runs))]
    return table(head, [_row(contender, runs) for contender in runs[0]])


def _row(contender: r.Contender, runs: Sequence[dict[r.Contender, r.Figures]]) -> list[str]:
    last, first = runs[-1], next(iter(runs[-1]))
    figures = [f"{r.medians(last, name)[contender]:.2f}" for name in ("cpu", "inputs", "wall")]
    base = [run[first]["cpu"] for run in runs]
    own = [run[contender]["cpu"] for run in runs]
    ratio = " and ".join(f"{median_ratio(*pair):.2f}" for pair in zip(own, base, strict=True))
    spreads = [spread(ratios(*pair)) for pair in zip(own, base, strict=True)]
    return [contender.title, *figures, ratio, *spreads]


def _versions(environments: Environments) -> str:
    ours = versions(environments.python("project"), "httpx", "httpcore", "h11", "attrs")
    fast = versions(environments.python("project-orjson"), "orjson")
    floor = versions(environments.python("floor"), "msgspec")
    return f"Versions: {ours}; {fast}; {floor}."
