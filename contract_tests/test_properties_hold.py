"""Claim: properties hold over the network and on an independent server; runs end cleanly."""

from __future__ import annotations

import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract_tests.support.version import CONTRACT, DOCUMENT, KEY, PREFIX
from hubspot_marketing_events_contract import _commands as cli
from hubspot_marketing_events_contract.properties import PROPERTIES
from hubspot_marketing_events_contract.running._runner import run
from hubspot_marketing_events_contract.target._mock import InProcess, mock_target, own_mock
from hubspot_marketing_events_contract.target._target import CAPABILITIES
from hubspot_marketing_events_mock import MockServer

HERE = Path(__file__).parent


@contextmanager
def program(*command: Any) -> Iterator[str]:
    """A server's address, for as long as the block lasts; it says it in its first line."""
    with subprocess.Popen(
        [sys.executable, *map(str, command)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().rpartition(" ")[2].strip()
        finally:
            process.terminate()  # SIGINT is ignored where a shell started this in the background


def held(tmp_path: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run the harness, which must find nothing; returns what it says."""
    code = cli.main(["--reports", str(tmp_path), "--profile", "quick", *arguments])
    said = capsys.readouterr().out
    assert 0 == code, said
    return said


def test_there_are_properties_for_every_operation() -> None:
    """No operation that is modelled is without a property, and each property is a sentence."""
    operations = {
        facts["operationId"] for item in DOCUMENT["paths"].values() for facts in item.values()
    }
    assert operations <= {name for one in PROPERTIES.values() for name in one.needs}
    assert not [
        property.name
        for one in PROPERTIES.values()
        if not one.claim.endswith(".") or "\n" in one.claim
    ]


def test_properties_hold_over_the_network(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the mock's own command, over the network, a quarter of the properties hold."""
    with program(
        "-m", "hubspot_marketing_events_mock._cli", "serve", "--mode", "model", "--api-version", KEY
    ) as url:
        chosen = [name for name, one in PROPERTIES.items() if not one.tokens][::4]
        options = ("--token", "mock-token", "--capabilities", "all", "--only", *chosen)
        said = held(tmp_path, capsys, "--base-url", url, *options)
    assert f"{len(chosen)} properties ran, 0 wrong" in said


def test_properties_hold_on_a_server_of_another_make(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a server that shares no code with the mock, the properties of its operations hold."""
    server = runpy.run_path(str(HERE / "independent_server" / "__main__.py"))
    assert set(server["CAPABILITIES"].split(",")) < CAPABILITIES.keys()
    with program(HERE / "independent_server") as url:
        chosen = (
            "--base-url",
            url,
            "--token",
            "alpha",
            "--other-app-token",
            "beta",
            "--operations",
            server["OPERATIONS"],
        )
        said = held(tmp_path, capsys, *chosen, "--capabilities", server["CAPABILITIES"])
    ran = int(said.partition(" properties ran, 0 wrong")[0].rpartition("\n")[2])
    assert ran > 50


def test_only_reading_only_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where only GET is allowed, nothing else goes out."""
    with MockServer(contract=CONTRACT) as server:
        chosen = ("--base-url", server.url, "--token", "mock-token", "--read-only")
        assert "8 properties ran" in held(tmp_path, capsys, *chosen)
        assert {"GET"} == {exchange.method for exchange in server.requests}


def test_a_run_that_is_killed_is_cleaned_up_by_the_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A killed run leaves events, the next run deletes them, and no others."""
    with MockServer(contract=CONTRACT) as server:
        headers = {"Authorization": "Bearer mock-token"}
        kept = {
            "eventName": "n",
            "eventOrganizer": "o",
            "externalAccountId": "a",
            "externalEventId": "mine",
        }
        url = f"{server.url}{PREFIX}/events/upsert"
        httpx.post(url, json={"inputs": [kept]}, headers=headers)
        chosen = [
            "--base-url",
            server.url,
            "--token",
            "mock-token",
            "--namespace",
            "killed",
            "--reports",
            str(tmp_path),
        ]
        command = [sys.executable, "-m", "hubspot_marketing_events_contract", *chosen]
        with subprocess.Popen(command, cwd=HERE.parent, stderr=subprocess.DEVNULL) as process:
            end = time.monotonic() + 30
            while len(server.events) < 3 and time.monotonic() < end:
                time.sleep(0.01)
            process.kill()
        assert len(server.events) > 1
        said = held(tmp_path, capsys, *chosen, "--only", "an_upsert_returns_what_it_was_sent")
        assert "events of an earlier run" in said
        assert ["mine"] == [event["externalEventId"] for event in server.events]


def test_a_run_that_is_interrupted_tidies_up(tmp_path: Path) -> None:
    """Interrupted, a run deletes what it made, writes its reports and exits with 130."""
    with MockServer(contract=CONTRACT) as server:
        chosen = [
            "--base-url",
            server.url,
            "--token",
            "mock-token",
            "--reports",
            str(tmp_path),
            "--profile",
            "deep",
        ]
        with subprocess.Popen(
            [sys.executable, "-m", "hubspot_marketing_events_contract", *chosen], cwd=HERE.parent
        ) as process:
            end = time.monotonic() + 30
            while len(server.requests) < 50 and time.monotonic() < end:
                time.sleep(0.01)
            process.send_signal(signal.SIGTERM)
            assert 130 == process.wait(30)
        assert [] == server.events
    assert (tmp_path / "index.html").exists()


def test_an_interruption_ends_the_run_before_the_next_request(contract: dict[str, Any]) -> None:
    """Once a run is interrupted, no property sends anything more."""
    mock = own_mock(CONTRACT)
    target = mock_target(contract, InProcess(mock))
    target.connection.interrupted = True
    with target.http, pytest.raises(KeyboardInterrupt):
        next(run(PROPERTIES.values(), target, examples=2, seeded=1))
    assert [] == list(mock.requests)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--base-url", "https://api.hubapi.com", "--token", "t"],
            "this would write to a HubSpot account",
        ),
        (
            ["--base-url", "https://API.hubapi.com:443/x", "--token", "t"],
            "this would write to a HubSpot account",
        ),
        (["--base-url", "127.0.0.1", "--token", "t"], "is no http(s) URL"),
        (["--base-url", "http://127.0.0.1:1"], "there is no token"),
        (
            ["--base-url", "http://127.0.0.1:1", "--token", "t"],
            "is the server running, and the URL right?",
        ),
        (["--operations", "nothing*"], "chooses none of"),
        (["--capabilities", "psychic"], "there is no capability psychic"),
        (["--api-version", "1999-01"], "There is no version 1999-01"),
    ],
)
def test_a_run_that_cannot_begin_says_why(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Wrong options are told in one line, with exit code 2, and nothing is sent."""
    monkeypatch.delenv("HUBSPOT_ACCESS_TOKEN", raising=False)
    assert 2 == cli.main(arguments)
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
