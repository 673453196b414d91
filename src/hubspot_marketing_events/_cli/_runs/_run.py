"""One run over the rows of an input: each outcome is recorded, shown and counted."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from attrs import asdict, define, field, frozen

from hubspot_marketing_events import MarketingEvents, MarketingEventsError, Outcome, Status
from hubspot_marketing_events._cli._files import Row
from hubspot_marketing_events._cli._journal import Left, OutcomesFile
from hubspot_marketing_events._cli._runs._report import Report
from hubspot_marketing_events._cli._runs._signals import Signals
from hubspot_marketing_events._cli._runs._tally import Tally
from hubspot_marketing_events._cli._tasks import Task
from hubspot_marketing_events._outcomes import ErrorDetails
from hubspot_marketing_events.errors import InvalidEventError

OFTEN = 1000  # rows between two writes of what is only recorded
REFUSED = {Status.INVALID, Status.REJECTED, Status.FAILED, Status.NOT_FOUND}
LOST = "the run was interrupted before its outcome was known; sending it again is safe"


def source_of(row: Row, task: Task) -> Any:
    """What the client is given for a row, or the error that makes it invalid."""
    if not row.problems:
        return task.source(row.values)
    message = "; ".join(map(str, row.problems))
    name = next((problem.field for problem in row.problems if problem.field), None)
    return InvalidEventError(ErrorDetails(message=message, field=name))


@frozen
class _Waiting:
    """A row that was read, what the client was given, and the outcome if it was given nothing."""

    left: Left
    source: Any
    outcome: Outcome | None


@define
class Run:
    """Takes the outcomes of rows, in the order in which they come.

    Args:
        task: what is done with the rows.
        tally: counts them.
        signals: says when to stop.
        show: is called after each.
        file: where they are recorded, if anywhere.
        report: where what was refused is reported, if anywhere.
        again: whether the file has the recorded outcomes of a retry already.
    """

    task: Task
    tally: Tally
    signals: Signals
    show: Callable[[], None]
    file: OutcomesFile | None = None
    report: Report | None = None
    again: bool = False
    next_line: int = 1  # after the last recorded row
    _due: int = 0  # outcomes of a batch that are not recorded yet
    _waiting: deque[_Waiting] = field(factory=deque)  # rows that were read and not recorded yet

    def send(self, client: MarketingEvents, left: Iterable[Left], concurrency: int) -> None:
        """Send rows, and record what became of each.

        Args:
            client: what sends them.
            left: the rows; what is settled already is only recorded.
            concurrency: how many batches may be in flight.

        Raises:
            MarketingEventsError: no request can succeed; all rows have been recorded.
            StopSignal: a signal came; what the client had taken has been recorded.
        """
        rows = iter(left)
        got: deque[Outcome] = deque()
        outcomes = self.task.send(client, self._taken(rows), concurrency, self._expect)
        try:
            while True:
                self.signals.pull(iter(outcomes), got)
                if not got:
                    break
                self._take(got.popleft())
            while self._waiting:
                self._record_first(None)
        except BaseException as error:
            outcomes.close()
            self._leave(got, outcomes.rest)
            if isinstance(error, MarketingEventsError):
                self._give_up(rows, error)
            raise
        finally:
            self.flush()

    def check(self, outcomes: Iterator[tuple[Row, Outcome]]) -> None:
        """Take the outcomes of a dry run.

        Raises:
            StopSignal: a signal came.
        """
        got: deque[tuple[Row, Outcome]] = deque()
        while True:
            self.signals.pull(outcomes, got)
            if not got:
                break
            self.record(*got.popleft())
        self.flush()

    def record(self, row: Row, outcome: Outcome, *, known: bool = False) -> None:
        """Record one outcome.

        Args:
            row: the row it is of.
            outcome: what became of the row.
            known: whether the file has it already.
        """
        self.tally.add(row, outcome)
        self.next_line = row.last + 1
        if self.file and not known:
            self.file.write(row.line, told(row, outcome, self.task.noun))
        if self.report and outcome.status in REFUSED:
            self.report.add(row, outcome)
        self.show()

    def flush(self) -> None:
        """Have all that was recorded on the disk."""
        self._due = 0
        if self.file:
            self.file.flush()

    def _expect(self, outcomes: Sequence[Outcome]) -> None:
        self._due += len(outcomes)

    def _taken(self, left: Iterator[Left]) -> Iterator[Any]:
        """What the client is given; a row that is settled waits for its turn to be recorded."""
        for one in left:
            waiting = _Waiting(one, source_of(one.row, self.task), _settled(one))
            self._waiting.append(waiting)
            if waiting.outcome is None:
                yield waiting.source

    def _take(self, outcome: Outcome) -> None:
        """Record an outcome of the client under the row it is of, after those before it."""
        there = (n for n, row in enumerate(self._waiting) if row.source is outcome.event)
        for _ in range(next(there, 0)):
            self._record_first(None)
        while self._waiting and self._waiting[0].outcome:
            self._record_first(None)
        if self._waiting:
            self._record_first(outcome)
        self._due -= 1
        if self._due <= 0:
            self.flush()

    def _record_first(self, outcome: Outcome | None) -> None:
        """Record the row that has waited longest, whose outcome may have been lost."""
        waiting = self._waiting.popleft()
        told = outcome or waiting.outcome or _lost(waiting)
        known = self.again and told.status is waiting.left.settled is Status.INVALID
        self.record(waiting.left.row, told, known=known)

    def _leave(self, got: deque[Outcome], rest: Iterable[Outcome]) -> None:
        """Record what the client had taken when it was stopped."""
        for outcome in (*got, *rest):
            if self._waiting:
                self._take(outcome)
        while self._waiting:
            self._record_first(None)

    def _give_up(self, left: Iterator[Left], error: MarketingEventsError) -> None:
        """Record the rest of the rows, which no request can get through."""
        held: deque[Left] = deque()
        while True:
            self.signals.pull(left, held)
            if not held:
                return
            one = held.popleft()
            source = source_of(one.row, self.task)
            status = Status.INVALID if one.row.problems else Status.NOT_SENT
            why = source.why if one.row.problems else error.why
            self.record(one.row, _settled(one) or Outcome(source, status, error=why))
            if self.tally.total % OFTEN == 0:
                self.flush()


def _lost(waiting: _Waiting) -> Outcome:
    """The outcome of a row of which the client did not tell the outcome any more."""
    if waiting.left.row.problems:
        return Outcome(waiting.source, Status.INVALID, error=waiting.source.why)
    return Outcome(waiting.source, Status.FAILED, error=ErrorDetails(message=LOST))


def _settled(left: Left) -> Outcome | None:
    """The outcome of a row that is not sent, since a later row replaces it."""
    if left.row.superseded:
        why = ErrorDetails(message=left.row.superseded)
        return Outcome(left.row.values, Status.SUPERSEDED, error=why)
    if left.settled is not Status.SUPERSEDED:
        return None
    return Outcome(left.row.values, Status.SUPERSEDED, error=ErrorDetails(message=left.why or ""))


def told(row: Row, outcome: Outcome, noun: str) -> dict[str, Any]:
    """An outcome as the outcomes file has it, with the input as it was read from the file."""
    error = outcome.error
    details = {name: value for name, value in asdict(error).items() if value} if error else None
    return {
        "status": str(outcome.status),
        "id": outcome.id,
        "error": details,
        "warning": outcome.warning,
        noun: row.values,
    }
