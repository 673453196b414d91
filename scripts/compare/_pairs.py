"""Compare schemas of two documents by meaning: each pair once, however many ways lead to it.

Pairs are the nodes of a graph. So references in circles end, and what many share is compared once.
What a pair differs in counts for every operation and side that leads to it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from scripts.compare._differences import (
    Found,
    Part,
    are_apart,
    discriminators_of,
    limits_of,
    notes_of,
    told_of,
    types_of,
    values_of,
)
from scripts.compare._levels import REQUEST, RESPONSE
from scripts.compare._shapes import CONDITIONS, NOTES, Shape, Source, matched
from scripts.openapi.cursor import labelled, references
from scripts.openapi.values import mapping, sequence
from scripts.project.layout import PipelineError

Key = tuple[int, int, str]

ANYTHING: Part = {}

_SIDES = {"access-changed": REQUEST}  # what is read-only is in responses as before
_MOST_PAIRS, _MOST_FOUND = 200_000, 200_000


@dataclass
class Pair:
    """Two schemas side by side: where they are, what they differ in, and to which pairs they lead.

    `found` holds rule, place, detail and side. As in `leads`, a side is given where only one side
    has it, such as the response for a read-only field.
    """

    place: str
    old: Any
    new: Any
    found: set[tuple[str, str, str, str]] = field(default_factory=set)
    leads: set[tuple[Key, str]] = field(default_factory=set)


class Pairs:
    """The pairs of schemas of two documents, as they are come across."""

    def __init__(self, old: Source, new: Source) -> None:
        self.old, self.new = old, new
        self.all: dict[Key, Pair] = {}
        self._todo: deque[Pair] = deque()

    def add(self, place: str, old: Any, new: Any) -> Key:
        """Put a pair among those to compare.

        Raises:
            PipelineError: there are more pairs than documents in use have.
        """
        own = isinstance(old, Mapping) and isinstance(new, Mapping) and (old or new)
        key = (id(old), id(new), "" if own else place)
        if key not in self.all:
            if len(self.all) >= _MOST_PAIRS:
                raise PipelineError(
                    f"over {_MOST_PAIRS} pairs of schemas to compare: too many for documents in use"
                )
            self.all[key] = Pair(place, old, new)
            self._todo.append(self.all[key])
        return key

    def compare(self) -> None:
        """Find the differences of all pairs."""
        found = 0
        while self._todo:
            pair = self._todo.popleft()
            self._pair(pair)
            found += len(pair.found)
            if found > _MOST_FOUND:
                raise PipelineError(
                    f"over {_MOST_FOUND} changes: these are not two documents of one thing"
                )

    def reached(
        self, entries: Mapping[Key, int], masks: Mapping[str, int]
    ) -> Iterator[tuple[str, str, str, int]]:
        """The differences of all pairs, each with the operations that lead to it.

        Args:
            entries: what leads to a pair from outside, as bits.
            masks: by side, the bits that are of it; by "", all.

        Yields:
            Rule, place, detail, and the bits.
        """
        bits, todo = dict(entries), deque(entries)
        while todo:
            key = todo.popleft()
            for lead, only in self.all[key].leads:
                before = bits.get(lead, 0)
                bits[lead] = before | bits[key] & masks[only]
                if bits[lead] != before:
                    todo.append(lead)
        for key, pair in self.all.items():
            for rule, place, detail, only in pair.found:
                yield rule, place, detail, bits.get(key, 0) & masks[only]

    def _lead(self, pair: Pair, place: str, old: Any, new: Any, only: str = "") -> None:
        pair.leads.add((self.add(place, old, new), only))

    def _pair(self, pair: Pair) -> None:
        """Compare what two schemas consist of; unmatched parts count as written in place."""
        old, new = self.old.shape(pair.old), self.new.shape(pair.new)
        both, gone, came = matched(old.parts, new.parts, (self.old.key, self.new.key))
        if len(gone) == len(came) == 1 and isinstance(gone[0], str) and isinstance(came[0], str):
            both, gone, came = [*both, (gone[0], came[0])], [], []
        broken = self._dangling(
            pair, [*((one, other) for one, other in both), *_padded(gone, came)]
        )
        if broken:
            return
        for one, other in both:
            place = pair.place
            if isinstance(one, str):
                place = labelled(one) if one == other else f"{labelled(one)} -> {labelled(other)}"
            self._lead(pair, place, self.old.lookup(one), self.new.lookup(other))
        self._shapes(pair, self.old.flattened(old, gone), self.new.flattened(new, came))

    def _dangling(self, pair: Pair, parts: list[tuple[Any, Any]]) -> bool:
        """Report references that lead nowhere in one document; these parts cannot be compared."""
        told = False
        for one, other in parts:
            was, is_ = self.old.is_dangling(one), self.new.is_dangling(other)
            if was != is_:
                rule = "reference-broken" if is_ else "reference-mended"
                pair.found.add((rule, pair.place, labelled(other if is_ else one), ""))
                told = True
        return told

    def _shapes(self, pair: Pair, old: Shape, new: Shape) -> None:
        before = _as_choice(old, new.keywords, pair.old)
        after = _as_choice(new, old.keywords, pair.new)
        pair.found |= {(rule, pair.place, detail, "") for rule, detail in types_of(before, after)}
        if are_apart(before, after):
            return
        for differ in (values_of, limits_of, notes_of, discriminators_of):
            pair.found |= {
                (rule, pair.place, detail, _SIDES.get(rule, ""))
                for rule, detail in differ(before.keywords, after.keywords)
            }
        for inside in (self._choices, self._fields, self._extras, self._items, self._conditions):
            inside(pair, before.keywords, after.keywords)

    def _choices(self, pair: Pair, old: Part, new: Part) -> None:
        if ("choices" in old) != ("choices" in new):
            pair.found.add(
                ("choices-opened" if "choices" in old else "choices-closed", pair.place, "", "")
            )
            return
        both, gone, came = matched(
            old.get("choices", ()), new.get("choices", ()), (self.old.key, self.new.key)
        )
        gone, came = sorted(gone, key=self.old.key), sorted(came, key=self.new.key)
        for outline in Source.OUTLINES:
            more, gone, came = matched(
                gone, came, (partial(outline, self.old), partial(outline, self.new))
            )
            both += more
        if len(gone) == len(came) == 1:
            both, gone, came = [*both, (gone[0], came[0])], [], []
        for one, other in both:
            self._lead(pair, pair.place, one, other)
        pair.found |= {
            ("choice-removed", pair.place, told_of(self.old.shape(choice)), "") for choice in gone
        }
        pair.found |= {
            ("choice-added", pair.place, told_of(self.new.shape(choice)), "") for choice in came
        }

    def _fields(self, pair: Pair, old: Part, new: Part) -> None:
        before, after = mapping(old.get("properties")), mapping(new.get("properties"))
        was, is_ = (set(map(str, sequence(keywords.get("required")))) for keywords in (old, new))
        for name in {*before, *after, *(was ^ is_)}:
            place = f"{pair.place}.{name}"
            declared = self._declared(name, before, after)
            only = _only(declared)
            if (name in before) != (name in after):
                new_rule = "required-field-added" if name in is_ - was else "field-added"
                pair.found.add(("field-removed" if name in before else new_rule, place, "", only))
            elif (name in was) != (name in is_):
                pair.found.add(
                    (
                        "field-became-required" if name in is_ else "field-became-optional",
                        place,
                        "",
                        only,
                    )
                )
            if name in before and name in after:
                hidden = [one.get("writeOnly") is True for one in declared]
                if hidden[0] != hidden[1]:
                    rule = "field-removed" if hidden[1] else "field-added"
                    pair.found.add((rule, place, "", RESPONSE))
                    only = REQUEST
                if name in was & is_:
                    demands = _demands(*self._declared(name, before, after))
                    pair.found |= {(rule, place, "", side) for rule, side in demands}
                self._lead(pair, place, before[name], after[name], only)

    def _declared(self, name: str, old: Part, new: Part) -> list[Part]:
        """A field in both documents, with references followed."""
        sides = ((old, self.old), (new, self.new))
        return [
            {**source.resolved(fields[name]), **mapping(fields[name])}
            for fields, source in sides
            if name in fields
        ]

    def _extras(self, pair: Pair, old: Part, new: Part) -> None:
        before, after = (keywords.get("additionalProperties", True) for keywords in (old, new))
        if (before is False) != (after is False):
            rule = "extra-fields-forbidden" if after is False else "extra-fields-allowed"
            pair.found.add((rule, pair.place, "", ""))
        elif before is not after:
            self._lead(pair, f"{pair.place}.*", before, after)

    def _items(self, pair: Pair, old: Part, new: Part) -> None:
        (before, rest), (after, more) = _positions(old), _positions(new)
        for number in range(max(len(before), len(after))):
            one = before[number] if number < len(before) else rest
            other = after[number] if number < len(after) else more
            self._lead(pair, f"{pair.place}[{number}]", one, other)
        if rest is not more:
            self._lead(pair, f"{pair.place}[]", rest, more)

    def _conditions(self, pair: Pair, old: Part, new: Part) -> None:
        for word in [word for word in CONDITIONS if word in old or word in new]:
            before, after = old.get(word), new.get(word)
            turned = word in {"not", "if"}  # what tightens in it loosens what it stands in
            if self.old.text({word: before}, deep=turned) != self.new.text(
                {word: after}, deep=turned
            ):
                pair.found.add(("condition-changed", pair.place, word, ""))
            if turned:
                continue
            for reference in {*references(before)} & {*references(after)}:
                self._lead(
                    pair,
                    labelled(reference),
                    self.old.lookup(reference),
                    self.new.lookup(reference),
                )


def _padded(gone: list[Any], came: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Parts without their like on the other side."""
    yield from ((part, None) for part in gone)
    yield from ((None, part) for part in came)


