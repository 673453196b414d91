"""What the mock remembers: events, their participants, and the settings of apps."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Any

from attrs import define, field

Key = tuple[int, int, str, str]  # portal, app, external account, external event
STATES = {"register": "REGISTERED", "attend": "ATTENDED", "cancel": "CANCELLED"}


def stamp(moment: dt.datetime) -> str:
    """A moment as HubSpot writes its own: 2024-08-07T12:58:40.635Z (documented)."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")[:23] + "Z"


def instant(text: str) -> str:
    """The same instant in UTC, without a fraction where it has none (observed); a leap second is the one before it."""
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
    """One contact's state at one event."""

    id: str
    contact: int
    email: str
    state: str
    occurred_at: int
    created_at: dt.datetime
    properties: dict[str, str]


@define(eq=False)
class Event:
    """A marketing event; `fields` has what was sent, under HubSpot's names."""

    key: Key
    object_id: int
    created_at: dt.datetime
    updated_at: dt.datetime
    fields: dict[str, Any] = field(factory=dict)
    custom: dict[str, str] = field(factory=dict)
    lists: dict[str, dt.datetime] = field(factory=dict)
    participants: dict[int, Participation] = field(factory=dict)

    def over(self, now: dt.datetime) -> bool:
        """Whether it has taken place."""
        end = parsed(self.fields.get("endDateTime"))
        return bool(self.fields.get("eventCompleted")) or (end is not None and end < now)

    def state_of(self, participation: Participation, now: dt.datetime) -> str:
        """A participant's state; who registered and did not come is a no-show once the event is over."""
        return (
            "NO_SHOW"
            if participation.state == "REGISTERED" and self.over(now)
            else participation.state
        )


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
        self.events: dict[Key, Event] = {}
        self.by_object: dict[int, Event] = {}
        self.contacts: dict[str, int] = {}
        self.settings: dict[tuple[int, int], str] = {}

    def correlation_id(self) -> str:
        """A new correlation id."""
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    def add(self, key: Key, now: dt.datetime) -> Event:
        """A new event."""
        self._next_object += 1
        event = Event(key, self._next_object, now, now)
        self.events[key] = self.by_object[event.object_id] = event
        return event

    def remove(self, event: Event) -> None:
        """Forget an event, with its lists and participants."""
        del self.events[event.key], self.by_object[event.object_id]

    def contact(self, email: str, *, create: bool) -> int | None:
        """The contact with an e-mail address, made if need be."""
        email = email.lower()
        if email not in self.contacts and create:
            self._next_contact += 1
            self.contacts[email] = self._next_contact
        return self.contacts.get(email)

    def email(self, contact: int) -> str:
        """The e-mail address of a contact, made up where it has none."""
        found = next((email for email, number in self.contacts.items() if number == contact), None)
        return found or f"contact-{contact}@contacts.example"

    def of_portal(self, portal: int) -> Iterator[Event]:
        """A portal's events in the order of their object ids (documented of the list)."""
        return (event for event in self.by_object.values() if event.key[0] == portal)
