"""Comparing by meaning: what is no change, where a change lives, and what it reaches."""

from __future__ import annotations

import random
from typing import Any

import pytest
from comparing import (
    NAME,
    PATH,
    as_field,
    document,
    edited,
    fields,
    found,
    operation,
    query,
    scheme,
    thing,
    told,
    unshared,
)

from scripts import compare
from scripts.project.layout import PipelineError

OTHER, NULL = {"$ref": "#/components/schemas/Other"}, {"type": "null"}
PARTS = {"allOf": [{"maxProperties": 2}, {"minProperties": 1}, OTHER], "properties": {}}
UPSERT = "POST /marketing/marketing-events/{version}/events/upsert"


def renamed(one: Any, path: str) -> dict[str, Any]:
    """The document with its operation at another path."""
    return {**one, "paths": {path: one["paths"][PATH]}}


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same meaning in another order, with prose put in."""
    if isinstance(value, dict):
        items = [(key, shuffled(item, chance)) for key, item in value.items()]
        chance.shuffle(items)
        return dict(items) | ({"description": "words"} if "type" in value else {})
    return (
        chance.sample([shuffled(item, chance) for item in value], len(value))
        if isinstance(value, list)
        else value
    )


@pytest.mark.parametrize("seed", range(5))
def test_order_prose_versions_and_names_of_path_parameters_are_no_change(seed: int) -> None:
    """Order, the version and the names of parameters in a path are no change."""
    new = renamed(shuffled(document(), random.Random(seed)), "/things/v3/{number}")
    next(one for one in operation(new)["parameters"] if one["in"] == "path")["name"] = "number"
    assert set() == found(document(), new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("post-/things/2026-03_/things/2026-03", "post-/things/2026-03_/things/v3"),
        ("post-/things/2026-03/make_make", "post-/things/2026-09-beta/make_make"),
        ("post-/things/2026-03/make_make", "post-/things/2026-03/make"),
        ("getThing", "get_thing"),
    ],
)
def test_an_operation_that_is_named_the_same_is_not_renamed(old: str, new: str) -> None:
    """What counts of an operationId is the name made from it, whatever version it embeds."""
    documents = [
        edited(lambda one, name=name: operation(one).update(operationId=name))
        for name in (old, new)
    ]
    assert set() == found(*documents)


@pytest.mark.parametrize("key", ["v3", "v4", "2026-09", "2026-09-beta", "2027-03-rc.1"])
def test_versions_in_paths_and_servers_are_masked(key: str) -> None:
    """The forms that versions take in HubSpot's paths are all passed over."""
    new = renamed(document(), f"/things/{key}/{{id}}") | {
        "servers": [{"url": f"https://x.example/{key}"}]
    }
    assert set() == found(document() | {"servers": [{"url": "https://x.example/v3"}]}, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({**NAME, "nullable": True}, {"type": ["string", "null"]}),
        ({**NAME, "nullable": True}, {"anyOf": [NAME, NULL]}),
        ({"allOf": [OTHER], "nullable": True}, {"oneOf": [NULL, OTHER]}),
        (
            {**NAME, "enum": ["a", None], "nullable": True},
            {"enum": ["a"], "type": ["null", "string"]},
        ),
        (OTHER, {"allOf": [OTHER]}),
        ({**OTHER, "description": "words"}, OTHER),
        (OTHER, {"type": "object", "properties": {"size": {"type": "integer"}}}),
        (OTHER, {"allOf": [{"type": "object"}, {"properties": {"size": {"type": "integer"}}}]}),
        ({"enum": ["a"]}, {"const": "a"}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"type": "array", "items": {}}, {"items": True}),
        (
            {"properties": {"a": NAME}},
            {"type": "object", "properties": {"a": NAME}, "additionalProperties": True},
        ),
        ({"anyOf": [NAME, OTHER]}, {"oneOf": [OTHER, NAME]}),
        ({"type": "string", "minLength": 0}, {"type": "string"}),
        ({**NAME, "nullable": True}, {"allOf": [{"type": ["string", "null"]}]}),
        ({"allOf": [OTHER, {"minProperties": 1}, {"maxProperties": 2}], "type": "object"}, PARTS),
        (
            {"allOf": [{"nullable": True, **NAME}, {"minLength": 1}]},
            {"type": ["string", "null"], "minLength": 1},
        ),
        (
            {"anyOf": [{"enum": ["a", "b"]}, {"enum": ["c", "d"]}]},
            {"anyOf": [{"enum": ["d", "c"], "description": "words"}, {"enum": ["b", "a"]}]},
        ),
    ],
    ids=str,
)
def test_two_ways_to_write_a_schema_are_no_change(old: Any, new: Any) -> None:
    """What 3.0 and 3.1 write differently means the same, in both directions."""
    before, after = as_field(old), as_field(new, "3.1.0")
    assert set() == told(before, after)
    assert set() == told(after, before)


