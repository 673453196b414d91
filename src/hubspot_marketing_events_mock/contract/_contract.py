"""A contract: the operations of a corrected OpenAPI document, found by method and path."""

from __future__ import annotations

import copy
import importlib.util
import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any, Self

from hubspot_marketing_events_mock.contract._messages import Request
from hubspot_marketing_events_mock.contract._operation import Operation, path_values
from hubspot_marketing_events_mock.contract._reading import (
    Place,
    UnreadableError,
    misfit,
    pointer,
    read_json,
)

CLIENT = "hubspot_marketing_events_client"
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
_RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}


_OBJECTS = {"type": "object", "additionalProperties": {"type": "object"}}
_OPERATION = {
    "type": "object",
    "required": ["operationId", "responses"],
    "properties": {
        "operationId": {"type": "string"},
        "parameters": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "name", "schema"],
                "properties": {"name": {"type": "string"}, "schema": {"type": "object"}},
            },
        },
        "requestBody": {"type": "object", "properties": {"content": _OBJECTS}},
        "responses": {
            "type": "object",
            "additionalProperties": {"type": "object", "properties": {"content": _OBJECTS}},
        },
        "security": {
            "type": "array",
            "items": {"type": "object", "additionalProperties": {"type": "array"}},
        },
    },
}
# What the mock reads of a document. References are resolved in components only.
_READ = {
    "required": ["info", "paths"],
    "properties": {
        "info": {"type": "object", "required": ["version"]},
        "paths": {
            "type": "object",
            "propertyNames": {"pattern": "^/"},
            "additionalProperties": {
                "type": "object",
                "properties": dict.fromkeys(_METHODS, _OPERATION),
            },
        },
        "components": _OBJECTS,
    },
}


class ContractError(ValueError):
    """There is no such contract."""


