"""What two schemas differ in by themselves: types, values, limits, notes and discriminators."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from scripts.compare._shapes import COUNTS, Shape
from scripts.openapi.cursor import labelled
from scripts.openapi.values import canonical, mapping

Part = Mapping[str, Any]

Found = Iterator[tuple[str, str]]  # a rule, and what changed

_SIGNED = ("minimum", "maximum")

_LIMITS = (
    *_SIGNED,
    *(f"{bound}{count}" for bound in ("min", "max") for count in COUNTS),
    "uniqueItems",
    "multipleOf",
)


def told_of(shape: Shape) -> str:
    """A schema in a word or two."""
    names = [labelled(part) for part in shape.parts if isinstance(part, str)]
    return (
        " and ".join(names)
        or " or ".join(sorted(shape.kinds | ({"null"} if shape.null else set())))
        or "any"
    )


def _fits(kind: str, kinds: frozenset[str]) -> bool:
    return kind in kinds or (kind == "integer" and "number" in kinds)


def are_apart(old: Shape, new: Shape) -> bool:
    """Whether no value is of the types of both."""
    before, after = old.kinds, new.kinds
    common = any(_fits(kind, after) for kind in before) or any(
        _fits(kind, before) for kind in after
    )
    return bool(before and after and not common)


def types_of(old: Shape, new: Shape) -> Found:
    before, after = old.kinds, new.kinds
    if not (before or after):
        if old.nullable != new.nullable:
            yield "type-widened" if new.nullable else "type-narrowed", "null"
        return
    if not (before and after):
        if not (old if after else new).parts:
            yield "type-narrowed" if after else "type-widened", f"{told_of(old)} -> {told_of(new)}"
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


def values_of(old: Part, new: Part) -> Found:
    """Listed values, format, pattern and default."""
    if ("enum" in old) != ("enum" in new):
        yield "enum-closed" if "enum" in new else "enum-opened", ""
    before, after = (
        {canonical(value) for value in keywords.get("enum", ())} for keywords in (old, new)
    )
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


def limits_of(old: Part, new: Part) -> Found:
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


def _whole_numbers(keywords: Part) -> Part:
    """Limits of integers as they are reached: above 0 is from 1."""
    if keywords.get("type") != frozenset({"integer"}):
        return keywords
    whole = dict(keywords)
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


def _limit(keywords: Part, word: str) -> tuple[float, bool, str]:
    """A limit as a number that grows as it tightens, whether it excludes its value, in words."""
    sign = -1 if word.startswith("max") else 1
    found = [(-math.inf, False, "none")]
    for name, exclusive in ((word, False), (f"exclusive{word.capitalize()}", True)):
        value = keywords.get(name)
        nothing = value is False or (
            word not in _SIGNED and isinstance(value, int | float) and value * sign <= 0
        )
        if isinstance(value, int | float) and not (nothing and sign > 0):
            found.append(
                (sign * value, exclusive, f"{canonical(value)}{' exclusive' if exclusive else ''}")
            )
    return max(found)


def notes_of(old: Part, new: Part) -> Found:
    before, after = (keywords.get("deprecated") is True for keywords in (old, new))
    if before != after:
        yield "deprecated" if after else "undeprecated", ""
    access = [
        "readOnly" if keywords.get("readOnly") is True else "neither" for keywords in (old, new)
    ]
    if access[0] != access[1]:
        yield "access-changed", " -> ".join(access)


def discriminators_of(old: Part, new: Part) -> Found:
    """How alternative shapes are distinguished: by which property, and by which of its values."""
    before, after = (mapping(keywords.get("discriminator")) for keywords in (old, new))
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


def _mapped(discriminator: Part) -> dict[str, str]:
    """Schemas by their discriminator values; by default, that is the name of the schema."""
    found = {
        str(value): labelled(str(schema))
        for value, schema in mapping(discriminator.get("mapping")).items()
    }
    return {value: schema for value, schema in found.items() if value != schema}
