"""From a batch to one outcome per input: sending, retrying, splitting and giving up.

These are generators without I/O. They yield the inputs of a request, or the seconds to wait, and
are sent what came of it. A driver of a few lines does either, blocking or on an event loop.
"""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Sequence
from typing import Any, Generic

from hubspot_marketing_events._core._calls import (
    Part,
    PendingInput,
    Read,
    Request,
    may_be_applied,
)
from hubspot_marketing_events._core._results import BatchResponse
from hubspot_marketing_events._core._retries import ends_run
from hubspot_marketing_events._core._run import Batch, Conditions, Run
from hubspot_marketing_events._outcomes import ErrorDetails, Status
from hubspot_marketing_events.errors import (
    AuthenticationError,
    MarketingEventsError,
    NotFoundError,
    RateLimitError,
    RejectedError,
    TransportError,
    UnexpectedResponseError,
)

Pairs = Sequence[tuple[PendingInput, Any]]
Reply = Any  # a response, as its request reads it, or an error of ours
Step = Request[Any] | float
MOST_EMPTY = 100  # pages without an item in a row
logger = logging.getLogger("hubspot_marketing_events")


def deliver(run: Run, batch: Batch) -> Generator[Step, Reply, None]:
    """Settle the inputs of a batch; those that stay open were not sent, since the run ended.

    The requests are built at once and not when their turn comes, so that a connection that is free
    waits for none. What building them raises is raised in their turn, so that the batches before
    this one are delivered.

    Where HubSpot refuses an input, the earlier input of the same event that it replaced is sent
    after all: one of the two gets through.
    """
    inputs = list(batch.sendable.values())
    built: deque[Request[BatchResponse]] | Exception
    try:
        built = _requests(run, inputs)
    except Exception as error:  # noqa: BLE001 - raised below
        built = error
    return _deliveries(run, batch, inputs, built)


def _deliveries(
    run: Run, batch: Batch, inputs: Part, requests: deque[Request[BatchResponse]] | Exception
) -> Generator[Step, Reply, None]:
    if isinstance(requests, Exception):
        raise requests
    while inputs:
        yield from _delivered(run, requests)
        inputs = [earlier for pending in inputs if (earlier := pending.give_way())]
        requests = _requests(run, inputs)

    if logger.isEnabledFor(logging.INFO):
        ok = sum(p.outcome is not None and p.outcome.ok for p in batch.inputs)
        logger.info(
            "batch done: %d of %d inputs are with HubSpot",
            ok,
            len(batch.inputs),
            extra={"inputs": len(batch.inputs), "ok": ok},
        )


def _requests(run: Run, inputs: Part) -> deque[Request[BatchResponse]]:
    parts = run.call.divide(inputs) if inputs else ()
    return deque(run.call.request(part) for part in parts)


def _delivered(run: Run, requests: deque[Request[BatchResponse]]) -> Generator[Step, Reply, None]:
    while requests:
        request = requests.popleft()
        try:
            reply = yield from exchange(run, request)
            again = _taken(run, request.part, reply)
        except BaseException:  # such as Ctrl-C while a response is read
            if request.is_sent:
                may_be_applied(request.part)
            raise
        if run.ended:
            return
        requests.extendleft(run.call.request(piece) for piece in reversed(again))


def _taken(run: Run, part: Part, reply: Reply) -> list[Part]:
    """Settle what a response or an error settles, or end the run; return what to send again."""
    status = run.call.refusals.get(type(reply))
    if isinstance(reply, BatchResponse):
        return _settle(run, part, reply)
    if status and len(part) > 1:
        return _halves(part)
    if not status and ends_run(reply):
        run.end(reply)
        return []

    logger.warning("gave up on %d inputs: %s", len(part), reply.reason)
    for pending in part:
        pending.settle(status or Status.NOT_SENT, reply)
    return []


def exchange(run: Conditions, request: Request[Any]) -> Generator[Step, Reply, Reply]:
    """Send a request, as often as it takes; return the response, or the last error."""
    renewed, attempt = False, 0
    while True:
        if obstacle := (yield from _turn(run)):
            return obstacle

        attempt += 1
        with run.pacer.in_flight():
            reply = yield request
        run.reached |= not isinstance(reply, TransportError)
        if not isinstance(reply, MarketingEventsError):
            return reply

        if reply.may_be_applied:
            may_be_applied(request.part)
        request.is_sent = False
        if _expired(reply) and run.renewable and not renewed:
            renewed = True
            continue
        if isinstance(reply, RateLimitError) and reply.retryable and reply.retry_after:
            run.pacer.pause(reply.retry_after)

        pause = run.policy.pause(reply, attempt, reached=run.reached)
        if pause is None or run.obstacle(pause):
            return reply

        details = {"error": type(reply).__name__, "pause": pause, "inputs": len(request.part)}
        logger.warning(
            "request failed: %s; sent again in %.1f s", reply.reason, pause, extra=details
        )
        yield pause


def _turn(run: Conditions) -> Generator[Step, Reply, MarketingEventsError | None]:
    """Wait until a request may go; return what stands in its way for good, or None."""
    while not (obstacle := run.obstacle()):
        try:
            wait = run.pacer.permit()
        except MarketingEventsError as error:
            return error
        if not wait:
            return None

        if obstacle := run.obstacle(wait):
            return obstacle
        yield wait
    return obstacle


