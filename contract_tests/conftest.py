"""The contract as an independent document, and how much Hypothesis tries."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("ci", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("deep", settings.get_profile("ci"), max_examples=10_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--profile deep` tries a hundred times as much as `ci`."""
    parser.addoption("--profile", choices=("ci", "deep"), default="ci")


def pytest_configure(config: pytest.Config) -> None:
    """Load the profile."""
    settings.load_profile(config.getoption("--profile"))


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """The contract of the default version."""
    client = files("hubspot_marketing_events_client")
    table = json.loads(client.joinpath("versions.json").read_text())
    document: dict[str, Any] = json.loads(
        client.joinpath(table["versions"][table["default"]], "openapi.json").read_text()
    )
    return document
