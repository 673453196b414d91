"""Whatever a document holds, what is generated from it does no more than a client does."""

from __future__ import annotations

import ast
import builtins
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hostile
import pytest
from pipeline import watched

from scripts import adapt
from scripts.project.layout import PipelineError

HARMLESS = "harmless"
PAYLOADS = {**hostile.PAYLOADS, HARMLESS: HARMLESS}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document for each payload, with it in every place that takes it."""
    made = tmp_path_factory.mktemp("hostile")
    for name, payload in PAYLOADS.items():
        places = [place for place in hostile.PLACES if not hostile.refused(payload, place)]
        (made / f"{name}.json").write_text(json.dumps(hostile.made(payload, places)))
    return made


@pytest.fixture(scope="module")
def generated(folder: Path) -> dict[str, Any]:
    """What was told of generating from each, and what it did."""
    return watched("generate", folder)


def test_what_can_do_no_harm_is_generated(generated: dict[str, Any]) -> None:
    """Each payload is taken where it is only a text."""
    assert {} == {name: told for name, told in generated["told"].items() if isinstance(told, str)}
    assert PAYLOADS.keys() == generated["told"].keys()


def test_generating_writes_its_folder_and_nothing_else(
    folder: Path, generated: dict[str, Any]
) -> None:
    """No file outside the output is written, no program but ruff is run, no socket is opened."""
    assert [] == generated["strange"]
    assert {"clients", *(f"{name}.json" for name in PAYLOADS)} == {
        path.name for path in folder.iterdir()
    }


def test_importing_what_was_generated_does_nothing(folder: Path, generated: dict[str, Any]) -> None:
    """Every module can be imported, and writes, runs and opens nothing."""
    done = watched("import", folder)
    assert [] == done["strange"]
    assert generated["told"].keys() <= {name.partition(".")[0] for name in done["told"]["modules"]}
    assert not (folder / "canary").exists()


def shapes(client: Path, known: set[str]) -> Iterator[str]:
    """What code does, with unknown names masked: its imports, calls and formatted texts."""
    for path in client.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (f"import {alias.name}" for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield f"from {'.' * node.level}{'' if node.level else node.module}"
            elif isinstance(node, ast.Call | ast.JoinedStr | ast.Global | ast.Delete | ast.Lambda):
                yield shape(node.func if isinstance(node, ast.Call) else node, known)


def shape(node: ast.AST, known: set[str]) -> str:
    """The form of some code."""
    if isinstance(node, ast.Name | ast.Attribute):
        name = node.id if isinstance(node, ast.Name) else node.attr
        shown = name if name in known or hasattr(builtins, name) else "~"
        return shown if isinstance(node, ast.Name) else f"{shape(node.value, known)}.{shown}"
    if isinstance(node, ast.Constant):
        return "text"
    inside = ", ".join(shape(child, known) for child in ast.iter_child_nodes(node))
    return f"{type(node).__name__}({inside})"


def identifiers(client: Path) -> set[str]:
    """Every name in some code but those that were made of the document's."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in client.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in nodes
        if isinstance(node, ast.Name | ast.Attribute)
    }
    return {name for name in names if HARMLESS not in name.lower()}


@pytest.mark.usefixtures("generated")
def test_no_payload_adds_code(folder: Path) -> None:
    """No client imports, calls or formats anything that the one of a harmless document does not."""
    harmless = folder / "clients" / HARMLESS
    known = identifiers(harmless)
    allowed = set(shapes(harmless, known))
    added = {
        name: set(shapes(folder / "clients" / name, known)) - allowed for name in hostile.PAYLOADS
    }
    assert {} == {name: more for name, more in added.items() if more}


def complaint(path: Path, payload: str, place: str) -> str:
    """The line with which a document is refused."""
    path.write_text(json.dumps(hostile.made(payload, [place])))
    with pytest.raises(PipelineError) as caught:
        adapt.read(path)
    return str(caught.value)


@pytest.mark.parametrize("name", hostile.PAYLOADS)
def test_what_could_do_harm_is_refused(tmp_path: Path, name: str) -> None:
    """A payload in place of a name is refused, in one short line."""
    payload = hostile.PAYLOADS[name]
    for place in hostile.PLACES.keys() - hostile.NEVER.keys():
        if hostile.refused(payload, place):
            line = complaint(tmp_path / "document.json", payload, place)
            assert (False, True) == ("\n" in line, len(line) < 500), place


@pytest.mark.parametrize("place", hostile.NEVER)
def test_what_is_no_name_has_to_be_one_of_its_kind(tmp_path: Path, place: str) -> None:
    """Types, styles, status codes and references to elsewhere are refused, whatever they say."""
    assert complaint(tmp_path / "document.json", hostile.PAYLOADS["url"], place)
