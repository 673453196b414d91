"""Documents that nobody vouches for: refused in one line, before anything acts on them."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any, NoReturn

import documents
import pytest

from scripts import normalize
from scripts.openapi import reading, validation
from scripts.openapi.cursor import Cursor
from scripts.project.layout import PipelineError


def reference(name: str) -> dict[str, str]:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def nested(levels: int) -> dict[str, Any]:
    """A schema of arrays of arrays."""
    schema: dict[str, Any] = {}
    for _ in range(levels):
        schema = {"type": "array", "items": schema}
    return schema


def refused(path: Path) -> str:
    """The one line with which a document is refused."""
    with pytest.raises(PipelineError) as caught:
        normalize.normalized(validation.load(path, "it"), "it")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test puts its document."""
    return tmp_path / "document.json"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000, "it: nests deeper than 100 levels"),
        ('{"a": NaN}', "it: NaN is not a JSON number"),
        ('{"a": -Infinity}', "it: -Infinity is not a JSON number"),
        ('{"a": 1e999}', "it: 1e999 is too large a number"),
        ('{"a": %s}' % ("9" * 5000), "it: Exceeds the limit"),
        ('{"paths": {}, "paths": {}}', "it: the key 'paths' stands twice in one object"),
        (r'{"a": "\ud800"}', "it: a: half a character"),
        ('{"a": [%s0]}' % ("0," * reading.VALUES), "it: the root: more than 200,000 values"),
    ],
)
def test_what_no_document_holds_is_refused(path: Path, text: str, said: str) -> None:
    """JSON that is too deep, too large or ambiguous is one clear line."""
    path.write_text(text)
    assert refused(path).startswith(said)


def test_a_document_is_read_no_further_than_its_limit() -> None:
    """A file without end is refused after as many bytes as a document may have."""
    assert refused(Path("/dev/zero")) == "it: over 33,554,432 bytes"


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "other.json",
        "http://127.0.0.1:1/x#/a",
        "//host/x",
        "",
        "#",
    ],
)
@pytest.mark.parametrize("key", ["$ref", "$dynamicRef", "$recursiveRef"])
def test_a_reference_to_elsewhere_is_refused(path: Path, key: str, target: str) -> None:
    """A reference to a file or URL is refused before a validator could follow it."""
    document = documents.small()
    document["components"]["schemas"]["Thing"]["properties"]["kind"] = {key: target}
    path.write_text(json.dumps(document))
    assert "leads out of the document" in refused(path)


@pytest.mark.parametrize(
    ("schemas", "said"),
    [
        ({"A": reference("B"), "B": reference("A")}, "refer to themselves"),
        ({"A": {"allOf": [reference("A")]}}, "refer to themselves"),
        (
            {"A": {"allOf": [reference("B")]}, "B": {"type": "array", "items": reference("B")}},
            "refer to themselves",
        ),
        ({"A": {"$id": "http://127.0.0.1:1/"}}, "has $id, which changes what references mean"),
        ({"A": {"type": "array", "items": nested(200)}}, "nests deeper than 100 levels"),
        (
            {f"S{index}": {} for index in range(2_001)},
            "2,003 schemas; more than 2,000 are not taken",
        ),
    ],
)
def test_a_schema_that_has_no_end_is_refused(
    path: Path, schemas: dict[str, Any], said: str
) -> None:
    """Schemas that lead in circles or too deep are one clear line."""
    document = documents.small()
    document["components"]["schemas"] |= schemas
    path.write_text(json.dumps(document))
    assert said in refused(path)


@pytest.mark.parametrize("key", ["allOf", "anyOf", "oneOf"])
def test_schemas_that_double_at_each_level_are_refused(path: Path, key: str) -> None:
    """Forty schemas that stand for a million million are refused, without counting that far."""
    document = documents.small()
    document["components"]["schemas"] |= {
        f"S{index}": {key: [reference(f"S{index + 1}"), {"items": reference(f"S{index + 1}")}]}
        for index in range(40)
    }
    document["components"]["schemas"]["S40"] = {"type": "object"}
    path.write_text(json.dumps(document))
    assert "is made of more than 100,000 schemas" in refused(path)


def test_an_operation_of_too_many_parameters_is_refused(path: Path) -> None:
    """More parameters than any operation has are refused, since each is held against each."""
    document = documents.small()
    (item,) = document["paths"].values()
    item["post"]["parameters"] = [
        {"name": f"p{number}", "in": "query", "schema": {}} for number in range(501)
    ]
    path.write_text(json.dumps(document))
    assert "501 parameters of one operation; more than 500 are not taken" in refused(path)


def test_yaml_is_no_longer_than_takes_seconds(tmp_path: Path) -> None:
    """Facts in YAML, which takes long to read, are a few megabytes at most."""
    path = tmp_path / "facts.yaml"
    path.write_text("a: " + "x" * 3_000_000)
    assert "it: over 2,097,152 bytes" == refused(path)


@pytest.mark.parametrize(
    "schema",
    [
        {"p\nq": {"$ref": "http://x"}},
        {"p\nq\x1b[2J": 1},
        {"properties": {"p\nq": {"type": "wrong"}}},
    ],
)
def test_a_complaint_is_one_line(path: Path, schema: dict[str, Any]) -> None:
    """Whatever its keys hold, what is said of a document is one line of plain text."""
    document = documents.small()
    document["components"]["schemas"]["A"] = schema
    path.write_text(json.dumps(document))
    assert refused(path).isprintable()


