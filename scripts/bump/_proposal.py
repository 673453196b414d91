"""The corrections that a version would need, as a diff for a person to read, complete and apply."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from scripts import generate
from scripts.bump._bump import Bump
from scripts.bump._table import write_row
from scripts.openapi.values import canonical, mapping
from scripts.project import files
from scripts.project.layout import Version

_MARK = "Proposed by bump, and to be read by a person:"
_HEAD = """# What version {key} needs beside the corrections that it shares; \
see common.yaml for what the keys mean.
overlay: 1.1.0
info: {{title: Corrections that version {key} needs, version: 1.0.0}}

actions:
"""
_ROUNDS = 4
Action = dict[str, Any]


def proposed(bump: Bump, standing: Callable[[Bump], list[str]]) -> tuple[Path, int]:
    """Write the proposal as a diff of the overlays.

    Args:
        bump: the bump that is blocked; the overlays of its copy are changed.
        standing: what stands in the way with the overlays of the copy.

    Returns:
        The diff, in the cache, and how many obstacles it leaves.
    """
    before = files.tree(bump.copy.openapi)
    own: list[Action] = []
    for _ in range(_ROUNDS):  # a correction that fits again can bring the next one to light
        more = list(_actions(bump, own))
        if not more:
            break
        own += more
        _write_own(bump, own)
    left = len(standing(bump))
    path = bump.project.cache / "bump" / f"{bump.key}.proposed.diff"
    files.write(path, "".join(_diff(bump, before)).encode())
    return path, left


def _actions(bump: Bump, known: Sequence[Action]) -> Iterator[Action]:
    """The actions to add to the version's own overlay; shared misfits get an exception in place."""
    versions = (bump.copy.version(bump.key), bump.project.version(bump.base))
    document, before = bump.documents()
    moves = list(_moves(document, before, versions)) if not known else []
    moves += list(_renames(document, before)) if not known else []
    if moves:
        yield from moves
        return
    misfits: list[generate.Misfit] = []
    for overlay in bump.copy.overlays(bump.key):
        misfits += generate.misfits(document, before, overlay, bump.copy.name(overlay), versions)
    for misfit in misfits:
        left = generate.remaining(document, misfit.action, versions[0])
        if left:
            data = misfit.action.for_version(versions[0])
            yield _action(data["target"], misfit.problem, data["x-kind"], update=left)
    for name in {misfit.action.overlay for misfit in misfits}:
        lines = [one.action.line for one in misfits if one.action.overlay == name]
        _except(bump.copy.root / name, lines, bump.key)
    for finding in generate.findings(document):
        if finding.update:
            yield _action(finding.target, finding.text, finding.kind, update=finding.update)


def _action(target: str, why: str, kind: str, **does: Any) -> Action:
    return {"target": target, **does, "x-kind": kind, "x-reason": f"{_MARK} {why}."}


def _moves(
    document: Mapping[str, Any], before: Mapping[str, Any], versions: tuple[Version, Version]
) -> Iterator[Action]:
    """Copies of paths that do not begin as all others do, to where the older version has them."""
    new, old = (version.prefix for version in versions)
    paths, known = mapping(document["paths"]), mapping(before["paths"])
    for stray in [path for path in paths if not path.startswith(new)]:
        alike = [
            path
            for path in known
            if _shape(known[path]) == _shape(paths[stray])
            and path.replace(old, new, 1) not in paths
        ]
        if len(alike) == 1:
            right = alike[0].replace(old, new, 1)
            why = f"the document gives this the path {stray}, and all others begin with {new}"
            yield from _moved("$.paths", stray, right, why)


def _renames(document: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[Action]:
    """Schemas that have another name now, under the name that corrections know as well."""
    new, old = (mapping(mapping(one["components"])["schemas"]) for one in (document, before))
    for name in [name for name in old if name not in new]:
        alike = [one for one in new if one not in old and _shape(new[one]) == _shape(old[name])]
        if len(alike) == 1:
            why = f"{name} is called {alike[0]} now, and corrections refer to the old name"
            yield from _moved("$.components.schemas", alike[0], name, why, keep=True)


def _moved(holder: str, old: str, new: str, why: str, *, keep: bool = False) -> Iterator[Action]:
    yield _action(holder, why, "wrong", update={new: {}})
    yield _action(f"{holder}['{new}']", why, "wrong", copy=f"{holder}['{old}']")
    if not keep:
        yield _action(f"{holder}['{old}']", why, "wrong", remove=True)


def _shape(value: Any) -> str:
    """What is alike in two versions of one thing: all but operationIds, which name the version."""
    if isinstance(value, Mapping):
        kept = {key: _shape(item) for key, item in value.items() if key != "operationId"}
        return canonical(kept)
    return canonical(value)


def _except(path: Path, lines: Sequence[int], key: str) -> None:
    """Except a version from the actions that begin on some lines of an overlay."""
    text = path.read_text(encoding="utf-8")
    root: Any = yaml.compose(text)
    actions = next(value for name, value in root.value if name.value == "actions").value
    for node in reversed(actions):
        if node.start_mark.line + 1 in lines:
            text = _excepted(text, node, key)
    files.write(path, text.encode())


def _excepted(text: str, node: Any, key: str) -> str:
    known = {name.value: value for name, value in node.value}
    if "x-except" in known:
        end = known["x-except"].end_mark.index - 1
        return f'{text[:end]}, "{key}"{text[end:]}'
    if node.flow_style:
        end = node.end_mark.index - 1
        return f'{text[:end]}, x-except: ["{key}"]{text[end:]}'
    end = known["target"].end_mark.index
    indent = " " * node.start_mark.column
    return f'{text[:end]}\n{indent}x-except: ["{key}"]{text[end:]}'


def _write_own(bump: Bump, actions: Sequence[Action]) -> None:
    """Append actions to the version's own overlay, and list this overlay first."""
    there = bump.project.overlay(bump.key)
    text = there.read_text(encoding="utf-8") if there.exists() else _HEAD.format(key=bump.key)
    row = bump.copy.version(bump.key)
    prefix = re.compile(rf"{re.escape(row.prefix)}(?=['/])")
    shown = [{**one, "target": prefix.sub("<prefix>", one["target"])} for one in actions]
    written = yaml.safe_dump(shown, sort_keys=False, allow_unicode=True, width=110)
    lines = "".join(f"  {line}\n" for line in written.splitlines())
    files.write(bump.copy.overlay(bump.key), f"{text.rstrip()}\n{lines}".encode())
    if bump.key not in row.overlays:
        write_row(bump.copy, replace(row, overlays=(bump.key, *row.overlays)))


def _diff(bump: Bump, before: Mapping[str, bytes]) -> Iterator[str]:
    """What changed in the overlays of the copy, as `git apply` takes it."""
    for name, data in sorted(files.tree(bump.copy.openapi).items()):
        old = before.get(name)
        if not name.startswith("overlays/") or old == data:
            continue
        place = f"openapi/{name}"
        source = f"a/{place}" if old is not None else "/dev/null"
        lines = (old or b"").decode().splitlines(keepends=True)
        now = data.decode().splitlines(keepends=True)
        yield from difflib.unified_diff(lines, now, source, f"b/{place}")
