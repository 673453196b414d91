"""Comparing two documents: each rule one by one, both ways, on each side it can be on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from comparing import (
    NAME,
    Edit,
    answer,
    document,
    edited,
    fields,
    found,
    operation,
    query,
    scheme,
    thing,
    told,
)

from scripts import compare
from scripts.compare._levels import BOTH, LEVELS, NEVER, REQUEST, RESPONSE
from scripts.compare._rules import RULES

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "compare.md"
CALL, SENT, GOT, EITHER = [BOTH], [REQUEST], [RESPONSE], [REQUEST, RESPONSE]
OTHER = {"scheme": "bearer", "type": "http"}


def a_required_field(one: Any) -> None:
    """A field that was not there, and has to be."""
    fields(one)["size"] = NAME
    thing(one)["required"].append("size")


def a_status(name: str) -> Edit:
    """A status that was not declared."""
    return lambda one: operation(one)["responses"].update({name: {}})


def a_parameter(**facts: Any) -> Edit:
    """A parameter that was not there."""
    return lambda one: operation(one)["parameters"].append({"name": "x", "in": "query", **facts})


def security(*listed: Any) -> Edit:
    """Other ways to authenticate."""
    return lambda one: operation(one).update(security=list(listed))


def moved(one: Any) -> None:
    """The version at another place in the path."""
    one["paths"] = {"/v3/things/{id}": one["paths"].pop("/things/2026-03/{id}")}


def any_type(holder: Any) -> None:
    """Content of any type in place of JSON."""
    holder["content"] = {"*/*": holder["content"]["application/json"]}


def to_nothing(one: Any) -> None:
    """A field that refers to a schema that is not there."""
    fields(one)["name"] = {"$ref": "#/components/schemas/None"}


# What is edited, the rule that it is, its opposite, and the sides it is on.
CHANGES: list[tuple[Edit, str, str, list[str]]] = [
    (lambda d: d["paths"].clear(), "operation-removed", "operation-added", CALL),
    (
        lambda d: operation(d).update(operationId="get"),
        "operation-renamed",
        "operation-renamed",
        CALL,
    ),
    (moved, "prefix-changed", "prefix-changed", CALL),
    (lambda d: operation(d).update(deprecated=True), "deprecated", "undeprecated", CALL),
    (lambda d: query(d).update(deprecated=True), "deprecated", "undeprecated", SENT),
    (lambda d: fields(d)["name"].update(deprecated=True), "deprecated", "undeprecated", EITHER),
    (
        lambda d: d["servers"].append({"url": "https://y.example"}),
        "server-added",
        "server-removed",
        CALL,
    ),
    (security({"oauth2": ["write"]}, {"key": []}), "security-added", "security-removed", SENT),
    (security({"oauth2": ["write"], "key": []}), "security-tightened", "security-loosened", SENT),
    (security({"oauth2": ["write", "more"]}), "scope-added", "scope-removed", SENT),
    (
        lambda d: d["components"]["securitySchemes"].update(key=OTHER),
        "scheme-added",
        "scheme-removed",
        CALL,
    ),
    (lambda d: scheme(d).update(type="openIdConnect"), "scheme-changed", "scheme-changed", CALL),
    (
        lambda d: scheme(d)["flows"]["clientCredentials"].update(tokenUrl="https://y.example"),
        "scheme-changed",
        "scheme-changed",
        CALL,
    ),
    (
        lambda d: scheme(d)["flows"].update(implicit={"scopes": {}}),
        "flow-added",
        "flow-removed",
        CALL,
    ),
    (
        lambda d: scheme(d)["flows"]["clientCredentials"]["scopes"].update(more=""),
        "flow-scope-added",
        "flow-scope-removed",
        CALL,
    ),
    (
        lambda d: scheme(d)["flows"]["clientCredentials"].pop("scopes"),
        "scope-not-offered",
        "flow-scope-added",
        CALL,
    ),
    (lambda d: d["components"]["schemas"].update(More={}), "schema-added", "schema-removed", CALL),
    (a_parameter(), "parameter-added", "parameter-removed", SENT),
    (a_parameter(required=True), "required-parameter-added", "parameter-removed", SENT),
    (
        lambda d: query(d).update(required=True),
        "parameter-became-required",
        "parameter-became-optional",
        SENT,
    ),
    (lambda d: operation(d).pop("requestBody"), "body-removed", "body-added", SENT),
    (
        lambda d: operation(d)["requestBody"].update(required=True),
        "body-became-required",
        "body-became-optional",
        SENT,
    ),
    (
        lambda d: query(d).update(style="spaceDelimited", explode=True),
        "encoding-changed",
        "encoding-changed",
        SENT,
    ),
    (
        lambda d: answer(d)["headers"]["X-All"].update(explode=True),
        "encoding-changed",
        "encoding-changed",
        GOT,
    ),
    (
        lambda d: answer(d)["content"]["application/json"].update(
            encoding={"name": {"style": "form"}}
        ),
        "encoding-changed",
        "encoding-changed",
        GOT,
    ),
    (a_status("201"), "success-added", "success-removed", GOT),
    (a_status("409"), "error-added", "error-removed", GOT),
    (lambda d: answer(d)["headers"].update({"X-More": {}}), "header-added", "header-removed", GOT),
    (
        lambda d: answer(d)["headers"]["X-Left"].update(required=True),
        "header-became-required",
        "header-became-optional",
        GOT,
    ),
    (
        lambda d: operation(d)["requestBody"]["content"].update({"text/plain": {}}),
        "media-type-added",
        "media-type-removed",
        SENT,
    ),
    (
        lambda d: answer(d)["content"].update({"text/plain": {}}),
        "media-type-added",
        "media-type-removed",
        GOT,
    ),
    (
        lambda d: any_type(operation(d)["requestBody"]),
        "media-type-widened",
        "media-type-narrowed",
        SENT,
    ),
    (lambda d: any_type(answer(d)), "media-type-widened", "media-type-narrowed", GOT),
    (to_nothing, "reference-broken", "reference-mended", EITHER),
    (lambda d: fields(d).update(size=NAME), "field-added", "field-removed", EITHER),
    (a_required_field, "required-field-added", "field-removed", EITHER),
    (
        lambda d: thing(d)["required"].append("kind"),
        "field-became-required",
        "field-became-optional",
        EITHER,
    ),
    (lambda d: fields(d)["name"].update(type="integer"), "type-changed", "type-changed", EITHER),
    (lambda d: fields(d)["name"].update(nullable=True), "type-widened", "type-narrowed", EITHER),
    (
        lambda d: fields(d)["list"]["items"].update(type="number"),
        "type-widened",
        "type-narrowed",
        EITHER,
    ),
    (lambda d: fields(d)["name"].pop("type"), "type-widened", "type-narrowed", EITHER),
    (lambda d: fields(d)["name"].update(format="date"), "format-changed", "format-changed", EITHER),
    (
        lambda d: fields(d)["kind"]["enum"].append("c"),
        "enum-value-added",
        "enum-value-removed",
        EITHER,
    ),
    (lambda d: fields(d)["kind"].pop("enum"), "enum-opened", "enum-closed", EITHER),
    (lambda d: query(d)["schema"].update(maximum=50), "limit-tightened", "limit-loosened", SENT),
    (lambda d: fields(d)["name"].update(minLength=1), "limit-tightened", "limit-loosened", EITHER),
    (lambda d: fields(d)["name"].update(pattern="a"), "limit-tightened", "limit-loosened", EITHER),
    (
        lambda d: fields(d)["list"].update(uniqueItems=True),
        "limit-tightened",
        "limit-loosened",
        EITHER,
    ),
    (lambda d: query(d)["schema"].update(multipleOf=2), "limit-tightened", "limit-loosened", SENT),
    (
        lambda d: fields(d)["name"].update({"not": {"enum": ["x"]}}),
        "condition-changed",
        "condition-changed",
        EITHER,
    ),
    (lambda d: query(d)["schema"].update(default=20), "default-changed", "default-changed", SENT),
    (lambda d: fields(d)["name"].update(default="x"), "default-changed", "default-changed", EITHER),
    (lambda d: fields(d)["kind"].update(readOnly=True), "access-changed", "access-changed", SENT),
    (
        lambda d: thing(d).update(additionalProperties=False),
        "extra-fields-forbidden",
        "extra-fields-allowed",
        EITHER,
    ),
    (
        lambda d: fields(d)["shape"]["oneOf"].append({"type": "array"}),
        "choice-added",
        "choice-removed",
        EITHER,
    ),
    (
        lambda d: thing(d).update(anyOf=[{"required": [x]} for x in "ab"]),
        "choices-closed",
        "choices-opened",
        EITHER,
    ),
]
# Those without an opposite among these: what either document has, and a new body.
MORE = {
    "discriminator-changed",
    "discriminator-value-added",
    "pattern-changed",
    "required-body-added",
}


@pytest.mark.parametrize(
    ("edit", "there", "back", "sides"),
    CHANGES,
    ids=[f"{there}-{sides}" for _, there, _, sides in CHANGES],
)
def test_a_rule_is_found_in_both_directions(
    edit: Edit, there: str, back: str, sides: list[str]
) -> None:
    """One edit is one change on each side that it is on, and undoing it is the opposite."""
    old, new = document(), edited(edit)
    assert {(there, side) for side in sides} == found(old, new)
    assert {(back, side) for side in sides} == found(new, old)


def test_a_pattern_for_another_is_not_judged_as_a_limit() -> None:
    """Which of two patterns admits more is not known, so the change is told as one."""
    old, new = (
        edited(lambda one, pattern=pattern: fields(one)["name"].update(pattern=pattern))
        for pattern in "ab"
    )
    assert {("pattern-changed", REQUEST), ("pattern-changed", RESPONSE)} == found(old, new)
    assert {("pattern-changed", "Thing.name", "a -> b")} == told(old, new)


def test_a_body_that_is_needed_and_was_not_taken() -> None:
    """A new body that has to be sent is told from one that may be."""
    new = edited(lambda one: operation(one)["requestBody"].update(required=True))
    old = edited(lambda one: operation(one).pop("requestBody"))
    assert {("required-body-added", REQUEST)} == found(old, new)


def test_every_rule_is_tested_on_every_side_it_can_be_on() -> None:
    """The tests above leave out no rule, and no side on which the table judges it."""
    tested = {(rule, side) for _, *rules, sides in CHANGES for rule in rules for side in sides}
    for rule, judged in RULES.items():
        sides = {side for name, side in tested if name == rule}
        assert sides or rule in MORE, rule
        assert (
            BOTH in sides
            or rule in MORE
            or {
                side
                for side, level in ((REQUEST, judged.request), (RESPONSE, judged.response))
                if level != NEVER
            }
            == sides
        ), rule


def test_a_change_has_the_level_of_its_side() -> None:
    """A field newly required breaks who sends it, not who gets it; every finding is judged."""
    changes = compare.Comparison(document(), edited(a_required_field)).changes()
    assert [("breaking", REQUEST), ("compatible", RESPONSE)] == [
        (change.level, change.side) for change in changes
    ]
    for edit, *_ in CHANGES:
        assert {
            change.level for change in compare.Comparison(document(), edited(edit)).changes()
        } <= {*LEVELS}


def test_the_page_shows_the_table() -> None:
    """`docs/reference/compare.md` has each rule as it is judged, and no other."""
    rows = [
        f"| `{name}` | {rule.what} | {rule.request} | {rule.response} "
        f"| {rule.hubspot or '-'} | {rule.why} |"
        for name, rule in RULES.items()
    ]
    assert rows == re.findall(r"^\| `.*", PAGE.read_text("utf-8"), re.MULTILINE)
