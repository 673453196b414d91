"""The command `upsert`: what it opens, in which order, and what it says at the end."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import define, field

from hubspot_marketing_events import MarketingEvents, MarketingEventsError, Pacer, Status
from hubspot_marketing_events._cli._display import Display
from hubspot_marketing_events._cli._files import (
    EVENTS,
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
    Earlier,
    Left,
    OutcomesFile,
    OutcomesLostError,
)
from hubspot_marketing_events._cli._report import Report
from hubspot_marketing_events._cli._run import Run, source_of
from hubspot_marketing_events._cli._signals import Signals
from hubspot_marketing_events._cli._tally import Tally

TOKEN = "HUBSPOT_ACCESS_TOKEN"  # noqa: S105 - the name of a variable
MOST_IN_FLIGHT = 64  # batches
BASE_URL = "https://api.hubapi.com"


@define
class Upsert:
    """One run of the command; the arguments are its options."""

    path: str | None
    options: ReadOptions
    dry_run: bool
    retry_from: Path | None
    concurrency: int
    rate: int | None
    api_version: str | None
    base_url: str | None
    outcomes: Path | None
    report: Path | None
    quiet: bool
    json: bool
    _earlier: Earlier | None = None
    _input: Input | None = None
    _tally: Tally = field(factory=Tally)
    _notes: list[str] = field(factory=list)
    _rows: _Counted = field(init=False)

    def run(self) -> bool:
        """Run it.

        Returns:
            Whether there are events that are not through.

        Raises:
            FileError: an option or a file cannot be used.
            MarketingEventsError: no request can succeed.
            OutcomesLostError: outcomes cannot be recorded any more.
            StopSignal: a signal asked for the end.
        """
        self._refuse_overwriting()
        self._tally.names = {Status.NOT_SENT: "valid"} if self.dry_run else {}
        if self.retry_from is not None:
            self._earlier = Earlier.read(self.retry_from)
            self.api_version = self.api_version or self._earlier.run.get("api_version")
        with ExitStack() as stack:
            # Whatever cannot work shows before an outcomes file of an earlier run is replaced.
            client = None if self.dry_run else stack.enter_context(self._client())
            self._rows = _Counted(self._opened(stack))
            report = self._opened_report(stack)
            file = self._opened_outcomes(stack)
            signals = stack.enter_context(Signals())
            run = Run(self._tally, signals, lambda: None, file, report, self._adds)
            self._go(run, client)
        good = {Status.NOT_SENT, *SETTLED} if self.dry_run else SETTLED
        return not self._tally.counts.keys() <= good

    @property
    def _adds(self) -> bool:
        """Whether the outcomes are added to those of the earlier run."""
        return self.retry_from is not None and self.outcomes is None

    def _go(self, run: Run, client: MarketingEvents | None) -> None:
        """Go through the rows; however that ends, say how."""
        given = self._input
        display = Display(
            self._tally,
            (lambda: given.position) if given else (lambda: 0),
            given.source.size if given else None,
            self.quiet,
        )
        how: BaseException | None = None
        try:
            with display:
                run.show = display.advance
                for note in self._input.notes if self._input else ():
                    display.say(note)
                if client:
                    run.send(client, self._left(), self.concurrency)
                else:
                    self._check(run)
        except BaseException as error:
            how = error
            raise
        finally:
            self._end(run, how)
            display.summary(self._last_notes(), self._advice(how))
            if run.report:
                run.report.finish(self._tally.findings)
            if self.json:
                self._print_json(how)

    def _check(self, run: Run) -> None:
        from hubspot_marketing_events._cli._dry_run import DryRun  # noqa: PLC0415 - slow to import

        dry = DryRun(self.api_version)
        rows = (left.row for left in self._left() if left.settled in {None, Status.INVALID})
        try:
            run.check(dry.outcomes((row, source_of(row)) for row in rows))
        finally:
            if dry.sample:
                self._notes.append("the first events as they would be sent:")
                self._notes += dry.shown().split("\n")
            if dry.duplicates:
                rows_are = "1 row is" if dry.duplicates == 1 else f"{dry.duplicates:,} rows are"
                self._notes.append(
                    f"{rows_are} of an event that an earlier row has as well; the last one holds"
                )

    def _refuse_overwriting(self) -> None:
        read = {Path(p).resolve() for p in (self.path, self.retry_from) if p and p != "-"}
        written = [("--outcomes", self.outcomes), ("--report", self.report)]
        for option, path in written:
            if path and path.resolve() in read:
                raise FileError(f"{option} {path} would overwrite what is read; name another file")
        if self.outcomes and self.report and self.outcomes.resolve() == self.report.resolve():
            raise FileError("--outcomes and --report are the same file; name two")

    def _opened(self, stack: ExitStack) -> Iterator[Row]:
        """Open what is read: a file, the outcomes of an earlier run, or both."""
        earlier = self._earlier
        if earlier is None:
            return self._open_rows(stack, self.path or "-")
        if self.path is not None:
            self._compare_input(earlier, self.path)
        if earlier.complete:
            return iter(())
        path = self.path or earlier.input
        if not earlier.run and self.path is None:
            self._notes.append(
                f"{self.retry_from} does not say of which file it is; if the run was stopped, "
                f"name the file as well: upsert FILE --retry-from {self.retry_from}"
            )
            return iter(())
        if path is None or (path == "-" and self.path is None) or not _there(path):
            raise FileError(
                f"{self.retry_from}: the run did not reach the end of {named(path or '-')}, "
                "which is needed to go on: "
                f"upsert FILE --retry-from {self.retry_from}"
            )
        if self.path is None:
            self._compare_input(earlier, path)
        return self._open_rows(stack, path)

    def _open_rows(self, stack: ExitStack, path: str) -> Iterator[Row]:
        self._input = stack.enter_context(open_input(path, self.options, EVENTS))
        return self._input.rows

    def _compare_input(self, earlier: Earlier, path: str) -> None:
        """Make sure that a retry reads what the run read, in the same way."""
        if not _there(path):
            raise FileError(f"{path}: No such file or directory")
        before, now = earlier.fingerprint, fingerprint(path)
        if before and before != now:
            raise FileError(
                f"{named(path)} is not what the run of {earlier.path} read, "
                "so its lines cannot be told apart; "
                "send the whole file without --retry-from, which is safe"
            )
        given = ReadOptions(**earlier.run.get("options", {}))
        if self.options not in (ReadOptions(), given):
            raise FileError(
                f"the run of {earlier.path} read {named(path)} with other options; "
                "leave them out, since a retry takes over its own"
            )
        self.options = given

    def _client(self) -> MarketingEvents:
        if not 1 <= self.concurrency <= MOST_IN_FLIGHT:
            raise FileError(
                f"--concurrency {self.concurrency}: should be from 1 to {MOST_IN_FLIGHT}"
            )
        if self.rate is not None and self.rate < 1:
            raise FileError(f"--rate {self.rate}: should be 1 or more")
        if not os.environ.get(TOKEN):
            raise FileError(f"there is no token; set the environment variable {TOKEN}")
        try:
            return MarketingEvents(
                token=os.environ[TOKEN],
                base_url=self.base_url or BASE_URL,
                api_version=self.api_version,
                pacer=None if self.rate is None else _FixedPacer(self.rate),
            )
        except MarketingEventsError:
            raise
        except Exception as error:  # the setup of proxies and certificates raises many kinds
            raise FileError(f"no connection can be set up: {error}") from error

    def _opened_report(self, stack: ExitStack) -> Report | None:
        if self.report is None:
            return None
        title = named(self.path or (self._earlier and self._earlier.input) or "-")
        return stack.enter_context(Report(self.report, title, tuple(EVENTS.known)))

    def _opened_outcomes(self, stack: ExitStack) -> OutcomesFile | None:
        path = self.outcomes or (None if self.dry_run else self.retry_from)
        if path is None:
            return None
        file = stack.enter_context(OutcomesFile(path, add=self._adds))
        file.begin(self._described())
        return file

    def _described(self) -> dict[str, Any]:
        """What is run, for the outcomes file."""
        earlier = self._earlier
        path = self.path or (earlier.input if earlier else None) or "-"
        if earlier:
            known, options = earlier.fingerprint, earlier.run.get("options", {})
        else:
            known, options = fingerprint(path), self.options.to_dict()
        return {
            "program": version("hubspot-marketing-events"),
            "input": path if path == "-" else str(Path(path).resolve()),
            "size": known.size if known else None,
            "sha256": known.sha256 if known else None,
            "options": options,
            "api_version": self.api_version,
            "base_url": self.base_url or BASE_URL,
            "dry_run": self.dry_run,
            "continues": str(self.retry_from.resolve())
            if self.retry_from and self.outcomes
            else None,
        }

    def _left(self) -> Iterable[Left]:
        return self._earlier.left(iter(self._rows)) if self._earlier else map(Left, self._rows)

    def _end(self, run: Run, how: BaseException | None) -> None:
        """Say in the outcomes file how the run ended."""
        if run.file is None:
            return
        complete = self._complete(how)
        with suppress(OutcomesLostError):
            run.file.end(
                {
                    "status": _word(how),
                    "reason": None if how is None else str(how) or type(how).__name__,
                    "complete": complete,
                    "next_line": None if complete else run.next_line or 1,
                    "counts": {str(status): count for status, count in self._tally.counts.items()},
                }
            )

    def _complete(self, how: BaseException | None) -> bool:
        """Whether each row of the input has an outcome, here or in the earlier run's file."""
        if isinstance(how, OutcomesLostError):
            return False
        if self._earlier:
            return (self._earlier.complete or self._rows.ended) and how is None
        return self._rows.ended and self._rows.count == self._tally.total

    def _last_notes(self) -> Iterator[str]:
        yield from self._notes
        if self._input and self._input.blank:
            rows_were = "1 row" if self._input.blank == 1 else f"{self._input.blank:,} rows"
            yield f"left out {rows_were} without any value"

    def _advice(self, how: BaseException | None) -> Iterator[str]:
        """What to do next."""
        file = self.outcomes or (None if self.dry_run else self.retry_from)
        counts = self._tally.counts
        open_rows = (
            sum(counts[s] for s in (Status.NOT_SENT, Status.FAILED)) if not self.dry_run else 0
        )
        if (how is None and not open_rows) or isinstance(how, OutcomesLostError):
            return
        if file:
            yield f"to send what is left: hubspot-marketing-events upsert --retry-from {file}"
        elif not self.dry_run:
            yield (
                "to send what is left, send the whole file again, which is safe; "
                "with --outcomes, a retry sends only the rest"
            )

    def _print_json(self, how: BaseException | None) -> None:
        summary = {
            "status": _word(how),
            "reason": None if how is None else str(how),
            "events": self._tally.total,
            "counts": dict(self._tally),
            "problems": [finding.to_dict() for finding in self._tally.findings],
            "outcomes": str(self.outcomes or self.retry_from or "") or None,
            "complete": self._complete(how),
        }
        sys.stdout.write(json.dumps(summary, indent=2) + "\n")


class _FixedPacer(Pacer):
    """Keeps the limit that the caller gave, whatever responses say."""

    def learn(self, headers: Mapping[str, str]) -> None:
        """Learn nothing."""


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


def _word(how: BaseException | None) -> str:
    if how is None:
        return "finished"
    return "interrupted" if isinstance(how, KeyboardInterrupt) else "stopped"
