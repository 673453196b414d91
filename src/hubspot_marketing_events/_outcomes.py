"""What became of each input."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, overload

from attrs import Factory, asdict, define, field, fields, frozen

from hubspot_marketing_events._events import Event, EventKey, Participant


class Status(StrEnum):
    """What became of an input; the first four mean that HubSpot did what was asked for."""

    CREATED = "created"
    UPDATED = "updated"
    ACCEPTED = "accepted"  # HubSpot has it; the response cannot prove whether it was there before
    DELETED = "deleted"  # HubSpot had it, and has it no more
    INVALID = "invalid"  # not sent: `error` says which field and why
    REJECTED = "rejected"  # HubSpot refused it, and wrote nothing
    NOT_FOUND = "not_found"  # HubSpot has no such event that this app could delete
    FAILED = "failed"  # it may have been written or not; sending it again is safe
    SUPERSEDED = "superseded"  # a later input replaces it; it has an `error` if it was sent first
    UNCONFIRMED = "unconfirmed"  # HubSpot took the request, and does not say what it did with it
    NOT_SENT = "not_sent"  # nothing was written; sending it again is safe


Input = Event | Participant | EventKey | str | Mapping[str, Any]
_DEEPEST = 20  # levels of a caller's mapping that are shown
_OK = frozenset({Status.CREATED, Status.UPDATED, Status.ACCEPTED, Status.DELETED})


@frozen(kw_only=True)
class ErrorDetails:
    """Why an input did not get through.

    HubSpot promises none of its fields, so any of them may be missing (documented).

    Args:
        message: what is wrong, in HubSpot's words or ours. Control characters become spaces.
        field: the input's field at fault, where this package refused the input.
        status: the HTTP status of the response.
        category: HubSpot's category, such as `VALIDATION_ERROR`.
        policy: the rate limit that was hit: `DAILY`, `TEN_SECONDLY_ROLLING` or `SECONDLY`.
        correlation_id: names the request when you write to HubSpot's support.
        context: what HubSpot adds, such as ids or missing scopes.
    """

    message: str
    field: str | None = None
    status: int | None = None
    category: str | None = None
    policy: str | None = None
    correlation_id: str | None = None
    context: Mapping[str, Sequence[str]] = Factory(dict)


@frozen
class Outcome:
    """What became of one input.

    Args:
        input: the input as it was given.
        status: what became of it.
        id: HubSpot's object id, where HubSpot has the event.
        error: why it did not get through; None where HubSpot has it. A superseded input has one
            where it was sent, and may have been written, before the later input.
        warning: what looked wrong and was sent all the same, or was left out.
        key: what the input is about, such as an event's external ids; None for an invalid input.
        kind: what the input is: "event" or "participant".
    """

    input: Input
    status: Status
    id: str | None = None
    error: ErrorDetails | None = None
    warning: str | None = None
    key: Any = field(default=None, eq=False, repr=False)
    kind: str = field(default="event", eq=False, repr=False)

    @property
    def event(self) -> Input:
        """The input, by the name that the callers of `upsert` know."""
        return self.input

    @property
    def ok(self) -> bool:
        """Whether HubSpot did what was asked for."""
        return self.status in _OK

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as JSON can hold it.

        Returns:
            `status`, `id`, `error`, `warning`, and `event` or `participant`, whichever the input
            is. Empty details of an error are left out. Datetimes are ISO 8601 text; a value that
            JSON does not know is its `repr`.
        """
        error = self.error and {k: _plain(v) for k, v in asdict(self.error).items() if v}
        return {
            "status": str(self.status),
            "id": self.id,
            "error": error,
            "warning": self.warning,
            self.kind: _plain(self.input),
        }


@define(repr=False)
class Report(Sequence[Outcome]):
    """The outcomes of one call, in the order of its inputs.

    Args:
        outcomes: one outcome per input.
    """

    outcomes: list[Outcome] = field(factory=list)

    @property
    def counts(self) -> Counter[Status]:
        """How many outcomes there are of each status."""
        return Counter(outcome.status for outcome in self.outcomes)

    @property
    def ok(self) -> Report:
        """The outcomes of the inputs with which HubSpot did what was asked for."""
        return Report([outcome for outcome in self.outcomes if outcome.ok])

    @property
    def failed(self) -> Report:
        """The outcomes of what did not get through: invalid, rejected, not found, failed, not sent.

        Neither superseded nor unconfirmed inputs are among them.
        """
        through = _OK | {Status.SUPERSEDED, Status.UNCONFIRMED}
        return Report([outcome for outcome in self.outcomes if outcome.status not in through])

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return each outcome as JSON can hold it; see `Outcome.to_dict`."""
        return [outcome.to_dict() for outcome in self.outcomes]

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {status}" for status, count in self.counts.most_common())
        return f"<Report of {len(self)} outcomes: {counts or 'none'}>"

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.outcomes)

    def __len__(self) -> int:
        return len(self.outcomes)

    @overload
    def __getitem__(self, index: int) -> Outcome: ...
    @overload
    def __getitem__(self, index: slice) -> Report: ...
    def __getitem__(self, index: int | slice) -> Outcome | Report:
        if isinstance(index, slice):
            return Report(self.outcomes[index])
        return self.outcomes[index]


def _plain(value: Any, depth: int = 0) -> Any:
    """Return what JSON can hold of a value that a caller or HubSpot gave."""
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None  # JSON has no NaN and no infinity
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()  # nor lone surrogates
    if value is None or isinstance(value, bool | int):
        return value

    if isinstance(value, Event | Participant):
        value = {a.name: getattr(value, a.name) for a in fields(type(value))}
    if isinstance(value, EventKey):
        value = value._asdict()
    if isinstance(value, Mapping) and depth < _DEEPEST:
        return {str(name): _plain(item, depth + 1) for name, item in value.items()}
    if isinstance(value, list | tuple) and depth < _DEEPEST:
        return [_plain(item, depth + 1) for item in value]
    return shown(value)


def shown(value: Any) -> str | None:
    """Return a text for any value, even if its `repr` raises; None for the NaT of pandas."""
    try:
        text = value.isoformat() if isinstance(value, dt.date) else repr(value)
    except Exception:  # noqa: BLE001 - a caller's object may raise anything when it is looked at
        return f"a {type(value).__name__}"
    return None if text == "NaT" else text
