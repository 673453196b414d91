"""What the mock remembers: events, their participants, and the settings of apps.

Every look-up that a call needs has an index, so that its time does not grow with the state.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from functools import lru_cache
from typing import Any

from attrs import define, field

from hubspot_marketing_events_mock.behaviour._pages import Pages

Key = tuple[int, int, str, str]  # portal, app, external account, external event
STATES = {"register": "REGISTERED", "attend": "ATTENDED", "cancel": "CANCELLED"}
_EXAMPLE_HOST = "contacts.example"


def stamp(moment: dt.datetime) -> str:
    """A moment as HubSpot writes its own: 2024-08-07T12:58:40.635Z (documented)."""
    utc = moment if moment.tzinfo is dt.UTC else moment.astimezone(dt.UTC)
    return utc.isoformat(timespec="milliseconds")[:23] + "Z"


@lru_cache(maxsize=4096)
def instant(text: str) -> str:
    """The same instant in UTC, without a fraction where it has none (observed).

    A leap second becomes the second before it.
    """
    tidy = text.upper().replace(":60", ":59")
    try:
        moment = dt.datetime.fromisoformat(tidy).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return tidy
    fraction = f".{moment.microsecond:06d}" if moment.microsecond else ""
    fraction = fraction[:4] if fraction.endswith("000") else fraction
    return moment.isoformat(timespec="seconds")[:19] + fraction + "Z"


def parsed(text: str | None) -> dt.datetime | None:
    """The moment that a stored text is, if it is one."""
    try:
        return dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


@define(eq=False)
class Participation:
    """One contact's state at one event; `number` is its place among all that were recorded."""

    number: int
    contact: int
    email: str
    state: str
    occurred_at: int
    created_at: str  # as HubSpot writes it
    event: Event


@define(eq=False)
class Participants:
    """The participants of one event, by contact and by state."""

    by_contact: dict[int, Participation] = field(factory=dict)
    everybody: Pages[Participation] = field(factory=Pages)
    _by_state: dict[str, Pages[Participation]] = field(factory=dict)

    def add(self, participation: Participation) -> None:
        """Add a participation of a contact that has none."""
        self.by_contact[participation.contact] = participation
        self.everybody.add(participation.number, participation)
        self.in_state(participation.state).add(participation.number, participation)

    def move(self, participation: Participation, state: str) -> None:
        """Change the state of a participation."""
        self.in_state(participation.state).remove(participation.number)
        participation.state = state
        self.in_state(state).add(participation.number, participation)

    def in_state(self, state: str) -> Pages[Participation]:
        """The participations in a state."""
        return self._by_state.setdefault(state, Pages())


@define(eq=False)
class Event:
    """A marketing event; `fields` has what was sent, under HubSpot's names."""

    key: Key
    object_id: int
    created_at: str  # as HubSpot writes it
    updated_at: str
    fields: dict[str, Any] = field(factory=dict)
    custom: dict[str, str] = field(factory=dict)
    lists: dict[str, str] = field(factory=dict)  # since when, as HubSpot writes it
    _participants: Participants | None = None

    @property
    def participants(self) -> Participants:
        """The participants; most events have none, and an empty one takes memory."""
        if self._participants is None:
            self._participants = Participants()
        return self._participants

    @property
    def has_participants(self) -> bool:
        """Whether anybody was recorded."""
        return self._participants is not None

    def told(self) -> dict[str, Any]:
        """Everything that was sent, with the ids."""
        return {
            **self.fields,
            "customProperties": dict(self.custom),
            "externalAccountId": self.key[2],
            "externalEventId": self.key[3],
            "objectId": str(self.object_id),
        }

    def over(self, now: dt.datetime) -> bool:
        """Whether it has taken place."""
        end = parsed(self.fields.get("endDateTime"))
        return bool(self.fields.get("eventCompleted")) or (end is not None and end < now)

    def state_of(self, participation: Participation, now: dt.datetime) -> str:
        """A participant's state.

        Who registered and did not come is a no-show once the event is over.
        """
        is_no_show = participation.state == "REGISTERED" and self.over(now)
        return "NO_SHOW" if is_no_show else participation.state

    def in_state(self, state: str, now: dt.datetime) -> Pages[Participation]:
        """The participants in a state, as `state_of` tells it."""
        if state in {"REGISTERED", "NO_SHOW"}:
            stored = "REGISTERED" if self.over(now) == (state == "NO_SHOW") else ""
            return self.participants.in_state(stored)
        return self.participants.in_state(state)

    def counts(self, now: dt.datetime) -> Counter[str]:
        """How many participants are in each state."""
        if not self.has_participants:
            return Counter()
        states = ("REGISTERED", "ATTENDED", "CANCELLED", "NO_SHOW")
        return Counter({state: len(self.in_state(state, now)) for state in states})


