"""What is left to do after a run that did not get everything through.

The outcomes are indexed in a temporary database, so that memory stays flat. A row is left if the
last line about it says that it is not through, or if there is none. It is not sent if a later row
of the same event got through or may have: that would make the event older.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Any, Self

from attrs import define, field, frozen

from hubspot_marketing_events._cli._files import (
    FileError,
    Fingerprint,
    Problem,
    ReadOptions,
    Row,
)
from hubspot_marketing_events._cli._journal._outcomes_file import (
    SETTLED,
    THROUGH,
    entries,
    entry_at,
    input_of,
)
from hubspot_marketing_events._outcomes import Status

TABLE = """
CREATE TABLE outcomes (
    line INTEGER PRIMARY KEY, account TEXT, event TEXT, settled INTEGER, maybe_sent INTEGER,
    file INTEGER, position INTEGER
) WITHOUT ROWID
"""
MAYBE_SENT = THROUGH | {Status.FAILED, Status.UNCONFIRMED}
INSERT = "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?)"
OPEN = """
SELECT line, account, event, file, position FROM outcomes WHERE NOT settled ORDER BY line
"""
NEWER = """
SELECT max(line) FROM outcomes WHERE account = ? AND event = ? AND line > ? AND maybe_sent
"""
WHOLE = "send the whole file without --retry-from: what is there is updated, not duplicated"
LARGEST = 1 << 62  # number of a line
Key = tuple[str | None, str | None]  # what a row is about
BLOCK = 10_000  # rows that are inserted together


@frozen
class Left:
    """One row that is left.

    Args:
        row: the row; its problems are those that were recorded.
        settled: what became of it already, if it is not to be sent.
        why: the reason of `settled`.
    """

    row: Row
    settled: Status | None = None
    why: str | None = None


@define
class Earlier:
    """An earlier run, and the runs that it continued.

    Args:
        path: its outcomes file.
        key: says what a row is about.
        run: what the file says of the run; empty if it says nothing.
        complete: whether each row of the input has an outcome.
        ended: whether the file says how the run ended.
    """

    path: Path
    key: Callable[[Any], Key]
    run: Mapping[str, Any] = field(factory=dict)
    complete: bool = False
    ended: bool = False
    last_line: int = 0
    _files: list[Path] = field(factory=list)
    _index: sqlite3.Connection = field(factory=lambda: sqlite3.connect(""))

    @classmethod
    def read(cls, path: Path, command: str, key: Callable[[Any], Key]) -> Self:
        """Read an outcomes file, and those that it continues.

        Args:
            path: where it is.
            command: the command that goes on with the run, which has to be the run's own.
            key: says what a row is about.

        Raises:
            FileError: one of them cannot be read, or is of another command.
        """
        earlier = cls(path, key)
        try:
            earlier._index.execute(TABLE)
            earlier._load(path, [])
            earlier._refuse_other(command)
            earlier._index.execute("CREATE INDEX event ON outcomes (account, event, line)")
            earlier.last_line = earlier._one("SELECT max(line) FROM outcomes") or 0
        except BaseException:
            earlier.close()
            raise
        return earlier

    def _refuse_other(self, command: str) -> None:
        own = self.run.get("command", command)
        if own != command:
            raise FileError(f"{self.path}: is of the command {own}, and not of {command}")

    def close(self) -> None:
        """Give the database up."""
        self._index.close()

    @property
    def input(self) -> str | None:
        """The input of the run: a path, "-" for standard input, None if the file does not say."""
        found = self.run.get("input")
        return found if isinstance(found, str) else None

    @property
    def fingerprint(self) -> Fingerprint | None:
        """What the input was like, if that is known."""
        size, digest = self.run.get("size"), self.run.get("sha256")
        if isinstance(size, int) and isinstance(digest, str):
            return Fingerprint(size, digest)
        return None

    @property
    def options(self) -> ReadOptions:
        """How the input was read.

        Raises:
            FileError: the file names options that this version does not have.
        """
        try:
            return ReadOptions(**self.run.get("options", {}))
        except TypeError:
            raise FileError(
                f"{self.path}: the run had options that this version does not know; {WHOLE}"
            ) from None

    def left(self, rest: Iterator[Row]) -> Iterator[Left]:
        """What is left to do, in the order of the input.

        Args:
            rest: the rows of the input, or none if each has an outcome.

        Raises:
            FileError: a row of the input is not the one that was recorded under its line.
        """
        return merge(self._recorded(), self._unrecorded(rest), key=lambda left: left.row.line)

    def _load(self, path: Path, above: list[Path]) -> None:
        if path.resolve() in above:
            raise FileError(f"{path}: continues itself")
        own = len(self._files)
        self._files.append(path)
        rows: list[tuple[Any, ...]] = []
        for entry in entries(path):
            value = entry.value
            if "status" in value:
                rows.append(self._indexed(value, entry.number, own, entry.offset))
                if len(rows) >= BLOCK:
                    self._insert(rows)
            elif "run" in value:
                self.run, self.ended = value["run"], False
                if entry.number == 1 and value["run"].get("continues"):
                    self._load_older(path, Path(value["run"]["continues"]), above)
            else:
                self.ended = True
                self.complete = self.complete or bool(value["end"].get("complete"))
        self._insert(rows)

    def _load_older(self, path: Path, older: Path, above: list[Path]) -> None:
        """Read the file that a run continued, unless the run recorded all that it left."""
        if any(e.value.get("end", {}).get("complete") for e in entries(path)):
            return
        if not older.exists():
            raise FileError(f"{path}: the run continued {older}, which is not there and is needed")
        run = self.run
        self._load(older, [*above, path.resolve()])
        self.run, self.ended = run, False

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        self._index.executemany(INSERT, rows)
        rows.clear()

    def _recorded(self) -> Iterator[Left]:
        found = self._index.execute(OPEN)
        while rows := list(islice(found, BLOCK)):
            for line, account, event, file, position in rows:
                value = entry_at(self._files[file], position)
                yield self._judged(_row(line, value), account, event, value)

    def _unrecorded(self, rest: Iterator[Row]) -> Iterator[Left]:
        for row in rest:
            account, event = self.key(row.values)
            if row.line > self.last_line:
                yield Left(row)
                continue
            found = self._index.execute(
                "SELECT account, event FROM outcomes WHERE line = ?", (row.line,)
            ).fetchone()
            if found is None:
                yield self._judged(row, account, event)
            elif found != (account, event):
                raise FileError(
                    f"{row.place} is not what {self.path} has under this number; {WHOLE}"
                )

    def _judged(
        self, row: Row, account: str | None, event: str | None, value: Mapping[str, Any] = {}
    ) -> Left:
        if value.get("status") == Status.INVALID:
            return Left(row, Status.INVALID)
        newer = self._one(NEWER, account, event, row.line)
        if newer is not None:
            why = f"{row.unit} {newer} is newer and about the same, and was sent"
            return Left(row, Status.SUPERSEDED, why)
        return Left(row)

    def _indexed(
        self, value: Mapping[str, Any], number: int, file: int, offset: int
    ) -> tuple[Any, ...]:
        line = value.get("line")
        line = line if isinstance(line, int) and 0 <= line < LARGEST else number
        status, key = str(value["status"]), self.key(input_of(value))
        return line, *key, status in SETTLED, status in MAYBE_SENT, file, offset

    def _one(self, query: str, *values: Any) -> Any:
        return self._index.execute(query, values).fetchone()[0]


def recorded_run(path: Path) -> Mapping[str, Any]:
    """What the first line of an outcomes file says of its run; nothing if it says nothing.

    Raises:
        FileError: it cannot be read.
    """
    first = next(entries(path), None)
    found = first.value.get("run") if first else None
    return found if isinstance(found, dict) else {}


def _row(line: int, value: Mapping[str, Any]) -> Row:
    error = value.get("error") or {}
    problems: tuple[Problem, ...] = ()
    if value["status"] == Status.INVALID:
        what = error.get("message") if isinstance(error, dict) else None
        problems = (Problem(str(what or "is invalid")),)
    return Row(line, line, input_of(value), problems)
