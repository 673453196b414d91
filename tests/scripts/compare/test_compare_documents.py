"""Documents that nobody vouches for: read or refused in one line, and compared."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from comparing import as_field, document, edited, operation, unshared
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_compare import CHANGES

from scripts import compare
from scripts.compare import _command, _usage
from scripts.project.layout import PipelineError, Project

BOMB = "openapi: 3.0.1\na: &a0 [x]\n" + "".join(
    f"b{n}: &a{n + 1} [*a{n}, *a{n}, *a{n}]\n" for n in range(40)
)
DEEP = 100_000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "neither a file nor a version; there is"),
        ("[]", "not an OpenAPI 3.0 or 3.1 document"),
        ('{"openapi": "3.2.0"}', "not an OpenAPI 3.0 or 3.1 document"),
        ('{"swagger": "2.0"}', "not an OpenAPI 3.0 or 3.1 document"),
        ("{", "not JSON at line 1 column 2"),
        ("openapi: 3.0.1\n  paths: x: y", "not YAML: mapping values"),
        ("!!python/object/apply:os.system [id]", "not YAML: could not determine a constructor"),
        (BOMB, "more than 2,000,000 values"),
        ("openapi: 3.0.1\na: &a [*a]", "nests deeper than 100 levels"),
        (
            '{"openapi": "3.0.1", "a": ' + "[" * DEEP + "]" * DEEP + "}",
            "nests deeper than 100 levels",
        ),
        ("openapi: 3.0.1\na: " + "[" * DEEP + "]" * DEEP, "nests deeper than 100 levels"),
        ("openapi: 3.0.1\na: &a {x: 1}\nb: {<<: [*a, *a]}", "merge"),
        ("\x00\xff", "not YAML: "),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_compared_is_refused_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, said: str
) -> None:
    """A file that is missing or cannot be compared is named in one line, with exit code 2."""
    path = tmp_path / "odd.json"
    if content is not None:
        path.write_text(content, encoding="latin-1")
    assert 2 == _command.main([str(path), "2026-03"])
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"error: {path}: ")
    assert said in line


def test_yaml_and_json_are_read_alike(tmp_path: Path) -> None:
    """JSON and YAML give the same document, also with statuses that YAML takes for numbers."""
    (tmp_path / "a").write_text(json.dumps(document()))
    (tmp_path / "b.yaml").write_text(yaml.safe_dump(document()).replace("'200'", "200"))
    assert [] == compare.changes(str(tmp_path / "a"), str(tmp_path / "b.yaml"), Project())


def test_no_recordings_are_none(tmp_path: Path) -> None:
    """A project without recordings has none, and one that cannot be read is named."""
    assert set() == compare.recorded(Project(tmp_path))
    folder = tmp_path / "contract_tests" / "recordings" / "2026-03"
    folder.mkdir(parents=True)
    (folder / "odd.har").write_text('{"log": []}')
    with pytest.raises(
        PipelineError, match=r"^contract_tests/recordings/2026-03/odd\.har: cannot be read"
    ):
        compare.recorded(Project(tmp_path))


def test_what_is_recorded_is_known_by_the_calls() -> None:
    """The project's own recordings are of the upsert."""
    assert "upsert" == _usage.used_by_client(compare.recorded(Project()))


@pytest.mark.parametrize(
    ("touched", "names"),
    [
        ("upsert", ["GET /x", "POST /marketing/marketing-events/{version}/events/upsert"]),
        ("upsert", ["POST /marketing/v3/marketing-events/events/upsert"]),
        ("client", ["GET /marketing/marketing-events/2026-03"]),
        ("client", ["GET /marketing/v3/marketing-events/"]),
        ("client", ["DELETE /marketing/marketing-events/{version}/events/{}"]),
        (None, ["PUT /marketing/marketing-events/{version}/events/{}"]),
        (None, ["GET /marketing/marketing-events-of-others/{version}"]),
        (None, []),
    ],
)
def test_what_the_client_calls_is_known_in_every_version(
    touched: str | None, names: list[str]
) -> None:
    """The client's operations are known by method and path, whatever its prefix."""
    assert touched == _usage.used_by_client(names)


