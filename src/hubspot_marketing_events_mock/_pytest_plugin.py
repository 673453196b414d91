"""The pytest fixtures of the mock.

pytest imports this module in every run, so it imports nothing of the mock itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hubspot_marketing_events_mock.http import MockServer


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `hubspot_mock_version`, the version of the API that the fixtures serve."""
    parser.addini(
        "hubspot_mock_version",
        "the API version of hubspot_mock, as 2026-03 (default: the current one)",
    )


@pytest.fixture(scope="session")
def hubspot_mock_server(pytestconfig: pytest.Config) -> Iterator[MockServer]:
    """One mock of HubSpot on a free port for the whole session; each process of xdist has its own.

    Its state lasts from test to test; `hubspot_mock` is the same server, emptied for each test.
    """
    try:
        from hubspot_marketing_events_mock import Contract, MockServer  # noqa: PLC0415 - see above
    except ImportError as missing:
        # A fixture that fails is an error of each test that uses it; its message is one line.
        pytest.fail(str(missing), pytrace=False)
    contract = Contract.load(version=pytestconfig.getini("hubspot_mock_version") or None)
    with MockServer(contract=contract) as server:
        yield server


@pytest.fixture
def hubspot_mock(hubspot_mock_server: MockServer) -> Iterator[MockServer]:
    """A mock of HubSpot on a port, with nothing in it.

    The test fails where a response of the mock broke the contract.
    """
    hubspot_mock_server.mock.forget_faults()
    hubspot_mock_server.reset()
    yield hubspot_mock_server
    violations = hubspot_mock_server.mock.violations
    assert not violations, violations  # noqa: S101 - this is pytest