def _expired(error: MarketingEventsError) -> bool:
    return isinstance(error, AuthenticationError) and error.category == "EXPIRED_AUTHENTICATION"


def _settle(  # noqa: PLR0911 - one case after another
    run: Run, part: Part, response: BatchResponse
) -> list[Part]:
    """Settle the inputs about which a response proves something; return those to send again.

    A response with more results and errors than inputs contradicts itself: it does not prove which
    inputs were written.
    """
    given, refused = response.given, response.refused
    if given + refused == 0 and run.call.silence:
        return _take_silence(part, response, run.call.silence(response))
    if len(part) == 1 and refused and not given:
        _refuse(run, part[0], response.refusals[0])
        return []
    if given + refused == 0 or (len(part) == 1 and given + refused > 1):
        return _unproven(part, response, f"{given} results and {refused} errors")
    if given + refused > len(part):
        may_be_applied(part)
        return _halves(part)

    pairs = run.call.match(part, response.results)
    _accept(run, pairs, response)

    left = [pending for pending in part if pending.outcome is None]
    if len(left) == refused == 1 and len(pairs) == given:
        _refuse(run, left[0], response.refusals[0])
        return []
    if left and len(part) == 1:
        return _unproven(part, response, "a result that is not of this event")

    if len(left) > refused:
        may_be_applied(left)
    return _apart(run, left, len(part))


def _refuse(run: Run, pending: PendingInput, why: ErrorDetails) -> None:
    """Settle an input as refused, for the reason that an item of a response gives."""
    kind = NotFoundError if why.category == "OBJECT_NOT_FOUND" else RejectedError
    pending.settle(run.call.refusals.get(kind, Status.REJECTED), kind(why))


def _take_silence(part: Part, response: BatchResponse, status: Status) -> list[Part]:
    """Settle the inputs of a success without a body; ask for each alone where one is not found."""
    if status is Status.NOT_FOUND and len(part) > 1:
        may_be_applied(part)
        return [[pending] for pending in part]

    why = ErrorDetails(message="the response says that it names nothing", status=response.status)
    error = NotFoundError(why) if status is Status.NOT_FOUND else None
    for pending in part:
        pending.settle(status, error)
    return []


def _accept(run: Run, pairs: Pairs, response: BatchResponse) -> None:
    """Settle inputs as written."""
    if run.call.exclusive:
        run.claim(pairs)
    verdict = run.call.verdict
    for pending, result in pairs:
        pending.settle(verdict(pending, result, response), object_id=result.object_id)


def _unproven(part: Part, response: BatchResponse, what: str) -> list[Part]:
    """Settle inputs as failed: the response is a success, but proves nothing about them."""
    message = f"the response proves nothing: {what} for {len(part)} inputs"
    if response.refusals:
        message += f": {response.refusals[0].message}"
    error = UnexpectedResponseError(ErrorDetails(message=message, status=response.status))
    for pending in part:
        pending.settle(Status.FAILED, error)
    return []


def _halves(part: Part) -> list[Part]:
    half = (len(part) + 1) // 2
    return [piece for piece in (part[:half], part[half:]) if piece]


def _apart(run: Run, left: Part, sent: int) -> list[Part]:
    """Divide inputs so that no part has two that echo alike; halve them if that changes nothing."""
    parts: defaultdict[int, list[PendingInput]] = defaultdict(list)
    seen: defaultdict[object, int] = defaultdict(int)
    for pending in left:
        key = run.call.likeness(pending)
        parts[seen[key]].append(pending)
        seen[key] += 1

    return _halves(left) if left and len(parts[0]) == sent else list(parts.values())


def single(conditions: Conditions, request: Request[Read]) -> Generator[Step, Reply, Read]:
    """Send one request, as often as it takes; return what it reads.

    Raises:
        MarketingEventsError: it cannot succeed, or cannot before the deadline. `may_be_applied` is
            true if any attempt may have been carried out.
    """
    doubt = PendingInput(None)
    reply = yield from exchange(conditions, Request(request.arguments, request.read, (doubt,)))
    if isinstance(reply, MarketingEventsError):
        error = (conditions.obstacle() if reply.retryable else None) or reply
        error.may_be_applied = doubt.may_be_applied
        raise error from (None if error is reply else reply)
    read: Read = reply
    return read


class Pages(Generic[Read]):
    """The pages of a list, one after the other.

    Args:
        request: makes the request of the page after a cursor; it reads items and the next cursor.
    """

    def __init__(
        self, request: Callable[[str | None], Request[tuple[list[Read], str | None]]]
    ) -> None:
        self._request = request
        self._after: str | None = None
        self._is_last, self._count = False, 0
        self._mark: str | None = None

    def following(self, conditions: Conditions) -> Generator[Step, Reply, list[Read] | None]:
        """Fetch the next page that has items; return None where there is none.

        Raises:
            MarketingEventsError: as `single`; or the cursors lead back to a page that was read.
        """
        for _ in range(MOST_EMPTY):
            if self._is_last:
                return None
            items, self._after = yield from single(conditions, self._request(self._after))
            self._is_last = self._after is None
            if self._after is not None and self._after == self._mark:
                break

            self._count += 1
            if self._count & (self._count - 1) == 0:
                self._mark = self._after  # one kept cursor finds a circle of any length
            if items:
                return items

        message = "the cursors of the pages lead nowhere: in a circle, or past empty pages only"
        raise UnexpectedResponseError(ErrorDetails(message=message))
