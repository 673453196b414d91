"""An event keeps what is written to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from hubspot_marketing_events_contract._inputs import (
    ALL_FIELDS,
    CHANGES,
    FIELDS,
    differences,
    instant,
    state,
    told,
)
from hubspot_marketing_events_contract.properties._expectations import in_turn, same
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.target._target import (
    CreatedEvent,
    Response,
    Target,
    expect,
    identity,
)

SKEW = dt.timedelta(minutes=10)  # between the server's clock and this one


def by_object(target: Target, made: CreatedEvent) -> dict[str, object]:
    """Read an event by object id."""
    response = target.call("getByObjectId", objectId=made.object_id)
    assert response.status == 200, (
        f"an event that was made responds with {response.status} by object id"
    )
    found: dict[str, object] = response.json
    return found


def by_external(target: Target, made: CreatedEvent) -> dict[str, object]:
    """Read an event by external ids."""
    response = target.call("getDetails", **made.ids)
    assert response.status == 200, (
        f"an event that was made responds with {response.status} by external ids"
    )
    found: dict[str, object] = response.json
    return found


def reads_as(target: Target, made: CreatedEvent, wanted: dict[str, Any], *only: str) -> None:
    """Assert that an event reads as it should, by both ids or by the operations named."""

    def check() -> None:
        for operation, read in (("getByObjectId", by_object), ("getDetails", by_external)):
            if target.has(operation) and operation in (only or (operation,)):
                found = state(read(target, made))
                names = [name for name in wanted if wanted[name] != found[name]]
                if "custom-properties" not in target.capabilities:
                    names = [name for name in names if name != "customProperties"]
                told = [f"{n} is {found[n]!r}, and must be {wanted[n]!r}" for n in names]
                assert not told, f"{operation}: {'; '.join(told)}"

    target.soon(check)


@needs("upsert")
def an_upsert_returns_what_it_was_sent(target: Target, draw: Draw) -> None:
    """Every field that an upsert sends is in its response, instants as the same instants."""
    sent = draw(FIELDS) | target.fresh()
    (result,) = target.upsert(sent)
    assert not differences(sent, result, target.capabilities), differences(
        sent, result, target.capabilities
    )


@needs("upsert", "getByObjectId")
def what_was_upserted_reads_the_same_by_object_id(target: Target, draw: Draw) -> None:
    """Every field that an upsert sends is read back by object id."""
    made = target.make(draw(ALL_FIELDS))
    target.soon(lambda: _same(differences(made.sent, by_object(target, made), target.capabilities)))


@needs("upsert", "getDetails")
def what_was_upserted_reads_the_same_by_external_ids(target: Target, draw: Draw) -> None:
    """Every field that an upsert sends is read back by external ids."""
    made = target.make(draw(ALL_FIELDS))
    target.soon(
        lambda: _same(differences(made.sent, by_external(target, made), target.capabilities))
    )


@needs("upsert", "getByObjectId", "getDetails")
def both_ways_of_reading_agree(target: Target, draw: Draw) -> None:
    """An event reads the same by object id and by external ids, times and counters included."""
    made = target.make(draw(FIELDS))

    def check() -> None:
        first, second = by_object(target, made), by_external(target, made)
        same(state(first), state(second), "the event by external ids, against the one by object id")
        for name in (
            "objectId",
            "externalEventId",
            "createdAt",
            "updatedAt",
            "registrants",
            "attendees",
            "cancellations",
        ):
            if first.get(name) is not None and second.get(name) is not None:
                same(first[name], second[name], f"{name}, by external ids")
        same(
            (made.object_id, made.event),
            (first["objectId"], second["externalEventId"]),
            "the object id with the external event id",
        )

    target.soon(check)


@needs("create")
def a_creation_returns_what_it_was_sent(target: Target, draw: Draw) -> None:
    """Every field that a creation sends is in its response and is read back."""
    sent = draw(ALL_FIELDS) | target.fresh()
    response = target.call("create", sent)
    assert response.ok, f"a valid creation responds with {response.status}"
    assert not differences(sent, response.json, target.capabilities), differences(
        sent, response.json, target.capabilities
    )
    made = CreatedEvent(
        sent["externalAccountId"], sent["externalEventId"], identity(response.json), sent
    )
    reads_as(target, made, {n: v for n, v in state(sent).items() if n in sent})


@needs("create", "upsert")
def an_event_is_not_created_twice(target: Target, draw: Draw) -> None:
    """Creating an event that exists is refused, and changes nothing of it."""
    made = target.make(draw(FIELDS))
    response = target.call("create", draw(FIELDS) | made.ids)
    assert 400 <= response.status < 500, f"a second creation responds with {response.status}"
    reads_as(target, made, {n: v for n, v in state(made.sent).items() if n in made.sent})


@needs("upsertEvent")
def a_put_returns_what_it_was_sent(target: Target, draw: Draw) -> None:
    """A PUT creates an event with every field it was sent."""
    sent = draw(ALL_FIELDS) | target.fresh()
    response = target.call("upsertEvent", sent, externalEventId=sent["externalEventId"])
    assert response.ok, f"a valid PUT responds with {response.status}"
    assert not differences(sent, response.json, target.capabilities), differences(
        sent, response.json, target.capabilities
    )
    made = CreatedEvent(
        sent["externalAccountId"], sent["externalEventId"], identity(response.json), sent
    )
    reads_as(target, made, {n: v for n, v in state(sent).items() if n in sent})


@needs("upsertEvent", "upsert")
def a_put_updates_what_exists(target: Target, draw: Draw) -> None:
    """A PUT of an event that exists changes that one, and makes no second."""
    made = target.make(draw(ALL_FIELDS))
    sent = draw(ALL_FIELDS) | made.ids
    response = target.call("upsertEvent", sent, externalEventId=made.event)
    same(
        (True, made.object_id),
        (response.ok, identity(response.json)),
        "whether the PUT succeeds, with the object id of its response",
    )
    reads_as(
        target,
        made,
        {n: v for n, v in state(sent).items() if n in sent and n != "customProperties"},
    )


@needs("upsertEvent", "upsert", capabilities="put-clears")
def a_put_clears_what_it_leaves_out(target: Target, draw: Draw) -> None:
    """After a PUT, a field that it left out is empty."""
    made = target.make(draw(ALL_FIELDS))
    sent = {"eventName": "Short", "eventOrganizer": "Northwind", **made.ids}
    assert target.call("upsertEvent", sent, externalEventId=made.event).ok
    reads_as(target, made, state(sent))


@needs("upsert")
def an_upsert_twice_is_an_upsert_once(target: Target, draw: Draw) -> None:
    """The same upsert again returns the same event: its id, fields and creation time stay."""
    sent = draw(FIELDS) | target.fresh()
    (first,), (second,) = target.upsert(sent), target.upsert(sent)
    assert identity(first) == identity(second), "the second upsert made a second object"
    same(state(first), state(second), "the second response")
    assert instant(first["createdAt"]) == instant(second["createdAt"]), "createdAt changed"
    assert instant(first["updatedAt"]) <= instant(second["updatedAt"]), "updatedAt went back"


@needs("upsert")
def the_last_write_wins(target: Target, draw: Draw) -> None:
    """After two upserts of one event, it has the fields of the second."""
    made = target.make(draw(ALL_FIELDS))
    sent = draw(FIELDS) | made.ids
    (result,) = target.upsert(sent)
    same(made.object_id, identity(result), "the object id")
    assert not differences(sent, result, target.capabilities), differences(
        sent, result, target.capabilities
    )
    wanted = {n: v for n, v in state(sent).items() if n in sent and n != "customProperties"}
    reads_as(target, made, wanted)


@needs("upsert", capabilities="upsert-merges")
def an_upsert_keeps_what_it_leaves_out(target: Target, draw: Draw) -> None:
    """A field that a later upsert leaves out keeps its value."""
    made = target.make(draw(ALL_FIELDS))
    target.upsert({"eventName": "Other", "eventOrganizer": "Southwind", **made.ids})
    wanted = state({**made.sent, "eventName": "Other", "eventOrganizer": "Southwind"})
    reads_as(target, made, wanted)


@needs("upsert", "updateEvent")
def a_patch_by_external_ids_changes_what_it_names(target: Target, draw: Draw) -> None:
    """A patch returns and keeps its fields, and leaves all others as they were."""
    _patched(target, draw, lambda made, change: target.call("updateEvent", change, **made.ids))


@needs("upsert", "updateEventByObjectId")
def a_patch_by_object_id_changes_what_it_names(target: Target, draw: Draw) -> None:
    """A patch by object id returns and keeps its fields, and leaves all others as they were."""
    _patched(
        target,
        draw,
        lambda made, change: target.call("updateEventByObjectId", change, objectId=made.object_id),
    )


def _patched(target: Target, draw: Draw, patch: Callable[[CreatedEvent, Any], Response]) -> None:
    made = target.make(draw(ALL_FIELDS))
    change = draw(CHANGES)
    response = patch(made, change)
    assert response.ok, f"a valid patch responds with {response.status}"
    assert not differences(change, response.json, target.capabilities), differences(
        change, response.json, target.capabilities
    )
    properties = {
        item["name"]: item
        for item in (*made.sent["customProperties"], *change.get("customProperties", ()))
    }
    wanted = state({**made.sent, **change, "customProperties": list(properties.values())})
    reads_as(target, made, wanted)


@needs("upsert", "cancel")
def a_cancelled_event_is_cancelled_and_nothing_else(target: Target, draw: Draw) -> None:
    """Cancelling shows wherever the event is read, twice is once, and no other field changes."""
    made = target.make(draw(ALL_FIELDS) | {"eventCancelled": False})
    for _ in range(2):
        assert target.call("cancel", **made.ids).ok
        reads_as(target, made, state({**made.sent, "eventCancelled": True}))


@needs("upsert", "complete", "getDetails")
def a_completed_event_took_place_when_it_was_said(target: Target, draw: Draw) -> None:
    """Completing sets start and end in every read; twice is once, and nothing else changes."""
    made = target.make(draw(ALL_FIELDS))
    times = {"startDateTime": "2026-01-02T03:04:05.678Z", "endDateTime": "2026-01-02T04:04:05.001Z"}
    for _ in range(2):
        assert target.call("complete", times, **made.ids).ok
        wanted = state({**made.sent, **times, "eventCompleted": True})
        reads_as(target, made, {**wanted, "eventCompleted": True}, "getDetails")


@needs("upsert", once=True)
def times_are_the_servers_own(target: Target, _: Draw) -> None:
    """CreatedAt and updatedAt are moments of the request; a batch ends after it starts."""
    before = dt.datetime.now(dt.UTC) - SKEW
    response = target.call(
        "upsert", {"inputs": [{"eventName": "n", "eventOrganizer": "o", **target.fresh()}]}
    )
    (result,), after = response.results, dt.datetime.now(dt.UTC) + SKEW
    in_turn(
        before=before,
        createdAt=instant(result["createdAt"]),
        updatedAt=instant(result["updatedAt"]),
        after=after,
    )
    in_turn(
        before=before,
        startedAt=instant(response.json["startedAt"]),
        completedAt=instant(response.json["completedAt"]),
        after=after,
    )


@needs("upsert")
def accounts_are_apart(target: Target, draw: Draw) -> None:
    """One event id in two accounts is two events, and a change of one leaves the other."""
    first = target.make(draw(ALL_FIELDS))
    second = target.make(draw(ALL_FIELDS), externalAccountId="another", externalEventId=first.event)
    assert first.object_id != second.object_id, "two accounts share one object"
    target.upsert(draw(ALL_FIELDS) | second.ids)
    reads_as(target, first, state(first.sent))


@needs("upsert", "getDetails", tokens="other_app")
def apps_are_apart(target: Target, draw: Draw) -> None:
    """Another app does not find an event by external ids; its own upsert makes another one."""
    mine = target.make(draw(ALL_FIELDS))
    same(
        404,
        target.call("getDetails", token="other_app", **mine.ids).status,
        "the status of getDetails by the other app",
    )
    other = target.make(draw(ALL_FIELDS), token="other_app", **mine.ids)
    assert mine.object_id != other.object_id, "two apps share one object"
    reads_as(target, mine, state(mine.sent))


@needs("upsert", "getByObjectId", tokens="other_app")
def an_object_is_found_by_every_app(target: Target, draw: Draw) -> None:
    """Whichever app made an event, another with the scope reads it by object id."""
    made = target.make(draw(ALL_FIELDS), token="other_app")
    target.soon(lambda: _same(differences(made.sent, by_object(target, made), target.capabilities)))


@needs("upsert", "updateEvent", "cancel", "archiveEvent", tokens="other_app", once=True)
def another_app_changes_nothing_by_external_ids(target: Target, _: Draw) -> None:
    """Another app's patch, cancellation and deletion by external ids are 404, without effect."""
    made = target.make({"eventDescription": "mine"})
    for operation, body in (
        ("updateEvent", {"eventName": "theirs"}),
        ("cancel", None),
        ("archiveEvent", None),
    ):
        same(
            404,
            target.call(operation, body, token="other_app", **made.ids).status,
            f"the status of {operation} by the other app",
        )
    reads_as(target, made, state(made.sent))


