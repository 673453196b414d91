"""The contract as the mock uses it: which operation a request is, and whether request and answer keep it."""

from __future__ import annotations

import copy
import hashlib
import importlib.util
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote_to_bytes

import jsonschema_rs
import orjson
from attrs import define, field, frozen

CLIENT = "hubspot_marketing_events_client"
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
_RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_PROSE = {"description", "summary", "title", "examples", "example", "externalDocs"}
Problem = tuple[str, str]  # a place, and what is wrong there


class ContractError(ValueError):
    """There is no such contract."""


@frozen
class Request:
    """A request as it came; `segments` are decoded one by one, so that an escaped slash stays in its value."""

    method: str
    segments: tuple[str, ...]
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(
        cls,
        method: str,
        raw_path: bytes,
        query: bytes,
        headers: Iterable[tuple[bytes, bytes]],
        body: bytes,
    ) -> Self:
        """Read what ASGI hands over; raises a ValueError where the address is not UTF-8."""
        segments = tuple(unquote_to_bytes(part).decode() for part in raw_path.split(b"/")[1:])
        pairs = (part.partition(b"=") for part in query.split(b"&") if part)
        decoded = [(_form(name), _form(value)) for name, _, value in pairs]
        named: dict[str, str] = {}
        for raw_name, value in headers:
            name = raw_name.decode("latin-1").lower()
            named[name] = (
                f"{named[name]}, {value.decode('latin-1')}"
                if name in named
                else value.decode("latin-1")
            )
        return cls(method.upper(), segments, decoded, named, body)


def _form(text: bytes) -> str:
    return unquote_to_bytes(text.replace(b"+", b" ")).decode()


@define(eq=False, slots=False)
class Operation:
    """One operation, its validators compiled when they are first needed."""

    id: str
    method: str
    template: tuple[str, ...]
    scopes: tuple[str, ...]
    facts: Mapping[str, Any]
    document: Mapping[str, Any]
    _compiled: dict[str, Any] = field(factory=dict)

    @cached_property
    def parameters(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        """The parameters by place and name."""
        return {(p["in"], p["name"]): p for p in self.facts.get("parameters", [])}

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all that the contract says of this operation, but for prose: what its recordings rest on."""
        wanted, reached = [self.facts], dict[str, Any]()
        while wanted:
            for name in (
                set(re.findall(r'"#/components/([^"]+)"', json.dumps(wanted.pop())))
                - reached.keys()
            ):
                section, _, key = name.partition("/")
                reached[name] = self.document["components"][section][key]
                wanted.append(reached[name])
        said = [self.method, self.template, _without_prose(self.facts), _without_prose(reached)]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def body_schema(self) -> Mapping[str, Any] | None:
        """The schema of a JSON body, or None where the call takes none."""
        content = self.facts.get("requestBody", {}).get("content", {})
        schema: Mapping[str, Any] | None = content.get("application/json", {}).get("schema")
        return schema

    def check_parameters(
        self, path: Mapping[str, str], query: Sequence[tuple[str, str]]
    ) -> tuple[dict[str, Any], list[Problem]]:
        """Convert and validate path and query; returns the values by name, and what is wrong."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for place, name, text in [
            *(("path", *item) for item in path.items()),
            *(("query", *item) for item in query),
        ]:
            parameter = self.parameters.get((place, name))
            if parameter is None:
                problems.append((name, "is not a parameter of this call"))
            elif name in values:
                problems.append((name, "is given more than once"))
            else:
                values[name] = _converted(text, parameter["schema"])
                found = self._broken(f"{place} {name}", parameter["schema"], values[name])
                problems += [(name, message) for _, message in found]
        for (_, name), parameter in self.parameters.items():
            if name not in values and parameter.get("required"):
                problems.append((name, "is required"))
            elif name not in values and "default" in parameter["schema"]:
                values[name] = parameter["schema"]["default"]
        return values, problems

    def check_body(self, body: Any) -> list[Problem]:
        """What is wrong with a JSON body."""
        return list(self._broken("body", self.body_schema or {}, body))

    def check_answer(self, status: int, content_type: str | None, body: bytes) -> list[Problem]:
        """What is wrong with an answer: a status or type that is not declared, or another shape."""
        responses = self.facts["responses"]
        declared = (
            responses.get(str(status))
            or responses.get(f"{status // 100}XX")
            or responses.get("default")
        )
        if declared is None:
            return [("status", f"{status} is not declared")]
        if "$ref" in declared:
            declared = self.document["components"]["responses"][declared["$ref"].rpartition("/")[2]]
        content = declared.get("content") or {}
        kind = (content_type or "").partition(";")[0]
        if not content:
            return [("body", "should be empty")] if body else []
        if kind not in content:
            return [("content type", f"{kind or 'none'} is not declared for {status}")]
        return list(self._broken(f"answer {status}", content[kind]["schema"], orjson.loads(body)))

    def _broken(self, name: str, schema: Mapping[str, Any], value: Any) -> Iterator[Problem]:
        if name not in self._compiled:
            whole = {**schema, "components": self.document["components"]}
            self._compiled[name] = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        for problem in self._compiled[name].iter_errors(value):
            yield "/".join(map(str, problem.instance_path)) or name, problem.message


