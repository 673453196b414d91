"""`MarketingEvents` and `AsyncMarketingEvents`: the core, driven by blocking calls or on a loop."""

from __future__ import annotations

import os
import re
import time
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
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import httpx

from hubspot_marketing_events._core import Batch, RetryPolicy, Run, deliver
from hubspot_marketing_events._core._delivery import Part
from hubspot_marketing_events._core._run import OnBatch, without_older_versions
from hubspot_marketing_events._events import Event
from hubspot_marketing_events._http import AsyncGateway, BlockingGateway, TokenSource
from hubspot_marketing_events._http._gateway import Reply, Settings
from hubspot_marketing_events._outcomes import Outcome, Report
from hubspot_marketing_events._pacing import Pacer, shared_pacer
from hubspot_marketing_events.errors import ConfigurationError, MarketingEventsError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

BASE_URL = "https://api.hubapi.com"
MOST_IN_FLIGHT = 64  # batches
TIMEOUT = 30.0  # seconds
Inputs = Iterable[Event | Mapping[str, Any]]


class _Client:
    """What both clients are made of."""

    _shown_url = ""  # without a user and a password

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
        if not isinstance(base_url, str) or not base_url.startswith(("http://", "https://")):
            raise ConfigurationError(f"base_url {base_url!r} is not an http(s) URL")
        if attempts < 1:
            raise ConfigurationError(f"attempts is {attempts}; a request is sent at least once")

        options = dict(client_options or {})
        if isinstance(options.get("timeout"), int | float):
            timeout = options["timeout"]
        self._shown_url = re.sub("//[^/@]*@", "//", base_url)
        self._settings = Settings(base_url, api_version, transport, options, timeout)
        self._policy, self._tokens, self._closed = RetryPolicy(attempts), tokens, False
        own = pacer is not None or transport is not None  # such a transport may lead anywhere
        self._pacer = (pacer or Pacer()) if own else shared_pacer((base_url, tokens.key()))
        self._begin()

    def _begin(self) -> None:
        """Prepare what sends."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._shown_url!r})"

    def _run(self, concurrency: int, deadline: float | None) -> Run:
        if self._closed:
            raise ConfigurationError("the client is closed; make another one")
        if not 1 <= concurrency <= MOST_IN_FLIGHT:
            message = f"concurrency is {concurrency}; it goes from 1 to {MOST_IN_FLIGHT}"
            raise ConfigurationError(message)

        end = None if deadline is None else time.monotonic() + deadline
        return Run(concurrency, end, self._pacer, self._policy, self._tokens.renewable)


class MarketingEvents(_Client, AbstractContextManager["MarketingEvents"]):
    """Upserts marketing events, blocking.

    A client may be shared among threads, and used again in a forked process, which opens
    connections of its own.

    Args:
        token: a private app's token or an OAuth access token; or a callable that is asked for one
            before each request, and once more where HubSpot says that it has expired.
        base_url: where HubSpot is, or a stand-in such as the mock server.
        api_version: one of the generated versions, such as "2026-03"; None for the default.
        transport: an httpx transport to send through; None for httpx's own.
        client_options: further arguments of the httpx client, such as `verify`, `limits`, `proxy`.
        attempts: how often one request is sent at most.
        timeout: the seconds that one request may take as a whole, from connecting to the last byte
            of the response; None for no end.
        pacer: how fast requests may go. Without it, clients of this process that send the same
            token to the same URL share one, with HubSpot's limit for a private app on a starter
            account; one that has a transport of its own shares none.

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
                the rest is `not_sent`; None for no end.
            on_batch: called with the outcomes of each batch, in the order of the inputs.

        Returns:
            A report with one outcome per input, in the order of the inputs. An input that failed
            is `superseded` where a later version of the same event got through.

        Raises:
            MarketingEventsError: no request can succeed, as with a bad token or a dead host. Its
                `report` has an outcome for every input. Whatever else interrupts the call, such as
                KeyboardInterrupt, has a `report` of the inputs that were read.
        """
        run, sources, done = self._run(concurrency, deadline), inputs(events), list[Outcome]()
        try:
            for outcomes in self._batches(run, sources, on_batch):
                done += outcomes
        except BaseException as error:
            attach_report(error, run, sources, done)
            raise
        return Report(without_older_versions(done))

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
        run, sources = self._run(concurrency, deadline), inputs(events)
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
            if pool:
                pool.shutdown()
            run.abandon(error)
            raise
        finally:
            if pool:
                pool.shutdown()

    def _deliver(self, run: Run, batch: Batch) -> None:
        reply: Reply | None = None
        with closing(deliver(run, batch)) as steps, suppress(StopIteration):
            while True:
                step = steps.send(reply)
                if isinstance(step, float):
                    reply = run.stopped.wait(step) or None
                else:
                    reply = self._send(run, step)

    def _send(self, run: Run, part: Part) -> Reply:
        token = self._tokens.token()
        if isinstance(token, ConfigurationError):
            return token
        events = [pending.event for pending in part if pending.event]
        return self._gateway.send(self._http(), events, token, run.left())


class AsyncMarketingEvents(_Client, AbstractAsyncContextManager["AsyncMarketingEvents"]):
    """Upserts marketing events on an asyncio event loop.

    The same as `MarketingEvents`, but that a token callable may be a coroutine function. A client
    may be used on one event loop after the other; each has connections of its own.

    Args:
        token: see `MarketingEvents`.
        base_url: see `MarketingEvents`.
        api_version: see `MarketingEvents`.
        transport: an asynchronous httpx transport; None for httpx's own.
        client_options: see `MarketingEvents`.
        attempts: see `MarketingEvents`.
        timeout: see `MarketingEvents`.
        pacer: see `MarketingEvents`.

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
        run, sources, done = self._run(concurrency, deadline), inputs(events), list[Outcome]()
        try:
            async for outcomes in self._batches(run, sources, on_batch):
                done += outcomes
        except BaseException as error:
            attach_report(error, run, sources, done)
            raise
        return Report(without_older_versions(done))

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
        run, sources = self._run(concurrency, deadline), inputs(events)
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
        from asyncio import create_task, gather  # noqa: PLC0415 - slow to import

        try:
            for batch in run.schedule(sources):
                if not batch.started:
                    batch.started = True
                    batch.delivery = create_task(self._deliver(run, batch))
                    continue

                await batch.delivery
                yield run.finish(on_batch)
        except BaseException as error:
            run.end(error)
            deliveries = [batch.delivery for batch in run.window if batch.delivery]
            for delivery in deliveries:
                delivery.cancel()
            await gather(*deliveries, return_exceptions=True)
            run.abandon(error)
            raise

    async def _deliver(self, run: Run, batch: Batch) -> None:
        from asyncio import sleep  # noqa: PLC0415 - slow to import

        reply: Reply | None = None
        with closing(deliver(run, batch)) as steps, suppress(StopIteration):
            while True:
                step = steps.send(reply)
                reply = await (sleep(step) if isinstance(step, float) else self._send(run, step))

    async def _send(self, run: Run, part: Part) -> Reply:
        token = await self._tokens.token_async()
        if isinstance(token, ConfigurationError):
            return token
        events = [pending.event for pending in part if pending.event]
        return await self._gateway.send(self._http(), events, token, run.left())


