"""What a row may hold: fields, their kinds, and how a name in a file finds its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import Enum
from typing import Any

from attrs import NOTHING, field, fields, frozen

from hubspot_marketing_events import Event

CUSTOM = "customProperties."  # what the name of a column of a custom property begins with


class Kind(Enum):
    """What a field holds."""

    TEXT = "text"
    FLAG = "yes or no"
    TIME = "date and time"
    CUSTOM = "custom properties"


@frozen
class Field:
    """One field of a row.

    Args:
        name: HubSpot's name, as `eventName`.
        kind: what it holds.
        required: whether no row can do without it.
    """

    name: str
    kind: Kind
    required: bool = False


@frozen
class Fields:
    """The fields that rows of one kind may have.

    Args:
        what: what a row is called in messages, as "a marketing event".
        known: the fields by HubSpot's name.
        hints: words that make a field likely in the name of a column; only ever suggested.
    """

    what: str
    known: Mapping[str, Field]
    hints: Mapping[str, str] = field(factory=dict)
    _spellings: Mapping[str, str] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        spellings = {plain(name): name for name in self.known}
        object.__setattr__(self, "_spellings", spellings)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the fields that no row can do without."""
        return tuple(f.name for f in self.known.values() if f.required)

    def find(self, text: str) -> str | None:
        """Find the field that a name in a file means.

        Args:
            text: the name, in any case and spacing: "Event name", "event_name" and "eventName" are
                one. A custom property is "customProperties.NAME", whose NAME is taken as it stands.

        Returns:
            HubSpot's name, or None.
        """
        head, dot, name = text.strip().partition(".")
        if dot and name and plain(head) == plain(CUSTOM):
            return CUSTOM + name
        found = self._spellings.get(plain(text))
        return found if found and self.known[found].kind is not Kind.CUSTOM else None

    def nearest(self, text: str) -> str | None:
        """The field that an unknown name may mean: one spelt alike, or hinted at by a word."""
        found = get_close_matches(plain(text), self._spellings, n=1, cutoff=0.7)
        if found:
            return self._spellings[found[0]]
        words = re.findall(r"[^\W_]+", re.sub("([a-z])([A-Z])", r"\1 \2", text).casefold())
        return next((self.hints[word] for word in reversed(words) if word in self.hints), None)

    def kind(self, name: str) -> Kind:
        """The kind of a field that `find` returned."""
        return self.known[name].kind if name in self.known else Kind.TEXT


def plain(text: str) -> str:
    """A name without what people write differently: case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _kind(annotation: Any) -> Kind:
    text = str(annotation)
    kinds = {"Mapping": Kind.CUSTOM, "datetime": Kind.TIME, "bool": Kind.FLAG}
    return next((kind for word, kind in kinds.items() if word in text), Kind.TEXT)


def _api_name(name: str) -> str:
    return re.sub("_(.)", lambda found: found[1].upper(), name)


EVENTS = Fields(
    "a marketing event",
    {
        _api_name(a.name): Field(_api_name(a.name), _kind(a.type), a.default is NOTHING)
        for a in fields(Event)
    },
    {
        **dict.fromkeys(("title", "name", "subject", "topic", "webinar"), "eventName"),
        **dict.fromkeys(("organizer", "organiser", "host", "owner", "presenter"), "eventOrganizer"),
        **dict.fromkeys(("account", "tenant"), "externalAccountId"),
        **dict.fromkeys(("id", "key", "number", "code", "uuid"), "externalEventId"),
        **dict.fromkeys(("type", "category", "kind"), "eventType"),
        **dict.fromkeys(("url", "link", "website"), "eventUrl"),
        **dict.fromkeys(("description", "summary", "about", "abstract"), "eventDescription"),
        **dict.fromkeys(("cancelled", "canceled"), "eventCancelled"),
        **dict.fromkeys(("completed", "finished"), "eventCompleted"),
        **dict.fromkeys(("start", "starts", "begin", "begins", "from"), "startDateTime"),
        **dict.fromkeys(("end", "ends", "until", "to"), "endDateTime"),
    },
)
