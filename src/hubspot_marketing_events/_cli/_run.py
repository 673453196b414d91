"""One run over the rows of an input: each row gets an outcome, and each outcome is recorded, shown and counted."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from attrs import asdict, define, field

from hubspot_marketing_events import Event, MarketingEvents, MarketingEventsError, Outcome, Status
from hubspot_marketing_events._cli._files import Row
from hubspot_marketing_events._cli._journal import OutcomesFile
from hubspot_marketing_events._cli._report import Report
from hubspot_marketing_events._cli._journal import Left
from hubspot_marketing_events._cli._signals import Signals
from hubspot_marketing_events._cli._tally import Tally
from hubspot_marketing_events.errors import ErrorDetails, InvalidEventError

REFUSED = {Status.INVALID, Status.REJECTED, Status.FAILED}
LOST = "the run was interrupted before its outcome was known; sending it again is safe"
Given = Event | dict[str, Any] | InvalidEventError


def source_of(row: Row) -> Any:
    """What the client is given for a row: its values, or the error that makes it invalid."""
    if not row.problems:
        return row.values
    message = "; ".join(map(str, row.problems))
    name = next((problem.field for problem in row.problems if problem.field), None)
    return InvalidEventError(ErrorDetails(message=message, field=name))


@define
class Run:
    """Takes the outcomes of rows, in the order in which they come.

    Args:
        tally: counts them.
        signals: says when to stop.
        show: is called after each.
        file: where they are recorded, if anywhere.
        report: where what was refused is reported, if anywhere.
        again: whether the file has the recorded outcomes of a retry already.
    """

    tally: Tally
    signals: Signals
    show: Callable[[], None]
    file: OutcomesFile | None = None
    report: Report | None = None
    again: bool = False
    next_line: int | None = None  # after the last recorded row
    _due: int = 0  # outcomes of a batch that are not recorded yet
    _waiting: deque[tuple[Row, Any]] = field(factory=deque)  # rows the client has taken

    def send(self, client: MarketingEvents, left: Iterable[Left], concurrency: int) -> None:
        """Send rows, and record what became of each.

        Args:
            client: what sends them.
            left: the rows; what is settled already is only recorded.
            concurrency: how many batches may be in flight.

        Raises:
            MarketingEventsError: no request can succeed; all rows have been recorded.
            InterruptedRunError: a signal came; what the client had taken has been recorded.
        """
        rows = self._unsettled(iter(left))
        got: deque[Outcome] = deque()
        outcomes = client.upsert_iter(
            self._taken(rows), concurrency=concurrency, on_batch=self._expect
        )
        try:
            while True:
                self.signals.pull(iter(outcomes), got)
                if not got:
                    break
                self._take(got.popleft())
        except BaseException as error:
            self._leave(got, error, client)
            if isinstance(error, MarketingEventsError):
                self._give_up(rows, error)
            raise
        finally:
            self.flush()

    def check(self, outcomes: Iterator[tuple[Row, Outcome]]) -> None:
        """Take the outcomes of a dry run.

        Raises:
            InterruptedRunError: a signal came.
        """
        got: deque[tuple[Row, Outcome]] = deque()
        while True:
            self.signals.pull(outcomes, got)
            if not got:
                break
            self.record(*got.popleft())
        self.flush()

    def record(self, row: Row, outcome: Outcome) -> None:
        """Record one outcome."""
        self.tally.add(row, outcome)
        self.next_line = row.last + 1
        if self.file:
            self.file.write(row.line, told(row, outcome))
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

    def _unsettled(self, left: Iterator[Left]) -> Iterator[Row]:
        """The rows to send; others are recorded on the way."""
        for one in left:
            if one.settled is None:
                yield one.row
                continue
            error = ErrorDetails(message=one.why) if one.why else invalid_details(one.row)
            outcome = Outcome(one.row.values, one.settled, error=error)
            if self.again and one.settled is Status.INVALID:
                self.tally.add(one.row, outcome)  # the file has it already
            else:
                self.record(one.row, outcome)

    def _taken(self, rows: Iterator[Row]) -> Iterator[Any]:
        for row in rows:
            source = source_of(row)
            self._waiting.append((row, source))
            yield source

    def _take(self, outcome: Outcome) -> None:
        """Record an outcome of the client under the row it is of."""
        same = (n for n, (_, source) in enumerate(self._waiting) if source is outcome.event)
        for _ in range(next(same, 0)):
            self._lost()
        row, _ = self._waiting.popleft()
        self.record(row, outcome)
        self._due -= 1
        if self._due <= 0:
            self.flush()

    def _lost(self) -> None:
        row, source = self._waiting.popleft()
        self.record(row, Outcome(source, Status.FAILED, error=ErrorDetails(message=LOST)))

    def _leave(self, got: deque[Outcome], error: BaseException, client: MarketingEvents) -> None:
        """Record what the client had taken when it was stopped."""
        report = getattr(error, "report", None) or getattr(client, "last_report", ())
        for outcome in (*got, *report):
            if self._waiting:
                self._take(outcome)
        while self._waiting:
            self._lost()

    def _give_up(self, rows: Iterator[Row], error: MarketingEventsError) -> None:
        """Record the rest of the rows, which no request can get through."""
        held: deque[Row] = deque()
        while True:
            self.signals.pull(rows, held)
            if not held:
                return
            row = held.popleft()
            source = source_of(row)
            status = Status.INVALID if row.problems else Status.NOT_SENT
            why = source.why if row.problems else error.why
            self.record(row, Outcome(source, status, error=why))
            if self.tally.total % 1000 == 0:
                self.flush()


def told(row: Row, outcome: Outcome) -> dict[str, Any]:
    """An outcome as the outcomes file has it, with the event as it was read from the file."""
    error = outcome.error
    details = {name: value for name, value in asdict(error).items() if value} if error else None
    return {
        "status": str(outcome.status),
        "id": outcome.id,
        "error": details,
        "warning": outcome.warning,
        "event": row.values,
    }


def invalid_details(row: Row) -> ErrorDetails:
    """What is wrong with a row that was found invalid before."""
    return ErrorDetails(message="; ".join(map(str, row.problems)))
