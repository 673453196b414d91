"""Attendance, subscriber states, lists and settings are counted and kept exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from contract_tests.laws._law import Draw, law
from contract_tests.laws._world import Made, World

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


def person(made: Made, number: int, moment: int = 1) -> dict[str, Any]:
    """A contact by e-mail address, of one event's own."""
    email = f"{made.event}-{number}@contacts.example"
    return {
        "email": email,
        "interactionDateTime": moment,
        "properties": {},
        "contactProperties": {},
    }


def counts(world: World, made: Made, wanted: Mapping[str, int]) -> None:
    """Assert an event's counters, and that its breakdown adds up to them."""

    def check() -> None:
        found = world.call(COUNTERS, marketingEventId=made.object_id).json
        assert {state: wanted.get(state, 0) for state in NAMES.values()} == {
            state: found[name] for name, state in NAMES.items()
        }
        if world.has(BREAKDOWN):
            people = world.everything(BREAKDOWN, 100, marketingEventId=made.object_id)
            assert Counter(one["properties"]["attendanceState"] for one in people) == Counter(
                wanted
            )

    world.soon(check)


def _last(history: Sequence[tuple[int, str]]) -> Counter[str]:
    return Counter(STATES[state] for state in dict(history).values())


@law("upsert", "recordByEmail", COUNTERS)
def attendance_by_address_is_counted(world: World, draw: Draw) -> None:
    """Each contact counts once, in the state it was last said to be in."""
    made, history = world.make(FUTURE), draw(HISTORY)
    for moment, (number, state) in enumerate(history, 1):
        body = {"inputs": [person(made, number, moment)]}
        reply = world.call("recordByEmail", body, objectId=made.object_id, subscriberState=state)
        assert (True, 1) == (reply.ok, len(reply.results))
    counts(world, made, _last(history))


@law("upsert", "recordByContactEmails", COUNTERS)
def attendance_by_address_and_external_ids_is_counted(world: World, draw: Draw) -> None:
    """Addressed by external ids, each contact counts once, in its last state."""
    made, history = world.make(FUTURE), draw(HISTORY)
    for moment, (number, state) in enumerate(history, 1):
        body = {"inputs": [person(made, number, moment)]}
        assert world.call("recordByContactEmails", body, subscriberState=state, **made.ids).ok
    counts(world, made, _last(history))


@law("upsert", "recordByContactId", COUNTERS, traits="any-contact")
def attendance_by_contact_is_counted(world: World, draw: Draw) -> None:
    """Each contact id counts once, in its last state, and the answer names it."""
    made, history = world.make(FUTURE), draw(HISTORY)
    for moment, (number, state) in enumerate(history, 1):
        body = {"inputs": [{"vid": 1000 + number, "interactionDateTime": moment, "properties": {}}]}
        reply = world.call(
            "recordByContactId", body, objectId=made.object_id, subscriberState=state
        )
        assert [1000 + number] == [result["vid"] for result in reply.results]
    counts(world, made, _last(history))


@law("upsert", "recordByContactIds", "upsertByContactId", COUNTERS, traits="any-contact")
def both_calls_by_contact_count_alike(world: World, draw: Draw) -> None:
    """Attendance and subscriber state by contact id and external ids set the same state."""
    made, history = world.make(FUTURE), draw(HISTORY)
    for moment, (number, state) in enumerate(history, 1):
        body = {"inputs": [{"vid": 2000 + number, "interactionDateTime": moment, "properties": {}}]}
        operation = draw(st.sampled_from(["recordByContactIds", "upsertByContactId"]))
        assert world.call(operation, body, subscriberState=state, **made.ids).ok
    counts(world, made, _last(history))


@law("upsert", "recordByEmail", "upsertByContactEmail", COUNTERS, once=True)
def a_state_by_address_makes_no_contact(world: World, _: Draw) -> None:
    """Setting a state by e-mail address counts who is a contact, and makes none of who is not."""
    made = world.make(FUTURE)
    known, unknown = person(made, 0), person(made, 1, 2)
    assert world.call(
        "recordByEmail", {"inputs": [known]}, objectId=made.object_id, subscriberState="register"
    ).ok
    body = {"inputs": [{**known, "interactionDateTime": 3}, unknown]}
    assert world.call("upsertByContactEmail", body, subscriberState="cancel", **made.ids).ok
    counts(world, made, {"CANCELLED": 1})


@law(
    "upsert", "recordByEmail", COUNTERS, "getParticipationsCountersByEventExternalId", BREAKDOWN,
    "getParticipationsBreakdownByExternalEventId", once=True,
)  # fmt: skip
def participants_agree_by_either_id(world: World, _: Draw) -> None:
    """The counters and participants of an event are the same by object id and by external ids."""
    made = world.make(FUTURE)
    body = {"inputs": [person(made, n) for n in range(3)]}
    assert world.call("recordByEmail", body, objectId=made.object_id, subscriberState="attend").ok
    counts(world, made, {"ATTENDED": 3})
    by_object: dict[str, Any] = {"marketingEventId": made.object_id}
    found = world.call("getParticipationsCountersByEventExternalId", **made.ids).json
    assert found == world.call(COUNTERS, **by_object).json
    people = world.everything("getParticipationsBreakdownByExternalEventId", 100, **made.ids)
    assert people == world.everything(BREAKDOWN, 100, **by_object)


@law("upsert", "recordByEmail", "getByObjectId", once=True)
def an_event_shows_its_own_counters(world: World, _: Draw) -> None:
    """Registrants and attendees of an event are those recorded for it, and another's are not."""
    made, other = world.make(FUTURE), world.make(FUTURE)
    for state, numbers in (("register", (0, 1)), ("attend", (2, 3, 4))):
        body = {"inputs": [person(made, n) for n in numbers]}
        assert world.call("recordByEmail", body, objectId=made.object_id, subscriberState=state).ok

    def check() -> None:
        for one, wanted in ((made, (2, 3)), (other, (0, 0))):
            found = world.call("getByObjectId", objectId=one.object_id).json
            assert wanted == (found["registrants"], found["attendees"])

    world.soon(check)


