"""What HubSpot has, written as JSON Lines or as a table."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TextIO

from attrs import fields
from rich.console import Console

from hubspot_marketing_events._cli._files import FileError, safe_cell
from hubspot_marketing_events._cli._options import ListOptions
from hubspot_marketing_events._cli._output import standard_output
from hubspot_marketing_events._cli._runs._signals import Signals
from hubspot_marketing_events._cli._tasks import api_name

FLUSHED = 100  # rows between two writes, as many as HubSpot gives at once


class Listing:
    """Writes records one by one, as soon as they are read.

    Args:
        kind: the class of the records.
        options: how and where they are written.
    """

    def __init__(self, kind: type, options: ListOptions) -> None:
        self._names = _names(kind)
        self._form, self._output, self._quiet = options.format, options.output, options.quiet
        self._console = Console(stderr=True)

    def write(self, records: Iterable[Any], noun: str) -> int:
        """Write records, and say how many there were.

        Args:
            records: the records, which may be read while they are written.
            noun: what one of them is called.

        Returns:
            How many were read. A reader of standard output that goes away is no error; then the
            rest is not read.

        Raises:
            FileError: the file cannot be opened.
            StopSignal: a signal asked for the end; a file is then left as it was.
        """
        count, read = 0, False
        with self._opened() as file, Signals() as signals:
            add = self._adder(file)
            with self._progress() as show:
                for record in _pulled(iter(records), signals):
                    count += 1
                    add(record)
                    if count % FLUSHED == 0:
                        file.flush()
                        show(f"{count:,} {noun}s")
            file.flush()
            read = True
        if read and not self._quiet:
            self._console.print(f"{count:,} {noun}{'' if count == 1 else 's'}", highlight=False)
        return count

    def _adder(self, file: TextIO) -> Callable[[Any], None]:
        if self._form == "jsonl":
            return lambda record: _write(file, json_of(record, ensure_ascii=False) + "\n")
        table = csv.writer(file, lineterminator="\n")
        table.writerow(self._names.values())
        terminal = self._output is None and file.isatty()
        return lambda record: table.writerow(self._cells(record, terminal=terminal))

    def _cells(self, record: Any, *, terminal: bool) -> Iterator[str]:
        for name in self._names:
            cell = safe_cell(_cell(getattr(record, name)))
            yield cell if not terminal or cell.isprintable() else ascii(cell)[1:-1]

    @contextmanager
    def _opened(self) -> Iterator[TextIO]:
        if self._output is None:
            with standard_output() as file:
                yield file
            return
        encoding = "utf-8" if self._form == "jsonl" else "utf-8-sig"  # spreadsheets need its mark
        try:
            with _replaced(self._output, encoding) as file:
                yield file
        except OSError as error:
            raise FileError(f"--output {self._output}: {error.strerror}") from error

    @contextmanager
    def _progress(self) -> Iterator[Callable[[str], None]]:
        """A progress line that moves, where it does not break up the log records."""
        if (
            self._quiet
            or not self._console.is_terminal
            or (self._output is None and sys.stdout.isatty())
        ):
            yield lambda _: None
            return
        with self._console.status("") as status:
            yield status.update


def json_of(record: Any, **options: Any) -> str:
    """A record as JSON, under HubSpot's names; what it lacks is left out."""
    kind: Any = type(record)
    values = {name: getattr(record, own) for own, name in _names(kind).items()}
    kept = {name: value for name, value in values.items() if value is not None and value != {}}
    return json.dumps(kept, default=_plain, **options)


@cache
def _names(kind: Any) -> dict[str, str]:
    """HubSpot's name of each field; `extra` comes last."""
    names = {a.name: api_name(a.name) for a in fields(kind)}
    return {own: name for own, name in names.items() if own != "extra"} | {"extra": "extra"}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else str(value)


def _cell(value: Any) -> str:
    if value is None or value == {}:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False, default=_plain)
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)


def _write(file: TextIO, text: str) -> None:
    file.write(text)


def _pulled(records: Iterator[Any], signals: Signals) -> Iterator[Any]:
    """The records; a signal comes between two of them only."""
    got: deque[Any] = deque()
    while True:
        signals.pull(records, got)
        if not got:
            return
        yield got.popleft()


@contextmanager
def _replaced(path: Path, encoding: str) -> Iterator[TextIO]:
    """A file beside `path` that takes its place at the end; a pipe or device is written itself."""
    if path.exists() and not path.is_file():
        with path.open("w", encoding=encoding, errors="backslashreplace", newline="") as file:
            yield file
        return
    target = path.resolve()
    with NamedTemporaryFile(
        "w", encoding=encoding, errors="backslashreplace", newline="", dir=target.parent,
        prefix=f".{target.name}.", delete=False,
    ) as file:  # fmt: skip
        try:
            yield file  # type: ignore[misc] # it is a TextIO in all but name
            file.close()
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
