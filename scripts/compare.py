"""Say what changed between two OpenAPI documents, by meaning: what breaks callers, what may, and what does not.

    nox -s compare -- OLD NEW [--format text|markdown|json|sarif] [--fail-on breaking|any]

OLD and NEW are files, or versions as 2026-03, of which the published facts are taken. Order, prose and the version in
paths are passed over. Each change is judged apart for requests and answers; `RULES` is the table, and says where
HubSpot's own definition of a breaking change agrees. Exit code 0; 1 for what `--fail-on` names; 2 where a document
cannot be read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from scripts._project import PipelineError, Project, run

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
BREAKING, RISKY, COMPATIBLE = "breaking", "risky", "compatible"
LEVELS = (BREAKING, RISKY, COMPATIBLE)
OURS = {"POST /marketing/marketing-events/{version}/events/upsert"}  # what the facade calls
_SHOWN = 3  # places of one kind of change, in what people read
_NAMES, _DEEPEST = "x-path-names", 60
_VERSION = re.compile(r"/(v\d+|\d{4}-\d\d(-[a-z]+)?)(?=/|$)")


@dataclass(frozen=True)
class Rule:
    """How a kind of change is judged; `hubspot` says whether HubSpot, too, calls it breaking where it is so here."""

    request: str
    response: str
    hubspot: bool | None
    what: str


# HubSpot's definition (documentation, "Breaking change definition"): removing an endpoint, a response field or an
# accepted request value; adding a required request field, header or parameter; renaming; changing a type; changing
# auth or error codes; restricting scopes; reducing limits; adding validation. All else may come without notice.
RULES: dict[str, Rule] = {
    "operation-removed": Rule(BREAKING, BREAKING, True, "the operation is gone"),
    "operation-added": Rule(COMPATIBLE, COMPATIBLE, None, "the operation is new"),
    "operation-renamed": Rule(RISKY, RISKY, False, "the operationId is another, and generated names follow it"),
    "parameter-added": Rule(COMPATIBLE, COMPATIBLE, None, "an optional parameter is new"),
    "required-parameter-added": Rule(BREAKING, COMPATIBLE, True, "a required parameter is new"),
    "parameter-removed": Rule(BREAKING, COMPATIBLE, True, "a parameter is gone"),
    "parameter-became-required": Rule(BREAKING, COMPATIBLE, True, "a parameter has become required"),
    "parameter-became-optional": Rule(COMPATIBLE, COMPATIBLE, None, "a parameter has become optional"),
    "body-added": Rule(RISKY, COMPATIBLE, None, "the call takes a body now"),
    "body-became-required": Rule(BREAKING, COMPATIBLE, True, "the body has become required"),
    "body-removed": Rule(BREAKING, COMPATIBLE, True, "the call takes no body any more"),
    "media-type-added": Rule(COMPATIBLE, RISKY, False, "a content type is new"),
    "media-type-removed": Rule(BREAKING, BREAKING, True, "a content type is gone"),
    "success-added": Rule(COMPATIBLE, RISKY, False, "a success has a status that was not declared"),
    "success-removed": Rule(COMPATIBLE, RISKY, False, "a success status is not declared any more"),
    "error-added": Rule(COMPATIBLE, COMPATIBLE, None, "an error status is declared"),
    "error-removed": Rule(COMPATIBLE, RISKY, True, "an error status is not declared any more"),
    "security-added": Rule(COMPATIBLE, COMPATIBLE, None, "a way to authenticate is new"),
    "security-removed": Rule(BREAKING, COMPATIBLE, True, "a way to authenticate is gone"),
    "scope-added": Rule(BREAKING, COMPATIBLE, True, "a scope is needed that was not"),
    "scope-removed": Rule(COMPATIBLE, COMPATIBLE, None, "a scope is not needed any more"),
    "field-added": Rule(COMPATIBLE, COMPATIBLE, None, "an optional field is new"),
    "required-field-added": Rule(BREAKING, COMPATIBLE, True, "a required field is new"),
    "field-removed": Rule(BREAKING, BREAKING, True, "a field is gone"),
    "field-became-required": Rule(BREAKING, COMPATIBLE, True, "a field has become required"),
    "field-became-optional": Rule(COMPATIBLE, RISKY, False, "a field is not promised any more"),
    "type-changed": Rule(BREAKING, BREAKING, True, "the type is another"),
    "type-widened": Rule(COMPATIBLE, RISKY, False, "more types are allowed, as null"),
    "type-narrowed": Rule(BREAKING, COMPATIBLE, True, "fewer types are allowed"),
    "format-changed": Rule(RISKY, RISKY, False, "the format is another"),
    "enum-value-added": Rule(COMPATIBLE, RISKY, False, "a value is new"),
    "enum-value-removed": Rule(BREAKING, COMPATIBLE, True, "a value is gone"),
    "enum-closed": Rule(BREAKING, COMPATIBLE, True, "only listed values are allowed"),
    "enum-opened": Rule(COMPATIBLE, RISKY, False, "any value is allowed"),
    "limit-tightened": Rule(BREAKING, COMPATIBLE, True, "a limit is tighter, or new"),
    "limit-loosened": Rule(COMPATIBLE, RISKY, False, "a limit is looser, or gone"),
    "pattern-changed": Rule(BREAKING, RISKY, True, "the pattern is another"),
    "default-changed": Rule(RISKY, COMPATIBLE, False, "what is meant by leaving it out is another"),
    "extra-fields-forbidden": Rule(BREAKING, COMPATIBLE, True, "fields that are not listed are refused"),
    "extra-fields-allowed": Rule(COMPATIBLE, COMPATIBLE, None, "fields that are not listed are allowed"),
    "choice-added": Rule(COMPATIBLE, RISKY, False, "an alternative shape is new"),
    "choice-removed": Rule(BREAKING, COMPATIBLE, True, "an alternative shape is gone"),
}
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


@dataclass(frozen=True, order=True)
class Change:
    """One change of one operation; `side` is request or response."""

    operation: str
    side: str
    place: str
    rule: str
    detail: str
    affects: str

    @property
    def level(self) -> str:
        """How it is judged."""
        rule = RULES[self.rule]
        return rule.request if self.side == "request" else rule.response


class Comparison:
    """Two documents side by side.

    Args:
        old: the earlier document.
        new: the later one.
        recorded: the operations that there are recordings of.
    """

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any], recorded: set[str]) -> None:
        self.old, self.new, self.recorded = old, new, recorded
        self.found: set[Change] = set()

    def changes(self) -> list[Change]:
        """Every change, the worst first."""
        before, after = operations(self.old), operations(self.new)
        for key in before.keys() - after.keys():
            self._note(key, "request", "", "operation-removed", "")
        for key in after.keys() - before.keys():
            self._note(key, "request", "", "operation-added", "")
        for key in before.keys() & after.keys():
            self._operation(key, before[key], after[key])
        return sorted(self.found, key=lambda change: (LEVELS.index(change.level), change))

    def _note(self, operation: str, side: str, place: str, rule: str, detail: str) -> None:
        used = ["upsert"] if operation in OURS else []
        used += ["recordings"] if operation in self.recorded else []
        affects = f"affects {' and '.join(used)}" if used else "affects nothing we use"
        self.found.add(Change(operation, side, place, rule, detail, affects))

    def _operation(self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        before, after = (_tail(str(facts.get("operationId", ""))) for facts in (old, new))
        if before != after:
            self._note(name, "request", "", "operation-renamed", f"{before} -> {after}")
        self._parameters(name, old, new)
        self._body(name, _resolved(old.get("requestBody"), self.old), _resolved(new.get("requestBody"), self.new))
        self._responses(name, old.get("responses", {}), new.get("responses", {}))
        self._security(name, old, new)

    def _parameters(self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        before, after = _parameters(old, self.old), _parameters(new, self.new)
        for key in before.keys() - after.keys():
            self._note(name, "request", "/".join(key), "parameter-removed", key[1])
        for key in after.keys() - before.keys():
            rule = "required-parameter-added" if after[key].get("required") else "parameter-added"
            self._note(name, "request", "/".join(key), rule, key[1])
        for key in before.keys() & after.keys():
            place, was, is_ = "/".join(key), bool(before[key].get("required")), bool(after[key].get("required"))
            if was != is_:
                rule = "parameter-became-required" if is_ else "parameter-became-optional"
                self._note(name, "request", place, rule, key[1])
            self._schema((name, "request"), place, before[key].get("schema", {}), after[key].get("schema", {}))

    def _body(self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        if bool(old) != bool(new):
            rule = "body-removed" if old else "body-became-required" if new.get("required") else "body-added"
            self._note(name, "request", "body", rule, "")
            return
        if new.get("required") and not old.get("required"):
            self._note(name, "request", "body", "body-became-required", "")
        self._content((name, "request"), "body", old.get("content", {}), new.get("content", {}))

    def _content(self, where: tuple[str, str], place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        for kind in sorted(old.keys() - new.keys()):
            self._note(*where, place, "media-type-removed", kind)
        for kind in sorted(new.keys() - old.keys()):
            self._note(*where, place, "media-type-added", kind)
        for kind in sorted(old.keys() & new.keys()):
            self._schema(where, place, old[kind].get("schema", {}), new[kind].get("schema", {}))

    def _responses(self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        for status in old.keys() ^ new.keys():
            success = "success" if str(status).startswith("2") else "error"
            rule = f"{success}-{'removed' if status in old else 'added'}"
            self._note(name, "response", str(status), rule, str(status))
        for status in old.keys() & new.keys():
            before, after = _resolved(old[status], self.old), _resolved(new[status], self.new)
            self._content((name, "response"), str(status), before.get("content", {}), after.get("content", {}))

    def _security(self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        before, after = _security(old, self.old), _security(new, self.new)
        for scheme in before.keys() - after.keys():
            self._note(name, "request", "security", "security-removed", scheme)
        for scheme in after.keys() - before.keys():
            self._note(name, "request", "security", "security-added", scheme)
        for scheme in before.keys() & after.keys():
            for scope in after[scheme] - before[scheme]:
                self._note(name, "request", "security", "scope-added", scope)
            for scope in before[scheme] - after[scheme]:
                self._note(name, "request", "security", "scope-removed", scope)

    def _schema(
        self, where: tuple[str, str], place: str, old: Any, new: Any, seen: frozenset[tuple[str, str]] = frozenset()
    ) -> None:
        pair = (str(old.get("$ref", "")), str(new.get("$ref", "")))
        if (pair in seen and any(pair)) or len(seen) > _DEEPEST:
            return
        seen |= {pair} if any(pair) else frozenset()
        old, new = _resolved(old, self.old), _resolved(new, self.new)
        if old == new and not _references(old):
            return
        self._types(where, place, old, new)
        self._values(where, place, old, new)
        self._limits(where, place, old, new)
        self._fields(where, place, old, new, seen)
        if isinstance(old.get("items"), Mapping) and isinstance(new.get("items"), Mapping):
            self._schema(where, f"{place}/*", old["items"], new["items"], seen)
        extras = [schema.get("additionalProperties", True) for schema in (old, new)]
        if all(isinstance(extra, Mapping) for extra in extras):
            self._schema(where, f"{place}/*", extras[0], extras[1], seen)
        elif (extras[0] is False) != (extras[1] is False):
            self._note(*where, place, f"extra-fields-{'forbidden' if extras[1] is False else 'allowed'}", "")
        for word in ("oneOf", "anyOf", "allOf"):
            self._choices(where, f"{place}/{word}", old.get(word, []), new.get(word, []), seen)

    def _choices(
        self,
        where: tuple[str, str],
        place: str,
        old: Sequence[Any],
        new: Sequence[Any],
        seen: frozenset[tuple[str, str]],
    ) -> None:
        for number, pair in enumerate(zip(old, new, strict=False)):
            self._schema(where, f"{place}/{number}", pair[0], pair[1], seen)
        if len(old) != len(new):
            self._note(*where, place, "choice-added" if len(new) > len(old) else "choice-removed", "")

    def _types(self, where: tuple[str, str], place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        before, after = _types(old), _types(new)
        if before != after and before and after:
            wider = before < after or (before <= after | {"integer"} and "number" in after)
            rule = "type-widened" if wider else "type-narrowed" if after < before else "type-changed"
            self._note(*where, place, rule, f"{' or '.join(sorted(before))} -> {' or '.join(sorted(after))}")
        elif before != after:
            self._note(*where, place, "type-narrowed" if after else "type-widened", "")
        if old.get("format") != new.get("format"):
            self._note(*where, place, "format-changed", f"{old.get('format')} -> {new.get('format')}")

    def _values(self, where: tuple[str, str], place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        if ("enum" in old) != ("enum" in new):
            self._note(*where, place, "enum-closed" if "enum" in new else "enum-opened", "")
        elif "enum" in old:
            before, after = ({json.dumps(value) for value in schema["enum"]} for schema in (old, new))
            for value in before - after:
                self._note(*where, place, "enum-value-removed", value)
            for value in after - before:
                self._note(*where, place, "enum-value-added", value)
        if old.get("default") != new.get("default"):
            detail = f"{old.get('default')!r} -> {new.get('default')!r}"
            self._note(*where, place, "default-changed", detail)

    def _limits(self, where: tuple[str, str], place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        for words, sign in ((_LOWER, 1), (_UPPER, -1)):
            for word in words:
                before, after = (schema.get(word) for schema in (old, new))
                if before == after:
                    continue
                tighter = before is None or (after is not None and (after - before) * sign > 0)
                detail = f"{word}: {before} -> {after}"
                self._note(*where, place, "limit-tightened" if tighter else "limit-loosened", detail)
        if old.get("pattern") != new.get("pattern"):
            self._note(*where, place, "pattern-changed", f"{old.get('pattern')} -> {new.get('pattern')}")

    def _fields(
        self, where: tuple[str, str], place: str, old: Mapping[str, Any], new: Mapping[str, Any],
        seen: frozenset[tuple[str, str]],
    ) -> None:  # fmt: skip
        before, after = old.get("properties", {}), new.get("properties", {})
        was, is_ = set(old.get("required", ())), set(new.get("required", ()))
        for name in before.keys() - after.keys():
            self._note(*where, f"{place}/{name}", "field-removed", name)
        for name in after.keys() - before.keys():
            self._note(*where, f"{place}/{name}", "required-field-added" if name in is_ else "field-added", name)
        for name in before.keys() & after.keys():
            if (name in was) != (name in is_):
                rule = "field-became-required" if name in is_ else "field-became-optional"
                self._note(*where, f"{place}/{name}", rule, name)
            self._schema(where, f"{place}/{name}", before[name], after[name], seen)


def operations(document: Mapping[str, Any]) -> dict[str, Any]:
    """Every operation by method and path, with versions in paths masked and shared parameters taken over."""
    found = {}
    for path, item in document.get("paths", {}).items():
        shared = item.get("parameters", [])
        for method in METHODS:
            if method in item:
                facts = item[method]
                names = re.findall(r"\{([^}]*)\}", path)
                parameters = [*shared, *facts.get("parameters", [])]
                found[masked(method, path)] = {**facts, "parameters": parameters, _NAMES: names}
    return found


def _tail(name: str) -> str:
    """An operationId without the path and version that HubSpot puts before it."""
    tail = name.rpartition("_")[2]
    return tail if tail and "/" in name else name


def _resolved(value: Any, document: Mapping[str, Any]) -> Any:
    """What a reference leads to; of one that leads nowhere, or in a circle, nothing."""
    for _ in range(_DEEPEST):
        if not isinstance(value, Mapping) or "$ref" not in value:
            return value or {}
        target: Any = document
        for part in str(value["$ref"]).removeprefix("#/").split("/"):
            part = part.replace("~1", "/").replace("~0", "~")  # noqa: PLW2901 - RFC 6901
            target = target.get(part, {}) if isinstance(target, Mapping) else {}
        value = target
    return {}


def _references(value: Any) -> bool:
    return '"$ref"' in json.dumps(value, default=str)


def _parameters(facts: Mapping[str, Any], document: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    """Parameters by place and name; of a path, by the order in which they stand, since a name is not on the wire."""
    found = [_resolved(parameter, document) for parameter in facts.get("parameters", [])]
    names = facts.get(_NAMES, [])
    return {
        ("path", str(names.index(one["name"])) if one.get("name") in names else str(one.get("name")))
        if one.get("in") == "path"
        else (str(one.get("in")), str(one.get("name"))): one
        for one in found
    }


def _security(facts: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, set[str]]:
    asked = facts.get("security", document.get("security", []))
    return {scheme: set(scopes) for one in asked for scheme, scopes in one.items()}


def _types(schema: Mapping[str, Any]) -> set[str]:
    kinds = schema.get("type", [])
    found = {kinds} if isinstance(kinds, str) else set(kinds)
    return found | ({"null"} if schema.get("nullable") and found else set())


def load(name: str, project: Project) -> Any:
    """Read a document: a file, or what HubSpot published of a version that is carried."""
    path = Path(name)
    if not path.exists():
        _, versions = project.versions()
        if name not in versions:
            raise PipelineError(f"{name}: neither a file nor a version; there is {', '.join(versions)}")
        path = project.published(name)
    try:
        document = yaml.safe_load(path.read_text("utf-8")) if path.suffix != ".json" else json.loads(path.read_bytes())
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise PipelineError(f"{name}: cannot be read: {error}") from error
    if not isinstance(document, dict) or not str(document.get("openapi", "")).startswith("3."):
        raise PipelineError(f"{name}: not an OpenAPI 3 document")
    return document


def masked(method: str, path: str) -> str:
    """An operation without the version in its path and the names of its parameters, which are not on the wire."""
    named = _VERSION.sub("/{version}", re.sub(r"\{[^}]*\}", "{}", path))
    return f"{method.upper()} {named}"


def recorded(project: Project) -> set[str]:
    """The operations that there are recordings of."""
    found = set()
    for path in (project.root / "contract_tests" / "recordings").rglob("*.har"):
        for entry in json.loads(path.read_bytes())["log"]["entries"]:
            found.add(masked(entry["request"]["method"], urlsplit(entry["request"]["url"]).path))
    return found


def grouped(changes: Sequence[Change]) -> Iterator[tuple[Change, list[Change]]]:
    """Changes of one kind and detail together, in the order of the worst."""
    groups: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.level, change.side, change.rule, change.detail), []).append(change)
    yield from ((group[0], group) for group in groups.values())


def _places(group: Sequence[Change]) -> str:
    shown = [f"{change.operation} {change.side} {change.place}".strip() for change in group[:_SHOWN]]
    return ", ".join(shown) + (f", and {len(group) - _SHOWN} more" if len(group) > _SHOWN else "")


def _affected(group: Sequence[Change]) -> str:
    return next((change.affects for change in group if "nothing" not in change.affects), group[0].affects)


def text(changes: Sequence[Change]) -> Iterator[str]:
    """A line for each kind of change, and how many there are of each level."""
    for change, group in grouped(changes):
        yield f"{change.level:10} {_said(change)}; {_affected(group)}\n           in {_places(group)}"
    yield _counted(changes)


def markdown(changes: Sequence[Change]) -> Iterator[str]:
    """A table for each level."""
    yield f"{_counted(changes)}\n"
    for level in LEVELS:
        rows = [(change, group) for change, group in grouped(changes) if change.level == level]
        if rows:
            yield f"## {level.capitalize()}\n\n| what | where | |\n| --- | --- | --- |"
            for change, group in rows:
                cells = (_said(change), _places(group), _affected(group))
                yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
            yield ""


def as_json(changes: Sequence[Change]) -> str:
    """Every change as an object."""
    return json.dumps(
        [
            {
                "level": change.level, "operation": change.operation, "side": change.side, "place": change.place,
                "rule": change.rule, "detail": change.detail, "hubspotCallsItBreaking": RULES[change.rule].hubspot,
                "affects": change.affects,
            }
            for change in changes
        ],
        indent=2,
    )  # fmt: skip


def sarif(changes: Sequence[Change], new: str) -> str:
    """SARIF 2.1.0, for what shows findings beside code."""
    levels = {BREAKING: "error", RISKY: "warning", COMPATIBLE: "note"}
    rules = [{"id": name, "shortDescription": {"text": RULES[name].what}} for name in sorted({c.rule for c in changes})]
    results = [
        {
            "ruleId": change.rule,
            "level": levels[change.level],
            "message": {"text": f"{change.operation} {change.side} {change.place}: {_said(change)}; {change.affects}"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": new}}}],
        }
        for change in changes
    ]
    driver = {"name": "hubspot-marketing-events compare", "rules": rules}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps(
        {"version": "2.1.0", "$schema": schema, "runs": [{"tool": {"driver": driver}, "results": results}]}, indent=2
    )


def _said(change: Change) -> str:
    rule = RULES[change.rule]
    hubspot = {True: " (HubSpot: breaking)", False: " (HubSpot: without notice)", None: ""}[rule.hubspot]
    return f"{rule.what}{f': {change.detail}' if change.detail else ''}{hubspot if change.level != COMPATIBLE else ''}"


def _counted(changes: Sequence[Change]) -> str:
    count = Counter(change.level for change in changes)
    return ", ".join(f"{count[level]} {level}" for level in LEVELS) if changes else "no change of meaning"


def main(arguments: Sequence[str]) -> int:
    """Compare two documents and print what changed."""
    parser = argparse.ArgumentParser(prog="nox -s compare --", description="Compare two OpenAPI documents by meaning.")
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--format", choices=("text", "markdown", "json", "sarif"), default="text")
    parser.add_argument("--fail-on", choices=("breaking", "any"))
    options = parser.parse_args(arguments)
    project = Project()
    try:
        old, new = load(options.old, project), load(options.new, project)
    except PipelineError as problem:
        sys.stderr.write(f"error: {problem}\n")
        return 2
    changes = Comparison(old, new, recorded(project)).changes()
    shown = {
        "text": lambda: "\n".join(text(changes)),
        "markdown": lambda: "\n".join(markdown(changes)),
        "json": lambda: as_json(changes),
        "sarif": lambda: sarif(changes, options.new),
    }
    print(shown[options.format]())
    failing = changes if options.fail_on == "any" else [change for change in changes if change.level == BREAKING]
    return int(bool(options.fail_on and failing))


if __name__ == "__main__":
    run(main)
