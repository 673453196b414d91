"""A person is one person, in whichever way and however often somebody says what they did."""

from __future__ import annotations

import random
from typing import Any

from hubspot_marketing_events_contract.model import (
    BY_CONTACT,
    BY_EMAIL,
    LINKING,
    TIMES,
    UNLINKING,
    Key,
    Story,
    by_contact,
    by_email,
    fresh_keys,
    valid_request,
)
from hubspot_marketing_events_contract.properties._expectations import same
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.target._target import Target

VERBS = ("register", "attend", "cancel")
# Every verb follows every verb, itself included.
STATES_IN_TURN = (
    *("register", "register", "attend", "attend", "cancel", "cancel"),
    *("register", "cancel", "attend", "register"),
)
MANY = 57
MANY_LISTS = 26
FUTURE = {"startDateTime": "2098-01-01T00:00:00Z", "endDateTime": "2098-01-01T01:00:00Z"}

# Milliseconds: before 1970, its first second, none and any, a leap day, after 2038.
MOMENTS = (-1_500, -1, 0, 1, 999, 951_825_599_999, 1_700_000_000_001, 4_102_444_799_999)


def _scene(target: Target, count: int = 1, **fields: Any) -> Story:
    story = Story(target, fresh_keys(target, count))
    for key in story.keys:
        body, values = valid_request(target, "upsert", key, fields={**FUTURE, **fields})
        story.do("upsert", body, **values)
    return story


