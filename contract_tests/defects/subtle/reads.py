"""Defects of single calls that show at certain events, people, values or moments only."""

from __future__ import annotations

import re
import threading
import time
from typing import Any
from urllib.parse import quote

import httpx

from contract_tests.defects._defect import Exchange, defect, each, every
from contract_tests.defects.subtle._calls import (
    OWN,
    caller,
    details,
    external_ids,
    go,
    items,
    objects,
    page,
    path_of,
    written,
)

_LOCK = threading.Lock()


@defect("auth", "getByObjectId")
def another_app_reads_no_custom_properties(x: Exchange) -> httpx.Response:
    """Another app reads an event without its custom properties."""
    if "other-app" not in caller(x):
        return x.send()
    return every(x, lambda one: one.update(customProperties=[]))


@defect("state", "updateEvent")
def a_cancelled_event_does_not_move(x: Exchange) -> httpx.Response:
    """A patch of a cancelled event does not change its start."""
    if not details(x, external_ids(x)).get("eventCancelled"):
        return x.send()
    return each(x, lambda one: one.pop("startDateTime", None))


@defect("state", "recordByContactEmails")
def a_new_person_cannot_cancel(x: Exchange) -> httpx.Response:
    """The cancellation of who is not known at an event is kept as a registration."""
    ids = external_ids(x)
    if ids and x.values.get("subscriberState") == "cancel":
        account, event = (quote(one, safe="") for one in ids)
        found = go(x, "GET", f"/participations/{account}/{event}")
        if found.is_success and not any(found.json().values()):
            return x.send(url=str(x.request.url).replace("/cancel/", "/register/"))
    return x.send()


@defect("state", "upsertByContactId")
def who_came_is_not_registered_again(x: Exchange) -> httpx.Response:
    """Who is registered after having attended has still attended."""
    ids = external_ids(x)
    if ids and x.values.get("subscriberState") == "register":
        account, event = (quote(one, safe="") for one in ids)
        path = f"/participations/{account}/{event}/breakdown?limit=100&state=ATTENDED"
        found = go(x, "GET", path)
        if found.is_success:
            came = {one["associations"]["contact"]["contactId"] for one in found.json()["results"]}
            if any(str(one.get("vid")) in came for one in x.inputs if isinstance(one, dict)):
                return x.send(url=str(x.request.url).replace("/register/", "/attend/"))
    return x.send()


@defect("paging", "getAllByExternalAccountAndEventIds")
def ten_lists_are_all(x: Exchange) -> httpx.Response:
    """By external ids, an event's lists are ten at most, by the total too."""

    def change(found: dict[str, Any]) -> None:
        found["results"] = found["results"][:10]
        found["total"] = len(found["results"])

    return page(x, change)


@defect("data", "listEvents")
def equal_neighbours_are_one(x: Exchange) -> httpx.Response:
    """The list shows one of two events that follow each other and have equal names and types."""

    def change(found: dict[str, Any]) -> None:
        kept: list[dict[str, Any]] = []
        for one in found["results"]:
            same = kept and all(
                kept[-1].get(name) == one.get(name)
                for name in ("eventName", "eventType", "eventDescription", "startDateTime")
            )
            if not same:
                kept.append(one)
        found["results"] = kept

    return page(x, change)


@defect("encoding", "doSearch")
def the_search_trims(x: Exchange) -> httpx.Response:
    """The search passes over white space at the ends of an event id."""
    url = x.request.url.copy_set_param("q", x.values.get("q", "").strip())
    return x.send(url=str(url))


@defect("state", "getParticipationsBreakdownByContactId")
def completed_events_are_not_a_contacts(x: Exchange) -> httpx.Response:
    """A contact's participations lack events that are completed and cancelled."""

    def change(found: dict[str, Any]) -> None:
        def is_over(one: dict[str, Any]) -> bool:
            number = one["associations"]["marketingEvent"]["marketingEventId"]
            event = go(x, "GET", f"/{number}", headers=OWN)
            told = event.json() if event.is_success else {}
            return bool(told.get("eventCompleted") and told.get("eventCancelled"))

        found["results"] = [one for one in found["results"] if not is_over(one)]

    return page(x, change)


@defect("state")
def identifiers_have_the_name_before_a_batch(x: Exchange) -> httpx.Response:
    """The identifiers show the name that an event had before a batch update."""
    names = x.memory.setdefault("names", {})
    if x.operation == "updateByObjectId":
        for one in x.inputs:
            if isinstance(one, dict) and "eventName" in one:
                event = go(x, "GET", f"/{one.get('objectId')}")
                if event.is_success:
                    names[one["objectId"]] = event.json()["eventName"]
    elif x.operation in {"updateEvent", "updateEventByObjectId", "upsert", "upsertEvent"}:
        names.clear()
    if x.operation != "searchPortalEvents":
        return x.send()
    return items(x, lambda one: one.update(
        marketingEventName=names.get(one["objectId"], one["marketingEventName"])
    ))  # fmt: skip


