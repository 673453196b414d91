"""A document with something of all that is compared, and the ways tests change it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from scripts import compare

PATH, NAME = "/things/2026-03/{id}", {"type": "string"}
Edit = Callable[[Any], Any]


def document(**schema: Any) -> dict[str, Any]:
    """A document with one operation, whose body and answer have one schema."""
    thing = {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": NAME,
            "kind": {"type": "string", "enum": ["a", "b"]},
            "shape": {"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]},
            "list": {"type": "array", "items": {"type": "integer"}},
        },
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation = {
        "operationId": "put",
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": NAME},
            {
                "name": "limit",
                "in": "query",
                "schema": {"type": "integer", "default": 10, "maximum": 100},
            },
        ],
        "requestBody": {"content": content},
        "responses": {
            "200": {
                "headers": {"X-Left": {"schema": NAME}, "X-All": {"schema": {"type": "array"}}},
                "content": content,
            },
            "404": {},
        },
        "security": [{"oauth2": ["write"]}],
    }
    flow = {"tokenUrl": "https://x.example/token", "scopes": {"write": ""}}
    schemes = {"oauth2": {"type": "oauth2", "flows": {"clientCredentials": flow}}}
    one: dict[str, Any] = {
        "openapi": "3.0.1",
        "info": {"title": "Things", "version": "2026-03"},
        "servers": [{"url": "https://x.example"}],
        "paths": {PATH: {"put": operation}},
        "components": {"schemas": {"Thing": thing | schema}, "securitySchemes": schemes},
    }
    return unshared(one)


def unshared(one: Any) -> Any:
    """A copy of which no part is in two places, so that an edit is one."""
    return json.loads(json.dumps(one))


def operation(one: Any) -> Any:
    """The operation of a document."""
    return next(iter(one["paths"].values()))["put"]


def thing(one: Any) -> Any:
    """The schema of a document."""
    return one["components"]["schemas"]["Thing"]


def fields(one: Any) -> Any:
    """The properties of the schema."""
    return thing(one)["properties"]


def query(one: Any) -> Any:
    """The query parameter of a document."""
    return operation(one)["parameters"][1]


def answer(one: Any) -> Any:
    """The declared success of a document."""
    return operation(one)["responses"]["200"]


def scheme(one: Any) -> Any:
    """The security scheme of a document."""
    return one["components"]["securitySchemes"]["oauth2"]


def edited(edit: Edit, one: Any = None) -> dict[str, Any]:
    """A copy of a document, edited."""
    new: dict[str, Any] = unshared(one or document())
    edit(new)
    return new


def as_field(schema: Any, version: str = "3.0.1") -> dict[str, Any]:
    """A document whose schema has a field of one schema, and another component to refer to."""
    one = document()
    one["openapi"] = version
    one["components"]["schemas"]["Other"] = {
        "type": "object",
        "properties": {"size": {"type": "integer"}},
    }
    fields(one)["name"] = schema
    return one


def found(old: Any, new: Any) -> set[tuple[str, str]]:
    """Rule and side of every change."""
    return {(change.rule, change.side) for change in compare.Comparison(old, new).changes()}


def told(old: Any, new: Any) -> set[tuple[str, str, str]]:
    """Rule, place and detail of every change."""
    return {
        (change.rule, change.place, change.detail)
        for change in compare.Comparison(old, new).changes()
    }
