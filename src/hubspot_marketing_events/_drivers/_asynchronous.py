"""Runs the core on an asyncio event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from contextlib import closing, suppress
from typing import Any, Self, TypeVar
from weakref import WeakKeyDictionary

import httpx

from hubspot_marketing_events._core import (
    BatchCall,
    Conditions,
    Pages,
    Request,
    Run,
    deliver,
    single,
)
from hubspot_marketing_events._core._delivery import Step
from hubspot_marketing_events._core._run import OnBatch
from hubspot_marketing_events._drivers._base import Driver, Rest, attach_report, iterated
from hubspot_marketing_events._http import AsyncGateway
from hubspot_marketing_events._outcomes import Outcome, Report
from hubspot_marketing_events.errors import ConfigurationError, DeadlineError

Result = TypeVar("Result")


class AsyncDriver(Driver):
    """Sends and waits on the running event loop."""

    def _begin(self) -> None:
        self._gateway = AsyncGateway(self._settings, self._pacer)
        self._first: httpx.AsyncClient | None = self._settings.open(httpx.AsyncClient)
        self._loops: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = (
            WeakKeyDictionary()
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close this loop's connections; every later call raises `ConfigurationError`."""
        self._closed = True
        await self._http().aclose()

    async def _reported(
        self,
        call: BatchCall,
        given: Any,
        concurrency: int,
        deadline: float | None,
        on_batch: OnBatch | None,
    ) -> Report:
        """Make a batch call, and report on all of it."""
        sources, done = iterated(given), list[Outcome]()
        run = self._run(call, concurrency, deadline, asyncio.Event())
        run.ids_kept = float("inf")
        try:
            async for outcomes in self._batches(run, sources, on_batch):
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
    ) -> AsyncOutcomes:
        """Make a batch call, and yield outcomes as batches complete."""
        sources, run = iterated(given), self._run(call, concurrency, deadline, asyncio.Event())
        return AsyncOutcomes(run, self._batches(run, sources, on_batch))

    async def _asked(self, request: Request[Result], deadline: float | None) -> Result:
        """Send one request, and return what it reads."""
        conditions = self._alone(deadline, asyncio.Event())
        return await self._driven(conditions, single(conditions, request))

    def _paged(self, pages: Pages[Result], deadline: float | None) -> AsyncIterator[Result]:
        """Yield what pages have, each page when it is needed."""
        return self._items(pages, self._alone(deadline, asyncio.Event()))

    async def _items(self, pages: Pages[Result], conditions: Conditions) -> AsyncIterator[Result]:
        while items := await self._driven(conditions, pages.following(conditions)):
            for item in items:
                yield item

    def _http(self) -> httpx.AsyncClient:
        """Return the connections of the running loop."""
        loop = asyncio.get_running_loop()
        if loop not in self._loops:
            self._loops[loop] = self._first or self._settings.open(httpx.AsyncClient)
            self._first = None
        return self._loops[loop]

    async def _batches(
        self, run: Run, sources: Iterator[Any], on_batch: OnBatch | None
    ) -> AsyncGenerator[list[Outcome]]:
        places = asyncio.Semaphore(run.concurrency)
        try:
            for batch in run.schedule(sources):
                if not batch.started:
                    batch.started = True
                    batch.delivery = asyncio.create_task(
                        self._deliver(run, deliver(run, batch), places)
                    )
                    await asyncio.sleep(0)  # so that it begins before the next batch is read
                    continue

                # Unlike await alone, this cancels no delivery with the call.
                await asyncio.wait([batch.delivery])
                batch.delivery.result()
                yield run.finish(on_batch)
        except BaseException as error:
            run.end(error)
            deliveries = [batch.delivery for batch in run.window if batch.delivery]
            for delivery in deliveries:
                delivery.cancel()
            try:
                await asyncio.gather(*deliveries, return_exceptions=True)
            finally:  # also where the call is cancelled meanwhile, once the deliveries have ended
                run.abandon(error)
            raise

    async def _deliver(
        self, run: Run, steps: Generator[Step, Any, None], places: asyncio.Semaphore
    ) -> None:
        async with places:
            await self._driven(run, steps)

    async def _driven(self, run: Conditions, steps: Generator[Step, Any, Result]) -> Result:
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
                    reply = await self._send(run, step)
                else:
                    with suppress(TimeoutError):
                        async with asyncio.timeout(step):
                            await run.stopped.wait()

    async def _send(self, run: Conditions, request: Request[Any]) -> Any:
        try:
            async with asyncio.timeout(None if run.deadline is None else run.left()):
                token = await self._tokens.token_async()
        except TimeoutError:
            return DeadlineError("the deadline of the call has passed")
        if isinstance(token, ConfigurationError):
            return token
        if obstacle := run.obstacle():
            return obstacle

        request.is_sent = True
        return await self._gateway.send(self._http(), request, token, run.left())


class AsyncOutcomes(Rest, AsyncIterator[Outcome]):
    """The outcomes of a call, as batches complete."""

    async def __anext__(self) -> Outcome:
        while not self._ready:
            self._ready.extend(await anext(self._batches))
        return self._ready.popleft()

    async def aclose(self) -> None:
        """Send nothing more, and cancel the requests in flight."""
        await self._batches.aclose()
        self._leave()
