"""What became of each input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from attrs import define, field, frozen

from hubspot_marketing_events._events import Event
from hubspot_marketing_events.errors import ErrorDetails


class Status(StrEnum):
    """What became of an input; the first three mean that HubSpot has it."""

    CREATED = "created"
    UPDATED = "updated"
    ACCEPTED = "accepted"  # HubSpot has it; whether it was there before, the answer cannot tell
    INVALID = "invalid"  # not sent: `error` says which field and why
    REJECTED = "rejected"  # HubSpot refused it
    FAILED = "failed"  # gave up, and it may have been carried out; sending it again is safe
    SUPERSEDED = "superseded"  # a later input of the same event was sent in its place
    NOT_SENT = "not_sent"  # the run ended first; sending it again is safe


@frozen
class Outcome:
    """What became of one input; `id` is HubSpot's object id, `warning` what looked wrong and was sent all the same."""

    event: Event | Mapping[str, Any]
    status: Status
    id: str | None = None
    error: ErrorDetails | None = None
    warning: str | None = None

    @property
    def ok(self) -> bool:
        """Whether HubSpot has the event."""
        return self.status in {Status.CREATED, Status.UPDATED, Status.ACCEPTED}


@define
class Report:
    """The outcomes of a call, in the order of its inputs."""

    outcomes: list[Outcome] = field(factory=list)

    @property
    def counts(self) -> Counter[Status]:
        """How many outcomes there are of each status."""
        return Counter(outcome.status for outcome in self.outcomes)

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.outcomes)

    def __len__(self) -> int:
        return len(self.outcomes)
