"""Comparing two documents: each rule one by one, both ways, and what is no change."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts import compare
from scripts._project import Project

PATH = "/things/2026-03/{id}"
ROOT = Path(__file__).parents[2]


def document(**schema: Any) -> dict[str, Any]:
    """A document with one operation, whose body and answer have one schema."""
    thing = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "kind": {"type": "string", "enum": ["a", "b"]}},
    }
    thing |= {"required": ["name"], **schema}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation = {
        "operationId": "put",
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 10, "maximum": 100}},
        ],
        "requestBody": {"content": content},
        "responses": {"200": {"content": content}, "404": {"description": "none"}},
        "security": [{"oauth2": ["write"]}],
    }
    components = {"schemas": {"Thing": thing}}
    return {"openapi": "3.0.1", "info": {}, "paths": {PATH: {"put": operation}}, "components": components}


def operation(one: Any) -> Any:
    """The operation of a document."""
    return next(iter(one["paths"].values()))["put"]


def thing(one: Any) -> Any:
    """The schema of a document."""
    return one["components"]["schemas"]["Thing"]


def parameter(one: Any) -> Any:
    """The query parameter of a document."""
    return operation(one)["parameters"][1]


def rename(one: Any, old: str, new: str) -> None:
    """Give a path another name."""
    one["paths"][new] = one["paths"].pop(old)


def found(old: Any, new: Any) -> set[tuple[str, str, str]]:
    """Rule, side and level of every change."""
    return {(c.rule, c.side, c.level) for c in compare.Comparison(old, new, set()).changes()}


NAME = {"type": "string"}
CHANGES: list[tuple[Callable[[Any], Any], str, str]] = [
    (lambda d: d["paths"].clear(), "operation-removed", "operation-added"),
    (lambda d: operation(d).update(operationId="get"), "operation-renamed", "operation-renamed"),
    (lambda d: operation(d)["parameters"].pop(), "parameter-removed", "parameter-added"),
    (lambda d: parameter(d).update(required=True), "parameter-became-required", "parameter-became-optional"),
    (lambda d: operation(d).pop("requestBody"), "body-removed", "body-added"),
    (lambda d: operation(d)["requestBody"].update(required=True), "body-became-required", ""),
    (
        lambda d: operation(d)["requestBody"]["content"].update({"text/plain": {}}),
        "media-type-added",
        "media-type-removed",
    ),
    (lambda d: operation(d)["responses"].update({"201": {}}), "success-added", "success-removed"),
    (lambda d: operation(d)["responses"].update({"409": {}}), "error-added", "error-removed"),
    (lambda d: operation(d)["security"].append({"key": []}), "security-added", "security-removed"),
    (lambda d: operation(d)["security"][0]["oauth2"].append("more"), "scope-added", "scope-removed"),
    (lambda d: thing(d)["properties"].update(size=NAME), "field-added", "field-removed"),
    (lambda d: thing(d)["required"].append("kind"), "field-became-required", "field-became-optional"),
    (lambda d: thing(d)["properties"]["name"].update(type="integer"), "type-changed", "type-changed"),
    (lambda d: thing(d)["properties"]["name"].update(nullable=True), "type-widened", "type-narrowed"),
    (lambda d: thing(d)["properties"]["name"].update(format="date"), "format-changed", "format-changed"),
    (lambda d: thing(d)["properties"]["kind"]["enum"].append("c"), "enum-value-added", "enum-value-removed"),
    (lambda d: thing(d)["properties"]["kind"].pop("enum"), "enum-opened", "enum-closed"),
    (lambda d: parameter(d)["schema"].update(maximum=50), "limit-tightened", "limit-loosened"),
    (lambda d: thing(d)["properties"]["name"].update(minLength=1), "limit-tightened", "limit-loosened"),
    (lambda d: thing(d)["properties"]["name"].update(pattern="a"), "pattern-changed", "pattern-changed"),
    (lambda d: parameter(d)["schema"].update(default=20), "default-changed", "default-changed"),
    (lambda d: thing(d).update(additionalProperties=False), "extra-fields-forbidden", "extra-fields-allowed"),
    (lambda d: thing(d)["properties"]["name"].update(anyOf=[NAME]), "choice-added", "choice-removed"),
]
MORE = {"required-parameter-added", "required-field-added"}  # tested below, since they have no opposite of their own


@pytest.mark.parametrize(("change", "there", "back"), CHANGES, ids=[f"{there}" for _, there, _ in CHANGES])
def test_a_rule_is_found_in_both_directions(change: Callable[[Any], Any], there: str, back: str) -> None:
    """One change is one rule, and its opposite another; each is judged as the table says, on each side it is on."""
    old, new = document(), document()
    change(new)
    for rule, before, after in ((there, old, new), (back, new, old)):
        changes = found(before, after)
        assert {rule} - {""} == {name for name, _, _ in changes} - ({"body-became-required"} if not rule else set())
        table = {"request": compare.RULES[rule].request, "response": compare.RULES[rule].response} if rule else {}
        assert all(level == table[side] for _, side, level in changes)


def a_required_field(one: Any) -> None:
    """A field that was not there, and has to be."""
    thing(one)["properties"]["size"] = NAME
    thing(one)["required"].append("size")


def a_required_parameter(one: Any) -> None:
    """A parameter that was not there, and has to be."""
    operation(one)["parameters"].append({"name": "x", "in": "query", "required": True})


@pytest.mark.parametrize(
    ("change", "rule"),
    [(a_required_field, "required-field-added"), (a_required_parameter, "required-parameter-added")],
)
def test_what_is_new_and_required_breaks_callers(change: Callable[[Any], Any], rule: str) -> None:
    """A new required field or parameter breaks requests; the same field in an answer breaks nobody."""
    new = document()
    change(new)
    changes = found(document(), new)
    assert (rule, "request", "breaking") in changes
    assert {level for _, side, level in changes if side == "response"} <= {"compatible"}


def test_every_rule_is_tested() -> None:
    """No rule of the table is without a test."""
    assert compare.RULES.keys() == {name for _, *pair in CHANGES for name in pair} - {""} | MORE


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same meaning in another order, with prose put in."""
    if isinstance(value, dict):
        items = [(key, shuffled(item, chance)) for key, item in value.items()]
        chance.shuffle(items)
        return dict(items) | ({"description": "words"} if "type" in value else {})
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return chance.sample(value, len(value))
    return [shuffled(item, chance) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(5))
