"""Schemas in one form, whichever of the ways of OpenAPI 3.0 and 3.1 they are written in."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scripts._documents import canonical, lookup, mapping, sequence
from scripts._project import PipelineError

NOTES = ("default", "deprecated", "readOnly", "writeOnly")
CONDITIONS = ("not", "if", "then", "else", "contains", "minContains", "maxContains", "propertyNames",
              "patternProperties", "dependentRequired", "dependentSchemas", "unevaluatedItems",
              "unevaluatedProperties", "discriminator", "contentEncoding", "contentMediaType")  # fmt: skip
COUNTS = ("Length", "Items", "Properties")
_WORDS = {
    *("format", "pattern", "multipleOf", "uniqueItems", "required", "properties", "additionalProperties", "items"),
    *("prefixItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *(f"{bound}{count}" for bound in ("min", "max") for count in COUNTS),
    *NOTES,
    *CONDITIONS,
}
_MEANT = {*_WORDS, "type", "enum", "const", "nullable", "allOf", "anyOf", "oneOf"}
_PROSE = {"description", "title", "summary", "example", "examples", "externalDocs", "xml", "$comment"}
_NAMING = {"properties", "patternProperties", "$defs", "dependentSchemas", "dependentRequired", "mapping"}
_MOST_PARTS = 1_000


@dataclass(frozen=True)
class Shape:
    """A schema in one form.

    Args:
        facts: what it says itself; `type` is a set without null, `enum` a list without null, `choices` are the
            schemas of anyOf and oneOf.
        parts: what it consists of besides: references as text, and schemas.
        null: whether null is allowed.
    """

    facts: Mapping[str, Any]
    parts: Sequence[Any]
    null: bool

    @property
    def kinds(self) -> frozenset[str]:
        """The types it allows, without null; any, where there is none."""
        given: frozenset[str] = self.facts.get("type", frozenset())
        if given or self.parts:
            return given
        inferred = "object" if "properties" in self.facts else "array" if self.facts.keys() & _LISTS else ""
        return frozenset({inferred} - {""})

    @property
    def nullable(self) -> bool:
        """Whether it says that null is allowed beside something else."""
        return self.null and bool(self.parts or self.facts.keys() & {"type", "enum", "choices"})


_LISTS = {"items", "prefixItems"}


class Source:
    """A document that schemas are read from."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.modern = not str(document.get("openapi", "")).startswith("3.0")
        self._outside: dict[str, Any] = {}

    def lookup(self, part: Any) -> Any:
        """The schema that a part is; a reference that leads nowhere here is a type of its own name."""
        if not isinstance(part, str):
            return part
        target = lookup(self.document, part)
        return self._outside.setdefault(part, {"type": part}) if target is None else target

    def shape(self, schema: Any) -> Shape:
        """A schema in one form."""
        if not isinstance(schema, Mapping):
            return Shape({"not": {}} if schema is False else {}, [], null=False)
        parts = [schema["$ref"]] if isinstance(schema.get("$ref"), str) else []
        if parts and not self.modern:
            return Shape({}, parts, null=False)  # in 3.0, nothing beside a reference counts
        facts = {word: value for word, value in schema.items() if word in _WORDS and value is not None}
        kinds, null = _kinds(schema)
        choices = [choice for word in ("anyOf", "oneOf") for choice in sequence(schema.get(word))]
        kept = [choice for choice in choices if not _is_null(choice)]
        null = null or bool(kept and len(kept) < len(choices))
        parts += [*sequence(schema.get("allOf")), *(kept if len(kept) == 1 else [])]
        facts |= {"type": kinds} if kinds else {}
        facts |= {"choices": kept} if len(kept) > 1 else {}
        facts |= _enum(schema)
        return self._merged(_bounded(facts), [self._reference(part) for part in parts], null=null)

    def _merged(self, facts: Mapping[str, Any], parts: Sequence[Any], *, null: bool) -> Shape:
        """A schema of one part that is written in place is that part."""
        if len(parts) == 1 and not isinstance(parts[0], str):
            inner = self.shape(parts[0])
            if all(facts[word] == inner.facts[word] for word in facts.keys() & inner.facts.keys()):
                return Shape({**inner.facts, **facts}, inner.parts, null=null or inner.null)
        return Shape(facts, parts, null=null)

    def _reference(self, part: Any) -> Any:
        """A part that says no more than a reference, as the reference."""
        reference = mapping(part).get("$ref")
        plain = isinstance(reference, str) and not (self.modern and part.keys() & _MEANT)
        return reference if plain else part

    def flattened(self, shape: Shape, parts: Iterable[Any]) -> Shape:
        """A schema with some of its parts, however deep, as if written in place.

        Raises:
            PipelineError: it has more parts than schemas in use have.
        """
        facts, null = dict(shape.facts), shape.null
        todo, seen = list(parts), set[int]()
        for part in todo:
            target = self.lookup(part)
            if id(target) in seen:
                continue
            seen.add(id(target))
            if len(seen) > _MOST_PARTS:
                raise PipelineError(f"a schema of over {_MOST_PARTS} parts: too many for documents in use")
            inner = self.shape(target)
            todo += inner.parts
            null = null or inner.null
            required = [*sequence(facts.get("required")), *sequence(inner.facts.get("required"))]
            properties = {**mapping(inner.facts.get("properties")), **mapping(facts.get("properties"))}
            facts = {**inner.facts, **facts}
            facts |= {"required": required} if required else {}
            facts |= {"properties": properties} if properties else {}
        return Shape(facts, shape.parts, null=null)

    def key(self, schema: Any) -> str:
        """One text for schemas, or parts, that are written alike."""
        if isinstance(schema, str):
            return schema
        shape = self.shape(schema)
        if len(shape.parts) == 1 and not shape.facts and isinstance(shape.parts[0], str):
            return shape.parts[0]
        return canonical([sorted(map(self.key, shape.parts)), bare(shape.facts)])


