"""Any sequence of calls: after each, the server shows what the reference model says."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from hubspot_marketing_events_contract._inputs import CHANGES, fields_of_kinds
from hubspot_marketing_events_contract.model import (
    BATCHES,
    BY_CONTACT,
    BY_OBJECT_ID,
    CHANGING,
    DELETING,
    LIFE,
    LINKING,
    MAKING,
    Key,
    Request,
    Story,
    by_contact,
    by_email,
    fresh_keys,
    joined,
    valid_request,
)
from hubspot_marketing_events_contract.properties._property import Draw, needs
from hubspot_marketing_events_contract.target._target import Target

LENGTH = 24  # calls of a random history, at most
WHOLE = 8  # after so many calls, every event is read by every operation
PEOPLE = ("ann", "ann+fair", "a.nn")
VERBS = ("register", "attend", "cancel")
# Nobody else's, and of every size: within 31 bits, 53 bits (what a float holds) and 63 bits.
CONTACTS = (1_000_007, 2**31 + 1_000_008, 2**53 + 1_000_009)
_EMPTY: Mapping[str, Any] = {}


def neighbours(target: Target) -> list[Key]:
    """Return four events that are alike but for one thing: account, event id or app."""
    ((app, account, event),) = fresh_keys(target, 1)
    keys = [(app, account, event), (app, f"{account}2", event), (app, account, f"{event}2")]
    if target.tokens.other_app:
        keys.append(("other_app", account, event))
    return keys


def contact_id(target: Target, place: int) -> int:
    """Return one of `CONTACTS`; a small one where the contract takes 32 bits (as 2025-09 does)."""
    schemas = target.contract.get("components", {}).get("schemas", {}).values()
    formats = {schema.get("properties", {}).get("vid", {}).get("format") for schema in schemas}
    return CONTACTS[0] + place if "int32" in formats else CONTACTS[place]


class Player:
    """Makes calls of a story, each of them valid."""

    def __init__(self, target: Target, keys: Sequence[Key]) -> None:
        self.target, self.keys = target, list(keys)
        self.story = Story(target, keys)
        self.calls = [one for one in CHANGING if self.possible(one)]
        self._ids: dict[Key, list[str]] = {key: [] for key in keys}
        self._last: tuple[str, str, Request] | None = None

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
        *keys: Key,
        fields: Mapping[str, Any] = _EMPTY,
        people: Sequence[str] = PEOPLE[:1],
        verb: str = "attend",
        list_id: str = "7",
        old: bool = False,
        caller: str | None = None,
    ) -> None:
        """Make one call about one event, or a batch about several.

        Args:
            operation: its id.
            keys: the events; all but the first only count for a batch.
            fields: what is said of the first event; the others get a part of it.
            people: those whom it is about, where it is about people.
            verb: their state.
            list_id: the list, where it is about one.
            caller: who calls, by name in `Tokens`, where that is not the app that made the event.
                Only calls by object id reach another app's events.
            old: name an event that was deleted and made again by the object id that it had before.
        """
        chosen = [key for key in keys if key[0] == keys[0][0]] if operation in BATCHES else keys[:1]
        requests = [
            self._request(
                operation,
                key,
                fields=_part(fields, number),
                people=people,
                verb=verb,
                list_id=list_id,
                old=old,
            )
            for number, key in enumerate(chosen)
        ]
        request = joined(requests) if len(requests) > 1 else requests[0]
        by_id = operation in BY_OBJECT_ID
        self._send(operation, caller if caller and by_id else keys[0][0], request)

    def again(self) -> None:
        """Make the last call once more, as it was."""
        if self._last is not None:
            self._send(*self._last)

    def furnish(self, key: Key) -> None:
        """Give an event people in two states, and two lists."""
        for operation in ("recordByEmail", "recordByContactEmails"):
            if self.possible(operation):
                self.call(operation, key, people=PEOPLE[:2], verb="attend")
                self.call(operation, key, people=PEOPLE[2:], verb="register")
                break
        for number, operation in enumerate(LINKING):
            if self.possible(operation):
                self.call(operation, key, list_id="78"[number])

    def _request(
        self,
        operation: str,
        key: Key,
        *,
        fields: Mapping[str, Any],
        people: Sequence[str],
        verb: str,
        list_id: str,
        old: bool,
    ) -> Request:
        self._learn(key)
        ids = self._ids[key]
        if "Event" in operation or operation == "updateByObjectId":
            fields = {name: fields[name] for name in fields if name != "eventCompleted"}
        return valid_request(
            self.target, operation, key, object_id=ids[-2 if old else -1 :][0] if ids else None,
            fields=fields, people=[self._person(operation, key, one) for one in people],
            state=verb, list_id=list_id, app_id=self.story.observer.app_ids.get(key[0], "1"),
        )  # fmt: skip

    def _person(self, operation: str, key: Key, name: str) -> dict[str, Any]:
        moment = self.story.moment()
        if operation in BY_CONTACT:
            return by_contact(contact_id(self.target, PEOPLE.index(name)), moment)
        email = f"{name}.{key[2]}@contacts.example".lower()
        spelled = moment % 5 == 0 and "emails-any-case" in self.target.capabilities
        return by_email(email.upper() if spelled else email, moment)

    def _send(self, operation: str, token: str, request: Request) -> None:
        self._last = operation, token, request
        self.story.do(operation, request[0], token=token, **request[1])

    def _learn(self, key: Key) -> None:
        event, ids = self.story.model.events.get(key), self._ids[key]
        if event is not None and event.object_id and event.object_id not in ids:
            ids.append(event.object_id)


def _part(fields: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    """Return other fields for each event of a batch: fewer, and other ones."""
    if not number:
        return fields
    return {name: fields[name] for place, name in enumerate(fields) if (place + number) % 3}


@needs("upsert", weight=5)
def any_history_is_what_the_model_says(target: Target, draw: Draw) -> None:
    """After any calls of several apps in any order, reads show exactly what the calls wrote."""
    player = Player(target, neighbours(target))
    calls = st.sampled_from([*player.calls, *_often(player.calls)])
    several = st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True)
    verbs, lists = st.sampled_from(VERBS), st.sampled_from(["7", "8"])
    old, callers = st.sampled_from([False] * 7 + [True]), st.sampled_from([None, *_apps(target)])
    steps = st.tuples(calls, st.integers(0, 50), CHANGES, several, verbs, lists, old, callers)
    # Numbers and not ids, so that what is drawn means the same in a run with other ids.
    numbers = st.sampled_from(range(len(player.keys)))
    places = st.lists(numbers, min_size=1, max_size=3, unique=True)

    for number in range(LENGTH):
        step = draw(st.none() | steps | steps | steps | steps)
        keys = [player.keys[place] for place in draw(places)]
        if step is None:
            player.again()
        else:
            operation, kind, chosen, people, verb, list_id, old, caller = step
            player.call(
                operation, *keys, fields=_fields(kind, chosen, target), people=people, verb=verb,
                list_id=list_id, old=old, caller=caller,
            )  # fmt: skip
        player.story.look(*([] if number % WHOLE == WHOLE - 1 else keys[:1]))

    player.story.look()


def _fields(kind: int, chosen: Collection[str], target: Target) -> dict[str, Any]:
    """Return some fields of an event, of a kind that is given by a number."""
    fields = fields_of_kinds(kind, target.capabilities)
    # None, either or both of the custom properties.
    fields["customProperties"] = fields["customProperties"][kind % 2 : 2 - kind // 2 % 2]
    fields["eventCompleted"] = kind % 5 == 0
    also = {"eventCompleted"} if "eventCancelled" in chosen else set[str]()
    return {name: value for name, value in fields.items() if name in {*chosen, *also}}


def _apps(target: Target) -> list[str]:
    """Return the apps that may call, by name in `Tokens`."""
    return ["own", *(["other_app"] if target.tokens.other_app else [])]


def _often(calls: Sequence[str]) -> list[str]:
    return [one for one in calls if one in (*MAKING, "updateEvent", "cancel", "complete")] * 2


@needs("upsert", once=True)
def every_call_follows_every_other(target: Target, _: Draw) -> None:
    """Whichever two calls follow each other on an event with participants, reads agree."""
    keys = neighbours(target)
    player = Player(target, [*keys[:2], *keys[3:]])
    life = [one for one in player.calls if one in LIFE]
    others = [one for one in player.calls if one not in LIFE]
    places = {name: place for place, name in enumerate(player.calls)}
    # Every pair of calls that change the event itself, and every other one of the other pairs.
    pairs = {(a, b) for a in life for b in life}
    pairs |= {(a, b) for a in life for b in others if (places[a] + places[b]) % 2}
    pairs |= {(b, a) for a in life for b in others if not (places[a] + places[b]) % 2}
    for key in player.keys[1:]:
        player.call("upsert", key)
        player.furnish(key)
    player.story.look()

    before, apps = "", _apps(target)
    for number, operation in enumerate(_walk(pairs)):
        # Every fourth call is about the event with the same id in another account or app.
        key = player.keys[(1 + number // 4 % (len(player.keys) - 1)) * (number % 4 == 3)]
        if key not in player.story.model.events and operation in others:
            player.call(MAKING[number % 2] if target.has("create") else "upsert", key)
            player.furnish(key)
        if operation == before:
            player.again()
        else:
            player.call(
                operation, key, fields=_change(number, target), people=PEOPLE[number % 3 :][:2],
                verb=VERBS[number // 3 % 3], list_id="78"[number // 2 % 2],
                caller=apps[number // 2 % len(apps)],
            )  # fmt: skip
        player.story.look(*([] if number % WHOLE == WHOLE - 1 else [key]))
        before = operation

    player.story.look()


def _change(number: int, target: Target) -> dict[str, Any]:
    """Return a few fields, other ones and of other kinds each time."""
    fields = fields_of_kinds(number, target.capabilities)
    fields["eventCompleted"] = number % 5 == 0
    names = sorted(fields)
    return {name: fields[name] for place, name in enumerate(names) if (number + place) % 3}


def _walk(pairs: set[tuple[str, str]]) -> Iterator[str]:
    """Yield operations so that each ordered pair occurs, one right after the other."""
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


@needs("upsert", capabilities="deleted-starts-afresh", once=True)
def nothing_outlives_its_event(target: Target, _: Draw) -> None:
    """However an event is deleted and made again, nothing of the old one is at the new one."""
    player = Player(target, neighbours(target)[:2])
    story, (key, other) = player.story, player.keys
    player.call("upsert", other, fields=fields_of_kinds(1, target.capabilities))
    player.furnish(other)
    deleting = [one for one in DELETING if player.possible(one)]
    makings = [one for one in MAKING if player.possible(one)]
    # What the event is before: cancelled, completed, both, or neither.
    lives = (("cancel", "complete"), ("complete", "cancel"), ("cancel",), ("complete",), ())

    for number, deletion in enumerate(deleting * len(makings)):
        fields = fields_of_kinds(7 * number, target.capabilities)
        player.call(makings[number % len(makings)], key, fields=fields)
        player.furnish(key)
        for operation in lives[number % len(lives)]:
            if player.possible(operation):
                player.call(operation, key)
        story.look(key)
        player.call(deletion, key)
        _call_what_is_missing(player, key, number)
        story.look(key)

        player.call(makings[number // len(deleting)], key)
        story.look(key)
        _call_by_the_old_id(player, key)
        player.call(deleting[number % 3 % len(deleting)], key)
    story.look()


def _call_what_is_missing(player: Player, key: Key, number: int) -> None:
    """Make each second call about an event that does not exist, which must leave nothing."""
    calls = [one for one in player.calls if one not in (*MAKING, *BATCHES)]
    for operation in calls[number % 2 :: 2]:
        player.call(operation, key, fields={"eventType": "Missing"}, people=PEOPLE[:2])


def _call_by_the_old_id(player: Player, key: Key) -> None:
    """Name an event by the object id that it had before its deletion, in every call that can."""
    for operation in BY_OBJECT_ID:
        if player.possible(operation):
            fields = {"eventName": "By the old id", "eventCancelled": True}
            player.call(operation, key, fields=fields, people=PEOPLE, list_id="8", old=True)
    player.story.look(key)
