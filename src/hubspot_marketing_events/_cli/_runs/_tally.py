"""Counts rows by outcome, and keeps what is wrong with them, each problem once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from attrs import define, evolve, field

from hubspot_marketing_events._cli._files import Problem, Row
from hubspot_marketing_events._cli._files._conversions import DateFormats
from hubspot_marketing_events._outcomes import Outcome, Status

KINDS = 1000  # of problems that are counted one by one; later ones are counted together
LINES = 3  # that are named for one problem
MEANINGS = {Status.NOT_FOUND: "HubSpot has no such event that this app could delete"}


@define
class Finding:
    """One problem of one or many rows.

    Args:
        status: the outcome of the rows.
        problem: the problem, with the value of the first row.
        count: how many rows have it.
        rows: the first of them.
        formats: which values of --date-format would fit.
    """

    status: str
    problem: Problem
    count: int = 0
    rows: list[Row] = field(factory=list)
    formats: DateFormats | None = None

    def add(self, row: Row, problem: Problem, *, dates: bool) -> None:
        """Count one more row."""
        self.count += 1
        if len(self.rows) < LINES:
            # Without its values, which may be large.
            self.rows.append(evolve(row, values=None, problems=()))
        if dates and problem.value:
            self.formats = self.formats or DateFormats()
            self.formats.add(problem.value, row.span)

    def __str__(self) -> str:
        first = self.rows[0]
        if self.count == 1:
            return f"{first.place}: {self.status}: {self.problem}{self._advice()}"
        more = ", ..." if self.count > len(self.rows) else ""
        where = f"{first.unit}s {', '.join(row.span for row in self.rows)}{more}"
        return f"{self.count:,} rows: {self.status}: {self.problem} ({where}){self._advice()}"

    def _advice(self) -> str:
        return self.formats.advice(self.rows[0].unit) if self.formats else ""

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON can hold it."""
        return {
            "status": self.status,
            "problem": self.problem.what,
            "field": self.problem.field,
            "example": self.problem.value,
            "rows": self.count,
            "lines": [row.line for row in self.rows],
        }


@define
class Tally:
    """Counts outcomes.

    Args:
        names: what a status is called, if not by its own name.
    """

    names: dict[Status, str] = field(factory=dict)
    counts: Counter[Status] = field(factory=Counter)
    warnings: int = 0
    _findings: dict[Any, Finding] = field(factory=dict)

    def add(self, row: Row, outcome: Outcome) -> None:
        """Count the outcome of a row."""
        self.counts[outcome.status] += 1
        if outcome.warning:
            self._find(row, "warning", Problem(outcome.warning))
        told = outcome.error.message if outcome.error else None
        message = MEANINGS.get(outcome.status, told)
        if message is None or outcome.status is Status.NOT_SENT:
            return
        status = self.name(outcome.status)
        for problem in row.problems or (Problem(message),):
            self._find(row, status, problem)

    def name(self, status: Status) -> str:
        """What a status is called."""
        return self.names.get(status, str(status))

    @property
    def total(self) -> int:
        """How many rows have an outcome."""
        return self.counts.total()

    @property
    def findings(self) -> list[Finding]:
        """What is wrong, the most frequent first."""
        return sorted(self._findings.values(), key=lambda found: -found.count)

    def said(self) -> str:
        """The counts in one line."""
        return ", ".join(f"{count:,} {self.name(s)}" for s, count in self.counts.most_common())

    def _find(self, row: Row, status: str, problem: Problem) -> None:
        key: Any = (status, problem.field, _general(problem.what))
        if key not in self._findings and len(self._findings) >= KINDS:
            key, problem = "other", Problem("of other kinds; see --report or --outcomes")
        found = self._findings.get(key)
        if found is None:
            found = self._findings[key] = Finding(status, problem)
        found.add(row, problem, dates="ISO 8601" in problem.what)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter((self.name(status), count) for status, count in self.counts.most_common())


def _general(text: str) -> str:
    """A message without what differs from row to row: quoted values and numbers."""
    return re.sub(r"'[^']*'|\"[^\"]*\"|[0-9a-f-]{8,}|\d+", "*", text)
