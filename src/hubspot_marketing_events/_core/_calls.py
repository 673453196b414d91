"""What the engine needs to know about a call; each kind of call fills in such a description."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from hubspot_marketing_events._core._results import BatchResponse
from hubspot_marketing_events._outcomes import Outcome, Status
from hubspot_marketing_events.errors import MarketingEventsError, RejectedError

SIZE = 100  # documented for batch calls on CRM objects; assumed for those on marketing events


class PendingInput:
    """One input on its way to its outcome.

    `item` is the input as it can be sent, and `key` says what it is about.
    `may_be_applied` holds once a request may have written it, though no response proved it.
    `is_late` holds once another input of the same key may have been written in its place.
    `refused` holds once HubSpot refused it for good, whatever was in doubt before.
    `replaces` is the earlier input of the same key that was not sent because of this one.
    """

    __slots__ = (
        "is_late",
        "item",
        "key",
        "kind",
        "may_be_applied",
        "outcome",
        "refused",
        "replaces",
        "source",
        "warning",
    )

    def __init__(self, source: Any, item: Any = None, key: Any = None, kind: str = "event") -> None:
        self.source = source
        self.item = item
        self.key = key
        self.kind = kind
        self.warning: str | None = None
        self.may_be_applied = self.is_late = self.refused = False
        self.replaces: PendingInput | None = None
        self.outcome: Outcome | None = None

    @property
    def is_unclear(self) -> bool:
        """Whether this call may have changed what HubSpot had, before a response proved it."""
        return self.may_be_applied or self.is_late

    def give_way(self) -> PendingInput | None:
        """Return the earlier input to send in place of this one, if this one was refused."""
        if not self.refused or self.replaces is None:
            return None
        self.replaces.is_late = self.is_unclear
        return self.replaces

    def settle(
        self,
        status: Status,
        error: MarketingEventsError | None = None,
        object_id: str | None = None,
    ) -> None:
        """Set the outcome; an input that may have been written never gets "not written"."""
        self.refused = status is Status.REJECTED
        if self.may_be_applied and status in {Status.REJECTED, Status.NOT_SENT}:
            status = Status.FAILED
        if status is Status.NOT_FOUND and self.is_unclear:
            status, error = Status.ACCEPTED, None  # it is gone, perhaps since this call deleted it

        why = error.why if error else None
        self.outcome = Outcome(
            self.source, status, object_id, why, self.warning, self.key, self.kind
        )


Part = Sequence[PendingInput]
Read = TypeVar("Read")


class Request(Generic[Read]):
    """One request, and how its response is read.

    Args:
        arguments: what httpx builds the request from, made by the generated call.
        read: turns what came into a value or an error. It takes the status, the headers, the
            decoded body, the reason why there is no body, and a function that redacts a text.
        part: the inputs that it carries.

    `is_sent` is true from its sending until an error says what became of it: what is interrupted
    meanwhile may have been written.
    """

    def __init__(
        self,
        arguments: Mapping[str, Any],
        read: Callable[..., Read | MarketingEventsError],
        part: Part = (),
    ) -> None:
        self.arguments, self.read, self.part = arguments, read, part
        self.is_sent = False


class BatchCall(NamedTuple):
    """One kind of batch call.

    Args:
        check: makes an item that can be sent, and a warning or None, of an input; raises
            `InvalidEventError`.
        key: returns what an item is about; if a batch has two items of one key, the later is sent.
        arguments: makes the arguments from which httpx builds the request for some items.
        read: as `Request.read`.
        match: pairs inputs with the results of a response, where there is no doubt.
        likeness: returns the same for inputs that a response may be unable to tell apart.
        verdict: the status that a result proves of its input.
        exclusive: whether one object id belongs to one key only.
        refusals: the status of an input that is sent alone, by the error of its request.
        divide: splits inputs into parts that are sent in separate requests from the start.
        silence: the status that a success without results and errors proves, if any.
        kind: what the inputs are.
    """

    check: Callable[[Any], tuple[Any, str | None]]
    key: Callable[[Any], Hashable]
    arguments: Callable[[Sequence[Any]], dict[str, Any]]
    read: Callable[..., BatchResponse | MarketingEventsError]
    match: Callable[[Part, Sequence[Any]], Sequence[tuple[PendingInput, Any]]]
    verdict: Callable[[PendingInput, Any, BatchResponse], Status] = lambda *_: Status.ACCEPTED
    likeness: Callable[[PendingInput], Hashable] = attrgetter("key")
    exclusive: bool = True
    refusals: Mapping[type[Exception], Status] = MappingProxyType({RejectedError: Status.REJECTED})
    divide: Callable[[Part], Iterable[Part]] = lambda part: [part]
    silence: Callable[[BatchResponse], Status] | None = None
    kind: str = "event"

    @property
    def size(self) -> int:
        """How many inputs are read at once, and sent together at most."""
        return SIZE

    def request(self, part: Part) -> Request[BatchResponse]:
        """Return the request that carries some inputs."""
        return Request(self.arguments([pending.item for pending in part]), self.read, part)


def may_be_applied(part: Iterable[PendingInput]) -> None:
    """Note that a request may have written these inputs, though no response proves it."""
    for pending in part:
        pending.may_be_applied = True