def test_no_pattern_is_tried(path: Path) -> None:
    """A pattern that would take years to try is passed over, and kept as a fact."""
    document = documents.small()
    document["components"]["schemas"]["Slow"] = {
        "type": "string",
        "pattern": "(a+)+$",
        "default": "a" * 60 + "!",
    }
    path.write_text(json.dumps(document))
    facts = normalize.normalized(validation.load(path, "it"), "it")
    assert "(a+)+$" == facts["components"]["schemas"]["Slow"]["pattern"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &a [1]\nb: [*a, *a]\n", "it: not YAML: it has an alias"),
        ("a: 1\na: 2\n", "it: not YAML: a key stands twice in the object at line 1"),
        (
            "a: !!python/object/apply:os.system [x]\n",
            "it: not YAML: could not determine a constructor",
        ),
        ("a: !!timestamp 2026-03-01\n", "it: a: a date, which JSON has not"),
        ("1: a\n", "it: the root: the key 1 is not a text"),
        ("[" * 5000, "it: nests deeper than 100 levels"),
    ],
)
def test_facts_in_yaml_are_plain(tmp_path: Path, text: str, said: str) -> None:
    """Facts with aliases, objects of Python or anything else that JSON has not are refused."""
    path = tmp_path / "facts.yaml"
    path.write_text(text)
    assert refused(path).startswith(said)


HOSTILE = [
    'a"b',
    "a'b",
    "a`b",
    "a\\b",
    "a\nb",
    "a\x00b",
    "a\u202eb",
    "a\u2028b",
    "{a}",
    "{{ 1 }}",
    "a" * 1001,
]


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (place, name)
        for place in ("schema", "property", "required", "parameter", "tag", "media")
        for name in HOSTILE
        if place != "parameter" or "{" not in name
    ],
)
def test_a_name_that_breaks_out_is_refused(path: Path, place: str, name: str) -> None:
    """Names with signs that no name has are refused, and braces outside of parameters."""
    document = documents.small()
    (item,) = document["paths"].values()
    match place:
        case "schema":
            document["components"]["schemas"][name] = {}
        case "property":
            document["components"]["schemas"]["Empty"]["properties"][name] = {}
        case "required":
            document["components"]["schemas"]["Thing"]["required"].append(name)
        case "parameter":
            item["post"]["parameters"].append({"name": name, "in": "query", "schema": {}})
        case "tag":
            item["post"]["tags"] = [name]
        case "media":
            item["post"]["requestBody"]["content"] = {name: {}}
    path.write_text(json.dumps(document))
    assert "a name with characters that no name has" in refused(
        path
    ) or "longer than 1000 characters" in refused(path)


@pytest.mark.parametrize(
    "name", ["a b", "a/b", "a.b", "a-b", "größe", "日本", "$ref", "a:b", "a[0]", "a" * 1000]
)
def test_a_strange_name_that_does_no_harm_is_kept(path: Path, name: str) -> None:
    """Spaces, slashes, dots and letters of any script are names like others."""
    document = documents.small()
    document["components"]["schemas"]["Thing"]["properties"][name] = {"type": "string"}
    path.write_text(json.dumps(document))
    facts = normalize.normalized(validation.load(path, "it"), "it")
    assert {"type": "string"} == facts["components"]["schemas"]["Thing"]["properties"][name]


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ('{"openapi": "3.0.1", "a": 1, "a": 2}', {"openapi": "3.0.1", "a": 2}),
        ('{"openapi": "3.0.1", "a": NaN}', {"openapi": "3.0.1", "a": "nan"}),
        ("openapi: 3.0.1\na: &x [1]\nb: *x\n", {"openapi": "3.0.1", "a": [1], "b": [1]}),
    ],
    ids=["repeated key", "not a number", "alias"],
)
@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_what_is_only_compared_is_read_with_tolerance(
    tmp_path: Path, text: str, document: dict[str, Any], suffix: str
) -> None:
    """What two readers may read differently is refused, unless it is only compared."""
    path = tmp_path / f"document.{suffix}"
    path.write_text(text)
    with pytest.raises(PipelineError, match=r"^it: "):
        reading.read(path, "it")
    assert document == reading.read(path, "it", tolerant=True)


@pytest.mark.parametrize("tolerant", [False, True])
def test_yaml_may_begin_as_json_does(tmp_path: Path, *, tolerant: bool) -> None:
    """A YAML document that is written as one flow mapping is read."""
    path = tmp_path / "document.yaml"
    path.write_text("{openapi: 3.0.1, paths: {}}")
    assert {"openapi": "3.0.1", "paths": {}} == reading.read(path, "it", tolerant=tolerant)


def test_references_lead_through_others_to_what_is_there() -> None:
    """A reference leads over others to a value, even an empty one; a circle leads nowhere."""
    document = {
        "a~b/c": {"$ref": "#/list/0"},
        "list": [{"$ref": "#/empty"}],
        "empty": {},
        "circle": {"$ref": "#/circle"},
    }
    there = Cursor(document, {"$ref": "#/a~0b~1c"})
    assert {} == there.followed().value
    assert not there.is_dangling
    for reference in ("#/circle", "#/none", "other.json#/empty"):
        assert Cursor(document, {"$ref": reference}).is_dangling
