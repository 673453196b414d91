"""Pairs of documents in which a change was once missed, or seen where there is none."""

from __future__ import annotations

from typing import Any

import pytest
from comparing import (
    NAME,
    answer,
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

OTHER = {"$ref": "#/components/schemas/Other"}


def on_both(rule: str) -> set[tuple[str, str]]:
    """A change that is one of requests and of responses."""
    return {(rule, "request"), (rule, "response")}


CONDITIONS = {
    *(
        "not",
        "if",
        "then",
        "else",
        "contains",
        "minContains",
        "maxContains",
        "propertyNames",
        "patternProperties",
    ),
    *(
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedItems",
        "unevaluatedProperties",
    ),
    *("contentEncoding", "contentMediaType", "contentSchema", "xml"),
}


def objects(*names: str, **facts: Any) -> dict[str, Any]:
    """A choice of objects of one field each."""
    return {"oneOf": [{"type": "object", "properties": {name: NAME | facts}} for name in names]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"enum": ["a"]}, {"type": "string", "enum": ["a"]}),
        ({"const": None}, {"type": "null"}),
        ({"type": ["integer", "number"]}, {"type": "number"}),
        (objects("a", "b"), objects("a", "b", **{"x-more": 1})),
        (objects("a", "b", nullable=True), objects("a", "b", type=["string", "null"])),
        ({"allOf": [{"maxLength": 9}, {"maxLength": 5}]}, {"maxLength": 5}),
    ],
    ids=str,
)
def test_these_are_no_change(old: Any, new: Any) -> None:
    """One meaning, written in two ways."""
    assert set() == told(as_field(old), as_field(new, "3.1.0"))
    assert set() == told(as_field(new, "3.1.0"), as_field(old))


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ({"allOf": [OTHER]}, {"allOf": [OTHER, {"required": ["size"]}]},
         {("field-became-required", "request"), ("field-became-required", "response")}),
        ({"type": "number", "multipleOf": 0.1}, {"type": "number", "multipleOf": 0.01},
         {("limit-loosened", "request"), ("limit-loosened", "response")}),
        ({"multipleOf": 10**400}, {"multipleOf": 0.5}, on_both("limit-loosened")),
        ({"allOf": [objects("a", "b"), objects("c", "d")]}, {"allOf": [objects("a", "b")]},
         {("condition-changed", "request"), ("condition-changed", "response")}),
        ({**NAME, "maxLength": 5}, {"anyOf": [NAME, {"type": "integer"}]},
         on_both("limit-loosened") | on_both("choice-added")),
    ],
    ids=str,
)  # fmt: skip
def test_these_are_changes(old: Any, new: Any, changes: set[tuple[str, str]]) -> None:
    """A change of meaning is found on each side, and is what it is."""
    assert changes == found(as_field(old), as_field(new))


def test_the_order_of_two_versions_of_a_path_is_no_change() -> None:
    """Where a document has two versions of one operation, each is compared with itself."""
    old = document()
    old["paths"]["/things/v3/{id}"] = {"put": {"deprecated": True}}
    new = {**unshared(old), "paths": dict(reversed(unshared(old)["paths"].items()))}
    assert set() == found(old, new)
    del new["paths"]["/things/2026-03/{id}"]
    assert {("operation-removed", "PUT /things/2026-03/{}", "")} == told(old, new)


def test_extensions_are_no_change() -> None:
    """What starts with x- among paths, statuses and flows is none."""

    def extend(one: Any) -> None:
        one["paths"]["x-more"] = {"get": {}}
        operation(one)["responses"]["x-more"] = {}
        scheme(one)["flows"]["x-more"] = {}

    assert set() == found(document(), edited(extend))


def test_a_read_only_field_that_has_to_be_sent_now() -> None:
    """A required field that was read-only and is not any more breaks who sends the rest."""
    old = edited(lambda one: fields(one)["name"].update(readOnly=True))
    assert ("field-became-required", "request") in found(old, document())
    assert ("field-became-required", "response") not in found(old, document())


def test_a_field_is_read_only_by_what_it_refers_to() -> None:
    """A required field whose schema is read-only elsewhere is no matter of requests."""
    old = as_field(NAME)
    old["components"]["schemas"]["Id"] = {**NAME, "readOnly": True}

    def add(one: Any) -> None:
        fields(one)["size"] = {"$ref": "#/components/schemas/Id"}
        thing(one)["required"].append("size")

    assert {("required-field-added", "response")} == found(old, edited(add, old))


def test_a_status_is_compared_with_its_range() -> None:
    """A status that its range declared is not new, and is compared; a range is wider."""
    old = edited(
        lambda one: operation(one)["responses"].update(
            {"2XX": operation(one)["responses"].pop("200")}
        )
    )
    new = edited(lambda one: answer(one)["content"].clear())
    assert {("media-type-removed", "response")} == found(old, new)
    assert {("success-added", "response"), ("media-type-added", "response")} == found(new, old)


def test_an_error_is_compared_with_the_default() -> None:
    """An error that only the default stood for is told, and what comes with it is compared."""
    old = edited(lambda one: operation(one)["responses"].update(default={"content": {"a/b": {}}}))
    new = edited(lambda one: operation(one)["responses"].update({"409": {}}), old)
    assert {("error-added", "response"), ("media-type-removed", "response")} == found(old, new)


