"""Make the contract of a version: normalized document and overlays."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts import normalize
from scripts.generate import _overlay as overlay
from scripts.openapi import reading, validation
from scripts.openapi.cursor import Cursor
from scripts.openapi.operations import Operation, operations
from scripts.project.layout import PipelineError, Project, Version


def contract(project: Project, version: Version) -> dict[str, Any]:
    """Build a version's contract from its normalized document and the overlays.

    Args:
        project: where everything is.
        version: the version to build.

    Returns:
        A valid OpenAPI document in which every operation, schema and property is described.

    Raises:
        PipelineError: the document is missing, an action has nothing to do, or the outcome is not a
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
    for operation in operations(document):
        for response in (operation.place / "responses").members().values():
            if not response.reference:
                response.value.setdefault("description", "")
    name = f"the contract of {version.key}"
    validation.validate(document, name)
    normalize.normalized(document, name)  # refuses a misspelt key, which OpenAPI lets pass
    return document


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
    for operation in operations(document):
        name, identity = operation.name, operation.place.get("operationId", "")
        if identity in seen:
            text = f"{name} and {seen[identity]} share the operationId {identity!r}"
            yield Finding(text, _target(operation), {"operationId": _made_name(operation)}, "wrong")
        seen[identity] = name
        yield from _operation_flaws(operation)
        for scheme in {scheme for way in operation.place.get("security", []) for scheme in way}:
            naming.setdefault(scheme, []).append(name)
    components = Cursor.at_root(document) / "components"
    for scheme in sorted(naming.keys() - (components / "securitySchemes").members().keys()):
        yield Finding(
            f"the security scheme {scheme!r} is not declared; "
            f"{len(naming[scheme])} operations name it"
        )
    for schema in (components / "schemas").members().values():
        yield from _schema_flaws(schema)


def _operation_flaws(operation: Operation) -> Iterator[Finding]:
    name, place = operation.name, operation.place
    identity = place.get("operationId", "")
    if not identity.isidentifier():
        text = f"{name} has the operationId {identity!r}, which names no function"
        yield Finding(text, _target(operation), {"operationId": _made_name(operation)}, "wrong")
    if not place.get("description"):
        update = {"summary": name, "description": f"Calls {name}."}
        yield Finding(f"{name} has no description", _target(operation), update)
    if not any(code.startswith("2") for code in (place / "responses").members()):
        target = f"{_target(operation)}.responses"
        success = {"2XX": {"description": "Done."}}
        yield Finding(f"{name} declares no success", target, success, "cannot-express")


def _schema_flaws(schema: Cursor) -> Iterator[Finding]:
    name = schema.schema_name
    target = f"$.components.schemas['{name}']"
    properties = schema / "properties"
    if not schema.get("description"):
        yield Finding(f"schema {name} has no description", target, {"description": f"{name}."})
    for strange in sorted(set(schema.get("required", [])) - properties.members().keys()):
        yield Finding(f"schema {name} requires {strange!r}, which is not among its properties")
    for field_name, one in properties.members().items():
        if not one.reference and not one.get("description"):
            text = f"schema {name} does not describe its property {field_name!r}"
            described = {"description": f"{field_name}."}
            yield Finding(text, f"{target}.properties['{field_name}']", described)


def _target(operation: Operation) -> str:
    """The JSONPath of an operation."""
    return f"$.paths['{operation.path}'].{operation.method}"


def _made_name(operation: Operation) -> str:
    """A name for an operation that has none: its method and the words of its path."""
    path = re.sub(r"/(v\d+|\d{4}-\d\d)(?=/|$)", "", operation.path)
    words = re.findall(r"[A-Za-z0-9]+", path)
    return operation.method + "".join(word[:1].upper() + word[1:] for word in words)
