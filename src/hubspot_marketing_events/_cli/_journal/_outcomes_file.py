"""The outcomes file: what is run, a line per row as soon as its batch is done, how it ended.

    {"run": {"input": "/data/events.csv", "size": 1200, "sha256": "...", "options": {...}, ...}}
    {"line": 2, "status": "created", "id": "123", "error": null, "warning": null, "event": {...}}
    {"end": {"status": "interrupted", "reason": "SIGTERM", "complete": false, ...}}

A file without an end was cut off: by a power failure, a full disk, `kill -9`. A retry adds a run of
its own to the file; the last line about a row holds.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from attrs import frozen
from filelock import FileLock, Timeout

from hubspot_marketing_events._cli._files import FileError
from hubspot_marketing_events._outcomes import Status

FORMAT = 1  # of the file
CHUNK = 1 << 16  # bytes that are read together from the end
THROUGH = frozenset({Status.CREATED, Status.UPDATED, Status.ACCEPTED, Status.DELETED})
SETTLED = THROUGH | {Status.SUPERSEDED, Status.UNCONFIRMED}  # nothing is left to send
INPUTS = {"event", "participant"}  # what a line has beside a status


class OutcomesLostError(Exception):
    """Outcomes cannot be recorded any more.

    Args:
        path: the outcomes file.
        error: why not.
    """

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(path, error)
        self.path, self.error = path, error

    def __str__(self) -> str:
        return (
            f"{self.path}: {self.error.strerror}; the run has stopped, and what was sent last is "
            f"not recorded. When there is room again, go on with --retry-from {self.path}; "
            "sending a row again is safe"
        )


class OutcomesFile:
    """Writes an outcomes file.

    Args:
        path: where it is.
        add: whether lines are added to what is there; otherwise it is replaced.

    Raises:
        FileError: it cannot be opened, or what is there is no outcomes file.
    """

    def __init__(self, path: Path, *, add: bool = False) -> None:
        self.path = path
        self._lines: list[bytes] = []
        self._lost = False
        self._lock = _locked(path)
        try:
            self._file = path.open("r+b" if add else "wb", buffering=0)
            if add:
                self._file.seek(_end_of_lines(path))
                self._file.truncate()
        except OSError as error:
            self._unlock()
            raise FileError(f"{path}: {error.strerror}") from error
        except FileError:
            self._unlock()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._unlock()

    def begin(self, run: Mapping[str, Any]) -> None:
        """Say what is run."""
        self._add({"run": {"format": FORMAT, **run}})
        self.flush()

    def write(self, line: int, outcome: Mapping[str, Any]) -> None:
        """Keep the outcome of a row for the next `flush`."""
        self._add({"line": line, **outcome})

    def end(self, how: Mapping[str, Any]) -> None:
        """Say how it ended."""
        self._add({"end": how})
        self.flush()

    def flush(self) -> None:
        """Write what was kept.

        Raises:
            OutcomesLostError: the disk is full, or the file is out of reach. Nothing more is
                written then, so that what is there stays readable.
        """
        data, self._lines = memoryview(b"".join(self._lines)), []
        try:
            while data and not self._lost:
                data = data[self._file.write(data) :]
        except OSError as error:
            self._lost = True
            raise OutcomesLostError(self.path, error) from error

    def _unlock(self) -> None:
        with suppress(OSError):  # Windows keeps a file that is open
            Path(self._lock.lock_file).unlink()
        self._lock.release()

    def _add(self, value: Mapping[str, Any]) -> None:
        self._lines.append(json.dumps(value, default=str).encode() + b"\n")


def _locked(path: Path) -> FileLock:
    """Keep other runs from an outcomes file; the system ends that when this process ends."""
    target = path.resolve()
    if not target.parent.is_dir():  # filelock would make it
        raise FileError(f"{path}: {os.strerror(errno.ENOENT)}")
    lock = FileLock(target.with_name(f".{target.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise FileError(
            f"{path}: another run is writing to it; wait until that run has ended"
        ) from None
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}") from error
    return lock


@frozen
class Entry:
    """One line of an outcomes file.

    Args:
        number: which line it is, from 1.
        offset: where it begins, in bytes.
        value: what it says.
    """

    number: int
    offset: int
    value: Mapping[str, Any]


def entries(path: Path) -> Iterator[Entry]:
    """Read the lines of an outcomes file; a last line that is cut off is left out.

    Raises:
        FileError: it cannot be read, or a line is none of an outcomes file.
    """
    offset = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                value = _parsed(line)
                if value is None and line.strip() and (number == 1 or not _cut_off(line)):
                    raise FileError(
                        f"{path}: line {number}: not an outcome; it needs `status`, and `event` "
                        "or `participant`"
                    )
                if value is not None:
                    yield Entry(number, offset, value)
                offset += len(line)
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}") from error


def has_sent(path: Path) -> bool:
    """Whether a file has the outcomes of a run that was no dry run."""
    with suppress(FileError):
        for entry in entries(path):
            return entry.value.get("run", {}).get("dry_run") is not True
    return False


def entry_at(path: Path, offset: int) -> Mapping[str, Any]:
    """The line that begins at an offset."""
    with path.open("rb") as file:
        file.seek(offset)
        found = _parsed(file.readline())
    if found is None:
        raise FileError(f"{path}: has changed while it was read")
    return found


def _parsed(line: bytes) -> Mapping[str, Any] | None:
    value: Any = None
    with suppress(ValueError, RecursionError):
        value = json.loads(line)
    if not isinstance(value, dict):
        return None
    told = "status" in value and INPUTS & value.keys()
    return value if told or isinstance(value.get("run", value.get("end")), dict) else None


def input_of(value: Mapping[str, Any]) -> Any:
    """The values of the row that an outcome is of."""
    return value["event"] if "event" in value else value["participant"]


def _cut_off(line: bytes) -> bool:
    """Whether a line is only the beginning of one, as a full disk leaves it."""
    with suppress(ValueError, RecursionError):
        json.loads(line)
        return False
    return not line.endswith(b"\n")


def _end_of_lines(path: Path) -> int:
    """Where the last whole line ends; a whole line that lacks its end gets one."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        tail, begin = b"", size
        while begin and b"\n" not in tail:
            begin = max(0, begin - CHUNK)
            file.seek(begin)
            tail = file.read()
        cut = tail[tail.rfind(b"\n") + 1 :]
        if not cut or _parsed(cut) is None:
            return size - len(cut)
        file.write(b"\n")
        return size + 1
