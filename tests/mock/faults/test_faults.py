"""Failures by plan, below HTTP, and late."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hubspot_marketing_events_mock import Fault, FaultError, MockServer, Plan
from tests.mock.caller import BODY, HEADERS, PREFIX, post


@pytest.mark.parametrize(
    ("wire", "error"),
    [
        ("reset", httpx.ReadError),
        ("truncated", httpx.RemoteProtocolError),
        ("garbage", httpx.RemoteProtocolError),
        ("bad-gzip", httpx.DecodingError),
    ],
)
def test_the_wire_can_fail(hubspot_mock: MockServer, wire: str, error: type[Exception]) -> None:
    """Each fault below HTTP is the client's own error, and the next request is answered."""
    hubspot_mock.fail_next(connection=wire)
    with pytest.raises(error):
        post(hubspot_mock)
    assert (200, 2) == (post(hubspot_mock).status_code, len(hubspot_mock.events))


def test_a_length_can_be_wrong(hubspot_mock: MockServer) -> None:
    """A length that is too short cuts the body."""
    hubspot_mock.fail_next(connection="wrong-length")
    answer = post(hubspot_mock)
    assert len(answer.content) == int(answer.headers["Content-Length"])
    with pytest.raises(ValueError, match=r"(?i)json|unterminated|expecting"):
        answer.json()


def test_a_drip_is_slow_and_whole(hubspot_mock: MockServer) -> None:
    """A body that drips arrives whole, in more time than it was given."""
    hubspot_mock.fail_next(connection="slow-body", latency=0.3)
    begun = time.monotonic()
    answer = post(hubspot_mock)
    assert ("COMPLETE", True) == (answer.json()["status"], time.monotonic() - begun >= 0.3)


def test_a_stall_ends_when_the_client_gives_up(hubspot_mock: MockServer) -> None:
    """A connection that stalls answers nothing, and leaves the server free."""
    hubspot_mock.fail_next(connection="hang")
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            f"{hubspot_mock.url}{PREFIX}/events/upsert", json=BODY, headers=HEADERS, timeout=0.2
        )
    assert 200 == post(hubspot_mock).status_code


@pytest.mark.parametrize(("after_write", "written"), [(False, 0), (True, 2)])
def test_a_reset_is_before_or_after_the_write(
    hubspot_mock: MockServer, after_write: bool, written: int
) -> None:
    """Whether a request that is reset was carried out can be chosen."""
    hubspot_mock.fail_next(connection="reset", after_write=after_write)
    with pytest.raises(httpx.ReadError):
        post(hubspot_mock)
    assert written == len(hubspot_mock.events)


def test_the_server_logs_nothing_of_a_wire_fault(
    hubspot_mock: MockServer, caplog: pytest.LogCaptureFixture
) -> None:
    """A connection that was ended on purpose is no error of the server's."""
    for wire in ("reset", "garbage", "truncated"):
        hubspot_mock.fail_next(connection=wire)
        with pytest.raises(httpx.TransportError):
            post(hubspot_mock)
    assert [] == [record.message for record in caplog.records if record.name.startswith("uvicorn")]


def test_latency_comes_before_the_answer(hubspot_mock: MockServer) -> None:
    """An answer can be late, and others are not kept waiting by it."""
    hubspot_mock.fail_next(latency=0.5)

    async def both() -> list[float]:
        async with httpx.AsyncClient(base_url=hubspot_mock.url, headers=HEADERS) as client:
            took = []

            async def one() -> None:
                begun = time.monotonic()
                await client.get(f"{PREFIX}/events/search", params={"q": "x"})
                took.append(time.monotonic() - begun)

            await asyncio.gather(one(), one())
            return sorted(took)

    quick, late = asyncio.run(both())
    assert quick < 0.4 <= late


def drawn(plan: Plan, count: int = 1000) -> list[int]:
    """Which of so many requests fail."""
    return [number for number in range(1, count + 1) if plan(None, "upsert")]


def test_a_sequence_names_the_requests_that_fail() -> None:
    """Requests are counted among those of the operation."""
    plan = Plan([{"operation": "upsert", "sequence": [2, 4], "status": 503}])
    plan(None, "getAll")
    assert [2, 4] == drawn(plan)


def test_chance_repeats_with_its_seed() -> None:
    """The same seed lets the same requests fail, about as many as wanted; another seed others."""
    rules: list[dict[str, Any]] = [{"probability": 0.2, "status": 500}]
    plan = Plan(rules, seed=5)
    first = drawn(plan)
    plan.restart()
    assert first == drawn(plan) == drawn(Plan(rules, seed=5)) != drawn(Plan(rules, seed=6))
    assert 150 < len(first) < 250


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[faults]]\nstatus = 500", "fault 1: wants either probability or sequence"),
        ("[[faults]]\nstatus = 500\nprobability = 2", "fault 1: probability 2 is not from 0 to 1"),
        ("[[faults]]\nstatus = 99\nprobability = 1", "fault 1: status 99 is not from 200 to 599"),
        (
            "[[faults]]\nsequence = [1]\nwire = 'rest'",
            "fault 1: connection 'rest' is none of reset",
        ),
        ("[[faults]]\nsequence = [1]\nstaus = 500", "fault 1: staus is not known"),
        ("sead = 1", "sead is not known"),
        ("seed = ", "plan.toml: "),
    ],
)
def test_a_plan_that_cannot_be_is_named(tmp_path: Path, text: str, said: str) -> None:
    """The file, the rule and the reason are told."""
    path = tmp_path / "plan.toml"
    path.write_text(text)
    with pytest.raises(FaultError, match=r"plan\.toml") as caught:
        Plan.load(path)
    assert said in str(caught.value)


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[MockServer]:
    """A server with a plan from a file."""
    path = tmp_path / "plan.toml"
    path.write_text(
        'seed = 1\n[[faults]]\noperation = "upsert"\nsequence = [1]\nfail_inputs = [1]\n'
    )
    with MockServer(faults=Plan.load(path)) as server:
        yield server


def test_a_plan_holds_until_it_is_through_and_begins_anew(planned: MockServer) -> None:
    """A plan's first request fails, the next does not, and after a reset the first fails again."""
    statuses = [post(planned).status_code, post(planned).status_code]
    planned.reset()
    assert ([207, 200], 207) == (statuses, post(planned).status_code)


def test_a_wire_fault_needs_a_connection() -> None:
    """In memory, where no connection can break, the fault says so."""
    with pytest.raises(FaultError, match="connection 'nothing' is none of reset"):
        Fault(connection="nothing")
