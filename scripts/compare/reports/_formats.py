"""Changes as people and programs read them; `docs/reference/compare.md` describes the formats."""

from __future__ import annotations

import json
import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scripts.compare._levels import BOTH, BREAKING, COMPATIBLE, LEVELS, REQUEST, RESPONSE, RISKY
from scripts.compare._rules import RULES, Change

_SHOWN, _LONGEST, _WIDTH = 12, 100, 110
_NOTHING = "affects nothing we use"
_SIDES = {REQUEST: ", in requests", RESPONSE: ", in responses", BOTH: ""}
Style = Callable[[str], str]
_SARIF = {BREAKING: "error", RISKY: "warning", COMPATIBLE: "note"}


@dataclass(frozen=True)
class Group:
    """Changes that are reported together: of one kind, in one or more places."""

    change: Change  # one of them
    details: Sequence[str]
    places: Sequence[str]
    operations: Sequence[str]

    @property
    def what(self) -> str:
        return f"{RULES[self.change.rule].what}{_SIDES[self.change.side]}"

    def where(self, style: Style = str) -> str:
        """The places, and what changed there."""
        details = list(map(plain, self.details))
        return _some(_together(self.places), style) + (
            f": {_some(details, style)}" if any(details) else ""
        )

    def reach(self, style: Style = str) -> str:
        """The operations, by name where there is one; nothing where they are the places."""
        if list(self.places) == list(self.operations):
            return ""
        if len(self.operations) == 1:
            return style(plain(self.operations[0]))
        return f"{len(self.operations)} operations" if self.operations else "no operation"

    @property
    def end(self) -> str:
        """What it reaches, which parts of this project it affects, and how HubSpot judges it."""
        return "; ".join(filter(None, (self.reach(), self.change.affects, self.judged)))

    @property
    def judged(self) -> str:
        """Whether HubSpot calls it breaking; nothing where it does not matter."""
        if self.change.level == COMPATIBLE:
            return ""
        sides = RULES[self.change.rule].hubspot
        agrees = sides in {BOTH, self.change.side} or (sides and self.change.side == BOTH)
        return "HubSpot: breaking" if agrees else "HubSpot: without notice"


def grouped(changes: Sequence[Change]) -> Iterator[Group]:
    """Group changes for one line: the details of a place, then places with equal details."""
    details: dict[tuple[Any, ...], list[Change]] = defaultdict(list)
    for change in changes:
        details[
            change.level, change.rule, change.side, change.affects, change.place, change.operations
        ].append(change)
    places: dict[tuple[Any, ...], list[Change]] = defaultdict(list)
    for (level, rule, side, affects, *_), found in details.items():
        places[level, rule, side, affects, tuple(change.detail for change in found)] += found
    for (*_, told), found in places.items():
        operations = sorted({name for change in found for name in change.operations})
        yield Group(
            found[0], told, list(dict.fromkeys(change.place for change in found)), operations
        )


def text(changes: Sequence[Change], old: str, new: str) -> str:
    """A paragraph for each level, two lines or so for each group."""
    lines = [f"{_source(old)} -> {_source(new)}: {counted(changes)}"]
    groups = list(grouped(changes))
    for level in LEVELS:
        if any(group.change.level == level for group in groups):
            lines += ["", level.capitalize()]
        for group in groups:
            if group.change.level == level:
                said = f"{group.what}: {group.where()}"
                lines += textwrap.wrap(said, _WIDTH, initial_indent="  ", subsequent_indent="    ")
                lines.append(f"    {group.end}")
    return "\n".join(lines)


def markdown(changes: Sequence[Change], old: str, new: str) -> str:
    """A page: which parts of this project are affected, and a table for each level."""
    names = [_code(_source(name)) for name in (old, new)]
    groups = list(grouped(changes))
    ours = [group for group in groups if group.change.affects != _NOTHING]
    lines = [f"# From {names[0]} to {names[1]}", "", f"{counted(changes).capitalize()}.", ""]
    lines += [
        "## What we use",
        "",
        *(_item(group) for group in ours),
        *([] if ours else ["Nothing of it is affected."]),
    ]
    for level in LEVELS:
        rows = [_row(group) for group in groups if group.change.level == level]
        if rows:
            head = "| what | where | reaches | HubSpot |\n| --- | --- | --- | --- |"
            lines += ["", f"## {level.capitalize()}", "", head, *rows]
    lines += [
        "",
        (
            f"Made by `nox -s compare` from {names[0]} and {names[1]}; "
            "`docs/reference/compare.md` says how it judges."
        ),
    ]
    return "\n".join(lines)


