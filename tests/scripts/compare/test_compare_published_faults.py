"""Comparing published documents: content types, dangling references, scopes, moved paths."""

from __future__ import annotations

import json
from typing import Any

import pytest
from comparing import (
    NAME,
    Edit,
    answer,
    as_field,
    document,
    edited,
    fields,
    operation,
    scheme,
    thing,
)

from scripts import compare
from scripts.compare._levels import BREAKING, COMPATIBLE, RISKY
from scripts.compare._rules import Change
from scripts.project.layout import Project

Judged = set[tuple[str, str, str]]
OTHER = "#/components/schemas/Other"


def judged(old: Any, new: Any) -> Judged:
    """Rule, side and level of every change."""
    return {(one.rule, one.side, one.level) for one in compare.Comparison(old, new).changes()}


def sent_as(*types: str, **schema: Any) -> Edit:
    """A body of some types, each with one schema."""
    return lambda one: operation(one)["requestBody"].update(
        content={name: {"schema": schema or NAME} for name in types}
    )


def got_as(*types: str, **schema: Any) -> Edit:
    """An answer of some types, each with one schema."""
    return lambda one: answer(one).update(
        content={name: {"schema": schema or NAME} for name in types}
    )


WIDER_SENT = ("media-type-widened", "request", COMPATIBLE)
NARROWER_SENT = ("media-type-narrowed", "request", BREAKING)
WIDER_GOT = ("media-type-widened", "response", RISKY)
NARROWER_GOT = ("media-type-narrowed", "response", COMPATIBLE)
GONE_SENT, NEW_SENT = (
    ("media-type-removed", "request", BREAKING),
    ("media-type-added", "request", COMPATIBLE),
)
INTEGER = {"type": "integer"}
JSON = "application/json"


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (sent_as(JSON), sent_as("*/*"), {WIDER_SENT}),
        (sent_as("*/*"), sent_as(JSON), {NARROWER_SENT}),
        (sent_as(JSON), sent_as("application/*"), {WIDER_SENT}),
        (sent_as("application/*"), sent_as("*/*"), {WIDER_SENT}),
        (sent_as("text/*"), sent_as(JSON), {GONE_SENT, NEW_SENT}),
        (sent_as(JSON, "text/csv"), sent_as("*/*"), {WIDER_SENT}),
        (sent_as(JSON), sent_as(JSON, "*/*"), {NEW_SENT}),
        (got_as(JSON), got_as("*/*"), {WIDER_GOT}),
        (got_as("*/*"), got_as(JSON), {NARROWER_GOT}),
        (
            got_as("*/*"),
            got_as(JSON, **INTEGER),
            {NARROWER_GOT, ("type-changed", "response", BREAKING)},
        ),
        (
            sent_as("*/*"),
            sent_as(JSON, maxLength=3, **NAME),
            {NARROWER_SENT, ("limit-tightened", "request", BREAKING)},
        ),
        (
            sent_as(JSON),
            sent_as("text/csv", **INTEGER),
            {GONE_SENT, NEW_SENT, ("type-changed", "request", BREAKING)},
        ),
    ],
)
def test_content_types_cover_each_other(old: Edit, new: Edit, changes: Judged) -> None:
    """A range that covers a type widens it, and what is beneath is compared all the same."""
    assert changes == judged(edited(old), edited(new))


def lost(one: Any) -> None:
    """A response that refers to nothing."""
    operation(one)["responses"]["200"] = {"$ref": "#/components/responses/None"}


def body_lost(one: Any) -> None:
    """A body that refers to nothing."""
    operation(one)["requestBody"] = {"$ref": "#/components/requestBodies/None"}


def item_lost(one: Any) -> None:
    """Items that refer to nothing."""
    fields(one)["list"]["items"] = {"$ref": "#/components/schemas/None"}


@pytest.mark.parametrize(
    ("edit", "place", "detail"),
    [
        (lost, "200", "responses.None"),
        (body_lost, "body", "requestBodies.None"),
        (item_lost, "Thing.list[]", "None"),
    ],
)
def test_a_reference_to_nothing_is_told_as_one(edit: Edit, place: str, detail: str) -> None:
    """What refers to nothing is told as that, and no change is made up of it."""
    there = compare.Comparison(document(), edited(edit)).changes()
    assert {("reference-broken", place, detail)} == {
        (one.rule, one.place, one.detail) for one in there
    }
    back = compare.Comparison(edited(edit), document()).changes()
    assert {"reference-mended"} == {one.rule for one in back}
    assert [] == compare.Comparison(edited(edit), edited(edit)).changes()


