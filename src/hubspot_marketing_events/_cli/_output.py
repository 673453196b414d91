"""Standard output, whose reader may go away, and which may be closed from the beginning."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TextIO


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output in UTF-8.

    A reader that goes away is no error: what is written after that is dropped.
    """
    file: Any = sys.stdout or _Closed()
    if isinstance(file, io.TextIOWrapper):
        file.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        yield file
        file.flush()
    except BrokenPipeError:
        # Python would write what is left once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), file.fileno())


class _Closed(io.TextIOBase):
    """What Python has no file for, since the caller closed it."""

    def write(self, _: str) -> NoReturn:
        raise OSError(errno.EBADF, "is closed")
