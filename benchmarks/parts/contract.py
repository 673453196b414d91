"""How many contract cases run per second, against Schemathesis' command line and Prism."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import tempfile
from pathlib import Path

from benchmarks.environments import ROOT, Environments
from benchmarks.load import free_port, serving
from benchmarks.options import Options
from benchmarks.tables import spread, table

TITLE = "Contract cases per second"
_CONTRACT = ROOT / "generated/hubspot_marketing_events_client/v2026_03/openapi.json"
_RUNS = 3  # of half a minute
_EXAMPLES = 15  # per operation
_WHAT = f"""\
The contract tool counts its requests against the mock in its own process; Schemathesis counts the
cases of its fuzzing phase, of {_EXAMPLES} examples per operation, all checks, without shrinking
what fails. {_RUNS} runs each, in turns."""


def measure(environments: Environments, options: Options) -> str:
    """Run each; without Prism only what needs none."""
    mock = environments.program("project-mock", "hubspot-marketing-events-mock")
    servers = {"Schemathesis' command line against the mock": [mock, "serve"]}
    if options.prism:
        prism = [str(options.prism), "mock", str(_CONTRACT), "--errors"]
        servers["Schemathesis' command line against Prism"] = [*prism, "--verboseLevel", "fatal"]

    found: dict[str, list[float]] = {name: [] for name in ("the contract tool", *servers)}
    for _ in range(_RUNS):
        found["the contract tool"].append(_by_contract_tool(environments))
        for name, command in servers.items():
            found[name].append(_by_schemathesis(environments, command))

    slowest = statistics.median(list(found.values())[-1])
    rows = []
    for name, rates in found.items():
        median = statistics.median(rates)
        rows.append([name, f"{median:.0f}", f"{median / slowest:.1f}", spread(rates, 0)])
    return f"{_WHAT}\n\n{table(['who', 'cases per second', 'ratio', 'runs'], rows)}"


def _by_contract_tool(environments: Environments) -> float:
    command = [environments.python("contract"), "-m", "hubspot_marketing_events_contract"]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*command, "--reports", folder], cwd=ROOT, capture_output=True, text=True, check=True
        )
    counted = re.search(r"(\d+) requests in ([\d.]+) s", done.stdout + done.stderr)
    if not counted:
        raise RuntimeError(f"the contract tool does not say how much it ran: {done.stdout}")
    return int(counted[1]) / float(counted[2])


def _by_schemathesis(environments: Environments, server: list[str]) -> float:
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
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
        read = json.loads(report.read_text(encoding="utf-8"))
    return float(read["test_cases"]["generated"] / read["running_time"])
