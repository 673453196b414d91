"""`MarketingEvents` and `AsyncMarketingEvents`: one logic, run to its end at once or on an event loop.

The logic is written as coroutines. What waits - sleeping, sending, joining a batch - is a method that each client
gives: those of `MarketingEvents` block and never suspend, so its coroutines end at the first step.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Self, TypedDict, Unpack

import httpx
import stamina
from attrs import define

from hubspot_marketing_events._batches import Chunk, Run
from hubspot_marketing_events._delivery import Slot, deliver
from hubspot_marketing_events._events import Event
from hubspot_marketing_events._outcomes import Outcome, Report
from hubspot_marketing_events._pacing import Pacer
from hubspot_marketing_events._wire import Answer, Wire
from hubspot_marketing_events.errors import (
    LONGEST_WAIT,
    AuthenticationError,
    ConfigurationError,
    MarketingEventsError,
    RateLimitError,
)

BASE_URL = "https://api.hubapi.com"
MOST_IN_FLIGHT = 64  # batches, of a blocking client
TIMEOUT = 30.0  # seconds to connect, to send, and to wait for each part of an answer
logger = logging.getLogger("hubspot_marketing_events")
Inputs = Iterable[Event | Mapping[str, Any]]


class Options(TypedDict, total=False):
    """How a call goes about it."""

    concurrency: int  # how many batches may be in flight, from 1 to 64; 1
    deadline: float | None  # seconds after which nothing more is sent; None for no end
    on_batch: Callable[[Sequence[Outcome]], object] | None  # told the outcomes of each batch, in order


class _Client:
    """What both clients are and do."""

    _http: type[httpx.Client | httpx.AsyncClient]

    def __init__(
        self,
        *,
        token: str | Callable[[], Any],
        base_url: str = BASE_URL,
        api_version: str | None = None,
        transport: Any = None,
        client_options: Mapping[str, Any] | None = None,
        attempts: int = 8,
        pacer: Pacer | None = None,
    ) -> None:
        """Prepare a connection pool; nothing is sent yet."""
        self._base_url = base_url
        ask, token = (token if callable(token) else _Fixed(token)), ""  # no frame of ours keeps the token
        if isinstance(ask, _Fixed) and not ask.usable:
            raise ConfigurationError("the token is empty, or has characters that no token has")
        if not base_url.startswith(("http://", "https://")):
            raise ConfigurationError(f"base_url {base_url!r} is not an http(s) URL")
        if attempts < 1:
            raise ConfigurationError(f"attempts is {attempts}; a request is sent at least once")
        self._renewable, self._pacer = not isinstance(ask, _Fixed), pacer or Pacer()
        self._waits: dict[str, Any] = {"attempts": attempts, "timeout": None, "wait_initial": 0.5, "wait_max": 30.0}
        options = {"timeout": TIMEOUT, **(client_options or {}), "base_url": base_url, "transport": transport}
        self._wire = Wire(api_version, ask, self._pacer.learn, self._http, options)
        self.last_report = Report()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._base_url!r})"

    # What waits, as each client does it.
    _start: Callable[[Coroutine[Any, Any, None], int], Any]
    _join: Callable[[Any], Awaitable[None]]
    _abandon: Callable[[Sequence[Any]], Awaitable[None]]
    _retried: Callable[[_Patience, Run, Sequence[Slot]], Awaitable[Answer]]
    _sleep: Callable[[float], Awaitable[None]]
    _send: Callable[[Sequence[Event]], Awaitable[Answer]]

    async def _upsert(self, events: Inputs, options: Options) -> Report:
        inputs, done = iter(events), list[Outcome]()
        try:
            async for outcome in self._outcomes(inputs, **options):
                done.append(outcome)
        except BaseException as error:
            self.last_report.outcomes[:0] = done
            while isinstance(error, MarketingEventsError) and (chunk := Chunk()).fill(inputs):
                self.last_report.outcomes += chunk.outcomes(error)
            raise
        self.last_report.outcomes = done
        return self.last_report

    async def _outcomes(
        self,
        events: Inputs,
        concurrency: int = 1,
        deadline: float | None = None,
        on_batch: Callable[[Sequence[Outcome]], object] | None = None,
    ) -> AsyncGenerator[Outcome]:
        if not 1 <= concurrency <= MOST_IN_FLIGHT:
            raise ConfigurationError(f"concurrency is {concurrency}; it goes from 1 to {MOST_IN_FLIGHT}")
        run = Run(concurrency, None if deadline is None else time.monotonic() + deadline)
        inputs, self.last_report = iter(events), Report()
        try:
            while run.waiting.fill(inputs) or run.window:
                while run.full:
                    await self._join(run.window[0].delivery)
                    run.raise_for_end()
                    first = run.window[0]
                    outcomes = first.outcomes(run.ended)
                    logger.info("batch done", extra={"inputs": len(outcomes), "ok": sum(o.ok for o in outcomes)})
                    if on_batch:
                        on_batch(outcomes)
                    for outcome in outcomes:
                        del first.slots[0]  # handed out, so no longer left over
                        yield outcome
                    run.window.popleft()
                if run.waiting.slots:
                    run.window.append(chunk := run.waiting)
                    run.waiting = Chunk()
                    chunk.delivery = self._start(self._deliver(run, chunk), concurrency)
        except BaseException as error:
            run.end(error)
            await self._abandon([chunk.delivery for chunk in run.window])
            self.last_report.outcomes = run.leftovers()
            if isinstance(error, MarketingEventsError):
                error.report = self.last_report
            raise

    async def _deliver(self, run: Run, chunk: Chunk) -> None:
        work = deliver(list(chunk.sendable.values()))
        part = next(work, None)
        while part:
            part = run.advance(work, await self._exchange(run, part))

    async def _exchange(self, run: Run, part: Sequence[Slot]) -> Answer | MarketingEventsError:
        patience = _Patience(run, part, self._pacer, self._renewable)
        try:
            return await self._retried(patience, run, part)
        except MarketingEventsError as error:
            return error
        except BaseException:
            patience.doubt()
            raise

    async def _once(self, run: Run, part: Sequence[Slot]) -> Answer:
        while pause := run.check(self._pacer.permit()):
            await self._sleep(pause)
        return await self._send([slot.event for slot in part if slot.event])


class MarketingEvents(_Client):
    """Upserts marketing events, blocking; may be shared among threads.

    Args:
        token: a private app's token or an OAuth access token, or a callable that is asked for one before each
            request, and once more where HubSpot says that it has expired.
        base_url: where HubSpot is, or a stand-in.
        api_version: one of the generated versions, as "2026-03"; None for the default.
        transport: an httpx transport to send through.
        client_options: further arguments of the httpx client, as `timeout`, `limits` or `proxy`.
        attempts: how often one request is sent at most.
        pacer: how fast requests may go; without it, HubSpot's limit for a private app on a starter account.

    Raises:
        ConfigurationError: an argument cannot work.
    """

    _http = httpx.Client
    _pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection pool."""
        self._wire.http.close()
        if self._pool:
            self._pool.shutdown()

    def upsert(self, events: Inputs, **options: Unpack[Options]) -> Report:
        """Create or update events, and say what became of each.

        Args:
            events: `Event`s, or mappings with HubSpot's or Python's names.
            options: see `Options`.

        Returns:
            A report with one outcome per input, in the order of the inputs; interrupted, see `last_report`.

        Raises:
            MarketingEventsError: no request can succeed, as with a bad token; its `report` has every input's outcome.
        """
        report: Report = _finished(self._upsert(events, options))
        return report

    def upsert_iter(self, events: Inputs, **options: Unpack[Options]) -> Iterator[Outcome]:
        """As `upsert`, with outcomes as batches complete and memory bounded by the batches in flight."""
        outcomes = self._outcomes(events, **options)
        try:
            while True:
                yield _finished(anext(outcomes))
        except StopAsyncIteration:
            return
        finally:
            _finished(outcomes.aclose())

    def _start(self, work: Coroutine[Any, Any, None], concurrency: int) -> Future[None] | None:
        if concurrency == 1:
            _finished(work)
            return None
        self._pool = self._pool or ThreadPoolExecutor(MOST_IN_FLIGHT, "marketing-events")
        return self._pool.submit(_finished, work)

    async def _join(self, delivery: Future[None] | None) -> None:
        if delivery:
            delivery.result()

    async def _abandon(self, deliveries: Iterable[Future[None] | None]) -> None:
        wait([delivery for delivery in deliveries if delivery])

    async def _retried(self, patience: _Patience, run: Run, part: Sequence[Slot]) -> Answer:
        answer: Answer = stamina.RetryingCaller(**self._waits)(patience, lambda: _finished(self._once(run, part)))
        return answer

    async def _sleep(self, seconds: float) -> None:
        time.sleep(seconds)  # noqa: ASYNC251 - this client blocks

    async def _send(self, events: Sequence[Event]) -> Answer:
        return self._wire.send(events)


