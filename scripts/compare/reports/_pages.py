"""Changes as a page for readers who do not know OpenAPI: first the upsert, then all by level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from scripts.compare._levels import BREAKING, COMPATIBLE, LEVELS, RISKY
from scripts.compare._rules import RULES, Change
from scripts.compare.reports._formats import Group, counted, grouped, plain, printable

_MEANING = {
    BREAKING: "Programs that worked may fail. Somebody has to act.",
    RISKY: "Programs may fail, and the documents do not say whether they do. Somebody should look.",
    COMPATIBLE: "Programs go on working. Nobody has to act.",
}
Section = tuple[str, str, Sequence[Change], Sequence[str], str]


def html(changes: Sequence[Change], old: str, new: str) -> str:
    """The changes between two documents as a page."""
    names = [plain(Path(name).name) for name in (old, new)]
    title = f"From {names[0]} to {names[1]}"
    return _rendered(title, counted(changes).capitalize(), [_section("", "", changes, [], "")])


def drift_page(title: str, sections: Iterable[Section]) -> str:
    """What a look at several versions found, as a page.

    Args:
        title: what happened, in a line.
        sections: of each version its key, since when it is carried, its changes, notes in words,
            and why it could not be looked at, or an empty text.
    """
    return _rendered(printable(title), "", [_section(*section) for section in sections])


def _rendered(title: str, summary: str, sections: Sequence[dict[str, Any]]) -> str:
    return _template().render(
        title=title,
        summary=summary,
        sections=sorted(sections, key=_urgency),
        unchanged=[one["name"] for one in sections if one["name"] and not one["says_something"]],
        meaning=_MEANING,
    )


def _urgency(section: dict[str, Any]) -> int:
    """The order of the sections on the page: changes that reach the client come first."""
    levels = [level for level, _ in section["levels"]]
    if section["upsert"] or section["client"]:
        return 0
    return 1 if BREAKING in levels else 3 if levels else 2


@cache
def _template() -> jinja2.Template:
    source = Path(__file__).with_name("page.html.jinja").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source)


def _section(
    name: str, since: str, changes: Sequence[Change], notes: Sequence[str], problem: str
) -> dict[str, Any]:
    groups = list(grouped(changes))
    counts = Counter(change.level for change in changes)
    upsert = [group for group in groups if "upsert" in group.change.affects]
    client = [group for group in groups if "client" in group.change.affects]
    rest = [group for group in groups if group not in upsert and group not in client]
    others = [(level, [one for one in rest if one.change.level == level]) for level in LEVELS]
    return {
        "name": name,
        "since": since,
        "problem": printable(problem),
        "notes": list(map(printable, notes)),
        "counts": [(level, counts[level]) for level in LEVELS],
        "upsert": list(map(_row, upsert)),
        "client": list(map(_row, client)),
        "levels": [(level, list(map(_row, found))) for level, found in others if found],
        "says_something": bool(changes or notes or problem),
    }


def _row(group: Group) -> dict[str, Any]:
    what = group.what
    return {
        "level": group.change.level,
        "what": what[:1].upper() + what[1:],
        "why": RULES[group.change.rule].why,
        "where": group.where(),
        "operations": list(map(plain, group.operations)),
    }
