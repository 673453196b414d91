"""Every field keeps every kind of value, and ids that differ at all are different."""

from __future__ import annotations

import unicodedata
from typing import Any

from hubspot_marketing_events_contract._inputs import fields_of_kinds, texts
from hubspot_marketing_events_contract.model import (
    MAKING,
    PATCHING,
    Key,
    Story,
    by_email,
    fresh_keys,
    valid_request,
)
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.target._target import Target


@needs("upsert", once=True)
def every_write_keeps_every_kind_of_value(target: Target, _: Draw) -> None:
    """Every field keeps a value of every kind, by whichever call it is written."""
    kinds = len(texts(target.capabilities))
    writing = (*MAKING, *PATCHING, "complete")
    for number, operation in enumerate(one for one in writing if target.has(one)):
        story = Story(target, fresh_keys(target, kinds))
        if operation not in MAKING:
            _upsert(story, [{} for _ in story.keys])
            story.glance(story.keys)
        given = [fields_of_kinds(7 * number + one, target.capabilities) for one in range(kinds)]
        if operation in {"create", "upsert"}:
            given = [{**one, "eventCompleted": place % 4 == 1} for place, one in enumerate(given)]

        if operation == "upsert":
            _upsert(story, given)
        elif operation == "updateByObjectId":
            inputs = zip(story.keys, given, strict=True)
            body = [{**fields, "objectId": _object_id(story, key)} for key, fields in inputs]
            story.do(operation, {"inputs": body})
        else:
            for key, fields in zip(story.keys, given, strict=True):
                object_id = _object_id(story, key)
                body, values = valid_request(
                    target, operation, key, object_id=object_id, fields=fields
                )
                story.do(operation, body, **values)

        story.glance(story.keys)
        if operation == "create" and target.has("cancel"):
            _cancel_all(story)
        if operation == "upsert" and target.has("recordByEmail"):
            _attend_all(story)
            story.look()
        target.cleanup()


def _cancel_all(story: Story) -> None:
    """Cancel each event, which must keep every other field, whatever is in it."""
    for key in story.keys:
        body, values = valid_request(story.target, "cancel", key)
        story.do("cancel", body, **values)
    story.glance(story.keys)


def _attend_all(story: Story) -> None:
    """Record one person at each event, so that participations name events of every kind."""
    email = f"ann.{story.keys[0][2]}@contacts.example".lower()
    for key in story.keys:
        body, values = valid_request(
            story.target,
            "recordByEmail",
            key,
            object_id=_object_id(story, key),
            people=[by_email(email, story.moment())],
        )
        story.do("recordByEmail", body, **values)


def _upsert(story: Story, given: list[dict[str, Any]]) -> None:
    inputs = [
        {
            "eventName": "Tour", "eventOrganizer": "Northwind", **fields,
            "externalAccountId": key[1], "externalEventId": key[2],
        }
        for key, fields in zip(story.keys, given, strict=True)
    ]  # fmt: skip
    story.do("upsert", {"inputs": inputs})


def _object_id(story: Story, key: Key) -> str | None:
    event = story.model.events.get(key)
    return event.object_id if event else None


def _look_alikes(target: Target) -> list[Key]:
    """Return ids that differ by one small thing each."""
    ((_, account, start),) = fresh_keys(target, 1)
    endings = (
        "Ab", "ab", "AB", "Ab ", " Ab", "A b", "A  b", "A-b", "A_b", "A.b", "A/b", "A+b", "A%20b",
        "A:b", "7", "07", "007", "7.0", "+7", "Zoë", unicodedata.normalize("NFD", "Zoë"), "Zoe",
        "a\u200bb", "ﬁ", "fi", "x" * 70, "x" * 69 + "y", "null", "None", "🎉", "🎊",
    )  # fmt: skip
    events = [("own", account, f"{start}-{ending}") for ending in endings]
    accounts = [("own", f"{account}-{ending}", start) for ending in endings if "/" not in ending]
    # Joined by a hyphen, these two are one text.
    joined = [("own", account, f"{start}-{start}"), ("own", f"{account}-{start}", start)]
    return [*events, *accounts, *joined]


@needs("upsert", capabilities="exact-ids", once=True)
def ids_that_look_alike_are_different(target: Target, _: Draw) -> None:
    """Events whose ids differ in one character, space or accent are different events."""
    story = Story(target, _look_alikes(target))
    # While every other one does not exist, none of those that do is taken for it.
    for chosen in (story.keys[::2], story.keys[1::2]):
        inputs = [
            {"eventName": f"Event {key[1:]}", "eventOrganizer": "o",
             "externalAccountId": key[1], "externalEventId": key[2]}
            for key in chosen
        ]  # fmt: skip
        story.do("upsert", {"inputs": inputs})
        story.look(*story.keys[1::2])
    story.look(*story.keys[:-1:2])

    for number, key in enumerate(story.keys):
        operations = [
            one
            for one in (
                "updateEvent",
                "cancel",
                "associateByExternalAccountAndEventIds",
                "upsertEvent",
            )
            if target.has(one)
        ]
        if operations and number % 3 == 0:
            operation = operations[number // 3 % len(operations)]
            body, values = valid_request(
                target, operation, key, fields={"eventType": f"Type {number}"}
            )
            story.do(operation, body, **values)
    story.look(*story.keys[1::2])

    if target.has("archiveEvent"):
        for key in story.keys[::4]:
            story.do("archiveEvent", externalAccountId=key[1], externalEventId=key[2])
        story.look(*story.keys[::2])
