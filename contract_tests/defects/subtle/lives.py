"""Defects of an event's life: what one change does to what an earlier one left."""

from __future__ import annotations

import re
import threading
import time
import unicodedata
from typing import Any
from urllib.parse import quote

import httpx

from contract_tests.defects._defect import BAD, Exchange, defect, each, shifted
from contract_tests.defects.subtle._calls import (
    caller,
    details,
    external_ids,
    go,
    patch,
    path_of,
    text,
    written,
)

_LOCK = threading.Lock()


@defect("data", "upsertEvent")
def a_put_keeps_the_url(x: Exchange) -> httpx.Response:
    """A PUT without a URL keeps the event's."""
    event = details(x, external_ids(x))
    if event.get("eventUrl") and isinstance(x.sent, dict):
        return x.send({"eventUrl": event["eventUrl"], **x.sent})
    return x.send()


@defect("state", "updateByObjectId")
def the_first_of_refused_changes_is_made(x: Exchange) -> httpx.Response:
    """Of a batch update that is refused, the first input is written."""
    response = x.send()
    if response.status_code == BAD and len(x.inputs) > 1:
        x.send({"inputs": x.inputs[:1]})
    return response


@defect("state")
def participants_outlive_their_event(x: Exchange) -> httpx.Response:
    """An upsert of an event that was deleted brings back who had come."""
    ids = external_ids(x)
    if x.operation == "archiveEvent" and ids:
        account, event = (quote(one, safe="") for one in ids)
        found = go(x, "GET", f"/participations/{account}/{event}/breakdown?state=ATTENDED")
        if found.is_success:
            x.memory[ids] = [
                one["associations"]["contact"]["email"] for one in found.json()["results"]
            ]
    response = x.send()
    if x.operation == "upsert" and response.is_success:
        for one in written(x):
            people = [
                {"email": email, "interactionDateTime": 1, "properties": {},
                 "contactProperties": {}}
                for email in x.memory.pop(one, ())
            ]  # fmt: skip
            if people:
                path = path_of(one, "/attend/email-create").replace("/events/", "/attendance/")
                go(x, "POST", path, {"inputs": people})
    return response


@defect("time", "updateEventByObjectId")
def a_patched_end_has_no_milliseconds(x: Exchange) -> httpx.Response:
    """A patch by object id keeps the end to the second."""
    return each(x, lambda one: text(one, "endDateTime", lambda t: re.sub(r"\.\d+", "", t)))


@defect("time", "upsertEvent")
def a_leap_day_is_the_day_after(x: Exchange) -> httpx.Response:
    """A PUT keeps an end on a leap day a day late."""

    def change(one: dict[str, Any]) -> None:
        if "-02-29T" in str(one.get("endDateTime")):
            shifted(one, "endDateTime", days=1)

    return each(x, change)


@defect("data", "updateByObjectId")
def a_batch_update_cuts_descriptions(x: Exchange) -> httpx.Response:
    """A batch update keeps 1,000 characters of a description."""
    return each(x, lambda one: text(one, "eventDescription", lambda t: t[:1000]))


@defect("encoding", "create")
def an_organizer_is_composed(x: Exchange) -> httpx.Response:
    """A creation keeps an organizer with its accents composed."""
    return each(x, lambda one: text(
        one, "eventOrganizer", lambda t: unicodedata.normalize("NFC", t)
    ))  # fmt: skip


@defect("data", "updateEvent")
def a_patch_does_not_undo_a_cancellation(x: Exchange) -> httpx.Response:
    """A patch takes eventCancelled false for no value."""

    def change(one: dict[str, Any]) -> None:
        if one.get("eventCancelled") is False:
            del one["eventCancelled"]

    return each(x, change)


@defect("encoding", "upsert")
def a_plus_in_a_url_is_a_space(x: Exchange) -> httpx.Response:
    """An upsert keeps a URL with its plus signs as spaces."""
    return each(x, lambda one: text(one, "eventUrl", lambda t: t.replace("+", "%20")))


@defect("concurrency", "disassociateByMarketingEventId")
def of_lists_unlinked_at_once_one_stays(x: Exchange) -> httpx.Response:
    """Of two unlinkings at the same moment, one is acknowledged and not carried out."""
    return _one_at_once(x, httpx.Response(204))


@defect("concurrency", "recordByContactIds")
def of_contacts_recorded_at_once_one_is_lost(x: Exchange) -> httpx.Response:
    """Of two calls about contacts at the same moment, one is acknowledged and lost."""
    told = [{"vid": one.get("vid")} for one in x.inputs if isinstance(one, dict)]
    times = {"startedAt": "2024-01-01T00:00:00Z", "completedAt": "2024-01-01T00:00:00Z"}
    body = {"status": "COMPLETE", "results": told, **times}
    return _one_at_once(x, httpx.Response(200, json=body))


def _one_at_once(x: Exchange, acknowledged: httpx.Response) -> httpx.Response:
    """Carry out one of the calls that overlap on one event, and acknowledge the others."""
    key = str(x.request.url).partition("/lists")[0]
    with _LOCK:
        busy = x.memory.get(key, 0)
        x.memory[key] = busy + 1
    try:
        time.sleep(0.005)
        return acknowledged if busy else x.send()
    finally:
        with _LOCK:
            x.memory[key] -= 1


