"""Documents whose names meet those of the generated code, or that contradict themselves."""

from __future__ import annotations

from typing import Any

from building import TEXT, answer, call, document, holder, of_schemas, parameter, reference, sent

INTEGER = {"type": "integer"}
ENUM = {"type": "string", "enum": ["a", "b"]}
THING = holder(q=TEXT)


def many(items: Any) -> dict[str, Any]:
    """A list."""
    return {"type": "array", "items": items}


def one_of(*choices: Any) -> dict[str, Any]:
    """A choice."""
    return {"oneOf": list(choices)}


def calling(*parameters: Any) -> dict[str, Any]:
    """A path whose one operation has some parameters."""
    return {"get": call("/get", parameters=list(parameters))}


CLASHES: dict[str, dict[str, Any]] = {
    "clashes_of_names": of_schemas(
        CheckProp=holder(check_status=TEXT, status=reference("Status")),
        CheckStatus=holder(status=reference("Status")),
        Status=ENUM,
        UnionItem=holder(x_type_1_item=TEXT, x=one_of(INTEGER, many(THING))),
        NestedItem=holder(x=many(many(THING)), x_item_item=TEXT),
        MoreItem={
            **holder(additional_property_item=TEXT, additional_property=TEXT),
            "additionalProperties": many(THING),
        },
        RawClass=holder(Foo=reference("Foo"), foo=TEXT),
        Foo=holder(z=TEXT),
        Wide=holder(ｓｅｌｆ=TEXT, ｓｔｒ=TEXT, ª=TEXT, A=TEXT),
        Lists=holder(Date=many(THING), date=many(holder(z=TEXT))),
        NestedNull=holder(x=many(many({**ENUM, "nullable": True}))),
        NestedUnion=holder(x=many(many(one_of({**INTEGER, "enum": [1]}, {"type": "boolean"})))),
        TextOr=holder(u=one_of(TEXT, reference("Str"))),
        Str=THING,
    ),
    "arguments": document(
        {
            "/detailed": {
                "get": {
                    **answer(THING),
                    "parameters": [parameter("sync_detailed"), parameter("other")],
                }
            },
            "/json": calling(
                parameter("ids", schema=many({**TEXT, "format": "uuid"})),
                *(parameter(name) for name in ("json_ids", "ids_item", "ids_item_data")),
            ),
            "/client": calling(
                *(parameter(name) for name in ("client", "client_query", "id", "id_query")),
                parameter("id", "header"),
            ),
            "/path/{body}/{body_path}": calling(
                parameter("body", "path"), parameter("body_path", "path")
            ),
            "/flag/{flag}": calling(parameter("flag", "path", schema={"type": "boolean"})),
            "/own/{id}": {
                "parameters": [parameter("id", "path")],
                **calling(parameter("id", "path", schema=INTEGER)),
            },
            "/query": calling(
                parameter("deep", style="deepObject", schema=THING),
                parameter("joined", explode=False, schema=many(TEXT)),
                parameter("objects", schema=many(THING)),
                {
                    "name": "content",
                    "in": "query",
                    "content": {"application/json": {"schema": THING}},
                },
                parameter("plain", schema=many(ENUM)),
                parameter("whole", schema=THING),
            ),
            "/patch": {"patch": sent("application/merge-patch+json", schema=THING)},
            "/lists": {
                "post": sent(
                    "multipart/form-data", schema={**holder(), "additionalProperties": many(TEXT)}
                )
            },
            "/choices": {
                "post": sent(
                    "multipart/form-data",
                    schema={**holder(), "additionalProperties": one_of(TEXT, INTEGER)},
                )
            },
        }
    ),
    "contradictions": of_schemas(
        Defaults=holder(
            flag={"type": "boolean", "default": "true"},
            count={**INTEGER, "default": "10"},
            kind={**ENUM, "default": "c"},
        ),
        Huge=holder(x={"type": "number", "default": 10**400}),
        Typed=holder(x={**INTEGER, "enum": ["1", "2"]}, y={**TEXT, "enum": [1, 2]}),
        Either=holder(x={"anyOf": [reference("Thing"), {}]}),
        Beside={"allOf": [reference("Thing")], "required": ["q"]},
        Inside={"allOf": [reference("Thing"), {"required": ["q"]}]},
        Upload=holder(x={**TEXT, "format": "binary"}),
        Thing=THING,
    ),
    "passed_over": {
        **document(
            {"/a": {"post": call("x", callbacks={"c": {"$ref": "#/components/callbacks/C"}})}}
        ),
        "openapi": "3.1.0",
        "webhooks": {"w": {"post": call("y")}},
        "components": {
            "schemas": {"List": {**many(TEXT), "contains": TEXT, "minContains": 1}},
            "callbacks": {"C": {"{$request.body#/u}": {"post": call("z")}}},
        },
    },
}
