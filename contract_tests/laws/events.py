"""What one event is told, it keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from contract_tests.laws._given import (
    ALL_FIELDS,
    CHANGES,
    FIELDS,
    differences,
    instant,
    state,
    told,
)
from contract_tests.laws._law import Draw, law
from contract_tests.laws._world import Made, Reply, World, identity

SKEW = dt.timedelta(minutes=10)  # between the server's clock and this one


def by_object(world: World, made: Made) -> dict[str, object]:
    """Read an event by object id."""
    reply = world.call("getByObjectId", objectId=made.object_id)
    assert reply.status == 200, f"an event that was made is answered {reply.status} by object id"
    found: dict[str, object] = reply.json
    return found


def by_external(world: World, made: Made) -> dict[str, object]:
    """Read an event by external ids."""
    reply = world.call("getDetails", **made.ids)
    assert reply.status == 200, f"an event that was made is answered {reply.status} by external ids"
    found: dict[str, object] = reply.json
    return found


def reads_as(world: World, made: Made, wanted: dict[str, Any], *only: str) -> None:
    """Assert that an event reads as it should, by both ids where both can be called, or by the operations named."""

    def check() -> None:
        for operation, read in (("getByObjectId", by_object), ("getDetails", by_external)):
            if world.has(operation) and operation in (only or (operation,)):
                found = state(read(world, made))
                unequal = {
                    name: (wanted[name], found[name])
                    for name in wanted
                    if wanted[name] != found[name]
                }
                if "custom-properties" not in world.traits:
                    unequal.pop("customProperties", None)
                assert not unequal, f"{operation}: (wanted, read) {unequal}"

    world.soon(check)


@law("upsert")
def an_upsert_answers_what_it_was_sent(world: World, draw: Draw) -> None:
    """Every field that an upsert sends is in its answer, instants as the same instants."""
    sent = draw(FIELDS) | world.fresh()
    (result,) = world.upsert(sent)
    assert not differences(sent, result, world.traits), differences(sent, result, world.traits)


@law("upsert", "getByObjectId")
def what_was_upserted_reads_the_same_by_object_id(world: World, draw: Draw) -> None:
    """Every field that an upsert sends is read back by object id."""
    made = world.make(draw(ALL_FIELDS))
    world.soon(lambda: _same(differences(made.sent, by_object(world, made), world.traits)))


@law("upsert", "getDetails")
def what_was_upserted_reads_the_same_by_external_ids(world: World, draw: Draw) -> None:
    """Every field that an upsert sends is read back by external ids."""
    made = world.make(draw(ALL_FIELDS))
    world.soon(lambda: _same(differences(made.sent, by_external(world, made), world.traits)))


@law("upsert", "getByObjectId", "getDetails")
def both_ways_of_reading_agree(world: World, draw: Draw) -> None:
    """An event reads the same by object id and by external ids, times and counters included."""
    made = world.make(draw(FIELDS))

    def check() -> None:
        first, second = by_object(world, made), by_external(world, made)
        assert state(first) == state(second)
        for name in (
            "objectId",
            "externalEventId",
            "createdAt",
            "updatedAt",
            "registrants",
            "attendees",
            "cancellations",
        ):
            assert (
                first.get(name) == second.get(name)
                or first.get(name) is None
                or second.get(name) is None
            ), name
        assert (made.object_id, made.event) == (first["objectId"], second["externalEventId"])

    world.soon(check)


@law("create")
def a_creation_answers_what_it_was_sent(world: World, draw: Draw) -> None:
    """Every field that a creation sends is in its answer and is read back."""
    sent = draw(ALL_FIELDS) | world.fresh()
    reply = world.call("create", sent)
    assert reply.ok, f"a valid creation is answered {reply.status}"
    assert not differences(sent, reply.json, world.traits), differences(
        sent, reply.json, world.traits
    )
    made = Made(sent["externalAccountId"], sent["externalEventId"], identity(reply.json), sent)
    reads_as(world, made, {n: v for n, v in state(sent).items() if n in sent})


@law("create", "upsert")
def an_event_is_not_created_twice(world: World, draw: Draw) -> None:
    """Creating an event that exists is refused, and changes nothing of it."""
    made = world.make(draw(FIELDS))
    reply = world.call("create", draw(FIELDS) | made.ids)
    assert 400 <= reply.status < 500, f"a second creation is answered {reply.status}"
    reads_as(world, made, {n: v for n, v in state(made.sent).items() if n in made.sent})


@law("upsertEvent")
def a_put_answers_what_it_was_sent(world: World, draw: Draw) -> None:
    """A PUT creates an event with every field it was sent."""
    sent = draw(ALL_FIELDS) | world.fresh()
    reply = world.call("upsertEvent", sent, externalEventId=sent["externalEventId"])
    assert reply.ok, f"a valid PUT is answered {reply.status}"
    assert not differences(sent, reply.json, world.traits), differences(
        sent, reply.json, world.traits
    )
    made = Made(sent["externalAccountId"], sent["externalEventId"], identity(reply.json), sent)
    reads_as(world, made, {n: v for n, v in state(sent).items() if n in sent})


@law("upsertEvent", "upsert")
def a_put_updates_what_exists(world: World, draw: Draw) -> None:
    """A PUT of an event that exists changes that one, and makes no second."""
    made = world.make(draw(ALL_FIELDS))
    sent = draw(ALL_FIELDS) | made.ids
    reply = world.call("upsertEvent", sent, externalEventId=made.event)
    assert (True, made.object_id) == (reply.ok, identity(reply.json))
    reads_as(
        world, made, {n: v for n, v in state(sent).items() if n in sent and n != "customProperties"}
    )


@law("upsertEvent", "upsert", traits="put-clears")
def a_put_clears_what_it_leaves_out(world: World, draw: Draw) -> None:
    """After a PUT, a field that it left out is empty."""
    made = world.make(draw(ALL_FIELDS))
    sent = {"eventName": "Short", "eventOrganizer": "Northwind", **made.ids}
    assert world.call("upsertEvent", sent, externalEventId=made.event).ok
    reads_as(world, made, state(sent))


@law("upsert")
def an_upsert_twice_is_an_upsert_once(world: World, draw: Draw) -> None:
    """The same upsert again answers the same event: id, fields and creation time stay, the update is not earlier."""
    sent = draw(FIELDS) | world.fresh()
    (first,), (second,) = world.upsert(sent), world.upsert(sent)
    assert identity(first) == identity(second), "the second upsert made a second object"
    assert state(first) == state(second)
    assert instant(first["createdAt"]) == instant(second["createdAt"]), "createdAt changed"
    assert instant(first["updatedAt"]) <= instant(second["updatedAt"]), "updatedAt went back"


@law("upsert")
def the_last_write_wins(world: World, draw: Draw) -> None:
    """Of two upserts of one event in turn, the fields of the second are what it has."""
    made = world.make(draw(ALL_FIELDS))
    sent = draw(FIELDS) | made.ids
    (result,) = world.upsert(sent)
    assert made.object_id == identity(result)
    assert not differences(sent, result, world.traits), differences(sent, result, world.traits)
    wanted = {n: v for n, v in state(sent).items() if n in sent and n != "customProperties"}
    reads_as(world, made, wanted)


@law("upsert", traits="upsert-merges")
def an_upsert_keeps_what_it_leaves_out(world: World, draw: Draw) -> None:
    """A field that a later upsert leaves out keeps its value."""
    made = world.make(draw(ALL_FIELDS))
    world.upsert({"eventName": "Other", "eventOrganizer": "Southwind", **made.ids})
    wanted = state({**made.sent, "eventName": "Other", "eventOrganizer": "Southwind"})
    reads_as(world, made, wanted)


@law("upsert", "updateEvent")
def a_patch_by_external_ids_changes_what_it_names(world: World, draw: Draw) -> None:
    """A patch answers and keeps its fields, and leaves all others as they were."""
    _patched(world, draw, lambda made, change: world.call("updateEvent", change, **made.ids))


@law("upsert", "updateEventByObjectId")
def a_patch_by_object_id_changes_what_it_names(world: World, draw: Draw) -> None:
    """A patch by object id answers and keeps its fields, and leaves all others as they were."""
    _patched(
        world,
        draw,
        lambda made, change: world.call("updateEventByObjectId", change, objectId=made.object_id),
    )


def _patched(world: World, draw: Draw, patch: Callable[[Made, Any], Reply]) -> None:
    made = world.make(draw(ALL_FIELDS))
    change = draw(CHANGES)
    reply = patch(made, change)
    assert reply.ok, f"a valid patch is answered {reply.status}"
    assert not differences(change, reply.json, world.traits), differences(
        change, reply.json, world.traits
    )
    properties = {
        item["name"]: item
        for item in (*made.sent["customProperties"], *change.get("customProperties", ()))
    }
    wanted = state({**made.sent, **change, "customProperties": list(properties.values())})
    reads_as(world, made, wanted)


@law("upsert", "cancel")
def a_cancelled_event_is_cancelled_and_nothing_else(world: World, draw: Draw) -> None:
    """Cancelling shows wherever the event is read, twice is once, and no other field changes."""
    made = world.make(draw(ALL_FIELDS) | {"eventCancelled": False})
    for _ in range(2):
        assert world.call("cancel", **made.ids).ok
        reads_as(world, made, state({**made.sent, "eventCancelled": True}))


@law("upsert", "complete", "getDetails")
def a_completed_event_took_place_when_it_was_said(world: World, draw: Draw) -> None:
    """Completing sets start and end, shows wherever the event is read, twice is once, and changes nothing else."""
    made = world.make(draw(ALL_FIELDS))
    times = {"startDateTime": "2026-01-02T03:04:05.678Z", "endDateTime": "2026-01-02T04:04:05.001Z"}
    for _ in range(2):
        assert world.call("complete", times, **made.ids).ok
        wanted = state({**made.sent, **times, "eventCompleted": True})
        reads_as(world, made, {**wanted, "eventCompleted": True}, "getDetails")


@law("upsert", once=True)
def times_are_the_servers_own(world: World, _: Draw) -> None:
    """CreatedAt and updatedAt are moments of the request, and a batch does not end before it starts."""
    before = dt.datetime.now(dt.UTC) - SKEW
    reply = world.call(
        "upsert", {"inputs": [{"eventName": "n", "eventOrganizer": "o", **world.fresh()}]}
    )
    (result,), after = reply.results, dt.datetime.now(dt.UTC) + SKEW
    assert before <= instant(result["createdAt"]) <= instant(result["updatedAt"]) <= after
    assert before <= instant(reply.json["startedAt"]) <= instant(reply.json["completedAt"]) <= after


@law("upsert")
def accounts_are_apart(world: World, draw: Draw) -> None:
    """One event id in two accounts is two events, and a change of one leaves the other."""
    first = world.make(draw(ALL_FIELDS))
    second = world.make(draw(ALL_FIELDS), externalAccountId="another", externalEventId=first.event)
    assert first.object_id != second.object_id, "two accounts share one object"
    world.upsert(draw(ALL_FIELDS) | second.ids)
    reads_as(world, first, state(first.sent))


@law("upsert", "getDetails", tokens="other_app")
def apps_are_apart(world: World, draw: Draw) -> None:
    """Another app does not find an event by external ids, and its upsert of the same ids makes an event of its own."""
    mine = world.make(draw(ALL_FIELDS))
    assert world.call("getDetails", token="other_app", **mine.ids).status == 404
    other = world.make(draw(ALL_FIELDS), token="other_app", **mine.ids)
    assert mine.object_id != other.object_id, "two apps share one object"
    reads_as(world, mine, state(mine.sent))


@law("upsert", "getByObjectId", tokens="other_app")
def an_object_is_found_by_every_app(world: World, draw: Draw) -> None:
    """Whichever app made an event, another with the scope reads it by object id."""
    made = world.make(draw(ALL_FIELDS), token="other_app")
    world.soon(lambda: _same(differences(made.sent, by_object(world, made), world.traits)))


@law("upsert", "updateEvent", "cancel", "archiveEvent", tokens="other_app", once=True)
def another_app_changes_nothing_by_external_ids(world: World, _: Draw) -> None:
    """Another app's patch, cancellation and deletion by external ids are 404, and change nothing."""
    made = world.make({"eventDescription": "mine"})
    for operation, body in (
        ("updateEvent", {"eventName": "theirs"}),
        ("cancel", None),
        ("archiveEvent", None),
    ):
        assert world.call(operation, body, token="other_app", **made.ids).status == 404, operation
    reads_as(world, made, state(made.sent))


