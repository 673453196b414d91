"""The inputs of the calls that write: events and participants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from attrs import field, frozen


class EventKey(NamedTuple):
    """The external ids of an event, which name it to the app that created it and to no other.

    Args:
        external_account_id: your id of the account that the event belongs to.
        external_event_id: your id of the event.
    """

    external_account_id: str
    external_event_id: str


@frozen(kw_only=True)
class Event:
    """A marketing event to create or update.

    HubSpot's guide requires the first four fields (documented); one that is None is left out.

    Args:
        event_name: the name of the event.
        event_organizer: who organizes it.
        external_account_id: your id of the account that the event belongs to.
        external_event_id: your id of the event; with the account's it says which event is meant.
        event_type: the kind of event, such as "webinar".
        event_url: where it can be found on the web.
        event_description: what it is about.
        event_cancelled: whether it is cancelled.
        event_completed: whether it has taken place.
        start_date_time: when it starts, with a time zone. HubSpot keeps milliseconds.
        end_date_time: when it ends, with a time zone.
        custom_properties: text by property name. HubSpot drops properties that the account does
            not define, without an error (documented).
    """

    event_name: str
    event_organizer: str
    external_account_id: str
    external_event_id: str
    event_type: str | None = None
    event_url: str | None = None
    event_description: str | None = None
    event_cancelled: bool | None = None
    event_completed: bool | None = None
    start_date_time: dt.datetime | None = None
    end_date_time: dt.datetime | None = None
    custom_properties: Mapping[str, str] = field(factory=dict)

    @property
    def key(self) -> EventKey:
        """What identifies the event to the app that sends it."""
        return EventKey(self.external_account_id, self.external_event_id)

    @property
    def warning(self) -> str | None:
        """What looks wrong and is sent all the same: HubSpot does not document a refusal."""
        start, end = self.start_date_time, self.end_date_time
        return "end_date_time is before start_date_time" if start and end and end < start else None


class ParticipantState(Enum):
    """What a contact did; the values are HubSpot's, in the paths of its calls (documented)."""

    REGISTERED = "register"
    ATTENDED = "attend"
    CANCELLED = "cancel"


@frozen(kw_only=True)
class Participant:
    """A contact who registered for an event, attended it, or cancelled.

    Either the e-mail address or the contact id says who it is.

    Args:
        at: when it happened, with a time zone. HubSpot keeps milliseconds.
        email: the e-mail address of the contact. White space around it is removed. What is
            certainly no address, such as two of them, is not sent.
        contact_id: HubSpot's id of the contact, a whole number.
        properties: text by name. HubSpot documents `joinedAt` and `leftAt` for attendees.
        contact_properties: properties of a contact that this call creates, text by name. HubSpot
            ignores them for a contact that exists (documented). With a contact id, they are not
            sent.
    """

    at: dt.datetime
    email: str | None = None
    contact_id: str | int | None = None
    properties: Mapping[str, str] = field(factory=dict)
    contact_properties: Mapping[str, str] = field(factory=dict)
