"""Say what changed between two OpenAPI documents, by meaning: what breaks callers, what may, and what does not.

    nox -s compare -- OLD NEW [--format text|markdown|json|sarif] [--fail-on breaking|any]

OLD and NEW are files, JSON or YAML, or versions as 2026-03, of which the published facts are taken. Order, prose and
the version in paths are passed over. Each change says where it lives and which operations it reaches, and is judged
apart for requests and answers; `docs/compare.md` has the rules and the formats. Exit code 0; 1 for what `--fail-on`
names; 2 where a document cannot be read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from scripts import _reports
from scripts._documents import (
    PATH_NAMES,
    alike,
    canonical,
    labelled,
    load,
    lookup,
    mapping,
    masked,
    named,
    operations,
    references,
    resolved,
    sequence,
    unversioned,
)  # fmt: skip
from scripts._pairs import ANYTHING, Key, Pairs
from scripts._project import PipelineError, Project, run
from scripts._rules import BOTH, BREAKING, LEVELS, REQUEST, RESPONSE, RULES, Change
from scripts._security import alternatives, schemes
from scripts._shapes import Source, bare

__all__ = ["RULES", "Change", "Comparison", "changes", "load", "masked", "recorded", "report"]

OURS = {"POST /marketing/marketing-events/{version}/events/upsert"}  # what the facade calls
_IGNORED = {
    "header.accept",
    "header.authorization",
    "header.content-type",
}  # OpenAPI: these are to be ignored
_SCHEMAS = "#/components/schemas/"
Facts = Mapping[str, Any]


class Comparison:
    """Two documents side by side.

    Args:
        old: the earlier document, as `load` gives it.
        new: the later one, likewise.
        recorded: the operations that there are recordings of.
    """

    def __init__(self, old: Facts, new: Facts, recorded: Iterable[str] = ()) -> None:
        self.old, self.new = old, new
        self.pairs = Pairs(Source(self.old), Source(self.new))
        self.before, self.after = alike(operations(self.old), operations(self.new))
        self.shared = sorted(self.before.keys() & self.after.keys())
        self.bits = {
            name: 2 * number for number, name in enumerate(self.shared)
        }  # the next is for its answers
        self.recorded = set(_recorded(recorded, self.before.keys() | self.after.keys()))
        self.entries: dict[Key, int] = defaultdict(int)
        self.found: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)

    def changes(self) -> list[Change]:
        """Every change, the worst first."""
        self._operations()
        self._components()
        self._schemas()
        found = (
            Change(*what, tuple(sorted(reached)), self._affects(reached))
            for what, reached in self.found.items()
        )
        return sorted(found, key=lambda change: (LEVELS.index(change.level), change))

    def _affects(self, reached: Iterable[str]) -> str:
        names = set(reached)
        used = ["upsert"] if OURS & set(map(unversioned, names)) else []
        used += ["recordings"] if self.recorded & names else []
        return f"affects {' and '.join(used)}" if used else "affects nothing we use"

    def _note(self, name: str, side: str, rule: str, place: str, detail: str = "") -> None:
        self.found[rule, side, place, detail].add(name)

    def _operations(self) -> None:
        for name in self.before.keys() - self.after.keys():
            self._note(name, BOTH, "operation-removed", name)
        for name in self.after.keys() - self.before.keys():
            self._note(name, BOTH, "operation-added", name)
        for name in self.shared:
            self._operation(name, self.before[name], self.after[name])

    def _operation(self, name: str, old: Facts, new: Facts) -> None:
        before, after = named(old.get("operationId")), named(new.get("operationId"))
        if before and after and before != after:
            self._note(name, BOTH, "operation-renamed", name, f"{before} -> {after}")
        self._deprecation(name, name, BOTH, old, new)
        self._servers(name, old, new)
        for rule, detail in alternatives(old.get("security"), new.get("security")):
            self._note(name, REQUEST, rule, "security", detail)
        self._parameters(name, old, new)
        self._body(name, old.get("requestBody"), new.get("requestBody"))
        self._responses(name, mapping(old.get("responses")), mapping(new.get("responses")))

    def _deprecation(self, name: str, place: str, side: str, old: Facts, new: Facts) -> None:
        before, after = (facts.get("deprecated") is True for facts in (old, new))
        if before != after:
            self._note(name, side, "deprecated" if after else "undeprecated", place)

    def _servers(self, name: str, old: Facts, new: Facts) -> None:
        before, after = _servers(old), _servers(new)
        for url in before - after:
            self._note(name, BOTH, "server-removed", "servers", url)
        for url in after - before:
            self._note(name, BOTH, "server-added", "servers", url)

    def _parameters(self, name: str, old: Facts, new: Facts) -> None:
        before, after = _parameters(old, self.old), _parameters(new, self.new)
        for key in before.keys() - after.keys():
            self._note(name, REQUEST, "parameter-removed", _place(key, before[key]))
        for key in after.keys() - before.keys():
            required = after[key].get("required") is True
            rule = "required-parameter-added" if required else "parameter-added"
            self._note(name, REQUEST, rule, _place(key, after[key]))
        for key in before.keys() & after.keys():
            place = _place(key, before[key], after[key])
            self._deprecation(name, place, REQUEST, before[key], after[key])
            empty, now = (one[key].get("allowEmptyValue") is True for one in (before, after))
            if empty != now:
                self._note(
                    name,
                    REQUEST,
                    f"limit-{'loosened' if now else 'tightened'}",
                    place,
                    "allowEmptyValue",
                )
            self._required(name, "parameter", place, before[key], after[key])
            self._value(name, REQUEST, place, before[key], after[key])

    def _required(self, name: str, kind: str, place: str, old: Facts, new: Facts) -> None:
        was, is_ = (facts.get("required") is True for facts in (old, new))
        if was != is_ and not place.startswith("path."):
            side = RESPONSE if kind == "header" else REQUEST
            self._note(name, side, f"{kind}-became-{'required' if is_ else 'optional'}", place)

    def _value(self, name: str, side: str, place: str, old: Facts, new: Facts) -> None:
        """Compare a parameter or header: how it is written, and its schema, or its content."""
        before, after = (
            _written(facts, pair) for facts, pair in ((old, self.pairs.old), (new, self.pairs.new))
        )
        contents = [mapping(facts.get("content")) for facts in (old, new)]
        if before != after and not all(contents):
            self._note(name, side, "encoding-changed", place, f"{before} -> {after}")
        if all(contents):
            self._content(name, side, place, *contents)
        elif not any(contents):
            self._enter(name, side, place, old.get("schema", ANYTHING), new.get("schema", ANYTHING))

    def _body(self, name: str, old: Any, new: Any) -> None:
        before, after = resolved(old, self.old), resolved(new, self.new)
        if bool(before) != bool(after):
            rule = "required-body-added" if after.get("required") is True else "body-added"
            self._note(name, REQUEST, "body-removed" if before else rule, "body")
            return
        self._required(name, "body", "body", before, after)
        contents = mapping(before.get("content")), mapping(after.get("content"))
        self._content(name, REQUEST, _home("body", old, new), *contents)

    def _responses(self, name: str, old: Facts, new: Facts) -> None:
        old, new = (
            {status: one for status, one in side.items() if not status.startswith("x-")}
            for side in (old, new)
        )
        for status in old.keys() | new.keys():
            one, other = _answer(old, status), _answer(new, status)
            kind = "success" if status[:1] in {"1", "2", "3"} else "error"
            if status not in old and (kind == "error" or _range(status) not in old):
                self._note(name, RESPONSE, f"{kind}-added", status)
            elif status not in new and other is None:
                self._note(name, RESPONSE, f"{kind}-removed", status)
            if one is None or other is None:
                continue
            before, after = resolved(one, self.old), resolved(other, self.new)
            place = _home(status, one, other)
            self._headers(name, place, before, after)
            self._content(
                name, RESPONSE, place, mapping(before.get("content")), mapping(after.get("content"))
            )

    def _headers(self, name: str, place: str, old: Facts, new: Facts) -> None:
        before, after = _headers(old, self.old), _headers(new, self.new)
        for header in before.keys() ^ after.keys():
            rule = "header-removed" if header in before else "header-added"
            self._note(name, RESPONSE, rule, f"{place}.{header}")
        for header in before.keys() & after.keys():
            inside = f"{place}.{header}"
            self._deprecation(name, inside, RESPONSE, before[header], after[header])
            self._required(name, "header", inside, before[header], after[header])
            self._value(name, RESPONSE, inside, before[header], after[header])

    def _content(self, name: str, side: str, place: str, old: Facts, new: Facts) -> None:
        before, after = _media(old), _media(new)
        for kind in before.keys() - after.keys():
            self._note(name, side, "media-type-removed", place, kind)
        for kind in after.keys() - before.keys():
            self._note(name, side, "media-type-added", place, kind)
        for kind in before.keys() & after.keys():
            encodings = [
                canonical(bare(media.get("encoding") or {}))
                for media in (before[kind], after[kind])
            ]
            if encodings[0] != encodings[1]:
                self._note(name, side, "encoding-changed", place, kind)
            self._enter(
                name,
                side,
                place,
                *(media.get("schema", ANYTHING) for media in (before[kind], after[kind])),
            )

    def _enter(self, name: str, side: str, place: str, old: Any, new: Any) -> None:
        """Compare two schemas later, for this operation and side among others."""
        if old is not new:
            self.entries[self.pairs.add(place, old, new)] |= 1 << self.bits[name] + (
                side == RESPONSE
            )

    def _schemas(self) -> None:
        self.pairs.compare()
        requests = sum(1 << 2 * number for number in range(len(self.shared)))
        masks = {REQUEST: requests, RESPONSE: requests << 1, "": requests | requests << 1}
        for rule, place, detail, bits in self.pairs.reached(self.entries, masks):
            for number, bit in enumerate(reversed(f"{bits:b}")):
                if bit == "1":
                    side = RESPONSE if number % 2 else REQUEST
                    self._note(self.shared[number // 2], side, rule, place, detail)

    def _components(self) -> None:
        """Compare what is declared for all operations: security schemes, and the names of schemas."""
        for rule, scheme, detail in schemes(self.old, self.new):
            users = _users(scheme, self.before) | _users(scheme, self.after)
            if users or rule in {"scheme-added", "scheme-removed"}:
                scope = detail if rule.startswith("flow-scope") else None
                asking = _users(scheme, self.before, scope) | _users(scheme, self.after, scope)
                self.found[rule, BOTH, f"securitySchemes.{scheme}", detail] |= asking
        before, after = (
            mapping(mapping(one.get("components")).get("schemas")).keys()
            for one in (self.old, self.new)
        )
        for rule, names, document, found in (
            ("schema-removed", before - after, self.old, self.before),
            ("schema-added", after - before, self.new, self.after),
        ):
            reached = _reached(document, found) if names else {}
            for name in names:
                self.found[rule, BOTH, name, ""] |= reached.get(_SCHEMAS + name, set())


def _servers(facts: Facts) -> set[str]:
    """Where an operation is, versions masked and variables filled in."""
    found = set()
    for server in sequence(facts.get("servers")):
        url = str(mapping(server).get("url", ""))
        for name, variable in mapping(mapping(server).get("variables")).items():
            url = url.replace(f"{{{name}}}", str(mapping(variable).get("default", "")))
        found.add(unversioned(url).rstrip("/"))
    return found or {""}


def _parameters(facts: Facts, document: Facts) -> dict[str, Facts]:
    """Parameters by place and name; of a path, by the order in which they stand, since a name is not on the wire."""
    in_path = [{"name": name, "in": "path", "required": True} for name in facts[PATH_NAMES]]
    found: dict[str, Facts] = {f"path.{number}": one for number, one in enumerate(in_path)}
    for parameter in facts["parameters"]:
        one = resolved(parameter, document)
        if "name" not in one:  # its reference leads nowhere
            found[labelled(str(mapping(parameter).get("$ref")))] = one
            continue
        name, where = str(one.get("name")), str(one.get("in"))
        if where == "path" and name in facts[PATH_NAMES]:
            name = str(facts[PATH_NAMES].index(name))
        found[f"{where}.{name.lower() if where == 'header' else name}"] = one
    return {place: one for place, one in found.items() if place not in _IGNORED}


def _place(key: str, *found: Facts) -> str:
    """Where a parameter is, by its name or, in a path, its names."""
    names = dict.fromkeys(str(one.get("name")) for one in found)
    return f"path.{' -> '.join(names)}" if key.startswith("path.") else key


def _headers(facts: Facts, document: Facts) -> dict[str, Facts]:
    found = {
        name.lower(): resolved(one, document) for name, one in mapping(facts.get("headers")).items()
    }
    return {name: one for name, one in found.items() if f"header.{name}" not in _IGNORED}


def _answer(responses: Facts, status: str) -> Any:
    """What is declared for a status, or for one of a range: by itself, by its range, or, for an error, by default."""
    inside = sorted(key for key in responses if status == _range(key))
    otherwise = ["default"] if status[:1] in {"4", "5"} else []
    found = [key for key in (status, _range(status), *inside, *otherwise) if key in responses]
    return responses[found[0]] if found else None


def _range(status: str) -> str:
    return f"{status[:1]}XX"


def _media(content: Facts) -> dict[str, Facts]:
    """Content by type, without the parameters of types but where one stands more than once."""
    plain = {kind: kind.partition(";")[0].strip().lower() for kind in content}
    times = Counter(plain.values())
    full = {
        kind: name if times[name] == 1 else "".join(kind.lower().split())
        for kind, name in plain.items()
    }
    return {full[kind]: mapping(media) for kind, media in content.items()}


def _written(facts: Facts, source: Source) -> str:
    """How a parameter is written; a value that has no parts cannot be exploded."""
    if content := mapping(facts.get("content")):
        return " or ".join(sorted(_media(content)))
    style = facts.get("style") or ("form" if facts.get("in") in {"query", "cookie"} else "simple")
    kinds = source.whole(facts.get("schema", ANYTHING)).kinds
    whole = bool(kinds) and not kinds & {"array", "object"}
    exploded = facts.get("explode", style == "form") is True and not whole
    reserved = " unescaped" if facts.get("allowReserved") is True else ""
    return f"{style}{' exploded' if exploded else ''}{reserved}"


def _home(place: str, old: Any, new: Any) -> str:
    """Where a body or response lives: among the components, where both documents refer to it there."""
    one, other = mapping(old).get("$ref"), mapping(new).get("$ref")
    return labelled(one) if isinstance(one, str) and one == other else place


def _users(scheme: str, found: Mapping[str, Facts], scope: str | None = None) -> set[str]:
    """The operations that a security scheme, or one scope of it, is a way to call."""
    return {
        name
        for name, facts in found.items()
        for one in sequence(facts.get("security"))
        if scheme in mapping(one) and (scope is None or scope in sequence(one[scheme]))
    }


def _reached(document: Facts, found: Mapping[str, Facts]) -> dict[str, set[str]]:
    """The operations by what they refer to, however indirectly."""
    reached: dict[str, set[str]] = defaultdict(set)
    inside: dict[str, set[str]] = {}
    for name, facts in found.items():
        todo = list(references(facts))
        while todo:
            reference = todo.pop()
            if name not in reached[reference]:
                reached[reference].add(name)
                if reference not in inside:
                    inside[reference] = set(references(lookup(document, reference)))
                todo += inside[reference]
    return reached


def _recorded(recorded: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    """The operations of which recordings are, by the paths that were called."""
    for one in recorded:
        found = [
            name
            for name in names
            if re.fullmatch(re.escape(unversioned(name)).replace(r"\{\}", "[^/]+"), one)
        ]
        yield from [name for name in found if unversioned(name) == one] or found


def recorded(project: Project) -> set[str]:
    """What there are recordings of: methods and paths, the version masked."""
    found = set()
    for path in sorted((project.root / "contract_tests" / "recordings").rglob("*.har")):
        try:
            entries = json.loads(path.read_bytes())["log"]["entries"]
            calls = [(entry["request"]["method"], entry["request"]["url"]) for entry in entries]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise PipelineError(
                f"{project.name(path)}: cannot be read as a recording: {error!r}"
            ) from error
        found |= {masked(method, urlsplit(url).path) for method, url in calls}
    return found


def changes(old: str, new: str, project: Project) -> list[Change]:
    """What changed between two files or versions, the worst first.

    Raises:
        PipelineError: one of them cannot be read, or is no document that can be compared.
    """
    return Comparison(load(old, project), load(new, project), recorded(project)).changes()


def report(old: str, new: str, project: Project, style: str = "markdown") -> str:
    """What changed between two files or versions, for people or programs.

    Args:
        old: a file, or a version's key.
        new: the same, later.
        project: where versions and recordings are.
        style: text, markdown, json or sarif.

    Raises:
        PipelineError: as `changes` does.
    """
    return _reports.STYLES[style](changes(old, new, project), old, new)


def main(arguments: Sequence[str]) -> int:
    """Compare two documents and print what changed."""
    parser = argparse.ArgumentParser(
        prog="nox -s compare --", description="Compare two OpenAPI documents by meaning."
    )
    parser.add_argument("old", help="a file, JSON or YAML, or a version's key")
    parser.add_argument("new", help="the same, later")
    parser.add_argument("--format", choices=_reports.STYLES, default="text")
    parser.add_argument("--fail-on", choices=("breaking", "any"))
    options = parser.parse_args(arguments)
    try:
        found = changes(options.old, options.new, Project())
    except PipelineError as problem:
        sys.stderr.write(f"error: {problem}\n")
        return 2
    print(_reports.STYLES[options.format](found, options.old, options.new))
    failing = (
        found
        if options.fail_on == "any"
        else [change for change in found if change.level == BREAKING]
    )
    return int(bool(options.fail_on and failing))


if __name__ == "__main__":
    run(main)