PIECES: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        2.5,
        "",
        "x",
        [],
        {},
        "null",
        ["string", "null"],
        [[]],
        {"$ref": 3},
    ),
    *(
        {"$ref": f"#/components/{name}"}
        for name in ("schemas/Thing", "schemas/Other", "schemas/No", "", "responses/A")
    ),
    *({"$ref": name} for name in ("#", "other.yaml#/X", "https://x.example", "#/paths/~1x/get/0")),
    *({"type": kind} for kind in ("string", "object", "null", ["integer", "null"], [], 7)),
    *(
        {word: [{"type": "string"}, {"$ref": "#/components/schemas/Other"}]}
        for word in ("allOf", "anyOf", "oneOf")
    ),
    *(
        {word: value}
        for word in ("minimum", "exclusiveMaximum", "multipleOf", "minItems")
        for value in (0, 3, True, "x")
    ),
    *(
        {word: {"type": "string"}}
        for word in ("additionalProperties", "items", "not", "properties")
    ),
    *({"enum": value} for value in ([], ["a", None], [[1], {"a": 1}], "abc")),
    *({"required": value} for value in (["name"], True, [None])),
]


def mutated(one: Any, chance: random.Random) -> Any:
    """A document with some of its values replaced, left out or moved."""
    new, places = unshared(one), list[tuple[Any, Any]]()
    todo = [new]
    while todo:
        value = todo.pop()
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        places += [(value, key) for key, _ in inside]
        todo += [item for _, item in inside if isinstance(item, dict | list)]
    for holder, key in chance.sample(places[1:], 3):
        if key in holder if isinstance(holder, dict) else key < len(holder):
            move = chance.random()
            if move < 0.2:
                del holder[key]
            else:
                holder[key] = unshared(
                    chance.choice(PIECES) if move < 0.8 else chance.choice(places)[0]
                )
    return new


OPPOSITES = {pair for _, there, back, _ in CHANGES for pair in ((there, back), (back, there))} | {
    ("pattern-changed", "pattern-changed"), ("required-body-added", "body-removed"),
    ("body-removed", "required-body-added"), ("limit-tightened", "limit-tightened"),
}  # fmt: skip


def turned(place: str) -> frozenset[str]:
    """The names that a place is made of, whichever is the earlier."""
    return frozenset(place.replace(".", " ").replace("[", " ").split())


BASE = as_field(
    {"anyOf": [{"$ref": "#/components/schemas/Other"}, {"type": "integer", "maximum": 3}]}, "3.1.0"
)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=True))
@example(random.Random(0))
def test_any_two_documents_compare_both_ways(chance: random.Random) -> None:
    """Comparing never fails, and each change one way has its opposite the other way."""
    old, new = mutated(BASE, chance), mutated(BASE, chance)
    assert [] == compare.Comparison(old, unshared(old)).changes()
    there, back = compare.Comparison(old, new).changes(), compare.Comparison(new, old).changes()
    undone = {(change.rule, change.side, turned(change.place)) for change in back}
    for change in there:
        wanted = {
            (rule, change.side, turned(change.place))
            for one, rule in OPPOSITES
            if one == change.rule
        }
        assert wanted & undone, change


def test_a_chain_of_references_longer_than_the_stack_is_compared() -> None:
    """Comparing takes no more stack for schemas that lead to each other, however long the way."""
    old, length = document(), 3 * sys.getrecursionlimit()
    for number in range(length):
        inner = {"properties": {"next": {"$ref": f"#/components/schemas/A{number + 1}"}}}
        old["components"]["schemas"][f"A{number}"] = inner
    old["components"]["schemas"][f"A{length}"] = {"type": "string"}
    operation(old)["requestBody"] = {
        "content": {"x/y": {"schema": {"$ref": "#/components/schemas/A0"}}}
    }
    new = edited(
        lambda one: one["components"]["schemas"].update({f"A{length}": {"type": "integer"}}), old
    )
    assert [f"A{length}"] == [change.place for change in compare.Comparison(old, new).changes()]
