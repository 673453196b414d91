"""Documents of our own, each with one of the troubles that HubSpot's documents are known to have, or could have."""

from __future__ import annotations

from typing import Any

KEYWORDS = (
    "class",
    "import",
    "None",
    "True",
    "self",
    "async",
    "match",
    "list",
    "str",
    "id",
    "datetime",
    "field",
)
_IMPORTED = """
List dict Any Unset UNSET Response Client AuthenticatedClient datetime UUID HTTPStatus cast BytesIO File Mapping TypeVar
T Literal Enum Exception Type Object str Errors Types Models con NUL aux d prop cls
"""
IMPORTED = _IMPORTED.split()
TEXT = {"type": "string"}
OF_PARTS = dict.fromkeys(
    ("files", "json", "types"), TEXT
)  # names that code uses which sends a body in parts
TYPES = ("string", "integer", "number", "boolean", "array", "object")


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


TROUBLES: dict[str, dict[str, Any]] = {
    "properties_that_become_one": of_schemas(
        A=holder(Date={"type": "string"}, date={"type": "string", "format": "date"}),
        B=holder(**{key: {"type": "string"} for key in ("a-b", "a.b", "a_b", "aB", "AB", "a b")}),
        C=holder(
            **{
                key: {"type": "integer"}
                for key in ("Any", "any", "UNSET", "unset", "T", "t", "ﬁ", "fi")
            }
        ),
    ),
    "properties_with_names_of_the_code": of_schemas(
        Thing=holder(
            thing={"type": "string"},
            tags={"type": "array", "items": holder(a={"type": "string"})},
            tags_item={"type": "string"},
            **{
                name: {"type": "string", "format": "date-time"}
                for name in ("d", "cls", "to_dict", "field_dict", "prop")
            },
            **{
                name: {"type": "string"}
                for name in ("additional_properties", "_private", "__class__", "1st", "日本")
            },
        )
    ),
    "closed_with_a_property_left_out": of_schemas(
        A={**holder(Any=TEXT, any=TEXT), "additionalProperties": False},
    ),
    "schemas_that_become_one": of_schemas(
        FooBar=holder(a={"type": "string"}),
        foo_bar=holder(b={"type": "string"}),
        Foobar=holder(c={"type": "string"}),
        FOOBAR={"type": "string", "enum": ["x"]},
        Foo=holder(bar=holder(d={"type": "string"}), Bar={"type": "string", "enum": ["y"]}),
    ),
    "schemas_named_like_imports": of_schemas(
        **{
            name: holder(value=reference(other))
            for name, other in zip(IMPORTED, IMPORTED[1:] + IMPORTED[:1], strict=True)
        }
    ),
    "enums": of_schemas(
        A=holder(
            clash={"type": "string", "enum": ["a b", "a-b", "a_b", "A_B", "ab"]},
            case={"type": "string", "enum": ["NONE", "none", "None"]},
            strange={
                "type": "string",
                "enum": [
                    "",
                    " ",
                    "1",
                    "-",
                    "é",
                    "a'b",
                    'a"b',
                    "a\\b",
                    "{a}",
                    "{{a}}",
                    "a\nb",
                    "class",
                ],
            },
            null={"type": "string", "nullable": True, "enum": ["a", None]},
            only={"enum": [None], "nullable": True},
            numbers={"type": "integer", "enum": [-1, 0, 1]},
            halves={"type": "number", "enum": [0.5, 1.5]},
            mixed={"enum": ["a", 1, None]},
            flags={"type": "boolean", "enum": [True]},
            default={"type": "string", "enum": ["a", "a'b\"c\\"], "default": "a'b\"c\\"},
            wrong={"type": "string", "enum": ["a"]},
        )
    ),
    "reserved_words": {
        **of_schemas(
            **{
                name: holder(**{word: {"type": "string"} for word in KEYWORDS})
                for name in ("class", "None")
            }
        ),
        "paths": {
            f"/{word}/{{{word}}}": {
                "get": call(
                    f"get-/{word}_{word}",
                    tags=[word],
                    parameters=[parameter(word, "path"), parameter(f"{word}_")],
                )
            }
            for word in KEYWORDS
        },
    },
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
                (["a b"], ["a_b"], ["A-B", "a b"], ["class"], ["!"], ["con"], ["x" * 900], ["日本"])
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
    "recursive_schemas": of_schemas(
        Node=holder(
            next=reference("Node"),
            all={"type": "array", "items": reference("Node")},
            map={"type": "object", "additionalProperties": reference("Node")},
        ),
        Tree={"type": "array", "items": reference("Tree")},
        Left=holder(right=reference("Right")),
        Right={
            "allOf": [
                reference("Left"),
                holder(
                    left=reference("Left"),
                    right={
                        "type": "array",
                        "items": {"allOf": [reference("Right"), holder(x={"type": "string"})]},
                    },
                ),
            ]
        },
        Either={"oneOf": [{"type": "string"}, {"type": "array", "items": reference("Either")}]},
    ),
    "circles": of_schemas(
        Token={
            "properties": {"kind": {"type": "string"}},
            "oneOf": [reference("AccessToken"), reference("ClientToken")],
        },
        AccessToken={
            "properties": {},
            "allOf": [
                reference("Token"),
                {**holder(access={"type": "string"}), "required": ["access"]},
            ],
        },
        ClientToken={
            "properties": {},
            "allOf": [reference("Token"), holder(client={"type": "string"})],
        },
        Other={"allOf": [reference("Token"), holder(other={"type": "string"})]},
        Circle={"allOf": [reference("Circle"), holder(a={"type": "string"})]},
        One=reference("Two"),
        Two=reference("One"),
        List={"type": "array", "items": {"oneOf": [reference("List"), reference("Circle")]}},
        Itself={
            "allOf": [reference("Itself")],
            "oneOf": [reference("Itself"), reference("Circle")],
        },
        Wrapped={"properties": {}, "oneOf": [reference("Circle")]},
    ),
    "references_to_nothing": of_schemas(
        Thing=holder(gone=reference("Gone"), many={"type": "array", "items": reference("Gone")}),
        Base={"allOf": [reference("Gone"), holder(a={"type": "string"})]},
    ),
    "unions": of_schemas(
        Pet={"oneOf": [reference("Cat"), reference("Dog"), {"type": "string", "enum": ["none"]}]},
        Cat=holder(lives={"type": "integer"}),
        Dog={
            "allOf": [
                reference("Cat"),
                {**holder(name={"type": "string"}), "required": ["name", "lives", "nothing"]},
            ]
        },
        Any1={"anyOf": [{"type": "string"}, {}]},
        Dates={
            "oneOf": [
                {"type": "string", "format": "date"},
                {"type": "string", "format": "date-time"},
                {"type": "integer"},
            ]
        },
        Lists={
            "anyOf": [
                {"type": "array", "items": reference("Cat")},
                {"type": "array", "items": {"type": "string"}},
            ]
        },
        Nullable={**holder(pet={"allOf": [reference("Pet")], "nullable": True}), "nullable": True},
        Beside={
            **holder(a={"type": "string"}),
            "oneOf": [holder(b={"type": "string"}), holder(c={"type": "string"})],
        },
        Words={
            "anyOf": [
                {"type": "string", "enum": ["a"]},
                {"type": "string"},
                {"type": "integer"},
                {"type": "number"},
            ]
        },
        Deep={"oneOf": [{"anyOf": [reference("Dates"), reference("Lists")]}, reference("Words")]},
        Mapped={
            "oneOf": [reference("Cat")],
            "discriminator": {"propertyName": "kind", "mapping": {"a": "http://127.0.0.1:1/x"}},
        },
    ),
    "allof": of_schemas(
        A={"allOf": [holder(a={"type": "string"}), holder(a={"type": "integer"}, b=holder(c={}))]},
        B={"allOf": [reference("E"), {"type": "string"}]},
        C={"allOf": [reference("A"), reference("A")], "properties": {"d": {"type": "string"}}},
        D=holder(
            kind={"allOf": [reference("E")], "default": "x"},
            whole={"allOf": [reference("A")], "nullable": True},
        ),
        E={"type": "string", "enum": ["x", "y"]},
    ),
    "empty_schemas": of_schemas(
        A={},
        B={"type": "object"},
        C={"type": "object", "properties": {}},
        D={"type": "array", "items": {}},
        E={"type": "object", "additionalProperties": False},
        F={"type": "object", "additionalProperties": {}},
        G={
            "type": "object",
            "additionalProperties": {
                "type": "array",
                "items": {"type": "string", "format": "date-time"},
            },
        },
        H={"not": {}},
        I={"type": "object", "additionalProperties": holder(a={"type": "string"})},
    ),
    "defaults": of_schemas(
        A=holder(
            quoted={"type": "string", "default": "a\"b'c\\d"},
            plain={"type": "string", "default": "a'b {c} {{d}}"},
            whole={"type": "integer", "default": 3},
            half={"type": "number", "default": 1},
            flag={"type": "boolean", "default": False},
            date={"type": "string", "format": "date", "default": "2026-03-01"},
            list={"type": "array", "items": {}, "default": []},
            thing={"type": "object", "default": {}},
            null={"type": "string", "nullable": True, "default": None},
            any={"default": "x"},
            perhaps={"type": "integer", "nullable": True, "default": 1},
        )
    ),
    "long_names": of_schemas(
        **{
            f"{'Ab' * 300}{end}": holder(
                **{f"{'long' * 200}{end}": {"type": "string", "enum": ["a"]}}
            )
            for end in "xyz"
        }
    ),
    "version_3_1": {
        **of_schemas(
            A=holder(
                const={"const": "a'\"\\b"},
                number={"const": 1.5},
                null={"type": "null"},
                some={"type": ["string", "null"]},
                many={"type": ["string", "integer", "null", "object"]},
                tuple={"type": "array", "prefixItems": [{}, {}]},
                open=True,
                examples={"type": "string", "examples": ["a"]},
                flag={"const": True},
            ),
        ),
        "openapi": "3.1.0",
    },
}
