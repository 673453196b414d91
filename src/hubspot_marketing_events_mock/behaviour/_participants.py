"""Who registered, attended, cancelled or stayed away: counted from what was recorded."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from hubspot_marketing_events_mock.behaviour._call import Call
from hubspot_marketing_events_mock.behaviour._state import STATES, Event, Participation, stamp
from hubspot_marketing_events_mock.contract import Response


def counted(event: Event, now: dt.datetime) -> Counter[str]:
    """How many participants are in each state."""
    return Counter(
        event.state_of(participation, now) for participation in event.participants.values()
    )


def totals(event: Event, now: dt.datetime) -> dict[str, int]:
    """The counters that go with an event; no-shows only once it is over (documented)."""
    count = counted(event, now)
    shown = {
        "registrants": count["REGISTERED"],
        "attendees": count["ATTENDED"],
        "cancellations": count["CANCELLED"],
    }
    return shown | ({"noShows": count["NO_SHOW"]} if event.over(now) else {})


def counters(call: Call) -> Response:
    """The counters of one event."""
    count = counted(call.named(), call.now)
    names = {
        "registered": "REGISTERED",
        "attended": "ATTENDED",
        "cancelled": "CANCELLED",
        "noShows": "NO_SHOW",
    }
    return Response(200, {name: count[state] for name, state in names.items()})


def _record(call: Call, event: Event, contact: int, email: str, given: dict[str, Any]) -> None:
    state, moment = STATES[call.values["subscriberState"]], given["interactionDateTime"]
    known = event.participants.get(contact)
    if known is None:
        name = f"{event.object_id}-{contact}"
        event.participants[contact] = Participation(
            name, contact, email, state, moment, call.now, given.get("properties", {})
        )
    elif moment >= known.occurred_at:
        known.state, known.occurred_at, known.properties = (
            state,
            moment,
            given.get("properties", {}),
        )


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
    """As `by_contact`, with an answer that says nothing; which success code it is, is assumed."""
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


def breakdown(call: Call) -> Response:
    """One page of an event's participants."""
    event = call.named()
    return _page(call, ((event, participation) for participation in event.participants.values()))


def breakdown_of_contact(call: Call) -> Response:
    """One page of a contact's participations."""
    events = call.state.of_portal(call.token.portal_id)
    return _page(
        call,
        (
            (event, participation)
            for event in events
            for participation in event.participants.values()
        ),
    )


def _page(call: Call, found: Iterable[tuple[Event, Participation]]) -> Response:
    state, wanted = call.values.get("state"), call.values.get("contactIdentifier")
    chosen = [
        (event, item)
        for event, item in found
        if wanted in {None, str(item.contact), item.email}
        and state in {None, event.state_of(item, call.now)}
    ]
    after, limit = int(call.values.get("after") or 0), call.values["limit"]
    page = chosen[after : after + limit]
    paging = (
        {"paging": {"next": {"after": str(after + limit)}}} if after + limit < len(chosen) else {}
    )
    return Response(
        200, {"results": [_shown(call, *pair) for pair in page], "total": len(chosen), **paging}
    )


def _shown(call: Call, event: Event, participation: Participation) -> dict[str, Any]:
    about = {
        "marketingEventId": str(event.object_id),
        "name": event.fields["eventName"],
        "externalAccountId": event.key[2],
        "externalEventId": event.key[3],
    }
    return {
        "id": participation.id,
        "createdAt": stamp(participation.created_at),
        "associations": {
            "contact": {"contactId": str(participation.contact), "email": participation.email},
            "marketingEvent": about,
        },
        "properties": {
            "attendanceState": event.state_of(participation, call.now),
            "occurredAt": participation.occurred_at,
        },
    }
