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
def test_check_passes_on_what_is_committed(script: Script) -> None:
    """What is committed is byte for byte what the facts and overlays give."""
    done = script("generate", "--check")
    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "hubspot_marketing_events_client/__init__.py",
        "hubspot_marketing_events_client/v2026_03/openapi.json",
        "hubspot_marketing_events_client/v2026_03/models/error.py",
    ],
)
def test_check_fails_on_any_edited_byte(script: Script, project: Path, name: str) -> None:
    """One byte more in a generated file is found and named."""
    with (project / "generated" / name).open("a") as file:
        file.write(" ")
    done = script("generate", "--check")
    assert 1 == done.returncode
    assert f"generated/{name}: differs" in done.stderr


def test_check_fails_on_a_file_too_many_and_one_too_few(script: Script, project: Path) -> None:
    """A file that is not generated and one that is missing are both named."""
    (project / "generated/extra.py").touch()
    (project / CONTRACT).unlink()
    done = script("generate", "--check")
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
    assert "generating v3 failed" in complaint(script("generate"))
    assert before == digest(project)


def test_missing_facts_are_one_clear_line(script: Script, project: Path) -> None:
    """A version without facts is named, with the step that makes them."""
    (project / f"openapi/published/{KEY}.yaml").unlink()
    line = complaint(script("generate", "--check"))
    assert (
        "error: openapi/published/2026-03.yaml: No such file or directory; run normalize for 2026-03 first"
        == line
    )


@pytest.mark.parametrize("seconds", [0.2, 0.6, 1.0, 1.4, 1.8, 2.2])
def test_a_killed_run_leaves_the_old_tree_or_the_new(project: Path, seconds: float) -> None:
    """Killed at any moment, the client is wholly the old one or wholly the new one."""
    edit(
        project / "openapi/overlays/common.yaml",
        "The app that created an event.",
        "The app that made an event.",
    )
    process = subprocess.Popen(
        [sys.executable, "-B", "-m", "scripts.generate"], cwd=project, stderr=subprocess.PIPE
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    said = json.loads((project / CONTRACT).read_text())["components"]["schemas"]["AppInfo"][
        "description"
    ]
    model = (
        project / "generated/hubspot_marketing_events_client/v2026_03/models/app_info.py"
    ).read_text()
    assert said in model


def test_replacing_a_folder_swaps_the_two(tmp_path: Path) -> None:
    """The new folder takes the place, and the old one ends where the new one was."""
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    files.replace_folder(tmp_path / "new", tmp_path / "old")
    assert ["new", "old"] == [(tmp_path / name / "file").read_text() for name in ("old", "new")]


def test_the_contract_has_every_operation_and_schema(project: Path) -> None:
    """No operation and no schema of the facts is missing from the contract, and each error is typed."""
    facts = yaml.safe_load((project / f"openapi/published/{KEY}.yaml").read_text())
    contract = json.loads((project / CONTRACT).read_text())
    operations = [operation for item in contract["paths"].values() for operation in item.values()]
    assert 36 == len(operations) == len({operation["operationId"] for operation in operations})
    assert facts["components"]["schemas"].keys() <= contract["components"]["schemas"].keys()
    assert all(operation["responses"]["default"] for operation in operations)
