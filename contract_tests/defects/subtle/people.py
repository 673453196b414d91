"""Defects of participants, their filters and their counters."""

from __future__ import annotations

import re
from typing import Any

import httpx

from contract_tests.defects._defect import BREAKDOWNS, READS, Exchange, defect, each, every
from contract_tests.defects.subtle._calls import caller, details, external_ids, items, page, text


@defect("data", "recordByEmail", "recordByContactEmails", "upsertByContactEmail")
def a_tag_in_an_address_is_dropped(x: Exchange) -> httpx.Response:
    """Addresses that differ in what follows a plus sign are one person's."""
    return each(x, lambda one: text(one, "email", lambda t: re.sub(r"\+[^@]*@", "@", t)))


@defect("state", "upsertByContactEmail")
def an_address_in_capitals_is_nobodys(x: Exchange) -> httpx.Response:
    """A state by e-mail address is not set where the address has capitals."""
    known = [one for one in x.inputs if one.get("email") == str(one.get("email")).lower()]
    return x.send({"inputs": known}) if known else x.send()


@defect("state", "upsertByContactId", "upsertByContactEmail")
def who_registers_late_has_come(x: Exchange) -> httpx.Response:
    """Who is registered for a completed event has attended it."""
    if details(x, external_ids(x)).get("eventCompleted"):
        return x.send(url=str(x.request.url).replace("/register/", "/attend/"))
    return x.send()


@defect("paging", *BREAKDOWNS)
def a_contacts_state_is_not_filtered(x: Exchange) -> httpx.Response:
    """Where participants are filtered by contact id, the state is passed over."""
    if x.values.get("contactIdentifier", "").isdecimal() and "state" in x.values:
        return x.send(url=str(x.request.url.copy_remove_param("state")))
    return x.send()


@defect("paging", *BREAKDOWNS)
def the_total_passes_over_the_contact(x: Exchange) -> httpx.Response:
    """The total counts participants of every contact, whichever is asked for."""

    def change(found: dict[str, Any]) -> None:
        if "contactIdentifier" in x.values:
            url = x.request.url.copy_remove_param("contactIdentifier")
            whole = x.forward(httpx.Request("GET", url, headers={"Authorization": caller(x)}))
            found["total"] = whole.json()["total"]

    return page(x, change)


@defect("paging", "getParticipationsBreakdownByExternalEventId")
def no_limit_is_no_further_page(x: Exchange) -> httpx.Response:
    """Where no limit is given, the first page is said to be the last."""
    return page(x, lambda found: found.pop("paging", 0) if "limit" not in x.values else 0)


@defect("paging", "getParticipationsBreakdownByMarketingEventId")
def who_stayed_away_is_sought_among_the_registered(x: Exchange) -> httpx.Response:
    """The filter NO_SHOW gives those who are registered."""
    if x.values.get("state") == "NO_SHOW":
        return x.send(url=str(x.request.url.copy_set_param("state", "REGISTERED")))
    return x.send()


@defect("data", "getParticipationsBreakdownByContactId")
def a_contact_never_stays_away(x: Exchange) -> httpx.Response:
    """Of a contact, who stayed away is shown as registered."""

    def change(one: dict[str, Any]) -> None:
        if one["properties"]["attendanceState"] == "NO_SHOW":
            one["properties"]["attendanceState"] = "REGISTERED"

    return items(x, change)


@defect("data", *READS)
def a_cancellation_alone_is_not_counted(x: Exchange) -> httpx.Response:
    """Cancellations are not counted where nobody registered or came."""

    def change(one: dict[str, Any]) -> None:
        if one.get("attendees") == one.get("registrants") == 0:
            one["cancellations"] = 0

    return every(x, change)


@defect("paging", "getParticipationsBreakdownByContactId")
def a_contact_in_capitals_has_no_events(x: Exchange) -> httpx.Response:
    """No participations are found by an address in capitals."""

    def change(found: dict[str, Any]) -> None:
        if x.values["contactIdentifier"] != x.values["contactIdentifier"].lower():
            found |= {"results": [], "total": 0}

    return page(x, change)


@defect("time", *BREAKDOWNS)
def an_interaction_stays_the_first(x: Exchange) -> httpx.Response:
    """Participants show the moment of their first interaction."""

    def change(one: dict[str, Any]) -> None:
        moment = one["properties"]["occurredAt"]
        one["properties"]["occurredAt"] = x.memory.setdefault(one["id"], moment)

    return items(x, change)


@defect("state", "recordByEmail")
def of_many_people_the_last_are_lost(x: Exchange) -> httpx.Response:
    """Of more than 25 people in one call, the response names all, but only 25 are recorded."""
    if len(x.inputs) <= 25:
        return x.send()
    response, more = x.send({"inputs": x.inputs[:25]}), x.inputs[25:]
    found = x.received
    if response.is_success:
        first = found["results"][0]
        found["results"] += [{**first, "email": one["email"]} for one in more]
        return x.respond(found)
    return response
