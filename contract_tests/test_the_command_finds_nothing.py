"""Claim: the command, without a server, finds nothing on the mock of the version under test."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.support.version import KEY
from hubspot_marketing_events_contract import _commands as cli

ACCEPTED = Path(__file__).with_name("accepted.toml")


def test_the_command_finds_nothing_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All properties hold, but for those that the list of accepted findings names."""
    options = ["--accepted", str(ACCEPTED), "--profile", "quick", "--api-version", KEY]
    code = cli.main([*options, "--reports", str(tmp_path)])
    assert 0 == code, capsys.readouterr().out
