"""`MarketingEvents` and `AsyncMarketingEvents`: the core, driven by blocking calls or on a loop."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterable,
    Iterator,
    Mapping,
)
from contextlib import AbstractAsyncContextManager, AbstractContextManager, closing, suppress
from math import isnan
from threading import Event as Flag
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import httpx

from hubspot_marketing_events._core import Batch, RetryPolicy, Run, deliver
from hubspot_marketing_events._core._delivery import Part, Step
from hubspot_marketing_events._core._run import OnBatch, attach, may_be_applied
from hubspot_marketing_events._events import Event
from hubspot_marketing_events._http import AsyncGateway, BlockingGateway, TokenSource
from hubspot_marketing_events._http._gateway import Reply, Settings, checked_url
from hubspot_marketing_events._outcomes import Outcome, Report
from hubspot_marketing_events._pacing import Pacer, shared_pacer
from hubspot_marketing_events.errors import ConfigurationError, DeadlineError, MarketingEventsError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Semaphore

BASE_URL = "https://api.hubapi.com"
MOST_IN_FLIGHT = 64  # batches
TIMEOUT = 30.0  # seconds
Inputs = Iterable[Event | Mapping[str, Any]]


class _Client:
    """What both clients are made of."""

    _shown_url = ""  # before there is one

    def __init__(
        self,
        *,
        token: str | Callable[[], str | Awaitable[str]],
        base_url: str = BASE_URL,
        api_version: str | None = None,
        transport: Any = None,
        client_options: Mapping[str, Any] | None = None,
        attempts: int = 8,
        timeout: float | None = TIMEOUT,
        pacer: Pacer | None = None,
    ) -> None:
        tokens, token = TokenSource(token), ""  # no frame of ours keeps the token
        if isinstance(tokens.fixed, ConfigurationError):
            raise tokens.fixed
        if not isinstance(attempts, int) or attempts < 1:
            raise ConfigurationError(f"attempts is {attempts!r}; a request is sent at least once")
        if not isinstance(api_version, str | None):
            raise ConfigurationError(f"api_version {api_version!r} is no text, such as '2026-03'")
        if not isinstance(client_options, Mapping | None):
            raise ConfigurationError("client_options is no mapping of httpx's arguments")

        url, options = checked_url(base_url), dict(client_options or {})
        self._shown_url = str(url)
        if isinstance(options.get("timeout"), int | float):
            timeout = options["timeout"]
        if not (timeout is None or (isinstance(timeout, int | float) and timeout > 0)):
            raise ConfigurationError(f"timeout is {timeout!r}; it is seconds above 0, or None")

        self._settings = Settings(url, api_version, transport, options, timeout)
        self._policy, self._tokens, self._closed = RetryPolicy(attempts), tokens, False
        own = pacer is not None or transport is not None  # such a transport may lead anywhere
        origin = (url.scheme, url.host, url.port)
        self._pacer = (pacer or Pacer()) if own else shared_pacer((origin, tokens.key()))
        self._begin()

    def _begin(self) -> None:
        """Prepare what sends."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._shown_url!r})"

    def _run(self, concurrency: int, deadline: float | None, stopped: Any) -> Run:
        if self._closed:
            raise ConfigurationError("the client is closed; make another one")
        if not isinstance(concurrency, int) or not 1 <= concurrency <= MOST_IN_FLIGHT:
            message = f"concurrency is {concurrency!r}; it goes from 1 to {MOST_IN_FLIGHT}"
            raise ConfigurationError(message)
        if not (deadline is None or (isinstance(deadline, int | float) and not isnan(deadline))):
            raise ConfigurationError(f"deadline is {deadline!r}; it is seconds, or None")

        end = None if deadline is None else time.monotonic() + deadline
        return Run(
            concurrency,
            end,
            self._pacer,
            self._policy,
            stopped,
            renewable=self._tokens.renewable,
        )


