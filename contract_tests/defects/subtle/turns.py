"""Defects that need a certain turn of things: an order of calls, a kind of event, an amount."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import httpx

from contract_tests.defects._defect import MISSING, Exchange, defect, each, every
from contract_tests.defects.subtle._calls import (
    OWN,
    caller,
    details,
    external_ids,
    go,
    items,
    page,
    text,
)


@defect("state", "updateEventByObjectId")
def a_patch_of_another_app_takes_the_event_over(x: Exchange) -> httpx.Response:
    """An event that another app patches gets that app's name of it, with a mark."""
    if "other-app" not in caller(x):
        return x.send()
    return each(x, lambda one: text(one, "eventOrganizer", lambda t: t + " "))


@defect("state")
def a_deleted_events_people_stay_at_the_contact(x: Exchange) -> httpx.Response:
    """A contact keeps the participation in an event that a batch deleted by external ids."""
    key = x.values.get("contactIdentifier", "")
    if x.operation == "getParticipationsBreakdownByContactId":

        def change(found: dict[str, Any]) -> None:
            known = x.memory.setdefault(key, {})
            shown = {one["id"] for one in found["results"]}
            if x.memory.get("archived"):
                found["results"] += [one for number, one in known.items() if number not in shown]
            known.update({one["id"]: one for one in found["results"]})

        return page(x, change)
    if x.operation == "archive":
        x.memory["archived"] = True
    return x.send()


@defect("data", "upsert")
def a_long_list_of_properties_is_cut(x: Exchange) -> httpx.Response:
    """An upsert keeps one custom property of an event that is new."""

    def change(one: dict[str, Any]) -> None:
        given = one.get("customProperties")
        if isinstance(given, list):
            one["customProperties"] = given[:1]

    return each(x, change)


@defect("time", "updateEvent")
def summer_time_is_added(x: Exchange) -> httpx.Response:
    """A patch keeps a start in summer at +02:00 an hour early."""
    return each(x, lambda one: text(
        one, "startDateTime", lambda t: re.sub(r"-10-31T(.*)\+02:00$", r"-10-31T\1+03:00", t)
    ))  # fmt: skip


@defect("data", "getDetails")
def a_number_as_text_is_a_number(x: Exchange) -> httpx.Response:
    """By external ids, a type of digits is a number without its leading zeros."""

    def short(found: str) -> str:
        return str(int(found)) if found.isascii() and found.isdecimal() else found

    return every(x, lambda one: text(one, "eventType", short))


@defect("state", "recordByContactId")
def who_cancelled_cannot_come(x: Exchange) -> httpx.Response:
    """Who cancelled stays cancelled when an attendance is recorded by contact id."""
    number = x.values.get("marketingEventId") or x.values.get("objectId")
    if x.values.get("subscriberState") == "attend":
        found = go(x, "GET", f"/participations/{number}/breakdown?state=CANCELLED&limit=100")
        if found.is_success:
            gone = {one["associations"]["contact"]["contactId"] for one in found.json()["results"]}
            if any(str(one.get("vid")) in gone for one in x.inputs if isinstance(one, dict)):
                return x.send(url=str(x.request.url).replace("/attend/", "/cancel/"))
    return x.send()


@defect("state", "getAllByMarketingEventId")
def a_completed_event_shows_no_lists(x: Exchange) -> httpx.Response:
    """By object id, an event that is completed and not cancelled shows no lists."""
    event = go(x, "GET", f"/{x.values.get('marketingEventId')}", headers=OWN)
    told = event.json() if event.is_success else {}

    def change(found: dict[str, Any]) -> None:
        if told.get("eventCompleted") and not told.get("eventCancelled"):
            found |= {"results": [], "total": 0}

    return page(x, change)


@defect("auth", "upsertEvent")
def a_reader_makes_new_events(x: Exchange) -> httpx.Response:
    """A PUT of a new event by a reader is 403, and makes it."""
    response, ids = x.send(), external_ids(x)
    if "reader" in caller(x) and not details(x, ids):
        x.send(headers={"authorization": OWN["Authorization"]})
    return response


@defect("auth", "disassociateByExternalAccountAndEventIds")
def another_account_unlinks(x: Exchange) -> httpx.Response:
    """Another account's unlinking is 404, and carried out."""
    response = x.send()
    if response.status_code == MISSING and "other-account" in caller(x):
        x.send(headers={"authorization": OWN["Authorization"]})
    return response


@defect("paging", "listEvents")
def a_page_of_seven_and_more_repeats(x: Exchange) -> httpx.Response:
    """From the second page on, pages of seven and more lack their last event."""

    def change(found: dict[str, Any]) -> None:
        if "after" in x.values and int(x.values.get("limit", "10")) >= 7:
            found["results"] = found["results"][:-1]

    return page(x, change)


@defect("state", "complete")
def completing_a_cancelled_event_keeps_its_times(x: Exchange) -> httpx.Response:
    """A completion of a cancelled event leaves its end as it was."""
    event = details(x, external_ids(x))
    end = event.get("endDateTime")
    if event.get("eventCancelled") and end and isinstance(x.sent, dict):
        return each(x, lambda one: one.update(endDateTime=end) if "endDateTime" in one else None)
    return x.send()


@defect("encoding", "recordByEmail")
def a_hyphen_is_an_underscore(x: Exchange) -> httpx.Response:
    """Addresses that differ in a hyphen and an underscore are one person's."""
    return each(x, lambda one: text(one, "email", lambda t: t.replace("ann_x", "ann-x")))


@defect("state", "searchPortalEvents")
def a_cancelled_event_has_no_identifiers(x: Exchange) -> httpx.Response:
    """The identifiers lack events of other apps that are cancelled."""

    def change(found: dict[str, Any]) -> None:
        def gone(one: dict[str, Any]) -> bool:
            event = go(x, "GET", f"/{one['objectId']}", headers=OWN)
            return bool(event.is_success and event.json().get("eventCancelled")) and (
                one["appInfo"]["id"] != "1000001"
            )

        found["results"] = [one for one in found["results"] if not gone(one)]
        found["total"] = len(found["results"])

    return page(x, change)


@defect("data", "updateByObjectId")
def an_empty_description_is_none(x: Exchange) -> httpx.Response:
    """A batch update takes an empty description for no change."""

    def change(one: dict[str, Any]) -> None:
        if one.get("eventDescription") == "":
            del one["eventDescription"]

    return each(x, change)


@defect("state", "upsertByContactEmail")
def the_last_of_several_states_is_not_set(x: Exchange) -> httpx.Response:
    """Of four people and more, the state of the last is not set by e-mail address."""
    return x.send({"inputs": x.inputs[:-1]}) if len(x.inputs) > 3 else x.send()


@defect("time", "getParticipationsBreakdownByMarketingEventId")
def a_participation_is_made_anew(x: Exchange) -> httpx.Response:
    """By object id, a participation of who attended was made when the event was changed."""
    event = go(x, "GET", f"/{x.values.get('marketingEventId')}", headers=OWN)
    told = event.json() if event.is_success else {}

    def change(one: dict[str, Any]) -> None:
        if one["properties"]["attendanceState"] == "ATTENDED":
            one["createdAt"] = told["updatedAt"]

    return items(x, change)


@defect("state", "associateByExternalAccountAndEventIds")
def a_long_list_id_is_cut(x: Exchange) -> httpx.Response:
    """By external ids, a list id is linked as its first nine digits."""
    name = x.values.get("listId", "")
    if len(name) > 9:
        return x.send(url=str(x.request.url).replace(f"/{name}", f"/{quote(name[:9])}"))
    return x.send()
