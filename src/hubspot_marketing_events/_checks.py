"""Checks of inputs, and the plain values that are sent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import NoneType
from typing import Any, NamedTuple

from attrs import NOTHING, evolve, fields

from hubspot_marketing_events._addresses import address_fault, is_address
from hubspot_marketing_events._events import Event, Participant
from hubspot_marketing_events._outcomes import ErrorDetails
from hubspot_marketing_events.errors import InvalidEventError

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MILLISECOND = dt.timedelta(milliseconds=1)


class _Unfit(Exception):  # noqa: N818 - a signal within this module
    """A value cannot be sent; the reason follows the field's name, and `place` where in it."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason)
        self.place = place


class _Absent(Exception):  # noqa: N818 - a signal within this module
    """A value that means "no value", such as NaN."""


_TEXT, _FLAG, _TIME = {str, NoneType}, {bool, NoneType}, {dt.datetime, NoneType}


def checked(source: object) -> tuple[Event, str | None]:
    """Make an event of an input, and check that it can be sent.

    Args:
        source: an `Event`, or a mapping with HubSpot's names (`eventName`) or Python's
            (`event_name`). In a mapping, datetimes may be ISO 8601 text and custom properties a
            list of `{"name", "value"}`. NaN, NaT and NA count as absent.

    Returns:
        The event with plain values, its times in UTC and in milliseconds; and a warning or None.

    Raises:
        InvalidEventError: the input is such an error, or a field is missing, unknown, of the wrong
            type, without a time zone, or cannot be encoded. It names all that is wrong.
    """
    if type(source) is Event:
        try:
            if _is_plain(source):
                return source, source.warning
        except Exception:  # noqa: BLE001, S110 - `_read` says what is wrong
            pass

    event, warnings = _read(_shape(Event), source)
    if event.warning:
        warnings.append(event.warning)
    return event, "; ".join(warnings) or None


def checked_participant(source: object) -> tuple[Participant, str | None]:
    """Make a participant of an input, and check that it can be sent.

    Args:
        source: a `Participant`, or a mapping with HubSpot's names (`vid`, `interactionDateTime`)
            or Python's (`contact_id`, `at`). In a mapping, `at` may be ISO 8601 text or
            milliseconds since 1970, as HubSpot has it.

    Returns:
        The participant with plain values: the e-mail address without white space around it, the
        contact id as text. And a warning or None.

    Raises:
        InvalidEventError: as `checked`; or `email` is certainly no address; or not exactly one of
            `email` and `contact_id` is given.
    """
    if type(source) is Participant and _is_plain_participant(source):
        return source, None

    given, warnings = _read(_shape(Participant), source)
    email = given.email or None
    if (email is None) == (given.contact_id is None):
        wrong = (
            "is missing, and contact_id too" if email is None else "and contact_id are both given"
        )
        raise _invalid({"email": wrong})
    return evolve(given, email=email), "; ".join(warnings) or None


def _read(shape: _Shape, source: Any) -> tuple[Any, list[str]]:
    """Turn an input into the plain values to send; also return warnings of what is left out."""
    if isinstance(source, InvalidEventError):
        raise source

    try:
        return _checked(
            shape, source if isinstance(source, shape.kind) else _from_mapping(shape, source)
        )
    except InvalidEventError:
        raise
    except Exception as error:  # a caller's object may raise anything when it is looked at
        raise _invalid({"input": f"cannot be read: it raises {type(error).__name__}"}) from error


def _invalid(problems: Mapping[str, str]) -> InvalidEventError:
    message = "; ".join(f"{name} {reason}" for name, reason in problems.items())
    return InvalidEventError(ErrorDetails(message=message, field=next(iter(problems))))


def _checked(shape: _Shape, given: Any) -> tuple[Any, list[str]]:
    changes: dict[str, Any] = {}
    problems: dict[str, str] = {}
    warnings: list[str] = []
    for name, check in shape.checks:
        value = getattr(given, name)
        if value is None and name not in shape.required:
            continue

        try:
            kept = check(value, warnings)
        except _Unfit as reason:
            problems[name + reason.place] = str(reason)
            continue
        except _Absent:
            if name in shape.required:
                problems[name] = "is missing"
                continue
            kept = {} if check is _properties else None
            warnings.append(f"{name} is {value!r} and was left out")

        changes[name] = kept

    if problems:
        raise _invalid(problems)

    return evolve(given, **changes), warnings


