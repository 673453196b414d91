"""Schemas of any document, adapted so that the generator takes each of them.

The generator makes a class of every enum and object, and names it after its place. So each of these
becomes a component with a name of our choice; everything else is written out where it is used. The
result holds no `allOf`, no `nullable`, and no reference but to a class.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scripts.adapt import _names
from scripts.openapi.cursor import Cursor
from scripts.openapi.schemas import COMBINING, SchemaView
from scripts.openapi.values import mapping, sequence
from scripts.project.layout import PipelineError

HERE = "#/components/schemas/"
MULTIPART = "multipart/form-data"
_FORMATS = {"date", "date-time", "uuid", "binary"}
_PYTHON: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
Schema = dict[str, Any]
_OWN = {
    "additionalProperties",
    "const",
    "enum",
    "required",
}  # what says more than the part it is around
_NULL: Schema = {"type": "null"}
_REST = "AdditionalProperty"  # what the generator calls a value beside the properties
_LARGEST = sys.float_info.max
_MOST_PROPERTIES = (
    20_000  # with those taken over from parts; the published document with the most comes to 747
)
_ANYTHING: Schema = {}
_ANY_LIST: Schema = {"type": "array", "items": {}}


class Schemas:
    """The schemas of one document, and what becomes of them.

    Args:
        root: the root of the normalized document.
        note: told, in a line each, what is adapted or left out.
    """

    def __init__(self, root: Cursor, note: Callable[[str], None]) -> None:
        self._root = root
        self._note = note
        self._names = _names.Names()
        self._waiting: dict[str, tuple[Schema, str]] = {}
        self._made: dict[str, Schema] = {}
        self._written: dict[str, Schema] = {}
        self._busy: set[str] = set()
        self._forms: set[str] = set()
        self._size = 0
        self._keys = {
            name: self._name(name, one.value, name)
            for name, one in (root / "components" / "schemas").members().items()
            if self._is_class(one.value)
        }

    def made(self) -> dict[str, Schema]:
        """Every class, by its name."""
        while self._waiting:
            self._finish(next(iter(self._waiting)))
        return dict(sorted(self._made.items()))

    def use(self, schema: Any, hint: str, place: str) -> Schema:
        """What to write where a schema is used.

        Args:
            schema: a schema of the normalized document.
            hint: what to call its class, if it becomes one.
            place: where it stands, for the reader of a note.
        """
        schema = _unwrapped(schema)
        if "$ref" in schema:
            used = self._refer(str(schema["$ref"]), place)
        elif self._is_class(schema):
            used = {"$ref": HERE + self._name(hint, schema, place)}
        else:
            used = self._write(schema, hint, place)
        if _takes_null(schema):
            used = self._union([used, _NULL], place)
        default = schema.get("default")
        if default is None:
            return used
        if not _fits(default, self._followed(schema, set())[1]):
            self._note(
                f"{place}: left out a default that Python cannot state as it is: "
                f"{str(default)[:60]!a}"
            )
            return used
        return (
            {"allOf": [used], "default": default}
            if "$ref" in used
            else {**used, "default": default}
        )

    def send_as_form(self, used: Mapping[str, Any]) -> None:
        """What `use` gave is sent as multipart/form-data, of which the generator takes less."""
        self._forms.add(str(used.get("$ref", "")).removeprefix(HERE))

    def is_enum(self, used: Mapping[str, Any]) -> bool:
        """Whether what `use` gave is an enum's class."""
        return self._is(used, lambda schema: bool(_values(schema)))

    def is_object(self, used: Mapping[str, Any]) -> bool:
        """Whether what `use` gave is an object's class."""
        return self._is(used, lambda schema: not _values(schema))

    def _is(self, used: Mapping[str, Any], test: Callable[[Schema], bool]) -> bool:
        whole = used["allOf"][0] if "allOf" in used else used
        key = str(whole.get("$ref", "")).removeprefix(HERE)
        schema = self._waiting[key][0] if key in self._waiting else self._made.get(key)
        return schema is not None and test(schema)

    def _name(self, hint: str, schema: Schema, place: str) -> str:
        avoid = {
            one for name in self._properties(schema, set()) for one in _names.identifiers(name)
        }
        key = self._names.of_class(hint, avoid)
        self._waiting[key] = (schema, place)
        return key

    def _properties(self, schema: Schema, seen: set[str]) -> Iterator[str]:
        yield from mapping(schema.get("properties"))
        for _, element in self._elements(schema, seen):
            yield from self._properties(element, seen)

    def _elements(self, schema: Schema, seen: set[str]) -> Iterator[tuple[str, Schema]]:
        """The parts of an `allOf`, references followed; each with its name if it is a reference."""
        yield from (self._followed(part, seen) for part in sequence(schema.get("allOf")))

    def _followed(self, schema: Any, seen: set[str]) -> tuple[str, Schema]:
        """The schema that references lead to, and its name; nothing where they were seen."""
        name, schema = "", _unwrapped(schema)
        while "$ref" in schema:
            place = self._root.target(str(schema["$ref"]))
            name = place.schema_name
            if not name or name in seen:
                return name, {}
            seen.add(name)
            schema = _unwrapped(place.value)
        return name, schema

    def _is_class(self, schema: Any, seen: set[str] | None = None) -> bool:
        schema = _unwrapped(schema)
        if _values(schema):
            return True
        if "$ref" in schema or sequence(schema.get("anyOf")) or sequence(schema.get("oneOf")):
            return False
        if _types(schema) == ["object"] or (not _types(schema) and "properties" in schema):
            return not _says_nothing(schema)
        seen = set() if seen is None else seen
        return not _types(schema) and any(
            self._is_class(part, seen) for _, part in self._elements(schema, seen)
        )

    def _refer(self, reference: str, place: str) -> Schema:
        target = self._root.target(reference)
        name = target.schema_name
        if not name or target.value is None:
            why = (
                f"there is no schema {name!a}"
                if name
                else f"{reference!a} is none of the schemas by name"
            )
            self._note(f"{place}: takes any value, since {why}")
            return {}
        if name in self._keys:
            used = {"$ref": HERE + self._keys[name]}
            return (
                self._union([used, _NULL], place) if _takes_null(_unwrapped(target.value)) else used
            )
        if name in self._busy:
            self._note(
                f"{place}: takes any value, since {name} is made of itself "
                "with no object in between"
            )
            return {}
        if name not in self._written:
            self._busy.add(name)
            self._written[name] = self.use(target.value, name, name)
            self._busy.discard(name)
        return _without_default(self._written[name])

    def _write(self, schema: Schema, hint: str, place: str) -> Schema:
        types = _types(schema)
        members = [*sequence(schema.get("oneOf")), *sequence(schema.get("anyOf"))]
        members = [one for one in members if not SchemaView.of(one).only_null]
        if members:
            if schema.get("properties") or sequence(schema.get("allOf")):
                self._note(f"{place}: left out what stands beside `oneOf` or `anyOf`")
            return self._union(
                [self.use(one, f"{hint} Type {at}", place) for at, one in enumerate(members)], place
            )
        if len(types) > 1:
            alone = {**schema, "default": None}
            return self._union(
                [self.use({**alone, "type": one}, f"{hint} {one}", place) for one in types], place
            )
        if any(value is not None for value in sequence(schema.get("enum"))):
            self._note(
                f"{place}: left out an enum whose values are not all texts or all integers, "
                "as its type is"
            )
        if types == ["array"]:
            if "items" not in schema:
                self._note(f"{place}: takes a list of anything, since no items are described")
            items = self.use(schema.get("items", {}), f"{hint} Item", f"{place}/items")
            if any(self.is_enum(one) for one in items.get("items", {}).get("anyOf", ())):
                self._note(
                    f"{place}: takes lists of anything, since an enum or something else in them "
                    "has no type"
                )
                items = {**items, "items": {}}
            return {"type": "array", "items": items}
        if not types or types[0] not in _PYTHON:
            return {}
        form = schema.get("format")
        return {
            "type": types[0],
            **({"format": form} if types == ["string"] and form in _FORMATS else {}),
        }

    def _union(self, used: list[Schema], place: str) -> Schema:
        """One of several, flat and without repeats.

        It holds one list at most, since Python cannot tell lists apart by their items.
        """
        members = [member for one in used for member in one.get("anyOf", [one])]
        members = [_without_default(member) for member in members]
        lists = [member["items"] for member in members if member.get("type") == "array"]
        if len(lists) > 1:
            members = [member for member in members if member.get("type") != "array"]
            members.append({"type": "array", "items": self._union(lists, place)})
        members = list({json.dumps(member, sort_keys=True): member for member in members}.values())
        if len(members) > 1 and (_ANYTHING in members or _ANY_LIST in members):
            if any(member not in (_ANYTHING, _NULL) for member in members):
                self._note(f"{place}: takes any value, since one of its alternatives does")
            return {}
        return {"anyOf": members} if len(members) > 1 else members[0]

    def _finish(self, key: str) -> Schema:
        if key in self._made:
            return self._made[key]
        if key not in self._waiting:  # it is being made
            self._note(f"{key}: left out of its own `allOf`")
            return {}
        schema, place = self._waiting.pop(key)
        values = _values(schema)
        if values:
            made = {"type": "string" if isinstance(values[0], str) else "integer", "enum": values}
        else:
            made = self._object(key, schema, place, set())
        self._made[key] = made
        return made

    def _object(self, key: str, schema: Schema, place: str, seen: set[str]) -> Schema:
        properties, required, more = self._inherited(key, schema, place, seen)
        for name, value in mapping(schema.get("properties")).items():
            properties[name] = self.use(value, f"{key} {name}", f"{place}/{name}")
        required |= {name for name in sequence(schema.get("required")) if isinstance(name, str)}
        if "additionalProperties" in schema:
            more = self._more(key, schema["additionalProperties"], place)
        if key not in self._forms:
            properties = {name: without_files(used) for name, used in properties.items()}
            more = without_files(more) if isinstance(more, dict) else more
        rest = more if isinstance(more, dict) else {}
        if key in self._forms and rest.keys() & {"anyOf", "items"}:
            self._note(
                f"{place}: takes any value beside its properties, since it is sent as {MULTIPART}"
            )
            more = rest = {}
        parts = {name: set(_names.parts(name, used)) for name, used in properties.items()}
        rest_parts = {_names.attribute(_REST), *_names.parts(_REST, rest)} if rest else set()
        beside = rest_parts.union(*map(_names.referred, [rest, *properties.values()]))
        kept = _names.attributes(parts, beside)
        self._size += len(properties)
        if self._size > _MOST_PROPERTIES:
            raise PipelineError(
                f"its schemas come to over {_MOST_PROPERTIES:,} properties, as no published ones do"
            )
        for name in [name for name in properties if name not in kept]:
            self._note(
                f"{place}/{name}: no attribute, since another or the client's code has its name; "
                f"use [{name!a}]"
            )
        if len(kept) < len(properties):
            more = {}
        made: Schema = {"type": "object", "properties": {name: properties[name] for name in kept}}
        made |= {"required": needed} if (needed := sorted(required & set(kept))) else {}
        return made if more == {} else {**made, "additionalProperties": more}

    def _inherited(
        self, key: str, schema: Schema, place: str, seen: set[str]
    ) -> tuple[dict[str, Schema], set[str], Any]:
        properties: dict[str, Schema] = {}
        required: set[str] = set()
        more: Any = {}
        for name, element in self._elements(schema, seen):
            choices = [*sequence(element.get("anyOf")), *sequence(element.get("oneOf"))]
            own = {word: value for word, value in element.items() if word not in {"anyOf", "oneOf"}}
            places = [Cursor(self._root.document, one) for one in choices]
            named = [one.target(one.reference).schema_name for one in places]
            if choices and key not in map(self._keys.get, named):
                self._note(f"{place}: left out the alternatives of a part of `allOf`")
            required |= {one for one in sequence(element.get("required")) if isinstance(one, str)}
            if not own.keys() - {"required"} or _says_nothing(own):
                continue
            if not self._is_class(own) or _values(own):
                self._note(f"{place}: left out a part of `allOf` that is no object")
                continue
            whole = (
                self._finish(self._keys[name])
                if name in self._keys
                else self._object(key, own, place, seen)
            )
            properties |= whole.get("properties", {})
            required |= set(whole.get("required", []))
            more = whole.get("additionalProperties", more)
        return properties, required, more

    def _more(self, key: str, value: Any, place: str) -> Any:
        if isinstance(value, bool):
            return {} if value else False
        return self.use(value, f"{key} Additional Property", f"{place}/additionalProperties")


