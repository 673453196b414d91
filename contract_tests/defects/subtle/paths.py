"""Defects that show where what one call changed is read by another, or by another caller."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import httpx

from contract_tests.defects._defect import BREAKDOWNS, FORBIDDEN, MISSING, Exchange, defect, every
from contract_tests.defects.subtle._calls import (
    OWN,
    caller,
    details,
    external_ids,
    go,
    items,
    objects,
    page,
)

_AS_OWN = {"authorization": OWN["Authorization"]}
_OF_CONTACT = "getParticipationsBreakdownByContactId"


@defect("state", "associateByExternalAccountAndEventIds")
def a_list_is_linked_in_every_account(x: Exchange) -> httpx.Response:
    """A list is linked to the events of every account that have the event id."""
    response, ids = x.send(), external_ids(x)
    if ids and response.is_success:
        for one in objects(x, ids[1]):
            go(x, "PUT", f"/associations/{one}/lists/{x.values['listId']}", headers=OWN)
    return response


@defect("state", "disassociateByExternalAccountAndEventIds")
def a_list_is_unlinked_in_every_account(x: Exchange) -> httpx.Response:
    """A list is unlinked from the events of every account that have the event id."""
    response, ids = x.send(), external_ids(x)
    if ids and response.is_success:
        for one in objects(x, ids[1]):
            go(x, "DELETE", f"/associations/{one}/lists/{x.values['listId']}", headers=OWN)
    return response


@defect("state")
def a_contact_loses_an_event_that_is_patched(x: Exchange) -> httpx.Response:
    """A contact's participations lack an event since it was patched by its object id."""
    gone = x.memory.setdefault("gone", set())
    if x.operation == "updateEventByObjectId":
        gone.add(x.values["objectId"])
    if x.operation != _OF_CONTACT:
        return x.send()

    def change(found: dict[str, Any]) -> None:
        kept = [one for one in found["results"] if _event_of(one) not in gone]
        found["results"] = kept

    return page(x, change)


def _event_of(one: dict[str, Any]) -> str:
    return str(one["associations"]["marketingEvent"]["marketingEventId"])


@defect("state")
def the_search_lacks_what_was_created(x: Exchange) -> httpx.Response:
    """The search lacks events that were made by a creation."""
    made = x.memory.setdefault("made", set())
    if x.operation == "create":
        response = x.send()
        if response.is_success:
            made.add(response.json()["objectId"])
        return response
    if x.operation != "doSearch":
        return x.send()
    return page(x, lambda found: found.update(
        results=[one for one in found["results"] if one["objectId"] not in made]
    ))  # fmt: skip


@defect("state")
def who_registers_again_is_still_cancelled(x: Exchange) -> httpx.Response:
    """The counters by object id still count a cancellation after who cancelled registers."""
    extra = x.memory.setdefault("extra", {})
    if x.operation == "recordByEmail" and x.values.get("subscriberState") == "register":
        number = x.values.get("marketingEventId") or x.values.get("objectId", "")
        before = go(x, "GET", f"/participations/{number}")
        response = x.send()
        after = go(x, "GET", f"/participations/{number}")
        if before.is_success and after.is_success:
            lost = before.json()["cancelled"] - after.json()["cancelled"]
            extra[number] = extra.get(number, 0) + max(0, lost)
        return response
    if x.operation == "getParticipationsCountersByMarketingEventId":
        more = extra.get(x.values["marketingEventId"], 0)
        return every(x, lambda one: one.update(cancelled=one["cancelled"] + more))
    return x.send()


@defect("state")
def a_walk_misses_what_changes(x: Exchange) -> httpx.Response:
    """A later page of the list lacks the event that was patched last."""
    if x.operation == "updateEvent":
        event = details(x, external_ids(x))
        x.memory["moved"] = event.get("objectId")
    if x.operation != "listEvents" or "after" not in x.values:
        return x.send()
    return page(x, lambda found: found.update(
        results=[one for one in found["results"] if one["objectId"] != x.memory.get("moved")]
    ))  # fmt: skip


