"""From a batch to one outcome per input: splitting, matching and giving up, with no network of its own.

An answer carries neither external id, so a result is matched to an input by what it echoes: name, organizer, and start
and end where they were sent; its `id` may repeat the external event id (observed), and then may not name another
input. Where each agrees with the input at its place, the order was kept. Else an input is matched where exactly one
result agrees with it and with no other input. What stays unmatched is sent again in smaller batches, which is
safe since an upsert is idempotent. Alone, an input has one possible result; none, or several, is never a success,
nor is an answer without any result or error (seen of the live service: status COMPLETE, and nothing written).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from attrs import define

from hubspot_marketing_events import errors
from hubspot_marketing_events._events import Event
from hubspot_marketing_events._http._gateway import Answer
from hubspot_marketing_events._outcomes import Outcome, Status
from hubspot_marketing_events.errors import ErrorDetails, MarketingEventsError


@define(eq=False)
class PendingInput:
    """One input on its way; `may_be_applied` once an unanswered request may have carried it out."""

    source: Any
    event: Event | None = None
    may_be_applied: bool = False
    outcome: Outcome | None = None

    def finish(
        self,
        status: Status,
        error: MarketingEventsError | None = None,
        object_id: str | None = None,
    ) -> None:
        """Settle what became of it; a refusal after an unanswered request leaves open whether that one got through."""
        if self.may_be_applied and status in {Status.REJECTED, Status.NOT_SENT}:
            status = Status.FAILED
        warning = self.event.warning if self.event else None
        self.outcome = Outcome(
            self.source, status, object_id, error.why if error else None, warning
        )

    def agrees(self, result: Any, named: set[str]) -> bool:
        """Whether a result may be of this input; `named` are the event ids that its `id` may repeat."""
        event = self.event
        return event is not None and (
            result.event_name.strip() == event.event_name.strip()
            and result.event_organizer.strip() == event.event_organizer.strip()
            and event.start_date_time in {None, result.start_date_time or None}
            and event.end_date_time in {None, result.end_date_time or None}
            and (result.id == event.external_event_id or result.id not in named)
        )


Exchange = Callable[[Sequence[PendingInput]], Awaitable[Answer | MarketingEventsError]]


async def deliver(slots: Sequence[PendingInput], exchange: Exchange) -> MarketingEventsError | None:
    """Settle inputs that can be sent, of distinct events.

    Args:
        slots: the inputs.
        exchange: sends some of them; gives the answer, or the error after the last retry.

    Returns:
        The error that ends the whole run, if any; what is not settled then has no outcome.
    """
    parts = deque([slots] if slots else [])
    while parts:
        part = parts.popleft()
        reply = await exchange(part)
        again: Sequence[PendingInput] = ()
        if isinstance(reply, Answer):
            again = _settle(part, reply)
        elif isinstance(reply, errors.RejectedError) and len(part) > 1:
            again = part
        elif ends_run(reply):
            return reply
        else:
            for slot in part:
                slot.finish(
                    Status.REJECTED if isinstance(reply, errors.RejectedError) else Status.FAILED,
                    reply,
                )
        half = (len(again) + 1) // 2
        parts.extendleft(piece for piece in (again[half:], again[:half]) if piece)
    return None


def ends_run(error: MarketingEventsError) -> bool:
    """Whether an error would meet every further request as well."""
    waits_long = (error.retry_after or 0) > errors.LONGEST_WAIT
    return waits_long or not (error.retryable or isinstance(error, errors.RejectedError))


def _settle(part: Sequence[PendingInput], answer: Answer) -> Sequence[PendingInput]:
    """Settle the inputs that an answer is about; returns those it leaves open."""
    results, refusals = answer.results, answer.refusals
    if (not results and not refusals) or (len(part) == 1 != len(results) + len(refusals)):
        said = f"{len(results)} results and {len(refusals)} errors for {len(part)} inputs"
        for slot in part:
            slot.finish(
                Status.FAILED,
                errors.UnexpectedResponseError(ErrorDetails(message=said, status=200)),
            )
        return ()
    for slot, result in _matched(part, results):
        slot.finish(
            _verdict(slot, result, answer.started_at), object_id=result.object_id or result.id
        )
    open_slots = [slot for slot in part if slot.outcome is None]
    if len(open_slots) == len(refusals) == 1:
        open_slots[0].finish(Status.REJECTED, errors.RejectedError(refusals[0]))
        return ()
    for slot in open_slots:
        slot.may_be_applied |= len(open_slots) > len(refusals)  # some of them were carried out
    return open_slots


def _matched(
    part: Sequence[PendingInput], results: Sequence[Any]
) -> list[tuple[PendingInput, Any]]:
    """The pairs of which there is no doubt."""
    pairs = list(zip(part, results, strict=False))
    if len(part) == len(results) == 1:
        return pairs
    named = {slot.event.external_event_id for slot in part if slot.event}
    if len(part) == len(results) and all(slot.agrees(result, named) for slot, result in pairs):
        return pairs
    rows = [
        (slot, [n for n, result in enumerate(results) if slot.agrees(result, named)])
        for slot in part
    ]
    taken = Counter(n for _, found in rows for n in found)
    return [
        (slot, results[found[0]])
        for slot, found in rows
        if len(found) == 1 and taken[found[0]] == 1
    ]


def _verdict(slot: PendingInput, result: Any, started_at: dt.datetime) -> Status:
    """Created where, by HubSpot's own clock, the event is no older than the batch (assumed of `startedAt`)."""
    if result.created_at >= started_at:
        return Status.CREATED
    return Status.ACCEPTED if slot.may_be_applied else Status.UPDATED