class Outcomes(Iterator[Outcome]):
    """The outcomes of a call, as batches complete.

    Attributes:
        rest: after the iterator has ended by an error or by `close`, the outcomes of the inputs
            that were read and not yielded.
    """

    def __init__(self, run: Run, batches: Generator[list[Outcome]]) -> None:
        self._run, self._batches = run, batches
        self._ready: Iterator[Outcome] = iter(())

    def __next__(self) -> Outcome:
        while (outcome := next(self._ready, None)) is None:
            self._ready = iter(next(self._batches))
        return outcome

    @property
    def rest(self) -> Report:
        """The outcomes of the inputs that were read and not yielded."""
        ready, self._ready = list(self._ready), iter(())
        self._run.rest.outcomes[:0] = ready
        return self._run.rest

    def close(self) -> None:
        """Send nothing more, and wait for the batches in flight."""
        self._batches.close()


class AsyncOutcomes(AsyncIterator[Outcome]):
    """The outcomes of a call, as batches complete; see `Outcomes`."""

    def __init__(self, run: Run, batches: AsyncGenerator[list[Outcome]]) -> None:
        self._run, self._batches = run, batches
        self._ready: Iterator[Outcome] = iter(())

    async def __anext__(self) -> Outcome:
        while (outcome := next(self._ready, None)) is None:
            self._ready = iter(await anext(self._batches))
        return outcome

    rest = Outcomes.rest

    async def aclose(self) -> None:
        """Send nothing more, and cancel the requests in flight."""
        await self._batches.aclose()


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
    outcomes = done + run.rest.outcomes
    if isinstance(error, MarketingEventsError):
        while (batch := Batch()).fill(sources):
            outcomes += batch.outcomes(error)
    error.report = Report(without_older_versions(outcomes))  # type: ignore[attr-defined]


def _at_once(deliver: Callable[[Run, Batch], None], run: Run, batch: Batch) -> None:
    deliver(run, batch)
