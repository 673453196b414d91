"""Compare two documents: their operations here, their schemas through `_pairs`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from scripts.compare._differences import Part
from scripts.compare._levels import BOTH, LEVELS, REQUEST, RESPONSE
from scripts.compare._pairs import ANYTHING, Key, Pairs
from scripts.compare._parts import (
    answer_of,
    covering,
    headers,
    home,
    lost_parameters,
    media,
    parameters,
    place_of,
    range_of,
    servers,
    written,
)
from scripts.compare._rules import Change
from scripts.compare._security import alternatives, schemes
from scripts.compare._shapes import Source, bare
from scripts.compare._usage import OFFERS, reached_by, recorded_among, used_by_client, users
from scripts.openapi.cursor import Cursor, labelled
from scripts.openapi.identity import alike, named
from scripts.openapi.operations import Operation, operations
from scripts.openapi.values import canonical, mapping

_SCHEMAS = "#/components/schemas/"


class Comparison:
    """Two documents side by side.

    Args:
        old: the earlier document, as `load` gives it.
        new: the later one, likewise.
        recorded: the operations that there are recordings of.
    """

    def __init__(self, old: Part, new: Part, recorded: Iterable[str] = ()) -> None:
        self.old, self.new = Cursor.at_root(old), Cursor.at_root(new)
        self.pairs = Pairs(Source(old), Source(new))
        self.before, self.after, self.moved = alike(_named(old), _named(new))
        self.shared = sorted(self.before.keys() & self.after.keys())
        self.bits = {
            name: 2 * number for number, name in enumerate(self.shared)
        }  # the next is for its responses
        self.recorded = set(recorded_among(recorded, self.before.keys() | self.after.keys()))
        self.entries: dict[Key, int] = defaultdict(int)
        self.found: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)

    def changes(self) -> list[Change]:
        """Every change, the worst first."""
        self._operations()
        self._components()
        self._schemas()
        found = (
            Change(*what, tuple(sorted(reached)), self._affects(what[0], reached))
            for what, reached in self.found.items()
        )
        return sorted(found, key=lambda change: (LEVELS.index(change.level), change))

    def _affects(self, rule: str, reached: Iterable[str]) -> str:
        names = set() if rule in OFFERS else set(reached)
        touched = used_by_client(names)
        used = [touched] if touched else []
        used += ["recordings"] if self.recorded & names else []
        return f"affects {' and '.join(used)}" if used else "affects nothing we use"

    def _note(self, name: str, side: str, rule: str, place: str, detail: str = "") -> None:
        self.found[rule, side, place, detail].add(name)

    def _operations(self) -> None:
        if self.moved:
            self.found["prefix-changed", BOTH, "paths", self.moved] |= set(self.shared)
        for name in self.before.keys() - self.after.keys():
            self._note(name, BOTH, "operation-removed", name)
        for name in self.after.keys() - self.before.keys():
            self._note(name, BOTH, "operation-added", name)
        for name in self.shared:
            self._operation(name, self.before[name], self.after[name])

    def _operation(self, name: str, old: Operation, new: Operation) -> None:
        before, after = (named(one.place.get("operationId")) for one in (old, new))
        if before and after and before != after:
            self._note(name, BOTH, "operation-renamed", name, f"{before} -> {after}")
        self._deprecation(name, name, BOTH, old.place, new.place)
        self._servers(name, old, new)
        for rule, detail in alternatives(old.security, new.security):
            self._note(name, REQUEST, rule, "security", detail)
        self._parameters(name, old, new)
        self._body(name, old.place / "requestBody", new.place / "requestBody")
        self._responses(name, old.place / "responses", new.place / "responses")

    def _deprecation(
        self, name: str, place: str, side: str, old: Part | Cursor, new: Part | Cursor
    ) -> None:
        before, after = (part.get("deprecated") is True for part in (old, new))
        if before != after:
            self._note(name, side, "deprecated" if after else "undeprecated", place)

    def _servers(self, name: str, old: Operation, new: Operation) -> None:
        before, after = servers(old), servers(new)
        for url in before - after:
            self._note(name, BOTH, "server-removed", "servers", url)
        for url in after - before:
            self._note(name, BOTH, "server-added", "servers", url)

    def _parameters(self, name: str, old: Operation, new: Operation) -> None:
        before, after = parameters(old), parameters(new)
        for rule, found, held in (
            ("reference-broken", lost_parameters(old, new), before),
            ("reference-mended", lost_parameters(new, old), after),
        ):
            for reference, key in found.items():
                self._note(name, REQUEST, rule, key or "parameters", labelled(reference))
                held.pop(key, None)
        for key in before.keys() - after.keys():
            self._note(name, REQUEST, "parameter-removed", place_of(key, before[key]))
        for key in after.keys() - before.keys():
            required = after[key].get("required") is True
            rule = "required-parameter-added" if required else "parameter-added"
            self._note(name, REQUEST, rule, place_of(key, after[key]))
        for key in before.keys() & after.keys():
            place = place_of(key, before[key], after[key])
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

    def _required(
        self, name: str, kind: str, place: str, old: Part | Cursor, new: Part | Cursor
    ) -> None:
        was, is_ = (part.get("required") is True for part in (old, new))
        if was != is_ and not place.startswith("path."):
            side = RESPONSE if kind == "header" else REQUEST
            self._note(name, side, f"{kind}-became-{'required' if is_ else 'optional'}", place)

    def _value(self, name: str, side: str, place: str, old: Part, new: Part) -> None:
        """Compare a parameter or header: how it is written, and its schema, or its content."""
        before, after = (
            written(part, pair) for part, pair in ((old, self.pairs.old), (new, self.pairs.new))
        )
        contents = [mapping(part.get("content")) for part in (old, new)]
        if before != after and not all(contents):
            self._note(name, side, "encoding-changed", place, f"{before} -> {after}")
        if all(contents):
            self._content(name, side, place, *contents)
        elif not any(contents):
            self._enter(name, side, place, old.get("schema", ANYTHING), new.get("schema", ANYTHING))

    def _body(self, name: str, old: Cursor, new: Cursor) -> None:
        before, after = old.followed(), new.followed()
        if self._broken(name, REQUEST, "body", old, new):
            return
        if bool(before.value) != bool(after.value):
            rule = "required-body-added" if after.get("required") is True else "body-added"
            self._note(name, REQUEST, "body-removed" if before.value else rule, "body")
            return
        self._required(name, "body", "body", before, after)
        contents = mapping(before.get("content")), mapping(after.get("content"))
        self._content(name, REQUEST, home("body", old, new), *contents)

    def _responses(self, name: str, old: Cursor, new: Cursor) -> None:
        was, is_ = (
            {code: one for code, one in side.members().items() if not code.startswith("x-")}
            for side in (old, new)
        )
        for status in was.keys() | is_.keys():
            one, other = answer_of(was, status), answer_of(is_, status)
            kind = "success" if status[:1] in {"1", "2", "3"} else "error"
            if status not in was and (kind == "error" or range_of(status) not in was):
                self._note(name, RESPONSE, f"{kind}-added", status)
            elif status not in is_ and other is None:
                self._note(name, RESPONSE, f"{kind}-removed", status)
            if one is None or other is None:
                continue
            before, after = one.followed(), other.followed()
            place = home(status, one, other)
            if self._broken(name, RESPONSE, place, one, other):
                continue
            self._headers(name, place, before, after)
            self._content(
                name, RESPONSE, place, mapping(before.get("content")), mapping(after.get("content"))
            )

    def _broken(self, name: str, side: str, place: str, old: Cursor, new: Cursor) -> bool:
        """Report a reference that leads nowhere in one document; nothing can be compared then."""
        was, is_ = old.is_dangling, new.is_dangling
        if was != is_:
            reference = labelled((new if is_ else old).reference)
            self._note(name, side, f"reference-{'broken' if is_ else 'mended'}", place, reference)
        return was or is_

    def _headers(self, name: str, place: str, old: Cursor, new: Cursor) -> None:
        before, after = headers(old), headers(new)
        for header in before.keys() ^ after.keys():
            rule = "header-removed" if header in before else "header-added"
            self._note(name, RESPONSE, rule, f"{place}.{header}")
        for header in before.keys() & after.keys():
            inside = f"{place}.{header}"
            if self._broken(name, RESPONSE, inside, before[header], after[header]):
                continue
            one, other = (mapping(side[header].followed().value) for side in (before, after))
            self._deprecation(name, inside, RESPONSE, one, other)
            self._required(name, "header", inside, one, other)
            self._value(name, RESPONSE, inside, one, other)

    def _content(self, name: str, side: str, place: str, old: Part, new: Part) -> None:
        before, after = media(old), media(new)
        same = before.keys() & after.keys()
        pairs, gone, came = covering(before, after)
        for kind in gone:
            self._note(name, side, "media-type-removed", place, kind)
        for kind in came:
            self._note(name, side, "media-type-added", place, kind)
        for one, other, rule in pairs:
            if rule:
                self._note(name, side, rule, place, f"{one} -> {other}")
        beneath = [(kind, kind) for kind in same]
        # Where a range is gone, a type of it that both documents have is compared with itself.
        narrowed = {pair for pair in pairs if pair[2] == "media-type-narrowed" and pair[1] in same}
        beneath += [(one, other) for one, other, _ in set(pairs) - narrowed]
        # One type in place of another: what it holds may have changed too.
        beneath += zip(gone, came, strict=True) if len(gone) == len(came) == 1 else ()
        for one, other in beneath:
            found = (before[one], after[other])
            encodings = [canonical(bare(medium.get("encoding") or {})) for medium in found]
            if encodings[0] != encodings[1]:
                self._note(name, side, "encoding-changed", place, one)
            schemas = (medium.get("schema", ANYTHING) for medium in found)
            self._enter(name, side, place, *schemas)

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
        """Compare what all operations share: security schemes and the names of schemas."""
        for rule, scheme, detail in schemes(self.old, self.new):
            asked = users(scheme, self.before) | users(scheme, self.after)
            if asked or rule in {"scheme-added", "scheme-removed"}:
                scope = detail if rule.startswith("flow-scope") else None
                asking = users(scheme, self.before, scope) | users(scheme, self.after, scope)
                still = users(scheme, self.after, scope)
                told = "scope-not-offered" if rule == "flow-scope-removed" and still else rule
                self.found[told, BOTH, f"securitySchemes.{scheme}", detail] |= asking
        before, after = (
            (root / "components" / "schemas").members().keys() for root in (self.old, self.new)
        )
        for rule, names, found in (
            ("schema-removed", before - after, self.before),
            ("schema-added", after - before, self.after),
        ):
            reached = reached_by(found) if names else {}
            for name in names:
                self.found[rule, BOTH, name, ""] |= reached.get(_SCHEMAS + name, set())


def _named(document: Part) -> dict[str, Operation]:
    """The operations of a document by method and path, without the names of parameters."""
    return {re.sub(r"{[^}]*}", "{}", one.name): one for one in operations(document)}