def _as_choice(shape: Shape, other: Part, itself: Any) -> Shape:
    """A schema beside one that is nothing but alternatives, as the only alternative of itself."""
    plain = {"choices", "type", "discriminator", *NOTES}
    if (
        "choices" not in other
        or "choices" in shape.keywords
        or other.keys() - plain
        or not shape.keywords.keys() - {*NOTES}
    ):
        return shape
    kept = {word: other[word] for word in ("type", "discriminator") if word in other}
    notes = {word: value for word, value in shape.keywords.items() if word in NOTES}
    return Shape({**notes, **kept, "choices": [itself]}, shape.parts, shape.null)


def _only(schemas: list[Part]) -> str:
    """The one side that has a read-only or write-only field; empty if both sides have it."""
    for word, side in (("readOnly", RESPONSE), ("writeOnly", REQUEST)):
        if schemas and all(schema.get(word) is True for schema in schemas):
            return side
    return ""


def _demands(old: Part, new: Part) -> Found:
    """Where a required field is of a side that it was not of."""
    for word, side in (("readOnly", REQUEST), ("writeOnly", RESPONSE)):
        if old.get(word) is True and new.get(word) is not True:
            yield "field-became-required", side


def _positions(keywords: Part) -> tuple[list[Any], Any]:
    """The schemas of a list's first items, and that of the rest."""
    return [*sequence(keywords.get("prefixItems"))], keywords.get("items", ANYTHING)
