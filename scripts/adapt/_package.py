"""Generate a client from the document of any other HubSpot API.

    nox -s generate -- --document FILE --output DIR

No overlay is applied, only the rules of `adapt`. Nothing is written but DIR, in one step.
"""

from __future__ import annotations

import copy
import json
import keyword
from pathlib import Path
from typing import Any

from openapi_spec_validator.validation import exceptions

from scripts import normalize
from scripts.adapt import _names
from scripts.adapt._operations import adapt, as_files
from scripts.generate import _generator
from scripts.openapi import reading, validation
from scripts.openapi.cursor import Cursor
from scripts.openapi.faults import faults
from scripts.openapi.operations import operations
from scripts.openapi.schemas import COMBINING
from scripts.project import files
from scripts.project.layout import PipelineError, Project

FINDINGS = "findings.txt"
_MADE = {
    FINDINGS,
    "__init__.py",
    "client.py",
    "openapi.json",
    "py.typed",
}  # marks a folder as one of these
_ADAPTED = (
    exceptions.DuplicateOperationIDError,
    exceptions.ParameterDuplicateError,
    exceptions.UnresolvableParameterError,
    exceptions.ExtraParametersError,
)


def generate(project: Project, document: Path, output: Path, *, strict: bool = False) -> list[str]:
    """Generate a client package from one document.

    Args:
        project: whose generator's configuration to use.
        document: an OpenAPI 3.0 or 3.1 document, as JSON.
        output: the package's folder; not there, empty, or made by this before.
        strict: refuse a document that has to be adapted.

    Returns:
        What was adapted or left out, one line each.

    Raises:
        PipelineError: the document or the folder cannot be used; nothing was changed.
    """
    _check(output)
    name = str(document)
    known, told = read(document)
    with _names.reserved(), files.staging(output) as scratch:
        try:
            contract, findings = adapt(known)
            findings = [*told, *findings]
        except RecursionError as error:
            raise PipelineError(f"{name}: its schemas are made of one another too deep") from error
        except PipelineError as problem:
            raise PipelineError(f"{name}: {problem}") from problem
        if not contract["paths"]:
            why = "; ".join(findings)[:500] or "it has none"
            raise PipelineError(f"{name}: no operation of it can be called: {why}")
        built = scratch / output.name
        data = (json.dumps(contract, indent=2, ensure_ascii=False) + "\n").encode()
        findings += _generator.client(
            data, built, project.openapi / "generator.yaml", as_files(contract)
        )
        if strict and findings:
            raise PipelineError(
                f"{name}: {findings[0]}"
                + (f"; and {len(findings) - 1} more" if findings[1:] else "")
            )
        (built / FINDINGS).write_text("".join(f"{line}\n" for line in findings), encoding="utf-8")
        _generator.tidy(built)
        files.replace_folder(built, output)
    return findings


def read(path: Path) -> tuple[dict[str, object], list[str]]:
    """Read and normalize a document; what `adapt` can mend is no error.

    Returns:
        The normalized document, and the faults of the document that are passed over, one line each.

    Raises:
        PipelineError: it is no OpenAPI document, or not to be trusted.
    """
    name = str(path)
    document = reading.read(path, name)
    for key in ("tags", "webhooks"):  # nothing is made of them; OpenAPI lets no tag stand twice
        document.pop(key, None)
    for operation in operations(document):
        operation.place.value.pop("callbacks", None)  # nor of these
    validation.validate(_followable(document), name, tolerated=_ADAPTED)
    repeated = [reading.shown(one) for one in faults(document) if "/enum: " in one]
    return normalize.normalized(document, name), repeated


def _followable(document: dict[str, Any]) -> dict[str, Any]:
    """A copy that a validator can walk: references that lead in a circle are cut."""
    followable = copy.deepcopy(document)
    root = Cursor.at_root(followable)
    under_way, done = set[str](), set[str]()

    def follow(schema: Cursor) -> None:
        reference = schema.reference
        if reference in under_way:
            schema.value.clear()
        elif reference and reference not in done:
            under_way.add(reference)
            follow(schema.target(reference))
            under_way.remove(reference)
            done.add(reference)
        parts = [part for word in COMBINING for part in (schema / word).members().values()]
        for part in [*parts, schema / "items", schema / "not"]:
            if part.value is not None:
                follow(part)

    for name in (root / "components" / "schemas").members():
        follow(Cursor(root.document, {"$ref": f"#/components/schemas/{name}"}))
    return followable


def _check(output: Path) -> None:
    if not output.name.isidentifier() or keyword.iskeyword(output.name):
        raise PipelineError(f"{output}: its last part is to be a package's name, as my_client")
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise PipelineError(f"{output}: is no folder; name one that is not there yet")
    if (
        output.exists()
        and any(output.iterdir())
        and not {file.name for file in output.iterdir()}.issuperset(_MADE)
    ):
        raise PipelineError(f"{output}: holds what was not generated by this; name another folder")
