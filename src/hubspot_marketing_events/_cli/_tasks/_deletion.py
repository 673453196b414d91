"""`delete`: a row names an event to delete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import fields

from hubspot_marketing_events import EventIdentifiers, EventKey, Status
from hubspot_marketing_events._calls import deletion
from hubspot_marketing_events._cli._files import Field, Fields, Kind, Row, shown
from hubspot_marketing_events._cli._tasks._merging import merged
from hubspot_marketing_events._cli._tasks._task import (
    REPORTED,
    Key,
    Prepared,
    Task,
    parts_of,
    target_of,
    text_or_none,
)
from hubspot_marketing_events._cli._tasks._upsert import KNOWN as EVENT_FIELDS
from hubspot_marketing_events._cli._tasks._upsert import RECORDED, api_name
from hubspot_marketing_events._http import Api

SCHEMA = "BatchInputMarketingEventPublicObjectIdDeleteRequest"
NAMES = ("objectId", "externalAccountId", "externalEventId")
OTHERS = {*EVENT_FIELDS, *RECORDED, *(api_name(a.name) for a in fields(EventIdentifiers))} - {
    *NAMES
}
REFERENCES = Fields(
    "a reference to a marketing event",
    {name: Field(name, Kind.NUMBER if name == NAMES[0] else Kind.TEXT) for name in NAMES},
    {
        **dict.fromkeys(("account", "tenant"), "externalAccountId"),
        **dict.fromkeys(("key", "number", "code", "uuid"), "externalEventId"),
        **dict.fromkeys(("id", "record"), "objectId"),
    },
    needs=(("objectId", "externalEventId"), ("objectId", "externalAccountId")),
    dropped=frozenset(OTHERS) | REPORTED,
)


def named(values: Any) -> str:
    """Which event a row names, for people."""
    account, event = _key(values)
    return f"{event} of account {account}" if account else str(event)


def row_of(event: EventKey | str) -> Row:
    """A row that names one event, as if a file had it."""
    if isinstance(event, EventKey):
        values = {"externalAccountId": event[0], "externalEventId": event[1]}
    else:
        values = {"objectId": event}
    return Row(1, 1, values, unit="event", name=f"event {shown(named(values))}")


def _key(values: Any) -> Key:
    if not isinstance(values, Mapping):
        return None, None
    if "objectId" in values:
        return "", text_or_none(values["objectId"])
    return text_or_none(values.get("externalAccountId")), text_or_none(
        values.get("externalEventId")
    )


def _source(values: Any) -> Any:
    """The reference that the client takes; the object id goes before the external ids."""
    if "objectId" in values:
        return values["objectId"]
    return EventKey(values["externalAccountId"], values["externalEventId"])


def _prepare(api_version: str | None) -> Callable[[Sequence[Any]], Iterable[Prepared]]:
    call = deletion(Api(api_version))

    def prepared(inputs: Sequence[Any]) -> Iterable[Prepared]:
        for part in parts_of(call, inputs):
            request = call.arguments(part)
            if isinstance(part[0], EventKey):
                ids = {"externalAccountId": part[0][0], "externalEventId": part[0][1]}
                yield Prepared(target_of(request), [ids])
            else:
                yield Prepared(target_of(request), request["json"]["inputs"], SCHEMA)

    return prepared


DELETION = Task(
    command="delete",
    noun="event",
    fields=REFERENCES,
    send=lambda client, inputs, concurrency, on_batch: client.delete_iter(
        inputs, concurrency=concurrency, on_batch=on_batch
    ),
    prepare=_prepare,
    key=_key,
    source=_source,
    meanings={Status.ACCEPTED: "they are gone; HubSpot does not say which of them were there"},
    arrange=lambda rows: merged(rows, "event", _key, lambda _, later: later),
)
