"""How HubSpot behaves, as far as it is documented or seen in public code; what is assumed is in `Assumptions`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from hubspot_marketing_events_mock import _participants as participants
from hubspot_marketing_events_mock._answers import Answer, RefusalError, error, not_found
from hubspot_marketing_events_mock._state import Event, State, instant, stamp
from hubspot_marketing_events_mock._tokens import Token

_DATES = ("startDateTime", "endDateTime")
_ECHOED = (
    "eventName", "eventOrganizer", "eventType", "eventUrl", "eventDescription", "eventCancelled", "eventCompleted",
    *_DATES,
)  # fmt: skip


@frozen(kw_only=True)
class Assumptions:
    """What nobody documents and no public code shows; each is a choice of this mock, and can be chosen otherwise.

    Args:
        duplicates: one event twice in an upsert: "last-wins" writes both in turn, "reject" refuses the batch with
            400 and `context.ids`, as batch calls on CRM objects do.
        id_is_external: the `id` that a write by external ids answers repeats the external event id, as it does where
            an event is read by them (observed); else it is the object id.
        put_clears: a field left out of a PUT is cleared (observed once); an upsert and a PATCH always keep it.
        custom_properties: the names an account defines; others are dropped without an error (documented). None
            defines every name.
    """

    duplicates: str = "last-wins"
    id_is_external: bool = True
    put_clears: bool = True
    custom_properties: frozenset[str] | None = None


@frozen
class Call:
    """A valid request, who makes it, and when."""

    state: State
    assumptions: Assumptions
    token: Token
    values: Mapping[str, Any]
    body: Any
    now: dt.datetime

    def own(self, account: str, event: str) -> Event:
        """The calling app's event; another app's is not found (documented)."""
        found = self.state.events.get((self.token.portal_id, self.token.app_id, account, event))
        if found is None:
            raise RefusalError(not_found(f"Marketing event {event}"))
        return found

    def named(self) -> Event:
        """The event that path and query name: by object id any app's, by external ids the calling app's."""
        values = self.values
        number = values.get("objectId", values.get("marketingEventId"))
        if number is not None:
            event = self.any_app(str(number))
            if event is None:
                raise RefusalError(not_found(f"Marketing event {number}"))
            return event
        if "externalAccountId" in values:
            return self.own(values["externalAccountId"], values["externalEventId"])
        own = (self.token.portal_id, self.token.app_id)
        matches = [
            e
            for e in self.state.events.values()
            if e.key[:2] == own and e.key[3] == values["externalEventId"]
        ]
        if len(matches) != 1:
            raise RefusalError(not_found(f"Marketing event {values['externalEventId']}"))
        return matches[0]

    def any_app(self, number: str) -> Event | None:
        """The portal's event with an object id, whichever app made it."""
        event = (
            self.state.by_object.get(int(number))
            if number.isascii() and number.isdecimal()
            else None
        )
        return event if event and event.key[0] == self.token.portal_id else None

    def batch(self, results: Sequence[Any], **more: Any) -> dict[str, Any]:
        """The frame around the results of a batch."""
        now = stamp(self.now)
        return {
            "status": "COMPLETE",
            "results": results,
            "startedAt": now,
            "completedAt": now,
            "requestedAt": now,
            **more,
        }


def write(call: Call, event: Event, given: Mapping[str, Any], *, replace: bool = False) -> Event:
    """Change an event; a field left out keeps its value, or is cleared by a replacement."""
    if replace:
        event.fields.clear()
        event.custom.clear()
    for name in _ECHOED:
        if name in given:
            event.fields[name] = instant(given[name]) if name in _DATES else given[name]
    for item in given.get("customProperties", ()):
        if (
            call.assumptions.custom_properties is None
            or item["name"] in call.assumptions.custom_properties
        ):
            event.custom[item["name"]] = item["value"]
    event.updated_at = call.now
    return event


def plain(event: Event) -> dict[str, Any]:
    """An event as the calls for one event answer it."""
    custom = [{"name": name, "value": value} for name, value in event.custom.items()]
    return {**event.fields, "customProperties": custom, "objectId": str(event.object_id)}


def written(call: Call, event: Event) -> dict[str, Any]:
    """An event as a write answers it."""
    times = {"createdAt": stamp(event.created_at), "updatedAt": stamp(event.updated_at)}
    name = event.key[3] if call.assumptions.id_is_external else str(event.object_id)
    return {**plain(event), "id": name, **times}


def written_by_object(call: Call, event: Event) -> dict[str, Any]:
    """An event as a write by object id answers it."""
    answer = written(call, event)
    del answer["id"]
    return {**answer, "appInfo": {"id": str(event.key[1]), "name": f"App {event.key[1]}"}}