def _kinds(schema: Mapping[str, Any]) -> tuple[frozenset[str], bool]:
    """The types that a schema names, without null, and whether it allows null."""
    given = schema.get("type")
    kinds = frozenset(map(str, given if isinstance(given, list) else [] if given is None else [given]))
    null = schema.get("nullable") is True or "null" in kinds or (not kinds and None in sequence(schema.get("enum")))
    return (kinds if kinds == {"null"} else kinds - {"null"}), null and kinds != {"null"}


def _is_null(schema: Any) -> bool:
    facts = mapping(schema)
    return (
        facts.get("type") in ("null", ["null"])
        or facts.get("enum") == [None]
        or ("const" in facts and facts["const"] is None)
    )


def _enum(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The listed values without null; a constant is a list of one."""
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    return {"enum": [value for value in listed if value is not None]} if isinstance(listed, list) else {}


def _bounded(facts: dict[str, Any]) -> dict[str, Any]:
    """Limits as 3.1 has them: in 3.0, an exclusive limit is a flag beside the limit."""
    for bound in ("minimum", "maximum"):
        exclusive = f"exclusive{bound.capitalize()}"
        if isinstance(facts.get(exclusive), bool) and facts.pop(exclusive) and bound in facts:
            facts[exclusive] = facts.pop(bound)
    return facts


def bare(value: Any, *, names: bool = False) -> Any:
    """A schema without prose, and what has no order sorted; the keys of a map of names are no words."""
    if isinstance(value, Mapping):
        kept = {word: item for word, item in value.items() if names or word not in _PROSE}
        return {word: bare(item, names=not names and word in _NAMING) for word, item in kept.items()}
    if isinstance(value, list):
        return sorted((bare(item) for item in value), key=canonical)
    return value


def matched(
    old: Iterable[Any], new: Iterable[Any], keys: tuple[Callable[[Any], str], Callable[[Any], str]]
) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """Pairs of what has one key, wherever it stands, and what is left on either side."""
    waiting: dict[str, deque[Any]] = defaultdict(deque)
    for item in new:
        waiting[keys[1](item)].append(item)
    both, gone = [], []
    for item in old:
        alike = waiting[keys[0](item)]
        if alike:
            both.append((item, alike.popleft()))
        else:
            gone.append(item)
    return both, gone, [item for alike in waiting.values() for item in alike]
