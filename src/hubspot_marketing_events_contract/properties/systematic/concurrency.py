"""Calls that overlap have the effect of one after another, in some order."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hubspot_marketing_events_contract._inputs import state
from hubspot_marketing_events_contract._wording import brief
from hubspot_marketing_events_contract.model import (
    BY_CONTACT,
    BY_EMAIL,
    LINKING,
    UNLINKING,
    Key,
    Model,
    Story,
    by_contact,
    by_email,
    fresh_keys,
    valid_request,
)
from hubspot_marketing_events_contract.model._model import ModelEvent, agrees
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.target._target import Finding, Response, Target

FIELDS: tuple[dict[str, Any], ...] = (
    {"eventName": "Changed"}, {"eventOrganizer": "Southwind"}, {"eventType": "Fair"},
    {"eventCancelled": True}, {"eventUrl": "https://example.org/at-once"},
    {"startDateTime": "2031-01-01T00:00:00Z"},
)  # fmt: skip
# Up to six operations that are called at the same moment on one event.
ROUNDS: tuple[tuple[str, ...], ...] = (
    ("updateEvent",) * 6,
    ("updateEventByObjectId",) * 6,
    ("updateEvent", "updateEventByObjectId", "updateByObjectId") * 2,
    ("updateEvent", "cancel", "complete", "updateEventByObjectId", "upsert", "getByObjectId"),
    ("recordByEmail",) * 6,
    ("recordByEmail", "recordByContactEmails") * 3,
    ("associateByMarketingEventId",) * 6,
    ("associateByMarketingEventId", "associateByExternalAccountAndEventIds") * 3,
    ("archiveEvent", "updateEvent", "cancel", "getDetails", "getByObjectId",
     "updateEventByObjectId"),
    ("archiveEvent", "upsert", "create", "updateEvent", "getDetails", "cancel"),
    ("recordByEmail", "associateByMarketingEventId", "cancel", "updateEvent", "complete",
     "getDetails"),
    ("upsertEvent", "updateEvent", "upsertEvent", "cancel", "getDetails", "getByObjectId"),
    *((one,) * 3 for one in (*BY_EMAIL, *BY_CONTACT, *LINKING, *UNLINKING)),
    ("recordByContactId", "upsertByContactId", "recordByContactIds") * 2,
    ("recordByEmail", "upsertByContactEmail", "recordByContactEmails") * 2,
    (*LINKING, *UNLINKING),
    ("cancel", "complete") * 2,
    ("cancel", "updateEventByObjectId", "upsertByContactId", "updateByObjectId"),
    ("archiveByObjectId", "updateByObjectId", "recordByContactEmails", "upsertEvent"),
    ("archiveEventByObjectId", "complete", *UNLINKING),
)  # fmt: skip
FIRST_ROUNDS: tuple[tuple[str, ...], ...] = (
    ("create",) * 6,
    ("upsertEvent",) * 6,
    ("create", "upsert", "upsertEvent") * 2,
)
Call = tuple[str, Any, dict[str, Any]]


@needs("upsert", capabilities="serial", once=True)
def calls_at_once_are_as_one_after_another(target: Target, _: Draw) -> None:
    """Of up to six calls on one event at the same moment, responses and outcome fit some order."""
    for operations in ROUNDS:
        _at_once(target, operations, exists=True)
    for operations in FIRST_ROUNDS:
        _at_once(target, operations, exists=False)


def _at_once(target: Target, operations: Sequence[str], *, exists: bool) -> None:
    any_contact = "any-contact" in target.capabilities
    chosen = [
        one for one in operations if target.has(one) and (any_contact or one not in BY_CONTACT)
    ]
    if len(chosen) < 2:
        return
    (key,) = fresh_keys(target, 1)
    story = Story(target, [key])
    if exists:
        body, values = valid_request(target, "upsert", key, fields={"eventDescription": "before"})
        story.do("upsert", body, **values)
        _furnish(story, key, chosen)

    event = story.model.events.get(key)
    calls = [_call(story, key, event, *pair) for pair in enumerate(chosen)]
    responses = _together(target, calls)
    final = _final(target, key)

    if _explained(story.model, key, list(zip(calls, responses, strict=True)), final):
        return
    told = [
        f"{one[0]} {brief(one[1])} -> {response.status}"
        for one, response in zip(calls, responses, strict=True)
    ]
    raise Finding(
        f"no order of these calls, made at once on one event{'' if exists else ' that is new'},"
        f" explains their responses and the outcome {brief(final)}:\n" + "\n".join(told)
    )


def _call(story: Story, key: Key, event: ModelEvent | None, number: int, operation: str) -> Call:
    object_id = event.object_id if event else None
    moment = story.moment()
    people = [_person(operation, key, number, moment)]
    # Each writes a field of its own and one that all write, so that half a write is seen.
    fields = {**FIELDS[number % len(FIELDS)], "eventDescription": f"Told by call {number}"}
    body, values = valid_request(
        story.target,
        operation,
        key,
        object_id=object_id,
        fields=fields,
        people=people,
        list_id=str(7 + number),
    )
    return operation, body, values


def _person(operation: str, key: Key, number: int, moment: int) -> dict[str, Any]:
    if operation in BY_CONTACT:
        return by_contact(1_000_061 + number, moment)
    return by_email(f"{number}.{key[2]}@contacts.example".lower(), moment)


def _furnish(story: Story, key: Key, operations: Sequence[str]) -> None:
    """Link the lists that are going to be unlinked, and record the people who must be known."""
    event = story.model.events[key]
    for number, operation in enumerate(operations):
        before = {**dict.fromkeys(UNLINKING, LINKING[0]), "upsertByContactEmail": BY_EMAIL[0]}
        making = before.get(operation, "")
        if story.target.has(making):
            body, values = valid_request(
                story.target, making, key, object_id=event.object_id, list_id=str(7 + number),
                people=[_person(operation, key, number, story.moment())], state="register",
            )  # fmt: skip
            story.do(making, body, **values)


def _together(target: Target, calls: Sequence[Call]) -> list[Response]:
    start = threading.Barrier(len(calls))

    def send(call: Call) -> Response:
        operation, body, values = call
        start.wait(timeout=30)
        return target.call(operation, body, **values)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(send, calls))


def _final(target: Target, key: Key) -> dict[str, Any]:
    """Return the state of an event at the end, as far as it can be read; empty if it is gone."""
    ids: dict[str, Any] = {"externalAccountId": key[1], "externalEventId": key[2]}
    found: dict[str, Any] = {}
    if target.has("getDetails"):
        response = target.call("getDetails", **ids)
        if response.status == 404:
            return {}
        found["fields"] = state(response.json)
    if target.has("getParticipationsCountersByEventExternalId"):
        counters = target.call("getParticipationsCountersByEventExternalId", **ids)
        found["counters"] = counters.json
    if target.has("getAllByExternalAccountAndEventIds"):
        lists = target.call("getAllByExternalAccountAndEventIds", **ids)
        found["lists"] = sorted(str(one["listId"]) for one in lists.results)
    if target.has("searchPortalEvents"):
        named = target.call("searchPortalEvents", externalEventId=key[2])
        found["objects"] = len(named.results)
    return found


def _explained(
    model: Model, key: Key, left: Sequence[tuple[Call, Response]], final: dict[str, Any]
) -> bool:
    """Return whether the calls that are left, in some order, have their responses and this end."""
    if not left:
        return _ends(model, key, final)

    for number, (call, response) in enumerate(left):
        after = model.copy()
        others = [*left[:number], *left[number + 1 :]]
        if _fits(after, key, call, response) and _explained(after, key, others, final):
            return True
    return False


def _fits(model: Model, key: Key, call: Call, response: Response) -> bool:
    """Carry out a call in the model, and say whether the response is one that it may have."""
    operation, body, values = call
    if operation.startswith("get"):
        event = (
            model.events.get(key)
            if operation == "getDetails"
            else model.by_object(values["objectId"])
        )
        status = "success" if event else "missing"
    else:
        result = model.call(operation, "own", values, body)
        status = result.status
        event = result.events[0] if result.events else None

    expected = {
        "success": response.ok,
        "missing": response.status == 404,
        "partial": response.status == 207,
    }
    if not expected.get(status, 400 <= response.status < 500):
        return False
    if event is None or not response.ok or not response.content:
        return True

    items = response.results if "results" in response.json else [response.json]
    return bool(items) and agrees(_known(model, event.fields), _known(model, state(items[0])))


def _known(model: Model, fields: dict[str, Any]) -> dict[str, Any]:
    hidden = set() if "custom-properties" in model.capabilities else {"customProperties"}
    return {name: value for name, value in fields.items() if name not in hidden}


def _ends(model: Model, key: Key, final: dict[str, Any]) -> bool:
    event = model.events.get(key)
    if event is None or not final:
        return event is None and not final
    expected = {
        "fields": _known(model, event.fields),
        "counters": model.counters(event),
        "lists": sorted(event.lists),
        "objects": 1,
    }
    found = {**final, "fields": _known(model, final["fields"])} if "fields" in final else final
    return all(agrees(expected[name], found[name]) for name in found)