def _item(group: Group) -> str:
    return f"- {group.change.level}: {group.what}: {group.where(_code)} ({group.change.affects})"


def _row(group: Group) -> str:
    judged = group.judged.removeprefix("HubSpot: ")
    return f"| {group.what} | {group.where(_code)} | {group.reach(_code)} | {judged} |"


def as_json(changes: Sequence[Change], old: str, new: str) -> str:
    """Every change as an object, with all operations."""
    told = [
        {
            "level": change.level, "rule": change.rule, "side": change.side, "place": change.place,
            "detail": change.detail, "affects": change.affects, "operations": change.operations,
            "hubspot": RULES[change.rule].hubspot,
        }
        for change in changes
    ]  # fmt: skip
    counts = Counter(change.level for change in changes)
    return json.dumps(
        {
            "old": old,
            "new": new,
            "counts": {level: counts[level] for level in LEVELS},
            "changes": told,
        },
        indent=2,
    )


def sarif(changes: Sequence[Change], old: str, new: str) -> str:
    """SARIF 2.1.0, for programs that show findings beside code."""
    rules = sorted({change.rule for change in changes})
    driver = {
        "name": "hubspot-marketing-events-compare",
        "rules": [
            {
                "id": rule,
                "shortDescription": {"text": RULES[rule].what},
                "help": {"text": RULES[rule].why},
            }
            for rule in rules
        ],
    }
    results = [_result(change, rules.index(change.rule), _uri(new)) for change in changes]
    run = {"tool": {"driver": driver}, "results": results, "properties": {"old": old, "new": new}}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2)


def _result(change: Change, index: int, uri: str) -> dict[str, Any]:
    (group,) = grouped([change])
    detail = f": {change.detail}" if change.detail else ""
    place = {"physicalLocation": {"artifactLocation": {"uri": uri}}}
    return {
        "ruleId": change.rule,
        "ruleIndex": index,
        "level": _SARIF[change.level],
        "message": {"text": f"{group.what}: {change.place}{detail} ({group.end})"},
        "locations": [place | {"logicalLocations": [{"fullyQualifiedName": change.place}]}],
        "partialFingerprints": {
            "change/v1": json.dumps([change.rule, change.side, change.place, change.detail])
        },
    }


def _uri(name: str) -> str:
    """A document as a URI: a file from where it is, a version from the project's root."""
    path = Path(name)
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix() if path.is_file() else f"openapi/published/{name}.yaml")


def counted(changes: Sequence[Change]) -> str:
    """How many changes there are of each level."""
    count = Counter(change.level for change in changes)
    return (
        ", ".join(f"{count[level]} {level}" for level in LEVELS)
        if changes
        else "no change of meaning"
    )


def _source(name: str) -> str:
    return plain(Path(name).name)


def printable(value: str) -> str:
    """Text of a document on one line, whatever it holds, and no command to GitHub in a log."""
    shown = "".join(letter if letter.isprintable() else " " for letter in value)
    return shown.replace("::", ": :")


def plain(value: str) -> str:
    """Text of a document on one line, whatever it holds, and not too long."""
    shown = printable(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}..."


def _code(value: str) -> str:
    return f"`{value.replace('`', chr(39)).replace('|', chr(92) + '|')}`"


def _together(places: Sequence[str]) -> list[str]:
    """Places, with those inside the same one joined: `Thing.{name, size}`."""
    inside: dict[str, list[str]] = defaultdict(list)
    for place in map(plain, places):
        parent, _, name = place.rpartition(".")
        inside[parent if " /" not in place else ""].append(name if " /" not in place else place)
    return [
        f"{parent}.{name}" if parent else name
        for parent, names in inside.items()
        for name in (names if len(names) == 1 or not parent else [f"{{{_some(names)}}}"])
    ]


def _some(values: Sequence[str], style: Style = str) -> str:
    """The first of some values, and how many there are besides."""
    shown = ", ".join(style(value) for value in values[:_SHOWN])
    return f"{shown} and {len(values) - _SHOWN} more" if len(values) > _SHOWN else shown
