"""Batches of every size are the sum of their inputs."""

from __future__ import annotations

from typing import Any

from hubspot_marketing_events_contract.model import Key, Story, fresh_keys, joined, valid_request
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.target._target import Target

SIZES = (1, 2, 9, 10, 11, 24, 25, 26, 31, 49, 50, 51, 64, 99, 100)
NAMES = ("Zebra", "apple", "Mango", "apple", "Éclair", "10", "9")


def _input(key: Key, number: int) -> dict[str, Any]:
    """Return an input with a common name, whose place no order of names or ids gives away.

    Of the other fields each has some, so that one that slips into a neighbour is seen there.
    """
    some = {
        "eventUrl": f"https://example.org/{number}", "eventDescription": f"Of {number}",
        "startDateTime": f"2031-01-01T00:{number % 60:02}:00Z", "eventCancelled": number % 2 == 0,
        "customProperties": [{"name": "venue", "value": f"Hall {number}"}],
    }  # fmt: skip
    chosen = {name: some[name] for place, name in enumerate(some) if (number >> place) % 2}
    return {
        "eventName": NAMES[number % len(NAMES)], "eventOrganizer": "Northwind",
        "eventType": f"Type {(number * 37) % 101}", "externalAccountId": key[1],
        "externalEventId": key[2], **chosen,
    }  # fmt: skip


@needs("upsert", once=True)
def a_batch_of_any_size_is_its_inputs(target: Target, _: Draw) -> None:
    """Batches of 1 to 100 inputs, with known events anywhere, lose and confuse no event."""
    for size in SIZES:
        story = Story(target, fresh_keys(target, size))
        known = [key for number, key in enumerate(story.keys) if number % 3 == size % 2]
        if known:
            inputs = [_input(key, number + 1) for number, key in enumerate(reversed(known))]
            story.do("upsert", {"inputs": inputs})
        keys = story.keys if size % 2 else story.keys[::-1]
        story.do("upsert", {"inputs": [_input(key, number) for number, key in enumerate(keys)]})
        story.glance(story.keys[:: max(1, size // 3)])
        if target.has("updateByObjectId"):
            inputs = [
                {"objectId": story.model.events[key].object_id, "eventDescription": f"Of {number}",
                 "eventName": NAMES[(number + 3) % len(NAMES)]}
                for number, key in enumerate(keys)
            ]  # fmt: skip
            story.do("updateByObjectId", {"inputs": inputs})
            story.glance(story.keys[:: max(1, size // 2)])
        _delete_some(story, keys)


def _delete_some(story: Story, keys: list[Key]) -> None:
    if not story.target.has("archiveByObjectId") or len(keys) < 2:
        return
    gone = [story.model.events[key].object_id for key in keys[::2]]
    story.do("archiveByObjectId", {"inputs": [{"objectId": one} for one in gone]})
    story.glance(keys[:4])
    left = [story.model.events[key].object_id for key in keys[1::2]]
    mixed = [gone[0], *left[:2], gone[-1]]
    story.do("archiveByObjectId", {"inputs": [{"objectId": one} for one in mixed]})
    story.glance(keys[:4])
    if story.target.has("archive", "doSearch") and len(keys) < 12:
        _delete_by_external_ids(story, keys)


def _delete_by_external_ids(story: Story, keys: list[Key]) -> None:
    """Delete in one batch events that exist and others, one that does not exist first."""
    story.do("upsert", {"inputs": [_input(key, number) for number, key in enumerate(keys)]})
    story.look(keys[0])
    app_id = story.observer.app_ids["own"]
    for chosen in (keys[:1], [keys[0], *keys[2:5], keys[0], *keys[6:8]]):
        requests = [valid_request(story.target, "archive", key, app_id=app_id) for key in chosen]
        body, values = joined(requests)
        story.do("archive", body, **values)
        story.look(*keys[:9])


@needs("upsert", "updateByObjectId", once=True)
def what_is_missing_in_a_batch_stops_nothing_else(target: Target, _: Draw) -> None:
    """A batch update reports the objects that do not exist, and changes all others."""
    for missing in ((0,), (2,), (4,), (0, 1), (3, 4), (0, 2, 4)):
        story = Story(target, fresh_keys(target, 5))
        story.do(
            "upsert", {"inputs": [_input(key, number) for number, key in enumerate(story.keys)]}
        )
        inputs = [
            {"objectId": "1" if number in missing else story.model.events[key].object_id,
             "eventType": f"Changed {number}"}
            for number, key in enumerate(story.keys)
        ]  # fmt: skip
        response = story.do("updateByObjectId", {"inputs": inputs})
        told = response.json
        if told.get("numErrors", len(told["errors"])) != len(missing) or not told["errors"]:
            story.fail([f"updateByObjectId tells {told.get('numErrors')} errors of {len(missing)}"])
        story.glance(story.keys)


@needs("upsert", "updateByObjectId", capabilities="batch-in-turn", once=True)
def two_changes_of_one_event_come_in_turn(target: Target, _: Draw) -> None:
    """Of two inputs about one event in one batch, the later counts."""
    story = Story(target, fresh_keys(target, 2))
    first, second = story.keys
    inputs = [
        _input(first, 1),
        _input(second, 2),
        {**_input(first, 3), "eventDescription": "later"},
    ]
    story.do("upsert", {"inputs": inputs})
    story.look()
    ids = [story.model.events[key].object_id for key in (first, second, first)]
    changes = [
        {"eventType": "a", "eventUrl": "https://example.org/a"},
        {"eventType": "b"},
        {"eventType": "c"},
    ]
    story.do(
        "updateByObjectId",
        {"inputs": [{"objectId": i, **c} for i, c in zip(ids, changes, strict=True)]},
    )
    story.look()
