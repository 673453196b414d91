"""Merges the outcomes of all slices into one Parquet file with a row for each input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import define, field

from hubspot_marketing_events import ErrorDetails, Outcome, Status

from . import delivery, plan, rows
from .delivery import Record
from .plan import Slice

_OK = {Status.CREATED, Status.UPDATED, Status.ACCEPTED}
_NOT_REACHED = ErrorDetails(message="the run has not come to this row; run it again")


@define
class Summary:
    """What a run came to.

    Args:
        counts: rows by status.
        stopped: why accounts are stopped, by account.
    """

    counts: Counter[str] = field(factory=Counter)
    stopped: dict[str, str] = field(factory=dict)

    @property
    def through(self) -> bool:
        """Whether nothing is left to mend or to send."""
        return self.counts.keys() <= _OK | {Status.SUPERSEDED}


def merge(directory: str, output: Path | None = None) -> Summary:
    """Write `report.parquet`: by account, in the order of its rows; a range at a time.

    Args:
        directory: of the run, which may be unfinished.
        output: where to write it; without it, in the directory.
    """
    accounts = plan.load(directory).accounts
    output = output or Path(directory, "report.parquet")
    aside, summary = output.with_name(f".{output.name}.tmp"), Summary()
    with pq.ParquetWriter(aside, delivery.SCHEMA) as writer:
        for account in accounts:
            if reason := delivery.stopped(Slice(directory, account, 0)):
                summary.stopped[account] = reason
            for records in merged(directory, account):
                summary.counts.update(record["status"] for record in records)
                writer.write_table(pa.Table.from_pylist(records, delivery.SCHEMA))
    aside.replace(output)
    return summary


def merged(directory: str, account: str) -> Iterator[list[Record]]:
    """Yield the records of an account, a range at a time."""
    overtaken = _overtaken(directory, account)
    for number in range(plan.load(directory).accounts[account]):
        found = _records(directory, account, number, fill=True)
        for record in found:
            if (number, record["row"]) in overtaken:
                record["status"] = str(Status.SUPERSEDED)
        yield found


def _overtaken(directory: str, account: str) -> set[tuple[int, int]]:
    """Return the rows that failed and of which a later version got through.

    Whoever sends again what failed must not overwrite a newer version with an older one.
    """
    failed: dict[rows.Key, list[tuple[int, int]]] = {}
    overtaken: set[tuple[int, int]] = set()
    for number in range(plan.load(directory).accounts[account]):
        for record in _records(directory, account, number, fill=False):
            key = record["external_account_id"], record["external_event_id"]
            if record["status"] in delivery.OPEN:
                failed.setdefault(key, []).append((number, record["row"]))
            elif record["status"] in _OK:
                overtaken.update(failed.pop(key, ()))
    return overtaken


def _records(directory: str, account: str, number: int, *, fill: bool) -> list[Record]:
    """Return the records of a range in the order of its rows; `fill` adds what was not sent yet."""
    lanes = plan.load(directory).settings.lanes
    found: list[Record] = []
    for lane in range(lanes):
        part = Slice(directory, account, number, lane)
        kept = delivery.read(part.file("parquet")) or delivery.read(part.file("open.parquet"))
        found += kept or (_not_sent(part, lanes) if fill else [])
    return sorted(found, key=lambda record: record["row"])


def _not_sent(part: Slice, lanes: int) -> list[Record]:
    if part.finished:
        return []  # a lane without rows
    why = delivery.stopped(part)
    error = ErrorDetails(message=why) if why else _NOT_REACHED
    where = plan.range_of(part)
    return [
        delivery.record(where, part.account, number, Outcome(source, Status.NOT_SENT, error=error))
        for number, source in rows.read(where, part.lane, lanes)
    ]
