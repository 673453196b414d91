"""Claim: Schemathesis, with every check and phase on, finds nothing wrong with the mock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_tests.defects import DEFECTS, Tampered
from contract_tests.defects.transport_server import TransportServer
from contract_tests.support.coverage import new_operations, versions_in_order
from contract_tests.support.version import CONTRACT, KEY
from hubspot_marketing_events_contract import _commands as cli
from hubspot_marketing_events_contract.running._schemathesis import HOOKS
from hubspot_marketing_events_contract.target._mock import InProcess
from hubspot_marketing_events_mock import Mock, MockServer

HERE = Path(__file__).parent
PHASES = {"examples", "coverage", "fuzzing", "stateful"}
EXAMPLES = {"ci": 15, "deep": 2600}  # of the fuzzing and stateful phases, for each operation
EXAMPLES_REFUSED = {"ci": 5, "deep": 800}  # without a token, where every response is the same


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """The mock on a port."""
    with MockServer(contract=CONTRACT) as running:
        yield running


@pytest.fixture(scope="module")
def report(
    server: MockServer,
    contract: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> dict[str, Any]:
    """What a run of Schemathesis' command line says of the mock, over the chosen operations."""
    examples = EXAMPLES[request.config.getoption("--profile")]
    options = ["--header", "Authorization: Bearer mock-token", "--max-examples", str(examples)]
    for name in sorted(chosen_operations(request.config)):
        options += ["--include-operation-id", name]
    return run(server, contract, tmp_path_factory, *options)