OTHER_MEANINGS: list[tuple[Any, Any, str, str, str | None]] = [
    (
        NAME,
        {"type": ["string", "null"]},
        "type-widened",
        "Thing.name",
        "string -> null or string",
    ),
    (OTHER, {"anyOf": [OTHER, NULL]}, "type-widened", "Thing.name", "null"),
    (NAME, {"anyOf": [NAME, OTHER]}, "choice-added", "Thing.name", "Other"),
    (
        {"anyOf": [NAME, OTHER]},
        {"anyOf": [NAME, {"type": "integer"}]},
        "type-changed",
        "Thing.name",
        None,
    ),
    (
        {"items": NAME},
        {"items": {"type": "integer"}},
        "type-changed",
        "Thing.name[]",
        "string -> integer",
    ),
    (
        {"prefixItems": [NAME]},
        {"prefixItems": [NAME, NAME]},
        "type-narrowed",
        "Thing.name[1]",
        "any -> string",
    ),
    ({}, {"additionalProperties": NAME}, "type-narrowed", "Thing.name.*", "any -> string"),
    (
        {"minimum": 5},
        {"exclusiveMinimum": 5},
        "limit-tightened",
        "Thing.name",
        "minimum: 5 -> 5 exclusive",
    ),
    (
        {"multipleOf": 6},
        {"multipleOf": 4},
        "limit-tightened",
        "Thing.name",
        "multipleOf: 6 -> 4",
    ),
    (
        OTHER,
        {"allOf": [OTHER, {"required": ["size"]}]},
        "field-became-required",
        "Thing.name.size",
        "",
    ),
    (
        OTHER,
        {**OTHER, "maxProperties": 3},
        "limit-tightened",
        "Thing.name",
        "maxProperties: none -> 3",
    ),
    (
        {"not": {"properties": {"title": NAME}}},
        {"not": {"properties": {}}},
        "condition-changed",
        "Thing.name",
        "not",
    ),
    (
        {"$ref": "a.yaml#/A"},
        {"$ref": "https://b/#/B"},
        "type-changed",
        "a.yaml#.A -> https:..b.#.B",
        None,
    ),
    ({"$ref": "#/components/schemas/None"}, OTHER, "reference-mended", "Thing.name", "None"),
]


@pytest.mark.parametrize(("old", "new", "rule", "place", "detail"), OTHER_MEANINGS, ids=str)
def test_a_schema_that_means_something_else_is_one_change(
    old: Any, new: Any, rule: str, place: str, detail: str | None
) -> None:
    """One difference of meaning is told once, where it is."""
    changes = told(as_field(old, "3.1.0"), as_field(new, "3.1.0"))
    assert {(rule, place, detail)} == {
        (*change[:2], change[2] if detail is not None else None) for change in changes
    }


