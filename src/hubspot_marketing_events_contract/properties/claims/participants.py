"""Attendance, subscriber states, lists and settings are counted and kept exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from hubspot_marketing_events_contract.properties._expectations import same
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.target._target import CreatedEvent, Target

COUNTERS = "getParticipationsCountersByMarketingEventId"
BREAKDOWN = "getParticipationsBreakdownByMarketingEventId"
STATES = {"register": "REGISTERED", "attend": "ATTENDED", "cancel": "CANCELLED"}
NAMES = {
    "registered": "REGISTERED",
    "attended": "ATTENDED",
    "cancelled": "CANCELLED",
    "noShows": "NO_SHOW",
}
HISTORY = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(sorted(STATES))), min_size=1, max_size=8
)
FUTURE = {"startDateTime": "2098-01-01T00:00:00Z", "endDateTime": "2098-01-01T01:00:00Z"}


def person(made: CreatedEvent, number: int, moment: int = 1) -> dict[str, Any]:
    """A contact by e-mail address, of one event's own."""
    email = f"{made.event}-{number}@contacts.example"
    return {
        "email": email,
        "interactionDateTime": moment,
        "properties": {},
        "contactProperties": {},
    }


def counts(target: Target, made: CreatedEvent, wanted: Mapping[str, int]) -> None:
    """Assert an event's counters, and that its breakdown adds up to them."""

    def check() -> None:
        found = target.call(COUNTERS, marketingEventId=made.object_id).json
        same(
            {state: wanted.get(state, 0) for state in NAMES.values()},
            {state: found[name] for name, state in NAMES.items()},
            "the counters",
        )
        if target.has(BREAKDOWN):
            people = target.everything(BREAKDOWN, 100, marketingEventId=made.object_id)
            same(
                Counter(wanted),
                Counter(one["properties"]["attendanceState"] for one in people),
                "the number of participants by state",
            )

    target.soon(check)


def _last(history: Sequence[tuple[int, str]]) -> Counter[str]:
    return Counter(STATES[state] for state in dict(history).values())


@needs("upsert", "recordByEmail", COUNTERS)
def attendance_by_address_is_counted(target: Target, draw: Draw) -> None:
    """Each contact counts once, in the state it was last said to be in."""
    made, history = target.make(FUTURE), draw(HISTORY)
    for moment, (number, state) in enumerate(history, 1):
        body = {"inputs": [person(made, number, moment)]}
        response = target.call(
            "recordByEmail", body, objectId=made.object_id, subscriberState=state
        )
        same(
            (True, 1),
            (response.ok, len(response.results)),
            "whether the call succeeds, with the number of its results",
        )
    counts(target, made, _last(history))


@needs("upsert", "recordByContactEmails", COUNTERS)
def attendance_by_address_and_external_ids_is_counted(target: Target, draw: Draw) -> None:
    """Addressed by external ids, each contact counts once, in its last state."""
    made, history = target.make(FUTURE), draw(HISTORY)
    for moment, (number, state) in enumerate(history, 1):
        body = {"inputs": [person(made, number, moment)]}
        assert target.call("recordByContactEmails", body, subscriberState=state, **made.ids).ok
    counts(target, made, _last(history))


@needs("upsert", "recordByContactId", COUNTERS, capabilities="any-contact")
def attendance_by_contact_is_counted(target: Target, draw: Draw) -> None:
    """Each contact id counts once, in its last state, and the response names it."""
    made, history = target.make(FUTURE), draw(HISTORY)
    for moment, (number, state) in enumerate(history, 1):
        body = {"inputs": [{"vid": 1000 + number, "interactionDateTime": moment, "properties": {}}]}
        response = target.call(
            "recordByContactId", body, objectId=made.object_id, subscriberState=state
        )
        same(
            [1000 + number],
            [result["vid"] for result in response.results],
            "the contact ids of the results",
        )
    counts(target, made, _last(history))


@needs("upsert", "recordByContactIds", "upsertByContactId", COUNTERS, capabilities="any-contact")
def both_calls_by_contact_count_alike(target: Target, draw: Draw) -> None:
    """Attendance and subscriber state by contact id and external ids set the same state."""
    made, history = target.make(FUTURE), draw(HISTORY)
    for moment, (number, state) in enumerate(history, 1):
        body = {"inputs": [{"vid": 2000 + number, "interactionDateTime": moment, "properties": {}}]}
        operation = draw(st.sampled_from(["recordByContactIds", "upsertByContactId"]))
        assert target.call(operation, body, subscriberState=state, **made.ids).ok
    counts(target, made, _last(history))