def _converted(text: str, schema: Mapping[str, Any]) -> Any:
    if schema.get("type") == "integer" and re.fullmatch(r"-?(0|[1-9][0-9]{0,29})", text):
        return int(text)
    return text


def _values(path: Sequence[str], segments: Sequence[str]) -> dict[str, str] | None:
    """The values of a path's parameters, or None where the segments are another path's of as many."""
    values = {}
    for part, segment in zip(path, segments, strict=True):
        if part.startswith("{"):
            values[part[1:-1]] = segment
        elif part != segment:
            return None
    return values if all(values.values()) else None


class Contract:
    """A corrected OpenAPI 3.1 document.

    Args:
        document: the document; its `info.version` is the one that recordings name.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.version = str(document["info"]["version"])
        self.document = _with_ranges(document)
        self.operations: dict[str, Operation] = {}
        self._by_length: dict[int, list[tuple[tuple[str, ...], Operation]]] = {}
        for operation, paths in _operations(self.document):
            self.operations[operation.id] = operation
            for path in paths:
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
        path = path or _installed(version)
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
            if (values := _values(path, request.segments)) is not None
        ]
        # The path with the fewest parameters is addressed, whatever its methods (observed: GET /events is 405).
        fewest = min((len(values) for _, values in found), default=0)
        found = [(operation, values) for operation, values in found if len(values) == fewest]
        operation, values = next(
            ((op, v) for op, v in found if op.method == request.method), (None, {})
        )
        return operation, values, [op.method for op, _ in found]


def prefix_of(version: str) -> str | None:
    """What the paths of an installed version begin with; None for a version that is not installed."""
    prefixes: dict[str, str] = _table()[1]["prefixes"]
    return prefixes.get(version)


def _installed(version: str | None) -> Path:
    folder, table = _table()
    module = table["versions"].get(version or table["default"])
    if module is None:
        raise ContractError(
            f"no contract for version {version!r}; there is {', '.join(table['versions'])}"
        )
    return folder / str(module) / "openapi.json"


def _table() -> tuple[Path, dict[str, Any]]:
    """Where the installed client is, and its table of versions."""
    spec = importlib.util.find_spec(CLIENT)
    if spec is None or spec.origin is None:
        raise ContractError(f"{CLIENT} is not installed; name a contract")
    folder = Path(spec.origin).parent
    return folder, json.loads((folder / "versions.json").read_bytes())


def _without_prose(value: Any, *, named: bool = False) -> Any:
    """A part of a document without descriptions; in a map of properties or components, any name may stand."""
    if isinstance(value, list):
        return [_without_prose(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = value if named else {key: one for key, one in value.items() if key not in _PROSE}
    return {
        key: _without_prose(one, named=not named and key in {"properties", "headers"})
        for key, one in kept.items()
    }


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


def _operations(
    document: Mapping[str, Any],
) -> Iterator[tuple[Operation, list[tuple[str, ...]]]]:
    """Every operation, with the paths that it is served at, its own first."""
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                facts = item[method]
                scopes = next(
                    (tuple(one["oauth2"]) for one in facts.get("security", []) if "oauth2" in one),
                    (),
                )
                template = tuple(path.split("/")[1:])
                operation = Operation(
                    facts["operationId"], method.upper(), template, scopes, facts, document
                )
                yield operation, [template, *_also_served_at(facts)]


def _also_served_at(facts: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Other spellings of an operation's path, which OpenAPI has no word for."""
    for path in facts.get("x-also-served-at", ()):
        yield tuple(path.split("/")[1:])
