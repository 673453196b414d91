"""What both drivers are made of, and what they do without I/O."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from math import isnan
from typing import Any

from hubspot_marketing_events import _calls as calls
from hubspot_marketing_events._core import Batch, BatchCall, Conditions, RetryPolicy, Run
from hubspot_marketing_events._core._run import attach
from hubspot_marketing_events._events import Event, Participant
from hubspot_marketing_events._http import Api, TokenSource
from hubspot_marketing_events._http._gateway import Settings, checked_url
from hubspot_marketing_events._outcomes import Outcome, Report
from hubspot_marketing_events._pacing import Pacer, shared_pacer
from hubspot_marketing_events.errors import ConfigurationError, MarketingEventsError

BASE_URL = "https://api.hubapi.com"
MOST_IN_FLIGHT = 64  # batches
TIMEOUT = 30.0  # seconds


class Driver:
    """Runs what the core decides; a client says what it offers."""

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

        self._settings = Settings(url, transport, options, timeout)
        self._api, self._upserts = Api(api_version), calls.upsert(api_version)
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

    def _conditions(self, deadline: float | None, stopped: Any) -> dict[str, Any]:
        if self._closed:
            raise ConfigurationError("the client is closed; make another one")
        if not (deadline is None or (isinstance(deadline, int | float) and not isnan(deadline))):
            raise ConfigurationError(f"deadline is {deadline!r}; it is seconds, or None")

        return {
            "deadline": None if deadline is None else time.monotonic() + deadline,
            "pacer": self._pacer,
            "policy": self._policy,
            "stopped": stopped,
            "renewable": self._tokens.renewable,
        }

    def _alone(self, deadline: float | None, stopped: Any) -> Conditions:
        return Conditions(**self._conditions(deadline, stopped))

    def _run(self, call: BatchCall, concurrency: int, deadline: float | None, stopped: Any) -> Run:
        conditions = self._conditions(deadline, stopped)
        if not isinstance(concurrency, int) or not 1 <= concurrency <= MOST_IN_FLIGHT:
            message = f"concurrency is {concurrency!r}; it goes from 1 to {MOST_IN_FLIGHT}"
            raise ConfigurationError(message)
        return Run(call=call, concurrency=concurrency, **conditions)


class Rest:
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


def iterated(given: Any) -> Iterator[Any]:
    """Return an iterator over what a caller gave as inputs.

    Raises:
        ConfigurationError: it is one input, a table or a text rather than an iterable of inputs.
    """
    kind = type(given).__name__
    is_key = isinstance(given, tuple) and [str, str] == [type(one) for one in given]
    if (
        is_key
        or kind == "EventRecord"  # which is imported when something is read
        or isinstance(given, Event | Participant | Mapping)
    ):
        raise ConfigurationError(f"the inputs are one {kind}; pass a list with it")
    if kind == "DataFrame":
        raise ConfigurationError("the inputs are a DataFrame; pass df.to_dict('records')")
    if isinstance(given, str | bytes | bytearray) or not isinstance(given, Iterable):
        raise ConfigurationError(f"the inputs are a {kind}; pass an iterable of them, as a list")
    return iter(given)


def attach_report(
    error: BaseException, run: Run, sources: Iterator[Any], done: list[Outcome]
) -> None:
    """Give an error the outcomes of a call: those that are done, and what it left over.

    After an error of ours the inputs that were not read yet are read, and were not sent. After an
    interruption they are left alone: there may be no end of them.
    """
    outcomes, batch = done + run.rest, Batch(run.call)
    if isinstance(error, MarketingEventsError):
        with suppress(Exception):  # of the caller's own iterable, while ours is on its way
            while batch.fill(sources):
                outcomes += batch.outcomes(error)
                batch = Batch(run.call)
        outcomes += batch.outcomes(error)
    attach(error, run.report(outcomes))
