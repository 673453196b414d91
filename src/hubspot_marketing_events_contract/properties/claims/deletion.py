"""Deleted means gone, everywhere, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable

from hubspot_marketing_events_contract._inputs import ALL_FIELDS, state
from hubspot_marketing_events_contract.properties._expectations import one_of
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.properties.claims.events import reads_as
from hubspot_marketing_events_contract.target._target import (
    CreatedEvent,
    Response,
    Target,
    identity,
    named,
)


def gone(target: Target, made: CreatedEvent) -> None:
    """Assert that an event is nowhere."""

    def check() -> None:
        if target.has("getByObjectId"):
            assert target.call("getByObjectId", objectId=made.object_id).status == 404, (
                "found by object id"
            )
        if target.has("getDetails"):
            assert target.call("getDetails", **made.ids).status == 404, "found by external ids"
        if target.has("doSearch"):
            assert made.object_id not in named(target.call("doSearch", q=made.event).results), (
                "found by search"
            )
        if target.has("searchPortalEvents"):
            response = target.call("searchPortalEvents", externalEventId=made.event)
            assert made.object_id not in named(response.results), "found by identifier"
        if target.has("listEvents"):
            assert made.object_id not in named(target.everything(limit=100)), "found in the list"

    target.soon(check)


def _deleted(target: Target, draw: Draw, how: Callable[[CreatedEvent], Response]) -> None:
    made, kept = target.make(draw(ALL_FIELDS)), target.make(draw(ALL_FIELDS))
    response = how(made)
    assert response.ok, f"a deletion responds with {response.status}"
    gone(target, made)
    reads_as(target, kept, state(kept.sent))


@needs("upsert", "archiveEvent")
def deleted_by_external_ids_is_gone(target: Target, draw: Draw) -> None:
    """An event deleted by its external ids is gone from every read, and no other is."""
    _deleted(target, draw, lambda made: target.call("archiveEvent", **made.ids))


@needs("upsert", "archiveEventByObjectId")
def deleted_by_object_id_is_gone(target: Target, draw: Draw) -> None:
    """An event deleted by its object id is gone from every read, and no other is."""
    _deleted(
        target, draw, lambda made: target.call("archiveEventByObjectId", objectId=made.object_id)
    )


@needs("upsert", "archiveByObjectId")
def deleted_in_a_batch_is_gone(target: Target, draw: Draw) -> None:
    """Events deleted by object ids in a batch are gone from every read, and no other is."""
    second = target.make()
    _deleted(
        target,
        draw,
        lambda made: target.call(
            "archiveByObjectId",
            {"inputs": [{"objectId": i} for i in (made.object_id, second.object_id)]},
        ),
    )
    gone(target, second)


@needs("upsert", "archive", "doSearch")
def deleted_in_a_batch_by_external_ids_is_gone(target: Target, draw: Draw) -> None:
    """Events deleted by external ids in a batch are gone from every read, and no other is."""

    def how(made: CreatedEvent) -> Response:
        (found,) = target.call("doSearch", q=made.event).results
        return target.call("archive", {"inputs": [{"appId": found["appId"], **made.ids}]})

    _deleted(target, draw, how)


@needs("upsert", "archiveEventByObjectId", capabilities="deleted-starts-afresh")
def what_is_made_again_is_new(target: Target, draw: Draw) -> None:
    """After its deletion an event can be made again, and has nothing of the old one."""
    made = target.make(draw(ALL_FIELDS))
    assert target.call("archiveEventByObjectId", objectId=made.object_id).ok
    sent = {"eventName": "Again", "eventOrganizer": "o", **made.ids}
    (result,) = target.upsert(sent)
    assert result["createdAt"] == result["updatedAt"], "the new event was not created now"
    again = CreatedEvent(made.account, made.event, identity(result), sent)
    reads_as(target, again, state(sent))


@needs("upsert", "archiveEventByObjectId", once=True)
def deleting_twice_is_no_accident(target: Target, _: Draw) -> None:
    """A second deletion is a success or 404, and nothing else comes of it."""
    made = target.make()
    assert target.call("archiveEventByObjectId", objectId=made.object_id).ok
    one_of(
        {204, 404},
        target.call("archiveEventByObjectId", objectId=made.object_id).status,
        "the status of a second deletion",
    )
    gone(target, made)


@needs("upsert", "archiveByObjectId", once=True)
def a_batch_deletion_says_what_was_missing(target: Target, _: Draw) -> None:
    """Where one of two events does not exist, the other is deleted all the same."""
    made = target.make()
    response = target.call(
        "archiveByObjectId", {"inputs": [{"objectId": made.object_id}, {"objectId": "1"}]}
    )
    assert response.status == 207, f"a deletion in part responds with {response.status}"
    gone(target, made)
