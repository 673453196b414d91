"""Overlays: what an action may do, and that a stale one is an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.generate import _overlay as overlay
from scripts.project.layout import PipelineError, Version


def version(key: str) -> Version:
    """A version whose paths begin with its key."""
    return Version(key, key, f"/{key}", "Things", "stable", ())


def applied(tmp_path: Path, *actions: dict[str, Any]) -> dict[str, Any]:
    """A small document after some actions, each with a kind and a reason."""
    document = {
        "paths": {"/v1/a": {"get": {"tags": ["x"], "id": "old"}}},
        "names": {"A": {"t": 1}, "B": {"t": 2}},
    }
    path = tmp_path / "overlay.yaml"
    signed = [{"x-kind": "wrong", "x-reason": "because", **action} for action in actions]
    path.write_text(yaml.safe_dump({"overlay": "1.0.0", "actions": signed}))
    overlay.apply(document, path, "overlay.yaml", version("v1"))
    return document


def test_an_update_merges(tmp_path: Path) -> None:
    """An object is merged key by key and a list appended to, as Overlay 1.0 says."""
    document = applied(
        tmp_path, {"target": "$.paths['<prefix>/a'].get", "update": {"id": "new", "tags": ["y"]}}
    )
    assert {"tags": ["x", "y"], "id": "new"} == document["paths"]["/v1/a"]["get"]


def test_an_update_appends_to_a_list(tmp_path: Path) -> None:
    """A list that is itself the target gains one entry."""
    document = applied(tmp_path, {"target": "$.paths.*.get.tags", "update": "y"})
    assert ["x", "y"] == document["paths"]["/v1/a"]["get"]["tags"]


def test_a_removal_reaches_every_match(tmp_path: Path) -> None:
    """Every match is removed."""
    assert {"A": {}, "B": {}} == applied(tmp_path, {"target": "$.names.*.t", "remove": True})[
        "names"
    ]


def test_matches_do_not_share_what_they_are_given(tmp_path: Path) -> None:
    """Two matches of one update can be changed apart afterwards."""
    document = applied(
        tmp_path,
        {"target": "$.names.*", "update": {"list": [1]}},
        {"target": "$.names.A.list", "update": 2},
    )
    assert [[1, 2], [1]] == [document["names"]["A"]["list"], document["names"]["B"]["list"]]


def test_a_copy_is_a_merge_of_what_stands_elsewhere(tmp_path: Path) -> None:
    """What is copied is merged into the target, and neither shares anything with the other."""
    document = applied(
        tmp_path,
        {"target": "$.paths", "update": {"/v1/b": {}}},
        {"target": "$.paths['<prefix>/b']", "copy": "$.paths['/v1/a']"},
        {"target": "$.paths['/v1/a']", "remove": True},
    )
    assert {"/v1/b": {"get": {"tags": ["x"], "id": "old"}}} == document["paths"]


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ({"target": "$.gone", "remove": True}, "action on $.gone: matches nothing"),
        (
            {"target": "$.names.A", "update": {"t": 1, "u": 2}},
            "changes nothing at t, which is 1 already",
        ),
        ({"target": "$.names.A", "update": {"t": 3}, "because": 1}, "unknown key 'because'"),
        ({"target": "$.names.A"}, "needs one of `update`, `copy` and `remove: true`"),
        ({"target": "$.names.A", "update": {"t": 3}, "x-reason": ""}, "needs an `x-reason`"),
        (
            {"target": "$.names.A", "update": {"t": 3}, "x-kind": "whim"},
            "needs an `x-reason`, and an `x-kind`",
        ),
        ({"target": "$.names[", "remove": True}, "not a JSONPath"),
        ({"target": "$.names.A.t", "update": {"t": 3}}, "its target is neither"),
        ({"target": "$.names.A", "copy": "$.names.*"}, "copies $.names.*, which matches 2 places"),
        ({"target": "$.names.A", "copy": "$.names.A"}, "changes nothing at t"),
        ({"target": "$.names.A", "copy": "$.names.B", "remove": True}, "needs one of"),
    ],
)
def test_a_bad_action_is_named(tmp_path: Path, action: dict[str, Any], said: str) -> None:
    """An action that is stale or malformed is named with its file and line."""
    with pytest.raises(PipelineError, match=r"^overlay\.yaml:2: ") as caught:
        applied(tmp_path, action)
    assert said in str(caught.value)


def test_a_value_that_one_match_lacks_is_not_stale(tmp_path: Path) -> None:
    """An update is stale only where every match has its value already."""
    document = applied(tmp_path, {"target": "$.names.*", "update": {"t": 1}})
    assert {"A": {"t": 1}, "B": {"t": 1}} == document["names"]


def test_a_file_that_is_no_overlay_is_named(tmp_path: Path) -> None:
    """Text that is not an overlay is one clear error."""
    path = tmp_path / "overlay.yaml"
    path.write_text("just: text")
    with pytest.raises(PipelineError, match=r"^overlay\.yaml: not an OpenAPI Overlay"):
        overlay.apply({}, path, "overlay.yaml", version("v1"))


def misfits(tmp_path: Path, target: str) -> Iterator[overlay.Misfit]:
    """What is said of an action with this target."""
    document: dict[str, Any] = {"names": {"A": {}, "B": {}}, "list": [{"name": "x"}]}
    path = tmp_path / "overlay.yaml"
    action = {"target": target, "remove": True, "x-kind": "wrong", "x-reason": "because"}
    path.write_text(yaml.safe_dump({"overlay": "1.0.0", "actions": [action]}))
    return overlay.misfits(document, {}, path, "overlay.yaml", (version("v1"), version("v0")))


@pytest.mark.parametrize(
    ("target", "nearest", "missing", "held"),
    [
        ("$.names.C.t", "$.names", "C", '["A", "B"]'),
        ("$.list[?(@.name == 'z')]", "$.list", "[?", '[{"name": "x"}]'),
        ("$.none.at.all", "$", "none", '["names", "list"]'),
    ],
)
def test_what_stands_near_a_stale_target_is_told(
    tmp_path: Path, target: str, nearest: str, missing: str, held: str
) -> None:
    """For a target that matches nothing, the nearest place above it and its content are told."""
    misfit = next(misfits(tmp_path, target))
    assert (nearest, held) == (misfit.nearest, misfit.held)
    assert misfit.missing.startswith(missing)


def test_a_stale_overlay_is_well_formed(tmp_path: Path) -> None:
    """A target that is no JSONPath is an error, and not a stale one."""
    with pytest.raises(PipelineError, match="not a JSONPath"):
        list(misfits(tmp_path, "$.names["))