def _is_plain(event: Event) -> bool:
    """Whether an event can be sent as it is.

    Most can, and this takes a fifth of the time of a look at each field by name. So it is written
    out: a call per value would double it.
    """
    if not (
        type(event.event_name) is str
        and type(event.event_organizer) is str
        and type(event.external_account_id) is str
        and type(event.external_event_id) is str
        and type(event.event_type) in _TEXT
        and type(event.event_url) in _TEXT
        and type(event.event_description) in _TEXT
        and type(event.event_cancelled) in _FLAG
        and type(event.event_completed) in _FLAG
        and type(event.start_date_time) in _TIME
        and type(event.end_date_time) in _TIME
        and type(event.custom_properties) is dict
    ):
        return False

    for time in (event.start_date_time, event.end_date_time):
        if time and (time.tzinfo is not dt.UTC or time.microsecond % 1000):
            return False

    texts = (
        f"{event.event_name}{event.event_organizer}{event.external_account_id}"
        f"{event.external_event_id}{event.event_type}{event.event_url}{event.event_description}"
    )
    return _encodes(texts) and _are_plain_texts(event.custom_properties)


def _is_plain_participant(given: Participant) -> bool:
    """Whether a participant can be sent as it is; as `_is_plain`, a third of the time."""
    at = given.at
    return (
        _is_plain_name(given.email, given.contact_id)
        and type(at) is dt.datetime
        and at.tzinfo is dt.UTC
        and at.microsecond % 1000 == 0
        and type(given.properties) is dict
        and type(given.contact_properties) is dict
        and _are_plain_texts(given.properties)
        and _are_plain_texts(given.contact_properties)
    )


def _is_plain_name(email: Any, contact_id: Any) -> bool:
    """Whether a contact has one name that needs no change: an address, or an id as text."""
    if email is None:
        return (
            type(contact_id) is str
            and contact_id.isascii()
            and contact_id.isdecimal()
            and contact_id[0] != "0"
            and len(contact_id) < 19  # noqa: PLR2004 - so that it is an int64
        )
    alone = type(email) is str and contact_id is None
    return alone and is_address(email) and _encodes(email)


def _are_plain_texts(properties: Mapping[Any, Any]) -> bool:
    for name, text in properties.items():
        if type(name) is not str or type(text) is not str:
            return False
        if not (name.isascii() and text.isascii()) and not _encodes(name + text):
            return False
    return True


