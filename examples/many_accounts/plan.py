"""What a run sends: its settings, its accounts, and the slices that their files are cut into."""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow.parquet as pq
from attrs import asdict, define, field, frozen

from hubspot_marketing_events import MarketingEvents, Pacer

KINDS = (".jsonl", ".parquet")


class InputError(ValueError):
    """The input or the run directory cannot be used; says what, where and what to do."""


@frozen
class Settings:
    """How a run sends; kept in its directory, so it holds no secret.

    Args:
        tokens: where workers find access tokens: a folder with a file per account, or the name of
            a function, as `package.module:function`, that takes an account and returns its token.
        base_url: where HubSpot is, or a stand-in.
        limit: requests per account in 10 seconds, until a response names another limit.
        concurrency: batches that one slice has in flight.
        lanes: slices of one account that may be sent at the same time. All versions of an event
            are in one lane.
        slice_rows: rows of a slice.
        timeout: seconds for one request.
        deadline: seconds for one attempt at a slice.
    """

    tokens: str
    base_url: str = "https://api.hubapi.com"
    limit: int = 100
    concurrency: int = 16
    lanes: int = 1
    slice_rows: int = 5000
    timeout: float = 30.0
    deadline: float = 900.0

    @property
    def lease(self) -> float:
        """Seconds after which a lane is free if its worker falls silent.

        It outlives a request that is sent at the last moment.
        """
        return 2 * self.timeout


@frozen
class Range:
    """Rows of a file that follow each other.

    `first` counts from 1, `offset` is where a file of JSON Lines is read from, `size` and
    `changed` tell whether the file is still the one that was planned.
    """

    path: str
    first: int
    rows: int
    offset: int
    size: int
    changed: int


@frozen
class Slice:
    """The rows of one range that belong to one lane; the unit of work."""

    directory: str
    account: str
    number: int
    lane: int = 0

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.account}/{self.number:06d}-{self.lane}"

    def file(self, ending: str) -> Path:
        """Return where something about the slice is kept."""
        return Path(self.directory, "accounts", f"{self.name}.{ending}")

    @property
    def finished(self) -> bool:
        """Whether each of its rows has an outcome that holds."""
        return self.file("parquet").exists()


@define
class Plan:
    """A run: its settings, and how many ranges each account has."""

    settings: Settings
    accounts: dict[str, int] = field(factory=dict)


def account_folder(directory: str, account: str) -> Path:
    """Return where the plan and the outcomes of an account are."""
    return Path(directory, "accounts", account)


def make(inputs: Path, directory: Path, settings: Settings) -> Plan:
    """Cut the input into slices, and keep the plan in a new run directory.

    Raises:
        InputError: there is nothing to send, or the directory has a plan already.
        ConfigurationError: a setting cannot work.
    """
    _check(settings)
    if (directory / "plan.json").exists():
        raise InputError(f"{directory} has a plan already; `run {directory}` goes on with it")
    found = _files(inputs)
    if not found:
        raise InputError(f"{inputs} has no ACCOUNT.jsonl, ACCOUNT.parquet or ACCOUNT/*.parquet")

    plan = Plan(settings)
    for account, paths in sorted(found.items()):
        ranges = [asdict(part) for path in paths for part in _ranges(path, settings.slice_rows)]
        text = json.dumps(ranges)
        replace(account_folder(str(directory), account) / "plan.json", text.encode())
        plan.accounts[account] = len(ranges)

    # Written last: a plan that was cut short is made again.
    replace(directory / "plan.json", json.dumps(asdict(plan), indent=1).encode())
    return plan


def _check(settings: Settings) -> None:
    """Raise what a worker would, so that a mistake is told before the run."""
    with MarketingEvents(token=str, base_url=settings.base_url, timeout=settings.timeout):
        Pacer(settings.limit)
    if settings.lanes < 1 or settings.slice_rows < 1 or not 1 <= settings.concurrency <= 64:
        raise InputError("lanes and slice_rows are at least 1, concurrency goes from 1 to 64")


def load(directory: str) -> Plan:
    """Read the plan of a run.

    Raises:
        InputError: there is none.
    """
    path = Path(directory, "plan.json")
    if not path.exists():
        raise InputError(f"{directory} has no plan; make one with `plan INPUT {directory}`")
    read = _json(path, path.stat().st_mtime_ns)
    return Plan(Settings(**read["settings"]), read["accounts"])


def ranges(directory: str, account: str) -> list[Range]:
    """Return the ranges of an account, in the order in which they are sent."""
    path = account_folder(directory, account) / "plan.json"
    return _ranges_of(path, path.stat().st_mtime_ns)


def range_of(part: Slice) -> Range:
    """Return the range that a slice is of."""
    return ranges(part.directory, part.account)[part.number]


@lru_cache(maxsize=256)
def _ranges_of(path: Path, changed: int) -> list[Range]:
    return [Range(**part) for part in _json(path, changed)]


@lru_cache(maxsize=256)
def _json(path: Path, changed: int) -> Any:  # noqa: ARG001 - a file that changed is read anew
    return json.loads(path.read_bytes())


def replace(path: Path, content: bytes) -> None:
    """Write a file so that it is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{uuid.uuid4().hex}.tmp")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def _files(inputs: Path) -> dict[str, list[Path]]:
    """Return the files of each account: `ACCOUNT.jsonl`, or a folder with that name.

    Folders may be called `account=NAME`, as writers of partitioned data sets do.
    """
    found: dict[str, list[Path]] = {}
    for path in inputs.glob("*"):
        files = list(path.iterdir()) if path.is_dir() else [path]
        name = path.name.rpartition("=")[2] if path.is_dir() else path.stem
        for file in sorted(files, key=_natural):
            if file.suffix in KINDS and file.name[0] not in "._":
                found.setdefault(name, []).append(file.absolute())
    return found


def _natural(path: Path) -> list[tuple[int, str]]:
    """Return a key that puts part-10 after part-2: later files hold newer versions."""
    parts = re.split(r"(\d+)", path.name)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _ranges(path: Path, most: int) -> Iterator[Range]:
    state = path.stat()
    kept = (state.st_size, state.st_mtime_ns)
    if path.suffix == ".parquet":
        count = pq.read_metadata(path).num_rows
        for start in range(0, count, most):
            yield Range(str(path), start + 1, min(most, count - start), 0, *kept)
        return

    with path.open("rb") as file:
        first = 1
        while True:
            offset = file.tell()
            if not (rows := _skip(file, most)):
                return
            yield Range(str(path), first, rows, offset, *kept)
            first += rows


def _skip(file: BinaryIO, most: int) -> int:
    """Read past some lines; return how many there were."""
    rows = 0
    while rows < most and file.readline():
        rows += 1
    return rows
