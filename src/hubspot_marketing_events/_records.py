"""What HubSpot has, as the clients return it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Self, TypeVar

from attrs import field, fields, frozen

from hubspot_marketing_events._checks import EPOCH, MILLISECOND
from hubspot_marketing_events._core._results import read_instant

Record = TypeVar("Record", bound="_Record")
_LONGEST_CURSOR = 5_000  # characters, each of which may take 12 in a URL of 64 KiB


@frozen(kw_only=True)
class _Record:
    """Something that HubSpot has. A field that a response lacks is None.

    Args:
        extra: everything else in the response, under HubSpot's names; also values of another
            type than their field has.
    """

    extra: Mapping[str, Any] = field(factory=dict, repr=False)

    @classmethod
    def read(cls, item: Any) -> Self:
        """Read an object of a response.

        Raises:
            ValueError: it is no object, or has no id.
        """
        if not isinstance(item, dict):
            kind = type(item).__name__
            message = f"the response has a {kind} where an object belongs"
            raise ValueError(message)  # noqa: TRY004 - a server's fault, no caller's

        extra, values = cls._flat(item), dict[str, Any]()
        for name, own, read in _columns(cls):  # type: ignore[arg-type] # classes are hashable
            value = read(extra.get(name))
            if value is not None:
                values[own] = value
                del extra[name]
        if not any(values.get(own) for own in cls._names()):
            raise ValueError(f"the response has an object without {' or '.join(cls._names())}")
        return cls(**values, extra={name: v for name, v in extra.items() if v is not None})

    @classmethod
    def _flat(cls, item: dict[str, Any]) -> dict[str, Any]:
        return dict(item)

    @classmethod
    def _names(cls) -> tuple[str, ...]:
        """The fields of which at least one has to be there."""
        return tuple(a.name for a in fields(cls) if a.name.endswith("_id"))


@frozen(kw_only=True)
class EventRecord(_Record):
    """A marketing event that HubSpot has.

    Args:
        object_id: HubSpot's id of the event.
        external_event_id: its creator's id of the event.
        event_name: the name of the event.
        event_organizer: who organizes it.
        event_type: the kind of event.
        event_url: where it can be found on the web.
        event_description: what it is about.
        event_status: HubSpot's word for where it stands, such as "UPCOMING".
        event_cancelled: whether it is cancelled.
        event_completed: whether it has taken place.
        start_date_time: when it starts, in UTC.
        end_date_time: when it ends, in UTC.
        created_at: when HubSpot got it first.
        updated_at: when it was changed last.
        registrants: how many contacts registered.
        attendees: how many attended.
        cancellations: how many cancelled.
        no_shows: how many registered and stayed away, once it is over.
        custom_properties: text by property name.
        extra: what else the response has, under HubSpot's names, such as `appInfo`.
    """

    object_id: str | None = None
    external_event_id: str | None = None
    event_name: str | None = None
    event_organizer: str | None = None
    event_type: str | None = None
    event_url: str | None = None
    event_description: str | None = None
    event_status: str | None = None
    event_cancelled: bool | None = None
    event_completed: bool | None = None
    start_date_time: dt.datetime | None = None
    end_date_time: dt.datetime | None = None
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    registrants: int | None = None
    attendees: int | None = None
    cancellations: int | None = None
    no_shows: int | None = None
    custom_properties: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class EventIdentifiers(_Record):
    """The ids of a marketing event, whichever app created it.

    Args:
        object_id: HubSpot's id of the event.
        external_account_id: its creator's id of the account.
        external_event_id: its creator's id of the event.
        marketing_event_name: the name of the event.
        app_id: HubSpot's id of the app that created it.
        extra: what else the response has, under HubSpot's names.
    """

    object_id: str | None = None
    external_account_id: str | None = None
    external_event_id: str | None = None
    marketing_event_name: str | None = None
    app_id: str | None = None

    @classmethod
    def _flat(cls, item: dict[str, Any]) -> dict[str, Any]:
        return {**item, "appId": _taken(dict(item), "appInfo").get("id")}


@frozen(kw_only=True)
class Participation(_Record):
    """What one contact did at one event.

    Args:
        id: HubSpot's id of it.
        attendance_state: REGISTERED, ATTENDED, CANCELLED or NO_SHOW; HubSpot may add others.
        occurred_at: when the contact did so.
        created_at: when HubSpot got to know of it.
        contact_id: HubSpot's id of the contact.
        email: the contact's e-mail address.
        firstname: the contact's first name.
        lastname: the contact's last name.
        marketing_event_id: HubSpot's id of the event.
        name: the name of the event.
        external_account_id: the id of the account, of the app that created the event.
        external_event_id: that app's id of the event.
        attendance_duration_seconds: how long the contact was there.
        attendance_percentage: for what share of the event, as HubSpot's text.
        extra: what else the response has, under HubSpot's names.
    """

    id: str | None = None
    attendance_state: str | None = None
    occurred_at: dt.datetime | None = None
    created_at: dt.datetime | None = None
    contact_id: str | None = None
    email: str | None = None
    firstname: str | None = None
    lastname: str | None = None
    marketing_event_id: str | None = None
    name: str | None = None
    external_account_id: str | None = None
    external_event_id: str | None = None
    attendance_duration_seconds: int | None = None
    attendance_percentage: str | None = None

    @classmethod
    def _flat(cls, item: dict[str, Any]) -> dict[str, Any]:
        rest = dict(item)
        related, properties = _taken(rest, "associations"), _taken(rest, "properties")
        known = {**_taken(related, "contact"), **_taken(related, "marketingEvent"), **properties}
        return known | ({"associations": related} if related else {}) | rest


@frozen(kw_only=True)
class ContactList(_Record):
    """A list of contacts that is associated with an event.

    Args:
        list_id: HubSpot's id of the list.
        name: the name of the list.
        size: how many contacts it has.
        processing_type: how contacts come into it, such as "MANUAL".
        processing_status: whether it is up to date, such as "COMPLETE".
        object_type_id: what it lists.
        created_at: when it was made.
        updated_at: when it was changed last.
        extra: what else the response has, under HubSpot's names.
    """

    list_id: str | None = None
    name: str | None = None
    size: int | None = None
    processing_type: str | None = None
    processing_status: str | None = None
    object_type_id: str | None = None
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None

    @classmethod
    def _names(cls) -> tuple[str, ...]:
        return ("list_id",)


def read_page(kind: type[Record], body: dict[str, Any]) -> tuple[list[Record], str | None]:
    """Read a page of a list: its items, and the cursor of the next page or None.

    Raises:
        ValueError: it has no list of items, or a next page and no cursor that leads there.
    """
    results = body.get("results")
    if not isinstance(results, list):
        message = "the response has no list of results"
        raise ValueError(message)  # noqa: TRY004 - a server's fault, no caller's
    return [kind.read(item) for item in results], _cursor(body.get("paging"))


def _cursor(paging: Any) -> str | None:
    """Read where the next page begins; raises where there is one and nothing says where."""
    following = paging.get("next") if isinstance(paging, dict) else paging
    if not following:
        return None

    after = _text(following.get("after")) if isinstance(following, dict) else None
    if after is None or not after.isprintable() or len(after) > _LONGEST_CURSOR:
        raise ValueError("the response has a next page, and no cursor that leads there")
    return after


def _taken(value: dict[str, Any], name: str) -> dict[str, Any]:
    """Take an object out of an object; an empty one, and nothing taken, where there is none."""
    return dict(value.pop(name)) if isinstance(value.get(name), dict) else {}


def _text(value: Any) -> str | None:
    if type(value) is int and abs(value) < 2**63:
        return str(value)
    return value if isinstance(value, str) and value else None


def _instant(value: Any) -> dt.datetime | None:
    """Read a time with a zone, or milliseconds since 1970, in UTC."""
    if type(value) is not int:
        return read_instant(value)
    try:
        return EPOCH + value * MILLISECOND
    except OverflowError:
        return None


def _properties(value: Any) -> dict[str, str] | None:
    """Read a list of names and values, without those that have no value; None for another list."""
    if not isinstance(value, list) or not all(isinstance(pair, dict) for pair in value):
        return None
    pairs = [(pair.get("name"), pair.get("value")) for pair in value]
    if not all(isinstance(name, str) and isinstance(text, str | None) for name, text in pairs):
        return None
    return {name: text for name, text in pairs if text is not None}


_READERS: dict[str, Callable[[Any], Any]] = {
    "str | None": _text,
    "int | None": lambda value: value if type(value) is int else None,
    "bool | None": lambda value: value if isinstance(value, bool) else None,
    "dt.datetime | None": _instant,
    "Mapping[str, str]": _properties,
}


@cache
def _columns(kind: Any) -> list[tuple[str, str, Callable[[Any], Any]]]:
    """Return HubSpot's name, ours and the reader of each field but `extra`."""
    return [
        (re.sub("_(.)", lambda found: found[1].upper(), a.name), a.name, _READERS[str(a.type)])
        for a in fields(kind)
        if a.name != "extra"
    ]