@defect("paging", *BREAKDOWNS)
def a_later_page_is_not_filtered(x: Exchange) -> httpx.Response:
    """From the second page on, participants in every state are shown."""
    if "after" in x.values and "state" in x.values:
        return x.send(url=str(x.request.url.copy_remove_param("state")))
    return x.send()


@defect("paging", _OF_CONTACT)
def a_full_last_page_announces_another(x: Exchange) -> httpx.Response:
    """After a last page of a contact's participations that is full, there is an empty one."""
    if x.values.get("after") == "none":
        response = x.send(url=str(x.request.url.copy_remove_param("after")))
        return x.respond({"results": [], "total": 0}) if response.is_success else response

    def change(found: dict[str, Any]) -> None:
        if "paging" not in found and len(found["results"]) == int(x.values.get("limit", "10")):
            found["paging"] = {"next": {"after": "none"}}

    return page(x, change)


@defect("paging", "getParticipationsBreakdownByExternalEventId")
def the_contact_filter_minds_case(x: Exchange) -> httpx.Response:
    """An address in capitals names nobody among an event's participants."""

    def change(found: dict[str, Any]) -> None:
        asked = x.values.get("contactIdentifier", "")
        if asked != asked.lower():
            found |= {"results": [], "total": 0}

    return page(x, change)


@defect("auth", "archiveEvent")
def another_app_deletes_unseen(x: Exchange) -> httpx.Response:
    """Another app's deletion by external ids is 404, and carried out."""
    response = x.send()
    if response.status_code == MISSING and "other-app" in caller(x):
        x.send(headers=_AS_OWN)
    return response


@defect("auth", "archive")
def a_batch_deletes_another_apps_events(x: Exchange) -> httpx.Response:
    """A batch deletion by external ids reaches another app's events."""
    response = x.send()
    if "other-app" in caller(x):
        x.send(headers=_AS_OWN)
    return response


@defect("auth", "getAllByExternalAccountAndEventIds")
def an_expired_token_reads_lists(x: Exchange) -> httpx.Response:
    """An expired token reads the lists of an event."""
    return x.send(headers=_AS_OWN if "expired" in caller(x) else None)


@defect("auth", "associateByExternalAccountAndEventIds")
def a_readers_link_is_kept(x: Exchange) -> httpx.Response:
    """A reader's link of a list is 403, and carried out."""
    response = x.send()
    if response.status_code == FORBIDDEN:
        x.send(headers=_AS_OWN)
    return response


@defect("auth", "cancel")
def an_expired_token_cancels_unseen(x: Exchange) -> httpx.Response:
    """A cancellation with an expired token is 401, and carried out."""
    response = x.send()
    if "expired" in caller(x):
        x.send(headers=_AS_OWN)
    return response


@defect("auth", "getAll")
def an_expired_token_reads_settings(x: Exchange) -> httpx.Response:
    """An expired token reads the settings of its app."""
    return x.send(headers=_AS_OWN if "expired" in caller(x) else None)


@defect("encoding", "searchPortalEvents")
def identifiers_lose_leading_zeros(x: Exchange) -> httpx.Response:
    """The identifiers of an event id with leading zeros are those of the number."""
    asked = x.values.get("externalEventId", "")
    short = re.sub(r"\b0+(\d)", r"\1", asked)
    return x.send(url=str(x.request.url).replace(quote(asked, safe=""), quote(short, safe="")))


@defect("paging", "getParticipationsBreakdownByMarketingEventId")
def the_total_is_of_all_accounts(x: Exchange) -> httpx.Response:
    """The total of participants counts those of other accounts' events with the event id."""

    def change(found: dict[str, Any]) -> None:
        if x.values.keys() & {"state", "contactIdentifier"} or not found["results"]:
            return
        name = found["results"][0]["associations"]["marketingEvent"]["externalEventId"]
        others = [one for one in objects(x, name) if one != x.values["marketingEventId"]]
        for one in others:
            counts = go(x, "GET", f"/participations/{one}", headers=OWN).json()
            found["total"] += sum(counts.values())

    return page(x, change)


