"""Defects of what a server remembers, after several calls about one event."""

from __future__ import annotations

from urllib.parse import quote

import httpx

from contract_tests.defects._defect import MISSING, OK, Exchange, defect, every
from contract_tests.defects.subtle._calls import (
    OWN,
    caller,
    details,
    external_ids,
    go,
    objects,
    patch,
    path_of,
    texts_of,
    written,
)

MAKING = ("upsert", "create", "upsertEvent")


@defect("state", "updateEvent")
def cancelling_by_patch_completes(x: Exchange) -> httpx.Response:
    """A patch that cancels an event also completes it."""
    response, ids = x.send(), external_ids(x)
    if ids and response.is_success and (x.sent or {}).get("eventCancelled") is True:
        times = {"startDateTime": "2020-01-01T00:00:00Z", "endDateTime": "2020-01-01T01:00:00Z"}
        go(x, "POST", path_of(ids, "/complete"), times)
    return response


@defect("state")
def participants_are_kept_by_their_number(x: Exchange) -> httpx.Response:
    """By external ids, participants are shown as they were while their number is the same."""
    response = x.send()
    if x.operation == "getParticipationsBreakdownByExternalEventId" and response.is_success:
        key = (str(x.request.url), response.json()["total"])
        kept: httpx.Response = x.memory.setdefault(key, response)
        return kept
    return response


@defect("state")
def no_counters_are_remembered(x: Exchange) -> httpx.Response:
    """A server that once had no counters of an event shows none until the next upsert."""
    if x.operation == "getParticipationsCountersByEventExternalId":
        key = str(x.request.url)
        response: httpx.Response = x.memory.get(key) or x.send()
        if response.status_code == MISSING:
            x.memory[key] = response
        return response
    if x.operation in {"upsert", "upsertEvent"}:
        x.memory.clear()
    return x.send()


@defect("state")
def lists_outlive_their_event(x: Exchange) -> httpx.Response:
    """An event that is made again has the lists of the deleted one."""
    ids = external_ids(x)
    if x.operation == "archiveEvent" and ids:
        account, event = (quote(one, safe="") for one in ids)
        found = go(x, "GET", f"/associations/{account}/{event}/lists")
        if found.is_success:
            x.memory[ids] = [one["listId"] for one in found.json()["results"]]
    response = x.send()
    if x.operation in MAKING and response.is_success:
        for one in written(x):
            account, event = (quote(part, safe="") for part in one)
            for name in x.memory.pop(one, ()):
                go(x, "PUT", f"/associations/{account}/{event}/lists/{name}")
    return response


@defect("state", "archiveEventByObjectId")
def an_old_object_id_deletes_the_new_event(x: Exchange) -> httpx.Response:
    """A second deletion by one object id deletes the event that was made since."""
    number = x.values.get("objectId", "")
    before = x.send(method="GET")
    if before.is_success:
        x.memory[number] = before.json().get("externalEventId")
    elif number in x.memory:
        for other in objects(x, x.memory[number])[:1]:
            go(x, "DELETE", f"/{other}", headers=OWN)
    return x.send()


@defect("state")
def a_cancellation_outlives_its_event(x: Exchange) -> httpx.Response:
    """An event that is created after a cancelled one was deleted is cancelled."""
    ids, key = external_ids(x), (external_ids(x), caller(x))
    was = x.operation == "archiveEvent" and details(x, ids).get("eventCancelled")
    response = x.send()
    if response.is_success and was:
        x.memory[key] = True
    if response.is_success and ids and x.operation == "create" and x.memory.pop(key, False):
        patch(x, ids, {"eventCancelled": True})
    return response


@defect("state")
def a_cancellation_waits_for_its_event(x: Exchange) -> httpx.Response:
    """An event is cancelled that was cancelled before there was one."""
    response = x.send()
    if x.operation == "cancel" and response.status_code == MISSING:
        x.memory[external_ids(x), caller(x)] = True
    if x.operation in MAKING and response.is_success:
        for ids in written(x):
            if x.memory.pop((ids, caller(x)), False):
                patch(x, ids, {"eventCancelled": True})
    return response