def test_order_prose_versions_and_names_of_path_parameters_are_no_change(seed: int) -> None:
    """Only meaning counts: not the order of keys, required fields and values, nor the version, nor a path's names."""
    new = shuffled(document(), random.Random(seed))
    rename(new, PATH, "/things/v3/{number}")
    operation(new)["parameters"][0]["name"] = "number"
    assert set() == found(document(), new)


def test_a_schema_that_holds_itself_comes_to_an_end() -> None:
    """Schemas that lead back to themselves are compared once."""
    old = document()
    thing(old)["properties"]["parent"] = {"$ref": "#/components/schemas/Thing"}
    new = copy.deepcopy(old)
    thing(new)["properties"]["name"]["maxLength"] = 5
    assert {("limit-tightened", "request", "breaking"), ("limit-tightened", "response", "compatible")} == found(
        old, new
    )


def test_two_real_versions_differ_as_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    """The committed contract is no change to itself, and an unlisted 207 of it is one."""
    contract = json.loads((ROOT / "generated/hubspot_marketing_events_client/v2026_03/openapi.json").read_text())
    assert 0 == compare.main(["2026-03", "2026-03", "--fail-on", "any"])
    assert "no change of meaning\n" == capsys.readouterr().out
    without = copy.deepcopy(contract)
    del without["paths"]["/marketing/marketing-events/2026-03/batch/update"]["post"]["responses"]["207"]
    assert ("success-added", "response", "risky") in found(without, contract)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Two documents as files: a value that is new, and a field that is gone."""
    old, new = document(), document()
    thing(new)["properties"]["kind"]["enum"].append("c|\nd")
    del thing(new)["properties"]["name"]
    paths = tmp_path / "old.json", tmp_path / "new.json"
    for path, one in zip(paths, (old, new), strict=True):
        path.write_text(json.dumps(one))
    return str(paths[0]), str(paths[1])


@pytest.mark.parametrize(("fail_on", "code"), [([], 0), (["--fail-on", "breaking"], 1), (["--fail-on", "any"], 1)])
def test_what_fails_is_chosen(files: tuple[str, str], fail_on: list[str], code: int) -> None:
    """The exit code says whether there is what was asked for."""
    assert code == compare.main([*files, *fail_on])


def test_every_format_tells_every_change(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Text, Markdown, JSON and SARIF name the same changes, and what of ours is affected."""
    for name in ("text", "markdown", "json", "sarif"):
        compare.main([*files, "--format", name])
        said = capsys.readouterr().out
        assert "affects nothing we use" in said, name
        assert "a field is gone" in said or "field-removed" in said, name
        if name in {"json", "sarif"}:
            json.loads(said)
        if name == "markdown":
            assert all(
                line.count(" | ") == 2 for line in said.splitlines() if line.startswith("| ") and "---" not in line
            )


def test_what_we_use_is_said_to_be_affected() -> None:
    """A change of the upsert says that the facade and recordings are touched."""
    contract = json.loads((ROOT / "generated/hubspot_marketing_events_client/v2026_03/openapi.json").read_text())
    new = copy.deepcopy(contract)
    del new["paths"]["/marketing/marketing-events/2026-03/events/upsert"]
    (change,) = compare.Comparison(contract, new, compare.recorded(Project())).changes()
    assert "affects upsert and recordings" == change.affects


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "neither a file nor a version; there is 2026-03"),
        ("[]", "not an OpenAPI 3 document"),
        ("{", "cannot be read"),
    ],
)
def test_what_cannot_be_compared_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, said: str
) -> None:
    """A file that is missing, or no document, is named, with exit code 2."""
    path = tmp_path / "odd.json"
    if content is not None:
        path.write_text(content)
    assert 2 == compare.main([str(path), "2026-03"])
    assert said in capsys.readouterr().err
