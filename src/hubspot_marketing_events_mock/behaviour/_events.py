"""Marketing events: written, read, listed, searched and deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from hubspot_marketing_events_mock.behaviour import _participants as participants
from hubspot_marketing_events_mock.behaviour._call import Call
from hubspot_marketing_events_mock.behaviour._responses import error, not_found
from hubspot_marketing_events_mock.behaviour._state import Event, instant
from hubspot_marketing_events_mock.contract import Response

_ECHOED = (
    "eventName",
    "eventOrganizer",
    "eventType",
    "eventUrl",
    "eventDescription",
    "eventCancelled",
    "eventCompleted",
)  # fmt: skip
_DATES = ("startDateTime", "endDateTime")


def write(call: Call, event: Event, given: Mapping[str, Any], *, replace: bool = False) -> Event:
    """Change an event; a field left out keeps its value, or is cleared by a replacement."""
    if replace:
        event.fields.clear()
        event.custom.clear()
    fields = event.fields
    for name in _ECHOED:
        if name in given:
            fields[name] = given[name]
    for name in _DATES:
        if name in given:
            fields[name] = instant(given[name])
    for item in given.get("customProperties", ()):
        if (
            call.assumptions.custom_properties is None
            or item["name"] in call.assumptions.custom_properties
        ):
            event.custom[item["name"]] = item["value"]
    event.updated_at = call.at
    return event


def plain(event: Event) -> dict[str, Any]:
    """An event as the calls for one event return it."""
    result = event.fields.copy()
    result["customProperties"] = custom_properties(event) if event.custom else []
    result["objectId"] = str(event.object_id)
    return result


def custom_properties(event: Event) -> list[dict[str, str]]:
    """An event's custom properties as HubSpot writes them."""
    return [{"name": name, "value": value} for name, value in event.custom.items()]


def written(call: Call, event: Event) -> dict[str, Any]:
    """An event as a write returns it."""
    result = plain(event)
    result["id"] = event.key[3] if call.assumptions.id_is_external else result["objectId"]
    result["createdAt"] = event.created_at
    result["updatedAt"] = event.updated_at
    return result


def written_by_object(call: Call, event: Event) -> dict[str, Any]:
    """An event as a write by object id returns it."""
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
    token = call.token
    return token.portal_id, token.app_id, given["externalAccountId"], given["externalEventId"]


def _upserted(call: Call, given: Mapping[str, Any], *, replace: bool = False) -> Event:
    key = _key(call, given)
    event = call.state.events.get(key) or call.state.add(key, call.at)
    return write(call, event, given, replace=replace)


def upsert(call: Call) -> Response:
    """Create or update each input's event, in order; one result per input."""
    inputs = call.body["inputs"]
    if call.assumptions.duplicates == "reject":
        counts = Counter(_key(call, given) for given in inputs)
        twice = sorted({key[3] for key, count in counts.items() if count > 1})
        if twice:
            said = "Duplicate events in one batch"
            return error(400, said, "VALIDATION_ERROR", context={"ids": twice})
    results = [written(call, _upserted(call, given)) for given in inputs]
    return Response(200, call.batch(results))


def create(call: Call) -> Response:
    """Create an event.

    An existing one is refused as public code has seen it: 400, an errorType, no category.
    """
    existing = call.state.events.get(_key(call, call.body))
    if existing:
        tokens = {"existingObjectId": [str(existing.object_id)], "propertyName": ["hs_unique_id"]}
        said = "A marketing event with these ids exists"
        return error(400, said, errorType="UNIQUE_VALUE_CONFLICT", errorTokens=tokens)
    return Response(200, plain(_upserted(call, call.body)))


def upsert_event(call: Call) -> Response:
    """Create or replace one event.

    The path's external event id counts, whatever the body says (assumed).
    """
    given = {**call.body, "externalEventId": call.values["externalEventId"]}
    return Response(200, written(call, _upserted(call, given, replace=call.assumptions.put_clears)))


def update_many(call: Call) -> Response:
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
        return Response(207, call.batch(results, errors=errors, numErrors=len(errors)))
    return Response(200, call.batch(results))


def _delete(call: Call, events: Iterable[Event | None]) -> int:
    """Delete events, each once; returns how many there were not."""
    found = list(events)
    for event in {id(event): event for event in found if event}.values():
        call.state.remove(event)
    return sum(event is None for event in found)


def archive_many(call: Call) -> Response:
    """Delete events by external ids.

    Those of another app, or that do not exist, are passed over (assumed).
    """
    own = (call.token.portal_id, call.token.app_id)
    inputs = [given for given in call.body["inputs"] if given["appId"] == call.token.app_id]
    keys = [(*own, given["externalAccountId"], given["externalEventId"]) for given in inputs]
    _delete(call, (call.state.events.get(key) for key in keys))
    return Response(202)


def archive_many_by_object(call: Call) -> Response:
    """Delete events by object id: 204, or 207 where some do not exist (documented)."""
    missing = _delete(call, [call.any_app(given["objectId"]) for given in call.body["inputs"]])
    return Response(207 if missing else 204)


def archive(call: Call) -> Response:
    """Delete one event."""
    call.state.remove(call.named())
    return Response(204)


def complete(call: Call) -> Response:
    """Mark an event as having taken place, between the times given."""
    return Response(200, plain(write(call, call.named(), {**call.body, "eventCompleted": True})))


def list_events(call: Call) -> Response:
    """One page of the events of a portal, of all apps.

    The cursor is the last object id.
    """
    events = call.state.of_portal(call.token.portal_id)
    page, last = events.page(call.after, call.values["limit"])
    paging = {} if last is None else {"paging": {"next": {"after": str(last)}}}
    return Response(200, {"results": [read_by_object(call, event) for event in page], **paging})


def search(call: Call) -> Response:
    """The calling app's events with an external event id (documented).

    That the match is exact is assumed.
    """
    results = [
        {
            "appId": event.key[1],
            "externalAccountId": event.key[2],
            "externalEventId": event.key[3],
            "objectId": str(event.object_id),
        }
        for event in call.state.with_external_id(call.token.portal_id, call.values["q"])
        if event.key[1] == call.token.app_id
    ]
    return Response(200, {"results": results})


def identifiers(call: Call) -> Response:
    """Every event of the portal with this external event id, of all apps (documented)."""
    results = [
        {
            "appInfo": {"id": str(event.key[1]), "name": f"App {event.key[1]}"},
            "externalAccountId": event.key[2],
            "externalEventId": event.key[3],
            "marketingEventName": event.fields["eventName"],
            "objectId": str(event.object_id),
        }
        for event in call.state.with_external_id(
            call.token.portal_id, call.values["externalEventId"]
        )
    ]
    return Response(200, {"results": results, "total": len(results)})
