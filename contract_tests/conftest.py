"""The contract as an independent document, and how much Hypothesis tries."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from hubspot_marketing_events_contract._contract import client_module
from hubspot_marketing_events_contract._errors import SetupError

settings.register_profile(
    "ci", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "quick", settings.get_profile("ci"), max_examples=20, phases=[Phase.explicit, Phase.generate]
)
settings.register_profile("deep", settings.get_profile("ci"), max_examples=10_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--profile deep` tries a hundred times as much as `ci`; `--api-version` chooses what is under test."""
    parser.addoption("--profile", choices=("quick", "ci", "deep"), default="ci")
    parser.addoption("--api-version", help="one of the generated versions, as 2026-03")


def pytest_configure(config: pytest.Config) -> None:
    """Load the profile, and seed the defect that a run of `nox -s defects` asks for."""
    settings.load_profile(config.getoption("--profile"))
    if key := config.getoption("--api-version"):
        os.environ["CONTRACT_API_VERSION"] = key
    try:
        client_module(os.environ.get("CONTRACT_API_VERSION"))
    except SetupError as error:
        raise pytest.UsageError(str(error)) from error
    if name := os.environ.get("CONTRACT_DEFECT"):
        from contract_tests.defects.external import EXTERNAL_DEFECTS  # noqa: PLC0415 - only then

        EXTERNAL_DEFECTS[name].seed()


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """The contract of the version under test."""
    from contract_tests.version import DOCUMENT  # noqa: PLC0415 - only when the option has been read

    return DOCUMENT