def _record(
    story: Story,
    operation: str,
    people: list[dict[str, Any]],
    verb: str,
    place: int = 0,
    *,
    look: bool = True,
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
    if look:
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
        _begin_with_each_state(target, operation, one)


def _begin_with_each_state(target: Target, operation: str, person: dict[str, Any]) -> None:
    """Put a person who is known elsewhere into each state at an event that has nobody."""
    story = _scene(target, len(VERBS))
    if "email" in person:
        story.model.contacts[person["email"]] = ""
    for place, verb in enumerate(VERBS):
        _record(story, operation, [person], verb, place, look=False)
    story.glance(story.keys, "breakdown")
    story.glance(story.keys, "counters")


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

        many = [make(number) for number in range(MANY)]
        if operation == "upsertByContactEmail":
            _record(story, "recordByEmail", many[6:], "register", look=False)
        for verb in ("attend", "cancel"):
            _record(story, operation, [make(number) for number in range(MANY)], verb, look=False)
            story.glance(story.keys, "breakdown")
        story.glance(story.keys, "counters")


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
    for place, operation in enumerate((*BY_CONTACT, *BY_EMAIL)):
        if not target.has(operation) or (operation in BY_CONTACT and not number):
            continue
        verb = VERBS[place % 3]
        for times in (1, 2, 3):
            one = [
                by_contact(int(number), story.moment())
                if operation in BY_CONTACT
                else by_email(email, story.moment())
                for _ in range(times)
            ]
            # Told last to first where the later one counts, wherever it is.
            if times == 3 and "latest-interaction" in target.capabilities:
                one.reverse()
            _record(story, operation, one, verb)
    if "emails-any-case" in target.capabilities:
        for spelled in (email.upper(), email.title()):
            for operation in _possible(target, BY_EMAIL):
                _record(story, operation, [by_email(spelled, story.moment())], "cancel")
                _record(story, operation, [by_email(email, story.moment())], "attend")


@needs("upsert", "recordByEmail", capabilities="latest-interaction", once=True)
def the_later_interaction_counts(target: Target, _: Draw) -> None:
    """A state of an earlier moment that is recorded late does not undo a later state."""
    for operation in _possible(target, (*BY_EMAIL, *BY_CONTACT)):
        story = _scene(target)
        make = _maker(story, operation)
        if operation == "upsertByContactEmail":
            people = [
                {**make(number), "interactionDateTime": MOMENTS[0] - 1}
                for number in range(len(MOMENTS) + 1)
            ]
            _record(story, "recordByEmail", people, "register", look=False)
        early = make(0)
        _record(story, operation, [make(0)], "attend")
        _record(story, operation, [early], "register")
        _record(story, operation, [early], "cancel")
        _record(story, operation, [make(0)], "cancel")
        for number, moment in enumerate(MOMENTS, 1):
            person = {**make(number), "interactionDateTime": moment}
            _record(story, operation, [person], VERBS[number % 3], look=False)
            after = {**person, "interactionDateTime": moment + 1}
            _record(story, operation, [after], VERBS[(number + 1) % 3], look=False)
            _record(story, operation, [person], VERBS[number % 3], look=False)
        story.look()


@needs("upsert", "recordByEmail", "complete", "cancel", once=True)
def participants_stay_with_their_event(target: Target, _: Draw) -> None:
    """A cancelled, completed or changed event keeps its people and lists, and takes more."""
    for operation in (
        "cancel",
        "complete",
        "updateEvent",
        "upsert",
        "upsertEvent",
        "updateByObjectId",
    ):
        if target.has(operation):
            _change_an_event_with_people(target, operation)


def _change_an_event_with_people(target: Target, operation: str) -> None:
    story = _scene(target, 2)
    key = story.keys[0]
    people = [by_email(_email(story, f"person{number}"), story.moment()) for number in range(3)]
    for one, verb in zip(people, VERBS, strict=True):
        _record(story, "recordByEmail", [one], verb)
    _link(story, key, ("7", "8", "9"))

    body, values = valid_request(
        target,
        operation,
        key,
        object_id=story.model.events[key].object_id,
        fields={"eventName": "Other", **FUTURE},
    )
    story.do(operation, TIMES if operation == "complete" else body, **values)
    story.look()

    for number, way in enumerate(_possible(target, (*BY_EMAIL, *BY_CONTACT))):
        make = _maker(story, way)
        for verb in (VERBS[number % 3], VERBS[(number + 1) % 3]):
            _record(story, way, [make(number), make(0)], verb)
    _link(story, key, ("10",))
    story.look()


def _link(story: Story, key: Key, lists: tuple[str, ...]) -> None:
    for operation, name in zip(LINKING * 2, lists, strict=False):
        _call_list(story, operation, key, name)


ALIKE = (
    "ann", "ann2", "ann+fair", "ann+fair2", "a.nn", "ann.", "ann-x", "ann_x", "an", "anna", "o'ann",
    "0ann", "00ann", f"{'a' * 39}nn", f"{'a' * 39}nm",
    f"{'a' * 25}.{'b' * 13}", f"{'a' * 25}{'b' * 13}",
)  # fmt: skip


def _find_each(story: Story, emails: list[str]) -> None:
    """Filter the participants by each address: it names one person, or nobody."""
    operation = "getParticipationsBreakdownByMarketingEventId"
    (event,) = story.model.events.values()
    if not story.target.has(operation):
        return
    for email in emails:
        response = story.target.call(
            operation, marketingEventId=event.object_id, contactIdentifier=email
        )
        found = [one["associations"]["contact"]["email"] for one in response.results]
        same([email] * (email in event.people), found, f"{operation} of {email} alone")


@needs("upsert", "recordByEmail", once=True)
def people_who_look_alike_are_different(target: Target, _: Draw) -> None:
    """Addresses that differ by a dot, a tag, a digit or the domain are different people's."""
    for operation in _possible(target, BY_EMAIL):
        story = _scene(target)
        names = [one.rstrip(".") for one in ALIKE]
        emails = [_email(story, name) for name in dict.fromkeys(names)]
        emails.append(emails[0].replace("@", "@more."))
        if operation == "upsertByContactEmail":
            _record_each(story, "recordByEmail", emails[::2])
            _record_each(story, operation, emails)
            _record_each(story, "recordByEmail", emails[1::2])
        for turn in range(2):
            _record_each(story, operation, emails[turn:])
        _find_each(story, emails)


def _record_each(story: Story, operation: str, emails: list[str]) -> None:
    """Record people in turn in each state, and look once at all of them."""
    for number, verb in enumerate(VERBS):
        people = [by_email(one, story.moment()) for one in emails[number::3]]
        if people:
            _record(story, operation, people, verb, look=False)
    story.look()


@needs("upsert", "associateByMarketingEventId", "getAllByMarketingEventId", once=True)
def lists_are_linked_one_by_one(target: Target, _: Draw) -> None:
    """A list is linked to its event once, by either call, until it is unlinked."""
    ((app, account, event),) = fresh_keys(target, 1)
    story = Story(target, [(app, account, event), (app, f"{account}2", event)])
    for key in story.keys:
        body, values = valid_request(target, "upsert", key)
        story.do("upsert", body, **values)
    chance = random.Random(3)  # noqa: S311 - the order is all the same
    possible = [one for one in (*LINKING, *UNLINKING) if target.has(one)]
    large = str(2**31 + 7)
    alike = "007" if "exact-ids" in target.capabilities else "70"
    _link_and_unlink_alike(story)
    for operation in chance.choices(possible, k=40):
        place, name = chance.choice(
            ((0, "7"), (0, "10"), (1, "10"), (0, alike), (1, "9"), (0, large))
        )
        _call_list(story, operation, story.keys[place], name)
        story.glance(story.keys, "lists")

    _link_many(story)
    story.look()


def _link_and_unlink_alike(story: Story) -> None:
    """Link one list to both events, and unlink it from one, in every way."""
    for number, linking in enumerate(LINKING):
        for unlinking in UNLINKING:
            for place in (0, 1):
                name = f"{number + 1}{UNLINKING.index(unlinking)}{place}"
                for operation, key in (
                    (linking, story.keys[0]),
                    (linking, story.keys[1]),
                    (unlinking, story.keys[place]),
                ):
                    _call_list(story, operation, key, name)
                story.glance(story.keys, "lists")


def _call_list(story: Story, operation: str, key: Key, name: str) -> None:
    if story.target.has(operation):
        object_id = story.model.events[key].object_id
        body, values = valid_request(
            story.target, operation, key, object_id=object_id, list_id=name
        )
        story.do(operation, body, **values)


def _link_many(story: Story) -> None:
    """Link more lists than fit on a page, and unlink most of them."""
    for number in range(2 * MANY_LISTS):
        ways = LINKING if number < MANY_LISTS else UNLINKING
        operation, key = ways[number % 2], story.keys[0]
        if number < MANY_LISTS or number % 3:
            _call_list(story, operation, key, str(1000 - number % MANY_LISTS))
        if number % MANY_LISTS == MANY_LISTS - 1:
            story.glance(story.keys, "lists")
