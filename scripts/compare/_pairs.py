"""Compare schemas of two documents by meaning: each pair once, however many ways lead to it.

Pairs are the nodes of a graph, so that references in circles end and what many share is looked at once. What a pair
differs in counts for every operation and side that leads to it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import Any

from scripts.compare._rules import REQUEST, RESPONSE
from scripts.compare._shapes import CONDITIONS, COUNTS, NOTES, Shape, Source, matched
from scripts.openapi.lookup import canonical, labelled, mapping, references, resolved, sequence
from scripts.project.layout import PipelineError

Key = tuple[int, int, str]
Facts = Mapping[str, Any]
Found = Iterator[tuple[str, str]]  # a rule, and what of it
ANYTHING: Facts = {}
_SIGNED = ("minimum", "maximum")
_LIMITS = (
    *_SIGNED,
    *(f"{bound}{count}" for bound in ("min", "max") for count in COUNTS),
    "uniqueItems",
    "multipleOf",
)
_MOST_PAIRS, _MOST_FOUND = 200_000, 200_000


@dataclass
class Pair:
    """Two schemas side by side: where they are, what they differ in, and to which pairs they lead.

    `found` are rule, place, detail and, as in `leads`, the one side that it is of, as where a field is read-only.
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
        """Find what all pairs differ in."""
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
        """What was found, by what leads there.

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
        """Compare what two schemas consist of; a part without its like on the other side counts as written in place."""
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
        """Tell the references that lead nowhere in one of the documents; what is there cannot be compared."""
        told = False
        for one, other in parts:
            was, is_ = self.old.is_dangling(one), self.new.is_dangling(other)
            if was != is_:
                rule = "reference-broken" if is_ else "reference-mended"
                pair.found.add((rule, pair.place, labelled(other if is_ else one), ""))
                told = True
        return told

    def _shapes(self, pair: Pair, old: Shape, new: Shape) -> None:
        before = _as_choice(old, new.facts, pair.old)
        after = _as_choice(new, old.facts, pair.new)
        pair.found |= {(rule, pair.place, detail, "") for rule, detail in _types(before, after)}
        if _apart(before, after):
            return
        for differ in (_values, _limits, _notes, _discriminators):
            pair.found |= {
                (rule, pair.place, detail, "") for rule, detail in differ(before.facts, after.facts)
            }
        for inside in (self._choices, self._fields, self._extras, self._items, self._conditions):
            inside(pair, before.facts, after.facts)

    def _choices(self, pair: Pair, old: Facts, new: Facts) -> None:
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
            ("choice-removed", pair.place, _told(self.old.shape(choice)), "") for choice in gone
        }
        pair.found |= {
            ("choice-added", pair.place, _told(self.new.shape(choice)), "") for choice in came
        }

    def _fields(self, pair: Pair, old: Facts, new: Facts) -> None:
        before, after = mapping(old.get("properties")), mapping(new.get("properties"))
        was, is_ = (set(map(str, sequence(facts.get("required")))) for facts in (old, new))
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

    def _declared(self, name: str, old: Facts, new: Facts) -> list[Facts]:
        """What a field is in either document, with what a reference leads to."""
        sides = ((old, self.old), (new, self.new))
        return [
            {**resolved(fields[name], source.document), **mapping(fields[name])}
            for fields, source in sides
            if name in fields
        ]

    def _extras(self, pair: Pair, old: Facts, new: Facts) -> None:
        before, after = (facts.get("additionalProperties", True) for facts in (old, new))
        if (before is False) != (after is False):
            rule = "extra-fields-forbidden" if after is False else "extra-fields-allowed"
            pair.found.add((rule, pair.place, "", ""))
        elif before is not after:
            self._lead(pair, f"{pair.place}.*", before, after)

    def _items(self, pair: Pair, old: Facts, new: Facts) -> None:
        (before, rest), (after, more) = _positions(old), _positions(new)
        for number in range(max(len(before), len(after))):
            one = before[number] if number < len(before) else rest
            other = after[number] if number < len(after) else more
            self._lead(pair, f"{pair.place}[{number}]", one, other)
        if rest is not more:
            self._lead(pair, f"{pair.place}[]", rest, more)

    def _conditions(self, pair: Pair, old: Facts, new: Facts) -> None:
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


def _as_choice(shape: Shape, other: Facts, itself: Any) -> Shape:
    """A schema beside one that is nothing but alternatives, as the only alternative of itself."""
    plain = {"choices", "type", "discriminator", *NOTES}
    if (
        "choices" not in other
        or "choices" in shape.facts
        or other.keys() - plain
        or not shape.facts.keys() - {*NOTES}
    ):
        return shape
    kept = {word: other[word] for word in ("type", "discriminator") if word in other}
    notes = {word: value for word, value in shape.facts.items() if word in NOTES}
    return Shape({**notes, **kept, "choices": [itself]}, shape.parts, shape.null)


def _only(schemas: list[Facts]) -> str:
    """The one side that a field is of, where it is read-only or write-only; one that is not declared is of both."""
    for word, side in (("readOnly", RESPONSE), ("writeOnly", REQUEST)):
        if schemas and all(schema.get(word) is True for schema in schemas):
            return side
    return ""


def _demands(old: Facts, new: Facts) -> Found:
    """Where a required field is of a side that it was not of."""
    for word, side in (("readOnly", REQUEST), ("writeOnly", RESPONSE)):
        if old.get(word) is True and new.get(word) is not True:
            yield "field-became-required", side


def _positions(facts: Facts) -> tuple[list[Any], Any]:
    """The schemas of a list's first items, and that of the rest."""
    return [*sequence(facts.get("prefixItems"))], facts.get("items", ANYTHING)


