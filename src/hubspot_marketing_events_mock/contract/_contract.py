"""A contract: the operations of a corrected OpenAPI document, found by method and path."""

from __future__ import annotations

import copy
import importlib.util
import json
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any, Self

from hubspot_marketing_events_mock.contract._messages import Request
from hubspot_marketing_events_mock.contract._operation import Operation, path_values

CLIENT = "hubspot_marketing_events_client"
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
_RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}


class ContractError(ValueError):
    """There is no such contract."""


class Contract:
    """A corrected OpenAPI 3.1 document.

    Args:
        document: the document; its `info.version` is the one that recordings name.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.version = str(document["info"]["version"])
        self.document = _with_ranges(document)
        self.operations = {operation.id: operation for operation in _operations(self.document)}
        self._by_length: dict[int, list[tuple[tuple[str, ...], Operation]]] = {}
        for operation in self.operations.values():
            for path in (operation.template, *_also_served_at(operation)):
                self._by_length.setdefault(len(path), []).append((path, operation))

    @property
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
        path = path or installed(version)
        try:
            return cls(json.loads(Path(path).read_bytes()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ContractError(f"{path}: cannot be read as a contract: {error}") from error

    def find(self, request: Request) -> tuple[Operation | None, dict[str, str], list[str]]:
        """Find the operation of a request.

        Returns:
            The operation or None, the values of its path parameters, and the methods that the path has.
        """
        candidates = self._by_length.get(len(request.segments), ())
        found = [
            (op, values)
            for path, op in candidates
            if (values := path_values(path, request.segments)) is not None
        ]
        # The path with the fewest parameters is addressed, whatever its methods (observed: GET /events is 405).
        fewest = min((len(values) for _, values in found), default=0)
        found = [(operation, values) for operation, values in found if len(values) == fewest]
        operation, values = next(
            ((op, v) for op, v in found if op.method == request.method), (None, {})
        )
        return operation, values, [op.method for op, _ in found]


def installed(version: str | None) -> Path:
    """The path of an installed contract."""
    folder, table = _table()
    module = table["versions"].get(version or table["default"])
    if module is None:
        raise ContractError(
            f"no contract for version {version!r}; there is {', '.join(table['versions'])}"
        )
    return folder / str(module) / "openapi.json"


def installed_prefix(version: str) -> str | None:
    """What the paths of an installed version begin with; None for a version that is not installed."""
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
    """The document with int32 and int64 as the ranges they are; JSON Schema takes a format as a remark."""
    ranged = copy.deepcopy(dict(document))
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
