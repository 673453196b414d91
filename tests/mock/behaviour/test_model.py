"""How the mock behaves: events, lists, participants, settings."""

from __future__ import annotations

from typing import Any

import pytest

from hubspot_marketing_events_mock import Assumptions
from tests.mock.caller import Caller

CONTACT = {"interactionDateTime": 1_000, "properties": {}}


def test_an_upsert_creates_once_and_then_updates() -> None:
    """Twice the same ids are one event, with a fixed createdAt and a later updatedAt."""
    call = Caller()
    first = call.create(eventUrl="https://a.example")
    second = call.create(eventName="New")
    assert (first, 1) == (second, len(call.mock.events))
    read = call("GET", first).json
    assert ("New", "https://a.example") == (read["eventName"], read["eventUrl"])
    assert read["createdAt"] < read["updatedAt"]


def test_results_are_one_per_input_in_order() -> None:
    """A batch answers each input in its place, also the same event twice."""
    given = [
        {
            "eventName": str(n),
            "eventOrganizer": "o",
            "externalAccountId": "a",
            "externalEventId": name,
        }
        for n, name in enumerate("xyx")
    ]
    results = Caller()("POST", "events", "upsert", body={"inputs": given}).json["results"]
    assert ["0", "1", "2"] == [result["eventName"] for result in results]
    assert results[0]["objectId"] == results[2]["objectId"]


def test_duplicates_can_be_refused() -> None:
    """With that assumption, a batch that names an event twice is refused with its ids."""
    call = Caller(assumptions=Assumptions(duplicates="reject"))
    given = {
        "eventName": "n",
        "eventOrganizer": "o",
        "externalAccountId": "a",
        "externalEventId": "x",
    }
    reply = call("POST", "events", "upsert", body={"inputs": [given, given]})
    assert (400, ["x"], []) == (reply.status, reply.json["context"]["ids"], call.mock.events)


def test_create_refuses_an_existing_event() -> None:
    """Creating what exists is 400 with an errorType and no category, as captured in public."""
    call = Caller()
    number = call.create()
    given = {
        "eventName": "n",
        "eventOrganizer": "o",
        "externalAccountId": "acc",
        "externalEventId": "event-1",
    }
    reply = call("POST", "events", body=given)
    assert (400, "UNIQUE_VALUE_CONFLICT") == (reply.status, reply.json["errorType"])
    assert [number] == reply.json["errorTokens"]["existingObjectId"]
    assert "category" not in reply.json


def test_another_app_sees_an_event_by_object_id_alone() -> None:
    """By external ids an event is its app's alone; by object id it is everybody's in the portal."""
    call = Caller()
    number = call.create()
    assert 404 == call("GET", "events", "event-1", token="bob", externalAccountId="acc").status
    assert 200 == call("GET", number, token="bob").status
    assert number != call.create(token="bob")


def test_patch_keeps_and_put_clears_what_is_left_out() -> None:
    """A PATCH keeps other fields; a PUT clears them, as was observed."""
    call = Caller()
    call.create(eventUrl="https://a.example", eventType="WEBINAR")
    patched = call(
        "PATCH", "events", "event-1", body={"eventType": "MEETUP"}, externalAccountId="acc"
    ).json
    assert ("https://a.example", "MEETUP") == (patched["eventUrl"], patched["eventType"])
    given = {
        "eventName": "n",
        "eventOrganizer": "o",
        "externalAccountId": "acc",
        "externalEventId": "event-1",
    }
    assert {"eventUrl", "eventType"}.isdisjoint(call("PUT", "events", "event-1", body=given).json)


def test_cancel_and_complete_show() -> None:
    """Both are visible in what is read afterwards."""
    call = Caller()
    number = call.create()
    call("POST", "events", "event-1", "cancel", externalAccountId="acc")
    times = {
        "startDateTime": "2026-01-01T10:00:00+02:00",
        "endDateTime": "2026-01-01T09:00:00.120Z",
    }
    call("POST", "events", "event-1", "complete", body=times, externalAccountId="acc")
    read = call("GET", number).json
    assert (True, True, "CANCELLED") == (
        read["eventCancelled"],
        read["eventCompleted"],
        read["eventStatus"],
    )
    assert ("2026-01-01T08:00:00Z", "2026-01-01T09:00:00.120Z") == (
        read["startDateTime"],
        read["endDateTime"],
    )


def test_a_deleted_event_is_gone_everywhere_and_can_be_made_anew() -> None:
    """After a delete no call finds the event, and the same ids make another."""
    call = Caller()
    number = call.create()
    assert 204 == call("DELETE", "events", "event-1", externalAccountId="acc").status
    assert [404, 404] == [call("GET", number).status, call("DELETE", number).status]
    assert ([], []) == (
        call("GET").json["results"],
        call("GET", "events", "search", q="event-1").json["results"],
    )
    assert number != call.create()


def test_batch_deletes_say_what_was_missing() -> None:
    """Deleting by object id is 204, or 207 where one does not exist; by external ids it is 202."""
    call = Caller()
    number = call.create()
    assert (
        207
        == call(
            "POST", "batch", "archive", body={"inputs": [{"objectId": number}, {"objectId": "1"}]}
        ).status
    )
    call.create()
    ids = {"appId": 1000001, "externalAccountId": "acc", "externalEventId": "event-1"}
    assert (202, []) == (
        call("POST", "events", "delete", body={"inputs": [ids]}).status,
        call.mock.events,
    )


