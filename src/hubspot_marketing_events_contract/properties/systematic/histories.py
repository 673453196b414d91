"""Any sequence of calls: after each, the server shows what the reference model says."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

from hubspot_marketing_events_contract._inputs import CHANGES, fields_of_kinds
from hubspot_marketing_events_contract._target import Target
from hubspot_marketing_events_contract.model import (
    BY_CONTACT,
    CHANGING,
    LIFE,
    MAKING,
    Key,
    Story,
    by_contact,
    by_email,
    fresh_keys,
    valid_request,
)
from hubspot_marketing_events_contract.properties._property import Draw, needs

LENGTH = 24  # calls of a random history, at most
WHOLE = 8  # after so many calls, every event is read by every operation
PEOPLE = ("ann", "ben", "cleo")
VERBS = ("register", "attend", "cancel")
CONTACTS = 1_000_007  # contact ids from here on are nobody else's


def neighbours(target: Target) -> list[Key]:
    """Return four events that are alike but for one thing: account, event id or app."""
    ((app, account, event),) = fresh_keys(target, 1)
    keys = [(app, account, event), (app, f"{account}2", event), (app, account, f"{event}2")]
    if target.tokens.other_app:
        keys.append(("other_app", account, event))
    return keys


class Player:
    """Makes calls of a story, each of them valid."""

    def __init__(self, target: Target, keys: Sequence[Key]) -> None:
        self.target, self.keys = target, list(keys)
        self.story = Story(target, keys)
        self.calls = [one for one in CHANGING if self.possible(one)]
        self._ids: dict[Key, str] = {}

    def possible(self, operation: str) -> bool:
        """Return whether an operation may be called here."""
        if operation in BY_CONTACT and "any-contact" not in self.target.capabilities:
            return False
        if operation == "archive" and not self.target.has("doSearch"):
            return False  # the app's id is not to be had otherwise
        return self.target.has(operation)

    def call(
        self,
        operation: str,
        key: Key,
        *,
        fields: dict[str, Any],
        person: str = "ann",
        verb: str = "attend",
        list_id: str = "7",
        moment: int | None = None,
    ) -> None:
        """Make one call about one event."""
        moment = moment or self.story.moment()
        event = self.story.model.events.get(key)
        if event is not None and event.object_id:
            self._ids[key] = event.object_id

        people = [by_email(f"{person}.{key[2]}@contacts.example".lower(), moment)]
        if operation in BY_CONTACT:
            people = [by_contact(CONTACTS + PEOPLE.index(person), moment)]
        if "Event" in operation or operation == "updateByObjectId":
            fields = {name: fields[name] for name in fields if name != "eventCompleted"}
        body, values = valid_request(
            self.target, operation, key, object_id=self._ids.get(key), fields=fields, people=people,
            state=verb, list_id=list_id, app_id=self.story.observer.app_ids.get(key[0], "1"),
        )  # fmt: skip
        self.story.do(operation, body, token=key[0], **values)


@needs("upsert", weight=4)
def any_history_is_what_the_model_says(target: Target, draw: Draw) -> None:
    """After any calls in any order, by several apps, everything that is shown is what they say."""
    player = Player(target, neighbours(target))
    calls = st.sampled_from([*player.calls, *_often(player.calls)])
    people, verbs = st.sampled_from(PEOPLE), st.sampled_from(VERBS)
    kinds = st.integers(0, 50)

    for number in range(LENGTH):
        operation = draw(st.none() | calls | calls | calls)
        if operation is None:
            continue
        key = draw(st.sampled_from(player.keys))
        fields = fields_of_kinds(draw(kinds), target.capabilities)
        chosen = draw(CHANGES).keys()
        fields = {name: value for name, value in fields.items() if name in chosen}
        player.call(
            operation, key, fields=fields, person=draw(people), verb=draw(verbs),
            list_id=draw(st.sampled_from(["7", "8"])),
        )  # fmt: skip
        player.story.look(*([] if number % WHOLE == WHOLE - 1 else [key]))

    player.story.look()


def _often(calls: Sequence[str]) -> list[str]:
    return [one for one in calls if one in (*MAKING, "updateEvent", "cancel", "complete")] * 2


@needs("upsert", once=True)
def every_call_follows_every_other(target: Target, _: Draw) -> None:
    """Whichever two calls follow each other on an event with participants, reads agree."""
    player = Player(target, neighbours(target)[:2])
    life = [one for one in player.calls if one in LIFE]
    others = [one for one in player.calls if one not in LIFE]
    places = {name: place for place, name in enumerate(player.calls)}
    # Every pair of calls that change the event itself, and every other one of the other pairs.
    pairs = {(a, b) for a in life for b in life}
    pairs |= {(a, b) for a in life for b in others if (places[a] + places[b]) % 2}
    pairs |= {(b, a) for a in life for b in others if not (places[a] + places[b]) % 2}
    player.call("upsert", player.keys[1], fields={})
    player.story.look()

    for number, operation in enumerate(_walk(pairs)):
        # Every fourth call is about the event with the same id in another account.
        key = player.keys[number % 4 == 3]
        if key not in player.story.model.events and operation in others:
            player.call(MAKING[number % 2] if target.has("create") else "upsert", key, fields={})
        player.call(
            operation, key, fields=_change(number, target), person=PEOPLE[number % 3],
            verb=VERBS[number // 3 % 3], list_id="78"[number // 2 % 2],
        )  # fmt: skip
        player.story.look(*([] if number % WHOLE == WHOLE - 1 else [key]))

    player.story.look()


def _change(number: int, target: Target) -> dict[str, Any]:
    """Return a few fields, other ones and of other kinds each time."""
    fields = fields_of_kinds(number, target.capabilities)
    names = sorted(fields)
    return {name: fields[name] for place, name in enumerate(names) if (number + place) % 3}


def _walk(pairs: set[tuple[str, str]]) -> Iterator[str]:
    """Yield operations so that each pair of them occurs, one right after the other."""
    left, chance = sorted(pairs), random.Random(1)  # noqa: S311 - the order is all the same
    chance.shuffle(left)
    current = ""
    while left:
        pair = next((one for one in left if one[0] == current), left[0])
        left.remove(pair)
        if pair[0] != current:
            yield pair[0]
        yield pair[1]
        current = pair[1]
