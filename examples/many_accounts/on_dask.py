"""Runs a plan on a Dask cluster: a task for each slice, those of a lane one after the other."""

from __future__ import annotations

import time
from asyncio import CancelledError
from collections import Counter, deque
from collections.abc import Callable
from itertools import count
from typing import Any

from attrs import define, field
from distributed import Client, Future, as_completed
from redis.exceptions import RedisError

from . import delivery, plan
from .delivery import Result
from .plan import Slice

_EVERY = 5.0  # seconds between two lines of progress
_RETRIES = 3  # of a task that raises


class RunError(Exception):
    """The run cannot go on; says why, and that it can be started again."""


@define
class Progress:
    """How far a run is."""

    rows: Counter[str] = field(factory=Counter)
    slices: int = 0
    total: int = 0
    stopped: dict[str, str] = field(factory=dict)
    begun: float = field(factory=time.monotonic)

    def __str__(self) -> str:
        done, seconds = self.rows.total(), time.monotonic() - self.begun
        counts = ", ".join(f"{count:,} {status}" for status, count in self.rows.most_common())
        return (
            f"{self.slices:,} of {self.total:,} slices, {done:,} rows ({counts or 'none'}),"
            f" {done / seconds:,.0f} rows/s, {len(self.stopped)} accounts stopped"
        )


def run(client: Client, directory: str, tell: Callable[[str], object] = print) -> Progress:
    """Send what is left of a run.

    Args:
        client: of the cluster; its workers see the run directory and the input under the same
            paths, have `REDIS_URL` in their environment, and can import this package.
        directory: of the run, as an absolute path.
        tell: takes a line of progress now and then.

    Raises:
        RunError: Redis or the run directory is out of reach, or the cluster is gone or not ready.
    """
    _check(client, directory)
    lanes = _unfinished(directory)
    progress = Progress(total=sum(len(lane) for lane in lanes))
    most = 2 * max(1, sum(client.nthreads().values()))  # more would only fill the scheduler
    waiting, told = deque(sorted(lanes, key=len, reverse=True)), 0.0
    in_flight: dict[Future[Result], deque[Slice]] = {}
    finished: Any = as_completed()
    number = count()

    while waiting or in_flight:
        while waiting and len(in_flight) < most:
            lane = waiting.popleft()
            key = ("upsert", lane[0].name, next(number))  # a key that is known would not run again
            future = client.submit(delivery.send, lane[0], key=key, retries=_RETRIES)
            in_flight[future] = lane
            finished.add(future)

        future = next(finished)
        lane = in_flight.pop(future)
        result = _result(future, lane[0])
        if result.reason and result.slice.account not in progress.stopped:
            progress.stopped[result.slice.account] = result.reason
            tell(f"stopped: {result.slice.account}: {result.reason}")
        if _advance(lane, result, progress):
            waiting.appendleft(lane)
        if time.monotonic() - told > _EVERY:
            told = time.monotonic()
            tell(str(progress))
    tell(str(progress))
    return progress


def _check(client: Client, directory: str) -> None:
    """Make sure that the scheduler and each worker have what they need, before accounts suffer."""
    try:
        client.submit(delivery.check_surroundings, directory, pure=False).result()
        client.run(delivery.check_surroundings, directory)
    except Exception as error:
        said = f"{type(error).__name__}: {error}".strip()
        raise RunError(
            f"the cluster is not ready: {said}. Scheduler and workers need PYTHONPATH with this"
            " package, the run directory under the same path, and REDIS_URL"
        ) from error


def _unfinished(directory: str) -> list[deque[Slice]]:
    """Return the slices that are left of each lane, and let stopped accounts be tried again."""
    found = plan.load(directory)
    lanes: list[deque[Slice]] = []
    for account, ranges in found.accounts.items():
        delivery.allow(directory, account)
        for lane in range(found.settings.lanes):
            slices = (Slice(directory, account, number, lane) for number in range(ranges))
            if left := deque(part for part in slices if not part.finished):
                lanes.append(left)
    return lanes


def _result(future: Future[Result], part: Slice) -> Result:
    """Return what became of a slice; what only concerns its account stops its account."""
    if future.status in {"cancelled", "lost"}:
        raise RunError("the cluster is gone; start the run again, it goes on where it stopped")
    if future.status == "finished":
        try:
            return future.result()
        except (OSError, CancelledError):  # its worker died with it; it is kept in the directory
            return Result(part, "again", {})

    error = future.exception()
    if isinstance(error, RedisError | OSError):
        said = f"{type(error).__name__}: {error}"
        raise RunError(f"{said}. Mend that and start the run again, it goes on where it stopped")
    return delivery.stop(part, f"the task failed: {type(error).__name__}: {error}")


def _advance(lane: deque[Slice], result: Result, progress: Progress) -> bool:
    """Take in what became of the first slice of a lane; return whether something is left."""
    if result.state == "done":
        progress.rows.update(result.counts)
        progress.slices += 1
        lane.popleft()
    return bool(lane) and result.state != "stopped"