class Contract:
    """A corrected OpenAPI 3.1 document.

    Args:
        document: the document; its `info.version` is the one that recordings name.

    Attributes:
        is_installed: whether it is the installed client's, which the packaged recordings belong to.

    Raises:
        ContractError: the document is not OpenAPI 3.1, or an operation has no id.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        _check_version(document)
        _check_ids(document)
        self.version = str(document["info"]["version"])
        self.is_installed = False
        self.document = _with_ranges(document)
        self.operations = {operation.id: operation for operation in _operations(self.document)}
        self._exact: dict[tuple[str, ...], list[Operation]] = {}
        self._by_length: dict[int, list[tuple[tuple[str, ...], Operation]]] = {}
        for operation in self.operations.values():
            for path in dict.fromkeys((operation.template, *_also_served_at(operation))):
                bare = path[:-1] if path and not path[-1] else path
                if any(part.startswith("{") for part in bare):
                    self._by_length.setdefault(len(bare), []).append((bare, operation))
                elif operation not in self._exact.setdefault(bare, []):
                    self._exact[bare].append(operation)

    @cached_property
    def prefix(self) -> str:
        """What the path of every operation begins with, as `/marketing/v3/marketing-events`."""
        shared = zip(*(operation.template for operation in self.operations.values()), strict=False)
        same = takewhile(lambda parts: len(set(parts)) == 1, shared)
        return "".join(f"/{parts[0]}" for parts in same if not parts[0].startswith("{"))

    @classmethod
    def load(cls, path: Path | str | None = None, version: str | None = None) -> Self:
        """Read a contract: a file, or a version of the installed client's, or its default.

        Raises:
            ContractError: there is no such file or version; says which there are.
        """
        if path is None:
            return cls._load_installed(installed(version))
        return cls._load_file(Path(path))

    @classmethod
    @cache
    def _load_installed(cls, path: Path) -> Self:
        # Its validators take time to compile, and many mocks of one process share them.
        contract = cls._load_file(path, is_checked=True)
        contract.is_installed = True
        return contract

    @classmethod
    def _load_file(cls, chosen: Path, *, is_checked: bool = False) -> Self:
        try:
            document = read_json(chosen)
            _check_version(document)
            if not is_checked:
                _check_form(document)
            return cls(document)
        except UnreadableError as error:
            is_yaml = chosen.suffix in {".yaml", ".yml"}
            advice = "; a contract is the openapi.json that scripts.generate makes" * is_yaml
            raise ContractError(f"{chosen}: {error}{advice}") from error
        except ContractError as error:
            raise ContractError(f"{chosen}: {error}") from error

    def find(self, request: Request) -> tuple[Operation | None, dict[str, str], list[str]]:
        """Find the operation of a request.

        Returns:
            The operation or None, the values of its path parameters, and the methods of the path.
        """
        segments = request.segments
        # One slash at the end is tolerated, as official clients send it (observed).
        if len(segments) > 1 and not segments[-1]:
            segments = segments[:-1]
        # The path with the fewest parameters is addressed, whatever its methods (observed: GET
        # /events is 405).
        exact = self._exact.get(segments, ())
        found: list[tuple[Operation, dict[str, str]]] = [(operation, {}) for operation in exact]
        found = found or self._with_parameters(segments)
        for operation, values in found:
            if operation.method == request.method:
                return operation, values, [one.method for one, _ in found]
        return None, {}, [one.method for one, _ in found]

    def _with_parameters(self, segments: tuple[str, ...]) -> list[tuple[Operation, dict[str, str]]]:
        """The operations of the path with the fewest parameters that the segments fit."""
        found = [
            (operation, values)
            for path, operation in self._by_length.get(len(segments), ())
            if (values := path_values(path, segments)) is not None
        ]
        fewest = min((len(values) for _, values in found), default=0)
        return [(operation, values) for operation, values in found if len(values) == fewest]


def _check_version(document: Mapping[str, Any]) -> None:
    """Raise a `ContractError` where a document is no OpenAPI 3.1."""
    if not isinstance(document, Mapping):
        raise ContractError("a contract is a JSON object")
    stated = document.get("openapi") or document.get("swagger")
    if not str(stated).startswith("3.1"):
        raise ContractError(
            f"is OpenAPI {stated}, and the mock reads 3.1; scripts.generate makes 3.1 of a document"
        )


def _check_ids(document: Mapping[str, Any]) -> None:
    """Raise a `ContractError` where an operation has no id."""
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item and "operationId" not in item[method]:
                raise ContractError(f"{method.upper()} {path} has no operationId")


def _check_form(document: Mapping[str, Any]) -> None:
    """Raise a `ContractError` where a file has another form than what the mock reads of it."""
    found = misfit(document, _READ)
    if found:
        raise ContractError(f"is no OpenAPI 3.1 that the mock can read: {_told(*found)}")


def _told(place: Place, what: str) -> str:
    """What is wrong at a place, which is an operation or part of one."""
    if len(place) > 2 and place[0] == "paths":  # noqa: PLR2004 - a path and a method
        inner = f", {pointer(place[3:])}" if place[3:] else ""
        return f"{str(place[2]).upper()} {place[1]}{inner} {what}"
    return f"{pointer(place)} {what}"


def installed(version: str | None) -> Path:
    """The path of an installed contract."""
    folder, table = _table()
    module = table["versions"].get(version or table["default"])
    if module is None:
        raise ContractError(
            f"no contract for version {version!r}; there is {', '.join(table['versions'])}"
        )
    return folder / str(module) / "openapi.json"


def installed_versions() -> dict[str, str]:
    """The versions that are installed, and what the paths of each begin with."""
    prefixes: dict[str, str] = _table()[1]["prefixes"]
    return prefixes


def installed_prefix(version: str) -> str | None:
    """What the paths of a version begin with; None for one that is not installed."""
    prefixes: dict[str, str] = _table()[1]["prefixes"]
    return prefixes.get(version)


def _table() -> tuple[Path, dict[str, Any]]:
    """Where the installed client is, and its table of versions."""
    spec = importlib.util.find_spec(CLIENT)
    if spec is None or spec.origin is None:
        raise ContractError(f"{CLIENT} is not installed; name a contract")
    folder = Path(spec.origin).parent
    return folder, json.loads((folder / "versions.json").read_bytes())


def _also_served_at(operation: Operation) -> Iterator[tuple[str, ...]]:
    """Other spellings of an operation's path, for which OpenAPI has no word."""
    for path in operation.facts.get("x-also-served-at", ()):
        yield tuple(path.split("/")[1:])


def _with_ranges(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with int32 and int64 as the ranges they are.

    JSON Schema takes a format as a remark only.
    """
    ranged = {"components": {}, **copy.deepcopy(dict(document))}
    stack: list[Any] = [ranged]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if str(value.get("format")) in _RANGES:
                low, high = _RANGES[value["format"]]
                value["minimum"], value["maximum"] = (
                    value.get("minimum", low),
                    value.get("maximum", high),
                )
            stack += value.values()
        elif isinstance(value, list):
            stack += value
    return ranged


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                facts = item[method]
                scopes = next(
                    (tuple(one["oauth2"]) for one in facts.get("security", []) if "oauth2" in one),
                    (),
                )
                template = tuple(path.split("/")[1:])
                yield Operation(
                    facts["operationId"], method.upper(), template, scopes, facts, document
                )
