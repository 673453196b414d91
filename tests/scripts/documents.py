"""A small published document with HubSpot's quirks, and ways to dress it up that change no fact."""

from __future__ import annotations

import copy
import random
from typing import Any

SENTENCE = "A sentence that must not be committed."


def small() -> dict[str, Any]:
    """One operation, three schemas; its version is one that the project has."""
    return {
        "openapi": "3.0.1",
        "info": {"title": "Things", "version": "2026-03"},
        "servers": [{"url": "https://api.hubapi.com"}],
        "tags": [{"name": "Basic"}],
        "paths": {"/things/2026-03/{second}/{first}": {"post": _operation()}},
        "components": _components(),
    }


def _operation() -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    limit = {"type": "integer", "default": 10, "example": None}
    parameters = [{"name": "limit", "in": "query", "schema": limit}]
    parameters += [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in ("first", "second")
    ]
    return {
        "tags": ["Basic"],
        "operationId": "post-/things/2026-03_make",
        "parameters": parameters,
        "requestBody": {"required": True, "content": content},
        "responses": {
            "200": {"description": "", "content": copy.deepcopy(content)},
            "default": {"$ref": "#/components/responses/Error", "description": ""},
        },
        "security": [{"oauth2": ["b", "a"]}],
    }


def _components() -> dict[str, Any]:
    properties = {
        "name": {"type": "string", "example": None},
        "kind": {"type": "string", "enum": ["B", "A", "C"]},
        "example": {"type": "string"},
        "description": {"type": "array", "items": {"type": "integer", "format": "int64"}},
    }
    flow = {"tokenUrl": "https://x.example", "scopes": {"a": "", "b": ""}}
    return {
        "schemas": {
            "Thing": {"type": "object", "required": ["name", "kind"], "properties": properties},
            "Empty": {"type": "object", "properties": {}},
        },
        "responses": {
            "Error": {"description": "", "content": {"*/*": {"schema": {"type": "object"}}}}
        },
        "securitySchemes": {"oauth2": {"type": "oauth2", "flows": {"clientCredentials": flow}}},
    }


def with_prose(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a sentence at every place where OpenAPI allows one."""
    full = copy.deepcopy(document)
    full["info"] |= {
        "description": SENTENCE,
        "termsOfService": SENTENCE,
        "x-hubspot-note": SENTENCE,
    }
    full["x-hubspot-root"] = {"text": SENTENCE}
    full["externalDocs"] = {"url": "https://x.example", "description": SENTENCE}
    full["tags"] = [{**tag, "description": SENTENCE} for tag in full["tags"]]
    for item in full["paths"].values():
        for operation in item.values():
            operation |= {"summary": SENTENCE, "description": SENTENCE, "x-note": SENTENCE}
            for parameter in operation["parameters"]:
                parameter |= {"description": SENTENCE, "example": SENTENCE}
            for response in operation["responses"].values():
                response["description"] = SENTENCE
    for schema in full["components"]["schemas"].values():
        _annotate(schema)
    for flow in full["components"]["securitySchemes"]["oauth2"]["flows"].values():
        flow["scopes"] = dict.fromkeys(flow["scopes"], SENTENCE)
    return full


def _annotate(schema: dict[str, Any]) -> None:
    schema |= {"title": SENTENCE, "description": SENTENCE, "example": {"text": SENTENCE}}
    for value in schema.get("properties", {}).values():
        if "$ref" not in value:
            _annotate(value)


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same document in another order, as HubSpot's revisions are."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    if isinstance(value, list):
        items = [shuffled(item, chance) for item in value]
        chance.shuffle(items)
        return items
    return value
