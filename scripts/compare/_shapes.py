"""Schemas in one form, written as in OpenAPI 3.0 or as in 3.1."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.openapi import schemas
from scripts.openapi.cursor import Cursor, references
from scripts.openapi.schemas import SchemaView
from scripts.openapi.values import canonical, mapping, sequence
from scripts.project.layout import PipelineError

NOTES = ("default", "deprecated", "readOnly", "writeOnly")
CONDITIONS = ("not", "if", "then", "else", "contains", "minContains", "maxContains",
              "propertyNames", "patternProperties", "dependentRequired", "dependentSchemas",
              "unevaluatedItems", "unevaluatedProperties", "contentEncoding", "contentMediaType",
              "contentSchema", "xml", "allOf")  # fmt: skip
COUNTS = ("Length", "Items", "Properties")
_WORDS = {
    *(
        "format",
        "pattern",
        "multipleOf",
        "uniqueItems",
        "required",
        "properties",
        "additionalProperties",
        "items",
    ),
    *("prefixItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *(f"{bound}{count}" for bound in ("min", "max") for count in COUNTS),
    *NOTES,
    *CONDITIONS,
    "discriminator",
}
_MEANT = {*_WORDS, *schemas.COMBINING, "type", "enum", "const", "nullable"}
_NAMING = {*schemas.MAPS, "dependentRequired", "mapping"}
_MOST_PARTS = 1_000


@dataclass(frozen=True)
class Shape:
    """A schema in one form.

    Args:
        keywords: what it says itself; `type` is a set without null, `enum` a list without null,
            `choices` are the schemas of anyOf and oneOf.
        parts: what it consists of besides: references as text, and schemas.
        null: whether null is allowed.
    """

    keywords: Mapping[str, Any]
    parts: Sequence[Any]
    null: bool

    @property
    def kinds(self) -> frozenset[str]:
        """The types that it allows, without null; any if it names none."""
        given: frozenset[str] = self.keywords.get("type", frozenset())
        if given or self.parts:
            return given
        if "enum" in self.keywords:
            return frozenset(_KINDS[type(value)] for value in self.keywords["enum"])
        inferred = (
            "object"
            if "properties" in self.keywords
            else "array"
            if self.keywords.keys() & _LISTS
            else ""
        )
        return frozenset({inferred} - {""})

    @property
    def nullable(self) -> bool:
        """Whether it says that null is allowed beside something else."""
        return self.null and bool(self.parts or self.keywords.keys() & {"type", "enum", "choices"})


_LISTS = {"items", "prefixItems"}
_INNER = {"items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"}
_KINDS = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}


class Source:
    """A document that schemas are read from."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.root = Cursor.at_root(document)
        self.modern = not str(document.get("openapi", "")).startswith("3.0")
        self._outside: dict[str, Any] = {}
        self._made: dict[int, list[Any]] = {}  # the parts of schemas that hold at once

    def lookup(self, part: Any) -> Any:
        """The schema that a part is; a reference that leads nowhere here allows anything."""
        if not isinstance(part, str):
            return part
        target = self.root.target(part).value
        if target is None:  # outside of the document, it is a type of its own name
            outside = {} if part.startswith("#/") else {"type": part}
            return self._outside.setdefault(part, outside)
        return target

    def is_dangling(self, part: Any) -> bool:
        """Whether a part is a reference that leads nowhere in this document."""
        inside = isinstance(part, str) and part.startswith("#/")
        return inside and self.root.target(part).value is None

    def resolved(self, schema: Any) -> Mapping[str, Any]:
        """A schema with its references followed; empty if they lead nowhere or in a circle."""
        return mapping(Cursor(self.root.document, schema).followed().value)

    def shape(self, schema: Any) -> Shape:
        """A schema in one form."""
        if not isinstance(schema, Mapping):
            return Shape({"not": {}} if schema is False else {}, [], null=False)
        parts = [schema["$ref"]] if isinstance(schema.get("$ref"), str) else []
        if parts and not self.modern:
            return Shape({}, parts, null=False)  # in 3.0, nothing beside a reference counts
        keywords = {
            word: value
            for word, value in schema.items()
            if word in _WORDS - {"allOf"} and value is not None
        }
        view = SchemaView.of(schema)
        kinds = frozenset({"null"} if view.only_null else view.types)
        kinds -= {"integer"} if "number" in kinds else set()
        keywords |= {"type": kinds} if kinds else {}
        for choices in view.choices:
            keywords = _joined(keywords, {"choices": choices})
        keywords |= {} if view.values is None else {"enum": view.values}
        parts = [self._reference(part) for part in [*parts, *view.parts]]
        return self._merged(_bounded(keywords), parts, null=view.null)

    def _merged(self, keywords: Mapping[str, Any], parts: Sequence[Any], *, null: bool) -> Shape:
        """A schema of one part that is written in place is that part."""
        if len(parts) == 1 and not isinstance(parts[0], str):
            inner = self.shape(parts[0])
            if all(
                keywords[word] == inner.keywords[word]
                for word in keywords.keys() & inner.keywords.keys()
            ):
                return Shape({**inner.keywords, **keywords}, inner.parts, null=null or inner.null)
        return Shape(keywords, parts, null=null)

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
        keywords, null = dict(shape.keywords), shape.null
        todo, seen = list(parts), set[int]()
        for part in todo:
            target = self.lookup(part)
            if id(target) in seen:
                continue
            seen.add(id(target))
            if len(seen) > _MOST_PARTS:
                raise PipelineError(
                    f"a schema of over {_MOST_PARTS} parts: too many for documents in use"
                )
            inner = self.shape(target)
            todo += inner.parts
            null = null or inner.null
            fields, more = (
                mapping(keywords.get("properties")),
                mapping(inner.keywords.get("properties")),
            )
            twice = {
                name: self._both(fields[name], more[name]) for name in fields.keys() & more.keys()
            }
            keywords = _joined(keywords, inner.keywords)
            keywords |= {"properties": {**more, **fields, **twice}} if fields or more else {}
        return Shape(keywords, shape.parts, null=null)

    def _both(self, one: Any, other: Any) -> Any:
        """The schema of what has to be as two schemas say, the same each time it is asked for."""
        if one is other or self.key(one) == self.key(other):
            return one
        parts = {
            id(part): part for each in (one, other) for part in self._made.get(id(each), [each])
        }
        made = self._outside.setdefault(f"both {sorted(parts)}", {"allOf": [*parts.values()]})
        self._made[id(made)] = made["allOf"]
        return made

    def text(self, value: Any, *, deep: bool) -> str:
        """One text for a value without prose; deep, with all that it refers to."""
        inside: dict[str, Any] = {}
        todo = [*references(value)] if deep else []
        while todo:
            if (reference := todo.pop()) not in inside:
                inside[reference] = bare(self.lookup(reference))
                todo += references(inside[reference])
        return canonical([bare(value), inside])

    def key(self, schema: Any) -> str:
        """One text for schemas, or parts, that are written alike."""
        return schema if isinstance(schema, str) else canonical(self._plain(schema))

    def _plain(self, schema: Any) -> Any:
        """A schema in one form all the way down, without prose and null; references are kept."""
        shape = self.shape(schema)
        parts = [part if isinstance(part, str) else self._plain(part) for part in shape.parts]
        if len(parts) == 1 and not shape.keywords and isinstance(parts[0], str):
            return {"$ref": parts[0]}
        keywords = bare(shape.keywords) | {
            word: self._plain(shape.keywords[word]) for word in _INNER & shape.keywords.keys()
        }
        for word in {"choices", "prefixItems"} & shape.keywords.keys():
            keywords[word] = [self._plain(one) for one in shape.keywords[word]]
        if "properties" in shape.keywords:
            keywords["properties"] = {
                name: self._plain(one)
                for name, one in mapping(shape.keywords["properties"]).items()
            }
        if "choices" in keywords:
            keywords["choices"].sort(key=canonical)
        return [sorted(parts, key=canonical), keywords]

    def whole(self, schema: Any) -> Shape:
        """A schema with all of its parts as if written in place."""
        shape = self.shape(schema)
        return self.flattened(shape, shape.parts)

    def _tags(self, schema: Any) -> str:
        """The fields with only one value, which distinguish the alternatives."""
        listed = {
            name: self.shape(one).keywords.get("enum", ())
            for name, one in self._names(schema).items()
        }
        tags = {name: values for name, values in listed.items() if len(values) == 1}
        return canonical(tags) if tags else ""

    def _fields(self, schema: Any) -> str:
        return canonical(sorted(self._names(schema))) if self._names(schema) else ""

    def _plain_kinds(self, schema: Any) -> str:
        kinds = self.whole(schema).kinds
        return "" if "object" in kinds else canonical(sorted(kinds))

    def _names(self, schema: Any) -> Mapping[str, Any]:
        return mapping(self.whole(schema).keywords.get("properties"))

    OUTLINES = (
        _tags,
        _fields,
        _plain_kinds,
    )  # what alternatives that are not alike may have in common, or nothing


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What two schemas ask for that have to hold at once, as far as one schema can say it."""
    joined = {**other, **one}
    for word in one.keys() & other.keys() - {"properties"}:
        here, there = one[word], other[word]
        numbers = all(
            isinstance(value, int | float) and not isinstance(value, bool)
            for value in (here, there)
        )
        if word == "required":
            joined[word] = [*sequence(here), *sequence(there)]
        elif word == "type":
            joined[word] = (here & there) or here
        elif word == "enum":
            listed = {canonical(value) for value in there}
            joined[word] = [value for value in here if canonical(value) in listed]
        elif word == "choices" and here != there:
            joined["allOf"] = [*joined.get("allOf", ()), there]
        elif numbers and word.startswith(("min", "exclusiveMin")):
            joined[word] = max(here, there)
        elif numbers and word.startswith(("max", "exclusiveMax")):
            joined[word] = min(here, there)
    return joined


def _bounded(keywords: dict[str, Any]) -> dict[str, Any]:
    """Limits as 3.1 has them: in 3.0, an exclusive limit is a flag beside the limit."""
    for bound in ("minimum", "maximum"):
        exclusive = f"exclusive{bound.capitalize()}"
        if (
            isinstance(keywords.get(exclusive), bool)
            and keywords.pop(exclusive)
            and bound in keywords
        ):
            keywords[exclusive] = keywords.pop(bound)
    return keywords


def bare(value: Any, *, names: bool = False) -> Any:
    """A schema without prose, with unordered lists sorted; names in a map are no keywords."""
    if isinstance(value, Mapping):
        kept = {
            word: item
            for word, item in value.items()
            if names or not (word in schemas.PROSE or word.startswith("x-"))
        }
        return {
            word: bare(item, names=not names and word in _NAMING) for word, item in kept.items()
        }
    if isinstance(value, list):
        return sorted((bare(item) for item in value), key=canonical)
    return value


def matched(
    old: Iterable[Any], new: Iterable[Any], keys: tuple[Callable[[Any], str], Callable[[Any], str]]
) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """Match two lists by key, in any order; also return what is left of each list."""
    waiting: dict[str, deque[Any]] = defaultdict(deque)
    for item in new:
        waiting[keys[1](item)].append(item)
    both, gone = [], []
    for item in old:
        key = keys[0](item)
        if key and (alike := waiting[key]):
            both.append((item, alike.popleft()))
        else:
            gone.append(item)
    return both, gone, [item for alike in waiting.values() for item in alike]
