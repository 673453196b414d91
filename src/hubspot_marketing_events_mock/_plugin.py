"""The pytest fixture `hubspot_mock`; importing this module imports nothing of the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hubspot_marketing_events_mock._server import MockServer


@pytest.fixture
def hubspot_mock() -> Iterator[MockServer]:
    """A mock of HubSpot on a free port, with nothing in it; fails the test where an answer broke the contract."""
    from hubspot_marketing_events_mock._server import MockServer  # noqa: PLC0415 - only where the fixture is used

    with MockServer() as server:
        yield server
    assert not server.mock.violations, server.mock.violations  # noqa: S101 - this is pytest
