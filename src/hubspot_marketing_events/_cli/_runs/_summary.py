"""What is said when a run has ended: to people, to programs, and in the outcomes file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from hubspot_marketing_events import Status
from hubspot_marketing_events._cli._journal import OutcomesLostError
from hubspot_marketing_events._cli._runs._tally import Tally
from hubspot_marketing_events._cli._tasks import Task

OPEN = (Status.NOT_SENT, Status.FAILED)  # what a retry may get through


@frozen(kw_only=True)
class Summary:
    """How a run ended.

    Args:
        task: what was done.
        tally: the outcomes.
        error: what ended it, or None if it went through all rows.
        complete: whether each row of the input has an outcome.
        next_line: the line after the last row that has one.
        outcomes: the outcomes file, if there is one.
        piped: whether the input was standard input.
        named: whether the command line named the one event, so that there was no input.
        dry_run: whether nothing was to be sent.
        blank: how many rows without any value were left out.
        unwanted: how many rows were left out because of --only.
        duplicates: how many rows are of an event that an earlier row has; None if not counted.
    """

    task: Task
    tally: Tally
    error: BaseException | None
    complete: bool
    next_line: int
    outcomes: Path | None
    piped: bool
    dry_run: bool
    named: bool = False
    blank: int = 0
    unwanted: int = 0
    duplicates: int | None = None

    @property
    def status(self) -> str:
        """How it ended, in a word: finished, interrupted or stopped."""
        if self.error is None:
            return "finished"
        return "interrupted" if isinstance(self.error, KeyboardInterrupt) else "stopped"

    @property
    def reason(self) -> str | None:
        """What ended it."""
        return None if self.error is None else str(self.error) or type(self.error).__name__

    def end(self) -> dict[str, Any]:
        """The last line of the outcomes file."""
        return {
            "status": self.status,
            "reason": self.reason,
            "complete": self.complete,
            "next_line": None if self.complete else self.next_line,
            "counts": {str(status): count for status, count in self.tally.counts.items()},
        }

    def to_dict(self) -> dict[str, Any]:
        """The summary for programs."""
        return {
            "status": self.status,
            "reason": self.reason,
            f"{self.task.noun}s": self.tally.total,
            "counts": dict(self.tally),
            "blank": self.blank,
            "unwanted": self.unwanted,
            "duplicates": self.duplicates,
            "problems": [finding.to_dict() for finding in self.tally.findings],
            "outcomes": str(self.outcomes) if self.outcomes else None,
            "complete": self.complete,
        }

    def notes(self) -> Iterator[str]:
        """What is worth saying beside the counts, for people."""
        if self.duplicates:
            rows = "1 row is" if self.duplicates == 1 else f"{self.duplicates:,} rows are"
            of = "an event" if self.task.noun == "event" else f"a {self.task.noun}"
            yield f"{rows} of {of} that an earlier row has as well; the last one holds"
        for count, which in ((self.blank, "without any value"), (self.unwanted, "by --only")):
            if count:
                rows = "1 row" if count == 1 else f"{count:,} rows"
                yield f"left out {rows} {which}"
        for status, meaning in self.task.meanings.items():
            if self.tally.counts[status]:
                yield f"{status}: {meaning}"

    def advice(self) -> Iterator[str]:
        """What to do next, for people."""
        if self.dry_run or isinstance(self.error, OutcomesLostError):
            return
        if self.error is None and not any(self.tally.counts[status] for status in OPEN):
            return
        if self.outcomes is None and self.named:
            yield "it is safe to run the command again"
        elif self.outcomes is None:
            yield (
                "to send what is left, send the whole file again, which is safe; "
                "with --outcomes, a retry sends only the rest"
            )
        else:
            again = "with the same input, " if self.piped and not self.complete else ""
            hyphen = "- " if again else ""
            command = (
                f"hubspot-marketing-events {self.task.command} {hyphen}--retry-from {self.outcomes}"
            )
            yield f"to send what is left: {again}{command}"