def test_a_parameter_that_leads_nowhere_is_told_by_its_reference() -> None:
    """A new reference to nothing is told as such, and not as a new parameter."""
    new = edited(
        lambda one: operation(one)["parameters"].append({"$ref": "#/components/parameters/Gone"})
    )
    assert {("reference-broken", "parameters", "parameters.Gone")} == told(document(), new)


def test_a_path_parameter_that_is_declared_now_was_there() -> None:
    """A name in a path is a parameter, declared or not."""
    old = edited(lambda one: operation(one)["parameters"].pop(0))
    assert {("type-narrowed", "request")} == found(old, document())
    assert {("limit-tightened", "request")} == found(
        edited(lambda one: query(one).update(allowEmptyValue=True)), document()
    )


def as_it_is(_: Any) -> None:
    """No edit."""


def parameter(where: str, **facts: Any) -> Any:
    """A parameter that is there."""
    return lambda one: operation(one)["parameters"].append(
        {"name": "X-Y", "in": where, "schema": NAME, **facts}
    )


def media(*names: str) -> Any:
    """The content types that a call takes."""
    return lambda one: operation(one)["requestBody"].update(content={name: {} for name in names})


def header(name: str) -> Any:
    """Declare a header of the answer."""
    return lambda one: answer(one)["headers"].update({name: {}})


def servers(*listed: dict[str, Any]) -> Any:
    """Where the operations are."""
    return lambda one: one.update(servers=list(listed))


def key(**facts: Any) -> Any:
    """A key to authenticate with."""
    return lambda one: one["components"]["securitySchemes"].update(
        oauth2={"type": "apiKey", **facts}
    )


def by_reference(one: Any) -> None:
    """A path whose operations stand elsewhere, under a name that has to be escaped."""
    ((path, item),) = one["paths"].items()
    one["components"]["pathItems"] = {"a/b~c d": item}
    one["paths"] = {path: {"$ref": "#/components/pathItems/a~1b~0c%20d"}}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (as_it_is, parameter("header", name="Authorization")),
        (as_it_is, lambda d: answer(d)["headers"].update({"Content-Type": {}})),
        (header("X-UP"), header("x-up")),
        (key(name="X-Key", **{"in": "header"}), key(name="x-key", **{"in": "header"})),
        (
            servers({"url": "https://a/"}),
            servers({"url": "https://{x}", "variables": {"x": {"default": "a"}}}),
        ),
        (media("text/plain; charset=x"), media("Text/Plain")),
        (media("a/b; v=1", "a/b; v=2"), media("a/b;v=2", "A/B;v=1")),
        (parameter("cookie"), parameter("cookie", style="form", explode=True)),
        (lambda d: operation(d)["parameters"][0].pop("required"), as_it_is),
        (as_it_is, by_reference),
        (lambda d: operation(d).update(servers=[{"url": "https://b"}]),
         lambda d: next(iter(d["paths"].values())).update(servers=[{"url": "https://b"}])),
        (as_it_is, lambda d: fields(d)["list"]["items"].update({"$comment": "x"})),
    ],
)  # fmt: skip
def test_these_documents_say_the_same(old: Any, new: Any) -> None:
    """What OpenAPI ignores, or lets stand in two ways, is no change."""
    assert set() == found(edited(old), edited(new))


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (parameter("query"), parameter("query", allowReserved=True), {"encoding-changed"}),
        (
            parameter("query", content={"a/b": {"schema": NAME}}),
            parameter("query", content={"a/b": {"schema": {"type": "integer"}}}),
            {"type-changed"},
        ),
        (
            parameter("query", content={"a/b": {}}),
            parameter("query", content={"c/d": {}}),
            {"media-type-removed", "media-type-added"},
        ),
        (
            as_it_is,
            lambda d: answer(d)["headers"]["X-Left"].update(deprecated=True),
            {"deprecated"},
        ),
        (key(name="k", **{"in": "query"}), key(name="K", **{"in": "query"}), {"scheme-changed"}),
        *(
            (
                as_it_is,
                lambda d, word=word: scheme(d)["flows"]["clientCredentials"].update({word: "u"}),
                {"scheme-changed"},
            )
            for word in ("authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl")
        ),
        *(
            (as_it_is, lambda d, word=word: scheme(d).update({word: "u"}), {"scheme-changed"})
            for word in ("scheme", "name", "in", "openIdConnectUrl")
        ),
        *(
            (
                as_it_is,
                lambda d, word=word: fields(d)["name"].update({word: {}}),
                {"condition-changed"},
            )
            for word in sorted(CONDITIONS)
        ),
    ],
)
def test_these_documents_differ(old: Any, new: Any, changes: set[str]) -> None:
    """What counts is found, one by one."""
    assert changes == {rule for rule, _ in found(edited(old), edited(new))}


def test_what_stands_beside_a_reference_counts_in_3_1_alone() -> None:
    """In 3.0, words beside a reference are to be ignored."""
    for version, changes in (
        ("3.0.1", set()),
        ("3.1.0", {("limit-tightened", "Thing.name", "maxProperties: none -> 1")}),
    ):
        assert changes == told(
            as_field(OTHER, version), as_field({**OTHER, "maxProperties": 1}, version)
        )
        assert changes == told(
            as_field({"allOf": [OTHER]}, version),
            as_field({"allOf": [{**OTHER, "maxProperties": 1}]}, version),
        )
