"""Make the contract and the client of a version: published facts + overlays -> `generated/`.

The whole tree is built in a scratch folder and then put in place in one step; `--check` builds it and compares
it byte for byte with what is there.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from scripts import _document, _files, _lock, normalize, overlay
from scripts._documents import METHODS
from scripts._project import PipelineError, Project, Version, run

TOOLS = ("openapi-python-client", "ruff", "jsonpath-ng", "openapi-spec-validator")
README = """# Generated: do not edit

Everything below this folder is written by `nox -s generate`, and `nox -s generate -- --check` compares it byte for
byte with what the facts in `openapi/published/` and the overlays in `openapi/overlays/` give.

| what is wrong | where to mend it |
| --- | --- |
| the contract: a type, a limit, a description, a name | an overlay in `openapi/overlays/` |
| the code: what every generated client does | a template in `openapi/templates/`, `openapi/generator.yaml`, or openapi-python-client |
| the behaviour: batching, retries, outcomes | the facade in `src/hubspot_marketing_events/` |

Each version's folder holds its client and `openapi.json`, the contract the client was made from.

Known of openapi-python-client 0.29.1: it does not escape a path value of `.` or `..`, which the HTTP client then folds
into the path, so that another address is called. Check ids that are not your own before you pass them on. In a model
that was pickled or deep-copied, a property that was not there is no longer `UNSET`, so that `to_dict` cannot be used.
"""
PACKAGE = '''"""Typed clients for HubSpot's Marketing Events API, one package a version; `versions.json` lists them."""
'''


def contract(project: Project, version: Version) -> dict[str, Any]:
    """Build a version's contract from its published facts and the overlays.

    Args:
        project: where everything is.
        version: the version to build.

    Returns:
        A valid OpenAPI document in which every operation, schema and property is described.

    Raises:
        PipelineError: the facts are missing, an action has nothing to do, or the outcome is not a usable contract.
    """
    document = corrected(project, version)
    for finding in findings(document):
        raise PipelineError(
            f"the contract of {version.key}: {finding}; mend it in openapi/overlays/"
        )
    return document


def corrected(project: Project, version: Version) -> dict[str, Any]:
    """As `contract`, though `findings` may have something to say of it."""
    path = project.published(version.key)
    if not path.exists():
        raise PipelineError(
            f"{project.name(path)}: No such file or directory; run normalize for {version.key} first"
        )
    document = _document.read(path, project.name(path))
    for layer in project.overlays(version.key):
        overlay.apply(document, layer, project.name(layer), version.key)
    document = copy.deepcopy(document)
    for response in _responses(document):
        response.setdefault("description", "")
    name = f"the contract of {version.key}"
    normalize.validate(document, name)
    normalize.facts(document, name)  # refuses a misspelt key, which OpenAPI lets pass
    return document


def _responses(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for _, operation in operations(document):
        yield from (
            response for response in operation["responses"].values() if "$ref" not in response
        )


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation of a document, as `POST /path` and the operation."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def findings(document: Mapping[str, Any]) -> Iterator[str]:
    """What would make a valid document a poor contract, as one sentence each."""
    seen: dict[str, str] = {}
    naming: dict[str, list[str]] = {}
    for name, operation in operations(document):
        identity = operation.get("operationId", "")
        if not identity.isidentifier():
            yield f"{name} has the operationId {identity!r}, which names no function"
        if identity in seen:
            yield f"{name} and {seen[identity]} share the operationId {identity!r}"
        seen[identity] = name
        if not operation.get("description"):
            yield f"{name} has no description"
        if not any(code.startswith("2") for code in operation["responses"]):
            yield f"{name} declares no success"
        for scheme in {scheme for way in operation.get("security", []) for scheme in way}:
            naming.setdefault(scheme, []).append(name)
    for scheme in sorted(naming.keys() - document["components"].get("securitySchemes", {}).keys()):
        yield f"the security scheme {scheme!r} is not declared; {len(naming[scheme])} operations name it"
    for schema_name, schema in document["components"]["schemas"].items():
        for finding in _flaws(schema):
            yield f"schema {schema_name} {finding}"


def _flaws(schema: Mapping[str, Any]) -> Iterator[str]:
    properties = schema.get("properties", {})
    if not schema.get("description"):
        yield "has no description"
    for strange in sorted(set(schema.get("required", [])) - set(properties)):
        yield f"requires {strange!r}, which is not among its properties"
    for name, value in properties.items():
        if "$ref" not in value and not value.get("description"):
            yield f"does not describe its property {name!r}"


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
    from scripts import _generator  # noqa: PLC0415 - takes longer than all else, and a bump may stop before it

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
            "contract_sha256": _files.sha256(data),
        }
    table = {
        "default": default,
        "versions": {version.key: version.module for version in versions.values()},
    }
    (folder / "versions.json").write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
    (folder / "__init__.py").write_text(PACKAGE, encoding="utf-8")
    (folder / "py.typed").touch()
    _generator.tidy(folder)
    return {
        "tools": {tool: installed(tool) for tool in TOOLS},
        "generator_config_sha256": _hash(project.openapi / "generator.yaml"),
        "templates_sha256": _hashes(project.openapi / "templates"),
        "versions": hashes,
    }


def _hash(path: Path) -> str:
    return _files.sha256(path.read_bytes())


def _hashes(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _hash(path) for path in paths}


def differences(built: Path, kept: Path) -> list[str]:
    """Compare two trees byte for byte.

    Returns:
        One line for each file that is missing, too many or different, in order; bytecode caches do not count.
    """
    left, right = _files.tree(built), _files.tree(kept)
    lines = [f"{name}: missing" for name in left.keys() - right.keys()]
    lines += [f"{name}: not generated" for name in right.keys() - left.keys()]
    lines += [
        f"{name}: differs" for name in left.keys() & right.keys() if left[name] != right[name]
    ]
    return sorted(lines)


def main(arguments: Sequence[str]) -> int:
    """Generate every version, or check that what is committed is what would be generated."""
    parser = argparse.ArgumentParser(prog="generate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 where the tree differs"
    )
    parser.add_argument(
        "--document", type=Path, metavar="FILE", help="instead, the document of another HubSpot API"
    )
    parser.add_argument("--output", type=Path, metavar="DIR", help="where to put that one's client")
    parser.add_argument(
        "--strict", action="store_true", help="refuse that one if anything is left out or adapted"
    )
    options = parser.parse_args(arguments)
    if bool(options.document) != bool(options.output) or (options.check and options.document):
        parser.error("--document and --output go together, and not with --check")

    project = Project()
    if options.document:
        from scripts import standalone  # noqa: PLC0415 - which imports the generator

        findings = standalone.generate(
            project, options.document, options.output.absolute(), strict=options.strict
        )
        print("\n".join([*findings, f"{options.output}: {len(findings)} findings"]))
        return 0
    if options.check:
        return check(project)
    print(write(project))
    return 0


def write(project: Project) -> str:
    """Generate every version, in place of what there is; returns which, in a line."""
    kept = project.package.parent
    with _files.staging(kept) as scratch:
        built, lock = _built(project, scratch)
        _files.replace_folder(built, kept)
        _lock.write(project, lock)
    return f"{project.name(project.package)}: {', '.join(lock['versions'])}"


def check(project: Project) -> int:
    """Compare what would be generated with what there is, byte for byte; 1 where they differ."""
    kept = project.package.parent
    with _files.staging(kept) as scratch:
        built, lock = _built(project, scratch)
        return _report(
            project, differences(built, kept), _lock.dump(lock) == _lock.dump(_lock.read(project))
        )


def _built(project: Project, scratch: Path) -> tuple[Path, dict[str, Any]]:
    """Build everything in a scratch folder; returns where, and the lock that goes with it."""
    built = scratch / project.package.parent.name
    locked = build(project, built / project.package.name)
    (built / "README.md").write_text(README, encoding="utf-8")
    return built, _merge(_lock.read(project), locked)


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
            "error: generated/ is not what the facts and overlays give; run `nox -s generate`\n"
        )
        return 1
    print("generated/ is exactly what the facts and overlays give")
    return 0


if __name__ == "__main__":
    run(main)
