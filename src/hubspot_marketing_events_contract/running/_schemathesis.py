"""Schemathesis on the same server, if it is installed; its findings are in the same report."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hubspot_marketing_events_contract.target._target import Target

EXAMPLES = {"ci": 10, "deep": 500}  # of each operation and phase; the quick profile goes without
HOOKS = "hubspot_marketing_events_contract.running._schemathesis_hooks"
_LONGEST = {"ci": 600.0, "deep": 36_000.0}  # seconds
# Constants are not analysed: they would be those of this process, not of the server.
_CONFIG = """headers = { Authorization = "Bearer ${HUBSPOT_ACCESS_TOKEN}" }
[analysis.constants]
enabled = false
"""


@dataclass(frozen=True)
class SchemathesisResult:
    """The result of a run of Schemathesis: its findings, or why there are none."""

    findings: tuple[tuple[str, str], ...] = ()
    reason: str | None = None


def program() -> str | None:
    """Return the path of Schemathesis' command, if it is installed."""
    beside = Path(sys.executable).with_name("schemathesis")
    return str(beside) if beside.exists() else shutil.which("schemathesis")


def run_schemathesis(target: Target, *, profile: str, seed: int) -> SchemathesisResult:
    """Run Schemathesis with every check and phase on the operations of a target.

    Args:
        target: the server; what Schemathesis makes there stays there.
        profile: how much it tries, one of `EXAMPLES`.
        seed: where chance begins.
    """
    command = program()
    if command is None:
        return SchemathesisResult(reason="Schemathesis is not installed")

    with tempfile.TemporaryDirectory(prefix="contract-") as name:
        folder = Path(name)
        (folder / "openapi.json").write_text(json.dumps(target.contract), "utf-8")
        (folder / "schemathesis.toml").write_text(_CONFIG, "utf-8")
        report = folder / "report.json"
        arguments = [
            command, "--config-file", "schemathesis.toml", "run", "openapi.json",
            "--url", str(target.http.base_url), "--checks", "all", "--no-color",
            "--continue-on-failure", "--max-examples", str(EXAMPLES[profile]), "--seed", str(seed),
            "--report", "json", "--report-json-path", str(report),
        ]  # fmt: skip
        for operation in sorted(target.operations or ()):
            arguments += ["--include-operation-id", operation]
        environment = os.environ | {
            "SCHEMATHESIS_HOOKS": HOOKS,
            "HUBSPOT_ACCESS_TOKEN": target.tokens.own,
        }
        try:
            done = subprocess.run(  # noqa: S603 - Schemathesis' own command
                arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False,
                timeout=_LONGEST[profile],
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return SchemathesisResult(reason="Schemathesis did not come to its end in time")
        if not report.exists():
            last = target.redaction.text((done.stderr or done.stdout)[-500:])
            return SchemathesisResult(reason=f"Schemathesis did not run: {last}")
        return _read(json.loads(report.read_text("utf-8")), target)


def _read(report: dict[str, Any], target: Target) -> SchemathesisResult:
    findings = []
    for number, one in enumerate([*report["failures"], *report["errors"]], 1):
        title = str(one.get("title") or one.get("type") or "finding")
        operations = ", ".join(map(str, one.get("operations") or [one.get("operation", "")]))
        text = f"{title} ({one.get('count', 1)} times): {operations}"
        findings.append((f"schemathesis {number}", target.redaction.text(text)))
    return SchemathesisResult(tuple(findings))
