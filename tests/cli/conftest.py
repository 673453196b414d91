"""Retries without waiting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """Retries happen at once, as many as the client allows."""
    stamina.set_testing(True, attempts=10**6, cap=True)
    yield
    stamina.set_testing(False)