@defect("state", "cancel")
def cancelling_twice_is_not_cancelling(x: Exchange) -> httpx.Response:
    """A second cancellation takes back the first."""
    ids = external_ids(x)
    was, response = details(x, ids).get("eventCancelled"), x.send()
    if ids and was and response.is_success:
        patch(x, ids, {"eventCancelled": False})
    return response


@defect("state", "cancel")
def cancelling_unlinks_a_list(x: Exchange) -> httpx.Response:
    """An event with several lists loses the last one as it is cancelled."""
    response, ids = x.send(), external_ids(x)
    if ids and response.is_success:
        account, event = (quote(one, safe="") for one in ids)
        path = f"/associations/{account}/{event}/lists"
        linked = go(x, "GET", path).json()["results"]
        if len(linked) > 1:
            go(x, "DELETE", f"{path}/{linked[-1]['listId']}")
    return response


@defect("state", "complete")
def completing_takes_back_a_cancellation(x: Exchange) -> httpx.Response:
    """A cancelled event is no longer cancelled once it is completed."""
    response, ids = x.send(), external_ids(x)
    if ids and response.is_success and response.json().get("eventCancelled"):
        patch(x, ids, {"eventCancelled": False})
    return response


@defect("time", "complete")
def completing_again_keeps_the_first_times(x: Exchange) -> httpx.Response:
    """Of two completions, the times of the first are kept."""
    before = details(x, external_ids(x))
    if before.get("eventCompleted") and before.get("startDateTime") and before.get("endDateTime"):
        return x.send({name: before[name] for name in ("startDateTime", "endDateTime")})
    return x.send()


@defect("state", "updateEvent")
def every_seventh_patch_is_lost(x: Exchange) -> httpx.Response:
    """Every seventh patch of an event is acknowledged and not kept."""
    ids = external_ids(x)
    x.memory[ids] = x.memory.get(ids, 0) + 1
    before, response = details(x, ids), x.send()
    if ids and x.memory[ids] % 7 == 0 and response.is_success:
        patch(x, ids, texts_of(before))
    return response


@defect("state", "upsertEvent")
def an_equal_put_clears_the_description(x: Exchange) -> httpx.Response:
    """The same PUT once more keeps no description."""
    sent = x.sent
    again, x.memory["last"] = x.memory.get("last") == sent, sent
    if again and isinstance(sent, dict):
        return x.send({name: sent[name] for name in sent if name != "eventDescription"})
    return x.send()


@defect("time", "associateByMarketingEventId")
def a_linked_list_is_a_change(x: Exchange) -> httpx.Response:
    """Linking a list moves the updatedAt of its event."""
    response, number = x.send(), x.values.get("marketingEventId")
    event = go(x, "GET", f"/{number}")
    if response.is_success and event.status_code == OK:
        go(x, "PATCH", f"/{number}", {"eventName": event.json()["eventName"]})
    return response


@defect("data", "updateByObjectId")
def a_batch_update_tells_a_new_creation(x: Exchange) -> httpx.Response:
    """In the response to a batch update, createdAt is updatedAt."""
    return every(x, lambda one: one.update(createdAt=one["updatedAt"]))


@defect("state", "updateEvent")
def a_patch_makes_what_is_missing(x: Exchange) -> httpx.Response:
    """A patch of an event that does not exist is 404, and makes it."""
    response, ids = x.send(), external_ids(x)
    if ids and response.status_code == MISSING and x.sent and "mock" in caller(x):
        names = {"externalAccountId": ids[0], "externalEventId": ids[1]}
        made = {"eventName": "Made", "eventOrganizer": "Northwind", **x.sent, **names}
        go(x, "POST", "/events/upsert", {"inputs": [made]})
    return response


@defect("state", "create")
def a_refused_creation_is_a_change(x: Exchange) -> httpx.Response:
    """A creation of an event that exists is refused, and moves its updatedAt."""
    response, ids = x.send(), external_ids(x)
    event = {} if response.is_success else details(x, ids)
    if ids and event:
        patch(x, ids, {"eventName": event["eventName"]})
    return response
