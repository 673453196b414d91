"""Claim: the command, without a server, finds nothing on the mock of the version under test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contract_tests.support.coverage import properties_of
from contract_tests.support.version import KEY
from hubspot_marketing_events_contract import _commands as cli
from hubspot_marketing_events_contract.target import _mock
from hubspot_marketing_events_mock import Mock

ACCEPTED = Path(__file__).with_name("accepted.toml")


def test_the_command_finds_nothing_new(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    pytestconfig: pytest.Config,
) -> None:
    """All properties run and hold but for accepted findings; no event is left.

    Of a version that is not tested whole, these are the properties of what is its own, and some
    that call every other operation.
    """
    mocks: list[Mock] = []

    def kept(*given: Any) -> Mock:
        mocks.append(own_mock(*given))
        return mocks[-1]

    own_mock = _mock.own_mock
    monkeypatch.setattr(_mock, "own_mock", kept)
    chosen = properties_of(KEY, whole=pytestconfig.getoption("--whole"))
    options = ["--accepted", str(ACCEPTED), "--profile", "quick", "--api-version", KEY]
    code = cli.main([*options, "--reports", str(tmp_path), "--only", *chosen])
    said = capsys.readouterr().out
    assert (0, True) == (code, f"{len(chosen)} properties ran, 0 wrong" in said), said
    (mock,) = mocks
    assert ([], []) == (mock.events, mock.violations)