def told_apart(property_name: str = "kind", **mapping: str) -> dict[str, Any]:
    """A choice of two shapes, told apart by a property."""
    shapes = [{"$ref": OTHER}, {"type": "object", "properties": {"size": NAME}}]
    return {
        "oneOf": shapes,
        "discriminator": {"propertyName": property_name, "mapping": mapping},
    }


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        (told_apart(a="A"), told_apart(a="B"), {("discriminator-changed", BREAKING, BREAKING)}),
        (told_apart(a="A"), told_apart(), {("discriminator-changed", BREAKING, BREAKING)}),
        (told_apart("kind"), told_apart("type"), {("discriminator-changed", BREAKING, BREAKING)}),
        (told_apart(), told_apart(a="A"), {("discriminator-value-added", COMPATIBLE, RISKY)}),
        (told_apart(Other=OTHER), told_apart(), set()),
        (told_apart(a="Other"), told_apart(a=OTHER), set()),
    ],
)
def test_how_shapes_are_told_apart(old: Any, new: Any, rules: set[tuple[str, str, str]]) -> None:
    """Another property or another shape for a value breaks both sides; a new value only readers."""
    found = judged(as_field(old), as_field(new))
    assert {
        (rule, side, level) for rule, *levels in rules
        for side, level in zip(("request", "response"), levels, strict=True)
    } == found  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ({}, {"writeOnly": True}, {("field-removed", "response", BREAKING)}),
        ({"writeOnly": True}, {}, {("field-added", "response", COMPATIBLE)}),
        ({"writeOnly": True}, {"writeOnly": True}, set()),
        (
            {},
            {"writeOnly": True, "maxLength": 3},
            {("field-removed", "response", BREAKING), ("limit-tightened", "request", BREAKING)},
        ),
    ],
)
def test_a_field_that_is_only_written_is_gone_from_responses(
    old: Any, new: Any, changes: Judged
) -> None:
    """A field that becomes write-only is gone from responses; requests do not change."""
    one, other = (
        edited(lambda d, facts=facts: fields(d)["kind"].update(facts)) for facts in (old, new)
    )
    assert changes == judged(one, other)


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ({"minimum": 1}, {"exclusiveMinimum": 0}, set()),
        ({"maximum": 9}, {"exclusiveMaximum": 10}, set()),
        ({"minimum": 1}, {"exclusiveMinimum": 0.5}, set()),
        ({"minimum": 1}, {"exclusiveMinimum": 1}, {"limit-tightened"}),
        ({"minimum": 2}, {"exclusiveMinimum": 0}, {"limit-loosened"}),
    ],
)
def test_limits_of_integers_are_what_is_reached(old: Any, new: Any, rules: set[str]) -> None:
    """Above 0 is from 1, for integers."""
    one, other = (as_field({"type": "integer", **facts}, "3.1.0") for facts in (old, new))
    assert rules == {change.rule for change in compare.Comparison(one, other).changes()}


def test_limits_of_numbers_are_not() -> None:
    """Above 0 is not from 1, for numbers with fractions."""
    one, other = (
        as_field({"type": "number", **facts}, "3.1.0")
        for facts in ({"minimum": 1}, {"exclusiveMinimum": 0})
    )
    assert {"limit-loosened"} == {
        change.rule for change in compare.Comparison(one, other).changes()
    }


def changes_of(old: Any, new: Any) -> list[Change]:
    """Every change between two documents."""
    return compare.Comparison(old, new).changes()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/marketing/v3/things", "/marketing/things/2026-03"),
        ("/v3/things", "/things/v4"),
        ("/things", "/crm/things"),
        ("/a/b/v3", "/c/d"),
    ],
)
def test_paths_that_begin_otherwise_are_the_same_operations(old: str, new: str) -> None:
    """Where all paths begin otherwise, that is said once, and changes beneath are found as ever."""

    def under(prefix: str) -> Edit:
        def move(one: Any) -> None:
            (item,) = one["paths"].values()
            one["paths"] = {
                f"{prefix}{tail}": json.loads(json.dumps(item))
                for tail in ("/{id}", "/x/{id}", "/y")
            }

        return move

    before, after = edited(under(old)), edited(under(new))
    assert ["prefix-changed"] == [change.rule for change in changes_of(before, after)]
    narrowed = edited(lambda one: thing(one)["required"].append("kind"), after)
    assert {"prefix-changed", "field-became-required"} == {
        change.rule for change in changes_of(before, narrowed)
    }


def test_a_stray_operation_is_no_other_one() -> None:
    """From v3 to 2026-03, only the beginning of the paths changes, whatever path the list has."""
    (change,) = compare.changes("v3", "2026-03", Project())
    facts = compare.load("v3", Project())
    count = sum(len(item) for item in facts["paths"].values())
    assert ("prefix-changed", count) == (change.rule, len(change.operations))


def test_a_relabelled_version_is_no_change() -> None:
    """2026-09 is 2025-09 under another label."""
    assert [] == compare.changes("2025-09", "2026-09", Project())


def offering(*scopes: str) -> Edit:
    """Other scopes in the list of those that are offered."""
    return lambda one: scheme(one)["flows"]["clientCredentials"].update(
        scopes=dict.fromkeys(scopes, "")
    )


@pytest.mark.parametrize(
    ("scopes", "rules"),
    [
        (("write", "other"), {("flow-scope-added", COMPATIBLE)}),
        ((), {("scope-not-offered", COMPATIBLE)}),
        (("other",), {("scope-not-offered", COMPATIBLE), ("flow-scope-added", COMPATIBLE)}),
    ],
)
def test_which_scopes_are_offered_breaks_nothing(
    scopes: tuple[str, ...], rules: set[tuple[str, str]]
) -> None:
    """Offered scopes that come and go are compatible, and affect nothing that we use."""
    found = changes_of(document(), edited(offering(*scopes)))
    assert rules == {(change.rule, change.level) for change in found}
    assert {"affects nothing we use"} == {change.affects for change in found}


def test_a_scope_that_a_call_asks_for_breaks_it() -> None:
    """What an operation itself asks for counts as before."""
    new = edited(lambda one: operation(one).update(security=[{"oauth2": ["write", "more"]}]))
    assert [("scope-added", BREAKING)] == [
        (change.rule, change.level) for change in changes_of(document(), new)
    ]
