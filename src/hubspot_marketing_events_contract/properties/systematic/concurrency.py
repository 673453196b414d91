"""Calls that overlap have the effect of one after another, in some order."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hubspot_marketing_events_contract._inputs import state
from hubspot_marketing_events_contract._wording import brief
from hubspot_marketing_events_contract.model import (
    Key,
    Model,
    Story,
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
    chosen = [one for one in operations if target.has(one)]
    if len(chosen) < 2:
        return
    (key,) = fresh_keys(target, 1)
    story = Story(target, [key])
    if exists:
        body, values = valid_request(target, "upsert", key, fields={"eventDescription": "before"})
        story.do("upsert", body, **values)

    event = story.model.events.get(key)
    calls = [_call(story, key, event, *pair) for pair in enumerate(chosen)]
    responses = _together(target, calls)
    final = _final(target, key)

    for order in itertools.permutations(range(len(calls))):
        if _explains(story.model.copy(), key, [(calls[n], responses[n]) for n in order], final):
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
    people = [by_email(f"{number}.{key[2]}@contacts.example".lower(), moment)]
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


def _explains(
    model: Model, key: Key, pairs: Sequence[tuple[Call, Response]], final: dict[str, Any]
) -> bool:
    return all(_fits(model, key, call, response) for call, response in pairs) and _ends(
        model, key, final
    )


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

    shown = response.results[0] if "results" in response.json else response.json
    return agrees(_known(model, event.fields), _known(model, state(shown)))


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
