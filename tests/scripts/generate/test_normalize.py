"""Facts: what normalize keeps, in which order, and what it refuses."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import documents
import pytest
import yaml
from pipeline import Script, complaint

from scripts import normalize
from scripts.project.layout import PipelineError

SMALL = documents.small()
KEY = "2026-03"
COMMITTED = Path(__file__).parents[3] / "openapi" / "published" / "2026-03.yaml"
REAL: dict[str, Any] = yaml.safe_load(COMMITTED.read_bytes())


def dumped(document: dict[str, Any]) -> str:
    """The facts of a document as text."""
    return normalize.dump(normalize.normalized(document, "the document")).decode()


@pytest.mark.parametrize("document", [SMALL, REAL], ids=["small", "2026-03"])
def test_prose_changes_no_fact(document: dict[str, Any]) -> None:
    """A document and its prose-free copy give the same bytes, without any sentence."""
    full = documents.with_prose(document)
    assert json.dumps(full).count(documents.SENTENCE) > 10
    assert dumped(document) == dumped(full)
    assert documents.SENTENCE not in dumped(full)


@pytest.mark.parametrize("seed", range(5))
def test_order_changes_no_fact(seed: int) -> None:
    """Another order of keys, required lists, enums and parameters gives the same bytes."""
    assert dumped(SMALL) == dumped(documents.shuffled(SMALL, random.Random(seed)))


def test_properties_named_like_prose_are_facts() -> None:
    """A property called `description` or `example` is kept."""
    properties = normalize.normalized(SMALL, "")["components"]["schemas"]["Thing"]["properties"]
    assert {"name", "kind", "example", "description"} == set(properties)


def test_path_parameters_keep_the_order_of_the_path() -> None:
    """Path parameters come as in the path, then the others by name, since they become arguments."""
    (item,) = normalize.normalized(SMALL, "")["paths"].values()
    assert ["second", "first", "limit"] == [
        parameter["name"] for parameter in item["post"]["parameters"]
    ]


def test_a_leaf_schema_takes_one_line() -> None:
    """A property is one line, so that a diff reads like a changelog."""
    assert "        kind: {type: string, enum: [A, B, C]}\n" in dumped(SMALL)


def test_facts_read_back_from_yaml() -> None:
    """The YAML holds exactly the facts."""
    assert normalize.normalized(SMALL, "") == yaml.safe_load(dumped(SMALL))


def test_the_committed_facts_are_normal() -> None:
    """Normalizing the committed facts again changes nothing, and none of them is prose."""
    assert COMMITTED.read_text(encoding="utf-8") == dumped(REAL)


def test_an_unknown_key_is_refused() -> None:
    """A key that is neither a known fact nor known prose is an error that names its place."""
    document = documents.small()
    document["components"]["schemas"]["Thing"]["mystery"] = 1
    with pytest.raises(PipelineError, match="components/schemas/Thing/mystery"):
        normalize.normalized(document, "document.json")


def test_normalize_writes_facts_and_lock(script: Script, project: Path) -> None:
    """The command writes the facts and says in the lock which file they were read from."""
    (project / "document.json").write_text(json.dumps(SMALL))
    done = script(
        "normalize",
        "2026-03",
        "document.json",
        "--full-sha256",
        "f" * 64,
        "--retrieved",
        "2026-08-17",
    )
    assert 0 == done.returncode, done.stderr
    assert dumped(SMALL).encode() == (project / "openapi/published/2026-03.yaml").read_bytes()
    assert f'sha256 = "{"f" * 64}"' in (project / "openapi/versions.lock").read_text()


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (json.dumps(SMALL)[:-200], "not JSON at line 1 column"),
        ("", "not JSON at line 1 column 1"),
        ("[]", "not an OpenAPI 3.0 or 3.1 document"),
        ("{}", "it has no `openapi` key"),
        (json.dumps({**SMALL, "openapi": "2.0"}), "openapi is '2.0'"),
        (json.dumps({**SMALL, "paths": {"/a": {"get": {}}}}), "not valid OpenAPI at paths//a/get"),
        (
            json.dumps({"openapi": "3.1.0", "info": SMALL["info"], "components": {}}),
            "it has no paths",
        ),
        (
            json.dumps({**SMALL, "info": {"title": "T", "version": "2025-09"}}),
            "info/version is '2025-09'",
        ),
    ],
)
def test_a_bad_document_is_one_clear_line(
    script: Script, project: Path, content: str, said: str
) -> None:
    """A document that cannot be used is named in one line, and nothing changes."""
    path = project / "document.json"
    path.write_text(content)
    line = complaint(script("normalize", "2026-03", str(path)))
    assert line.startswith(f"error: {path}: ")
    assert said in line


@pytest.mark.usefixtures("untouched")
def test_an_unknown_version_is_one_clear_line(script: Script) -> None:
    """A version key that the table does not have is refused, with those it has."""
    line = complaint(script("normalize", "2031-09", "document.json"))
    assert (
        f"error: openapi/versions.toml: no version '2031-09'; it has {KEY}. "
        "Add a table for it first" == line
    )