@defect("data", "create")
def a_created_event_is_not_completed(x: Exchange) -> httpx.Response:
    """A creation passes over eventCompleted."""
    return each(x, lambda one: one.pop("eventCompleted", None))


@defect("state", "archive")
def a_batch_deletes_in_every_account(x: Exchange) -> httpx.Response:
    """A batch deletion by external ids deletes in every account of the app."""
    response = x.send()
    if response.is_success:
        for ids in written(x):
            for number in objects(x, ids[1]):
                event = go(x, "GET", f"/{number}", headers=OWN)
                if event.is_success and event.json()["appInfo"]["id"] == str(
                    x.inputs[0].get("appId")
                ):
                    go(x, "DELETE", f"/{number}")
    return response


@defect("state", "disassociateByMarketingEventId")
def an_unlinked_list_takes_another_along(x: Exchange) -> httpx.Response:
    """Unlinking a list also unlinks one whose id begins alike."""
    response, number = x.send(), x.values.get("marketingEventId")
    if response.is_success:
        for one in go(x, "GET", f"/associations/{number}/lists").json()["results"]:
            if one["listId"].startswith(x.values["listId"]):
                go(x, "DELETE", f"/associations/{number}/lists/{one['listId']}")
    return response


@defect("encoding", "updateSettings")
def a_settings_url_is_encoded(x: Exchange) -> httpx.Response:
    """A settings URL is kept with letters outside ASCII percent-encoded."""

    def change(one: dict[str, Any]) -> None:
        url = one.get("eventDetailsUrl")
        if isinstance(url, str):
            one["eventDetailsUrl"] = re.sub(r"[^\x00-\x7f]", lambda found: quote(found[0]), url)

    return each(x, change)


@defect("time", "updateByObjectId")
def an_offset_loses_its_sign(x: Exchange) -> httpx.Response:
    """A batch update takes an offset west of Greenwich for one east of it."""

    def change(one: dict[str, Any]) -> None:
        for name in ("startDateTime", "endDateTime"):
            if isinstance(one.get(name), str):
                one[name] = re.sub(r"-(\d\d:\d\d)$", r"+\1", one[name])

    return each(x, change)


@defect("concurrency", "recordByContactEmails", "cancel")
def who_comes_during_a_cancellation_is_lost(x: Exchange) -> httpx.Response:
    """Of two calls by external ids about an event's people at one moment, one is lost."""
    key = external_ids(x)
    with _LOCK:
        busy = x.memory.get(key, 0)
        x.memory[key] = busy + 1
    response = x.send()
    time.sleep(0.004)
    with _LOCK:
        x.memory[key] -= 1
    if busy and key and x.operation == "recordByContactEmails" and response.is_success:
        change = {"inputs": [{**one, "interactionDateTime": 2**41} for one in x.inputs]}
        path = path_of(key).replace("/events/", "/attendance/").split("?")[0]
        account = quote(key[0], safe="")
        url = f"{path}/cancel/email-create?externalAccountId={account}"
        go(x, "POST", url, change)
    return response


@defect("state", "getParticipationsCountersByMarketingEventId")
def nobody_stays_away_from_a_cancelled_event(x: Exchange) -> httpx.Response:
    """By object id, a cancelled event has no no-shows in its counters."""
    event = go(x, "GET", f"/{x.values.get('marketingEventId')}")
    cancelled = event.is_success and event.json().get("eventCancelled")
    return every(x, lambda one: one.update(noShows=0) if cancelled else None)


@defect("time", "recordByEmail")
def interactions_end_in_2038(x: Exchange) -> httpx.Response:
    """An interaction after 2038 is kept as of the last second that 31 bits can tell."""

    def change(one: dict[str, Any]) -> None:
        if isinstance(one.get("interactionDateTime"), int):
            one["interactionDateTime"] = min(one["interactionDateTime"], (2**31 - 1) * 1000)

    return each(x, change)


@defect("paging", "getParticipationsBreakdownByExternalEventId")
def a_page_has_fifty_people(x: Exchange) -> httpx.Response:
    """A page of participants by external ids has 50 at most, and is the last."""

    def change(found: dict[str, Any]) -> None:
        if len(found["results"]) > 50:
            found["results"] = found["results"][:50]
            found.pop("paging", None)

    return page(x, change)


@defect("state", "associateByMarketingEventId")
def linking_twice_is_unlinking(x: Exchange) -> httpx.Response:
    """A list that is linked again is unlinked."""
    number, name = x.values.get("marketingEventId"), x.values.get("listId")
    before = go(x, "GET", f"/associations/{number}/lists")
    known = before.is_success and name in {one["listId"] for one in before.json()["results"]}
    return x.send(method="DELETE") if known else x.send()


@defect("state", "cancel")
def a_cancelled_event_has_no_end(x: Exchange) -> httpx.Response:
    """A cancelled event with a start loses its end where it has none in the future."""
    response, ids = x.send(), external_ids(x)
    event = details(x, ids)
    if ids and response.is_success and str(event.get("endDateTime", "3")) < "2":
        go(x, "PATCH", path_of(ids), {"endDateTime": event.get("startDateTime")})
    return response
