"""Bump: which overlays a version takes, each obstacle once, and a proposal that clears them."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scripts import generate, normalize
from scripts.bump import _obstacles, _overlays, _steps, _table
from scripts.bump._bump import Bump, BumpBlocked
from scripts.bump._lists import version_table
from scripts.openapi import reading, validation
from scripts.openapi.identity import common_prefix
from scripts.project import files
from scripts.project.layout import Project

ROOT = Path(__file__).parents[3]
KEY = "2099-01"
Document = dict[str, Any]
Edit = Callable[[Document], object]


def as_it_is(_: Document) -> None:
    """Change nothing."""


def bump_of(folder: Path, like: str, edit: Edit = as_it_is, **options: Any) -> Bump:
    """Make a bump of a version that is another one under a new key, but for an edit."""
    for name in ("project", "copy"):
        shutil.copytree(ROOT / "openapi", folder / name / "openapi")
    project, copy = (Project(root=folder / name) for name in ("project", "copy"))
    text = json.dumps(reading.read(project.published(like), like)).replace(like, KEY)
    document = json.loads(text)
    edit(document)
    path = folder / "document.json"
    path.write_text(json.dumps(document))
    normalize.keep(copy, KEY, document, path, source="here")
    row = project.version_or_new(KEY)
    prefix = common_prefix(document["paths"], KEY)
    _table.write_row(copy, replace(row, prefix=prefix or row.prefix))
    given = argparse.Namespace(
        **{"overlay_from": None, "propose": False, "default": False, **options}
    )
    return Bump(project, copy, KEY, given, {})


def obstacles(bump: Bump) -> list[str]:
    """What a bump says stands in the way, a line each, without what to do next."""
    with pytest.raises(BumpBlocked) as caught:
        _overlays.corrected(bump)
    return [line[4:] for line in str(caught.value).splitlines() if line.startswith("  - ")]


def schema_renamed(document: Document) -> None:
    """Call a schema that corrections change, and refer to, something else."""
    text = json.dumps(document).replace("MaskedSubstrings", "MaskedParts")
    document.update(json.loads(text))


def healed(document: Document) -> None:
    """Declare JSON for errors, as corrections do."""
    content = document["components"]["responses"]["Error"]["content"]
    content["application/json"] = content.pop("*/*")


def new_operation(document: Document) -> None:
    """Add an operation that no correction knows."""
    operation = {
        "operationId": "x",
        "tags": ["Basic"],
        "responses": {"default": {"description": ""}},
    }
    document["paths"][f"/marketing/marketing-events/{KEY}/events/merge"] = {"post": operation}


def new_scope(document: Document) -> None:
    """Ask for a scope that is not known."""
    upsert = document["paths"][f"/marketing/marketing-events/{KEY}/events/upsert"]["post"]
    for way in upsert["security"]:
        if "oauth2" in way:
            way["oauth2"] = ["crm.objects.marketing_events.merge"]


def stray_path(document: Document) -> None:
    """Publish the list under a path of its own, as v3 does."""
    paths = document["paths"]
    paths[f"/marketing/events/{KEY}"] = paths.pop(f"/marketing/marketing-events/{KEY}")


@pytest.mark.parametrize("like", ["2025-09", "2026-03", "2026-09"])
def test_a_version_takes_the_overlays_that_fit_it(tmp_path: Path, like: str) -> None:
    """A new version that is like one that is carried takes its overlays by itself."""
    bump = bump_of(tmp_path, like)
    _overlays.corrected(bump)
    assert bump.project.version(like).overlays == bump.copy.version(KEY).overlays


def test_another_prefix_is_no_obstacle(tmp_path: Path) -> None:
    """A version whose paths all begin otherwise needs no overlay for that."""

    def moved(document: Document) -> None:
        old, new = f"/marketing/marketing-events/{KEY}", f"/crm/{KEY}/events-of-marketing"
        document.update(json.loads(json.dumps(document).replace(old, new)))

    bump = bump_of(tmp_path, "2025-09", moved)
    _overlays.corrected(bump)
    assert f"/crm/{KEY}/events-of-marketing" == bump.copy.version(KEY).prefix


def test_a_new_scope_is_no_obstacle(tmp_path: Path) -> None:
    """A scope that no version had is taken as it is."""
    bump = bump_of(tmp_path, "2025-09", new_scope)
    _overlays.corrected(bump)
    contract = generate.contract(bump.copy, bump.copy.version(KEY))
    upsert = contract["paths"][f"/marketing/marketing-events/{KEY}/events/upsert"]["post"]
    assert {"oauth2": ["crm.objects.marketing_events.merge"]} in upsert["security"]


def test_a_prefix_that_is_missing_is_one_obstacle(tmp_path: Path) -> None:
    """Where the prefix in the table is wrong, all targets that begin with it have one cause."""
    bump = bump_of(tmp_path, "2025-09", overlay_from="2025-09")
    _table.write_row(bump.copy, replace(bump.copy.version(KEY), prefix="/marketing/gone"))
    first, *others = obstacles(bump)
    assert first.startswith("$.paths has no ")
    assert "actions find nothing" in first
    assert all(not other.startswith("$.paths has no ") for other in others)


@pytest.mark.parametrize(
    ("like", "edit", "said"),
    [
        ("2025-09", new_operation, "/events/merge has no description"),
        ("2026-03", schema_renamed, "$.components.schemas has no MaskedSubstrings, to which "),
        ("2025-09", healed, "$.components.responses.Error.content has no '*/*', so"),
        ("2025-09", stray_path, f"$.paths has no '/marketing/marketing-events/{KEY}', so"),
    ],
)
def test_every_obstacle_is_told_at_once_and_proposed_for(
    tmp_path: Path, like: str, edit: Edit, said: str
) -> None:
    """Each cause is one line, and with the proposal applied nothing stands in the way."""
    bump = bump_of(tmp_path, like, edit, propose=True)
    assert 1 == sum(said in one for one in obstacles(bump))
    assert [] == _overlays.standing(bump)
    diff = (bump.project.cache / "bump" / f"{KEY}.proposed.diff").read_text()
    assert "\n+" in diff
    subprocess.run(
        [shutil.which("git") or "git", "apply", "--check", "-"],
        input=diff,
        text=True,
        cwd=bump.project.root,
        check=True,
    )


def test_what_is_excepted_for_one_version_stays_for_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shared correction that one version does not need any more still corrects the others."""
    bump = bump_of(tmp_path, "2025-09", healed, propose=True)
    obstacles(bump)
    monkeypatch.setattr(
        validation, "validate", lambda *_: None
    )  # equal contracts are equally valid
    text = bump.copy.overlay("common").read_text()
    assert f'x-except: ["{KEY}"]' in text
    for key in bump.project.versions()[1]:
        before, after = (
            generate.contract(one, one.version(key)) for one in (bump.project, bump.copy)
        )
        assert before == after


