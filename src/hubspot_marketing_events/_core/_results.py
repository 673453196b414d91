"""What a batch response says, as far as it can be read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hubspot_marketing_events._outcomes import ErrorDetails, Status

_LONGEST_ID = 100  # characters; HubSpot's object ids have 11 or 12 digits (documented)


class Result:
    """What a response says of one event; a field that is missing or of another type is None.

    A response carries neither external id. `id` may repeat the external event id (observed).
    """

    __slots__ = (
        "created_at",
        "end",
        "event_name",
        "event_organizer",
        "id",
        "object_id",
        "start",
    )

    def __init__(  # noqa: PLR0917 - one for each field; by name it takes twice as long
        self,
        object_id: str,
        own_id: str | None,
        event_name: str | None,
        event_organizer: str | None,
        start: dt.datetime | None,
        end: dt.datetime | None,
        created_at: dt.datetime | None,
    ) -> None:
        self.object_id, self.id = object_id, own_id
        self.event_name, self.event_organizer = event_name, event_organizer
        self.start, self.end, self.created_at = start, end, created_at


class BatchResponse(NamedTuple):
    """A response to a batch that HubSpot carried out, in whole or in part.

    Args:
        status: the HTTP status.
        results: the results that name an object.
        given: how many results there are, with those that cannot be used.
        refusals: what the response says of refused inputs; one at least where `refused` is not 0.
        refused: how many inputs it says were refused.
        started_at: when HubSpot began, by its own clock.
    """

    status: int
    results: Sequence[Result]
    given: int
    refusals: Sequence[ErrorDetails]
    refused: int
    started_at: dt.datetime | None


def read_results(given: Sequence[Any]) -> list[Result]:
    """Read the results that name an object."""
    return [result for item in given if isinstance(item, dict) and (result := _result(item))]


def distinct(results: Sequence[Result]) -> Sequence[Result]:
    """Return the results that name an object of their own; one id on two of them names neither."""
    if len({result.object_id for result in results}) == len(results):
        return results
    counts = Counter(result.object_id for result in results)
    return [result for result in results if counts[result.object_id] == 1]


def read_instant(value: Any) -> dt.datetime | None:
    """Read a time with a zone in UTC; None for anything else."""
    if not value:
        return None
    try:
        instant = dt.datetime.fromisoformat(value)
        if instant.tzinfo is dt.UTC:
            return instant
        return instant.astimezone(dt.UTC) if instant.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None


def verdict(created_at: dt.datetime | None, started_at: dt.datetime | None) -> Status:
    """Say whether a written event is new.

    It was created where, by HubSpot's own clock, it is no older than the batch (assumed of
    `startedAt`; two equal times in whole seconds count as one moment). Within a second, a time
    without a fraction beside one with a fraction may have been cut or rounded: it proves nothing.
    """
    if created_at is None or started_at is None:
        return Status.ACCEPTED

    cut = (created_at.microsecond == 0) != (started_at.microsecond == 0)
    if cut and abs(created_at - started_at) < dt.timedelta(seconds=1):
        return Status.ACCEPTED
    return Status.CREATED if created_at >= started_at else Status.UPDATED


def _result(item: Mapping[str, Any]) -> Result | None:
    get = item.get
    given, own_id = get("objectId"), read_id(get("id"))
    object_id = own_id if given is None else read_id(given)
    if object_id is None:
        return None

    return Result(
        object_id,
        own_id,
        _text(get("eventName")),
        _text(get("eventOrganizer")),
        read_instant(get("startDateTime")),
        read_instant(get("endDateTime")),
        read_instant(get("createdAt")),
    )


def read_id(value: Any) -> str | None:
    """Read an id, which is text or a whole number."""
    if isinstance(value, str):
        return value if 0 < len(value) <= _LONGEST_ID and value.isprintable() else None
    return str(value) if type(value) is int and 0 < value < 2**63 else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
