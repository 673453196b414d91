"""Write files and folders so that a reader sees the old or the new one, never a part."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write(path: Path, data: bytes) -> None:
    """Replace a file's content in one step, making its folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def staging(beside: Path) -> Iterator[Path]:
    """A scratch folder on the same file system as `beside`, gone afterwards."""
    beside.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=beside.parent, prefix=f".{beside.name}."))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def replace_folder(new: Path, old: Path) -> None:
    """Put the folder `new` in the place of `old`; what was `old` ends where `new` was.

    On Linux the kernel exchanges the two in one step. Elsewhere two renames do it, and `old` is
    absent for an instant between them.
    """
    if not old.exists():
        new.rename(old)
        return
    if not _exchange(new, old):
        aside = new.with_name(f"{new.name}.old")
        old.rename(aside)
        new.rename(old)
        aside.rename(new)


def replace_all(pairs: Sequence[tuple[Path, Path]], journal: Path) -> None:
    """Move the first path of each pair to the second: all of them, or none.

    Where the process is killed between two, `recover` undoes what was done.

    Args:
        pairs: what is new and what is old, files or folders that exist, on one file system.
        journal: where to note what is under way; gone afterwards.
    """
    with _alone(journal):
        write(
            journal,
            json.dumps([[str(new), str(old), new.stat().st_ino] for new, old in pairs]).encode(),
        )
        try:
            for new, old in pairs:
                replace_folder(new, old)
        except BaseException:
            _undo(journal)
            raise
        journal.unlink()


def recover(journal: Path) -> bool:
    """Undo what a `replace_all` that was killed has done; False where there was none."""
    if not journal.exists():
        return False
    with _alone(journal):  # waits for one that is alive
        return journal.exists() and _undo(journal)


@contextmanager
def _alone(journal: Path) -> Iterator[None]:
    """Keep others out; the system lets them in again when this process ends, however it ends."""
    journal.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(journal.with_suffix(".lock")):
        yield


def _undo(journal: Path) -> bool:
    for new, old, number in reversed(json.loads(journal.read_bytes())):
        if Path(old).stat().st_ino == number:
            replace_folder(Path(new), Path(old))
    journal.unlink()
    return True


def same(left: Path, right: Path) -> bool:
    """Whether two files or folders hold the same bytes; bytecode caches do not count."""
    return tree(left) == tree(right)


def tree(top: Path) -> dict[str, bytes]:
    """The files of a folder, or one file, by path; bytecode caches do not count."""
    files = [top] if top.is_file() else (path for path in top.rglob("*") if path.is_file())
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in files
        if "__pycache__" not in path.parts
    }


def _exchange(left: Path, right: Path) -> bool:
    """Swap two names atomically where the system can; False where it cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    swapped: int = rename(
        _AT_FDCWD, os.fsencode(left), _AT_FDCWD, os.fsencode(right), _RENAME_EXCHANGE
    )
    return swapped == 0
