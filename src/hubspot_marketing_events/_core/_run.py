"""How a stream of inputs becomes batches that may be in flight together, in the order of the inputs."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from itertools import islice
from typing import Any

from attrs import define, field

from hubspot_marketing_events._core._delivery import PendingInput
from hubspot_marketing_events._events import read
from hubspot_marketing_events._outcomes import Outcome, Status
from hubspot_marketing_events.errors import (
    DailyLimitError,
    DeadlineError,
    InvalidEventError,
    MarketingEventsError,
)

SIZE = 100  # documented for batch calls on CRM objects; of events/upsert assumed


@define(eq=False)
class Batch:
    """Up to `SIZE` inputs in a row; of one event given twice, only the later is sent."""

    slots: list[PendingInput] = field(factory=list)
    sendable: dict[tuple[str, str], PendingInput] = field(factory=dict)
    delivery: Any = None

    def fill(self, inputs: Iterable[Any]) -> bool:
        """Read and check the next inputs, and settle those that are not to be sent; False where there are none."""
        for source in islice(inputs, SIZE):
            slot = PendingInput(source)
            self.slots.append(slot)
            try:
                slot.event = read(source)
            except InvalidEventError as error:
                slot.finish(Status.INVALID, error)
                continue
            if earlier := self.sendable.pop(slot.event.key, None):
                earlier.finish(Status.SUPERSEDED)
            self.sendable[slot.event.key] = slot
        return bool(self.slots)

    def outcomes(self, ended: MarketingEventsError | None) -> list[Outcome]:
        """One outcome per input, in order; what is still open was ended by an error."""
        for slot in self.slots:
            if slot.outcome is None:
                slot.finish(Status.NOT_SENT, ended)
        return [slot.outcome for slot in self.slots if slot.outcome]


@define(eq=False)
class Run:
    """One call: its chunks in flight in the order of their inputs, when it must end, and what ended it."""

    concurrency: int
    deadline: float | None
    ended: MarketingEventsError | None = None
    window: deque[Batch] = field(factory=deque)
    waiting: Batch = field(factory=Batch)

    @property
    def full(self) -> bool:
        """Whether the batch that was read has to wait: too many are in flight, one of its events is, or it is empty."""
        keys = self.waiting.sendable.keys()
        crowded = len(self.window) >= self.concurrency or not self.waiting.slots
        return bool(self.window) and (
            crowded or any(keys & batch.sendable.keys() for batch in self.window)
        )

    def left(self) -> float:
        """Seconds until nothing more is sent; none once the run has ended."""
        if self.ended:
            return 0.0
        return float("inf") if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    def check(self, pause: float) -> float:
        """Return `pause`, or raise what ended the run, or a `DeadlineError` where the deadline comes first."""
        if self.ended:
            raise self.ended
        if self.left() <= pause:
            raise DeadlineError("the deadline of the call has passed")
        return pause

    def reason(self) -> MarketingEventsError | None:
        """Return what ended the run, or raise it, but for a limit of time or of the day: that only leaves the rest."""
        if self.ended and not isinstance(self.ended, DailyLimitError | DeadlineError):
            raise self.ended
        return self.ended

    def end(self, error: BaseException) -> None:
        """Let nothing more be sent."""
        if not isinstance(error, MarketingEventsError):
            error = MarketingEventsError(f"interrupted by {type(error).__name__}")
        self.ended = error