@pytest.fixture(scope="module")
def report_without_token(
    contract: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> dict[str, Any]:
    """The same without a token, with a server of its own.

    The stateful phase is left out: it goes on from responses, and none has anything to go on from.
    """
    examples = EXAMPLES_REFUSED[request.config.getoption("--profile")]
    options = ["--phases", "examples,coverage,fuzzing", "--max-examples", str(examples)]
    with MockServer(contract=CONTRACT) as server:
        found = run(server, contract, tmp_path_factory, *options)
        found["statuses"] = {exchange.status for exchange in server.requests if exchange.operation}
        found["violations"] = server.mock.violations
        return found


def chosen_operations(config: pytest.Config) -> set[str]:
    """All operations, or of a version that is not tested whole, those of its own."""
    if config.getoption("--whole") or KEY == versions_in_order()[0]:
        return set(CONTRACT.operations)
    return new_operations(KEY)


def run(
    server: MockServer,
    contract: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
    *options: str,
) -> dict[str, Any]:
    """Run Schemathesis, and read its report."""
    folder = tmp_path_factory.mktemp("schemathesis")
    (folder / "openapi.json").write_text(json.dumps(contract))
    command = [
        Path(sys.executable).with_name("schemathesis"),
        "--config-file",
        HERE / "schemathesis.toml",
        "run",
    ]
    command += [folder / "openapi.json", "--url", server.url, *options]
    command += ["--checks", "all", "--seed", "1", "--continue-on-failure"]
    command += ["--report", "json", "--report-json-path", folder / "report.json"]
    environment = os.environ | {"SCHEMATHESIS_HOOKS": HOOKS, "PYTHONPATH": str(HERE)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (folder / "report.json").exists(), done.stdout + done.stderr
    read: dict[str, Any] = json.loads((folder / "report.json").read_text())
    print(done.stdout)  # shown where a test fails
    return read


def test_nothing_is_found(report: dict[str, Any]) -> None:
    """No check of any phase fails, and nothing errs."""
    assert ([], [], 0) == (report["failures"], report["errors"], report["exit_code"])


def test_nothing_is_found_without_a_token(
    report_without_token: dict[str, Any], contract: dict[str, Any]
) -> None:
    """Whoever has no token is refused by every operation in the declared way, whatever is sent."""
    found = report_without_token
    assert ([], [], [], {401}) == (
        found["failures"],
        found["errors"],
        found["violations"],
        found["statuses"],
    )
    assert sum(len(item) for item in contract["paths"].values()) == found["operations"]["tested"]


def test_every_operation_is_tested_in_every_phase(
    report: dict[str, Any], pytestconfig: pytest.Config
) -> None:
    """All operations that were chosen are tested in every phase.

    Where these are a few of the version's, none may lead to another, and the stateful phase is
    skipped.
    """
    chosen = chosen_operations(pytestconfig)
    assert len(chosen) == report["operations"]["tested"]
    assert report["phases"].keys() == PHASES
    unfinished = {name for name, one in report["phases"].items() if one["status"] != "success"}
    assert unfinished <= (set() if chosen == set(CONTRACT.operations) else {"stateful"})


def test_no_response_broke_the_contract(report: dict[str, Any], server: MockServer) -> None:
    """The mock's own check found nothing, and every operation has succeeded at least once."""
    assert report["test_cases"]["generated"] > 1000
    assert [] == server.mock.violations
    succeeded = {exchange.operation for exchange in server.requests if exchange.status < 300}
    assert set(server.mock.contract.operations) == succeeded


def test_our_own_check_does_find_a_fault(contract: dict[str, Any], tmp_path: Path) -> None:
    """The check that is added to Schemathesis' own fails where errors have no category."""
    (tmp_path / "openapi.json").write_text(json.dumps(contract))
    with TransportServer(
        Tampered(CONTRACT, InProcess(Mock(CONTRACT)), DEFECTS["errors-have-no-category"])
    ) as server:
        command = [
            Path(sys.executable).with_name("schemathesis"),
            "run",
            tmp_path / "openapi.json",
            "--url",
            server.url,
        ]
        command += [
            "--header",
            "Authorization: Bearer mock-token",
            "--include-operation-id",
            "listEvents",
        ]
        environment = os.environ | {
            "SCHEMATHESIS_HOOKS": HOOKS,
            "PYTHONPATH": str(HERE),
        }
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (1, True) == (done.returncode, "an error has no category" in done.stdout), done.stdout


def test_schemathesis_does_find_a_fault(contract: dict[str, Any], tmp_path: Path) -> None:
    """The same run over a server that responds in another shape fails."""
    broken = json.loads(
        json.dumps(contract).replace(
            '"required": ["results"]', '"required": ["results", "nothing"]'
        )
    )
    assert broken != contract
    (tmp_path / "openapi.json").write_text(json.dumps(broken))
    with MockServer(contract=CONTRACT) as server:
        command = [
            Path(sys.executable).with_name("schemathesis"),
            "run",
            tmp_path / "openapi.json",
            "--url",
            server.url,
        ]
        command += [
            "--header",
            "Authorization: Bearer mock-token",
            "--include-operation-id",
            "listEvents",
        ]
        done = subprocess.run(
            [*command, "--max-examples", "5"], capture_output=True, text=True, check=False
        )
    assert 1 == done.returncode, done.stdout


def test_one_run_has_the_findings_of_both(tmp_path: Path) -> None:
    """Schemathesis' findings are in the tool's report, told apart, unless it is left out."""
    server = Tampered(CONTRACT, InProcess(Mock(CONTRACT)), DEFECTS["errors-have-no-category"])
    chosen = ["--token", "mock-token", "--operations", "listEvents", "--reports", str(tmp_path)]
    with TransportServer(server) as running:
        assert 1 == cli.main([*chosen, "--base-url", running.url, "--api-version", KEY])
        assert "schemathesis" in suites(tmp_path)
        cli.main([*chosen, "--base-url", running.url, "--api-version", KEY, "--no-schemathesis"])
        assert "schemathesis" not in suites(tmp_path)


def suites(folder: Path) -> dict[str | None, str | None]:
    """How many failures each suite of a report has."""
    found = ET.parse(folder / "junit.xml").iter("testsuite")  # noqa: S314 - our own
    return {one.get("name"): one.get("failures") for one in found}