@law("upsert", "recordByEmail", "complete", COUNTERS, once=True)
def who_registered_and_stayed_away_is_a_no_show(world: World, _: Draw) -> None:
    """Once an event is over, who registered and did not come is a no-show, and who came is not."""
    made = world.make(FUTURE)
    for state, numbers in (("register", (0, 1)), ("attend", (2,))):
        body = {"inputs": [person(made, n) for n in numbers]}
        assert world.call("recordByEmail", body, objectId=made.object_id, subscriberState=state).ok
    counts(world, made, {"REGISTERED": 2, "ATTENDED": 1})
    times = {"startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2026-01-01T01:00:00Z"}
    assert world.call("complete", times, **made.ids).ok
    counts(world, made, {"NO_SHOW": 2, "ATTENDED": 1})


@law("upsert", "recordByEmail", BREAKDOWN, once=True)
def participants_are_told_apart(world: World, _: Draw) -> None:
    """Filters by state and by contact give those and no others, each with its event."""
    made = world.make(FUTURE)
    for number, state in enumerate(STATES):
        body = {"inputs": [person(made, number)]}
        assert world.call("recordByEmail", body, objectId=made.object_id, subscriberState=state).ok

    def check() -> None:
        for number, state in enumerate(STATES.values()):
            email = person(made, number)["email"]
            for asked in ({"state": state}, {"contactIdentifier": email}):
                (found,) = world.call(BREAKDOWN, marketingEventId=made.object_id, **asked).results
                about = found["associations"]
                assert (email, made.object_id) == (
                    about["contact"]["email"],
                    about["marketingEvent"]["marketingEventId"],
                )

    world.soon(check)


@law("upsert", "recordByEmail", "getParticipationsBreakdownByContactId", once=True)
def a_contact_has_all_its_events(world: World, _: Draw) -> None:
    """A contact's participations are those in every event it takes part in."""
    first, second = world.make(FUTURE), world.make(FUTURE)
    body = {"inputs": [person(first, 0)]}
    for made in (first, second):
        assert world.call(
            "recordByEmail", body, objectId=made.object_id, subscriberState="attend"
        ).ok

    def check() -> None:
        email = body["inputs"][0]["email"]
        found = world.everything(
            "getParticipationsBreakdownByContactId", 100, contactIdentifier=email
        )
        named = {one["associations"]["marketingEvent"]["marketingEventId"] for one in found}
        assert {first.object_id, second.object_id} == named

    world.soon(check)


@law(
    "upsert",
    "associateByMarketingEventId",
    "getAllByMarketingEventId",
    "disassociateByMarketingEventId",
    once=True,
)
def a_list_is_linked_until_it_is_not(world: World, _: Draw) -> None:
    """A linked list is shown once, however often it is linked, and is gone when it is unlinked."""
    made = world.make()

    def linked(*wanted: str) -> None:
        reply = world.call("getAllByMarketingEventId", marketingEventId=made.object_id).json
        assert (len(wanted), sorted(wanted)) == (
            reply["total"],
            sorted(one["listId"] for one in reply["results"]),
        )

    for name in ("7", "8", "7"):
        assert world.call(
            "associateByMarketingEventId", marketingEventId=made.object_id, listId=name
        ).ok
    world.soon(lambda: linked("7", "8"))
    assert world.call(
        "disassociateByMarketingEventId", marketingEventId=made.object_id, listId="7"
    ).ok
    world.soon(lambda: linked("8"))


@law(
    "upsert", "associateByExternalAccountAndEventIds", "getAllByExternalAccountAndEventIds", "getAllByMarketingEventId",
    "disassociateByExternalAccountAndEventIds", once=True,
)  # fmt: skip
def lists_agree_by_either_id(world: World, _: Draw) -> None:
    """A list linked by external ids is linked by object id, and unlinked as well."""
    made = world.make()

    def linked(*wanted: str) -> None:
        for operation, ids in (
            ("getAllByExternalAccountAndEventIds", made.ids),
            ("getAllByMarketingEventId", {"marketingEventId": made.object_id}),
        ):
            assert sorted(wanted) == sorted(
                one["listId"] for one in world.call(operation, **ids).results
            ), operation

    assert world.call("associateByExternalAccountAndEventIds", listId="7", **made.ids).ok
    world.soon(lambda: linked("7"))
    assert world.call("disassociateByExternalAccountAndEventIds", listId="7", **made.ids).ok
    world.soon(linked)


@law("upsert", "doSearch", "getAll", "updateSettings")
def settings_are_kept(world: World, draw: Draw) -> None:
    """An app's address for event details is what was last set, and is put back as it was."""
    (found,) = world.call("doSearch", q=world.make().event).results
    app = {"appId": found["appId"]}
    before = world.call("getAll", **app)
    assert before.ok, f"settings are answered {before.status}"
    address = f"https://example.org/{draw(st.integers(0, 10**6))}/%s"
    try:
        reply = world.call("updateSettings", {"eventDetailsUrl": address}, **app)
        assert (address, found["appId"]) == (reply.json["eventDetailsUrl"], reply.json["appId"])
        world.soon(lambda: _equal(address, world.call("getAll", **app).json["eventDetailsUrl"]))
    finally:
        world.call("updateSettings", {"eventDetailsUrl": before.json["eventDetailsUrl"]}, **app)


def _equal(wanted: str, found: str) -> None:
    assert wanted == found