def _told(shape: Shape) -> str:
    """A schema in a word or two."""
    names = [labelled(part) for part in shape.parts if isinstance(part, str)]
    return (
        " and ".join(names)
        or " or ".join(sorted(shape.kinds | ({"null"} if shape.null else set())))
        or "any"
    )


def _fits(kind: str, kinds: frozenset[str]) -> bool:
    return kind in kinds or (kind == "integer" and "number" in kinds)


def _apart(old: Shape, new: Shape) -> bool:
    """Whether no value is of the types of both."""
    before, after = old.kinds, new.kinds
    common = any(_fits(kind, after) for kind in before) or any(
        _fits(kind, before) for kind in after
    )
    return bool(before and after and not common)


def _types(old: Shape, new: Shape) -> Found:
    before, after = old.kinds, new.kinds
    if not (before or after):
        if old.nullable != new.nullable:
            yield "type-widened" if new.nullable else "type-narrowed", "null"
        return
    if not (before and after):
        if not (old if after else new).parts:
            yield "type-narrowed" if after else "type-widened", f"{_told(old)} -> {_told(new)}"
        return
    before, after = (shape.kinds | ({"null"} if shape.null else set()) for shape in (old, new))
    if before == after:
        return
    wider, narrower = (
        all(_fits(kind, after) for kind in before),
        all(_fits(kind, before) for kind in after),
    )
    rule = "type-widened" if wider else "type-narrowed" if narrower else "type-changed"
    yield rule, f"{' or '.join(sorted(before))} -> {' or '.join(sorted(after))}"


def _values(old: Facts, new: Facts) -> Found:
    """Listed values, format, pattern and default."""
    if ("enum" in old) != ("enum" in new):
        yield "enum-closed" if "enum" in new else "enum-opened", ""
    before, after = ({canonical(value) for value in facts.get("enum", ())} for facts in (old, new))
    if "enum" in old and "enum" in new:
        yield from (("enum-value-removed", value) for value in before - after)
        yield from (("enum-value-added", value) for value in after - before)
    for word in ("format", "pattern", "default"):
        if canonical(old.get(word)) != canonical(new.get(word)):
            limit = word == "pattern" and (word in old) != (word in new)  # one that is new, or gone
            rule = (
                f"limit-{'tightened' if word in new else 'loosened'}"
                if limit
                else f"{word}-changed"
            )
            yield (
                rule,
                f"{'pattern: ' if limit else ''}{_shown(old.get(word))} -> {_shown(new.get(word))}",
            )


