"""Interrupts reach the tests, also where a shell has started them in the background."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Heed Ctrl-C again, which such a shell has its jobs ignore: some tests send it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