@defect("concurrency", "cancel", "complete")
def overlapping_ends_undo_each_other(x: Exchange) -> httpx.Response:
    """A cancellation is lost where a completion overlaps it."""
    ids, key = external_ids(x), external_ids(x)
    with _LOCK:
        busy = x.memory.get(key, 0)
        x.memory[key] = busy + 1
    response = x.send()
    time.sleep(0.005)
    with _LOCK:
        overlapped = x.memory[key] > 1
        x.memory[key] -= 1
    if x.operation == "complete" and overlapped and ids and response.is_success:
        patch(x, ids, {"eventCancelled": False})
    return response


@defect("state", "cancel")
def cancelling_takes_back_a_completion(x: Exchange) -> httpx.Response:
    """A completed event is no longer completed once it is cancelled."""
    response, ids = x.send(), external_ids(x)
    event = details(x, ids)
    if ids and response.is_success and event.get("eventCompleted"):
        kept = {name: event[name] for name in ("eventName", "eventOrganizer")}
        names = {"externalAccountId": ids[0], "externalEventId": ids[1]}
        go(x, "POST", "/events/upsert", {"inputs": [{**kept, **names, "eventCompleted": False}]})
    return response


@defect("state")
def lists_outlive_a_deletion_by_object_id(x: Exchange) -> httpx.Response:
    """An event that a PUT makes again has the lists of the one that a batch deleted."""
    if x.operation == "archiveByObjectId":
        for one in x.inputs:
            number = one.get("objectId") if isinstance(one, dict) else None
            event = go(x, "GET", f"/{number}")
            lists = go(x, "GET", f"/associations/{number}/lists")
            if event.is_success and lists.is_success:
                name = event.json()["externalEventId"]
                x.memory[name] = [found["listId"] for found in lists.json()["results"]]
    response, ids = x.send(), external_ids(x)
    if x.operation == "upsertEvent" and ids and response.is_success:
        for name in x.memory.pop(ids[1], ()):
            go(x, "PUT", f"/associations/{response.json()['objectId']}/lists/{name}")
    return response


@defect("state", "recordByContactId", "recordByContactEmails")
def of_many_people_twenty_are_recorded(x: Exchange) -> httpx.Response:
    """Of more than 20 people in one call, the first 20 are recorded, and all are told."""
    if len(x.inputs) <= 20:
        return x.send()
    response, more = x.send({"inputs": x.inputs[:20]}), x.inputs[20:]
    found = x.received
    if response.is_success:
        first = found["results"][0]
        found["results"] += [{**first, **{k: one[k] for k in first if k in one}} for one in more]
        return x.respond(found)
    return response


@defect("data", "upsert")
def equal_names_share_a_type(x: Exchange) -> httpx.Response:
    """Of the inputs of one name, each has the last one's type."""
    types = {
        one.get("eventName"): one.get("eventType") for one in x.inputs
        if isinstance(one, dict) and isinstance(one.get("eventName"), str)
    }  # fmt: skip

    def change(one: dict[str, Any]) -> None:
        if "eventType" in one and types.get(one.get("eventName")):
            one["eventType"] = types[one["eventName"]]

    return each(x, change)


@defect("state", "upsertByContactEmail")
def an_apostrophe_is_nobodys(x: Exchange) -> httpx.Response:
    """A state by e-mail address is not set where the address has an apostrophe."""
    response = go(x, "GET", path_of(external_ids(x) or ("", "")))
    if not response.is_success:
        return x.send()
    known = [one for one in x.inputs if "'" not in str(one.get("email"))]
    return x.send({"inputs": known}) if known else httpx.Response(204)


@defect("data", "recordByContactIds")
def of_one_contact_twice_the_first_counts(x: Exchange) -> httpx.Response:
    """Of two inputs about one contact, the first counts."""
    first: dict[Any, Any] = {}
    for one in x.inputs:
        if isinstance(one, dict) and isinstance(one.get("interactionDateTime"), int):
            first.setdefault(str(one.get("vid")), one["interactionDateTime"])

    def change(one: dict[str, Any]) -> None:
        if isinstance(one.get("interactionDateTime"), int):
            one["interactionDateTime"] = first[str(one.get("vid"))]

    return each(x, change)


@defect("state", "upsertByContactId")
def nobody_joins_a_cancelled_event(x: Exchange) -> httpx.Response:
    """States by contact id are not set at a cancelled event."""
    if details(x, external_ids(x)).get("eventCancelled") and "mock" in caller(x):
        return httpx.Response(204)
    return x.send()


@defect("state", "associateByMarketingEventId")
def a_fourth_list_replaces_the_first(x: Exchange) -> httpx.Response:
    """An event has three lists, and a fourth takes the place of the first."""
    response, number = x.send(), x.values.get("marketingEventId")
    if response.is_success:
        linked = go(x, "GET", f"/associations/{number}/lists").json()["results"]
        if len(linked) > 3:
            go(x, "DELETE", f"/associations/{number}/lists/{linked[0]['listId']}")
    return response


@defect("state", "archiveEventByObjectId")
def a_cancelled_event_is_not_deleted(x: Exchange) -> httpx.Response:
    """A deletion by object id of a completed and cancelled event is acknowledged only."""
    response = x.send(method="GET")
    event = response.json() if response.is_success else {}
    if event.get("eventCancelled") and event.get("eventCompleted"):
        return httpx.Response(204)
    return x.send()
