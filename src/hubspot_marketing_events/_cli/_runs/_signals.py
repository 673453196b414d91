"""Ctrl-C and the signals that end a process, held back while something is being written."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from itertools import islice
from types import FrameType
from typing import Any, Self, TypeVar

T = TypeVar("T")
NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # the last does not exist on Windows
SOON = 0.01  # seconds
TWICE = 0.5  # seconds in which a signal may come twice, as from a terminal and a wrapper
SHELL = 128  # what shells add to the number of the signal that ended a process


class StopSignal(KeyboardInterrupt):
    """A signal asked for the end of the run.

    Args:
        number: the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    def __str__(self) -> str:
        return signal.Signals(self.number).name

    @property
    def exit_code(self) -> int:
        """What a shell expects of a process that a signal ended."""
        return SHELL + self.number


class Signals:
    """Turns signals into an `StopSignal`, in `pull` alone.

    A second signal ends the process at once.
    """

    def __init__(self) -> None:
        self._received: int | None = None
        self._open, self._at = False, 0.0
        self._postponed: threading.Timer | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is not threading.main_thread():
            return self  # signals belong to the main thread
        for name in NAMES:
            number = getattr(signal, name, None)
            # A signal that is ignored stays so: `nohup` and background jobs rely on it.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._receive)
        return self

    def __exit__(self, *_: object) -> None:
        self._settle()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def pull(self, iterator: Iterator[T], into: deque[T]) -> None:
        """Move the next item, if there is one; only meanwhile does a signal interrupt.

        Args:
            iterator: where the item comes from.
            into: where it goes. It is there even if the signal comes right after it was made.

        Raises:
            StopSignal: a signal has come, now or before.
        """
        self._open = True
        try:
            self.check()
            into.extend(islice(iterator, 1))  # one step of the interpreter: nothing comes between
        finally:
            self._open = False

    def check(self) -> None:
        """Raise if a signal has come."""
        if self._received is not None:
            self._settle()
            raise StopSignal(self._received)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._received is not None and self._postponed is None:
            if now > self._at + TWICE:
                os._exit(SHELL + number)  # all that was recorded is on the disk already
            return
        self._at = now
        self._received, self._postponed = number, None
        if self._open and _in_finalizer(frame):
            self._postpone(number)
        elif self._open:
            self._open = False
            raise StopSignal(number)

    def _postpone(self, number: int) -> None:
        """Have the signal come again a little later; on Windows, `check` finds it."""
        if sys.platform != "win32":
            main = threading.main_thread().ident or 0
            self._postponed = threading.Timer(SOON, signal.pthread_kill, (main, number))
            self._postponed.start()

    def _settle(self) -> None:
        """Let no postponed signal come any more."""
        if self._postponed:
            self._postponed.cancel()
            self._postponed = None


def _in_finalizer(frame: FrameType | None) -> bool:
    """Whether Python is deleting an object, where it prints an exception and goes on."""
    while frame is not None:
        if frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False
