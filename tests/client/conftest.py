"""What tests share: retries without waiting, and a machine in another time zone."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import stamina


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """Retries happen at once, as many as the client allows."""
    stamina.set_testing(True, attempts=10**6, cap=True)
    yield
    stamina.set_testing(False)


@pytest.fixture
def tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine has Tokyo's time."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()
