"""A place in a document, what it refers to, and what a schema says however it is written."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.openapi.cursor import Cursor, references
from scripts.openapi.operations import operations
from scripts.openapi.schemas import SchemaView

DOCUMENT: dict[str, Any] = {
    "components": {
        "schemas": {
            "a/b~c": {"type": "string"},
            "One": {"$ref": "#/components/schemas/Two"},
            "Two": {"$ref": "#/components/schemas/a~1b~0c"},
            "Circle": {"$ref": "#/components/schemas/Circle"},
            "List": {"allOf": [{}, {"$ref": "#/components/schemas/One"}]},
        }
    }
}
ROOT = Cursor.at_root(DOCUMENT)


def test_a_place_is_named_by_what_leads_there() -> None:
    """Keys and indices lead to a place, there or not; a schema's place has its name."""
    schemas = ROOT / "components" / "schemas"
    part = schemas / "List" / "allOf" / "1"
    assert "components/schemas/List/allOf/1" == part.place
    assert "#/components/schemas/One" == part.reference
    assert ("List", "") == ((schemas / "List").schema_name, part.schema_name)
    assert (None, "missing") == ((ROOT / "missing").value, (ROOT / "missing").name)
    assert ["0", "1"] == list((schemas / "List" / "allOf").members())


@pytest.mark.parametrize(
    ("reference", "value"),
    [
        ("#/components/schemas/a~1b~0c", {"type": "string"}),
        ("#/components/schemas/a%2Fb~0c", {"type": "string"}),
        ("#/components/schemas/List/allOf/0", {}),
        ("#/components/schemas/List/allOf/2", None),
        ("#/components/schemas/List/allOf/00", None),
        ("#/components/schemas/None", None),
        ("other.json#/components/schemas/One", None),
        ("#", None),
    ],
)
def test_a_reference_names_a_place(reference: str, value: Any) -> None:
    """A JSON pointer is unescaped; what is not in the document is nothing."""
    assert value == ROOT.target(reference).value


def test_references_are_followed_to_their_end() -> None:
    """A chain ends at what is no reference, a circle at nothing."""
    schemas = ROOT / "components" / "schemas"
    assert "components/schemas/a/b~c" == (schemas / "One").followed().place
    assert (True, False) == ((schemas / "Circle").is_dangling, (schemas / "One").is_dangling)


def test_a_walk_sees_every_place_once_and_what_was_changed_meanwhile() -> None:
    """Each place comes before those below it, and a change of it counts for these."""
    value = {"a": {"b": [1, {"c": 2}]}, "d": 3}
    assert ["", "a", "a/b", "a/b/0", "a/b/1", "a/b/1/c", "d"] == [
        one.place for one in Cursor.at_root(value).walk()
    ]
    for one in Cursor.at_root(value).walk():
        if one.place == "a":
            one.value.clear()
    assert {"a": {}, "d": 3} == value
    assert ["#/x"] == list(references([{"$ref": "#/x"}, {"$ref": 1}]))


def test_operations_have_what_their_path_and_document_say() -> None:
    """Parameters, servers and ways to authenticate are the operation's own, or inherited."""
    shared, own = {"name": "a", "in": "query"}, {"name": "b", "in": "query"}
    document = {
        "security": [{"key": []}],
        "servers": [{"url": "https://x.example"}],
        "paths": {
            "x-note": {"get": {}},
            "/a/{id}": {
                "parameters": [shared],
                "get": {"parameters": [own], "security": []},
                "put": {"servers": [{"url": "https://y.example"}]},
            },
        },
    }
    get, put = operations(document)
    assert ("GET /a/{id}", ["id"]) == (get.name, get.path_names)
    assert [shared, own] == [one.value for one in get.parameters]
    assert ([], [{"key": []}]) == (get.security, put.security)
    assert ("https://x.example", "https://y.example") == (
        get.servers[0]["url"],
        put.servers[0]["url"],
    )


@pytest.mark.parametrize(
    ("written", "types", "null", "values"),
    [
        ({"type": "string", "nullable": True}, ("string",), True, None),
        ({"type": ["string", "null"]}, ("string",), True, None),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, (), True, None),
        ({"enum": ["a", None]}, (), True, ["a"]),
        ({"type": "string", "enum": ["a", None]}, ("string",), False, ["a"]),
        ({"const": "a"}, (), False, ["a"]),
        ({"type": "null"}, (), False, None),
        (True, (), False, None),
    ],
)
def test_a_schema_says_the_same_however_it_is_written(
    written: Any, types: tuple[str, ...], null: bool, values: Any
) -> None:
    """Types, null and values are read from any of the ways of OpenAPI 3.0 and 3.1."""
    view = SchemaView.of(written)
    assert (types, null, values) == (view.types, view.null, view.values)


def test_an_alternative_beside_null_is_a_part() -> None:
    """The only alternative beside null has to hold; several are choices, without null."""
    one, other, null = {"type": "string"}, {"type": "integer"}, {"type": "null"}
    assert ([one], []) == (
        SchemaView.of({"oneOf": [null, one]}).parts,
        SchemaView.of({"oneOf": [null, one]}).choices,
    )
    assert [[one, other]] == SchemaView.of({"oneOf": [one, null, other]}).choices
