"""What a row may hold: fields, their kinds, and how a name in a file finds its field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from enum import Enum
from itertools import pairwise

from attrs import field, frozen

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
        hints: words that make a field likely in the name of a column, and pairs of words written
            together, which go before words; only ever suggested. An empty field says that nothing
            is likely.
        aliases: other names of fields, which are as good.
        needs: groups of fields of which a row needs at least one.
        dropped: names of columns that are left out, such as those that HubSpot sets itself, as
            `list` and reports spell them.
        empty: texts that stand for no value.
        filters: for a column that may say which rows are meant, the likely value in these.
    """

    what: str
    known: Mapping[str, Field]
    hints: Mapping[str, str] = field(factory=dict)
    aliases: Mapping[str, str] = field(factory=dict)
    needs: Sequence[Sequence[str]] = ()
    dropped: AbstractSet[str] = frozenset()
    empty: AbstractSet[str] = frozenset()
    filters: Mapping[str, str] = field(factory=dict)
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
        words = re.findall(r"[^\W_]+", re.sub("([a-z])([A-Z])", r"\1 \2", text).casefold())
        pairs = ["".join(pair) for pair in pairwise(words)]
        hinted = [word for word in (*reversed(pairs), *reversed(words)) if word in self.hints]
        near = self._spelt_like(text, TYPING_MISTAKE)
        if near or not hinted:
            return near or self._spelt_like(text, SIMILAR)
        return self.hints[hinted[0]] or None

    def _spelt_like(self, text: str, cutoff: float) -> str | None:
        found = get_close_matches(plain(text), self._spellings, n=1, cutoff=cutoff)
        return self._spellings[found[0]] if found else None

    def kind(self, name: str) -> Kind:
        """The kind of a field that `find` returned."""
        return self.known[name].kind if name in self.known else Kind.TEXT


def plain(text: str) -> str:
    """A name without case, spaces and punctuation, which people write differently."""
    return re.sub(r"[\W_]+", "", text).casefold()
