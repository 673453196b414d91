"""What every contender sends, as plain Python values; standard library only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
_FIRST = dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)
_FIRST_ID = 300_000_000_000
ACCOUNT, EVENT = "account-7", "tour-1"  # the external ids of the event that has participants
_NAMES = {
    "event_name": "eventName",
    "event_organizer": "eventOrganizer",
    "external_account_id": "externalAccountId",
    "external_event_id": "externalEventId",
    "event_type": "eventType",
    "event_url": "eventUrl",
    "event_description": "eventDescription",
    "event_cancelled": "eventCancelled",
    "event_completed": "eventCompleted",
    "start_date_time": "startDateTime",
    "end_date_time": "endDateTime",
    "custom_properties": "customProperties",
}


@dataclass(frozen=True)
class Shape:
    """What a batch looks like.

    Attributes:
        size: how many events it has.
        fields: how many fields an event has: 4, which HubSpot's guide requires, or all 12.
        properties: how many custom properties an event has, if it has all fields.
        start: number of its first event; two batches whose numbers differ hold different events.
    """

    size: int = 100
    fields: int = 12
    properties: int = 0
    start: int = 0

    def rows(self) -> list[Row]:
        """Return the events, with Python's names and types."""
        return [self._row(self.start + offset) for offset in range(self.size)]

    def object_ids(self) -> list[str]:
        """Return the object ids that the server gives these events, in their order."""
        return [object_id(str(self.start + offset)) for offset in range(self.size)]

    def _row(self, number: int) -> Row:
        row: Row = {
            "event_name": f"Spring product tour, stop {number}",
            "event_organizer": "Northwind Traders",
            "external_account_id": ACCOUNT,
            "external_event_id": str(number),
        }
        if self.fields == len(row):
            return row

        begins = _FIRST + dt.timedelta(hours=number % 5000)
        return row | {
            "event_type": "CONFERENCE",
            "event_url": f"https://events.example/tours/{number}",
            "event_description": "A day of talks and workshops for customers and partners. Grüße!",
            "event_cancelled": False,
            "event_completed": False,
            "start_date_time": begins,
            "end_date_time": begins + dt.timedelta(hours=8),
            "custom_properties": {f"property_{n}": f"value {n}" for n in range(self.properties)},
        }


@dataclass(frozen=True)
class Participants:
    """A batch of participants of one event.

    Attributes:
        size: how many there are.
    """

    size: int = 100

    def rows(self) -> list[Row]:
        """Return the participants, with Python's names and types."""
        return [
            {
                "email": email_address(number),
                "at": _FIRST + dt.timedelta(seconds=number),
                "contact_properties": {"firstname": "Jo", "lastname": f"Number {number}"},
            }
            for number in range(self.size)
        ]

    def object_ids(self) -> list[str]:
        """Return the contact ids that the server gives these participants, in their order."""
        return [contact_id(email_address(number)) for number in range(self.size)]


Workload = Shape | Participants
WORKLOADS: dict[str, type[Workload]] = {"Shape": Shape, "Participants": Participants}


def email_address(number: int) -> str:
    """Return a participant's e-mail address."""
    return f"participant-{number}@example.com"


def contact_id(email: str) -> str:
    """Return the id of the contact whom the server has under an e-mail address."""
    return str(_FIRST_ID + int(email.partition("@")[0].rpartition("-")[2]))


def milliseconds(at: dt.datetime) -> int:
    """Return a time as HubSpot has it."""
    return round(at.timestamp() * 1000)


def object_id(external_event_id: str) -> str:
    """Return the object id that the server gives an event."""
    return str(_FIRST_ID + int(external_event_id))


def json_ready(row: Row) -> Row:
    """Return an event with HubSpot's names, as the standard library's json can write it."""
    ready = {_NAMES[name]: value for name, value in row.items()}
    for name in ("startDateTime", "endDateTime"):
        if name in ready:
            ready[name] = ready[name].isoformat()
    if "customProperties" in ready:
        ready["customProperties"] = property_list(row)
    return ready


def property_list(row: Row) -> list[dict[str, str]]:
    """Return an event's custom properties as HubSpot wants them."""
    properties = row.get("custom_properties", {})
    return [{"name": name, "value": value} for name, value in properties.items()]
