"""`MarketingEvents` and `AsyncMarketingEvents`: one logic, run to its end at once or on an event loop.

The logic is written as coroutines. Those of `MarketingEvents` block where they wait and never suspend, so each ends at
its first step.
"""

from __future__ import annotations

import logging
import re
import time
from asyncio import Task, create_task, gather
from asyncio import sleep as asleep
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Coroutine,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from functools import partial
from typing import Any, TypedDict, Unpack

import httpx
import stamina
from attrs import define

from hubspot_marketing_events._core._delivery import PendingInput, deliver
from hubspot_marketing_events._core._run import Batch, Run
from hubspot_marketing_events._events import Event
from hubspot_marketing_events._http._gateway import Answer, Gateway, finished
from hubspot_marketing_events._outcomes import Outcome, Report
from hubspot_marketing_events._pacing import Pacer
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
    on_batch: (
        Callable[[Sequence[Outcome]], object] | None
    )  # told the outcomes of each batch, in order


class _Client:
    """What both clients are and do."""

    _http: type[httpx.Client | httpx.AsyncClient]
    _pool: ThreadPoolExecutor | None = None

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
        self._renewable, self._pacer = callable(token), pacer or Pacer()
        ask, token = (
            (token if callable(token) else _fixed(token)),
            "",
        )  # no frame of ours keeps the token
        if ask is None:
            raise ConfigurationError("the token is empty, or has characters that no token has")
        if not base_url.startswith(("http://", "https://")):
            raise ConfigurationError(f"base_url {base_url!r} is not an http(s) URL")
        if attempts < 1:
            raise ConfigurationError(f"attempts is {attempts}; a request is sent at least once")
        self._waits: dict[str, Any] = {
            "attempts": attempts,
            "timeout": None,
            "wait_initial": 0.5,
            "wait_max": 30.0,
        }
        options = {
            "timeout": TIMEOUT,
            **(client_options or {}),
            "base_url": base_url,
            "transport": transport,
        }
        self._wire = Gateway(api_version, ask, self._pacer.learn, self._http, options)
        self.last_report = Report()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._base_url!r})"

    async def _upsert(self, events: Inputs, options: Options) -> Report:
        inputs, done = iter(events), list[Outcome]()
        try:
            async for outcome in self._outcomes(inputs, **options):
                done.append(outcome)
        except BaseException as error:
            self.last_report.outcomes[:0] = done
            while isinstance(error, MarketingEventsError) and (batch := Batch()).fill(inputs):
                self.last_report.outcomes += batch.outcomes(error)
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
            raise ConfigurationError(
                f"concurrency is {concurrency}; it goes from 1 to {MOST_IN_FLIGHT}"
            )
        run = Run(concurrency, None if deadline is None else time.monotonic() + deadline)
        inputs, self.last_report = iter(events), Report()
        try:
            while run.waiting.fill(inputs) or run.window:
                while run.full:
                    first = run.window[0]
                    if first.delivery:
                        first.delivery.result() if self._wire.blocking else await first.delivery
                    outcomes = first.outcomes(run.reason())
                    logger.info(
                        "batch done",
                        extra={"inputs": len(outcomes), "ok": sum(o.ok for o in outcomes)},
                    )
                    if on_batch:
                        on_batch(outcomes)
                    for outcome in outcomes:
                        del first.slots[0]  # handed out, so no longer left over
                        yield outcome
                    run.window.popleft()
                if run.waiting.slots:
                    run.window.append(batch := run.waiting)
                    run.waiting = Batch()
                    batch.delivery = await self._started(self._deliver(run, batch), concurrency)
        except BaseException as error:
            self.last_report.outcomes = await self._abandoned(run, error)
            if isinstance(error, MarketingEventsError):
                error.report = self.last_report
            raise

    async def _started(
        self, work: Coroutine[Any, Any, None], concurrency: int
    ) -> Future[None] | Task[None] | None:
        if not self._wire.blocking:
            return create_task(work)
        if concurrency == 1:
            await work
            return None
        self._pool = self._pool or ThreadPoolExecutor(MOST_IN_FLIGHT, "marketing-events")
        return self._pool.submit(finished, work)

    async def _abandoned(self, run: Run, error: BaseException) -> list[Outcome]:
        run.end(error)
        deliveries = [batch.delivery for batch in run.window if batch.delivery]
        if self._wire.blocking:
            wait(deliveries)
        else:
            for delivery in deliveries:
                delivery.cancel()
            await gather(*deliveries, return_exceptions=True)
        return [
            outcome for batch in (*run.window, run.waiting) for outcome in batch.outcomes(run.ended)
        ]

    async def _deliver(self, run: Run, batch: Batch) -> None:
        ended = await deliver(list(batch.sendable.values()), partial(self._exchange, run))
        run.ended = run.ended or ended

    async def _exchange(
        self, run: Run, part: Sequence[PendingInput]
    ) -> Answer | MarketingEventsError:
        answer: Answer
        patience = RetryPolicy(run, part, self._pacer, self._renewable)
        try:
            if self._wire.blocking:
                answer = stamina.RetryingCaller(**self._waits)(
                    patience, lambda: finished(self._once(run, part))
                )
            else:
                answer = await stamina.AsyncRetryingCaller(**self._waits)(
                    patience, self._once, run, part
                )
        except MarketingEventsError as error:
            return error
        except BaseException:
            patience.doubt()
            raise
        return answer

    async def _once(self, run: Run, part: Sequence[PendingInput]) -> Answer:
        while pause := run.check(self._pacer.permit()):
            time.sleep(pause) if self._wire.blocking else await asleep(pause)  # noqa: ASYNC251 - as it should
        return await self._wire.send([slot.event for slot in part if slot.event])


class MarketingEvents(_Client, AbstractContextManager["MarketingEvents"]):
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
        report: Report = finished(self._upsert(events, options))
        return report

    def upsert_iter(self, events: Inputs, **options: Unpack[Options]) -> Iterator[Outcome]:
        """As `upsert`, with outcomes as batches complete and memory bounded by the batches in flight."""
        outcomes = self._outcomes(events, **options)
        try:
            while True:
                yield finished(anext(outcomes))
        except StopAsyncIteration:
            return
        finally:
            finished(outcomes.aclose())


class AsyncMarketingEvents(_Client, AbstractAsyncContextManager["AsyncMarketingEvents"]):
    """As `MarketingEvents`, on an asyncio event loop; a token callable may be a coroutine function."""

    _http = httpx.AsyncClient

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


def _fixed(token: str) -> Callable[[], str] | None:
    """Hold a token that stays the same where nothing shows it; None where it cannot stand in a header."""
    return (lambda: token) if re.fullmatch(r"[!-~]+", token) else None


@define
class RetryPolicy:
    """Decides whether and when a request is sent again."""

    run: Run
    part: Sequence[PendingInput]
    pacer: Pacer
    renewable: bool

    def __call__(self, error: Exception) -> bool | float:
        if (
            isinstance(error, AuthenticationError)
            and self.renewable
            and error.category == "EXPIRED_AUTHENTICATION"
        ):
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
            "request failed",
            extra={"error": type(error).__name__, "pause": pause, "inputs": len(self.part)},
        )
        return True if pause is None else pause

    def doubt(self) -> None:
        """Note that an unanswered request may have been carried out."""
        for slot in self.part:
            slot.may_be_applied = True