@needs("upsert")
def instants_far_away_are_kept(target: Target, draw: Draw) -> None:
    """Dates of the years 1000 to 2999, with any offset, come back as the same instants."""
    moments = st.datetimes(dt.datetime(1000, 1, 2), dt.datetime(2999, 12, 30))  # noqa: DTZ001
    zones = st.sampled_from(["Z", "+14:00", "-11:30", "+00:00"])
    spelled = st.builds(lambda m, z: m.replace(microsecond=0).isoformat() + z, moments, zones)
    made = target.make({"startDateTime": draw(spelled), "endDateTime": draw(spelled)})
    reads_as(target, made, {n: told(made.sent[n]) for n in ("startDateTime", "endDateTime")})


@needs("upsert", once=True)
def milliseconds_are_kept(target: Target, _: Draw) -> None:
    """A millisecond is not lost, and start and end are not exchanged."""
    made = target.make(
        {"startDateTime": "2026-05-01T10:00:00.001Z", "endDateTime": "2026-05-01T10:00:00.999Z"}
    )
    reads_as(target, made, {n: told(made.sent[n]) for n in ("startDateTime", "endDateTime")})


@needs("upsert")
def any_text_is_kept(target: Target, draw: Draw) -> None:
    """Letters of every script, emoji and combining marks come back as sent, in every text."""
    text = st.text(st.characters(categories=["L", "M", "N", "S", "P"]), min_size=1, max_size=40)
    names = ("eventName", "eventOrganizer", "eventType", "eventDescription")
    made = target.make({name: draw(text) for name in names})
    reads_as(target, made, {name: made.sent[name] for name in names})