def test_what_many_operations_share_is_one_change_that_names_them() -> None:
    """A change in a schema is told once, with all operations that lead to it."""
    old = document()
    old["components"]["schemas"]["Outer"] = {
        "properties": {"inner": {"$ref": "#/components/schemas/Thing"}}
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Outer"}}}
    old["paths"]["/a"] = {"get": {"responses": {"200": {"content": content}}}}
    new = edited(lambda one: fields(one)["name"].update(format="date"), old)
    changes = compare.Comparison(old, new).changes()
    name = "PUT /things/{version}/{}"
    assert {("request", (name,)), ("response", ("GET /a", name))} == {
        (one.side, one.operations) for one in changes
    }
    assert {"Thing.name"} == {one.place for one in changes}


def test_a_field_that_is_only_read_is_no_matter_of_requests() -> None:
    """A read-only field is judged in responses alone, and a write-only one in requests."""
    for word, side in (("readOnly", "response"), ("writeOnly", "request")):
        new = document(required=["name", "size"])
        fields(new)["size"] = {"type": "string", word: True}
        assert {("required-field-added", side)} == found(document(), new)


def test_what_is_inside_a_field_that_is_only_read_is_no_matter_of_requests() -> None:
    """What changes inside a read-only field is judged in responses, unless used elsewhere."""
    old = as_field({"readOnly": True, "properties": {"size": NAME}})
    new = edited(lambda one: fields(one)["name"]["properties"]["size"].update(maxLength=1), old)
    assert {("limit-tightened", "response")} == found(old, new)


def test_fields_of_no_form_are_told_apart() -> None:
    """A field that may be anything, and now nothing, is told wherever there is one."""
    old, new = (
        as_field({"properties": {"a": value, "b": value}}, "3.1.0") for value in (True, False)
    )
    assert {f"Thing.name.{name}" for name in "ab"} == {place for _, place, _ in told(old, new)}


def test_what_a_condition_refers_to_is_compared() -> None:
    """What a condition refers to is compared where it stands; `not` and `if` are not judged."""
    for schema, change in (
        ({"not": OTHER}, ("condition-changed", "Thing.name", "not")),
        ({"then": OTHER}, ("limit-tightened", "Other", "minProperties: none -> 1")),
    ):
        old = as_field(schema)
        new = edited(lambda one: one["components"]["schemas"]["Other"].update(minProperties=1), old)
        assert {change} == told(old, new)


def test_a_schema_of_too_many_parts_is_refused() -> None:
    """A chain of parts far longer than any in use is an error, not a wait."""
    old = as_field({"$ref": "#/components/schemas/A0"})
    for number in range(1100):
        old["components"]["schemas"][f"A{number}"] = {
            "allOf": [{"$ref": f"#/components/schemas/A{number + 1}"}]
        }
    with pytest.raises(PipelineError, match="over 1000 parts"):
        told(old, as_field(NAME))


def test_schemas_in_circles_come_to_an_end() -> None:
    """Schemas that lead back to themselves are compared once, also if one is inline."""
    old = document(allOf=[{"$ref": "#/components/schemas/Thing"}])
    fields(old)["parent"] = {"additionalProperties": {"$ref": "#/components/schemas/Thing"}}
    new = edited(lambda one: fields(one)["name"].update(maxLength=5), old)
    assert {("limit-tightened", "Thing.name", "maxLength: none -> 5")} == told(old, new)
    written = edited(
        lambda one: fields(one)["parent"].update(
            additionalProperties={"additionalProperties": NAME}
        ),
        old,
    )
    assert ("type-narrowed", "Thing.parent.*.*", "any -> string") in told(old, written)


def test_schemas_that_double_sixty_times_are_compared_at_once() -> None:
    """Each pair is compared once, however many ways lead to it."""
    old = document()
    for number in range(60):
        inner = {"$ref": f"#/components/schemas/A{number + 1}"}
        old["components"]["schemas"][f"A{number}"] = {
            "type": "object",
            "properties": {"x": inner, "y": inner},
        }
    old["components"]["schemas"]["A60"] = {"type": "string"}
    fields(old)["name"] = {"$ref": "#/components/schemas/A0"}
    new = edited(lambda one: one["components"]["schemas"]["A60"].update(maxLength=1), old)
    assert {("limit-tightened", "A60", "maxLength: none -> 1")} == told(old, new)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ([], [{"a": []}], {("security-tightened", "none -> a")}),
        ([{}, {"a": []}], [{"a": []}], {("security-removed", "none")}),
        ([{"a": []}], [{"a": [], "b": []}], {("security-tightened", "a -> a + b")}),
        (
            [{"a": []}, {"b": []}],
            [{"a": [], "b": []}],
            {("security-tightened", "a -> a + b"), ("security-removed", "b")},
        ),
        ([{"a": []}], [{"b": []}], {("security-removed", "a"), ("security-added", "b")}),
        ([{"a": ["x"]}, {"a": ["y"]}], [{"a": ["y"]}, {"a": ["x"]}], set()),
        (
            [{"a": ["x"]}, {"b": []}],
            [{"b": []}, {"a": ["z"]}],
            {("scope-removed", "x"), ("scope-added", "z")},
        ),
    ],
    ids=str,
)  # fmt: skip
def test_ways_to_authenticate_are_alternatives_of_combinations(
    old: Any, new: Any, changes: set[tuple[str, str]]
) -> None:
    """Any one way will do, with all that it names; by default, the document's ways hold."""
    of_operation = [
        edited(lambda one, listed=listed: operation(one).update(security=listed))
        for listed in (old, new)
    ]
    assert changes == {(rule, detail) for rule, _, detail in told(*of_operation)}
    of_document = [
        {**one, "security": listed} for one, listed in zip(of_operation, (old, new), strict=True)
    ]
    for one in of_document:
        del operation(one)["security"]
    assert changes == {(rule, detail) for rule, _, detail in told(*of_document)}