def read(call: Call, event: Event) -> dict[str, Any]:
    """An event as read by its external ids."""
    return {
        **written(call, event),
        "externalEventId": event.key[3],
        **participants.totals(event, call.now),
    }


def read_by_object(call: Call, event: Event) -> dict[str, Any]:
    """An event as read by object id."""
    state = (
        "CANCELLED"
        if event.fields.get("eventCancelled")
        else "PAST"
        if event.over(call.now)
        else "UPCOMING"
    )
    more = {
        "externalEventId": event.key[3],
        "eventStatus": state,
        **participants.totals(event, call.now),
    }
    return {**written_by_object(call, event), **more}


def _key(call: Call, given: Mapping[str, Any]) -> tuple[int, int, str, str]:
    return (
        call.token.portal_id,
        call.token.app_id,
        given["externalAccountId"],
        given["externalEventId"],
    )


def _upserted(call: Call, given: Mapping[str, Any], *, replace: bool = False) -> Event:
    key = _key(call, given)
    event = call.state.events.get(key) or call.state.add(key, call.now)
    return write(call, event, given, replace=replace)


def upsert(call: Call) -> Answer:
    """Create or update each input's event, in order; one result per input."""
    keys = [_key(call, given) for given in call.body["inputs"]]
    if call.assumptions.duplicates == "reject" and len(set(keys)) < len(keys):
        twice = sorted({key[3] for key in keys if keys.count(key) > 1})
        return error(
            400, "Duplicate events in one batch", "VALIDATION_ERROR", context={"ids": twice}
        )
    return Answer(
        200, call.batch([written(call, _upserted(call, given)) for given in call.body["inputs"]])
    )


def create(call: Call) -> Answer:
    """Create an event; an existing one is refused as public code has seen it: 400, an errorType, no category."""
    existing = call.state.events.get(_key(call, call.body))
    if existing:
        tokens = {"existingObjectId": [str(existing.object_id)], "propertyName": ["hs_unique_id"]}
        said = "A marketing event with these ids exists"
        return error(400, said, errorType="UNIQUE_VALUE_CONFLICT", errorTokens=tokens)
    return Answer(200, plain(_upserted(call, call.body)))


def upsert_event(call: Call) -> Answer:
    """Create or replace one event; the path's external event id counts, whatever the body says (assumed)."""
    given = {**call.body, "externalEventId": call.values["externalEventId"]}
    return Answer(200, written(call, _upserted(call, given, replace=call.assumptions.put_clears)))


def update_many(call: Call) -> Answer:
    """Change events by object id; one that does not exist is an error of its own."""
    results, errors = [], []
    for given in call.body["inputs"]:
        event = call.any_app(given["objectId"])
        if event is None:
            errors.append(
                {
                    **not_found(f"Marketing event {given['objectId']}").body,
                    "context": {"ids": [given["objectId"]]},
                }
            )
            del errors[-1]["correlationId"]
        else:
            results.append(written_by_object(call, write(call, event, given)))
    if errors:
        return Answer(207, call.batch(results, errors=errors, numErrors=len(errors)))
    return Answer(200, call.batch(results))


def _delete(call: Call, events: Iterable[Event | None]) -> int:
    """Delete events, each once; returns how many there were not."""
    found = list(events)
    for event in {id(event): event for event in found if event}.values():
        call.state.remove(event)
    return sum(event is None for event in found)


def archive_many(call: Call) -> Answer:
    """Delete events by external ids; those of another app, or that do not exist, are passed over (assumed)."""
    own = (call.token.portal_id, call.token.app_id)
    inputs = [given for given in call.body["inputs"] if given["appId"] == call.token.app_id]
    keys = [(*own, given["externalAccountId"], given["externalEventId"]) for given in inputs]
    _delete(call, (call.state.events.get(key) for key in keys))
    return Answer(202)


def archive_many_by_object(call: Call) -> Answer:
    """Delete events by object id: 204, or 207 where some do not exist (documented)."""
    missing = _delete(call, [call.any_app(given["objectId"]) for given in call.body["inputs"]])
    return Answer(207 if missing else 204)


def archive(call: Call) -> Answer:
    """Delete one event."""
    call.state.remove(call.named())
    return Answer(204)


def complete(call: Call) -> Answer:
    """Mark an event as having taken place, between the times given."""
    return Answer(200, plain(write(call, call.named(), {**call.body, "eventCompleted": True})))


def list_events(call: Call) -> Answer:
    """One page of the portal's events, whichever app made them."""
    events = list(call.state.of_portal(call.token.portal_id))
    page, paging = paged(call, events, lambda event: event.object_id)
    return Answer(200, {"results": [read_by_object(call, event) for event in page], **paging})


