"""One known change at every position where a schema can stand, judged apart for either side."""

from __future__ import annotations

import fnmatch
import itertools
import os
from collections.abc import Callable
from typing import Any

import pytest
from comparing import unshared

from scripts import compare
from scripts.compare._levels import BREAKING, COMPATIBLE, REQUEST, RESPONSE, RISKY

Schema = dict[str, Any]
Document = dict[str, Any]
TEXT: Schema = {"type": "string"}
CAT: Schema = {
    "type": "object",
    "properties": {"lives": {"type": "integer"}},
    "required": ["lives"],
}
DOG: Schema = {
    "type": "object",
    "properties": {"tricks": {"type": "string"}},
    "required": ["tricks"],
}


def kind(*names: str) -> Schema:
    """A schema of some types, as 3.1 lists them."""
    return {"type": list(names)}


def number(**limits: Any) -> Schema:
    """A number within limits."""
    return {"type": "number", **limits}


def field(schema: Any, *, required: bool = False, **more: Any) -> Schema:
    """An object with one field."""
    needed = {"required": ["a"]} if required else {}
    return {"type": "object", "properties": {"a": schema}, **needed, **more}


# A schema that takes less, and one that takes more. Sending is safe when a schema takes more, and
# reading is safe when it takes less.
WIDER: dict[str, tuple[Schema, Schema]] = {
    "length": ({**TEXT, "maxLength": 5}, {**TEXT, "maxLength": 9}),
    "length gone": ({**TEXT, "minLength": 1}, TEXT),
    "length zero": ({**TEXT, "minLength": 1}, {**TEXT, "minLength": 0}),
    "pattern gone": ({**TEXT, "pattern": "^a"}, TEXT),
    "value": ({**TEXT, "enum": ["a"]}, {**TEXT, "enum": ["b", "a"]}),
    "value of any type": ({"enum": [1, "a"]}, {"enum": [1, "a", True]}),
    "values open": ({**TEXT, "enum": ["a"]}, TEXT),
    "constant": ({"const": "a"}, {"enum": ["a", "b"]}),
    "null by flag": (TEXT, {**TEXT, "nullable": True}),
    "null by type": (TEXT, kind("string", "null")),
    "null by choice": (TEXT, {"anyOf": [TEXT, {"type": "null"}]}),
    "null beside values": (
        {**TEXT, "enum": ["a"]},
        {**kind("string", "null"), "enum": ["a", None]},
    ),
    "null of an object": (CAT, {**CAT, "nullable": True}),
    "null by choice of an object": (CAT, {"oneOf": [CAT, {"type": "null"}]}),
    "whole to any number": ({"type": "integer"}, {"type": "number"}),
    "type": (TEXT, kind("string", "boolean")),
    "any type": (TEXT, {}),
    "maximum": (number(maximum=5), number(maximum=6)),
    "maximum included by flag": (number(maximum=5, exclusiveMaximum=True), number(maximum=5)),
    "minimum included": (number(exclusiveMinimum=0), number(minimum=0)),
    "minimum excluded below": (number(minimum=1), number(exclusiveMinimum=0)),
    "minimum gone": (number(minimum=0), number()),
    "multiple": (number(multipleOf=6), number(multipleOf=3)),
    "choice": ({"oneOf": [CAT, TEXT]}, {"oneOf": [CAT, TEXT, DOG]}),
    "choice beside null": (
        {"anyOf": [CAT, TEXT, {"type": "null"}]},
        {"anyOf": [CAT, TEXT, DOG, {"type": "null"}]},
    ),
    "items": ({"type": "array", "items": TEXT, "maxItems": 2}, {"type": "array", "items": TEXT}),
    "repeats": ({"type": "array", "uniqueItems": True}, {"type": "array", "uniqueItems": False}),
    "fewer properties": (
        {"type": "object", "minProperties": 2},
        {"type": "object", "minProperties": 1},
    ),
    "part gone": ({"allOf": [TEXT, {"maxLength": 3}]}, TEXT),
    "part looser": (
        {"allOf": [{**TEXT, "maxLength": 3}, {"minLength": 1}]},
        {"allOf": [{**TEXT, "maxLength": 4}, {"minLength": 1}]},
    ),
    "not required": (field(TEXT, required=True), field(TEXT)),
    "additional of a type": (
        {"type": "object", "additionalProperties": {"type": "integer"}},
        {"type": "object", "additionalProperties": {"type": "number"}},
    ),
    "additional of any type": (
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": True},
    ),
}
# Pairs that are the same in meaning.
SAME: dict[str, tuple[Schema, Schema]] = {
    "null by flag or type": ({**TEXT, "nullable": True}, kind("string", "null")),
    "null by type or choice": (kind("string", "null"), {"anyOf": [TEXT, {"type": "null"}]}),
    "null by either choice": (
        {"anyOf": [CAT, {"type": "null"}]},
        {"oneOf": [{"type": "null"}, CAT]},
    ),
    "null by flag or choice": ({**CAT, "nullable": True}, {"anyOf": [CAT, {"type": "null"}]}),
    "no null": (TEXT, {**TEXT, "nullable": False}),
    "a list of one type": (TEXT, kind("string")),
    "types in another order": (kind("string", "boolean"), kind("boolean", "string")),
    "a constant": ({"const": "a"}, {"enum": ["a"]}),
    "values in another order": ({"enum": ["a", "b"]}, {"enum": ["b", "a", "b"]}),
    "a part of one": (TEXT, {"allOf": [TEXT]}),
    "an empty part": (TEXT, {"allOf": [TEXT, {}]}),
    "parts written in place": ({"allOf": [TEXT, {"maxLength": 3}]}, {**TEXT, "maxLength": 3}),
    "an exclusive flag that is off": (number(minimum=1), number(minimum=1, exclusiveMinimum=False)),
    "exclusive by flag or number": (
        number(minimum=1, exclusiveMinimum=True),
        number(exclusiveMinimum=1),
    ),
    "exclusive of whole numbers": (
        {"type": "integer", "exclusiveMinimum": 0},
        {"type": "integer", "minimum": 1},
    ),
    "exclusive maximum of whole numbers": (
        {"type": "integer", "exclusiveMaximum": 10},
        {"type": "integer", "maximum": 9},
    ),
    "a length of nothing": (TEXT, {**TEXT, "minLength": 0}),
    "additional, written out": (
        {"type": "object"},
        {"type": "object", "additionalProperties": True},
    ),
    "additional of anything": ({"type": "object"}, {"type": "object", "additionalProperties": {}}),
    "required twice": (field(TEXT, required=True), {**field(TEXT), "required": ["a", "a"]}),
    "fields in another order": (
        {"type": "object", "properties": {"a": TEXT, "b": TEXT}},
        {"type": "object", "properties": {"b": TEXT, "a": TEXT}},
    ),
    "choices in another order": ({"oneOf": [CAT, DOG]}, {"oneOf": [DOG, CAT]}),
    "1 and 1.0": (number(maximum=1), number(maximum=1.0)),
    "prose": (TEXT, {**TEXT, "description": "x", "title": "y", "example": "z", "x-more": 1}),
}
Position = Callable[[Schema], Schema]
POSITIONS: dict[str, Position] = {
    "alone": lambda one: one,
    "field": field,
    "required field": lambda one: field(one, required=True),
    "item": lambda one: {"type": "array", "items": one},
    "first item": lambda one: {"type": "array", "prefixItems": [one]},
    "additional property": lambda one: {"type": "object", "additionalProperties": one},
    "field of a part": lambda one: {"allOf": [field(one), {"properties": {"b": TEXT}}]},
    "field of a choice": lambda one: {"oneOf": [field(one), {"type": "boolean"}]},
    "field beside parts": lambda one: {"allOf": [{"properties": {"b": TEXT}}], **field(one)},
    "reference": lambda _: {"$ref": "#/components/schemas/Moved"},
    "field of a reference": lambda _: field({"$ref": "#/components/schemas/Moved"}),
    "reference in a part": lambda _: {"allOf": [{"$ref": "#/components/schemas/Moved"}]},
    "reference over another": lambda _: {"$ref": "#/components/schemas/Over"},
}


