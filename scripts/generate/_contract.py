"""Make the contract of a version: published facts and overlays."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from scripts import normalize
from scripts.generate import _overlay as overlay
from scripts.openapi import reading, validation
from scripts.openapi.lookup import METHODS
from scripts.project.layout import PipelineError, Project, Version


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
    document = reading.read(path, project.name(path))
    for layer in project.overlays(version.key):
        overlay.apply(document, layer, project.name(layer), version)
    document = copy.deepcopy(document)
    for response in _responses(document):
        response.setdefault("description", "")
    name = f"the contract of {version.key}"
    validation.validate(document, name)
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
