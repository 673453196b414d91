"""What a caller may hand in, and what of it can be sent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from attrs import NOTHING, field, fields, frozen

from hubspot_marketing_events.errors import ErrorDetails, InvalidEventError


@frozen(kw_only=True)
class Event:
    """A marketing event to create or update.

    HubSpot's guide requires the first four fields; one that is None is left out. Datetimes need a time zone. Custom
    properties that the account does not define are dropped by HubSpot without an error (documented).
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
    def key(self) -> tuple[str, str]:
        """What identifies the event to the app that sends it."""
        return self.external_account_id, self.external_event_id

    @property
    def warning(self) -> str | None:
        """What looks wrong and is sent all the same, since HubSpot does not document that it refuses it."""
        start, end = self.start_date_time, self.end_date_time
        return "end_date_time is before start_date_time" if start and end and end < start else None


_KINDS: dict[str, type] = {"Mapping": Mapping, "bool": bool, "datetime": dt.datetime, "str": str}
_FIELDS = {a.name: a for a in fields(Event)}
_API_NAMES = {
    re.sub("_(.)", lambda found: found[1].upper(), name): name for name in _FIELDS
}  # as eventName
FIELD_NAMES = {**{name: name for name in _FIELDS}, **_API_NAMES}


def read(source: object) -> Event:
    """Make a checked event of an input.

    Args:
        source: an `Event`, or a mapping with HubSpot's names (`eventName`) or Python's (`event_name`), in which
            datetimes may be ISO 8601 text and custom properties a list of `{"name", "value"}`.

    Raises:
        InvalidEventError: it is one already, as of a line that could not be read; or a field is missing, unknown, of
            the wrong type, naive, or cannot be encoded.
    """
    if isinstance(source, InvalidEventError):
        raise source
    event = source if isinstance(source, Event) else _from_mapping(source)
    for name, attribute in _FIELDS.items():
        _check(name, str(attribute.type), getattr(event, name))
    return event


def _invalid(name: str, reason: str) -> InvalidEventError:
    return InvalidEventError(ErrorDetails(message=f"{name} {reason}", field=name))


def _from_mapping(source: object) -> Event:
    if not isinstance(source, Mapping):
        raise _invalid("input", f"is a {type(source).__name__}, not an Event or a mapping")
    values: dict[str, Any] = {}
    for given, value in source.items():
        name = FIELD_NAMES.get(given, "")
        if not name or name in values:
            raise _invalid(
                str(given), "is given twice" if name else "is not a field of a marketing event"
            )
        values[name] = _converted(name, value)
    for name, attribute in _FIELDS.items():
        if attribute.default is NOTHING and name not in values:
            raise _invalid(name, "is missing")
    return Event(**values)


def _converted(name: str, value: Any) -> Any:
    if name.endswith("_date_time") and isinstance(value, str):
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError:
            raise _invalid(name, f"is not an ISO 8601 date and time: {value[:40]!r}") from None
    if name == "custom_properties" and isinstance(value, list):
        if not all(
            isinstance(item, Mapping) and {"name", "value"} <= item.keys() for item in value
        ):
            raise _invalid(name, "needs a name and a value in each item")
        return {item["name"]: item["value"] for item in value}
    return {} if name == "custom_properties" and value is None else value


def _check(name: str, expected: str, value: Any) -> None:
    if value is None and "None" in expected:
        return
    kind: Any = next(kind for text, kind in _KINDS.items() if text in expected)
    if not isinstance(value, kind):
        raise _invalid(
            name,
            "is missing"
            if value is None
            else f"is a {type(value).__name__}, not a {kind.__name__.lower()}",
        )
    if isinstance(value, Mapping):
        for key, text in value.items():
            _check(name, "str", key)
            _check(f"{name}[{key!r}]", "str", text)
    if isinstance(value, dt.datetime) and value.utcoffset() is None:
        raise _invalid(name, "has no time zone; attach one, as datetime.UTC")
    try:
        value.encode() if kind is str else value.astimezone(dt.UTC) if kind is dt.datetime else None
    except UnicodeEncodeError as error:
        raise _invalid(name, f"cannot be encoded as UTF-8 at character {error.start}") from None
    except OverflowError:
        raise _invalid(name, "is outside the years 1 to 9999 in UTC") from None
