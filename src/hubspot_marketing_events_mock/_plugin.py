"""The pytest fixture `hubspot_mock`; importing this module imports nothing of the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hubspot_marketing_events_mock._server import MockServer


def pytest_addoption(parser: pytest.Parser) -> None:
    """`hubspot_mock_version` in the project's configuration chooses the version of the API."""
    parser.addini(
        "hubspot_mock_version",
        "the API version of hubspot_mock, as 2026-03 (default: the current one)",
    )


@pytest.fixture
def hubspot_mock(pytestconfig: pytest.Config) -> Iterator[MockServer]:
    """A mock of HubSpot on a free port, with nothing in it; fails the test where an answer broke the contract."""
    from hubspot_marketing_events_mock import Contract, MockServer  # noqa: PLC0415 - only where the fixture is used

    contract = Contract.load(version=pytestconfig.getini("hubspot_mock_version") or None)
    with MockServer(contract=contract) as server:
        yield server
    assert not server.mock.violations, server.mock.violations  # noqa: S101 - this is pytest