def without_files(used: Schema) -> Schema:
    """What `use` gave, with a text wherever it has a file, which only a form can hold."""
    if used.get("format") == "binary":
        return {key: value for key, value in used.items() if key != "format"}
    inner: Schema = {
        key: [without_files(one) for one in used[key]] for key in ("anyOf", "allOf") if key in used
    }
    return {**used, **inner, **({"items": without_files(used["items"])} if "items" in used else {})}


def _unwrapped(raw: Any) -> Schema:
    """A schema without the `allOf`, `anyOf` or `oneOf` of a single part around it."""
    schema = dict(mapping(raw))
    while True:
        single = [
            part
            for key in COMBINING
            for part in sequence(schema.get(key))
            if (part or key != "allOf") and not SchemaView.of(part).only_null
        ]
        more = schema.get("properties") or schema.keys() & _OWN
        if len(single) != 1 or not isinstance(single[0], Mapping) or more:
            return schema
        outer: Schema = {key: schema[key] for key in ("nullable", "default") if key in schema}
        outer |= {"nullable": True} if SchemaView.of(schema).null else {}
        schema = {**single[0], **outer}


def _types(schema: Schema) -> list[str]:
    """The types of a schema but null."""
    return list(SchemaView.of(schema).types)


def _says_nothing(schema: Schema) -> bool:
    """Whether it is an object of which nothing is said, which is how HubSpot writes any value.

    Observed in published documents: the Webhooks API's own example of such an object is a text, and
    rows of HubDB hold numbers and texts in them.
    """
    said = (
        schema.get("properties")
        or sequence(schema.get("allOf"))
        or "additionalProperties" in schema
    )
    return not said and (
        _types(schema) == ["object"] or (not _types(schema) and "properties" in schema)
    )


