"""The contract as an independent document, and how much Hypothesis tries."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from hubspot_marketing_events_contract._errors import SetupError
from hubspot_marketing_events_contract.target._contract import client_module

# Tests that are run for every version: of what is its own, and some that take no time.
OF_EVERY_VERSION = {
    "test_calls_tell_the_truth",
    "test_recordings_replay",
    "test_the_command_finds_nothing",
    "test_every_operation_is_called",
    "test_every_operation_has_an_error_and_a_success",
    "test_there_are_properties_for_every_operation",
}
# And those that take all operations at once, run for a version with any that no other has.
OF_NEW_OPERATIONS = {"test_nothing_is_found", "test_every_operation_is_tested_in_every_phase"}

settings.register_profile(
    "ci", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "quick", settings.get_profile("ci"), max_examples=20, phases=[Phase.explicit, Phase.generate]
)
settings.register_profile("deep", settings.get_profile("ci"), max_examples=10_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--profile deep` tries a hundred times as much as `ci`; `--api-version` says of what."""
    parser.addoption("--profile", choices=("quick", "ci", "deep"), default="ci")
    parser.addoption("--api-version", help="one of the generated versions, as 2026-03")
    parser.addoption(
        "--whole",
        action="store_true",
        help="of a version that is not the default, also what the runs of other versions test",
    )


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


def pytest_report_header() -> list[str]:
    """Name the operations of the version that nothing can be tested of yet."""
    from contract_tests.support.version import NOT_MODELLED  # noqa: PLC0415 - option is read

    return [f"not modelled, so not tested: {name}" for name in NOT_MODELLED]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the runs of other versions test."""
    from contract_tests.support.coverage import new_operations, versions_in_order  # noqa: PLC0415
    from contract_tests.support.version import KEY  # noqa: PLC0415 - option is read

    if config.getoption("--whole") or KEY == versions_in_order()[0]:
        return
    new = new_operations(KEY)
    kept = [item for item in items if _differs(item, new)]
    left_out = [item for item in items if item not in kept]
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def _differs(item: pytest.Item, new: set[str]) -> bool:
    """Whether a test is of what differs between versions."""
    name = getattr(item, "originalname", item.name)
    if item.path.stem in OF_EVERY_VERSION or name in OF_EVERY_VERSION:
        return True
    if name in OF_NEW_OPERATIONS:
        return bool(new)
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return parameters.get("operation") in new


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """The contract of the version under test."""
    from contract_tests.support.version import DOCUMENT  # noqa: PLC0415 - option is read

    return DOCUMENT
