"""Sends one slice, and keeps the outcome of each of its rows; the same under Dask and Celery."""

from __future__ import annotations

import importlib
import ssl
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import evolve, frozen
from redis.exceptions import RedisError

from hubspot_marketing_events import (
    ErrorDetails,
    MarketingEvents,
    MarketingEventsError,
    Outcome,
    Status,
)

from . import plan, rows, shared
from .plan import Range, Settings, Slice
from .rows import Row

_TEXTS = ("external_account_id", "external_event_id", "status", "hubspot_id", "error")
_DETAILS = ("error_field", "error_category", "error_policy", "correlation_id", "warning")
SCHEMA = pa.schema(
    [("account", pa.string()), ("file", pa.string()), ("row", pa.int64())]
    + [(name, pa.string()) for name in _TEXTS]
    + [("http_status", pa.int16())]
    + [(name, pa.string()) for name in _DETAILS]
)
OPEN = {Status.FAILED, Status.NOT_SENT}  # what may be sent again
_THROUGH = {Status.CREATED, Status.UPDATED, Status.ACCEPTED}
_REFUSED = {Status.INVALID, Status.REJECTED}
Record = dict[str, Any]


@frozen
class Result:
    """What an attempt at a slice came to; small, and without anything that was sent.

    Args:
        slice: which.
        state: "done", "again" where another attempt is due, or "stopped" where the account cannot
            be sent to.
        counts: rows by status.
        reason: why the account stopped.
    """

    slice: Slice
    state: str
    counts: Mapping[str, int]
    reason: str | None = None


def check_surroundings(directory: str) -> None:
    """Raise where this process cannot find the run or Redis."""
    plan.load(directory)
    shared.connection().ping()


def send(part: Slice) -> Result:
    """Send a slice, unless that was done before, and keep its outcomes in the run directory.

    It may be called again, and by several workers at a time, whatever became of earlier calls.
    """
    settings = plan.load(part.directory).settings
    name = f"{part.account}:{part.lane}"
    try:
        with shared.Lease(name, settings.lease, settings.timeout) as lease:
            return _send(part, settings, lease)
    except (shared.LeaseHeldError, shared.LeaseLostError):
        return Result(part, "again", {})


def _send(part: Slice, settings: Settings, lease: shared.Lease) -> Result:
    if part.finished:
        return Result(part, "done", _counts(read(part.file("parquet"))))
    if reason := stopped(part):
        return Result(part, "stopped", {}, reason)

    known = {record["row"]: record for record in read(part.file("open.parquet"))}
    where = plan.range_of(part)
    given = rows.read(where, part.lane, settings.lanes)
    due = [row for row in given if row[0] not in known or known[row[0]]["status"] in OPEN]
    repeated = _mark_start(part)

    attempt = _Attempt(part, settings, lease)
    outcomes = attempt.send(due)
    lease.check()  # whoever has it now keeps the outcomes
    for number, outcome in outcomes.items():
        created = repeated and outcome.status is Status.UPDATED  # perhaps, by the first attempt
        told = evolve(outcome, status=Status.ACCEPTED) if created else outcome
        known[number] = record(where, part.account, number, told)
    return _keep(part, list(known.values()), outcomes.values(), attempt.error)


class _Attempt:
    """Sends rows by one client, of each event the newest version only.

    So an older version is never sent after a newer one, also where a slice is sent again because
    its worker was killed. Where a version is refused, the one before it is sent.
    """

    def __init__(self, part: Slice, settings: Settings, lease: shared.Lease) -> None:
        self._part, self._settings, self._lease = part, settings, lease
        self.error: MarketingEventsError | None = None

    def send(self, due: Iterable[Row]) -> dict[int, Outcome]:
        """Return an outcome for each row."""
        versions: dict[Any, list[Row]] = {}
        for number, source in due:
            key = rows.key_of(source)
            versions.setdefault(key if all(key) else number, []).append((number, source))

        outcomes: dict[int, Outcome] = {}
        with client_of(self._part.account, self._settings, self._token) as client:
            while versions and not self.error:
                newest = {key: kept.pop() for key, kept in versions.items()}
                report = self._upsert(client, [source for _, source in newest.values()])
                for (key, (number, _)), outcome in zip(newest.items(), report, strict=True):
                    outcomes[number] = outcome
                    if outcome.status in _REFUSED and versions[key]:
                        continue
                    for earlier, source in versions.pop(key):
                        outcomes[earlier] = Outcome(source, Status.SUPERSEDED)

        why = self.error.why if self.error else None
        for number, source in (row for kept in versions.values() for row in kept):
            outcomes[number] = Outcome(source, Status.NOT_SENT, error=why)
        return outcomes

    def _token(self) -> str:
        """Return the token, if this worker may send; the client asks before each request."""
        self._lease.check()
        return token_source(self._settings.tokens)(self._part.account)

    def _upsert(self, client: MarketingEvents, sources: list[Any]) -> Iterable[Outcome]:
        settings = self._settings
        try:
            return client.upsert(
                sources, concurrency=settings.concurrency, deadline=settings.deadline
            )
        except MarketingEventsError as error:
            self._lease.check()
            if isinstance(error.__cause__, RedisError):
                raise error.__cause__ from None  # no fault of the account
            if error.report is None:
                raise
            self.error = error
            return error.report


