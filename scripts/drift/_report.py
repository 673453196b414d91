"""The result of a comparison, for people: news first, then everything by version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scripts import compare
from scripts.compare import Change
from scripts.drift._history import History
from scripts.drift._look import Look

UNCHANGED, CHANGED, UNSEEN, KNOWN = 0, 1, 3, 4
_BREAKING = "breaking"


@dataclass
class Report:
    """The result of a comparison, split into news and what was reported before.

    Args:
        looks: what was found of the catalog and of each version.
        history: what was reported before.
    """

    looks: Sequence[Look]
    history: History
    changes: dict[str, list[Change]] = field(init=False)
    texts: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.changes = {
            one.subject: self.history.new_changes(one.subject, one.changes) for one in self.looks
        }
        self.texts = {
            one.subject: self.history.new_texts(one.subject, one.news) for one in self.looks
        }

    @property
    def code(self) -> int:
        """The exit code: whether anything is new, known, as it was, or could not be looked at."""
        if any([*self.changes.values(), *self.texts.values()]):
            return CHANGED
        if any(one.problem for one in self.looks):
            return UNSEEN
        return KNOWN if any(one.changes or one.news for one in self.looks) else UNCHANGED

    @property
    def alarm(self) -> bool:
        """Whether something new breaks callers or reaches the upsert."""
        new = [change for changes in self.changes.values() for change in changes]
        return any(change.level == _BREAKING or "upsert" in change.affects for change in new)

    @property
    def title(self) -> str:
        """One line that says how bad it is, by all that differs now."""
        found = [change for one in self.looks for change in one.changes]
        changed = ", ".join(one.subject for one in self.looks if one.changes)
        news = [text for one in self.looks for text in one.news]
        if not found:
            return f"HubSpot's catalog: {news[0]}" if news else "As it was taken over"
        breaking = [change for change in found if change.level == _BREAKING]
        what = _touched(breaking or found, otherwise="calls in " if breaking else "")
        verb = "broke" if breaking else "changed"
        return f"HubSpot {verb} {what}{changed}: {compare.counted(found)}"

    def remember(self) -> None:
        """Note everything that was found as reported."""
        for one in self.looks:
            self.history.note(one.subject, one.changes, one.news)

    def news(self) -> str:
        """What was not reported before, as Markdown; nothing where there is nothing new."""
        lines = [f"- {text}" for texts in self.texts.values() for text in texts]
        for one in self.looks:
            if new := self.changes[one.subject]:
                names = (f"{one.subject} as of {one.since}", f"{one.subject} as published")
                lines += ["", compare.STYLES["markdown"](new, *names)]
        return "\n".join(lines)

    def text(self, style: str) -> str:
        """The report in a format of `compare`.

        Args:
            style: text, markdown or html.
        """
        return _html(self) if style == "html" else _lines(self, style)


def _lines(report: Report, style: str) -> str:
    sharp = "## " if style == "markdown" else ""
    lines = [f"# {report.title}" if style == "markdown" else report.title]
    known = [text for one in report.looks for text in one.news]
    if known:
        lines += ["", f"{sharp}The catalog", "", *(f"- {text}" for text in known)]
    for one in report.looks:
        if one.problem:
            lines += ["", f"{sharp}{one.subject}", "", f"Could not look: {one.problem}"]
            continue
        if not (one.changes or one.offers or one.faults) or one.subject == "catalog":
            continue
        new = report.changes[one.subject]
        lines += ["", f"{sharp}{one.subject}", ""]
        if new and len(new) < len(one.changes):
            lines += [f"New since the last report: {compare.counted(new)}.", ""]
        if one.changes:
            names = (f"{one.subject} as of {one.since}", f"{one.subject} as published")
            body = compare.STYLES[style](one.changes, *names)
            lines.append(body.replace("\n# ", "\n### ").replace("# From", "### From", 1))
        lines += [f"- {text}" for text in _notes(one)]
    return "\n".join(lines)


def _notes(one: Look) -> list[str]:
    """What is said beside the changes: contradictions and offered scopes, a line each."""
    asked = sorted({one.detail for one in one.offers if one.rule == "scope-not-offered"})
    notes = [f"The document contradicts itself: {fault}." for fault in one.faults]
    if asked:
        notes.append(
            f"The document contradicts itself: calls ask for {', '.join(asked)}, "
            "which it does not offer."
        )
    others = len(one.offers) - len(asked)
    if others > 0:
        notes.append(f"Scopes that no call asks for came or went: {others}.")
    return notes


def _html(report: Report) -> str:
    sections = [
        (one.subject, one.since, one.changes, [*one.news, *_notes(one)], one.problem)
        for one in report.looks
    ]
    return compare.drift_page(report.title, sections)


def _touched(changes: Sequence[Change], *, otherwise: str) -> str:
    """What the worst of some changes touch, as a title says it."""
    if any("upsert" in change.affects for change in changes):
        return "the upsert in "
    if any(compare.reaches_client(change) for change in changes):
        return "calls of the client in "
    return otherwise