def _takes_null(schema: Schema) -> bool:
    return SchemaView.of(schema).null or None in sequence(schema.get("enum"))


def _values(schema: Schema) -> list[Any]:
    """The values of an enum that can be a class: all texts, or all integers."""
    values = SchemaView.of(schema).values or []
    fitting = tuple(kind for one in _types(schema) for kind in _PYTHON.get(one, ()))
    if fitting and not all(isinstance(value, fitting) for value in values):
        return []
    if all(isinstance(value, str) for value in values) or all(
        type(value) is int for value in values
    ):
        return list(dict.fromkeys(values))
    return []


def _fits(default: Any, schema: Schema) -> bool:
    """Whether the generator writes a default as the value it is."""
    values = _values(schema)
    if values:
        return any(default == value and type(default) is type(value) for value in values)
    types = _types(schema)
    if len(types) != 1 or types[0] not in _PYTHON or schema.get("format") in _FORMATS:
        return False
    if isinstance(default, bool) != (types == ["boolean"]) or not isinstance(
        default, _PYTHON[types[0]]
    ):
        return False
    if types == ["number"] and isinstance(default, int) and abs(default) > _LARGEST:
        return False
    return not isinstance(default, str) or not set(default) & {'"', "\\"}


def _without_default(used: Schema) -> Schema:
    whole: Schema = used["allOf"][0] if "allOf" in used else used
    return {key: value for key, value in whole.items() if key != "default"}
