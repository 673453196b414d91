"""Make the contract of a version: published facts and overlays."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts import normalize
from scripts.generate import _overlay as overlay
from scripts.openapi import reading, validation
from scripts.openapi.lookup import METHODS, mapping
from scripts.project.layout import PipelineError, Project, Version


def contract(project: Project, version: Version) -> dict[str, Any]:
    """Build a version's contract from its published facts and the overlays.

    Args:
        project: where everything is.
        version: the version to build.

    Returns:
        A valid OpenAPI document in which every operation, schema and property is described.

    Raises:
        PipelineError: the facts are missing, an action has nothing to do, or the outcome is not a
            usable contract.
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
            f"{project.name(path)}: No such file or directory; "
            f"run normalize for {version.key} first"
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


@dataclass(frozen=True)
class Finding:
    """What would make a valid document a poor contract.

    Args:
        text: what is wrong, in words.
        target: the JSONPath of the place.
        update: what an overlay action could add there; nothing where only a person can tell.
        kind: the `x-kind` of such an action.
    """

    text: str
    target: str = ""
    update: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "describe"

    def __str__(self) -> str:
        return self.text


def findings(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Find what would make a valid document a poor contract."""
    seen: dict[str, str] = {}
    naming: dict[str, list[str]] = {}
    for name, operation in operations(document):
        identity = operation.get("operationId", "")
        if identity in seen:
            text = f"{name} and {seen[identity]} share the operationId {identity!r}"
            yield Finding(text, _target(name), {"operationId": _function_name(name)}, "wrong")
        seen[identity] = name
        yield from _operation_flaws(name, operation)
        for scheme in {scheme for way in operation.get("security", []) for scheme in way}:
            naming.setdefault(scheme, []).append(name)
    declared = mapping(mapping(document.get("components")).get("securitySchemes"))
    for scheme in sorted(naming.keys() - declared.keys()):
        yield Finding(
            f"the security scheme {scheme!r} is not declared; "
            f"{len(naming[scheme])} operations name it"
        )
    for schema_name, schema in document["components"]["schemas"].items():
        yield from _schema_flaws(schema_name, schema)


def _operation_flaws(name: str, operation: Mapping[str, Any]) -> Iterator[Finding]:
    identity, made = operation.get("operationId", ""), _function_name(name)
    if not identity.isidentifier():
        text = f"{name} has the operationId {identity!r}, which names no function"
        yield Finding(text, _target(name), {"operationId": made}, "wrong")
    if not operation.get("description"):
        update = {"summary": name, "description": f"Calls {name}."}
        yield Finding(f"{name} has no description", _target(name), update)
    if not any(code.startswith("2") for code in operation["responses"]):
        target = f"{_target(name)}.responses"
        success = {"2XX": {"description": "Done."}}
        yield Finding(f"{name} declares no success", target, success, "cannot-express")


def _schema_flaws(name: str, schema: Mapping[str, Any]) -> Iterator[Finding]:
    target = f"$.components.schemas['{name}']"
    properties = schema.get("properties", {})
    if not schema.get("description"):
        yield Finding(f"schema {name} has no description", target, {"description": f"{name}."})
    for strange in sorted(set(schema.get("required", [])) - set(properties)):
        yield Finding(f"schema {name} requires {strange!r}, which is not among its properties")
    for one, value in properties.items():
        if "$ref" not in value and not value.get("description"):
            text = f"schema {name} does not describe its property {one!r}"
            yield Finding(text, f"{target}.properties['{one}']", {"description": f"{one}."})


def _target(name: str) -> str:
    """The JSONPath of an operation."""
    method, _, path = name.partition(" ")
    return f"$.paths['{path}'].{method.lower()}"


def _function_name(name: str) -> str:
    """A name for an operation that has none: its method and the words of its path."""
    method, _, path = name.partition(" ")
    words = re.findall(r"[A-Za-z0-9]+", re.sub(r"/(v\d+|\d{4}-\d\d)(?=/|$)", "", path))
    return method.lower() + "".join(word[:1].upper() + word[1:] for word in words)
