"""How many contract cases run per second, against Schemathesis' command line and Prism."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.environments import ROOT, Environments
from benchmarks.load import free_port, serving
from benchmarks.tables import spread, table

TITLE = "Contract cases per second"
_CONTRACT = ROOT / "generated/hubspot_marketing_events_client/v2026_03/openapi.json"
_TOOL = "the contract tool, its own mock"
_RUNS = 3
_EXAMPLES = 5  # per operation
_WHAT = f"""\
A case is a request whose response is checked. Seconds are those of the whole process, the start
included. The contract tool runs its profile `quick` against the mock in its own process, and
counts its requests. Schemathesis' command line runs its fuzzing phase with all checks,
{_EXAMPLES} examples per operation and no shrinking of what fails; each of its cases is one request.
{_RUNS} runs each, in turns. The ratio is to the last row."""


def measure(environments: Environments, rounds: int) -> str:  # noqa: ARG001 - runs are long
    """Run each; without Prism only what needs none."""
    mock = environments.program("project-mock", "hubspot-marketing-events-mock")
    servers = {"Schemathesis' command line, the mock": [mock, "serve"]}
    if prism := environments.prism():
        command = [prism, "mock", str(_CONTRACT), "--errors", "--verboseLevel", "fatal"]
        servers["Schemathesis' command line, Prism"] = command

    found: dict[str, list[float]] = {name: [] for name in (_TOOL, *servers)}
    cases: dict[str, int] = {}
    for _ in range(_RUNS):
        for name, rates in found.items():
            if name == _TOOL:
                cases[name], seconds = _by_contract_tool(environments)
            else:
                cases[name], seconds = _by_schemathesis(environments, servers[name])
            rates.append(cases[name] / seconds)

    slowest = statistics.median(list(found.values())[-1])
    rows = []
    for name, rates in found.items():
        median = statistics.median(rates)
        figures = [f"{cases[name]:,}", f"{median:.0f}", f"{median / slowest:.1f}"]
        rows.append([name, *figures, spread(rates, 0)])
    head = ["who", "cases", "cases per second", "ratio", "runs"]
    return f"{_WHAT}\n\n{table(head, rows)}"


def _by_contract_tool(environments: Environments) -> tuple[int, float]:
    """Run the contract tool; return how many cases that were, and its seconds."""
    command = [environments.python("contract"), "-m", "hubspot_marketing_events_contract"]
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        done = subprocess.run(
            [*command, "--profile", "quick", "--reports", folder],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = time.perf_counter() - begun
    counted = re.search(r"(\d+) requests in", done.stdout + done.stderr)
    if not counted:
        raise RuntimeError(f"the contract tool does not say how much it ran: {done.stdout}")
    return int(counted[1]), seconds


def _by_schemathesis(environments: Environments, server: Sequence[str]) -> tuple[int, float]:
    """Run Schemathesis' command line; return how many cases that were, and its seconds."""
    port = free_port()
    program = environments.program("contract", "schemathesis")
    config = ROOT / "contract_tests" / "schemathesis.toml"
    with serving([*server, "--port", str(port)], port), tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [program, "--config-file", str(config), "run", str(_CONTRACT)]
        command += ["--url", f"http://127.0.0.1:{port}"]
        command += ["--header", "Authorization: Bearer mock-token", "--checks", "all"]
        command += ["--phases", "fuzzing", "--max-examples", str(_EXAMPLES), "--seed", "1"]
        command += ["--continue-on-failure", "--no-shrink"]
        command += ["--report", "json", "--report-json-path", str(report)]
        begun = time.perf_counter()
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
        seconds = time.perf_counter() - begun
        read = json.loads(report.read_text(encoding="utf-8"))
    return int(read["test_cases"]["generated"]), seconds
