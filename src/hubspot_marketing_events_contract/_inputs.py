"""Events as properties send them, and the part of a response that must equal them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=25).filter(
    lambda t: t == t.strip()
)
INSTANTS = st.builds(
    lambda moment, offset, milli: (
        moment.replace(microsecond=milli * 1000, tzinfo=dt.timezone(dt.timedelta(minutes=offset)))
    ).isoformat(timespec="milliseconds"),
    st.datetimes(dt.datetime(1971, 1, 2), dt.datetime(2099, 12, 30)),  # noqa: DTZ001 - zone above
    st.sampled_from([0, 0, 60, -210, 840]),
    st.integers(0, 999),
)
CUSTOM = st.dictionaries(st.sampled_from(["venue", "track", "level"]), TEXT, max_size=3).map(
    lambda given: [{"name": name, "value": value} for name, value in given.items()]
)
# One text of each kind that servers are known to change. Where a server does not declare
# `exact-text`, only the kinds are sent that every store of texts keeps.
TAME_TEXTS = {
    "plain": "Plain words", "upper and lower": "MiXeD ẞß İı", "umlauts": "Zoë Müller, São Paulo",
    "decomposed": "Zoe\u0308 Mu\u0308ller", "emoji": "🎉 party 👩\u200d👩\u200d👧 🇫🇷",
    "rtl": "שלום עולם", "hangul": "\u1112\u1161\u11ab", "markup": "<b>bold</b> &amp; <i>x</i>",
    "quotes": "“curly” 'single' \"double\"", "backslash": "C:\\new\\table",
    "percent": "100%20 %41 a+b", "null": "null", "none": "None", "true": "true", "number": "42",
    "leading zeros": "007", "decimal": "1.50", "exponent": "1e5", "json": '{"a": [1]}',
    "template": "{{name}} ${x} %s {0}", "query": "'; drop table event; --", "formula": "=1+1",
    "two spaces": "two  spaces", "39": "x" * 39 + "y", "long": "word " * 50 + "end",
}  # fmt: skip
WILD_TEXTS = {
    "empty": "", "space": " ", "outer space": "  padded  ", "tab": "a\tb", "line feed": "a\nb",
    "carriage return": "a\r\nb\rc", "outer line": "\nline\n", "control": "a\x01b\x1fc\x7fd",
    "nul": "a\x00b", "no-break": "a\u00a0b\u2003c", "line separator": "a\u2028b\u0085c",
    "byte order mark": "\ufeffstart", "bidi": "a\u202eb\u200f", "combining first": "\u0301start",
    "zero width": "a\u200bb\u2060c", "private": "\ue000", "noncharacter": "\uffff",
    "paragraphs": "one\n\n\ntwo  \n three\n\n", "inner case": "iPhone McDonald ßTRASSE",
    "url": "HTTPS://Example.ORG:443/A//b/../c/?q=a%2Fb+c&Z=#End/",
    "slash": "https://example.org/a/",
    "compatible": "ﬁ ² ℡ Å", "256": "é" * 256, "1001": "w" * 1001, "64 KB": "a" * 65_535 + "é.",
}  # fmt: skip
# Moments of each kind; none within years of now, since an event's status depends on it.
MOMENTS = (
    "1969-12-31T23:59:59.999Z", "1900-01-01T00:00:00Z", "2038-01-19T03:14:08Z",
    "2099-12-31T23:59:59.999Z", "2024-02-29T12:00:00Z", "2000-02-29T23:30:00-03:30",
    "2021-03-28T01:30:00+01:00", "2021-10-31T02:30:00+02:00", "2031-07-01T00:00:00+05:30",
    "2031-01-01T04:00:00+05:45", "2032-12-31T23:59:59.001-11:30", "2033-01-01T00:00:00.001+14:00",
    "2034-06-30T00:00:00Z", "2010-05-05T05:05:05.500Z", "1970-01-01T00:00:00Z",
)  # fmt: skip
TEXT_FIELDS = ("eventName", "eventOrganizer", "eventType", "eventUrl", "eventDescription")
REQUIRED = {"eventName": TEXT, "eventOrganizer": TEXT}
OPTIONAL = {
    "eventType": TEXT,
    "eventUrl": TEXT.map("https://example.org/{}".format),
    "eventDescription": TEXT,
    "eventCancelled": st.booleans(),
    "startDateTime": INSTANTS,
    "endDateTime": INSTANTS,
    "customProperties": CUSTOM,
}
FIELDS = st.fixed_dictionaries(REQUIRED, optional=OPTIONAL | {"eventCompleted": st.booleans()})
ALL_FIELDS = st.fixed_dictionaries(REQUIRED | OPTIONAL)
CHANGES = st.fixed_dictionaries({}, optional=REQUIRED | OPTIONAL)


def instant(text: Any) -> Any:
    """The moment that a text means."""
    return dt.datetime.fromisoformat(text) if text else None


def told(text: Any) -> str | None:
    """A moment in one spelling, so that equal ones read alike."""
    moment = instant(text)
    return moment.astimezone(dt.UTC).isoformat() if moment else None


def custom(given: Any) -> dict[str, str]:
    """Custom properties by name."""
    return {item["name"]: item["value"] for item in given or ()}


def state(response: Mapping[str, Any]) -> dict[str, Any]:
    """What a response says of an event's own fields, in a form that can be compared."""
    found = {name: response.get(name) for name in (*REQUIRED, *OPTIONAL, "eventCompleted")}
    for name in ("startDateTime", "endDateTime"):
        found[name] = told(found[name])
    return found | {
        "customProperties": custom(found["customProperties"]),
        "eventCancelled": bool(found["eventCancelled"]),
        "eventCompleted": bool(found["eventCompleted"]),
    }


def differences(
    sent: Mapping[str, Any], response: Mapping[str, Any], capabilities: frozenset[str]
) -> list[str]:
    """Return the sent fields that a response lacks; it may have older custom properties."""
    wanted, found = state(sent), state(response)
    had = found["customProperties"]
    of_interest = wanted["customProperties"].keys()
    if "custom-properties" not in capabilities:
        of_interest &= had.keys()
    wanted["customProperties"] = {name: wanted["customProperties"][name] for name in of_interest}
    found["customProperties"] = {name: had.get(name) for name in of_interest}
    return [
        f"{n} is {found[n]!r}, and {wanted[n]!r} was sent"
        for n in wanted
        if n in sent and wanted[n] != found[n]
    ]


def texts(capabilities: frozenset[str]) -> dict[str, str]:
    """Return a text of each kind that a server must keep."""
    return TAME_TEXTS | WILD_TEXTS if "exact-text" in capabilities else dict(TAME_TEXTS)


def fields_of_kinds(number: int, capabilities: frozenset[str]) -> dict[str, Any]:
    """Return all fields of an event, each with a value of another kind.

    Over as many numbers as there are kinds of texts, each field has each kind once.
    """
    kinds = list(texts(capabilities).values())
    fields: dict[str, Any] = {
        name: kinds[(number + 5 * place) % len(kinds)] for place, name in enumerate(TEXT_FIELDS)
    }
    fields["startDateTime"] = MOMENTS[number % len(MOMENTS)]
    fields["endDateTime"] = MOMENTS[(number + 7) % len(MOMENTS)]
    if number % 6 == 1:
        fields["endDateTime"] = fields["startDateTime"]
    fields["eventCancelled"] = number % 3 == 0
    fields["customProperties"] = [
        {"name": name, "value": kinds[(number + 5 * place) % len(kinds)]}
        for place, name in enumerate(("venue", "track"), len(TEXT_FIELDS))
    ]
    return fields
