"""Events as properties send them, and what of an answer must equal them."""

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
    st.datetimes(dt.datetime(1971, 1, 2), dt.datetime(2099, 12, 30)),  # noqa: DTZ001 - gets its zone above
    st.sampled_from([0, 0, 60, -210, 840]),
    st.integers(0, 999),
)
CUSTOM = st.dictionaries(st.sampled_from(["venue", "track", "level"]), TEXT, max_size=3).map(
    lambda given: [{"name": name, "value": value} for name, value in given.items()]
)
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


def state(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What an answer says of an event's own fields, in a form that can be compared."""
    found = {name: answer.get(name) for name in (*REQUIRED, *OPTIONAL, "eventCompleted")}
    for name in ("startDateTime", "endDateTime"):
        found[name] = told(found[name])
    return found | {
        "customProperties": custom(found["customProperties"]),
        "eventCancelled": bool(found["eventCancelled"]),
        "eventCompleted": bool(found["eventCompleted"]),
    }


def differences(
    sent: Mapping[str, Any], answer: Mapping[str, Any], capabilities: frozenset[str]
) -> list[str]:
    """The sent fields that an answer does not echo; it may have more custom properties, of earlier writes."""
    wanted, found = state(sent), state(answer)
    had = found["customProperties"]
    of_interest = wanted["customProperties"].keys()
    if "custom-properties" not in capabilities:
        of_interest &= had.keys()
    wanted["customProperties"] = {name: wanted["customProperties"][name] for name in of_interest}
    found["customProperties"] = {name: had.get(name) for name in of_interest}
    return [
        f"{n}: sent {wanted[n]!r}, answered {found[n]!r}"
        for n in wanted
        if n in sent and wanted[n] != found[n]
    ]
