"""Documents, each with one of the troubles that HubSpot's documents have, or could have."""

from __future__ import annotations

from typing import Any

from building import TEXT, call, holder, of_schemas, parameter, reference
from calls import CALLS

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
List dict Any Unset UNSET Response Client AuthenticatedClient datetime UUID HTTPStatus cast
BytesIO File Mapping TypeVar T Literal Enum Exception Type Object str Errors Types Models con
NUL aux d prop cls
"""
IMPORTED = _IMPORTED.split()

TROUBLES: dict[str, dict[str, Any]] = {
    **CALLS,
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
                maybe={"anyOf": [reference("B"), {"type": "null"}]},
                either={"oneOf": [TEXT, {"type": "integer"}, {"type": "null"}]},
            ),
            B=holder(b=TEXT),
        ),
        "openapi": "3.1.0",
    },
}