class State:
    """Everything, and where its ids come from.

    Args:
        seed: two states of one seed give the same ids to the same requests.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.reset()

    def reset(self) -> None:
        """Forget everything, and start the ids anew."""
        self._chance = random.Random(self.seed)  # noqa: S311 - ids that repeat are wanted
        self._next_object = 300_000_000_000 + self._chance.randrange(10**9)
        self._next_contact = 1000
        self._next_participation = 0
        self.events: dict[Key, Event] = {}
        self.by_object: dict[int, Event] = {}
        self.settings: dict[tuple[int, int], str] = {}
        self._portals: dict[int, Pages[Event]] = {}
        self._by_external_id: dict[tuple[int, str], Pages[Event]] = {}
        self._contacts: dict[str, int] = {}
        self._emails: dict[int, str] = {}
        self._participations: dict[tuple[int, int], Pages[Participation]] = {}

    def correlation_id(self) -> str:
        """A new correlation id."""
        digits = f"{self._chance.getrandbits(128):032x}"
        # As a UUID of version 4 is written; the class of the standard library takes three times
        # as long.
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"

    # Events

    def add(self, key: Key, now: str) -> Event:
        """Make an event; `now` is the time as HubSpot writes it."""
        self._next_object += 1
        event = Event(key, self._next_object, now, now)
        self.events[key] = self.by_object[event.object_id] = event
        self.of_portal(key[0]).add(event.object_id, event)
        self._by_external_id.setdefault((key[0], key[3]), Pages()).add(event.object_id, event)
        return event

    def remove(self, event: Event) -> None:
        """Forget an event, with its lists and participants."""
        portal, name = event.key[0], (event.key[0], event.key[3])
        del self.events[event.key], self.by_object[event.object_id]
        self.of_portal(portal).remove(event.object_id)
        self._by_external_id[name].remove(event.object_id)
        if not self._by_external_id[name]:
            del self._by_external_id[name]
        if event.has_participants:
            for participation in event.participants.by_contact.values():
                self.of_contact(portal, participation.contact).remove(participation.number)

    def of_portal(self, portal: int) -> Pages[Event]:
        """A portal's events in the order of their object ids (documented of the list)."""
        return self._portals.setdefault(portal, Pages())

    def with_external_id(self, portal: int, name: str) -> list[Event]:
        """The events of a portal with an external event id, of any app and account."""
        found = self._by_external_id.get((portal, name))
        return found.all() if found else []

    # Contacts

    def contact(self, email: str, *, create: bool) -> int | None:
        """The contact with an e-mail address, made if need be."""
        email = email.lower()
        if email not in self._contacts and create:
            self._next_contact += 1
            while self._next_contact in self._emails:
                self._next_contact += 1
            self._name(self._next_contact, email)
        return self._contacts.get(email)

    def email(self, contact: int) -> str:
        """The e-mail address of a contact, made up where it has none."""
        if contact not in self._emails:
            self._name(contact, f"contact-{contact}@{_EXAMPLE_HOST}")
        return self._emails[contact]

    def _name(self, contact: int, email: str) -> None:
        self._emails[contact] = email
        self._contacts.setdefault(email, contact)

    def identified(self, text: str) -> int | None:
        """The contact that an id or e-mail address names."""
        is_number = text.isascii() and text.isdecimal()
        return int(text) if is_number else self.contact(text, create=False)

    # Participations

    def participate(
        self, event: Event, contact: int, *, email: str, state: str, moment: int, now: str
    ) -> None:
        """Record a contact's state at an event; an older one than is known changes nothing."""
        known = event.participants.by_contact.get(contact)
        if known is None:
            self._next_participation += 1
            number = self._next_participation
            made = Participation(number, contact, email, state, moment, now, event)
            event.participants.add(made)
            self.of_contact(event.key[0], contact).add(number, made)
        elif moment >= known.occurred_at:
            event.participants.move(known, state)
            known.occurred_at = moment

    def of_contact(self, portal: int, contact: int) -> Pages[Participation]:
        """A contact's participations in a portal."""
        return self._participations.setdefault((portal, contact), Pages())