def content(schema: Schema) -> dict[str, Any]:
    """JSON of a schema."""
    return {"content": {"application/json": {"schema": schema}}}


def answering(response: Any, status: str = "200") -> dict[str, Any]:
    """An operation with one response."""
    return {"responses": {status: {"description": "", **response}}}


PLACES: dict[str, tuple[str, Callable[[Schema], dict[str, Any]]]] = {
    "body": (REQUEST, lambda one: {"requestBody": content(one), **answering({})}),
    "response": (RESPONSE, lambda one: answering(content(one))),
    "range of responses": (RESPONSE, lambda one: answering(content(one), "2XX")),
    "error": (RESPONSE, lambda one: answering(content(one), "default")),
    "header": (RESPONSE, lambda one: answering({"headers": {"X-A": content(one)}})),
    "parameter": (
        REQUEST,
        lambda one: {
            "parameters": [{"name": "a", "in": "query", **content(one)}],
            **answering({}),
        },
    ),
}


def document(schema: Schema, place: str, position: str, version: str) -> Document:
    """A document with a schema at one place."""
    wrapped = POSITIONS[position](schema)
    components = {"Moved": schema, "Over": {"$ref": "#/components/schemas/Moved"}}
    made: Document = {
        "openapi": version,
        "info": {"title": "Things", "version": "v3"},
        "paths": {"/things/v3": {"post": {"operationId": "make", **PLACES[place][1](wrapped)}}},
        "components": {"schemas": components},
    }
    return unshared(made)