@needs("upsert", "recordByEmail", "upsertByContactEmail", COUNTERS, once=True)
def a_state_by_address_makes_no_contact(target: Target, _: Draw) -> None:
    """Setting a state by e-mail address counts existing contacts and creates no missing ones."""
    made = target.make(FUTURE)
    known, unknown = person(made, 0), person(made, 1, 2)
    assert target.call(
        "recordByEmail", {"inputs": [known]}, objectId=made.object_id, subscriberState="register"
    ).ok
    body = {"inputs": [{**known, "interactionDateTime": 3}, unknown]}
    assert target.call("upsertByContactEmail", body, subscriberState="cancel", **made.ids).ok
    counts(target, made, {"CANCELLED": 1})


@needs(
    "upsert", "recordByEmail", COUNTERS, "getParticipationsCountersByEventExternalId", BREAKDOWN,
    "getParticipationsBreakdownByExternalEventId", once=True,
)  # fmt: skip
def participants_agree_by_either_id(target: Target, _: Draw) -> None:
    """The counters and participants of an event are the same by object id and by external ids."""
    made = target.make(FUTURE)
    body = {"inputs": [person(made, n) for n in range(3)]}
    assert target.call("recordByEmail", body, objectId=made.object_id, subscriberState="attend").ok
    counts(target, made, {"ATTENDED": 3})
    by_object: dict[str, Any] = {"marketingEventId": made.object_id}
    found = target.call("getParticipationsCountersByEventExternalId", **made.ids).json
    same(
        found,
        target.call(COUNTERS, **by_object).json,
        "the counters by object id, against those by external ids",
    )
    people = target.everything("getParticipationsBreakdownByExternalEventId", 100, **made.ids)
    same(
        people,
        target.everything(BREAKDOWN, 100, **by_object),
        "the participants by object id, against those by external ids",
    )


@needs("upsert", "recordByEmail", "getByObjectId", once=True)
def an_event_shows_its_own_counters(target: Target, _: Draw) -> None:
    """Registrants and attendees of an event are those recorded for it, and another's are not."""
    made, other = target.make(FUTURE), target.make(FUTURE)
    for state, numbers in (("register", (0, 1)), ("attend", (2, 3, 4))):
        body = {"inputs": [person(made, n) for n in numbers]}
        assert target.call("recordByEmail", body, objectId=made.object_id, subscriberState=state).ok

    def check() -> None:
        for one, wanted in ((made, (2, 3)), (other, (0, 0))):
            found = target.call("getByObjectId", objectId=one.object_id).json
            same(wanted, (found["registrants"], found["attendees"]), "registrants and attendees")

    target.soon(check)


@needs("upsert", "recordByEmail", "complete", COUNTERS, once=True)
def who_registered_and_stayed_away_is_a_no_show(target: Target, _: Draw) -> None:
    """Once an event is over, a registrant who did not attend is a no-show; an attendee is not."""
    made = target.make(FUTURE)
    for state, numbers in (("register", (0, 1)), ("attend", (2,))):
        body = {"inputs": [person(made, n) for n in numbers]}
        assert target.call("recordByEmail", body, objectId=made.object_id, subscriberState=state).ok
    counts(target, made, {"REGISTERED": 2, "ATTENDED": 1})
    times = {"startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2026-01-01T01:00:00Z"}
    assert target.call("complete", times, **made.ids).ok
    counts(target, made, {"NO_SHOW": 2, "ATTENDED": 1})


@needs("upsert", "recordByEmail", BREAKDOWN, once=True)
def participants_are_told_apart(target: Target, _: Draw) -> None:
    """Filters by state and by contact give those and no others, each with its event."""
    made = target.make(FUTURE)
    for number, state in enumerate(STATES):
        body = {"inputs": [person(made, number)]}
        assert target.call("recordByEmail", body, objectId=made.object_id, subscriberState=state).ok

    def check() -> None:
        for number, state in enumerate(STATES.values()):
            email = person(made, number)["email"]
            for asked in ({"state": state}, {"contactIdentifier": email}):
                (found,) = target.call(BREAKDOWN, marketingEventId=made.object_id, **asked).results
                about = found["associations"]
                same(
                    (email, made.object_id),
                    (about["contact"]["email"], about["marketingEvent"]["marketingEventId"]),
                    f"with {asked}, the participant and the event",
                )

    target.soon(check)


