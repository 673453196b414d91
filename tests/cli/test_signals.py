"""A run that a signal stops, and the retry after it; `nox -s signals` has all moments."""

from __future__ import annotations

from pathlib import Path

import pytest
from interruption import SIGNALS, judge, stopped_run

from hubspot_marketing_events_mock import MockServer


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize(("name", "moment"), list(zip(SIGNALS, (2, 5, 3, 6), strict=True)))
def test_a_retry_completes_what_a_signal_stopped(
    name: str, moment: int, concurrency: int, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """After one retry the server has what an undisturbed run leaves; no event was made older; exit codes are true."""
    result = stopped_run(tmp_path, hubspot_mock, name, moment, concurrency)
    assert [] == judge(name, result)
    assert SIGNALS[name] == result.code
