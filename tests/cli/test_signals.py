"""A run that a signal stops, and the retry after it; `nox -s signals` has all moments."""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from interruption import SIGNALS, judge, stopped_run

from hubspot_marketing_events._cli._runs._signals import Signals, StopSignal
from hubspot_marketing_events_mock import MockServer


@pytest.mark.parametrize(
    ("name", "moment", "concurrency"), list(zip(SIGNALS, (2, 5, 3, 6), (1, 4, 1, 4), strict=True))
)
def test_a_retry_completes_what_a_signal_stopped(
    name: str, moment: int, concurrency: int, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """After one retry the server has what an undisturbed run leaves; exit codes are true."""
    result = stopped_run(tmp_path, hubspot_mock, name, moment, concurrency)
    assert [] == judge(name, result)
    assert SIGNALS[name] == result.code


class _Deleted:
    """Gets a signal while it is deleted, where Python swallows exceptions."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)
        ""  # a call, so that the signal is seen here


def _long() -> Iterator[int]:
    yield 0
    deleted = _Deleted()
    del deleted
    time.sleep(20)


def test_a_signal_is_not_lost_where_python_deletes_an_object() -> None:
    """It comes again at once, and interrupts what would take long."""
    got: deque[int] = deque()
    with Signals() as signals:
        items = _long()
        signals.pull(items, got)
        begun = time.monotonic()
        with pytest.raises(StopSignal, match="SIGINT"):
            signals.pull(items, got)
    assert time.monotonic() - begun < 10


def test_what_was_made_before_a_signal_is_kept() -> None:
    """A signal that comes while something is written waits for the next item."""
    got: deque[int] = deque()
    with Signals() as signals:
        items = iter(range(5))
        signals.pull(items, got)
        signal.raise_signal(signal.SIGINT)
        assert [0] == list(got)
        with pytest.raises(StopSignal) as caught:
            signals.pull(items, got)
    assert (130, [0]) == (caught.value.exit_code, list(got))
