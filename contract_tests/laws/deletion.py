"""Deleted means gone, everywhere, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable

from contract_tests.laws._given import ALL_FIELDS, state
from contract_tests.laws._law import Draw, law
from contract_tests.laws._world import Made, Reply, World, identity, named
from contract_tests.laws.events import reads_as


def gone(world: World, made: Made) -> None:
    """Assert that an event is nowhere."""

    def check() -> None:
        if world.has("getByObjectId"):
            assert world.call("getByObjectId", objectId=made.object_id).status == 404, (
                "found by object id"
            )
        if world.has("getDetails"):
            assert world.call("getDetails", **made.ids).status == 404, "found by external ids"
        if world.has("doSearch"):
            assert made.object_id not in named(world.call("doSearch", q=made.event).results), (
                "found by search"
            )
        if world.has("searchPortalEvents"):
            reply = world.call("searchPortalEvents", externalEventId=made.event)
            assert made.object_id not in named(reply.results), "found by identifier"
        if world.has("listEvents"):
            assert made.object_id not in named(world.everything(limit=100)), "found in the list"

    world.soon(check)


def _deleted(world: World, draw: Draw, how: Callable[[Made], Reply]) -> None:
    made, kept = world.make(draw(ALL_FIELDS)), world.make(draw(ALL_FIELDS))
    reply = how(made)
    assert reply.ok, f"a deletion is answered {reply.status}"
    gone(world, made)
    reads_as(world, kept, state(kept.sent))


@law("upsert", "archiveEvent")
def deleted_by_external_ids_is_gone(world: World, draw: Draw) -> None:
    """An event deleted by its external ids is gone from every read, and no other is."""
    _deleted(world, draw, lambda made: world.call("archiveEvent", **made.ids))


@law("upsert", "archiveEventByObjectId")
def deleted_by_object_id_is_gone(world: World, draw: Draw) -> None:
    """An event deleted by its object id is gone from every read, and no other is."""
    _deleted(
        world, draw, lambda made: world.call("archiveEventByObjectId", objectId=made.object_id)
    )


@law("upsert", "archiveByObjectId")
def deleted_in_a_batch_is_gone(world: World, draw: Draw) -> None:
    """Events deleted by object ids in a batch are gone from every read, and no other is."""
    second = world.make()
    _deleted(
        world,
        draw,
        lambda made: world.call(
            "archiveByObjectId",
            {"inputs": [{"objectId": i} for i in (made.object_id, second.object_id)]},
        ),
    )
    gone(world, second)


@law("upsert", "archive", "doSearch")
def deleted_in_a_batch_by_external_ids_is_gone(world: World, draw: Draw) -> None:
    """Events deleted by external ids in a batch are gone from every read, and no other is."""

    def how(made: Made) -> Reply:
        (found,) = world.call("doSearch", q=made.event).results
        return world.call("archive", {"inputs": [{"appId": found["appId"], **made.ids}]})

    _deleted(world, draw, how)


@law("upsert", "archiveEventByObjectId", traits="deleted-starts-afresh")
def what_is_made_again_is_new(world: World, draw: Draw) -> None:
    """After its deletion an event can be made again, and has nothing of the old one."""
    made = world.make(draw(ALL_FIELDS))
    assert world.call("archiveEventByObjectId", objectId=made.object_id).ok
    sent = {"eventName": "Again", "eventOrganizer": "o", **made.ids}
    (result,) = world.upsert(sent)
    assert result["createdAt"] == result["updatedAt"], "the new event was not created now"
    again = Made(made.account, made.event, identity(result), sent)
    reads_as(world, again, state(sent))


@law("upsert", "archiveEventByObjectId", once=True)
def deleting_twice_is_no_accident(world: World, _: Draw) -> None:
    """A second deletion is a success or 404, and nothing else comes of it."""
    made = world.make()
    assert world.call("archiveEventByObjectId", objectId=made.object_id).ok
    assert world.call("archiveEventByObjectId", objectId=made.object_id).status in {204, 404}
    gone(world, made)


@law("upsert", "archiveByObjectId", once=True)
def a_batch_deletion_says_what_was_missing(world: World, _: Draw) -> None:
    """Where one of two events does not exist, the other is deleted all the same."""
    made = world.make()
    reply = world.call(
        "archiveByObjectId", {"inputs": [{"objectId": made.object_id}, {"objectId": "1"}]}
    )
    assert reply.status == 207, f"a deletion in part is answered {reply.status}"
    gone(world, made)
