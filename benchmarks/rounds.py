"""Rounds in which the contenders take turns."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass

from benchmarks.environments import Environments
from benchmarks.processes import Worker, served
from benchmarks.workload import Workload

LEAST_ROUNDS = 7  # that make a median
_ENOUGH = 150.0  # milliseconds of CPU time for one measurement


@dataclass(frozen=True)
class Contender:
    """Who takes part.

    Attributes:
        title: what the table calls it.
        module: its module in `benchmarks.contenders`.
        environment: where it runs.
    """

    title: str
    module: str
    environment: str


RAW = Contender("raw httpx, dictionaries, json", "raw_httpx", "project")
RAW_ASYNC = Contender("raw httpx on asyncio", "raw_httpx_async", "project")
GENERATED = Contender("the generated client alone", "generated", "project")
OURS = Contender("this client", "ours", "project")
OURS_ORJSON = Contender("this client, orjson installed", "ours", "project-orjson")
OURS_ASYNC = Contender("this client on asyncio", "ours_async", "project")
SDK = Contender("hubspot-sdk 0.1.0a9", "hubspot_sdk", "hubspot-sdk")
API_CLIENT = Contender("hubspot-api-client 12.0.0", "hubspot_api_client", "hubspot-api-client")
FLOOR = Contender("http.client, msgspec (the floor)", "floor", "floor")

PARTICIPANTS = [
    Contender("raw httpx, dictionaries, json", "participants.raw_httpx", "project"),
    Contender("this client", "participants.ours", "project"),
    Contender("this client, orjson installed", "participants.ours", "project-orjson"),
    Contender("hubspot-sdk 0.1.0a9", "participants.hubspot_sdk", "hubspot-sdk"),
    Contender("hubspot-api-client 12.0.0", "participants.hubspot_api_client", "hubspot-api-client"),
]

Figures = dict[str, list[float]]


def compare(
    environments: Environments, contenders: Sequence[Contender], shape: Workload, rounds: int
) -> dict[Contender, Figures]:
    """Let the contenders send the same batch in turns, each from a process of its own.

    Returns:
        For each contender its figures by name, one per round; see `benchmarks.workers.batches`.
    """
    found: dict[Contender, Figures] = {contender: {} for contender in contenders}
    with ExitStack() as stack:
        url = stack.enter_context(served(environments.python("project")))
        workers = {}
        for contender in contenders:
            python = environments.python(contender.environment)
            worker = Worker(python, "benchmarks.workers.batches", contender.module, url)
            workers[contender] = stack.enter_context(worker)

        batches = {each: _batches(worker, shape) for each, worker in workers.items()}
        for _ in range(rounds):
            for contender, worker in workers.items():
                figures = _order(worker, shape, batches[contender])
                for name, value in figures.items():
                    found[contender].setdefault(name, []).append(value)
    return found


def _batches(worker: Worker, shape: Workload) -> int:
    """Warm a contender up, and return how many batches give a figure that can be trusted."""
    _order(worker, shape, 5)
    figures = _order(worker, shape, 5)
    return max(5, int(_ENOUGH / max(figures["cpu"], 0.05)))


def _order(worker: Worker, shape: Workload, batches: int) -> dict[str, float]:
    workload = type(shape).__name__
    return worker.order(workload=workload, shape=asdict(shape), batches=batches)


def medians(figures: Mapping[Contender, Figures], name: str) -> dict[Contender, float]:
    """Return each contender's median of a figure."""
    return {contender: statistics.median(found[name]) for contender, found in figures.items()}
