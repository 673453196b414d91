"""What `generate` costs on top of the generator."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.environments import ROOT, Environments
from benchmarks.tables import ratios, spread, table

TITLE = "Generating the clients"
_CLIENTS = ROOT / "generated" / "hubspot_marketing_events_client"
_WHAT = """\
CPU (user + system) of the processes that `generate --check` takes for all versions, which also
reads the facts, applies the overlays, validates each contract and compares the tree; and of
openapi-python-client on each version's finished contract, one run each, with its own formatting by
ruff."""


def measure(environments: Environments, rounds: int) -> str:
    """Run both in turns."""
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    python = environments.python("codegen")
    program = environments.program("codegen", "openapi-python-client")
    environment["PATH"] = f"{Path(python).parent}{os.pathsep}{environment['PATH']}"

    ours: list[float] = []
    bare: list[float] = []
    for _ in range(rounds):
        ours.append(_cpu([python, "-m", "scripts.generate", "--check"], environment))
        with tempfile.TemporaryDirectory() as folder:
            bare.append(_bare(program, Path(folder), environment))

    rows = []
    for title, seconds in (("openapi-python-client", bare), ("generate --check", ours)):
        compared = ratios(seconds, bare)
        median, ratio = statistics.median(seconds), statistics.median(compared)
        rows.append([title, f"{median:.2f}", f"{ratio:.2f}", spread(compared)])
    return f"{_WHAT}\n\n{table(['what', 'CPU, s', 'ratio', 'rounds'], rows)}"


def _bare(program: str, folder: Path, environment: Mapping[str, str]) -> float:
    spent = 0.0
    for contract in sorted(_CLIENTS.glob("*/openapi.json")):
        command = [program, "generate", "--path", str(contract), "--meta", "none"]
        command += ["--output-path", str(folder / contract.parent.name)]
        spent += _cpu(command, environment)
    return spent


def _cpu(command: Sequence[str], environment: Mapping[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