def _shown(value: Any) -> str:
    return "none" if value is None else value if isinstance(value, str) else canonical(value)


def _limits(old: Facts, new: Facts) -> Found:
    old, new = _whole_numbers(old), _whole_numbers(new)
    named = {word.removeprefix("exclusive").lower() for word in old.keys() | new.keys()}
    for word in [word for word in _LIMITS if word.lower() in named]:
        before, after = _limit(old, word), _limit(new, word)
        if before[:2] == after[:2]:
            continue
        told = f"{word}: {before[2]} -> {after[2]}"
        uneven = (
            word == "multipleOf" and before[0] > 0 < after[0] and not _divides(after[0], before[0])
        )
        tighter = uneven or after[:2] > before[:2]
        yield "limit-tightened" if tighter else "limit-loosened", told


def _whole_numbers(facts: Facts) -> Facts:
    """Limits of integers as they are reached: above 0 is from 1."""
    if facts.get("type") != frozenset({"integer"}):
        return facts
    whole = dict(facts)
    for word, step in (("Minimum", 1), ("Maximum", -1)):
        limit = whole.get(f"exclusive{word}")
        if isinstance(limit, int | float) and not isinstance(limit, bool):
            del whole[f"exclusive{word}"]
            reached = (math.floor(limit) if step > 0 else math.ceil(limit)) + step
            known = whole.get(word.lower(), reached)
            whole[word.lower()] = max(known, reached) if step > 0 else min(known, reached)
    return whole


def _divides(one: float, other: float) -> bool:
    """Whether a number is a multiple of one, as both are written: 0.1 is one of 0.01."""
    return Fraction(str(other)) % Fraction(str(one)) == 0


def _limit(facts: Facts, word: str) -> tuple[float, bool, str]:
    """A limit as a number that is the tighter the larger it is, whether it excludes its value, and in words."""
    sign = -1 if word.startswith("max") else 1
    found = [(-math.inf, False, "none")]
    for name, exclusive in ((word, False), (f"exclusive{word.capitalize()}", True)):
        value = facts.get(name)
        nothing = value is False or (
            word not in _SIGNED and isinstance(value, int | float) and value * sign <= 0
        )
        if isinstance(value, int | float) and not (nothing and sign > 0):
            found.append(
                (sign * value, exclusive, f"{canonical(value)}{' exclusive' if exclusive else ''}")
            )
    return max(found)


def _notes(old: Facts, new: Facts) -> Found:
    before, after = (facts.get("deprecated") is True for facts in (old, new))
    if before != after:
        yield "deprecated" if after else "undeprecated", ""
    access = ["readOnly" if facts.get("readOnly") is True else "neither" for facts in (old, new)]
    if access[0] != access[1]:
        yield "access-changed", " -> ".join(access)


def _discriminators(old: Facts, new: Facts) -> Found:
    """How alternative shapes are told apart: by which property, and by which of its values."""
    before, after = (mapping(facts.get("discriminator")) for facts in (old, new))
    if not (before and after):
        if bool(before) != bool(after):
            yield "condition-changed", "discriminator"
        return
    names = [str(one.get("propertyName")) for one in (before, after)]
    if names[0] != names[1]:
        yield "discriminator-changed", " -> ".join(names)
    was, is_ = _mapped(before), _mapped(after)
    for value in sorted(was.keys() | is_.keys()):
        if value not in was:
            yield "discriminator-value-added", value
        elif was[value] != is_.get(value):
            yield "discriminator-changed", f"{value}: {was[value]} -> {is_.get(value, 'none')}"


def _mapped(discriminator: Facts) -> dict[str, str]:
    """Schemas by the values that stand for them; a schema's own name stands for it unless something else is said."""
    found = {
        str(value): labelled(str(schema))
        for value, schema in mapping(discriminator.get("mapping")).items()
    }
    return {value: schema for value, schema in found.items() if value != schema}
