"""The run of mutation tests says what it did not do."""

from __future__ import annotations

import subprocess
from typing import Any

import mutation
import pytest


def test_where_mutmut_does_not_run_nothing_is_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where mutmut fails, the run ends at once and says so; it counts and names no change."""
    commands = []

    def run(command: list[Any], **_: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command[1])
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(subprocess, "run", run)
    assert 2 == mutation.main()
    assert ["run"] == commands
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("mutmut ended with exit code 1 before it tried a change")
