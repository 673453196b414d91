"""Turn a published document into a normalized one: `openapi/published/<key>.yaml`.

It holds what a program can act on: paths, parameters, schemas, formats, required lists, enums,
security. Prose, titles of schemas and examples are left out. What has no order in OpenAPI is
sorted. Each schema that nests no other stands on one line. Two documents that mean the same give
the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from scripts.openapi import reading, schemas
from scripts.openapi.cursor import Cursor
from scripts.openapi.operations import METHODS
from scripts.openapi.values import distinct
from scripts.project.layout import PipelineError

_PROSE = {*schemas.PROSE - {"title", "$comment"}, "termsOfService", "contact", "license"}

# What an OpenAPI object may hold, in the order it is written. A value is kept as it is (VALUE), is
# an object of a kind ("schema"), a list of them (["schema"]) or a map from names to them
# ({"*": "schema"}).
VALUE = "value"

_KINDS: dict[str, dict[str, Any]] = {
    "document": {
        "openapi": VALUE,
        "info": "info",
        "servers": ["server"],
        "tags": ["tag"],
        "security": VALUE,
        "paths": {"*": "path"},
        "components": "components",
    },
    "info": {"title": VALUE, "version": VALUE},
    "server": {"url": VALUE, "variables": VALUE},
    "tag": {"name": VALUE},
    "path": {
        "$ref": VALUE,
        "servers": ["server"],
        "parameters": ["parameter"],
        **dict.fromkeys(METHODS, "operation"),
    },
    "operation": {
        "operationId": VALUE,
        "tags": VALUE,
        "deprecated": VALUE,
        "security": VALUE,
        "parameters": ["parameter"],
        "requestBody": "body",
        "responses": {"*": "response"},
        "callbacks": {"*": {"*": "path"}},
        "servers": ["server"],
    },
    "parameter": {
        "$ref": VALUE,
        "name": VALUE,
        "in": VALUE,
        "required": VALUE,
        "deprecated": VALUE,
        "allowEmptyValue": VALUE,
        "style": VALUE,
        "explode": VALUE,
        "allowReserved": VALUE,
        "schema": "schema",
        "content": {"*": "media"},
    },
    "body": {"$ref": VALUE, "required": VALUE, "content": {"*": "media"}},
    "media": {"schema": "schema", "encoding": VALUE},
    "response": {
        "$ref": VALUE,
        "headers": {"*": "parameter"},
        "content": {"*": "media"},
        "links": VALUE,
    },
    "components": {
        "securitySchemes": {"*": "scheme"},
        "parameters": {"*": "parameter"},
        "headers": {"*": "parameter"},
        "requestBodies": {"*": "body"},
        "responses": {"*": "response"},
        "links": VALUE,
        "callbacks": {"*": {"*": "path"}},
        "pathItems": {"*": "path"},
        "schemas": {"*": "schema"},
    },
    "scheme": {
        "type": VALUE,
        "scheme": VALUE,
        "bearerFormat": VALUE,
        "name": VALUE,
        "in": VALUE,
        "openIdConnectUrl": VALUE,
        "flows": {"*": "flow"},
    },
    "flow": {"authorizationUrl": VALUE, "tokenUrl": VALUE, "refreshUrl": VALUE, "scopes": "scopes"},
    "schema": {
        "$ref": VALUE,
        "$schema": VALUE,
        "$id": VALUE,
        "type": VALUE,
        "format": VALUE,
        "nullable": VALUE,
        "const": VALUE,
        "enum": VALUE,
        "default": VALUE,
        "deprecated": VALUE,
        "readOnly": VALUE,
        "writeOnly": VALUE,
        **dict.fromkeys(
            ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), VALUE
        ),
        **dict.fromkeys(
            ("minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType"), VALUE
        ),
        **dict.fromkeys(
            ("minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"), VALUE
        ),
        **dict.fromkeys(("minContains", "maxContains"), VALUE),
        "required": VALUE,
        "dependentRequired": VALUE,
        "discriminator": VALUE,
        **{key: ["schema"] for key in schemas.LISTS},
        **dict.fromkeys(schemas.SINGLES, "schema"),
        **{key: {"*": "schema"} for key in schemas.MAPS},
    },
}

_DROPPED = {"schema": schemas.PROSE | {"xml"}, "parameter": _PROSE, "media": _PROSE}


def normalized(document: Mapping[str, Any], source: str) -> dict[str, Any]:
    """Reduce a published document to what a program can act on.

    Args:
        document: an OpenAPI 3.0 or 3.1 document.
        source: what to call the document in an error.

    Returns:
        The same document without prose, in one order.

    Raises:
        PipelineError: it holds a key that is neither a known key nor known prose.
    """
    reduced: dict[str, Any] = _object("document", Cursor.at_root(document), source)
    return reduced


def _object(kind: str, one: Cursor, source: str) -> Any:
    value = one.value
    if kind == "schema" and isinstance(value, bool):
        return value
    _check(one, Mapping, source)
    if kind == "scopes":
        return dict.fromkeys(sorted(value), "")
    if "$ref" in value and kind != "path":
        return {"$ref": value["$ref"]}
    keys = _KINDS[kind]
    for key in value:
        if key not in keys and not key.startswith("x-") and key not in _DROPPED.get(kind, _PROSE):
            raise PipelineError(
                f"{source}: {reading.shown((one / key).place)}: not a key of an OpenAPI {kind} "
                "that normalize knows; add it there"
            )
    reading.check_names(value, f"{source}: {one.place}")
    kept = {key: _shape(shape, one / key, source) for key, shape in keys.items() if key in value}
    return _ordered(kind, kept, one.place)


def _check(one: Cursor, kind: type, source: str) -> None:
    """Refuse what is not of the kind that OpenAPI has at a place, an object or a list."""
    if not isinstance(one.value, kind):
        wanted = "a list" if kind is list else "an object"
        raise PipelineError(
            f"{source}: {one.place or 'the root'} should be {wanted}, is {type(one.value).__name__}"
        )


def _shape(shape: Any, one: Cursor, source: str) -> Any:
    if shape == VALUE:
        return one.value
    if isinstance(shape, list):
        _check(one, list, source)
        return [_object(shape[0], item, source) for item in one.members().values()]
    if isinstance(shape, dict):
        _check(one, Mapping, source)
        named = {name: item for name, item in one.members().items() if not name.startswith("x-")}
        for name in named:
            reading.check_name(name, f"{source}: {one.place}", braces=shape["*"] == "path")
        return {name: _shape(shape["*"], item, source) for name, item in sorted(named.items())}
    return _object(shape, one, source)


def _ordered(kind: str, value: dict[str, Any], place: str) -> dict[str, Any]:
    """Sort lists whose order means nothing: required, enums, tags, security, parameters."""
    if kind == "schema":
        for key in ("required", "enum"):
            if key in value:
                once = distinct(value[key])
                value[key] = sorted(once, key=lambda item: (str(type(item)), str(item)))
    if kind == "flow":
        value.setdefault("scopes", {})  # OpenAPI requires a list, but some revisions have none
    if "security" in value:
        value["security"] = [
            {name: sorted(scopes) for name, scopes in one.items()} for one in value["security"]
        ]
    orders: dict[str, Callable[[Any], Any]] = {"tags": json.dumps, "security": json.dumps}
    if "parameters" in value and isinstance(value["parameters"], list):
        inside = re.findall(r"{(.*?)}", place)
        orders["parameters"] = lambda p: (
            ("path", "query", "header", "cookie", None).index(p.get("in")),
            inside.index(p["name"]) if p.get("in") == "path" and p["name"] in inside else -1,
            p.get("name", p.get("$ref", "")),
        )
    for key, order in orders.items():
        if key in value:
            value[key] = sorted(value[key], key=order)
    return value
