"""Runs the core by blocking calls."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import closing
from threading import Event as Flag
from typing import Any, Self, TypeVar

import httpx

from hubspot_marketing_events._core import (
    Batch,
    BatchCall,
    Conditions,
    Pages,
    Request,
    Run,
    deliver,
    single,
)
from hubspot_marketing_events._core._calls import may_be_applied
from hubspot_marketing_events._core._delivery import Step
from hubspot_marketing_events._core._run import OnBatch
from hubspot_marketing_events._drivers._base import Driver, Rest, attach_report, iterated
from hubspot_marketing_events._http import BlockingGateway
from hubspot_marketing_events._outcomes import Outcome, Report
from hubspot_marketing_events.errors import ConfigurationError

Result = TypeVar("Result")


class BlockingDriver(Driver):
    """Sends and waits, and blocks meanwhile."""

    def _begin(self) -> None:
        self._gateway = BlockingGateway(self._settings, self._pacer)
        self._connections: httpx.Client = self._settings.open(httpx.Client)
        self._owner = os.getpid()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; every later call raises `ConfigurationError`."""
        self._closed = True
        self._http().close()

    def _reported(
        self,
        call: BatchCall,
        given: Any,
        concurrency: int,
        deadline: float | None,
        on_batch: OnBatch | None,
    ) -> Report:
        """Make a batch call, and report on all of it."""
        sources, done = iterated(given), list[Outcome]()
        run = self._run(call, concurrency, deadline, Flag())
        run.ids_kept = float("inf")
        try:
            for outcomes in self._batches(run, sources, on_batch):
                done += outcomes
        except BaseException as error:
            attach_report(error, run, sources, done)
            raise
        return run.report(done)

    def _yielded(
        self,
        call: BatchCall,
        given: Any,
        concurrency: int,
        deadline: float | None,
        on_batch: OnBatch | None,
    ) -> Outcomes:
        """Make a batch call, and yield outcomes as batches complete."""
        sources, run = iterated(given), self._run(call, concurrency, deadline, Flag())
        return Outcomes(run, self._batches(run, sources, on_batch))

    def _asked(self, request: Request[Result], deadline: float | None) -> Result:
        """Send one request, and return what it reads."""
        conditions = self._alone(deadline, Flag())
        return self._driven(conditions, single(conditions, request))

    def _paged(self, pages: Pages[Result], deadline: float | None) -> Iterator[Result]:
        """Yield what pages have, each page when it is needed."""
        return self._items(pages, self._alone(deadline, Flag()))

    def _items(self, pages: Pages[Result], conditions: Conditions) -> Iterator[Result]:
        while items := self._driven(conditions, pages.following(conditions)):
            yield from items

    def _http(self) -> httpx.Client:
        """Return the connections of this process; those of a parent process stay its own."""
        if self._owner != os.getpid():
            self._connections, self._owner = self._settings.open(httpx.Client), os.getpid()
        return self._connections

    def _batches(
        self, run: Run, sources: Iterator[Any], on_batch: OnBatch | None
    ) -> Generator[list[Outcome]]:
        pool: Any = None
        try:
            if run.concurrency > 1:
                from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - slow to import

                pool = ThreadPoolExecutor(run.concurrency, "marketing-events")
            for batch in run.schedule(sources):
                if not batch.started:
                    self._start(run, batch, pool)
                    continue

                if batch.delivery:
                    batch.delivery.result()
                yield run.finish(on_batch)
        except BaseException as error:
            run.end(error)
            try:
                if pool:
                    pool.shutdown()
            finally:
                run.abandon(error)
            raise
        finally:
            if pool:
                pool.shutdown()

    def _start(self, run: Run, batch: Batch, pool: Any) -> None:
        """Deliver a batch, or have a thread of the pool deliver it."""
        batch.started = True
        steps = deliver(run, batch)
        if not pool:
            self._driven(run, steps)
            return

        try:
            batch.delivery = pool.submit(self._driven, run, steps)
        except BaseException:  # Ctrl-C while a thread starts; the thread may deliver all the same
            may_be_applied(batch.sendable.values())
            raise

    def _driven(self, run: Conditions, steps: Generator[Step, Any, Result]) -> Result:
        """Do what a generator of the core asks for; return what it returns."""
        with closing(steps):
            reply: Any = None
            while True:
                try:
                    step = steps.send(reply)
                except StopIteration as end:
                    result: Result = end.value
                    return result

                reply = None
                if isinstance(step, Request):
                    reply = self._send(run, step)
                else:
                    run.stopped.wait(step)

    def _send(self, run: Conditions, request: Request[Any]) -> Any:
        token = self._tokens.token()
        if isinstance(token, ConfigurationError):
            return token
        if obstacle := run.obstacle():
            return obstacle

        request.is_sent = True
        return self._gateway.send(self._http(), request, token, run.left())


class Outcomes(Rest, Iterator[Outcome]):
    """The outcomes of a call, as batches complete."""

    def __next__(self) -> Outcome:
        while not self._ready:
            self._ready.extend(next(self._batches))
        return self._ready.popleft()

    def close(self) -> None:
        """Send nothing more, and wait for the requests in flight."""
        self._batches.close()
        self._leave()