class AsyncMarketingEvents(_Client):
    """As `MarketingEvents`, on an asyncio event loop; a token callable may be a coroutine function."""

    _http = httpx.AsyncClient

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connection pool."""
        await self._wire.http.aclose()

    async def upsert(self, events: Inputs, **options: Unpack[Options]) -> Report:
        """As `MarketingEvents.upsert`."""
        return await self._upsert(events, options)

    def upsert_iter(self, events: Inputs, **options: Unpack[Options]) -> AsyncIterator[Outcome]:
        """As `MarketingEvents.upsert_iter`."""
        return self._outcomes(events, **options)

    def _start(self, work: Coroutine[Any, Any, None], _: int) -> asyncio.Task[None]:
        return asyncio.create_task(work)

    async def _join(self, delivery: asyncio.Task[None]) -> None:
        await delivery

    async def _abandon(self, deliveries: Iterable[asyncio.Task[None]]) -> None:
        for delivery in deliveries:
            delivery.cancel()
        await asyncio.gather(*deliveries, return_exceptions=True)

    async def _retried(self, patience: _Patience, run: Run, part: Sequence[Slot]) -> Answer:
        return await stamina.AsyncRetryingCaller(**self._waits)(patience, self._once, run, part)

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _send(self, events: Sequence[Event]) -> Answer:
        return await self._wire.asend(events)


def _finished(work: Any) -> Any:
    """Run to its end what never suspends."""
    try:
        work.send(None)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("a blocking client suspended")


class _Fixed:
    """A token that stays the same and shows itself nowhere."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self) -> str:
        return self._token

    @property
    def usable(self) -> bool:
        """Whether it can stand in a header."""
        return bool(self._token) and self._token.isascii() and self._token.isprintable() and " " not in self._token


@define
class _Patience:
    """Decides whether and when a request is sent again."""

    run: Run
    part: Sequence[Slot]
    pacer: Pacer
    renewable: bool

    def __call__(self, error: Exception) -> bool | float:
        if isinstance(error, AuthenticationError) and self.renewable and error.category == "EXPIRED_AUTHENTICATION":
            self.renewable = False
            return 0.0
        if not isinstance(error, MarketingEventsError) or not error.retryable:
            return False
        pause = error.retry_after
        if not isinstance(error, RateLimitError):
            self.doubt()
        elif pause:
            self.pacer.pause(pause)
        if (pause or 0.0) > LONGEST_WAIT or self.run.left() < (pause or 0.0):
            return False
        logger.warning(
            "request failed", extra={"error": type(error).__name__, "pause": pause, "inputs": len(self.part)}
        )
        return True if pause is None else pause

    def doubt(self) -> None:
        """Note that an unanswered request may have been carried out."""
        for slot in self.part:
            slot.unsure = True