def test_where_an_overlay_refers_to_nothing_its_line_is_told(tmp_path: Path) -> None:
    """A dangling reference in an overlay's value is told with the overlay and the line."""
    bump = bump_of(tmp_path, "2026-03", schema_renamed)
    (line,) = [one for one in obstacles(bump) if "MaskedSubstrings" in one]
    text = bump.copy.overlay("2026-03").read_text().splitlines()
    number = int(line.partition("2026-03.yaml:")[2].split()[0].strip(","))
    assert any("MaskedSubstrings" in one for one in text[number - 1 : number + 2])


def test_overlays_that_were_asked_for_are_taken(tmp_path: Path) -> None:
    """With --overlay-from, the overlays of that version are taken, and the others are not tried."""
    bump = bump_of(tmp_path, "2025-09", overlay_from="2026-03")
    assert obstacles(bump)
    assert ("common", "2026-03") == bump.copy.version(KEY).overlays


@pytest.mark.parametrize(
    ("paths", "key", "prefix"),
    [
        (["/a/v3/b/c", "/a/v3/b/{x}", "/a/b/v3"], "v3", "/a/v3/b"),
        (["/a/2099-01", "/a/2099-01/{x}", "/a/2099-01/y"], "2099-01", "/a/2099-01"),
        (["/a/x", "/a/y"], "v3", None),
        (["/a/{x}/v3"], "v3", None),
    ],
)
def test_the_prefix_is_what_most_paths_share(
    paths: list[str], key: str, prefix: str | None
) -> None:
    """The prefix is the longest fixed part with the version in it that most paths begin with."""
    assert prefix == common_prefix(paths, key)


def test_readme_lists_the_versions_of_the_table() -> None:
    """README's list of versions is that of `openapi/versions.toml`."""
    assert version_table(Project()) in (ROOT / "README.md").read_text()


def test_the_status_follows_the_catalog(tmp_path: Path) -> None:
    """The version that the catalog calls LATEST is that in the table, and the older is not."""
    bump = bump_of(tmp_path, "2025-09")
    (before,) = [one.key for one in bump.project.versions()[1].values() if one.status == "latest"]
    bump.document = json.loads((tmp_path / "document.json").read_text())
    bump.state |= {"sha256": "document", "said": "here", "status": "latest"}
    files.write(bump.project.cache / "document.json", (tmp_path / "document.json").read_bytes())
    _steps.normalized(bump)
    assert ("latest", "stable") == tuple(bump.copy.version(key).status for key in (KEY, before))


def test_what_requests_have_to_hold_now_is_told(tmp_path: Path) -> None:
    """A required request field that is new is named with what to do; other news are not."""

    def more(document: Document) -> None:
        created = document["components"]["schemas"]["MarketingEventCreateRequestParams"]
        created["properties"] |= {"region": {"type": "string"}, "note": {"type": "string"}}
        created["required"].append("region")
        new_operation(document)

    bump = bump_of(tmp_path, "2026-03", more)
    _table.write_row(bump.copy, replace(bump.copy.version(KEY), overlays=("common", "2026-03")))
    (said,) = _steps.demands(bump)
    assert said.startswith("MarketingEventCreateRequestParams.region: a required field is new")
    assert said.endswith(
        f"take it out of `required` in openapi/overlays/{KEY}.yaml, with the reason"
    )


def test_what_is_not_modelled_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the contract tests could not test is in the report, each once."""
    bump = bump_of(tmp_path, "2026-03")
    (bump.copy.root / "src").mkdir()
    told = ["not modelled, so not tested: dance\n", "12 passed\n"] * 2
    monkeypatch.setattr(_steps, "run_session", lambda *_, **__: told)
    monkeypatch.setattr(_steps, "demands", lambda _: [])
    monkeypatch.setattr(_steps, "tested_state", str)
    monkeypatch.setattr(Bump, "keep", lambda *_, **__: None)
    assert "passed; not modelled, so not tested: dance" == _steps.tested(bump)


def test_a_reference_to_what_no_action_misses_is_told_by_itself() -> None:
    """Where only values of overlays refer to what is missing, it is one line with all places."""
    versions = (Project().version("2026-09"), Project().version("2026-03"))
    missing = {"#/components/schemas/X": ["a.yaml:3", "b.yaml:4"]}
    (line,) = _obstacles.grouped([], missing, versions)
    said = "#/components/schemas/X is not in the document, and a.yaml:3, b.yaml:4 refer to it; "
    assert line.startswith(said)
