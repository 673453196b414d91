"""Build the whole tree in a scratch folder; replace the old one, or compare byte for byte."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from scripts.generate._contract import contract
from scripts.project import files
from scripts.project.layout import PipelineError, Project, Version
from scripts.project.lock import dump_lock, read_lock, write_lock

TOOLS = ("openapi-python-client", "ruff", "jsonpath-ng", "openapi-spec-validator")

README = """# Generated: do not edit

Everything below this folder is written by `nox -s generate`, \
and `nox -s generate -- --check` compares it byte for
byte with what the documents in `openapi/published/` and the overlays in `openapi/overlays/` give.

| what is wrong | where to mend it |
| --- | --- |
| the contract: a type, a limit, a description, a name | an overlay in `openapi/overlays/` |
| the code: what every generated client does \
| a template in `openapi/templates/`, `openapi/generator.yaml`, or openapi-python-client |
| the behaviour: batching, retries, outcomes | the client in `src/hubspot_marketing_events/` |

Each version's folder holds its client and `openapi.json`, the contract the client was made from.

Known of openapi-python-client 0.29.1: it does not escape a path value of `.` or `..`, \
which the HTTP client then folds
into the path, so that another address is called. \
Check ids that are not your own before you pass them on. In a model
that was pickled or deep-copied, a property that was not there is no longer `UNSET`, \
so that `to_dict` cannot be used.
"""

PACKAGE = '''"""Typed clients for HubSpot's Marketing Events API, one package a version; \
`versions.json` lists them."""
'''


def build(project: Project, folder: Path) -> dict[str, Any]:
    """Build the package of every version below `folder`.

    Args:
        project: where everything is.
        folder: where to build; made if need be.

    Returns:
        What the lock has to say of it: the tools, and the hashes by version.

    Raises:
        PipelineError: a contract cannot be built, or the generator warns.
    """
    # Its import takes longer than all else, and a bump may stop before it.
    from scripts.generate import _generator  # noqa: PLC0415

    default, versions = project.versions()
    folder.mkdir(parents=True, exist_ok=True)
    hashes = {}
    for version in versions.values():
        document = contract(project, version)
        data = (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
        warnings = _generator.client(
            data, folder / version.module, project.openapi / "generator.yaml"
        )
        if warnings:
            raise PipelineError(f"generating {version.key} failed: {'; '.join(warnings)}")
        hashes[version.key] = {
            "published_sha256": _hash(project.published(version.key)),
            "overlays_sha256": {path.name: _hash(path) for path in project.overlays(version.key)},
            "contract_sha256": files.sha256(data),
        }
    _write_table(folder / "versions.json", default, versions)
    (folder / "__init__.py").write_text(PACKAGE, encoding="utf-8")
    (folder / "py.typed").touch()
    _generator.tidy(folder)
    return {
        "tools": {tool: installed(tool) for tool in TOOLS},
        "generator_config_sha256": _hash(project.openapi / "generator.yaml"),
        "templates_sha256": _hashes(project.openapi / "templates"),
        "versions": hashes,
    }


def _write_table(path: Path, default: str, versions: Mapping[str, Version]) -> None:
    table = {
        "default": default,
        "versions": {version.key: version.module for version in versions.values()},
        "prefixes": {version.key: version.prefix for version in versions.values()},
    }
    path.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


def _hash(path: Path) -> str:
    return files.sha256(path.read_bytes())


def _hashes(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _hash(path) for path in paths}


def differences(built: Path, kept: Path) -> list[str]:
    """Compare two trees byte for byte.

    Returns:
        One line for each file that is missing, too many or different, in order; bytecode caches do
        not count.
    """
    left, right = files.tree(built), files.tree(kept)
    lines = [f"{name}: missing" for name in left.keys() - right.keys()]
    lines += [f"{name}: not generated" for name in right.keys() - left.keys()]
    lines += [
        f"{name}: differs" for name in left.keys() & right.keys() if left[name] != right[name]
    ]
    return sorted(lines)


def write(project: Project) -> str:
    """Generate every version, in place of what there is; returns which, in a line."""
    kept = project.package.parent
    with files.staging(kept) as scratch:
        built, lock = _built(project, scratch)
        files.replace_folder(built, kept)
        write_lock(project, lock)
    return f"{project.name(project.package)}: {', '.join(lock['versions'])}"


def check(project: Project) -> int:
    """Compare a new tree with the committed one, byte for byte; return 1 if they differ."""
    kept = project.package.parent
    with files.staging(kept) as scratch:
        built, lock = _built(project, scratch)
        return _report(
            project, differences(built, kept), dump_lock(lock) == dump_lock(read_lock(project))
        )


def _built(project: Project, scratch: Path) -> tuple[Path, dict[str, Any]]:
    """Build everything in a scratch folder; returns where, and the lock that goes with it."""
    built = scratch / project.package.parent.name
    locked = build(project, built / project.package.name)
    (built / "README.md").write_text(README, encoding="utf-8")
    return built, _merge(read_lock(project), locked)


def _merge(lock: Mapping[str, Any], locked: Mapping[str, Any]) -> dict[str, Any]:
    before = lock.get("versions", {})
    versions = {
        key: {**before.get(key, {}), **hashes} for key, hashes in locked["versions"].items()
    }
    return {**locked, "versions": versions}


def _report(project: Project, lines: Sequence[str], lock_agrees: bool) -> int:
    for line in lines:
        sys.stderr.write(f"generated/{line}\n")
    if not lock_agrees:
        sys.stderr.write(f"{project.name(project.lock)}: differs\n")
    if lines or not lock_agrees:
        sys.stderr.write(
            "error: generated/ is not what documents and overlays give; run `nox -s generate`\n"
        )
        return 1
    print("generated/ is exactly what documents and overlays give")
    return 0
