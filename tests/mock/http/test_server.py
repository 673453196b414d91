"""The mock on the network: failures on command, the fixture and the command line."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from hubspot_marketing_events_mock import Mock, MockServer
from hubspot_marketing_events_mock.behaviour import TokenError, load_tokens
from tests.mock.caller import BODY, HEADERS, PREFIX, post


def test_the_fixture_is_a_fresh_server(hubspot_mock: MockServer) -> None:
    """The fixture's server starts empty and shows what it was sent."""
    assert [] == hubspot_mock.events
    assert 200 == post(hubspot_mock).status_code
    assert (2, BODY) == (len(hubspot_mock.events), hubspot_mock.requests[-1].body)


def test_the_fixture_serves_the_version_that_is_configured(tmp_path: Path) -> None:
    """`hubspot_mock_version` in pytest's configuration chooses the fixture's contract."""
    (tmp_path / "pytest.ini").write_text("[pytest]\nhubspot_mock_version = 2025-09\n")
    claim = (
        "def test_it(hubspot_mock):\n    assert hubspot_mock.mock.contract.version == '2025-09'\n"
    )
    (tmp_path / "test_it.py").write_text(claim)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", tmp_path], capture_output=True, text=True, check=False
    )
    assert (0, True) == (done.returncode, "1 passed" in done.stdout), done.stdout


@pytest.mark.parametrize("status", [408, 423, 500, 503])
def test_a_failure_answers_in_json(hubspot_mock: MockServer, status: int) -> None:
    """A failure on command has its status and HubSpot's shape, and writes nothing."""
    hubspot_mock.fail_next(status)
    answer = post(hubspot_mock)
    assert (status, "error", []) == (
        answer.status_code,
        answer.json()["status"],
        hubspot_mock.events,
    )


@pytest.mark.parametrize("status", [502, 520, 522, 524])
def test_a_failure_of_the_edge_is_a_page(hubspot_mock: MockServer, status: int) -> None:
    """What a proxy answers is HTML."""
    hubspot_mock.fail_next(status)
    answer = post(hubspot_mock)
    assert (status, "text/html;charset=utf-8") == (
        answer.status_code,
        answer.headers["Content-Type"],
    )


def test_a_limit_may_say_how_long(hubspot_mock: MockServer) -> None:
    """429 has a policy, and the headers it is given."""
    hubspot_mock.fail_next(429, headers={"Retry-After": "3"})
    answer = post(hubspot_mock)
    assert ("TEN_SECONDLY_ROLLING", "3") == (
        answer.json()["policyName"],
        answer.headers["Retry-After"],
    )


def test_an_answer_can_be_lost_after_the_write(hubspot_mock: MockServer) -> None:
    """The events are written, and the answer is not theirs."""
    hubspot_mock.fail_next(502, after_write=True)
    assert 502 == post(hubspot_mock).status_code
    assert 2 == len(hubspot_mock.events)


def test_chosen_inputs_can_fail(hubspot_mock: MockServer) -> None:
    """A partial failure is 207 with the other inputs' results."""
    hubspot_mock.fail_next(fail_inputs=frozenset({0}))
    answer = post(hubspot_mock)
    assert (207, 1, ["2"]) == (
        answer.status_code,
        answer.json()["numErrors"],
        [r["id"] for r in answer.json()["results"]],
    )


def test_an_answer_can_be_cut_off(hubspot_mock: MockServer) -> None:
    """The body ends early, with a length that fits."""
    hubspot_mock.fail_next(truncate=30)
    assert 30 == len(post(hubspot_mock).content)


def test_failures_wait_for_their_operation_and_pass(hubspot_mock: MockServer) -> None:
    """A failure planned for one operation touches no other, and happens as often as planned."""
    hubspot_mock.fail_next(503, operation="listEvents", times=2)
    statuses = [httpx.get(hubspot_mock.url + PREFIX, headers=HEADERS).status_code for _ in range(3)]
    assert (200, [503, 503, 200]) == (post(hubspot_mock).status_code, statuses)


def test_a_body_that_is_too_large_is_413() -> None:
    """Ten megabytes are the most."""
    with MockServer() as server:
        answer = httpx.post(
            f"{server.url}{PREFIX}/events", content=b" " * (10 * 1024 * 1024 + 1), headers=HEADERS
        )
    assert 413 == answer.status_code


async def test_the_mock_is_an_asgi_application() -> None:
    """It answers in memory through httpx's ASGI transport."""
    transport = httpx.ASGITransport(Mock())
    async with httpx.AsyncClient(
        transport=transport, base_url="http://mock", headers=HEADERS
    ) as client:
        assert {"results": []} == (await client.get(PREFIX)).json()


def run(*arguments: str) -> subprocess.Popen[str]:
    """Start the command line."""
    command = [sys.executable, "-m", "hubspot_marketing_events_mock._cli", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_prints_its_address_and_stops_cleanly(number: signal.Signals) -> None:
    """`serve` says where it listens, responds there, and ends without a traceback when told to."""
    process = run("serve", "--port", "0")
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert found
    assert 200 == httpx.get(found[0] + PREFIX, headers=HEADERS).status_code
    process.send_signal(number)
    _, said = process.communicate(timeout=10)
    assert (0, "") == (process.returncode, said)


@pytest.mark.parametrize("option", ["--contract", "--tokens", "--faults"])
def test_a_setup_that_cannot_work_is_one_line(tmp_path: Path, option: str) -> None:
    """A file that is not there ends with exit code 2 and a line that says so in plain words."""
    path = tmp_path / "none.toml"
    process = run("serve", option, str(path))
    _, said = process.communicate(timeout=30)
    assert (2, f"error: {path}: No such file or directory\n") == (process.returncode, said)


def test_tokens_come_from_a_file(tmp_path: Path) -> None:
    """A file names who may call, as which app, and what for."""
    path = tmp_path / "tokens.toml"
    path.write_text(
        '[reader]\nscopes = ["crm.objects.marketing_events.read"]\n'
        "[old]\nexpired = true\n[ada]\napp_id = 7\n"
    )
    tokens = load_tokens(path)
    assert (7, True, 1) == (
        tokens["ada"].app_id,
        tokens["old"].expired,
        len(tokens["reader"].scopes),
    )
    with MockServer(tokens=tokens) as server:
        headers = {"Authorization": "Bearer reader"}
        assert (
            403
            == httpx.post(
                f"{server.url}{PREFIX}/events/upsert", json=BODY, headers=headers
            ).status_code
        )


@pytest.mark.parametrize(
    ("text", "said"),
    [("[a]\nscope = 1", "scope"), ("a = 1", "token 1: should be"), ("[", "tokens.toml")],
)
def test_tokens_that_cannot_be_read_are_named(tmp_path: Path, text: str, said: str) -> None:
    """A file that holds no tokens is named with the reason."""
    path = tmp_path / "tokens.toml"
    path.write_text(text)
    with pytest.raises(TokenError, match=said):
        load_tokens(path)
