"""A command over the rows of a file: opens and closes files, runs, and reports at the end."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import define, field

from hubspot_marketing_events import MarketingEvents, Status
from hubspot_marketing_events._cli._connection import opened_client
from hubspot_marketing_events._cli._files import (
    FileError,
    Input,
    ReadOptions,
    Row,
    fingerprint,
    named,
    open_input,
)
from hubspot_marketing_events._cli._journal import (
    SETTLED,
    WHOLE,
    Earlier,
    Left,
    OutcomesFile,
    OutcomesLostError,
    has_sent,
)
from hubspot_marketing_events._cli._options import OutputOptions, SendOptions
from hubspot_marketing_events._cli._output import standard_output
from hubspot_marketing_events._cli._runs._display import Display
from hubspot_marketing_events._cli._runs._report import Report
from hubspot_marketing_events._cli._runs._run import Run, source_of
from hubspot_marketing_events._cli._runs._signals import Signals
from hubspot_marketing_events._cli._runs._spool import Spool
from hubspot_marketing_events._cli._runs._summary import Summary
from hubspot_marketing_events._cli._runs._tally import Tally
from hubspot_marketing_events._cli._tasks import Task

Ask = Callable[[int, Sequence[Row]], None]


@define
class Load:
    """One run of a command.

    Args:
        task: what is done with the rows.
        path: FILE; "-" for standard input, None if it was not given.
        options: how FILE is read.
        sending: how its rows are sent.
        output: what is told.
        ask: asks whether to go on, of the number of rows that would be sent and some of them; None
            to go on.
        given: the rows, if they are in no file.
    """

    task: Task
    path: str | None
    options: ReadOptions
    sending: SendOptions
    output: OutputOptions
    ask: Ask | None = None
    given: Sequence[Row] | None = None
    _api_version: str | None = None
    _earlier: Earlier | None = None
    _input: Input | None = None
    _tally: Tally = field(factory=Tally)
    _notes: list[str] = field(factory=list)
    _duplicates: int | None = None
    _rows: _Counted = field(init=False)

    def run(self) -> bool:
        """Run it.

        Returns:
            Whether there are rows that are not through.

        Raises:
            FileError: an option or a file cannot be used.
            MarketingEventsError: no request can succeed.
            OutcomesLostError: outcomes cannot be recorded any more.
            StopSignal: a signal asked for the end.
        """
        self._refuse_overwriting()
        self._api_version = self.sending.api_version
        self._tally.names = {Status.NOT_SENT: "valid"} if self.sending.dry_run else {}
        if self.sending.retry_from is not None:
            self._earlier = Earlier.read(self.sending.retry_from, self.task.command, self.task.key)
            self._api_version = self._api_version or self._earlier.run.get("api_version")
        with ExitStack() as stack:
            if self._earlier:
                stack.callback(self._earlier.close)
            # Whatever cannot work shows before an outcomes file of an earlier run is replaced.
            client = (
                None
                if self.sending.dry_run
                else stack.enter_context(opened_client(self.sending, self._api_version))
            )
            self._rows = _Counted(self.task.arrange(self._opened(stack)))
            left = self._agreed(stack)
            report = self._opened_report(stack)
            file = self._opened_outcomes(stack)
            signals = stack.enter_context(Signals())
            run = Run(self.task, self._tally, signals, lambda: None, file, report, self._adds)
            self._go(run, client, left)
        good = {Status.NOT_SENT, *SETTLED} if self.sending.dry_run else SETTLED
        return not self._tally.counts.keys() <= good

    @property
    def _adds(self) -> bool:
        """Whether the outcomes are added to those of the earlier run."""
        return self.sending.retry_from is not None and self.output.outcomes is None

    @property
    def _input_path(self) -> str:
        """The input of this run, or of the earlier one that it goes on with."""
        return self.path or (self._earlier.input if self._earlier else None) or "-"

    def _agreed(self, stack: ExitStack) -> Iterable[Left]:
        """What is left to send, all of it known beforehand where somebody is asked about it."""
        left: Iterable[Left] = self._left()
        if self.ask is None or self.sending.dry_run:
            return left
        spool = stack.enter_context(Spool(left))
        if spool.count:
            self.ask(spool.count, spool.first)
        return spool

    def _go(self, run: Run, client: MarketingEvents | None, left: Iterable[Left]) -> None:
        """Go through the rows; however that ends, say how."""
        # Where all of a file is read before the first row is sent, what is read says nothing.
        given = self._input
        display = Display(
            self.task,
            self._tally,
            (lambda: given.position) if given else (lambda: 0),
            given.source.size if given and self.task.arrange is iter else None,
            self.output.quiet,
        )
        how: BaseException | None = None
        try:
            with display:
                run.show = display.advance
                for note in self._input.notes if self._input else ():
                    display.say(note)
                if client:
                    run.send(client, left, self.sending.concurrency)
                else:
                    self._check(run, left)
        except BaseException as error:
            how = error
            if isinstance(error, FileError) and self._tally.total:
                raise StoppedError(str(error)) from error
            raise
        finally:
            self._finish(run, display, how)

    def _finish(self, run: Run, display: Display, how: BaseException | None) -> None:
        """Tell people, programs and the outcomes file how the run ended."""
        given = self._input
        summary = Summary(
            task=self.task,
            tally=self._tally,
            error=how,
            complete=self._complete(how),
            next_line=run.next_line,
            outcomes=run.file.path if run.file else None,
            piped=self._input_path == "-",
            dry_run=self.sending.dry_run,
            named=self.given is not None,
            blank=given.builder.blank if given else 0,
            unwanted=given.builder.unwanted if given else 0,
            duplicates=self._duplicates,
        )
        if run.file:
            with suppress(OutcomesLostError):
                run.file.end(summary.end())
        notes = [*self._notes, *self._stored_invalid(), *summary.notes()]
        notes += [given.ending] if given and given.ending else []
        if run.report:
            run.report.finish(self._tally.findings)
            notes += [run.report.lost] if run.report.lost else []
        display.summary(notes, summary.advice())
        if self.output.json:
            with standard_output() as file:
                file.write(json.dumps(summary.to_dict(), indent=2) + "\n")

    def _stored_invalid(self) -> list[str]:
        """Say that a retry does not see what was mended in FILE."""
        if not self._earlier or self.path or not self._tally.counts[Status.INVALID]:
            return []
        return [
            "invalid rows are those that the earlier run recorded; if you have mended the file, "
            + WHOLE
        ]

    def _check(self, run: Run, left: Iterable[Left]) -> None:
        from hubspot_marketing_events._cli._runs._dry_run import (  # noqa: PLC0415 - slow to import
            DryRun,
        )

        dry = DryRun(self.task, self._api_version)
        rows = (one.row for one in left if one.settled in {None, Status.INVALID})
        try:
            run.check(dry.outcomes((row, source_of(row, self.task)) for row in rows))
        finally:
            dry.close()
            if dry.sample:
                self._notes.append(f"the first {self.task.noun}s as they would be sent:")
                self._notes += dry.shown().split("\n")
            self._duplicates = dry.duplicates

    def _refuse_overwriting(self) -> None:
        read = {Path(p).resolve() for p in (self.path, self.sending.retry_from) if p and p != "-"}
        written = [("--outcomes", self.output.outcomes), ("--report", self.output.report)]
        for option, path in written:
            if path and path.resolve() in read:
                raise FileError(f"{option} {path} would overwrite what is read; name another file")
        path = self.output.outcomes
        if path and self.sending.dry_run and has_sent(path):
            raise FileError(
                f"--outcomes {path} says what became of rows that were sent, and a dry run would "
                "replace it; name another file"
            )

    def _opened(self, stack: ExitStack) -> Iterator[Row]:
        """Open the inputs: a file, the outcomes of an earlier run, or both."""
        earlier = self._earlier
        if self.given is not None:
            return iter(self.given)
        if earlier is None:
            if self.path is None and sys.stdin is not None and sys.stdin.isatty():
                raise FileError(f"name a FILE, or pipe one in; see {self.task.command} --help")
            return self._open_rows(stack, self.path or "-")
        if self.path is not None:
            self._compare_input(earlier, self.path)
        if earlier.complete:
            return iter(())
        path = self.path or earlier.input
        if not earlier.run and self.path is None:
            self._notes.append(
                f"{self.sending.retry_from} does not say of which file it is; "
                "if the run was stopped, name the file as well: "
                f"{self.task.command} FILE --retry-from {self.sending.retry_from}"
            )
            return iter(())
        if path is None or (path == "-" and self.path is None) or not _there(path):
            raise FileError(
                f"{self.sending.retry_from}: the run did not reach the end of "
                f"{named(path or '-')}, which is needed to go on: "
                f"{self.task.command} FILE --retry-from {self.sending.retry_from}"
            )
        if self.path is None:
            self._compare_input(earlier, path)
        return self._open_rows(stack, path)

    def _open_rows(self, stack: ExitStack, path: str) -> Iterator[Row]:
        self._input = stack.enter_context(open_input(path, self.options, self.task.fields))
        return self._input.rows

    def _compare_input(self, earlier: Earlier, path: str) -> None:
        """Make sure that a retry reads what the run read, in the same way."""
        if not _there(path):
            raise FileError(f"{path}: No such file or directory")
        before, now = earlier.fingerprint, fingerprint(path)
        if before and before != now:
            raise FileError(
                f"{named(path)} is not what the run of {earlier.path} read, "
                f"so its lines cannot be told apart; {WHOLE}"
            )
        if not earlier.run:
            return
        given = earlier.options
        if self.options not in (ReadOptions(), given):
            raise FileError(
                f"the run of {earlier.path} read {named(path)} with other options; "
                "leave them out, since a retry takes over its own"
            )
        self.options = given

    def _opened_report(self, stack: ExitStack) -> Report | None:
        if self.output.report is None:
            return None
        title = named(self._input_path)
        return stack.enter_context(Report(self.output.report, title, tuple(self.task.fields.known)))

    def _opened_outcomes(self, stack: ExitStack) -> OutcomesFile | None:
        path = self.output.outcomes or (None if self.sending.dry_run else self.sending.retry_from)
        if path is None:
            return None
        file = stack.enter_context(OutcomesFile(path, add=self._adds))
        file.begin(self._described())
        return file

    def _described(self) -> dict[str, Any]:
        """What is run, for the outcomes file."""
        earlier = self._earlier
        path = self._input_path
        if earlier:
            known, options = earlier.fingerprint, earlier.run.get("options", {})
        else:
            known, options = fingerprint(path), self.options.to_dict()
        return {
            "program": version("hubspot-marketing-events"),
            "command": self.task.command,
            **self.task.about,
            "input": path if path == "-" else str(Path(path).resolve()),
            "size": known.size if known else None,
            "sha256": known.sha256 if known else None,
            "options": options,
            "api_version": self._api_version,
            "base_url": re.sub("//[^/@]*@", "//", self.sending.base_url),  # no password
            "dry_run": self.sending.dry_run,
            "continues": str(self.sending.retry_from.resolve())
            if self.sending.retry_from and self.output.outcomes
            else None,
        }

    def _left(self) -> Iterable[Left]:
        return self._earlier.left(iter(self._rows)) if self._earlier else map(Left, self._rows)

    def _complete(self, how: BaseException | None) -> bool:
        """Whether each row of the input has an outcome, here or in the earlier run's file."""
        if isinstance(how, OutcomesLostError):
            return False
        if self._earlier:
            return (self._earlier.complete or self._rows.ended) and how is None
        return self._rows.ended and self._rows.count == self._tally.total


class StoppedError(Exception):
    """The input turned out to be unusable when some of it had been sent."""


class _Counted:
    """Rows that are counted while they are read."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.count, self.ended = 0, False

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row
        self.ended = True


def _there(path: str) -> bool:
    return path == "-" or Path(path).exists()
