"""What a row may hold: fields, their kinds, and how a name in a file finds its field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from enum import Enum

from attrs import field, frozen

from hubspot_marketing_events._cli._files._contents import Content
from hubspot_marketing_events._cli._files._languages import words_of

TYPING_MISTAKE, SIMILAR = 0.9, 0.78  # how alike two names are, of at most 1


class Kind(Enum):
    """What a field holds."""

    TEXT = "text"
    FLAG = "yes or no"
    TIME = "date and time"
    NUMBER = "a whole number"
    PROPERTIES = "text by name"


@frozen
class Field:
    """One field of a row.

    Args:
        name: HubSpot's name, as `eventName`. One with a dot is a property with a kind of its own,
            as `properties.joinedAt`.
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
        hints: words that make a field likely in the name of a column, and two or three words
            written together, which go before one; only ever suggested. An empty field says that
            nothing is likely.
        aliases: other names of fields, which are as good.
        needs: groups of fields of which a row needs at least one.
        dropped: names of columns that are left out, such as those that HubSpot sets itself, as
            `list` and reports spell them.
        empty: texts that stand for no value.
        filters: for a column that may say which rows are meant, the likely value in these.
        contents: the fields that hold what can be known by its look.
    """

    what: str
    known: Mapping[str, Field]
    hints: Mapping[str, str] = field(factory=dict)
    aliases: Mapping[str, str] = field(factory=dict)
    needs: Sequence[Sequence[str]] = ()
    dropped: AbstractSet[str] = frozenset()
    empty: AbstractSet[str] = frozenset()
    filters: Mapping[str, str] = field(factory=dict)
    contents: Mapping[Content, Sequence[str]] = field(factory=dict)
    _spellings: Mapping[str, str] = field(init=False, repr=False)
    _prefixes: Mapping[str, str] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        spellings = {plain(name): name for name in self.known}
        spellings |= {plain(name): meant for name, meant in self.aliases.items()}
        object.__setattr__(self, "_spellings", spellings)
        prefixes = {plain(f.name): f.name for f in self.known.values() if f.kind is Kind.PROPERTIES}
        object.__setattr__(self, "_prefixes", prefixes)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the fields that no row can do without."""
        return tuple(f.name for f in self.known.values() if f.required)

    @property
    def listed(self) -> str:
        """The fields, for people."""
        return ", ".join(
            f"{f.name}{'.NAME' * (f.kind is Kind.PROPERTIES)}{'*' * f.required}"
            for f in self.known.values()
        )

    def find(self, text: str) -> str | None:
        """Find the field that a name in a file means.

        Args:
            text: the name, in any case and spacing: "Event name", "event_name" and "eventName" are
                one. A property is "customProperties.NAME", whose NAME is taken as it stands.

        Returns:
            HubSpot's name, an empty one for a column that is left out, or None.
        """
        found = self._spellings.get(plain(text))
        if found:
            return found
        head, dot, name = text.strip().partition(".")
        if dot and name and plain(head) in self._prefixes:
            return f"{self._prefixes[plain(head)]}.{name}"
        return "" if text.strip() in self.dropped else None

    def nearest(self, text: str) -> str | None:
        """The field that an unknown name may mean.

        One that is spelt nearly so goes first, then what its words hint at, the last ones first,
        then one that is spelt alike: "Event Code" is closer to `eventType` than to any id.
        """
        hint, near = self._hint(text), self._spelt_like(text, TYPING_MISTAKE)
        if near or hint is None:
            return near or self._spelt_like(text, SIMILAR)
        return hint or None

    def fits(self, name: str, content: Content | None) -> bool:
        """Whether a column whose values look so may give a field."""
        wanted = next((c for c, names in self.contents.items() if name in names), None)
        if wanted is None:
            is_time = self.kind(name) is Kind.TIME
            timeless = {Content.ADDRESSES, Content.URLS}
            return (
                content not in timeless if is_time else content is not Content.TIMES or "." in name
            )
        told = content is None or (content is Content.OTHER and wanted is not Content.ADDRESSES)
        return told or content is wanted

    def is_ruled_out(self, text: str) -> bool:
        """Whether the words of an unknown name say that no field is meant."""
        return self._hint(text) == ""

    def _hint(self, text: str) -> str | None:
        words = words_of(text, self.hints)
        for count in (3, 2, 1):
            for end in range(len(words), count - 1, -1):
                together = "".join(words[end - count : end])
                if together in self.hints:
                    return self.hints[together]
        return None

    def _spelt_like(self, text: str, cutoff: float) -> str | None:
        found = get_close_matches(plain(text), self._spellings, n=1, cutoff=cutoff)
        return self._spellings[found[0]] if found else None

    def kind(self, name: str) -> Kind:
        """The kind of a field that `find` returned."""
        return self.known[name].kind if name in self.known else Kind.TEXT


def plain(text: str) -> str:
    """A name without case, spaces and punctuation, which people write differently."""
    return re.sub(r"[\W_]+", "", text).casefold()