def levels(pair: tuple[Schema, Schema], *where: str) -> set[tuple[str, str]]:
    """The side and level of each change from one schema to another at a place."""
    old, new = (document(one, *where) for one in pair)
    return {(one.side, one.level) for one in compare.Comparison(old, new).changes()}


VERSIONS = ("3.0.3", "3.1.0")


def whereabouts() -> list[tuple[str, str, str]]:
    """Each position in a place of either side; in every place and version for `nox -s grids`."""
    if os.environ.get("WHOLE_GRIDS"):
        return list(itertools.product(PLACES, POSITIONS, VERSIONS))
    found = []
    for side in (REQUEST, RESPONSE):
        places = [name for name, (of, _) in PLACES.items() if of == side]
        found += [
            (places[number % len(places)], position, VERSIONS[number // len(places) % 2])
            for number, position in enumerate(POSITIONS)
        ]
    return found


WHERE = [pytest.param(*where, id=", ".join(where)) for where in whereabouts()]


@pytest.mark.parametrize(("place", "position", "version"), WHERE)
def test_a_schema_that_takes_more_is_safe_to_send_and_risky_to_read(
    place: str, position: str, version: str
) -> None:
    """Wherever it stands, taking more is compatible in requests, and not breaking in responses."""
    side = PLACES[place][0]
    safe = {REQUEST: {(REQUEST, COMPATIBLE)}, RESPONSE: {(RESPONSE, RISKY)}}[side]
    found = {name: levels(pair, place, position, version) for name, pair in WIDER.items()}
    assert {} == {name: one for name, one in found.items() if one != safe}


@pytest.mark.parametrize(("place", "position", "version"), WHERE)
def test_a_schema_that_takes_less_breaks_senders_and_no_readers(
    place: str, position: str, version: str
) -> None:
    """Wherever it stands, taking less is breaking in requests, and compatible in responses."""
    side = PLACES[place][0]
    worst = {REQUEST: {(REQUEST, BREAKING)}, RESPONSE: {(RESPONSE, COMPATIBLE)}}[side]
    found = {name: levels(pair[::-1], place, position, version) for name, pair in WIDER.items()}
    assert {} == {name: one for name, one in found.items() if one != worst}


@pytest.mark.parametrize(("place", "position", "version"), WHERE)
def test_another_spelling_is_no_change(place: str, position: str, version: str) -> None:
    """Two ways to write the same are the same, wherever they stand."""
    pairs = list(SAME.items())
    pairs += [(f"{name}, back", pair[::-1]) for name, pair in SAME.items()]
    found = {name: levels(pair, place, position, version) for name, pair in pairs}
    assert {} == {name: one for name, one in found.items() if one}


KINDS = ("application/json", "application/xml", "text/plain", "application/*", "*/*")
# Types that stand for all others, as far as the ranges tell them apart.
UNIVERSE = (*KINDS[:3], "application/pdf", "image/png")


def allowed(kinds: tuple[str, ...]) -> set[str]:
    """The types that some types and ranges allow."""
    return {one for one in UNIVERSE for kind in kinds if fnmatch.fnmatch(one, kind)}


def of_kinds(place: str, kinds: tuple[str, ...]) -> Document:
    """A document with content of some types at one place."""
    made = document(TEXT, place, "alone", "3.0.3")
    operation = made["paths"]["/things/v3"]["post"]
    holder = operation["requestBody"] if place == "body" else operation["responses"]["200"]
    holder["content"] = {kind: {"schema": TEXT} for kind in kinds}
    return made


SETS = [kinds for size in (1, 2, 3) for kinds in itertools.combinations(KINDS, size)]


@pytest.mark.parametrize("old", SETS, ids=" ".join)
def test_content_types_are_judged_by_what_they_allow(old: tuple[str, ...]) -> None:
    """A request breaks by a type that is refused now; a response, by one that is gone."""
    for new in SETS:
        lost, gained = allowed(old) - allowed(new), allowed(new) - allowed(old)
        sent, got = (
            {one.level for one in compare.Comparison(*pair).changes()}
            for pair in (
                (of_kinds(place, old), of_kinds(place, new)) for place in ("body", "response")
            )
        )
        assert (new, bool(lost)) == (new, BREAKING in sent)
        missed = [kind for kind in old if not allowed((kind,)) & allowed(new)]
        assert (new, bool(missed)) == (new, BREAKING in got)
        assert (new, bool(gained)) == (new, RISKY in got)


def referring(kind: str, *, there: bool) -> Document:
    """A document that refers to a component of a kind, which is there or not."""
    component: dict[str, Any] = {
        "schemas": TEXT,
        "parameters": {"name": "a", "in": "query", "schema": TEXT},
        "requestBodies": content(TEXT),
        "responses": {"description": "", **content(TEXT)},
        "headers": {"schema": TEXT},
        "securitySchemes": {"type": "http", "scheme": "bearer"},
    }[kind]
    reference = {"$ref": f"#/components/{kind}/Moved"}
    operation = {"operationId": "make", **answering({}), "security": [{"token": []}]}
    components: Document = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}
    if kind == "schemas":
        operation["requestBody"] = content(field(reference))
    elif kind == "parameters":
        operation["parameters"] = [reference]
    elif kind == "requestBodies":
        operation["requestBody"] = reference
    elif kind == "responses":
        operation["responses"] = {"200": reference}
    elif kind == "headers":
        operation["responses"] = answering({"headers": {"X-A": reference}})["responses"]
    else:
        components["securitySchemes"] = {"token": reference}
    components.setdefault(kind, {})["Moved" if there else "Renamed"] = component
    return unshared(
        {
            "openapi": "3.0.3",
            "info": {"title": "Things", "version": "v3"},
            "paths": {"/things/v3": {"post": operation}},
            "components": components,
        }
    )


COMPONENTS = (
    "schemas",
    "parameters",
    "requestBodies",
    "responses",
    "headers",
    "securitySchemes",
)
NAMES_ONLY = {"schema-added", "schema-removed", "scheme-added", "scheme-removed"}


@pytest.mark.parametrize("kind", COMPONENTS)
def test_a_reference_to_nothing_is_told_as_one(kind: str) -> None:
    """Where a reference leads nowhere, nothing is said to be gone, whatever it referred to."""
    whole, broken = referring(kind, there=True), referring(kind, there=False)
    for old, new, rule in (
        (whole, broken, "reference-broken"),
        (broken, whole, "reference-mended"),
    ):
        changes = compare.Comparison(old, new).changes()
        assert [(rule, RISKY)] == [
            (one.rule, one.level) for one in changes if one.rule not in NAMES_ONLY
        ]
