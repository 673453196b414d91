"""How operators fill the catalogue, and what they choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contract_tests.defects._defect import (
    ATTENDANCE,
    BREAKDOWNS,
    COUNTERS,
    DEFECTS,
    READS,
    WRITES,
    Defect,
    Tamper,
    each,
    every,
    shifted,
)

TEXTS = ("eventName", "eventOrganizer", "eventType", "eventUrl", "eventDescription")


TIMES = ("startDateTime", "endDateTime")


FLAGS = ("eventCancelled",)


LISTS = ("getAllByMarketingEventId", "getAllByExternalAccountAndEventIds")


BREAKDOWN_OF_CONTACT = "getParticipationsBreakdownByContactId"


ALL_READS = (*READS, "doSearch", "searchPortalEvents", *COUNTERS, *BREAKDOWNS, *LISTS)


CHANGES = (
    *WRITES, "cancel", "complete", "archiveEvent", "archiveEventByObjectId", "archiveByObjectId",
    "archive", *ATTENDANCE, "upsertByContactEmail", "associateByMarketingEventId",
    "associateByExternalAccountAndEventIds", "disassociateByMarketingEventId",
    "disassociateByExternalAccountAndEventIds", "updateSettings",
)  # fmt: skip


BY_EXTERNAL_IDS = (
    "getDetails", "updateEvent", "cancel", "complete", "archiveEvent",
    "getAllByExternalAccountAndEventIds", "associateByExternalAccountAndEventIds",
    "getParticipationsCountersByEventExternalId", "getParticipationsBreakdownByExternalEventId",
    "recordByContactEmails",
)  # fmt: skip


BY_EXTERNAL_IDS_OR_ALL = (*BY_EXTERNAL_IDS, "listEvents", "doSearch", "searchPortalEvents")


OWN = {"authorization": "Bearer mock-token"}


def register(  # noqa: PLR0917 - calls read as rows of a table
    operator: str,
    kind: str,
    what: str,
    operations: str | tuple[str, ...],
    detail: str,
    tamper: Tamper,
) -> None:
    """Add one defect to the catalogue."""
    names = (operations,) if isinstance(operations, str) else operations
    label = operations if isinstance(operations, str) else "everywhere"
    name = ":".join(part for part in (operator, label, detail) if part)

    DEFECTS[name] = Defect(
        name=name,
        kind=kind,
        what=what,
        operations=frozenset(names),
        tamper=tamper,
        operator=operator,
    )


def rotated(*columns: tuple[str, ...], count: int | None = None) -> Iterator[tuple[str, ...]]:
    """Combine columns so that each value occurs about as often as any other, in `count` rows."""
    for number in range(count or max(map(len, columns))):
        yield tuple(
            column[(number * (step + 1)) % len(column)] for step, column in enumerate(columns)
        )


def changed_text(name: str, change: Callable[[str], str]) -> Callable[[dict[str, Any]], None]:
    """Return a change of one text field, where it is a text."""

    def apply(one: dict[str, Any]) -> None:
        if isinstance(one.get(name), str):
            one[name] = change(one[name])

    return apply


def sent(change: Callable[[dict[str, Any]], Any]) -> Tamper:
    """Return a defect that changes what is sent."""
    return lambda x: each(x, change)


def shown(change: Callable[[dict[str, Any]], Any]) -> Tamper:
    """Return a defect that changes what is shown."""
    return lambda x: every(x, change)


def set_to(name: str, value: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda one: one.update({name: value})


def later(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda one: shifted(one, name, milliseconds=1)


LISTS_LINKED = (
    "associateByMarketingEventId", "associateByExternalAccountAndEventIds",
    "disassociateByMarketingEventId", "disassociateByExternalAccountAndEventIds",
)  # fmt: skip