@needs("upsert", "recordByEmail", "getParticipationsBreakdownByContactId", once=True)
def a_contact_has_all_its_events(target: Target, _: Draw) -> None:
    """A contact's participations are those in every event it takes part in."""
    first, second = target.make(FUTURE), target.make(FUTURE)
    body = {"inputs": [person(first, 0)]}
    for made in (first, second):
        assert target.call(
            "recordByEmail", body, objectId=made.object_id, subscriberState="attend"
        ).ok

    def check() -> None:
        email = body["inputs"][0]["email"]
        found = target.everything(
            "getParticipationsBreakdownByContactId", 100, contactIdentifier=email
        )
        named = {one["associations"]["marketingEvent"]["marketingEventId"] for one in found}
        same({first.object_id, second.object_id}, named, "the events of the contact")

    target.soon(check)


@needs(
    "upsert",
    "associateByMarketingEventId",
    "getAllByMarketingEventId",
    "disassociateByMarketingEventId",
    once=True,
)
def a_list_is_linked_until_it_is_not(target: Target, _: Draw) -> None:
    """A linked list is shown once, however often it is linked, and is gone when it is unlinked."""
    made = target.make()

    def linked(*wanted: str) -> None:
        response = target.call("getAllByMarketingEventId", marketingEventId=made.object_id).json
        same(
            (len(wanted), sorted(wanted)),
            (response["total"], sorted(one["listId"] for one in response["results"])),
            "total, with the linked lists",
        )

    for name in ("7", "8", "7"):
        assert target.call(
            "associateByMarketingEventId", marketingEventId=made.object_id, listId=name
        ).ok
    target.soon(lambda: linked("7", "8"))
    assert target.call(
        "disassociateByMarketingEventId", marketingEventId=made.object_id, listId="7"
    ).ok
    target.soon(lambda: linked("8"))


@needs(
    "upsert", "associateByExternalAccountAndEventIds", "getAllByExternalAccountAndEventIds",
    "getAllByMarketingEventId", "disassociateByExternalAccountAndEventIds", once=True,
)  # fmt: skip
def lists_agree_by_either_id(target: Target, _: Draw) -> None:
    """A list linked by external ids is linked by object id, and unlinked as well."""
    made = target.make()

    def linked(*wanted: str) -> None:
        for operation, ids in (
            ("getAllByExternalAccountAndEventIds", made.ids),
            ("getAllByMarketingEventId", {"marketingEventId": made.object_id}),
        ):
            same(
                sorted(wanted),
                sorted(one["listId"] for one in target.call(operation, **ids).results),
                f"{operation}: the linked lists",
            )

    assert target.call("associateByExternalAccountAndEventIds", listId="7", **made.ids).ok
    target.soon(lambda: linked("7"))
    assert target.call("disassociateByExternalAccountAndEventIds", listId="7", **made.ids).ok
    target.soon(linked)


@needs("upsert", "doSearch", "getAll", "updateSettings")
def settings_are_kept(target: Target, draw: Draw) -> None:
    """An app's address for event details is what was last set, and is put back as it was."""
    (found,) = target.call("doSearch", q=target.make().event).results
    app = {"appId": found["appId"]}
    before = target.call("getAll", **app)
    assert before.ok, f"settings respond with {before.status}"
    address = f"https://example.org/{draw(st.integers(0, 10**6))}/%s"
    try:
        response = target.call("updateSettings", {"eventDetailsUrl": address}, **app)
        same(
            (address, found["appId"]),
            (response.json["eventDetailsUrl"], response.json["appId"]),
            "the URL with the app's id",
        )
        target.soon(lambda: _equal(address, target.call("getAll", **app).json["eventDetailsUrl"]))
    finally:
        target.call("updateSettings", {"eventDetailsUrl": before.json["eventDetailsUrl"]}, **app)


def _equal(wanted: str, found: str) -> None:
    same(wanted, found, "the URL of event details")
