"""Who registered, attended, cancelled or stayed away: counted from what was recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hubspot_marketing_events_mock.behaviour._call import Call
from hubspot_marketing_events_mock.behaviour._pages import Pages
from hubspot_marketing_events_mock.behaviour._state import STATES, Event, Participation
from hubspot_marketing_events_mock.contract import Response


def totals(event: Event, now: dt.datetime) -> dict[str, int]:
    """The counters that go with an event; no-shows only once it is over (documented)."""
    counts = event.counts(now)
    shown = {
        "registrants": counts["REGISTERED"],
        "attendees": counts["ATTENDED"],
        "cancellations": counts["CANCELLED"],
    }
    return shown | ({"noShows": counts["NO_SHOW"]} if event.over(now) else {})


def counters(call: Call) -> Response:
    """The counters of one event."""
    counts = call.named().counts(call.now)
    names = {
        "registered": "REGISTERED",
        "attended": "ATTENDED",
        "cancelled": "CANCELLED",
        "noShows": "NO_SHOW",
    }
    return Response(200, {name: counts[state] for name, state in names.items()})


def by_contact(call: Call) -> Response:
    """Record contacts by id; every id is a contact's (assumed)."""
    event = call.named()
    contacts = [int(given["vid"]) for given in call.body["inputs"]]
    for contact, given in zip(contacts, call.body["inputs"], strict=True):
        _record(call, event, contact, call.state.email(contact), given)
    return Response(200, call.batch([{"vid": contact} for contact in contacts]))


def by_email(call: Call) -> Response:
    """Record contacts by e-mail address; one that does not exist is created (documented)."""
    event, results = call.named(), []
    for given in call.body["inputs"]:
        contact = call.state.contact(given["email"], create=True) or 0
        _record(call, event, contact, given["email"], given)
        results.append({"vid": contact, "email": given["email"]})
    return Response(200, call.batch(results))


def state_by_contact(call: Call) -> Response:
    """As `by_contact`, with a response that says nothing; which success code it is, is assumed."""
    by_contact(call)
    return Response(204)


def state_by_email(call: Call) -> Response:
    """Set states by e-mail address; a contact that does not exist is not created (documented)."""
    event = call.named()
    for given in call.body["inputs"]:
        contact = call.state.contact(given["email"], create=False)
        if contact is not None:
            _record(call, event, contact, given["email"], given)
    return Response(204)


def _record(call: Call, event: Event, contact: int, email: str, given: dict[str, Any]) -> None:
    # Only the contact and the moment are required in practice (observed in public clients); what is
    # sent as properties shows in no response, so it is not kept.
    state = STATES[call.values["subscriberState"]]
    moment = given["interactionDateTime"]
    call.state.participate(event, contact, email=email, state=state, moment=moment, now=call.at)


def breakdown(call: Call) -> Response:
    """One page of an event's participants, all or those in one state."""
    event, state = call.named(), call.values.get("state")
    wanted = call.values.get("contactIdentifier")
    if wanted is not None:
        contact = call.state.identified(str(wanted))
        found = event.participants.by_contact.get(contact) if contact is not None else None
        is_shown = found is not None and state in {None, event.state_of(found, call.now)}
        return _page(call, _pages_of([found] if found and is_shown else []))
    return _page(call, event.in_state(state, call.now) if state else event.participants.everybody)


def breakdown_of_contact(call: Call) -> Response:
    """One page of a contact's participations."""
    contact = call.state.identified(str(call.values["contactIdentifier"]))
    state = call.values.get("state")
    if contact is None:
        return _page(call, Pages())
    found = call.state.of_contact(call.token.portal_id, contact)
    if state is None:
        return _page(call, found)
    chosen = [one for one in found.all() if state == one.event.state_of(one, call.now)]
    return _page(call, _pages_of(chosen))


def _pages_of(found: list[Participation]) -> Pages[Participation]:
    pages: Pages[Participation] = Pages()
    for one in found:
        pages.add(one.number, one)
    return pages


def _page(call: Call, found: Pages[Participation]) -> Response:
    page, last = found.page(call.after, call.values["limit"])
    paging = {} if last is None else {"paging": {"next": {"after": str(last)}}}
    results = [_shown(call, one) for one in page]
    return Response(200, {"results": results, "total": len(found), **paging})


def _shown(call: Call, participation: Participation) -> dict[str, Any]:
    event = participation.event
    about = {
        "marketingEventId": str(event.object_id),
        "name": event.fields["eventName"],
        "externalAccountId": event.key[2],
        "externalEventId": event.key[3],
    }
    contact = {"contactId": str(participation.contact), "email": participation.email}
    return {
        "id": f"{event.object_id}-{participation.contact}",
        "createdAt": participation.created_at,
        "associations": {"contact": contact, "marketingEvent": about},
        "properties": {
            "attendanceState": event.state_of(participation, call.now),
            "occurredAt": participation.occurred_at,
        },
    }