@law("upsert")
def instants_far_away_are_kept(world: World, draw: Draw) -> None:
    """Dates of the years 1000 to 2999, with any offset, come back as the same instants."""
    moments = st.datetimes(dt.datetime(1000, 1, 2), dt.datetime(2999, 12, 30))  # noqa: DTZ001
    zones = st.sampled_from(["Z", "+14:00", "-11:30", "+00:00"])
    spelled = st.builds(lambda m, z: m.replace(microsecond=0).isoformat() + z, moments, zones)
    made = world.make({"startDateTime": draw(spelled), "endDateTime": draw(spelled)})
    reads_as(world, made, {n: told(made.sent[n]) for n in ("startDateTime", "endDateTime")})


@law("upsert", once=True)
def milliseconds_are_kept(world: World, _: Draw) -> None:
    """A millisecond is not lost, and start and end are not exchanged."""
    made = world.make(
        {"startDateTime": "2026-05-01T10:00:00.001Z", "endDateTime": "2026-05-01T10:00:00.999Z"}
    )
    reads_as(world, made, {n: told(made.sent[n]) for n in ("startDateTime", "endDateTime")})


@law("upsert")
def any_text_is_kept(world: World, draw: Draw) -> None:
    """Letters of every script, emoji and combining marks come back as they were sent, in every text field."""
    text = st.text(st.characters(categories=["L", "M", "N", "S", "P"]), min_size=1, max_size=40)
    names = ("eventName", "eventOrganizer", "eventType", "eventDescription")
    made = world.make({name: draw(text) for name in names})
    reads_as(world, made, {name: made.sent[name] for name in names})