def paged(
    call: Call, items: Sequence[Any], number: Callable[[Any], int]
) -> tuple[Sequence[Any], dict[str, Any]]:
    """The page that `after` and `limit` ask for, and where it continues; the cursor is the last item's number."""
    after = int(call.values.get("after") or 0)
    rest = [item for item in items if number(item) > after]
    page = rest[: call.values["limit"]]
    return page, {"paging": {"next": {"after": str(number(page[-1]))}}} if len(rest) > len(
        page
    ) else {}


def search(call: Call) -> Answer:
    """The calling app's events with this external event id (documented; that the match is exact is assumed)."""
    own = (call.token.portal_id, call.token.app_id)
    found = [
        e
        for e in call.state.by_object.values()
        if e.key[:2] == own and e.key[3] == call.values["q"]
    ]
    results = [
        {
            "appId": e.key[1],
            "externalAccountId": e.key[2],
            "externalEventId": e.key[3],
            "objectId": str(e.object_id),
        }
        for e in found
    ]
    return Answer(200, {"results": results})


def identifiers(call: Call) -> Answer:
    """Every event of the portal with this external event id, whichever app made it (documented)."""
    found = [
        e
        for e in call.state.of_portal(call.token.portal_id)
        if e.key[3] == call.values["externalEventId"]
    ]
    results = [
        {
            "appInfo": {"id": str(e.key[1]), "name": f"App {e.key[1]}"},
            "externalAccountId": e.key[2],
            "externalEventId": e.key[3],
            "marketingEventName": e.fields["eventName"],
            "objectId": str(e.object_id),
        }
        for e in found
    ]
    return Answer(200, {"results": results, "total": len(results)})


def lists(call: Call) -> Answer:
    """The lists of an event; what is not known of a list is made up from its id."""
    event = call.named()
    results = [
        {"listId": name, "listVersion": 1, "name": f"List {name}", "objectTypeId": "0-1",
         "processingStatus": "COMPLETE", "processingType": "MANUAL", "createdAt": stamp(since)}
        for name, since in event.lists.items()
    ]  # fmt: skip
    return Answer(200, {"results": results, "total": len(results)})


def associate(call: Call) -> Answer:
    """Link a list; every list exists (assumed), and linking again changes nothing."""
    call.named().lists.setdefault(call.values["listId"], call.now)
    return Answer(204)


def disassociate(call: Call) -> Answer:
    """Unlink a list; one that is not linked is passed over (assumed)."""
    call.named().lists.pop(call.values["listId"], None)
    return Answer(204)


def settings(call: Call) -> Answer:
    """The settings of the calling app; another app's are not found (assumed)."""
    if call.values["appId"] != call.token.app_id:
        return not_found(f"App {call.values['appId']}")
    key = (call.token.portal_id, call.token.app_id)
    if call.body is not None:
        call.state.settings[key] = call.body["eventDetailsUrl"]
    return Answer(
        200, {"appId": call.token.app_id, "eventDetailsUrl": call.state.settings.get(key, "")}
    )


Handler = Callable[[Call], Answer]
HANDLERS: Mapping[str, Handler] = {
    "upsert": upsert,
    "create": create,
    "upsertEvent": upsert_event,
    "getDetails": lambda call: Answer(200, read(call, call.named())),
    "getByObjectId": lambda call: Answer(200, read_by_object(call, call.named())),
    "listEvents": list_events,
    "updateEvent": lambda call: Answer(200, written(call, write(call, call.named(), call.body))),
    "updateEventByObjectId": lambda call: Answer(
        200, written_by_object(call, write(call, call.named(), call.body))
    ),
    "updateByObjectId": update_many,
    "archiveEvent": archive,
    "archiveEventByObjectId": archive,
    "archive": archive_many,
    "archiveByObjectId": archive_many_by_object,
    "cancel": lambda call: Answer(200, plain(write(call, call.named(), {"eventCancelled": True}))),
    "complete": complete,
    "doSearch": search,
    "searchPortalEvents": identifiers,
    "getAllByExternalAccountAndEventIds": lists,
    "getAllByMarketingEventId": lists,
    "associateByExternalAccountAndEventIds": associate,
    "associateByMarketingEventId": associate,
    "disassociateByExternalAccountAndEventIds": disassociate,
    "disassociateByMarketingEventId": disassociate,
    "getAll": settings,
    "updateSettings": settings,
    "recordByContactId": participants.by_contact,
    "recordByContactIds": participants.by_contact,
    "recordByEmail": participants.by_email,
    "recordByContactEmails": participants.by_email,
    "upsertByContactId": participants.state_by_contact,
    "upsertByContactEmail": participants.state_by_email,
    "getParticipationsCountersByEventExternalId": participants.counters,
    "getParticipationsCountersByMarketingEventId": participants.counters,
    "getParticipationsBreakdownByExternalEventId": participants.breakdown,
    "getParticipationsBreakdownByMarketingEventId": participants.breakdown,
    "getParticipationsBreakdownByContactId": participants.breakdown_of_contact,
}