def pages(call: Caller, *path: str, **query: object) -> list[list[dict[str, Any]]]:
    """Every page, following the cursor."""
    found = [call("GET", *path, **query).json]
    while "paging" in found[-1]:
        found.append(call("GET", *path, **query, after=found[-1]["paging"]["next"]["after"]).json)
        assert len(found) < 10, "a cursor that leads nowhere"
    return [page["results"] for page in found]


def test_pages_are_complete_and_disjoint() -> None:
    """Pages hold as many events as asked, each event once, in the order of object ids."""
    call = Caller()
    numbers = [call.create(f"event-{n}") for n in range(7)]
    assert [numbers[:3], numbers[3:6], numbers[6:]] == [
        [event["objectId"] for event in page] for page in pages(call, limit=3)
    ]
    assert [7] == [len(page) for page in pages(call)]


@pytest.mark.parametrize("path", [("{number}", "breakdown"), ("acc", "event-1", "breakdown")])
def test_pages_of_participants_are_complete_and_disjoint(path: tuple[str, ...]) -> None:
    """Pages of a breakdown hold as many participants as asked, each once."""
    call = Caller()
    number = call.create()
    people = [{**CONTACT, "vid": vid} for vid in range(1, 6)]
    call("POST", number, "attendance", "attend", "create", body={"inputs": people})
    found = pages(call, "participations", *(part.format(number=number) for part in path), limit=2)
    contacts = [[item["associations"]["contact"]["contactId"] for item in page] for page in found]
    assert [["1", "2"], ["3", "4"], ["5"]] == contacts


def test_custom_properties_that_nobody_defined_are_dropped() -> None:
    """A property that the account does not define is left out without an error, as documented."""
    call = Caller(assumptions=Assumptions(custom_properties=frozenset({"room"})))
    call.create(
        customProperties=[{"name": "room", "value": "Blue"}, {"name": "mood", "value": "x"}]
    )
    assert {"room": "Blue"} == call.mock.events[0]["customProperties"]


def test_identifiers_span_apps() -> None:
    """The identifiers of an external event id are those of every app."""
    call = Caller()
    numbers = [call.create(), call.create(token="bob")]
    found = call("GET", "event-1", "identifiers").json
    assert (2, numbers) == (found["total"], [result["objectId"] for result in found["results"]])


def test_participants_are_counted_by_their_last_state() -> None:
    """Counters come from the participations; after the event, who did not come is a no-show."""
    call = Caller()
    number = call.create()
    people = [{**CONTACT, "vid": vid} for vid in (1, 2, 3)]
    call("POST", number, "attendance", "register", "create", body={"inputs": people})
    call("POST", number, "attendance", "attend", "create", body={"inputs": people[:1]})
    call(
        "POST",
        "events",
        "event-1",
        "cancel",
        "upsert",
        body={"inputs": people[1:2]},
        externalAccountId="acc",
    )
    counted = {"registered": 1, "attended": 1, "cancelled": 1, "noShows": 0}
    assert counted == call("GET", "participations", number).json
    times = {"startDateTime": "2026-01-01T10:00:00Z", "endDateTime": "2026-01-01T11:00:00Z"}
    call("POST", "events", "event-1", "complete", body=times, externalAccountId="acc")
    assert {**counted, "registered": 0, "noShows": 1} == call(
        "GET", "participations", "acc", "event-1"
    ).json


def test_attendance_creates_contacts_and_subscriber_states_do_not() -> None:
    """By e-mail, attendance creates a missing contact; a subscriber state does not (documented)."""
    call = Caller()
    number = call.create()
    person = {**CONTACT, "email": "ada@contacts.example", "contactProperties": {}}
    path = ("events", "event-1", "register", "email-upsert")
    assert 204 == call("POST", *path, body={"inputs": [person]}, externalAccountId="acc").status
    assert 0 == call("GET", "participations", number, "breakdown").json["total"]
    call("POST", number, "attendance", "register", "email-create", body={"inputs": [person]})
    found = call(
        "GET", "participations", "contacts", "ada@contacts.example", "breakdown", state="REGISTERED"
    ).json
    assert [number] == [
        item["associations"]["marketingEvent"]["marketingEventId"] for item in found["results"]
    ]


def test_lists_are_linked_once() -> None:
    """Linking twice is one link, and unlinking removes it."""
    call = Caller()
    number = call.create()
    for _ in range(2):
        assert 204 == call("PUT", "associations", number, "lists", "9").status
    assert ["9"] == [
        item["listId"]
        for item in call("GET", "associations", "acc", "event-1", "lists").json["results"]
    ]
    call("DELETE", "associations", number, "lists", "9")
    assert 0 == call("GET", "associations", number, "lists").json["total"]


def test_settings_are_the_calling_apps() -> None:
    """An app sets and reads its own settings, and no other's."""
    call = Caller()
    call("POST", "1000001", "settings", body={"eventDetailsUrl": "https://a.example/%s"})
    assert "https://a.example/%s" == call("GET", "1000001", "settings").json["eventDetailsUrl"]
    assert 404 == call("GET", "7", "settings").status


@pytest.mark.parametrize("seed", [0, 1])
def test_one_seed_gives_the_same_bytes(seed: int) -> None:
    """Two mocks of one seed and clock answer the same requests alike, down to correlation ids."""

    def answers() -> list[tuple[object, ...]]:
        call = Caller(seed=seed)
        number = call.create()
        return [
            (reply.headers, reply.content)
            for reply in (call("GET", number), call("GET", "1"), call("GET"))
        ]

    assert answers() == answers()
