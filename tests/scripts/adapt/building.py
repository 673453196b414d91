"""Parts of OpenAPI documents, and whole documents, in few words."""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}


def reference(name: str) -> dict[str, str]:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def holder(**properties: Any) -> dict[str, Any]:
    """An object."""
    return {"type": "object", "properties": properties}


def call(identity: str | None = None, **more: Any) -> dict[str, Any]:
    """An operation that answers with any JSON."""
    answers = {"200": {"description": "", "content": {"application/json": {"schema": {}}}}}
    return {**({"operationId": identity} if identity else {}), "responses": answers, **more}


def sent(*types: str, schema: Any = None) -> dict[str, Any]:
    """An operation that takes a body of some types, as if each were another."""
    return call(
        requestBody={
            "required": True,
            "content": {kind: {"schema": schema or {}} for kind in types},
        }
    )


def answer(schema: Any, kind: str = "application/json") -> dict[str, Any]:
    """An operation that answers with a schema."""
    return {"responses": {"200": {"description": "", "content": {kind: {"schema": schema}}}}}


def answers(*types: str) -> dict[str, Any]:
    """An operation that answers with a text in one of some types."""
    return {
        "responses": {
            "200": {"description": "", "content": {kind: {"schema": TEXT} for kind in types}}
        }
    }


def parameter(name: str, where: str = "query", **more: Any) -> dict[str, Any]:
    """A parameter, a text unless `schema` says otherwise."""
    return {
        "name": name,
        "in": where,
        "schema": {"type": "string"},
        **({"required": True} if where == "path" else {}),
        **more,
    }


def document(
    paths: dict[str, Any], schemas: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """A whole document."""
    info = {"title": "Things", "version": "v3"}
    return {
        "openapi": "3.0.1",
        "info": info,
        "paths": paths,
        "components": {"schemas": schemas or {}},
        **more,
    }


def of_schemas(**schemas: Any) -> dict[str, Any]:
    """A document whose one operation takes and gives each of some schemas."""
    whole = holder(**{f"held_{index}": reference(name) for index, name in enumerate(schemas)})
    body = {"required": True, "content": {"application/json": {"schema": reference("Whole")}}}
    one = {**answer(reference("Whole")), "operationId": "post-/things_make", "requestBody": body}
    return document({"/things": {"post": one}}, {"Whole": whole, **schemas})
