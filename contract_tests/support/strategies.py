"""Anything that a schema of the contract allows, and events as a caller may have them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from hubspot_marketing_events import Event

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
_RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_UNKNOWN = st.dictionaries(TEXT.map("x-{}".format), JSON, max_size=2)


def instances(schema: dict[str, Any], document: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Every kind of JSON that a schema of this contract allows.

    Args:
        schema: uses what the contract uses: references, unions, types, formats, patterns, enums.
        document: where its references lead.
    """
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return st.deferred(lambda: instances(document["components"]["schemas"][name], document))
    if "anyOf" in schema:
        return st.one_of([instances(option, document) for option in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = schema.get("type", "anything")
    if isinstance(kinds, list):
        return st.one_of([instances({**schema, "type": kind}, document) for kind in kinds])
    return _KINDS[kinds](schema, document)


def _objects(schema: dict[str, Any], document: dict[str, Any]) -> st.SearchStrategy[Any]:
    properties = {
        name: instances(value, document) for name, value in schema.get("properties", {}).items()
    }
    required = {name: properties.pop(name) for name in schema.get("required", [])}
    named = st.fixed_dictionaries(required, optional=properties)
    more = schema.get("additionalProperties")
    values = (
        st.dictionaries(TEXT, instances(more, document), max_size=3)
        if isinstance(more, dict)
        else _UNKNOWN
    )
    return st.builds(lambda unknown, known: unknown | known, values, named)


def _strings(schema: dict[str, Any], _: dict[str, Any]) -> st.SearchStrategy[Any]:
    if schema.get("format") != "date-time":
        return TEXT
    own = "[12]" in schema.get("pattern", "")
    first, last = (1000, 2999) if own else (1, 9999)
    years = (dt.datetime(first, 1, 1), dt.datetime(last, 12, 31))  # noqa: DTZ001
    zones = st.just("Z") if own else st.sampled_from(["Z", "+00:00", "-11:30", "+14:00"])
    fractions = st.sampled_from(["", ".6", ".635", ".000001", ".123456"])
    moments = st.datetimes(*years).map(lambda moment: moment.isoformat(timespec="seconds"))
    return st.builds("{}{}{}".format, moments, fractions, zones)


def _integers(schema: dict[str, Any], _: dict[str, Any]) -> st.SearchStrategy[Any]:
    low, high = _RANGES.get(schema.get("format", ""), (-(2**63), 2**63 - 1))
    return st.integers(schema.get("minimum", low), schema.get("maximum", high))


_KINDS = {
    "anything": lambda _, __: JSON,
    "null": lambda _, __: st.none(),
    "boolean": lambda _, __: st.booleans(),
    "integer": _integers,
    "string": _strings,
    "array": lambda schema, document: st.lists(instances(schema["items"], document), max_size=3),
    "object": _objects,
}

_ZONES = st.sampled_from(
    [
        dt.UTC,
        dt.timezone(dt.timedelta(hours=14)),
        dt.timezone(dt.timedelta(minutes=-53, seconds=-28)),
    ]
)
_YEARS = (dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30))  # noqa: DTZ001 - zones are drawn
_MOMENTS = st.none() | st.datetimes(*_YEARS, timezones=_ZONES)
EVENTS = st.builds(
    Event,
    event_name=TEXT,
    event_organizer=TEXT,
    external_account_id=TEXT,
    external_event_id=TEXT,
    event_type=st.none() | TEXT,
    event_url=st.none() | TEXT,
    event_description=st.none() | TEXT,
    event_cancelled=st.none() | st.booleans(),
    event_completed=st.none() | st.booleans(),
    start_date_time=_MOMENTS,
    end_date_time=_MOMENTS,
    custom_properties=st.dictionaries(TEXT, TEXT, max_size=3),
)