@needs("upsert", once=True)
def long_text_is_kept_or_refused(target: Target, _: Draw) -> None:
    """A description of 60,000 characters is kept whole, or refused; it is not cut."""
    sent = {
        "eventName": "n",
        "eventOrganizer": "o",
        "eventDescription": "é" * 60_000,
        **target.fresh(),
    }
    response = target.call("upsert", {"inputs": [sent]})
    if response.ok:
        made = CreatedEvent(
            sent["externalAccountId"], sent["externalEventId"], identity(response.results[0]), sent
        )
        reads_as(target, made, {"eventDescription": sent["eventDescription"]})
    else:
        assert response.status in {400, 413}, f"a long text responds with {response.status}"


@needs("upsert", "getByObjectId")
def any_history_reads_as_its_sum(target: Target, draw: Draw) -> None:
    """After any upserts, patches and cancellations, each field has its last value."""
    made = target.make(draw(ALL_FIELDS))
    wanted = dict(made.sent)
    ways = [
        "upsert",
        *(one for one in ("updateEvent", "updateEventByObjectId", "cancel") if target.has(one)),
    ]
    for way in draw(st.lists(st.sampled_from(ways), min_size=1, max_size=6)):
        change = {n: v for n, v in draw(CHANGES).items() if n != "customProperties"}
        if way == "upsert":
            change = {n: v for n, v in (wanted | change).items() if n != "customProperties"}
            target.upsert({**change, **made.ids})
        elif way == "cancel":
            change = {"eventCancelled": True}
            assert target.call("cancel", **made.ids).ok
        else:
            ids = made.ids if way == "updateEvent" else {"objectId": made.object_id}
            assert target.call(way, change, **ids).ok
        wanted |= change
    target.soon(
        lambda: _same(
            [
                n
                for n, v in state(by_object(target, made)).items()
                if n in wanted and v != state(wanted)[n]
            ]
        )
    )


def _same(differing: list[str]) -> None:
    expect(not differing, f"read in different ways, an event differs in {differing}")