@law("upsert", once=True)
def long_text_is_kept_or_refused(world: World, _: Draw) -> None:
    """A description of 60,000 characters is kept whole, or refused; it is not cut."""
    sent = {
        "eventName": "n",
        "eventOrganizer": "o",
        "eventDescription": "é" * 60_000,
        **world.fresh(),
    }
    reply = world.call("upsert", {"inputs": [sent]})
    if reply.ok:
        made = Made(
            sent["externalAccountId"], sent["externalEventId"], identity(reply.results[0]), sent
        )
        reads_as(world, made, {"eventDescription": sent["eventDescription"]})
    else:
        assert reply.status in {400, 413}, f"a long text is answered {reply.status}"


@law("upsert", "getByObjectId")
def any_history_reads_as_its_sum(world: World, draw: Draw) -> None:
    """After any sequence of upserts, patches and cancellations, an event is what the last word on each field says."""
    made = world.make(draw(ALL_FIELDS))
    wanted = dict(made.sent)
    ways = [
        "upsert",
        *(one for one in ("updateEvent", "updateEventByObjectId", "cancel") if world.has(one)),
    ]
    for way in draw(st.lists(st.sampled_from(ways), min_size=1, max_size=6)):
        change = {n: v for n, v in draw(CHANGES).items() if n != "customProperties"}
        if way == "upsert":
            change = {n: v for n, v in (wanted | change).items() if n != "customProperties"}
            world.upsert({**change, **made.ids})
        elif way == "cancel":
            change = {"eventCancelled": True}
            assert world.call("cancel", **made.ids).ok
        else:
            ids = made.ids if way == "updateEvent" else {"objectId": made.object_id}
            assert world.call(way, change, **ids).ok
        wanted |= change
    world.soon(
        lambda: _same(
            [
                n
                for n, v in state(by_object(world, made)).items()
                if n in wanted and v != state(wanted)[n]
            ]
        )
    )


def _same(differing: list[str]) -> None:
    assert not differing, differing
