"""What a person sees: a moving bar on a terminal, lines elsewhere, and counts at the end."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Self

from attrs import define, field
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from hubspot_marketing_events._cli._files import shown
from hubspot_marketing_events._cli._runs._tally import Tally
from hubspot_marketing_events._cli._tasks import Task

EVERY = 5.0  # seconds between two lines where there is no terminal
OFTEN = 0.1  # seconds between two changes of the bar
FINDINGS = 20  # that are printed
LONGEST = 1000  # characters of a line


@define
class Display:
    """Shows how a run goes, on standard error.

    Args:
        task: what is done.
        tally: what is counted so far.
        position: how many bytes of the input were read.
        size: how many there are, if that is known.
        quiet: whether nothing but errors is shown.
    """

    task: Task
    tally: Tally
    position: Callable[[], int]
    size: int | None = None
    quiet: bool = False
    _console: Console = field(factory=lambda: Console(stderr=True))
    _progress: Progress = field(init=False)
    _next: float = 0.0
    _task: TaskID = field(init=False)
    _log: _Log = field(init=False)

    def __attrs_post_init__(self) -> None:
        known = (BarColumn(20), TaskProgressColumn()) if self.size else ()
        remaining = (TextColumn("left"), TimeRemainingColumn()) if self.size else ()
        self._progress = Progress(
            SpinnerColumn(),
            *known,
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            *remaining,
            console=self._console,
            disable=self.quiet or not self._console.is_terminal,
        )
        self._log = _Log(self.say)

    def __enter__(self) -> Self:
        logging.getLogger("hubspot_marketing_events").addHandler(self._log)
        self._task = self._progress.add_task(self.task.counted(0), total=self.size)
        with suppress(OSError):
            self._progress.start()
        self._next = time.monotonic() + (OFTEN if self._console.is_terminal else EVERY)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("hubspot_marketing_events").removeHandler(self._log)
        self._update()
        with suppress(OSError):
            self._progress.stop()

    def advance(self) -> None:
        """Show where the run is, if it is time to."""
        now = time.monotonic()
        if now < self._next or self.quiet:
            return
        if self._console.is_terminal:
            self._next = now + OFTEN
            self._update()
        else:
            self._next = now + EVERY
            self.say(f"{self._part()}{self._said()}")

    def say(self, text: str) -> None:
        """Print a line; a terminal that has gone away is no reason to stop."""
        if not self.quiet:
            _print(self._progress.console, text)

    def summary(self, notes: Iterable[str], advice: Iterable[str]) -> None:
        """Print the findings and the counts.

        Args:
            notes: what else is worth saying.
            advice: what to do next.
        """
        findings = self.tally.findings
        for finding in findings[:FINDINGS]:
            self.say(str(finding))
        if len(findings) > FINDINGS:
            self.say(f"and {len(findings) - FINDINGS} more kinds of problem")
        for note in notes:
            self.say(note)
        self._counts()
        for line in advice:
            self.say(line)

    def _counts(self) -> None:
        if self.quiet:
            return
        if not self.tally.total:
            self.say(self.task.counted(0))
            return
        table = Table("outcome", f"{self.task.noun}s")
        for name, count in self.tally:
            table.add_row(name, str(count))
        with suppress(OSError):
            self._console.print(table)

    def _update(self) -> None:
        with suppress(OSError):
            self._progress.update(self._task, completed=self.position(), description=self._said())

    def _said(self) -> str:
        return f"{self.task.counted(self.tally.total)}: {self.tally.said()}"

    def _part(self) -> str:
        return f"{min(100, 100 * self.position() // self.size)} %, " if self.size else ""


class _Log(logging.Handler):
    """Prints what the client logs while it retries: the cause, and when it goes on."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._say, self._last, self._until = say, "", 0.0

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text != self._last or time.monotonic() > self._until:
            self._last, self._until = text, time.monotonic() + EVERY
            self._say(text)


def _print(console: Console, text: str) -> None:
    with suppress(OSError):
        console.print(shown(text, LONGEST), highlight=False, markup=False, soft_wrap=True)


def error(text: str) -> None:
    """Print why a command ends, on standard error, which may be closed."""
    with suppress(OSError, AttributeError):
        sys.stderr.write(f"{shown(text, 2 * LONGEST)}\n")