def client_of(account: str, settings: Settings, token: Callable[[], str]) -> MarketingEvents:
    """Return a client whose requests count in the account's budget.

    Raises:
        ConfigurationError: a setting cannot work.
    """
    return MarketingEvents(
        token=token,
        base_url=settings.base_url,
        timeout=settings.timeout,
        pacer=shared.budget(account, settings.limit, settings.timeout),
        client_options={"verify": _trusted()},
    )


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """Return the certificates to trust; reading them takes as long as sending some slices."""
    return httpx.create_ssl_context()


def _keep(
    part: Slice,
    records: list[Record],
    outcomes: Iterable[Outcome],
    error: MarketingEventsError | None,
) -> Result:
    """Keep the records, and decide how to go on.

    As long as an attempt gets something through, another one is due for the rest. Where none does,
    events that fail one by one are left at that, and an account that takes nothing is stopped.
    """
    records.sort(key=lambda record: record["row"])
    attempted, counts = Counter(outcome.status for outcome in outcomes), _counts(records)
    leftover, progress = [r for r in records if r["status"] in OPEN], attempted.keys() & _THROUGH
    alone = not counts[Status.NOT_SENT] and any(counts[status] for status in _THROUGH)
    if not leftover or (alone and not progress):
        write(part.file("parquet"), records)
        part.file("open.parquet").unlink(missing_ok=True)
        return Result(part, "done", counts)

    write(part.file("open.parquet"), records)
    if progress:
        return Result(part, "again", counts)

    return stop(part, str(error) if error else leftover[0]["error"] or "nothing got through")


def stop(part: Slice, reason: str) -> Result:
    """Send nothing more to an account in this run; the slices that are being sent go on."""
    kept = _storable(reason) or ""
    plan.replace(_stop_file(part.directory, part.account), kept.encode())
    return Result(part, "stopped", {}, kept)


def stopped(part: Slice) -> str | None:
    """Return why nothing more is sent to the account in this run."""
    path = _stop_file(part.directory, part.account)
    return path.read_text("utf-8") if path.exists() else None


def allow(directory: str, account: str) -> None:
    """Let an account that was stopped be tried again."""
    _stop_file(directory, account).unlink(missing_ok=True)


def _stop_file(directory: str, account: str) -> Path:
    return plan.account_folder(directory, account) / "stopped.txt"


def _mark_start(part: Slice) -> bool:
    """Note that the slice is being sent; return whether that was noted before."""
    path = part.file("started")
    if path.exists():
        return True
    plan.replace(path, b"")
    return False


@lru_cache(maxsize=16)
def token_source(where: str) -> Callable[[str], str]:
    """Return what gives the token of an account: a function by its name, or a folder's files."""
    module, colon, function = where.partition(":")
    if colon and module.replace(".", "").isidentifier():
        found: Callable[[str], str] = getattr(importlib.import_module(module), function)
        return found
    return lambda account: Path(where, account).read_text("utf-8")


def record(where: Range, name: str, number: int, outcome: Outcome) -> Record:
    """Return an outcome as a row of the report."""
    error = outcome.error or ErrorDetails(message="")
    account, event = outcome.key or rows.key_of(outcome.event)
    return {
        "account": name,
        "file": where.path,
        "row": number,
        "external_account_id": _storable(account),
        "external_event_id": _storable(event),
        "status": str(outcome.status),
        "hubspot_id": outcome.id,
        "error": _storable(error.message or None),
        "http_status": error.status,
        "error_field": _storable(error.field),
        "error_category": _storable(error.category),
        "error_policy": _storable(error.policy),
        "correlation_id": _storable(error.correlation_id),
        "warning": _storable(outcome.warning),
    }


def _storable(text: str | None) -> str | None:
    """Return a text that UTF-8 can hold: what cannot be sent is in the report all the same."""
    return text and text.encode("utf-8", "backslashreplace").decode()


def read(path: Path) -> list[Record]:
    """Return the records of a file; none where there is no file."""
    if not path.exists():
        return []
    found: list[Record] = pq.ParquetFile(path).read().to_pylist()
    return found


def write(path: Path, records: list[Record]) -> None:
    """Keep records in a file, as a whole or not at all."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(records, SCHEMA), sink)
    plan.replace(path, sink.getvalue().to_pybytes())


def _counts(records: Iterable[Record]) -> Counter[str]:
    return Counter(record["status"] for record in records)
