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
        "the one API version that hubspot_mock serves, as 2026-03 (default: every version)",
    )


@pytest.fixture(scope="session")
def hubspot_mock_server(pytestconfig: pytest.Config) -> Iterator[MockServer]:
    """One mock of HubSpot on a free port for the whole session; each process of xdist has its own.

    Its state lasts from test to test. `hubspot_mock` uses the same server.
    """
    try:
        from hubspot_marketing_events_mock import Contract, MockServer  # noqa: PLC0415 - see above
    except ImportError as missing:
        # The message is one line, as an error of each test that uses the fixture.
        pytest.fail(str(missing), pytrace=False)
    version = pytestconfig.getini("hubspot_mock_version")
    with MockServer(contract=Contract.load(version=version) if version else None) as server:
        yield server


@pytest.fixture
def hubspot_mock(hubspot_mock_server: MockServer) -> Iterator[MockServer]:
    """A mock of HubSpot on a port, with nothing in it; the port stays the same from test to test.

    The test fails where a response of the mock broke the contract.
    """
    from hubspot_marketing_events_mock import Mock  # noqa: PLC0415 - see above

    shared = hubspot_mock_server.mock
    # A new mock has no state, fault or setting of an earlier test.
    hubspot_mock_server.mock = Mock(shared.contract if shared.serves_one else None)
    yield hubspot_mock_server
    violations = hubspot_mock_server.mock.violations
    hubspot_mock_server.mock = shared
    assert not violations, violations  # noqa: S101 - this is pytest
