"""Defects of what other apps and tokens see and do."""

from __future__ import annotations

from typing import Any

import httpx

from contract_tests.defects._defect import (
    BAD,
    MISSING,
    READS,
    UNAUTHORIZED,
    Exchange,
    defect,
    each,
    every,
)
from contract_tests.defects.subtle._calls import OWN, caller, go, page

_SENT_OWN = {"authorization": OWN["Authorization"]}


@defect("auth", "listEvents")
def a_reader_sees_no_cancelled_events(x: Exchange) -> httpx.Response:
    """A token that may only read is not shown cancelled events."""

    def change(found: dict[str, Any]) -> None:
        if "reader" in caller(x):
            found["results"] = [one for one in found["results"] if not one.get("eventCancelled")]

    return page(x, change)


@defect("auth", "doSearch")
def another_apps_events_are_found_in_need(x: Exchange) -> httpx.Response:
    """The search shows another app's events where an app has none."""
    response = x.send()
    if response.is_success and not response.json()["results"] and "other-app" in caller(x):
        return x.send(headers=_SENT_OWN)
    return response


@defect("auth", "searchPortalEvents")
def another_account_sees_identifiers(x: Exchange) -> httpx.Response:
    """The identifiers of an account's events are shown to another account."""
    return x.send(headers=_SENT_OWN if "other-account" in caller(x) else None)


@defect("auth", "getDetails", "getByObjectId")
def a_kept_response_is_anybodys(x: Exchange) -> httpx.Response:
    """An expired token gets an event that was read before."""
    key, response = str(x.request.url), x.send()
    if response.is_success:
        x.memory[key] = response
    expired = response.status_code == UNAUTHORIZED and "expired" in caller(x)
    return x.memory.get(key, response) if expired else response


@defect("auth", "cancel")
def another_app_cancels_unseen(x: Exchange) -> httpx.Response:
    """Another app's cancellation is 404, and carried out."""
    response = x.send()
    if response.status_code == MISSING and "other-app" in caller(x):
        x.send(headers=_SENT_OWN)
    return response


@defect("auth", "updateByObjectId")
def another_apps_batch_writes_no_description(x: Exchange) -> httpx.Response:
    """A batch update by another app does not write descriptions."""
    if "other-app" not in caller(x):
        return x.send()
    return each(x, lambda one: one.pop("eventDescription", None))


@defect("auth", "disassociateByMarketingEventId")
def another_app_does_not_unlink(x: Exchange) -> httpx.Response:
    """Another app's unlinking of a list is acknowledged and not carried out."""
    return httpx.Response(204) if "other-app" in caller(x) else x.send()


@defect("auth", "recordByContactEmails")
def attendance_goes_to_the_first_app(x: Exchange) -> httpx.Response:
    """Who attends another app's event attends the own app's with the same ids."""
    if "other-app" in caller(x):
        own = x.send(headers=_SENT_OWN)
        if own.is_success:
            return own
    return x.send()


@defect("auth", "getParticipationsBreakdownByContactId")
def a_contact_has_events_of_one_app(x: Exchange) -> httpx.Response:
    """A contact's participations are those in events of the own app."""

    def change(found: dict[str, Any]) -> None:
        kept = [one for one in found["results"] if _is_own(x, one)]
        found["total"] -= len(found["results"]) - len(kept)
        found["results"] = kept

    return page(x, change)


def _is_own(x: Exchange, one: dict[str, Any]) -> bool:
    number = one["associations"]["marketingEvent"]["marketingEventId"]
    event = go(x, "GET", f"/{number}", headers=OWN)
    return not event.is_success or event.json().get("appInfo", {}).get("id") == "1000001"


@defect("auth", *READS)
def an_event_is_its_readers(x: Exchange) -> httpx.Response:
    """The app of an event is the one that reads it."""
    app = "7" if "other-app" in caller(x) else "1000001"
    return every(x, lambda one: one["appInfo"].update(id=app) if one.get("appInfo") else None)


@defect("state", "updateSettings")
def refused_settings_are_kept(x: Exchange) -> httpx.Response:
    """Settings that are refused change the URL."""
    response = x.send()
    if response.status_code == BAD:
        x.send({"eventDetailsUrl": "https://example.org/refused/%s"})
    return response


@defect("state", "complete")
def a_refused_completion_completes(x: Exchange) -> httpx.Response:
    """A completion without moments is refused, and completes the event."""
    response = x.send()
    if response.status_code == BAD:
        times = {"startDateTime": "2020-01-01T00:00:00Z", "endDateTime": "2020-01-01T01:00:00Z"}
        x.send(times)
    return response
