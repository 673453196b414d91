"""`upsert`: a row is an event to create or update."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import NOTHING, fields

from hubspot_marketing_events import Event, EventRecord
from hubspot_marketing_events._checks import checked
from hubspot_marketing_events._cli._files import Content, Field, Fields, Kind
from hubspot_marketing_events._cli._tasks._task import REPORTED, Key, Prepared, Task, text_or_none
from hubspot_marketing_events._http import UpsertCall

SCHEMA = "BatchInputMarketingEventCreateRequestParams"


def api_name(name: str) -> str:
    """HubSpot's name of a field."""
    return re.sub("_(.)", lambda found: found[1].upper(), name)


def _kind(annotation: Any) -> Kind:
    text = str(annotation)
    kinds = {"Mapping": Kind.PROPERTIES, "datetime": Kind.TIME, "bool": Kind.FLAG}
    return next((kind for word, kind in kinds.items() if word in text), Kind.TEXT)


KNOWN = {
    api_name(a.name): Field(api_name(a.name), _kind(a.type), a.default is NOTHING)
    for a in fields(Event)
}
ORGANIZERS = ("organizer", "organiser", "host", "owner", "planner", "presenter")
ACCOUNTS = ("account", "tenant")
RECORDED = {api_name(a.name) for a in fields(EventRecord)}
EVENTS = Fields(
    "a marketing event",
    KNOWN,
    {
        **dict.fromkeys(("title", "name", "subject", "topic", "webinar"), "eventName"),
        **dict.fromkeys((*ORGANIZERS, *(f"{who}name" for who in ORGANIZERS)), "eventOrganizer"),
        **dict.fromkeys((*ACCOUNTS, *(f"{what}id" for what in ACCOUNTS)), "externalAccountId"),
        **dict.fromkeys(("id", "key", "number", "code", "uuid"), "externalEventId"),
        **dict.fromkeys(("type", "category", "kind", "typename"), "eventType"),
        **dict.fromkeys(("url", "link", "website"), "eventUrl"),
        **dict.fromkeys(("description", "summary", "about", "abstract"), "eventDescription"),
        **dict.fromkeys(("cancelled", "canceled"), "eventCancelled"),
        **dict.fromkeys(("completed", "finished"), "eventCompleted"),
        **dict.fromkeys(("start", "starts", "begin", "begins", "from"), "startDateTime"),
        **dict.fromkeys(("end", "ends", "until", "to"), "endDateTime"),
        "startend": "",  # one column has both
    },
    dropped=frozenset(RECORDED - KNOWN.keys()) | REPORTED,
    contents={
        Content.URLS: ("eventUrl",),
        Content.TIMES: ("startDateTime", "endDateTime"),
    },
)


def key_of(values: Any) -> Key:
    """The ids of the account and the event of a row, each None if it is no text."""
    if not isinstance(values, Mapping):
        return None, None
    account = values.get("externalAccountId", values.get("external_account_id"))
    event = values.get("externalEventId", values.get("external_event_id"))
    return text_or_none(account), text_or_none(event)


def _prepare(api_version: str | None) -> Callable[[Sequence[Any]], Iterable[Prepared]]:
    call = UpsertCall(api_version)
    target = "{method} {url}".format(**{**call.request([]), "method": "POST"})

    def prepared(inputs: Sequence[Any]) -> list[Prepared]:
        events, warnings = zip(*map(checked, inputs), strict=True)
        body = call.body(events).to_dict()
        return [Prepared(target, body["inputs"], SCHEMA, warnings)]

    return prepared


UPSERT = Task(
    command="upsert",
    noun="event",
    fields=EVENTS,
    send=lambda client, inputs, concurrency, on_batch: client.upsert_iter(
        inputs, concurrency=concurrency, on_batch=on_batch
    ),
    prepare=_prepare,
    key=key_of,
)
