"""Reads the rows of a slice, and says which event each is a version of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import pyarrow as pa
import pyarrow.parquet as pq

from hubspot_marketing_events.errors import InvalidEventError

from .plan import InputError, Range

Key = tuple[str | None, str | None]
Row = tuple[int, Any]  # its number in the file, from 1, and the input
_NAMES = (
    ("externalAccountId", "external_account_id"),
    ("externalEventId", "external_event_id"),
)


def read(part: Range, lane: int, lanes: int) -> list[Row]:
    """Return the rows of a range that belong to a lane; blank lines are none.

    Raises:
        InputError: the file has changed since it was planned.
    """
    path = Path(part.path)
    state = path.stat()
    if (state.st_size, state.st_mtime_ns) != (part.size, part.changed):
        raise InputError(f"{path} has changed since the run was planned; plan a new run")

    rows = _from_parquet(part) if path.suffix == ".parquet" else _from_lines(part)
    return [row for row in rows if lanes == 1 or lane_of(key_of(row[1]), lanes) == lane]


def key_of(source: Any) -> Key:
    """Return the ids of the account and of the event, as far as an input has them."""
    values = [_first(source, names) if isinstance(source, Mapping) else None for names in _NAMES]
    account, event = (value if isinstance(value, str) else None for value in values)
    return account, event


def lane_of(key: Key, lanes: int) -> int:
    """Return the lane of an event, the same on every machine and in every run."""
    return crc32("\0".join(part or "" for part in key).encode("utf-8", "replace")) % lanes


def _first(source: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((source[name] for name in names if name in source), None)


def _from_lines(part: Range) -> Iterator[Row]:
    with Path(part.path).open("rb") as file:
        file.seek(part.offset)
        for number in range(part.first, part.first + part.rows):
            line = file.readline()
            if line.strip():
                yield number, _parsed(line)


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return InvalidEventError(f"the line is not JSON: {error}")


def _from_parquet(part: Range) -> Iterator[Row]:
    """Read the row groups that hold the range, and take the range out of them."""
    first = part.first - 1
    with pq.ParquetFile(part.path) as file:
        groups, before, end = list[int](), 0, 0
        for group in range(file.num_row_groups):
            start, end = end, end + file.metadata.row_group(group).num_rows
            if start < first + part.rows and end > first:
                before = before if groups else start
                groups.append(group)
        table = file.read_row_groups(groups).slice(first - before, part.rows)

    rows = _in_microseconds(table).to_pylist(maps_as_pydicts="lossy")
    return enumerate(rows, part.first)


def _in_microseconds(table: pa.Table) -> pa.Table:
    """Round times to what Python holds; HubSpot keeps milliseconds."""
    fields = [
        column.with_type(pa.timestamp("us", column.type.tz))
        if pa.types.is_timestamp(column.type)
        else column
        for column in table.schema
    ]
    return table.cast(pa.schema(fields), safe=False)
