"""The state of one call: its batches, what ended it, and what is known of each input."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from threading import Lock
from typing import Any

from attrs import evolve

from hubspot_marketing_events._core._calls import BatchCall, PendingInput
from hubspot_marketing_events._core._retries import RetryPolicy
from hubspot_marketing_events._outcomes import ErrorDetails, Outcome, Report, Status
from hubspot_marketing_events._pacing import Pacer
from hubspot_marketing_events.errors import (
    DailyLimitError,
    DeadlineError,
    InvalidEventError,
    MarketingEventsError,
)

IDS_KEPT = 1000  # object ids of a run that are compared with later ones
OPEN = {Status.FAILED, Status.NOT_SENT}  # what may be sent again
OnBatch = Callable[[Sequence[Outcome]], object]


class Batch:
    """Consecutive inputs of a call; if two have one key, the later one is sent."""

    def __init__(self, call: BatchCall) -> None:
        self.call = call
        self.inputs: list[PendingInput] = []
        self.sendable: dict[Any, PendingInput] = {}
        self.started = False
        self.delivery: Any = None  # a driver's handle on what it started

    def fill(self, sources: Iterable[Any]) -> bool:
        """Read and check the next inputs; False where there are none."""
        check, key_of, kind = self.call.check, self.call.key, self.call.kind
        sendable = self.sendable
        for source in islice(sources, self.call.size):
            pending = PendingInput(source, None, None, kind)
            self.inputs.append(pending)
            try:
                pending.item, pending.warning = check(source)
            except InvalidEventError as error:
                pending.settle(Status.INVALID, error)
                continue

            pending.key = key = key_of(pending.item)
            if key in sendable:
                pending.replaces = sendable.pop(key)
            sendable[key] = pending
        return bool(self.inputs)

    def outcomes(self, ended: MarketingEventsError | None) -> list[Outcome]:
        """Return one outcome per input, in order; `ended` explains what is still open."""
        for newest in self.sendable.values():
            pending = newest
            while earlier := pending.replaces:
                if earlier.outcome is None and not pending.refused:
                    earlier.settle(Status.SUPERSEDED)
                pending = earlier

        for pending in self.inputs:
            if pending.outcome is None:
                pending.settle(Status.NOT_SENT, ended)
        return [pending.outcome for pending in self.inputs if pending.outcome]


class Conditions:
    """The conditions under which every request of one call is sent.

    Args:
        deadline: the monotonic time at which nothing more is sent and no response is waited for.
        pacer: how fast requests may go.
        policy: whether and when a request is sent again.
        stopped: set at the end of the call, so that nobody waits any longer.
        renewable: whether an expired token can be replaced.
    """

    def __init__(
        self,
        *,
        deadline: float | None,
        pacer: Pacer,
        policy: RetryPolicy,
        stopped: Any,
        renewable: bool = False,
    ) -> None:
        self.deadline, self.pacer, self.policy = deadline, pacer, policy
        self.stopped, self.renewable = stopped, renewable
        self.reached = False  # whether any response came
        self.ended: MarketingEventsError | None = None

    def left(self) -> float:
        """Return the seconds until the deadline; infinite where there is none."""
        return float("inf") if self.deadline is None else self.deadline - time.monotonic()

    def obstacle(self, wait: float = 0.0) -> MarketingEventsError | None:
        """Return why nothing can be sent after a wait: the run has ended, or will have by then."""
        if self.ended is None and self.left() <= wait:
            return DeadlineError("the deadline of the call has passed")
        return self.ended

    def end(self, error: BaseException) -> None:
        """Let nothing more be sent, and wake whoever waits."""
        if not isinstance(error, MarketingEventsError):
            closed = isinstance(error, GeneratorExit)
            how = "the iterator was closed" if closed else f"interrupted by {type(error).__name__}"
            error = MarketingEventsError(how)
        self.ended = self.ended or error
        self.stopped.set()


class Run(Conditions):
    """One batch call of a client; it shares only the pacer with other calls.

    Args:
        call: what is called.
        concurrency: how many batches may be in flight.
        deadline: as for `Conditions`, and so are the others.
        pacer: see there.
        policy: see there.
        stopped: see there.
        renewable: see there.
    """

    def __init__(
        self,
        *,
        call: BatchCall,
        concurrency: int,
        deadline: float | None,
        pacer: Pacer,
        policy: RetryPolicy,
        stopped: Any,
        renewable: bool = False,
    ) -> None:
        super().__init__(
            deadline=deadline, pacer=pacer, policy=policy, stopped=stopped, renewable=renewable
        )
        self.call, self.concurrency = call, concurrency
        self.ids_kept: float = IDS_KEPT  # object ids that are compared with later ones
        self.window = deque[Batch]()
        self.waiting = Batch(call)
        self.rest: list[Outcome] = []  # of inputs read, but not handed out, when it ended
        self.incomplete = False  # whether any outcome is one of `OPEN`
        self._keys = set[Any]()  # in the window, if it holds several batches
        self._owners: dict[str, Any] = {}  # the key that each object id was given to
        self._contested = set[str]()  # object ids that were given to two events
        self._lock = Lock()

    def schedule(self, sources: Iterator[Any]) -> Iterator[Batch]:
        """Yield each batch twice: first to start it, then to wait for it and to finish it.

        Batches start in the order of their inputs. A batch waits for those in flight that hold one
        of its events, so that the last version of an event is sent last. With several in flight,
        as many more wait behind them, so that no place stays free while the next batch is read.
        """
        most = self.concurrency if self.concurrency == 1 else 2 * self.concurrency
        while True:
            while len(self.window) >= most:
                yield self.window[0]
            if not self.waiting.fill(sources):
                break
            while self.window and not self._keys.isdisjoint(self.waiting.sendable):
                yield self.window[0]

            self.window.append(self.waiting)
            if self.concurrency > 1:
                self._keys.update(self.waiting.sendable)
            self.waiting = Batch(self.call)
            yield self.window[-1]

        while self.window:
            yield self.window[0]

    def finish(self, on_batch: OnBatch | None) -> list[Outcome]:
        """Take the oldest batch out of the window, and return its outcomes.

        Raises:
            MarketingEventsError: what ended the run, unless it only leaves the rest unsent, as a
                daily limit and a deadline do.
        """
        if self.ended and not isinstance(self.ended, DailyLimitError | DeadlineError):
            raise self.ended

        batch = self.window[0]
        outcomes = self._outcomes(batch)
        if on_batch:
            on_batch(outcomes)
        self.window.popleft()
        self._keys.difference_update(batch.sendable)
        return outcomes

    def abandon(self, error: BaseException) -> None:
        """Keep the outcomes of what was read and not handed out; deliveries have ended by now."""
        batches = (*self.window, self.waiting)
        self.rest = [outcome for batch in batches for outcome in self._outcomes(batch)]
        attach(error, Report(self.rest))

    def _outcomes(self, batch: Batch) -> list[Outcome]:
        outcomes = batch.outcomes(self.ended)
        if not OPEN.isdisjoint({outcome.status for outcome in outcomes}):
            self.incomplete = True
        return [self._proven(one) for one in outcomes] if self._contested else outcomes

    def claim(self, pairs: Iterable[tuple[PendingInput, Any]]) -> None:
        """Note which object ids were given to which inputs, and whether one was given to two."""
        with self._lock:  # batches in flight settle in threads of their own
            for pending, result in pairs:
                owner = self._owners.setdefault(result.object_id, pending.key)
                if owner is not pending.key and owner != pending.key:
                    self._contested.add(result.object_id)

            while len(self._owners) > self.ids_kept:
                del self._owners[next(iter(self._owners))]

    def _proven(self, outcome: Outcome) -> Outcome:
        """Return an outcome, as failed where its object id was given to another event as well."""
        if outcome.id not in self._contested or not outcome.ok:
            return outcome
        message = f"object id {outcome.id} was given to two events"
        return evolve(outcome, status=Status.FAILED, id=None, error=ErrorDetails(message=message))

    def report(self, outcomes: list[Outcome]) -> Report:
        """Make the report of a call; later outcomes may change the status of earlier ones.

        What failed is superseded where a later version of the same event got through: whoever
        sends again what failed never overwrites a newer version with an older one. Its error
        stays, since the older version may have been written before. An object id that was given to
        two events proves neither.
        """
        if not (self.incomplete or self.ended or self._contested):
            return Report(outcomes)

        through = set[tuple[str, str] | None]()
        for number in range(len(outcomes) - 1, -1, -1):
            outcome = outcomes[number] = self._proven(outcomes[number])
            if outcome.ok:
                through.add(outcome.key)
            elif outcome.status in OPEN and outcome.key in through:
                outcomes[number] = evolve(outcome, status=Status.SUPERSEDED)
        return Report(outcomes)


def attach(error: BaseException, report: Report) -> None:
    """Give an error a report, unless it is a foreign one that takes none."""
    with suppress(Exception):
        error.report = report  # type: ignore[attr-defined]
