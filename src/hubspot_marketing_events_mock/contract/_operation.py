"""One operation of a contract: whether a request to it and a response of it keep the contract."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import orjson
from attrs import define, field

_MOST_PROBLEMS = 20  # that are named of one message
_LONGEST_MESSAGE = 300  # characters
_PROSE = {"description", "summary", "title", "examples", "example", "externalDocs"}
Problem = tuple[str, str]  # a place, and what is wrong there


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
    _contents: dict[int, Mapping[str, Any] | None] = field(factory=dict)

    @cached_property
    def parameters(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        """The parameters by place and name."""
        return {(p["in"], p["name"]): p for p in self.facts.get("parameters", [])}

    @cached_property
    def key_names(self) -> frozenset[str]:
        """What a key is called in the query, where the call takes one in place of a token."""
        schemes = self.document.get("components", {}).get("securitySchemes", {})
        named = {name for way in self.facts.get("security", []) for name in way}
        found = [schemes[name] for name in named if name in schemes]
        return frozenset(
            one["name"] for one in found if (one.get("type"), one.get("in")) == ("apiKey", "query")
        )

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all that the contract says of this operation, but for prose.

        A recording holds as long as this stays the same.
        """
        reached = self._components_of(self.facts)
        said = [self.method, self.template, _without_prose(self.facts), _without_prose(reached)]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def _components_of(self, part: Any) -> dict[str, Any]:
        """The components that a part of the document refers to, and those that these refer to."""
        wanted, reached = [part], dict[str, Any]()
        while wanted:
            written = json.dumps(wanted.pop(), ensure_ascii=False)
            for name in set(re.findall(r'"#/components/([^"]+)"', written)) - reached.keys():
                reached[name] = self._component(name)
                wanted.append(reached[name])
        return reached

    def _component(self, name: str) -> Any:
        """The part of the components at a pointer, or None where nothing is there."""
        found: Any = self.document["components"]
        for part in unquote(name).split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    @cached_property
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
            if parameter is None and place == "query" and name in self.key_names:
                continue
            if parameter is None:
                problems.append((_cut(name), "is not a parameter of this call"))
            elif name in values:
                problems.append((_cut(name), "is given more than once"))
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

    @cached_property
    def takes_numbers(self) -> bool:
        """Whether the contract lets a number stand anywhere in a JSON body."""
        parts = [self.body_schema, *self._components_of(self.body_schema).values()]
        named = any(kind in json.dumps(parts) for kind in ('"number"', '"integer"'))
        return named or any(_lets_anything_in(part) for part in parts)

    def check_body(self, body: Any) -> list[Problem]:
        """What is wrong with a JSON body."""
        return self._broken("body", self.body_schema or {}, body)

    @property
    def takes_body(self) -> bool:
        """Whether the call takes a JSON body."""
        return self.body_schema is not None

    def check_response(self, status: int, content_type: str | None, body: Any) -> list[Problem]:
        """What is wrong with a response: a status or type that is not declared, or another shape.

        Args:
            status: the status code.
            content_type: the header of that name.
            body: a value that becomes JSON, or bytes that are sent as they are.

        Raises:
            ValueError: the body should be JSON and is not.
        """
        declared = self._declared(status)
        if declared is None:
            return [("status", f"{status} is not declared")]
        if not declared:
            return [("body", "should be empty")] if body != b"" else []
        kind = (content_type or "").partition(";")[0].strip().lower()
        if kind not in declared:
            return [("content type", f"{kind or 'none'} is not declared for {status}")]
        schema = declared[kind].get("schema", {})
        value = orjson.loads(body) if isinstance(body, bytes) else body
        return self._broken(f"response {status}", schema, value)

    def _declared(self, status: int) -> Mapping[str, Any] | None:
        """The contents that a response of a status may have, by content type."""
        if status in self._contents:
            return self._contents[status]
        responses = self.facts["responses"]
        names = (str(status), f"{status // 100}XX", "default")
        declared = next((responses[name] for name in names if name in responses), None)
        if declared is not None and "$ref" in declared:
            declared = self.document["components"]["responses"][declared["$ref"].rpartition("/")[2]]
        contents = None if declared is None else declared.get("content") or {}
        self._contents[status] = contents
        return contents

    def _broken(self, name: str, schema: Mapping[str, Any], value: Any) -> list[Problem]:
        validator = self._compiled.get(name)
        if validator is None:
            whole = {**schema, "components": self.document["components"]}
            validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
            self._compiled[name] = validator
        # Saying that nothing is wrong is several times as fast as looking for what is.
        if validator.is_valid(value):
            return []
        found = islice(validator.iter_errors(value), _MOST_PROBLEMS)
        return [(_place(problem) or name, _cut(problem.message)) for problem in found]


def _lets_anything_in(schema: Any) -> bool:
    """Whether a schema has a place where any value may stand; a reference has none of its own.

    An object with named properties may have others, but nothing reads those.
    """
    if not isinstance(schema, Mapping):
        return schema is not False
    named = schema.get("properties", {})
    inner = [*named.values(), *schema.get("patternProperties", {}).values()]
    for way in ("allOf", "anyOf", "oneOf", "prefixItems"):
        inner += schema.get(way, ())
    kinds = schema.get("type", ())
    if "array" in kinds:
        inner.append(schema.get("items", True))
    if "object" in kinds:
        inner.append(schema.get("additionalProperties", not named))
    says_nothing = not (kinds or inner or "$ref" in schema)
    return says_nothing or any(map(_lets_anything_in, inner))


def _place(problem: jsonschema_rs.ValidationError) -> str:
    return _cut("/".join(map(str, problem.instance_path)))


def _cut(text: str) -> str:
    """The text, without its middle where it is long: a message never repeats a long input."""
    if len(text) <= _LONGEST_MESSAGE:
        return text
    return f"{text[: _LONGEST_MESSAGE // 2]} ... {text[-_LONGEST_MESSAGE // 2 :]}"


def _converted(text: str, schema: Mapping[str, Any]) -> Any:
    if schema.get("type") == "integer" and re.fullmatch(r"-?(0|[1-9][0-9]{0,29})", text):
        return int(text)
    return text


def path_values(path: Sequence[str], segments: Sequence[str]) -> dict[str, str] | None:
    """The values of a path's parameters, or None where the segments are another path's."""
    values = {}
    for part, segment in zip(path, segments, strict=True):
        if part.startswith("{"):
            values[part[1:-1]] = segment
        elif part != segment:
            return None
    return values if all(values.values()) else None


def _without_prose(value: Any, *, named: bool = False) -> Any:
    """A part of a document without descriptions.

    In a map of properties or components, any name may stand.
    """
    if isinstance(value, list):
        return [_without_prose(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = value if named else {key: one for key, one in value.items() if key not in _PROSE}
    return {
        key: _without_prose(one, named=not named and key in {"properties", "headers"})
        for key, one in kept.items()
    }
