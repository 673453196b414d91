"""A run that a signal stops, and the retry after it; `nox -s signals` has all moments."""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from interruption import LATENCY, SIGNALS, Stopper, command, judge, stopped_run

from hubspot_marketing_events import EventKey, MarketingEvents
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


@pytest.mark.parametrize(("name", "moment"), list(zip(SIGNALS, (2, 3, 4, 5), strict=True)))
def test_a_retry_completes_a_list_of_participants(
    name: str, moment: int, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """Everybody is recorded at their first join, also who rejoined after the moment of a signal."""
    source, out, event = (tmp_path / n for n in ("list.csv", "out.jsonl", "event.csv"))
    event.write_text("eventName,eventOrganizer,externalAccountId,externalEventId\nn,o,a,1\n")
    command(hubspot_mock, event).communicate(timeout=60)
    rows = [f"p{n % 700}@x.com,2026-11-20T{10 + n // 700}:00:00Z\n" for n in range(1100)]
    source.write_text("email,joinedAt\n" + "".join(rows))
    hubspot_mock.mock.limit, stopper = 10**6, Stopper(name, moment)
    hubspot_mock.mock.faults = stopper
    options = ("--account", "a", "--external-id", "1", "--state", "attended", "--outcomes", out)
    stopper.process = command(hubspot_mock, source, *options, name="participants")
    stopper.process.communicate(timeout=60)
    time.sleep(2 * LATENCY)  # what was in flight is carried out
    hubspot_mock.mock.faults = None
    retry = command(hubspot_mock, "--retry-from", out, name="participants")
    told = retry.communicate(timeout=60)[1]
    assert (SIGNALS[name], 0) == (stopper.process.returncode, retry.returncode), told
    assert {f"p{n}@x.com": "2026-11-20T10:00:00+00:00" for n in range(700)} == _attended(
        hubspot_mock
    )


def _attended(server: MockServer) -> dict[str, str]:
    """When each person attended, as the server tells."""
    with MarketingEvents(token="mock-token", base_url=server.url) as client:
        found = client.participations(EventKey("a", "1"), state="ATTENDED")
        return {
            str(one.email): str(one.occurred_at and one.occurred_at.isoformat()) for one in found
        }


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
