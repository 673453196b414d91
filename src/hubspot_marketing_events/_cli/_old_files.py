"""Events in files: JSON Lines, a JSON array, CSV, or the outcomes of an earlier run."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from hubspot_marketing_events._events import FIELD_NAMES
from hubspot_marketing_events.errors import ErrorDetails, InvalidEventError

Row = tuple[int, Any]  # the number of a line, and what an upsert takes; of a bad line, the error
CUSTOM = "customProperties."
_THROUGH = {"created", "updated", "accepted", "superseded"}


class FileError(ValueError):
    """A file cannot be used as a whole; says which and why."""


def read(path: str, columns: Mapping[str, str]) -> Iterator[Row]:
    """Read events one at a time.

    Args:
        path: a file, or "-" for standard input. CSV by its ending `.csv`, else by its first character: `[` begins a
            JSON array, `{` JSON Lines, anything else CSV.
        columns: for CSV, the field of each column that is not named like one; an empty field drops the column.

    Raises:
        FileError: the file is not there, or its header or array cannot be read.
    """
    with _opened(path) as file:
        first = file.peek(1).lstrip()[:1]
        if path.endswith(".csv") or first not in {b"[", b"{", b""}:
            yield from _csv(path, file, columns)
        elif first == b"[":
            yield from _array(path, file)
        else:
            yield from _lines(file)


def unfinished(path: str) -> Iterator[Row]:
    """The events of an outcomes file that did not get through; a superseded one is the later one's business."""
    with _opened(path) as file:
        for number, row in _lines(file):
            if (
                isinstance(row, InvalidEventError)
                or not isinstance(row, dict)
                or not {"status", "event"} <= row.keys()
            ):
                raise FileError(
                    f"{path}: line {number}: not an outcome; it needs `status` and `event`"
                )
            if row["status"] not in _THROUGH:
                yield row.get("line", number), row["event"]


@contextmanager
def _opened(path: str) -> Iterator[io.BufferedReader]:
    if path == "-":
        yield cast("io.BufferedReader", sys.stdin.buffer)
        return
    try:
        with Path(path).open("rb") as file:
            yield file
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}") from error


def _bad(number: int, why: str) -> Row:
    return number, InvalidEventError(ErrorDetails(message=f"line {number} {why}"))


def _lines(file: BinaryIO) -> Iterator[Row]:
    for number, line in enumerate(file, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                yield _bad(number, f"is not JSON at column {error.colno}: {error.msg}")
            except (UnicodeDecodeError, RecursionError) as error:
                yield _bad(number, f"cannot be read: {error}")


def _array(path: str, file: BinaryIO) -> Iterator[Row]:
    try:
        yield from enumerate(json.load(file), 1)
    except json.JSONDecodeError as error:
        raise FileError(
            f"{path}: not JSON at line {error.lineno} column {error.colno}: {error.msg}"
        ) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise FileError(f"{path}: {error}") from error


def _csv(path: str, file: BinaryIO, columns: Mapping[str, str]) -> Iterator[Row]:
    # What is not UTF-8 becomes text that cannot be encoded, which an upsert calls invalid and names.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        rows = csv.reader(text, strict=True)
        fields = [_field(path, column, columns) for column in next(rows, [])]
        yield from _records(rows, fields)
    finally:
        text.detach()  # the file is another's to close


def _field(path: str, column: str, columns: Mapping[str, str]) -> str:
    field = columns.get(column, column)
    if field and field not in FIELD_NAMES and not field.startswith(CUSTOM):
        advice = f"say --map {column}=FIELD, or --map {column}= to drop it"
        raise FileError(f"{path}: column {column!r} names no field; {advice}")
    return field


def _records(rows: Any, fields: Sequence[str]) -> Iterator[Row]:
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield _bad(rows.line_num, f"is not CSV: {error}")
            continue
        if row is None:
            return
        if len(row) > len(fields):
            yield _bad(rows.line_num, f"has {len(row)} values for {len(fields)} columns")
        elif row:
            yield rows.line_num, _event(dict(zip(fields, row, strict=False)))


def _event(cells: Mapping[str, str]) -> dict[str, Any]:
    event: dict[str, Any] = {
        name: _cell(name, text) for name, text in cells.items() if name and text
    }
    custom = {name: event.pop(name) for name in list(event) if name.startswith(CUSTOM)}
    return event | (
        {"customProperties": {n.removeprefix(CUSTOM): v for n, v in custom.items()}}
        if custom
        else {}
    )


def _cell(name: str, text: str) -> str | bool:
    flag = FIELD_NAMES.get(name, "").endswith(("_cancelled", "_completed"))
    return {"true": True, "false": False}.get(text.strip().lower(), text) if flag else text
