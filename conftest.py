"""Signals reach the tests, also where they are started in the background or by nohup."""

from __future__ import annotations

import signal

_HANDLERS = {"SIGINT": signal.default_int_handler, "SIGHUP": signal.SIG_DFL}


def pytest_configure() -> None:
    """Heed again what a shell has its jobs ignore: some tests send it, and commands inherit it."""
    for name, handler in _HANDLERS.items():
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)
