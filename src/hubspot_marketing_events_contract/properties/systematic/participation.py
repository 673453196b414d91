"""A person is one person, in whichever way and however often somebody says what they did."""

from __future__ import annotations

from typing import Any

from hubspot_marketing_events_contract._target import Target
from hubspot_marketing_events_contract.model import (
    BY_CONTACT,
    BY_EMAIL,
    TIMES,
    Story,
    by_contact,
    by_email,
    fresh_keys,
    valid_request,
)
from hubspot_marketing_events_contract.properties._property import Draw, needs

VERBS = ("register", "attend", "cancel")
# Every verb follows every verb, itself included.
STATES_IN_TURN = (
    *("register", "register", "attend", "attend", "cancel", "cancel"),
    *("register", "cancel", "attend", "register"),
)
FUTURE = {"startDateTime": "2098-01-01T00:00:00Z", "endDateTime": "2098-01-01T01:00:00Z"}


def _scene(target: Target, count: int = 1, **fields: Any) -> Story:
    story = Story(target, fresh_keys(target, count))
    for key in story.keys:
        body, values = valid_request(target, "upsert", key, fields={**FUTURE, **fields})
        story.do("upsert", body, **values)
    return story


def _record(
    story: Story, operation: str, people: list[dict[str, Any]], verb: str, place: int = 0
) -> None:
    key = story.keys[place]
    body, values = valid_request(
        story.target,
        operation,
        key,
        object_id=story.model.events[key].object_id,
        people=people,
        state=verb,
    )
    story.do(operation, body, **values)
    story.look(key)


def _email(story: Story, name: str) -> str:
    return f"{name}.{story.keys[0][2]}@contacts.example".lower()


def _possible(target: Target, operations: tuple[str, ...]) -> list[str]:
    contacts = "any-contact" in target.capabilities
    return [one for one in operations if target.has(one) and (contacts or one not in BY_CONTACT)]


@needs("upsert", "recordByEmail", once=True)
def a_state_follows_every_other_state(target: Target, _: Draw) -> None:
    """Whatever states a person goes through, by whichever call, only the last one counts."""
    for operation in _possible(target, (*BY_EMAIL, *BY_CONTACT)):
        story = _scene(target)
        email = _email(story, "ann")
        if operation == "upsertByContactEmail":
            _record(story, "recordByEmail", [by_email(email, story.moment())], "cancel")
        for verb in STATES_IN_TURN:
            one = by_contact(1_000_021, story.moment())
            if operation in BY_EMAIL:
                one = by_email(email, story.moment())
            _record(story, operation, [one], verb)


@needs("upsert", "recordByEmail", once=True)
def people_are_recorded_together(target: Target, _: Draw) -> None:
    """Several people in one call are each recorded, those that are known and those that are new."""
    for operation in _possible(target, (*BY_EMAIL, *BY_CONTACT)):
        story = _scene(target)
        make = _maker(story, operation)
        if operation == "upsertByContactEmail":
            _record(story, "recordByEmail", [make(number) for number in range(6)], "register")
        _record(story, operation, [make(0)], "register")
        for verb, numbers in (
            ("attend", (0, 1, 2)),
            ("cancel", (3, 1)),
            ("register", (4, 0, 5)),
            ("attend", (5, 4, 3, 2)),
        ):
            _record(story, operation, [make(number) for number in numbers], verb)


def _maker(story: Story, operation: str) -> Any:
    def make(number: int) -> dict[str, Any]:
        if operation in BY_CONTACT:
            return by_contact(1_000_031 + number, story.moment())
        return by_email(_email(story, f"person{number}"), story.moment())

    return make


@needs("upsert", "recordByEmail", once=True)
def nobody_is_counted_twice(target: Target, _: Draw) -> None:
    """A person named twice in one call, or by address and by contact id, counts once."""
    story = _scene(target)
    email = _email(story, "ann")
    _record(
        story,
        "recordByEmail",
        [by_email(email, story.moment()), by_email(email, story.moment())],
        "attend",
    )
    number = story.model.contacts[email]
    if target.has("recordByContactId") and number:
        _record(story, "recordByContactId", [by_contact(int(number), story.moment())], "cancel")
        twice = [by_contact(int(number), story.moment()), by_contact(int(number), story.moment())]
        _record(story, "recordByContactId", twice, "register")
    if target.has("recordByContactEmails"):
        _record(story, "recordByContactEmails", [by_email(email, story.moment())], "attend")
    if "emails-any-case" in target.capabilities:
        for spelled in (email.upper(), email.title()):
            for operation in _possible(target, BY_EMAIL):
                _record(story, operation, [by_email(spelled, story.moment())], "cancel")
                _record(story, operation, [by_email(email, story.moment())], "attend")


