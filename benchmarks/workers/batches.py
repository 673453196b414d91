"""One contender in a process of its own: `python -m benchmarks.workers.batches NAME URL`.

Each line of its standard input is an order as JSON, with the kind and shape of a batch and how
often to send it. Each line of its output says what that took, in milliseconds per batch: `cpu`
(user and system time of this process), `wall`, and `inputs`, the CPU time to make the contender's
own input of plain values.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks.workload import WORKLOADS, Workload


def measure(
    contender: Any, shape: Workload, batches: int, runner: asyncio.Runner
) -> dict[str, float]:
    """Send one batch several times, check each result, and return milliseconds per batch."""
    rows = shape.rows()
    begun = time.process_time()
    inputs = contender.inputs(rows)
    made = time.process_time() - begun

    expected = shape.object_ids()
    cpu, wall = time.process_time(), time.perf_counter()
    if inspect.iscoroutinefunction(contender.send):
        runner.run(_send_async(contender.send, inputs, batches, expected))
    else:
        _send(contender.send, inputs, batches, expected)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {"cpu": cpu / batches * 1000, "wall": wall / batches * 1000, "inputs": made * 1000}


def _send(send: Callable[[Any], list[str]], inputs: Any, batches: int, expected: list[str]) -> None:
    for _ in range(batches):
        assert expected == send(inputs)


async def _send_async(
    send: Callable[[Any], Awaitable[list[str]]], inputs: Any, batches: int, expected: list[str]
) -> None:
    for _ in range(batches):
        assert expected == await send(inputs)


def main(name: str, url: str) -> None:
    """Carry out the orders of standard input."""
    contender = importlib.import_module(f"benchmarks.contenders.{name}").Contender(url)
    with asyncio.Runner() as runner:
        for line in sys.stdin:
            order = json.loads(line)
            shape = WORKLOADS[order["workload"]](**order["shape"])
            found = measure(contender, shape, order["batches"], runner)
            print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
