"""Documents whose operations have one of the troubles that HubSpot's documents could have."""

from __future__ import annotations

from typing import Any

from building import TEXT, answer, answers, call, document, holder, parameter, sent

OF_PARTS = dict.fromkeys(
    ("files", "json", "types"), TEXT
)  # names that code uses which sends a body in parts
TYPES = ("string", "integer", "number", "boolean", "array", "object")

CALLS: dict[str, dict[str, Any]] = {
    "operations": document(
        {
            "/crm/v3/objects/{id}": {"get": call("get-/crm/v3/objects/{id}_getById", tags=["A"])},
            "/crm/v3/lists/{id}": {"get": call("get-/crm/v3/lists/{id}_getById", tags=["B"])},
            "/crm/2026-09-beta/lists/{id}": {
                "get": call("get-/crm/2026-09-beta/lists/{id}_getById", tags=["B"])
            },
            "/crm/v3/none": {
                "get": call(),
                "post": call(),
                "put": call("!!!"),
                "delete": call("日本"),
            },
            "/same": {
                "get": call("same"),
                "post": call("same"),
                "put": call("Same"),
                "delete": call("get_user_by_id"),
            },
            f"/{'long' * 200}": {
                "get": call("get-/" + "a" * 900),
                "post": call("b" * 900),
                "put": call("c" * 901),
            },
        }
    ),
    "tags": document(
        {
            f"/{index}": {"get": call(f"get-/_call{index}", tags=tags)}
            for index, tags in enumerate(
                (
                    *(["a b"], ["a_b"], ["A-B", "a b"], ["class"]),
                    *(["!"], ["con"], ["x" * 900], ["日本"]),
                )
            )
        },
        tags=[{"name": "a b"}, {"name": "a b"}, {"name": "a_b"}],
    ),
    "path_parameters": document(
        {
            "/a/{missing}": {"get": call()},
            "/b": {"get": call(parameters=[parameter("stray", "path")])},
            "/c/{id}/{id}": {"get": call(parameters=[parameter("id", "path")])},
            "/d/{a-b}/{a_b}": {
                "get": call(parameters=[parameter("a_b", "path"), parameter("a-b", "path")])
            },
            "/e/{1}{client}{url}{body}.json": {
                "get": call(parameters=[parameter("1", "path"), parameter("body", "path")])
            },
            "/f/{id}": {
                "get": call(parameters=[parameter("id"), parameter("id", "header")]),
                "parameters": [parameter("id", "path")],
            },
            "/g/{a}/{b}": {
                "get": call(
                    parameters=[
                        parameter("a", "path", schema={"type": "string", "default": "x"}),
                        parameter("b", "path"),
                    ]
                )
            },
            "/h/{quote}/{when}": {
                "get": call(
                    parameters=[
                        parameter("quote", "path", schema={"type": "array", "items": {}}),
                        parameter("when", "path", schema={"type": "string", "format": "date-time"}),
                    ]
                )
            },
            "/i/{a.__class__}/{}": {"get": call()},
        }
    ),
    "parameters": document(
        {
            "/a": {
                "get": call(
                    parameters=[
                        parameter(name)
                        for name in ("params", "response", "client", "url", "a b", "a_b", "of.{a}")
                    ]
                )
            },
            "/b": {"get": call(parameters=[parameter("kwargs", required=True)])},
            "/c": {
                "get": call(
                    parameters=[
                        *(
                            parameter(
                                kind,
                                schema={"type": kind, **({"items": {}} if kind == "array" else {})},
                            )
                            for kind in TYPES
                        ),
                        parameter("file", schema={"type": "string", "format": "binary"}),
                        parameter("nested", schema=holder(a=holder(b={"type": "string"}))),
                        parameter(
                            "ids",
                            schema={"type": "array", "items": {"type": "string", "format": "uuid"}},
                        ),
                        parameter(
                            "one",
                            schema={
                                "oneOf": [
                                    {"type": "string"},
                                    {"type": "array", "items": {"type": "string"}},
                                ]
                            },
                        ),
                        parameter(
                            "order",
                            schema={"type": "string", "enum": ["a", "b"], "default": "b"},
                            required=True,
                        ),
                    ]
                )
            },
            "/d": {
                "get": call(
                    parameters=[
                        *(
                            parameter(
                                f"X-{kind}",
                                "header",
                                schema={"type": kind, **({"items": {}} if kind == "array" else {})},
                            )
                            for kind in TYPES
                        ),
                        parameter("Authorization", "header", required=True),
                        parameter("optional", "cookie"),
                        parameter("needed", "cookie", required=True, schema={"type": "integer"}),
                        parameter("needed too", "cookie", required=True),
                    ]
                )
            },
            "/e": {
                "get": call(
                    parameters=[
                        {
                            "name": "filter",
                            "in": "query",
                            "content": {"application/json": {"schema": holder()}},
                        }
                    ]
                )
            },
        }
    ),
    "bodies": document(
        {
            **{
                f"/{index}": {"post": one}
                for index, one in enumerate(
                    (
                        sent("application/xml"),
                        sent(
                            "application/octet-stream",
                            schema={"type": "string", "format": "binary"},
                        ),
                        sent(
                            "application/json",
                            "application/xml",
                            schema=holder(a={"type": "string"}),
                        ),
                        sent(
                            "multipart/form-data",
                            "application/json",
                            schema=holder(a={"type": "string"}),
                        ),
                        sent(
                            "multipart/form-data",
                            schema=holder(**{kind: {"type": kind, "items": {}} for kind in TYPES}),
                        ),
                        sent(
                            "multipart/form-data",
                            schema=holder(
                                file={"type": "string", "format": "binary"}, more=holder()
                            ),
                        ),
                        sent("multipart/form-data", schema={"type": "array", "items": {}}),
                        sent(
                            "application/x-www-form-urlencoded",
                            schema=holder(a={"type": "string"}, b={"type": "integer"}),
                        ),
                        sent("*/*", schema=holder(a={"type": "string"})),
                        sent(
                            "application/json; charset=utf-8",
                            schema={"type": "array", "items": holder()},
                        ),
                        sent("application/merge-patch+json", schema={"type": "string"}),
                        sent("application/json"),
                        call(
                            requestBody={
                                "content": {
                                    "application/json": {"schema": holder(a={"type": "string"})}
                                }
                            }
                        ),
                        call(
                            requestBody={
                                "content": {
                                    "application/json": {
                                        "schema": {"type": "integer", "nullable": True}
                                    }
                                }
                            }
                        ),
                        call(
                            requestBody={
                                "content": {
                                    "multipart/form-data": {"schema": holder(a={"type": "string"})}
                                }
                            }
                        ),
                        call(requestBody={"content": {"text/plain": {}}}),
                        sent("text/csv"),
                    )
                )
            },
            "/badly": {"post": sent("badly")},
            "/names": {"post": sent("application/json", schema=holder(**OF_PARTS))},
            "/parts": {"post": sent("multipart/form-data", schema=holder(**OF_PARTS))},
            "/text": {"post": sent("text/plain", schema={"type": "string"})},
        }
    ),
    "what_is_not_said": document(
        {
            "/open": {"get": answer(holder(any={"type": "object", "properties": {}}))},
            "/optional": {"get": {**answer({}), "security": [{}, {"oauth2": []}]}},
            "/secured": {"get": {**answer({}), "security": [{"oauth2": []}]}},
            "/failing": {
                "post": {
                    "responses": {
                        "404": {"description": ""},
                        "default": {"$ref": "#/components/responses/Error"},
                    }
                }
            },
            "/by/{id}": {"get": {**answer({}), "parameters": [parameter("id", "path")]}},
        },
        components={
            "responses": {
                "Error": {"description": "", "content": {"*/*": {"schema": holder(message=TEXT)}}}
            },
            "schemas": {},
        },
    ),
    "answers": document(
        {
            **{
                f"/{index}": {"get": answer(holder(a={"type": "string"}), kind)}
                for index, kind in enumerate(
                    ("*/*", "application/xml", "text/html", "application/octet-stream", "a/b+json")
                )
            },
            "/both": {"get": answers("application/json", "text/csv")},
            "/export": {"get": answers("application/vnd.ms-excel", "text/csv")},
            "/none": {"get": {"responses": {"204": {"description": ""}}}},
            "/some": {
                "get": {
                    "responses": {
                        **answer(holder())["responses"],
                        "2XX": {"description": ""},
                        "default": {"$ref": "#/components/responses/Error"},
                    }
                }
            },
        },
        components={
            "responses": {
                "Error": {"description": "", "content": {"*/*": {"schema": holder(a={})}}}
            },
            "schemas": {},
        },
    ),
}