@defect("time", _OF_CONTACT)
def a_contacts_interactions_begin_in_1970(x: Exchange) -> httpx.Response:
    """Of a contact, an interaction before 1970 is shown as of its first moment."""

    def change(one: dict[str, Any]) -> None:
        if int(one["properties"]["occurredAt"]) < 0:
            one["properties"]["occurredAt"] = type(one["properties"]["occurredAt"])(0)

    return items(x, change)


@defect("paging", _OF_CONTACT)
def a_contacts_state_is_passed_over(x: Exchange) -> httpx.Response:
    """A contact's participations are not filtered by state."""
    return x.send(url=str(x.request.url.copy_remove_param("state")))


@defect("time")
def completing_is_a_creation(x: Exchange) -> httpx.Response:
    """By object id, an event that was completed has its completion as createdAt."""
    if x.operation == "complete":
        response = x.send()
        if response.is_success:
            event = details(x, external_ids(x))
            x.memory[event["objectId"]] = event["updatedAt"]
        return response
    if x.operation == "getByObjectId":
        return every(x, lambda one: one.update(
            createdAt=x.memory.get(one["objectId"], one["createdAt"])
        ))  # fmt: skip
    return x.send()


@defect("state")
def the_list_counts_late(x: Exchange) -> httpx.Response:
    """The list shows an event's attendees as they were when it was last written."""
    if x.operation != "listEvents":
        return x.send()

    def change(one: dict[str, Any]) -> None:
        key = (one["objectId"], one["updatedAt"])
        one["attendees"] = x.memory.setdefault(key, one["attendees"])

    return every(x, change)


@defect("state", "getAllByMarketingEventId")
def of_many_lists_three_are_shown(x: Exchange) -> httpx.Response:
    """By object id, an event shows three lists at most."""

    def change(found: dict[str, Any]) -> None:
        found["results"] = found["results"][:3]

    return page(x, change)


@defect("state", "getDetails")
def a_cancelled_event_counts_nobody(x: Exchange) -> httpx.Response:
    """By external ids, a cancelled event shows no registrants."""
    return every(x, lambda one: one.update(registrants=0) if one.get("eventCancelled") else 0)


@defect("state", "getParticipationsCountersByEventExternalId")
def counters_are_of_all_apps(x: Exchange) -> httpx.Response:
    """The counters by external ids are those of all apps' events with these ids."""
    response, ids = x.send(), external_ids(x)
    if not response.is_success or not ids:
        return response
    counts = response.json()
    for token in ("mock-token", "other-app-token"):
        if token in caller(x):
            continue
        path = f"/participations/{quote(ids[0], safe='')}/{quote(ids[1], safe='')}"
        other = go(x, "GET", path, headers={"Authorization": f"Bearer {token}"})
        if other.is_success:
            counts = {name: counts[name] + other.json()[name] for name in counts}
    return x.respond(counts)


@defect("state")
def identifiers_show_what_a_batch_deleted(x: Exchange) -> httpx.Response:
    """The identifiers still show events that a batch deleted by object id."""
    if x.operation == "searchPortalEvents":
        key = str(x.request.url)

        def change(found: dict[str, Any]) -> None:
            known = x.memory.setdefault(key, {})
            known.update({one["objectId"]: one for one in found["results"]})
            left = {one["objectId"] for one in found["results"]}
            deleted = x.memory.get("deleted", set())
            found["results"] += [one for number, one in known.items() if number in deleted - left]

        return page(x, change)
    if x.operation == "archiveByObjectId":
        x.memory.setdefault("deleted", set()).update(
            one.get("objectId") for one in x.inputs if isinstance(one, dict)
        )
    return x.send()


@defect("state", "doSearch")
def the_search_passes_over_case(x: Exchange) -> httpx.Response:
    """The search finds an event by its id in another case."""
    response, asked = x.send(), x.values.get("q", "")
    if response.is_success and not response.json()["results"]:
        for other in (asked.lower(), asked[:-2] + asked[-2:].swapcase()):
            found = x.send(url=str(x.request.url.copy_set_param("q", other)))
            if found.is_success and found.json()["results"]:
                return found
    return response