class MarketingEvents(_Client, AbstractContextManager["MarketingEvents"]):
    """Upserts marketing events, blocking.

    A client may be shared among threads, and used again in a forked process, which opens
    connections of its own.

    Args:
        token: a private app's token or an OAuth access token; or a callable that is asked for one
            before each request, and once more where HubSpot says that it has expired.
        base_url: where HubSpot is, or a stand-in such as the mock server.
        api_version: one of the generated versions, such as "2026-03"; None for the default.
        transport: an httpx transport to send through; None for httpx's own. It is the caller's: it
            is not made anew in a forked process.
        client_options: further arguments of the httpx client, such as `verify`, `limits`, `proxy`.
        attempts: how often one request is sent at most.
        timeout: the seconds that one request may take as a whole, from connecting to the last byte
            of the response; None for no end.
        pacer: how fast requests may go. Without it, clients of this process that send the same
            token, or have the same callable, to the same host share one, with HubSpot's limit for
            a private app on a starter account; one with a transport of its own shares none.

    Raises:
        ConfigurationError: an argument cannot work.
    """

    def _begin(self) -> None:
        self._gateway = BlockingGateway(self._settings, self._pacer)
        self._connections: httpx.Client = self._settings.open(httpx.Client)
        self._owner = os.getpid()

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; every later call raises `ConfigurationError`."""
        self._closed = True
        self._http().close()

    def upsert(
        self,
        events: Inputs,
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> Report:
        """Create or update events, and say what became of each.

        Args:
            events: `Event`s, or mappings with HubSpot's or Python's names.
            concurrency: how many batches may be in flight, from 1 to 64.
            deadline: the seconds after which nothing more is sent, no response is waited for, and
                the rest is `not_sent`; None for no end. The rest of `events` is still read.
            on_batch: called with the outcomes of each batch, in the order of the inputs.

        Returns:
            A report with one outcome per input, in the order of the inputs. An input that failed
            is `superseded` where a later version of the same event got through.

        Raises:
            MarketingEventsError: no request can succeed, as with a bad token or a dead host. Its
                `report` has an outcome for every input. Whatever else interrupts the call, such as
                KeyboardInterrupt, has a `report` of the inputs that were read.
        """
        sources, done = inputs(events), list[Outcome]()
        run = self._run(concurrency, deadline, Flag())
        run.ids_kept = float("inf")
        try:
            for outcomes in self._batches(run, sources, on_batch):
                done += outcomes
        except BaseException as error:
            attach_report(error, run, sources, done)
            raise
        return run.report(done)

    def upsert_iter(
        self,
        events: Inputs,
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> Outcomes:
        """Create or update events, and yield outcomes as batches complete.

        Memory is bounded by the batches in flight. An older version of an event is told as
        `superseded` only within a batch.

        Args:
            events: as for `upsert`; read as they are needed.
            concurrency: as for `upsert`.
            deadline: as for `upsert`.
            on_batch: as for `upsert`.

        Returns:
            An iterator over one outcome per input, in the order of the inputs.

        Raises:
            MarketingEventsError: as `upsert`; its `report` has the inputs that were read and not
                yielded, as `Outcomes.rest` has.
        """
        sources, run = inputs(events), self._run(concurrency, deadline, Flag())
        return Outcomes(run, self._batches(run, sources, on_batch))

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
                    batch.started = True
                    submit = pool.submit if pool else _at_once
                    batch.delivery = submit(self._deliver, run, batch)
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

    def _deliver(self, run: Run, batch: Batch) -> None:
        with closing(deliver(run, batch)) as steps:
            step = next(steps, None)
            while step is not None:
                if isinstance(step, float):
                    run.stopped.wait(step)
                    step = next_step(steps, None)
                else:
                    step = next_step(steps, self._send(run, step))

    def _send(self, run: Run, part: Part) -> Reply:
        token = self._tokens.token()
        if isinstance(token, ConfigurationError):
            return token
        if obstacle := run.obstacle():
            return obstacle

        events = [pending.event for pending in part if pending.event]
        try:
            return self._gateway.send(self._http(), events, token, run.left())
        except BaseException:
            may_be_applied(part)
            raise


class AsyncMarketingEvents(_Client, AbstractAsyncContextManager["AsyncMarketingEvents"]):
    """Upserts marketing events on an asyncio event loop.

    The same as `MarketingEvents`, but that a token callable may be a coroutine function. A client
    may be used on one event loop after the other; each has connections of its own.

    Args:
        token: a private app's token or an OAuth access token; or a callable, also a coroutine
            function, that is asked for one
            before each request, and once more where HubSpot says that it has expired.
        base_url: where HubSpot is, or a stand-in such as the mock server.
        api_version: one of the generated versions, such as "2026-03"; None for the default.
        transport: an asynchronous httpx transport; None for httpx's own. It is the caller's: it is
            not made anew on another event loop.
        client_options: further arguments of the httpx client, such as `verify`, `limits`, `proxy`.
        attempts: how often one request is sent at most.
        timeout: the seconds that one request may take as a whole, from connecting to the last byte
            of the response; None for no end.
        pacer: how fast requests may go. Without it, clients of this process that send the same
            token, or have the same callable, to the same host share one, with HubSpot's limit for
            a private app on a starter account; one with a transport of its own shares none.

    Raises:
        ConfigurationError: an argument cannot work.
    """

    def _begin(self) -> None:
        self._gateway = AsyncGateway(self._settings, self._pacer)
        self._first: httpx.AsyncClient | None = self._settings.open(httpx.AsyncClient)
        self._loops: WeakKeyDictionary[AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close this loop's connections; every later call raises `ConfigurationError`."""
        self._closed = True
        await self._http().aclose()

    async def upsert(
        self,
        events: Inputs,
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> Report:
        """Create or update events, and say what became of each; see `MarketingEvents.upsert`.

        Args:
            events: `Event`s, or mappings with HubSpot's or Python's names.
            concurrency: how many batches may be in flight, from 1 to 64.
            deadline: the seconds after which nothing more is sent or waited for.
            on_batch: called with the outcomes of each batch, in the order of the inputs.

        Returns:
            A report with one outcome per input, in the order of the inputs.

        Raises:
            MarketingEventsError: no request can succeed; its `report` has every input's outcome.
        """
        from asyncio import Event  # noqa: PLC0415 - slow to import

        sources, done = inputs(events), list[Outcome]()
        run = self._run(concurrency, deadline, Event())
        run.ids_kept = float("inf")
        try:
            async for outcomes in self._batches(run, sources, on_batch):
                done += outcomes
        except BaseException as error:
            attach_report(error, run, sources, done)
            raise
        return run.report(done)

    def upsert_iter(
        self,
        events: Inputs,
        *,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: OnBatch | None = None,
    ) -> AsyncOutcomes:
        """Create or update events, and yield outcomes; see `MarketingEvents.upsert_iter`.

        Args:
            events: as for `upsert`; read as they are needed.
            concurrency: as for `upsert`.
            deadline: as for `upsert`.
            on_batch: as for `upsert`.

        Returns:
            An asynchronous iterator over one outcome per input, in the order of the inputs.

        Raises:
            MarketingEventsError: as `upsert`; its `report` has what was read and not yielded.
        """
        from asyncio import Event  # noqa: PLC0415 - slow to import

        sources, run = inputs(events), self._run(concurrency, deadline, Event())
        return AsyncOutcomes(run, self._batches(run, sources, on_batch))

    def _http(self) -> httpx.AsyncClient:
        """Return the connections of the running loop."""
        from asyncio import get_running_loop  # noqa: PLC0415 - slow to import

        loop = get_running_loop()
        if loop not in self._loops:
            self._loops[loop] = self._first or self._settings.open(httpx.AsyncClient)
            self._first = None
        return self._loops[loop]

    async def _batches(
        self, run: Run, sources: Iterator[Any], on_batch: OnBatch | None
    ) -> AsyncGenerator[list[Outcome]]:
        from asyncio import Semaphore, create_task, gather, wait  # noqa: PLC0415 - slow to import

        places = Semaphore(run.concurrency)
        try:
            for batch in run.schedule(sources):
                if not batch.started:
                    batch.started = True
                    batch.delivery = create_task(self._deliver(run, batch, places))
                    continue

                await wait(
                    [batch.delivery]
                )  # which, unlike await, cancels no delivery with the call
                batch.delivery.result()
                yield run.finish(on_batch)
        except BaseException as error:
            run.end(error)
            deliveries = [batch.delivery for batch in run.window if batch.delivery]
            for delivery in deliveries:
                delivery.cancel()
            await gather(*deliveries, return_exceptions=True)
            run.abandon(error)
            raise

    async def _deliver(self, run: Run, batch: Batch, places: Semaphore) -> None:
        from asyncio import timeout  # noqa: PLC0415 - slow to import

        async with places:
            with closing(deliver(run, batch)) as steps:
                step = next(steps, None)
                while step is not None:
                    if isinstance(step, float):
                        with suppress(TimeoutError):
                            async with timeout(step):
                                await run.stopped.wait()
                        step = next_step(steps, None)
                    else:
                        step = next_step(steps, await self._send(run, step))

    async def _send(self, run: Run, part: Part) -> Reply:
        from asyncio import timeout  # noqa: PLC0415 - slow to import

        try:
            async with timeout(None if run.deadline is None else run.left()):
                token = await self._tokens.token_async()
        except TimeoutError:
            return run.obstacle() or DeadlineError("the deadline of the call has passed")
        if isinstance(token, ConfigurationError):
            return token
        if obstacle := run.obstacle():
            return obstacle

        events = [pending.event for pending in part if pending.event]
        try:
            return await self._gateway.send(self._http(), events, token, run.left())
        except BaseException:
            may_be_applied(part)
            raise


class _Rest:
    """What an iterator over outcomes has not yielded."""

    def __init__(self, run: Run, batches: Any) -> None:
        self._run, self._batches = run, batches
        self._ready: deque[Outcome] = deque()

    @property
    def rest(self) -> Report:
        """The outcomes of inputs that were read and not yielded.

        After an error or a close these are all that were read.
        """
        return Report([*self._ready, *self._run.rest])

    def _leave(self) -> None:
        """Yield nothing more."""
        self._run.rest[:0] = self._ready
        self._ready.clear()


class Outcomes(_Rest, Iterator[Outcome]):
    """The outcomes of a call, as batches complete."""

    def __next__(self) -> Outcome:
        while not self._ready:
            self._ready.extend(next(self._batches))
        return self._ready.popleft()

    def close(self) -> None:
        """Send nothing more, and wait for the requests in flight."""
        self._batches.close()
        self._leave()


class AsyncOutcomes(_Rest, AsyncIterator[Outcome]):
    """The outcomes of a call, as batches complete."""

    async def __anext__(self) -> Outcome:
        while not self._ready:
            self._ready.extend(await anext(self._batches))
        return self._ready.popleft()

    async def aclose(self) -> None:
        """Send nothing more, and cancel the requests in flight."""
        await self._batches.aclose()
        self._leave()


def inputs(events: Any) -> Iterator[Any]:
    """Return an iterator over what a caller gave as events.

    Raises:
        ConfigurationError: it is one event, a table or a text rather than an iterable of events.
    """
    kind = type(events).__name__
    if isinstance(events, Event | Mapping):
        raise ConfigurationError(f"events is one {kind}; pass a list with it")
    if kind == "DataFrame":
        raise ConfigurationError("events is a DataFrame; pass df.to_dict('records')")
    if isinstance(events, str | bytes | bytearray) or not isinstance(events, Iterable):
        message = f"events is a {kind}; pass an iterable of Event objects or mappings"
        raise ConfigurationError(message)
    return iter(events)


def attach_report(
    error: BaseException, run: Run, sources: Iterator[Any], done: list[Outcome]
) -> None:
    """Give an error the outcomes of a call: those that are done, and what it left over.

    After an error of ours the inputs that were not read yet are read, and were not sent. After an
    interruption they are left alone: there may be no end of them.
    """
    outcomes, batch = done + run.rest, Batch()
    if isinstance(error, MarketingEventsError):
        with suppress(Exception):  # of the caller's own iterable, while ours is on its way
            while batch.fill(sources):
                outcomes += batch.outcomes(error)
                batch = Batch()
        outcomes += batch.outcomes(error)
    attach(error, run.report(outcomes))


def next_step(steps: Generator[Step, Any, None], reply: Reply | None) -> Step | None:
    """Tell a delivery what came of its last step; return the next, or None at its end."""
    try:
        return steps.send(reply)
    except StopIteration:
        return None


def _at_once(deliver: Callable[[Run, Batch], None], run: Run, batch: Batch) -> None:
    deliver(run, batch)