def _encodes(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _from_mapping(shape: _Shape, source: object) -> Any:
    if not isinstance(source, Mapping):
        wanted = shape.kind.__name__
        found = type(source).__name__
        raise _invalid({"input": f"is of type {found}, neither {wanted} nor a mapping"})

    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for given, value in source.items():
        name = shape.names.get(given)
        if not name or name in values:
            twice = "is given twice" if name else f"is not a field of {shape.what}"
            shown = given if isinstance(given, str) and given.isprintable() else repr(given)
            problems[shown[:100]] = twice
            continue

        values[name] = None
        try:
            values[name] = _converted(name, value)
        except _Unfit as reason:
            problems[name] = str(reason)

    problems |= {name: "is missing" for name in shape.required if name not in values}
    if problems:
        raise _invalid(problems)
    return shape.kind(**values)


def _converted(name: str, value: Any) -> Any:
    if name in _TIMES and isinstance(value, str):
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError:
            raise _Unfit(f"is not an ISO 8601 date and time: {value[:40]!r}") from None

    if name == "at" and type(value) is int:
        try:
            return EPOCH + value * MILLISECOND
        except OverflowError:
            raise _Unfit(f"is no time in milliseconds since 1970: {value}") from None

    if name in _PROPERTIES and isinstance(value, list):
        if not all(
            isinstance(item, Mapping) and {"name", "value"} <= item.keys() for item in value
        ):
            raise _Unfit("needs a name and a value in each item")
        kept = {item["name"]: item["value"] for item in value}
        if len(kept) < len(value):
            raise _Unfit("has one name twice")
        return kept

    return {} if name in _PROPERTIES and value is None else value


def _plain(value: Any, kind: type) -> Any:
    """Return a value of another library as Python's own; raises where it is absent or unfit."""
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        value = value.item()
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        raise _Absent
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - only NaN differs from itself
        raise _Absent

    if not isinstance(value, kind):
        raise _Unfit(f"is of type {type(value).__name__}, not {kind.__name__.lower()}")
    return value


def _text(value: Any, _: list[str]) -> str:
    text = str.__str__(_plain(value, str))  # of an enum its value, not its name
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _Unfit(f"cannot be encoded as UTF-8 at character {error.start}") from None
    return text


def _address(value: Any, warnings: list[str]) -> str:
    text = _text(value, warnings).strip()
    fault = address_fault(text) if text else None
    if fault:
        raise _Unfit(f"{text[:60]!r} {fault}")
    return text


def _flag(value: Any, _: list[str]) -> bool:
    return bool(_plain(value, bool))


def _instant(value: Any, _: list[str]) -> dt.datetime:
    given: dt.datetime = _plain(value, dt.datetime)
    if given.utcoffset() is None:
        raise _Unfit("has no time zone; attach one, as datetime.UTC")
    try:
        utc = given.astimezone(dt.UTC)
    except OverflowError:
        raise _Unfit("is outside the years 1 to 9999 in UTC") from None

    # Counted from the epoch, it is a plain datetime, whatever class was given.
    milliseconds: int = (utc - EPOCH) // MILLISECOND
    return EPOCH + milliseconds * MILLISECOND


def _properties(value: Any, warnings: list[str]) -> Mapping[str, str]:
    kept: dict[str, str] = {}
    for name, text in _plain(value, Mapping).items():
        key = _text(name, warnings)
        try:
            kept[key] = _text(text, warnings)
        except _Unfit as reason:
            raise _Unfit(str(reason), f"[{key!r}]") from None
        except _Absent:
            warnings.append(f"property {key!r} is {text!r} and was left out")
    return kept


def _contact_id(value: Any, _: list[str]) -> str:
    if isinstance(value, float) and value.is_integer() and value < 2**53:
        value = int(value)  # as pandas has them in a column in which some are missing
    given = str(_plain(value, int if isinstance(value, int) else str)).strip()
    number = int(given) if re.fullmatch("[0-9]{1,19}", given) else 0
    if isinstance(value, bool) or not 0 < number < 2**63:
        raise _Unfit(f"is no contact's id, a whole number: {given[:40]!r}")
    return str(number)


_KINDS: dict[str, Callable[[Any, list[str]], Any]] = {
    "str": _text,
    "str | int": _contact_id,
    "bool": _flag,
    "dt.datetime": _instant,
    "Mapping[str, str]": _properties,
}
_WORDS: dict[type[Any], tuple[str, dict[str, str]]] = {
    Event: ("a marketing event", {}),
    Participant: ("a participant", {"vid": "contact_id", "interactionDateTime": "at"}),
}
_OWN: dict[str, Callable[[Any, list[str]], Any]] = {"email": _address}
_TIMES = {"start_date_time", "end_date_time", "at"}
_PROPERTIES = {"custom_properties", "properties", "contact_properties"}


class _Shape(NamedTuple):
    """What may be given as one kind of input, and under which names."""

    kind: type[Any]
    what: str
    names: Mapping[str, str]
    required: Sequence[str]
    checks: Sequence[tuple[str, Callable[[Any, list[str]], Any]]]


@cache
def _shape(kind: type[Event | Participant]) -> _Shape:
    """Return the shape of a kind of input; it takes 0.3 ms, and most inputs do without."""
    what, names = _WORDS[kind]
    own = [attribute.name for attribute in fields(kind)]
    api = {re.sub("_(.)", lambda found: found[1].upper(), name): name for name in own}
    required = [attribute.name for attribute in fields(kind) if attribute.default is NOTHING]
    checks = [
        (a.name, _OWN.get(a.name) or _KINDS[str(a.type).removesuffix(" | None")])
        for a in fields(kind)
    ]
    known = {**{name: name for name in own}, **api, **names}
    return _Shape(kind, what, known, required, checks)