@needs("upsert", "recordByEmail", capabilities="latest-interaction", once=True)
def the_later_interaction_counts(target: Target, _: Draw) -> None:
    """What is told late of an earlier moment does not undo what happened after it."""
    for operation in _possible(target, (*BY_EMAIL[:2], *BY_CONTACT)):
        story = _scene(target)
        make = _maker(story, operation)
        early = make(0)
        _record(story, operation, [make(0)], "attend")
        _record(story, operation, [early], "register")
        _record(story, operation, [early], "cancel")
        _record(story, operation, [make(0)], "cancel")


@needs("upsert", "recordByEmail", "complete", "cancel", once=True)
def participants_stay_with_their_event(target: Target, _: Draw) -> None:
    """A cancelled, completed or changed event keeps its participants, and no other has them."""
    for operation in (
        "cancel",
        "complete",
        "updateEvent",
        "upsert",
        "upsertEvent",
        "updateByObjectId",
    ):
        if not target.has(operation):
            continue
        story = _scene(target, 2)
        for number, verb in enumerate(VERBS):
            one = by_email(_email(story, f"person{number}"), story.moment())
            _record(story, "recordByEmail", [one], verb)
        key = story.keys[0]
        event = story.model.events[key]
        body, values = valid_request(
            target,
            operation,
            key,
            object_id=event.object_id,
            fields={"eventName": "Other", **FUTURE},
        )
        story.do(operation, TIMES if operation == "complete" else body, **values)
        story.look()
        one = by_email(_email(story, "late"), story.moment())
        for number, verb in enumerate(("register", "attend")):
            _record(
                story,
                "recordByEmail",
                [one, by_email(_email(story, f"person{number}"), story.moment())],
                verb,
            )
        story.look()


@needs(
    "upsert",
    "recordByEmail",
    "archiveEventByObjectId",
    capabilities="deleted-starts-afresh",
    once=True,
)
def participants_go_with_their_event(target: Target, _: Draw) -> None:
    """A deleted event takes its participants and links with it, and others keep theirs."""
    for operation in ("archiveEventByObjectId", "archiveEvent", "archiveByObjectId"):
        if not target.has(operation):
            continue
        story = _scene(target, 2)
        for place in (0, 1):
            _record(
                story,
                "recordByEmail",
                [by_email(_email(story, "ann"), story.moment())],
                "attend",
                place,
            )
        key = story.keys[0]
        object_id = story.model.events[key].object_id
        if target.has("associateByMarketingEventId"):
            story.do("associateByMarketingEventId", marketingEventId=object_id, listId="7")
        body, values = valid_request(target, operation, key, object_id=object_id)
        story.do(operation, body, **values)
        story.look()
        body, values = valid_request(target, "upsert", key, fields=FUTURE)
        story.do("upsert", body, **values)
        story.look()


@needs("upsert", "associateByMarketingEventId", "getAllByMarketingEventId", once=True)
def lists_are_linked_one_by_one(target: Target, _: Draw) -> None:
    """A list is linked to its event once, by either call, until it is unlinked."""
    story = Story(target, fresh_keys(target, 2))
    for key in story.keys:
        body, values = valid_request(target, "upsert", key)
        story.do("upsert", body, **values)
    steps = (
        ("associateByMarketingEventId", 0, "7"), ("associateByExternalAccountAndEventIds", 0, "8"),
        ("associateByMarketingEventId", 0, "9"), ("associateByMarketingEventId", 0, "7"),
        ("associateByExternalAccountAndEventIds", 1, "8"),
        ("associateByExternalAccountAndEventIds", 0, "10"),
        ("associateByExternalAccountAndEventIds", 0, "9"),
        ("disassociateByMarketingEventId", 0, "8"),
        ("disassociateByExternalAccountAndEventIds", 0, "7"),
        ("disassociateByMarketingEventId", 0, "7"),
        ("disassociateByExternalAccountAndEventIds", 0, "10"),
        ("associateByMarketingEventId", 0, "7"),
        ("disassociateByExternalAccountAndEventIds", 0, "9"),
        ("associateByExternalAccountAndEventIds", 0, "8"),
        ("disassociateByExternalAccountAndEventIds", 1, "8"),
        ("disassociateByMarketingEventId", 0, "8"),
    )  # fmt: skip
    for operation, place, name in steps:
        if target.has(operation):
            key = story.keys[place]
            object_id = story.model.events[key].object_id
            body, values = valid_request(target, operation, key, object_id=object_id, list_id=name)
            story.do(operation, body, **values)
            story.look(*story.keys)
