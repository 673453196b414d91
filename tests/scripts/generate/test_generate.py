"""Generating: reproducible, strict, and all or nothing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from pipeline import Script, complaint, digest

from scripts.project import files

KEY = "2026-03"
CONTRACT = "generated/hubspot_marketing_events_client/v2026_03/openapi.json"


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.usefixtures("untouched")
def test_check_passes_on_what_was_generated(script: Script) -> None:
    """What one run generated is byte for byte what the next one would."""
    done = script("generate", "--check")
    assert (0, "") == (done.returncode, done.stderr)


def test_check_fails_on_any_edited_byte(script: Script, project: Path) -> None:
    """A changed byte, a file too many and a file too few are each found and named."""
    edited = [
        "README.md",
        "hubspot_marketing_events_client/__init__.py",
        "hubspot_marketing_events_client/v2026_03/models/error.py",
    ]
    for name in edited:
        with (project / "generated" / name).open("a") as file:
            file.write(" ")
    (project / "generated/extra.py").touch()
    (project / CONTRACT).unlink()
    done = script("generate", "--check")
    assert 1 == done.returncode
    assert all(f"generated/{name}: differs" in done.stderr for name in edited)
    assert "generated/extra.py: not generated" in done.stderr
    assert "v2026_03/openapi.json: missing" in done.stderr


def test_check_fails_where_facts_changed(script: Script, project: Path) -> None:
    """Facts that were edited without generating are found, in the tree and in the lock."""
    edit(
        project / f"openapi/published/{KEY}.yaml",
        "eventUrl: {type: string}",
        "eventUrl: {type: integer}",
    )
    done = script("generate", "--check")
    assert 1 == done.returncode
    assert "openapi/versions.lock: differs" in done.stderr


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ({"target": "$.components.schemas.Nothing", "remove": True}, "Nothing: matches nothing"),
        ({"target": "$.info", "update": {"version": KEY}}, "changes nothing at version"),
        ({"target": "$.components.schemas.Error", "update": {"requird": ["message"]}}, "requird"),
        (
            {"target": "$.components.schemas.Error", "update": {"required": ["mesage"]}},
            "requires 'mesage'",
        ),
        (
            {"target": "$.components.schemas.AppInfo.description", "remove": True},
            "AppInfo has no description",
        ),
        ({"target": "$.paths.*.post", "update": {"operationId": "same"}}, "'same'"),
    ],
)
def test_a_bad_correction_is_one_clear_line(
    script: Script, project: Path, action: dict[str, object], said: str
) -> None:
    """An overlay action that is stale or breaks the contract stops the run, and changes nothing."""
    path = project / f"openapi/overlays/{KEY}.yaml"
    overlay = yaml.safe_load(path.read_text())
    overlay["actions"].append({**action, "x-kind": "wrong", "x-reason": "because"})
    path.write_text(yaml.safe_dump(overlay))
    before = digest(project)
    assert said in complaint(script("generate"))
    assert before == digest(project)


def test_a_generator_warning_is_an_error(script: Script, project: Path) -> None:
    """What the generator would leave out with a warning stops the run, and changes nothing."""
    path = project / "openapi/overlays/common.yaml"
    edit(
        path,
        "content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}",
        "content: {application/x: {schema: {}}}",
    )
    before = digest(project)
    assert "generating 2026-03 failed" in complaint(script("generate"))
    assert before == digest(project)


def test_missing_facts_are_one_clear_line(script: Script, project: Path) -> None:
    """A version without facts is named, with the step that makes them."""
    (project / f"openapi/published/{KEY}.yaml").unlink()
    line = complaint(script("generate", "--check"))
    assert (
        "error: openapi/published/2026-03.yaml: No such file or directory; "
        "run normalize for 2026-03 first" == line
    )


# In place of the generator, the formatter and the validator, which take nine tenths of the time:
# writes what tells one run from another.
STUB = """
import json, os, sys, types
stub = types.ModuleType("scripts.generate._generator")
def client(document, folder, config):
    folder.mkdir()
    (folder / "openapi.json").write_bytes(document)
    schemas = json.loads(document)["components"]["schemas"]
    (folder / "said").write_text(schemas["AppInfo"]["description"])
    at("client")
    return []
def tidy(folder):
    at("tidy")
stub.client, stub.tidy = client, tidy
sys.modules["scripts.generate._generator"] = stub
from scripts.openapi import validation
validation.validate = lambda *_: None
import scripts.generate
scripts.generate._generator = stub
from scripts.generate import _tree
from scripts.project import files
def at(name):
    if name == {name!r}:
        os.kill(os.getpid(), 9)
def watched(name, right):
    def run(*given):
        at(f"before {{name}}")
        right(*given)
        at(f"after {{name}}")
    return run
files.replace_folder = watched("exchange", files.replace_folder)
_tree.write_lock = watched("lock", _tree.write_lock)
from scripts.project.layout import Project
_tree.write(Project())
"""
CHECKPOINTS = ["client", "tidy", "before exchange", "after exchange", "before lock", "after lock"]


def generating(project: Path, name: str) -> int:
    """Generate with the stub, killed at a checkpoint."""
    code = STUB.format(name=name)
    command = [sys.executable, "-B", "-c", code]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode in {0, -9}, done.stderr
    return done.returncode


def test_a_killed_run_leaves_the_old_tree_or_the_new(project: Path) -> None:
    """Killed at any checkpoint, the client is wholly old or new, and the next run goes well."""
    assert 0 == generating(project, "never")
    client = project / "generated/hubspot_marketing_events_client/v2026_03"
    old, new = "The app that created an event.", "The app that made an event."
    for name in CHECKPOINTS:
        edit(project / "openapi/overlays/common.yaml", old, new)
        assert -9 == generating(project, name)
        exchanged = CHECKPOINTS.index(name) >= CHECKPOINTS.index("after exchange")
        said = (client / "said").read_text()
        assert (new if exchanged else old) == said, name
        assert said in (client / "openapi.json").read_text()
        if exchanged:  # else the next checkpoint is tried on the same two
            old, new = new, old
        else:
            edit(project / "openapi/overlays/common.yaml", new, old)
    assert 0 == generating(project, "never")
    assert old == (client / "said").read_text()


def test_a_killed_run_of_the_real_generator_leaves_the_old_tree(project: Path) -> None:
    """Killed while the generator runs, nothing of the old tree is changed."""
    before = digest(project)
    process = subprocess.Popen(
        [sys.executable, "-B", "-m", "scripts.generate"], cwd=project, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    while not list(project.glob(".generated.*/**/*.py")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert before == digest(project)


def test_replacing_a_folder_swaps_the_two(tmp_path: Path) -> None:
    """The new folder takes the place, and the old one ends where the new one was."""
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    files.replace_folder(tmp_path / "new", tmp_path / "old")
    assert ["new", "old"] == [(tmp_path / name / "file").read_text() for name in ("old", "new")]


def test_the_contract_has_every_operation_and_schema(project: Path) -> None:
    """No operation or schema of the facts is missing from the contract; each error is typed."""
    facts = yaml.safe_load((project / f"openapi/published/{KEY}.yaml").read_text())
    contract = json.loads((project / CONTRACT).read_text())
    operations = [operation for item in contract["paths"].values() for operation in item.values()]
    count = sum(len(item) for item in facts["paths"].values())
    assert count == len(operations) == len({operation["operationId"] for operation in operations})
    assert facts["components"]["schemas"].keys() <= contract["components"]["schemas"].keys()
    assert all(operation["responses"]["default"] for operation in operations)