def test_a_scheme_names_the_operations_that_use_it() -> None:
    """A change of a security scheme reaches the operations that list it."""
    (change,) = compare.Comparison(
        document(), edited(lambda one: scheme(one).update(type="http"))
    ).changes()
    assert ("securitySchemes.oauth2", ("PUT /things/{version}/{}",)) == (
        change.place,
        change.operations,
    )


def test_what_a_parameter_leaves_out_is_what_openapi_says() -> None:
    """Writing out the default style is no change; neither are headers that OpenAPI ignores."""
    new = edited(lambda one: query(one).update(style="form", explode=True, required=False))
    operation(new)["parameters"].append({"name": "Accept", "in": "header", "required": True})
    assert set() == found(document(), new)


def test_a_shared_response_is_where_it_lives() -> None:
    """A response among the components is named there, not by the statuses that refer to it."""
    old = document()
    old["components"]["responses"] = {
        "Bad": {"content": {"text/plain": {"schema": {"type": "string"}}}}
    }
    operation(old)["responses"] |= {
        status: {"$ref": "#/components/responses/Bad"} for status in ("400", "404")
    }
    new = edited(
        lambda one: one["components"]["responses"]["Bad"]["content"]["text/plain"].update(
            schema={}
        ),
        old,
    )
    assert {("type-widened", "responses.Bad", "string -> any")} == told(old, new)


@pytest.mark.parametrize(
    ("path", "calls", "affects"),
    [
        ("/marketing/marketing-events/2026-03/events/upsert", (), "affects upsert"),
        (
            "/marketing/marketing-events/2026-03/events/upsert",
            (UPSERT,),
            "affects upsert and recordings",
        ),
        ("/things/2026-03/{id}", ("POST /things/{version}/7",), "affects recordings"),
        ("/marketing/marketing-events/2026-03/{id}/x", (UPSERT,), "affects nothing we use"),
        ("/marketing/marketing-events/2026-03/batch/archive", (UPSERT,), "affects client"),
        ("/marketing/v3/marketing-events/events/upsert", (), "affects upsert"),
    ],
)  # fmt: skip
def test_a_change_says_what_we_use_of_it(path: str, calls: tuple[str, ...], affects: str) -> None:
    """The upsert is what the client calls; a recording is of the operation that was called."""
    old = {**document(), "paths": {path: {"post": operation(document())}}}
    new = unshared(old)
    new["paths"][path]["post"]["deprecated"] = True
    (change,) = compare.Comparison(old, new, calls).changes()
    assert affects == change.affects


def test_two_versions_of_one_operation_are_two_operations() -> None:
    """Paths of one document that differ in the version alone are not taken for each other."""
    old = document()
    old["paths"]["/things/v3/{id}"] = {"put": {"deprecated": True}}
    assert set() == found(old, unshared(old))
    assert {"operation-removed"} == {rule for rule, _ in found(old, document())}
    assert thing(old) == thing(document())
