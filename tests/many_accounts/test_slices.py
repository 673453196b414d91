"""What becomes of a slice, whatever becomes of the account and of the worker."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import redis

from examples.many_accounts import delivery, plan, report, rows, shared
from examples.many_accounts.delivery import Result
from examples.many_accounts.plan import Range, Settings, Slice
from hubspot_marketing_events_mock import Fault, MockServer, Request, Token
from tests.many_accounts.surroundings import input_row, write_tokens

TOKEN = "pat-of-north"


@pytest.fixture(autouse=True)
def own_connection(redis_url: str) -> Iterator[None]:
    """A Redis without anything in it."""
    assert redis_url
    shared.connection.cache_clear()
    shared.budget.cache_clear()
    shared.connection().flushall()
    yield
    shared.connection().close()


@pytest.fixture
def server() -> Iterator[MockServer]:
    """A mock that knows one account."""
    with MockServer(tokens={TOKEN: Token()}, mode="model", enforce_limit=True) as running:
        yield running


def planned(
    folder: Path, server: MockServer, lines: list[Any], name: str = "run", **changes: Any
) -> str:
    """Plan a run of one account, and return its directory."""
    path = folder / f"{name}-input" / "north.jsonl"
    path.parent.mkdir()
    path.write_text("\n".join(json.dumps(line) for line in lines))
    tokens = folder / "tokens"
    if not tokens.exists():
        write_tokens(tokens, {"north": TOKEN})
    settings = {"timeout": 1.0, "slice_rows": 4, **changes}
    plan.make(
        path.parent,
        folder / name,
        Settings(tokens=str(tokens), base_url=server.url, **settings),
    )
    return str(folder / name)


def version(event: str, number: Any) -> dict[str, Any]:
    """Return a version of an event."""
    return input_row("a", event, eventDescription=number)


def told(directory: str) -> list[str]:
    """Merge the report, and return the statuses of its rows."""
    report.merge(directory)
    return [str(row["status"]) for row in rows_of(directory)]


def rows_of(directory: str) -> list[dict[str, Any]]:
    """Return the rows of a report."""
    found: list[dict[str, Any]] = pq.read_table(Path(directory, "report.parquet")).to_pylist()
    return found


def sent(server: MockServer) -> list[list[Any]]:
    """Return what each upsert sent: descriptions."""
    return [[one.get("eventDescription") for one in r.body["inputs"]] for r in server.requests]


def send_all(directory: str) -> list[Result]:
    """Send the slices of a run in turn, each as often as another attempt is due."""
    results: list[Result] = []
    for number in range(plan.load(directory).accounts["north"]):
        results.append(delivery.send(Slice(directory, "north", number)))
        while results[-1].state == "again":
            results.append(delivery.send(Slice(directory, "north", number)))
    return results


def test_a_finished_slice_is_not_sent_again(tmp_path: Path, server: MockServer) -> None:
    """A task that runs twice sends once, and says the same both times."""
    directory = planned(tmp_path, server, [version("e1", "1"), version("e2", "1")])
    part = Slice(directory, "north", 0)
    first, second = delivery.send(part), delivery.send(part)
    assert (first, 1) == (second, len(server.requests))
    assert ["created", "created"] == told(directory)


def test_of_an_event_only_the_last_version_of_a_slice_is_sent(
    tmp_path: Path, server: MockServer
) -> None:
    """Earlier versions are superseded, so that a repeated slice never sends an older one."""
    others = [version(f"e{number}", "1") for number in range(2, 150)]
    lines = [version("e1", "old"), *others, version("e1", "new")]
    directory = planned(tmp_path, server, lines, slice_rows=150)
    send_all(directory)
    descriptions = {text for batch in sent(server) for text in batch}
    assert (2, {"1", "new"}) == (len(server.requests), descriptions)
    assert ["superseded", *["created"] * 149] == told(directory)


def test_where_the_last_version_is_refused_the_one_before_is_sent(
    tmp_path: Path, server: MockServer
) -> None:
    """One of the versions gets through, as within a batch of the client."""
    lines = [version("e1", "1"), version("e1", "2"), version("e1", 3)]
    directory = planned(tmp_path, server, lines)
    send_all(directory)
    assert [["2"]] == sent(server)
    assert ["superseded", "created", "invalid"] == told(directory)


def test_a_slice_that_was_begun_before_proves_no_update(tmp_path: Path, server: MockServer) -> None:
    """What an earlier attempt may have created is accepted, not updated."""
    lines = [version("e1", "1"), version("e2", "1")]
    send_all(planned(tmp_path, server, lines[:1], "before"))
    directory = planned(tmp_path, server, lines)
    part = Slice(directory, "north", 0)
    part.file("started").touch()
    delivery.send(part)
    assert ["accepted", "created"] == told(directory)


def test_an_account_that_is_refused_stops(tmp_path: Path, server: MockServer) -> None:
    """A revoked token costs one request, and each row says what happened; a new token goes on."""
    directory = planned(tmp_path, server, [version(f"e{n}", "1") for n in range(6)])
    (tmp_path / "tokens" / "north").write_text("pat-revoked")
    results = send_all(directory)
    assert ["stopped", "stopped"] == [result.state for result in results]
    assert 1 == len(server.requests)
    assert ["not_sent"] * 6 == told(directory)
    assert all(
        "HTTP 401" in row["error"] or 401 == row["http_status"] for row in rows_of(directory)
    )

    (tmp_path / "tokens" / "north").write_text(TOKEN)
    delivery.allow(directory, "north")
    assert ["done", "done"] == [result.state for result in send_all(directory)]
    assert {"created"} == set(told(directory))


def test_after_the_daily_limit_only_the_rest_is_sent(tmp_path: Path, server: MockServer) -> None:
    """What got through before the limit is not sent again on the next day."""
    server.mock.daily_limit = 1
    lines = [version(f"e{n}", str(n)) for n in range(150)]
    directory = planned(tmp_path, server, lines, slice_rows=150, concurrency=1)
    results = send_all(directory)
    assert ["again", "stopped"] == [result.state for result in results]
    assert "daily limit" in (results[-1].reason or "")
    assert ["created"] * 100 + ["not_sent"] * 50 == told(directory)

    server.mock.daily_limit = 1000
    delivery.allow(directory, "north")
    before = len(server.requests)
    assert ["done"] == [result.state for result in send_all(directory)]
    assert [[str(n) for n in range(100, 150)]] == sent(server)[before:]
    assert ["created"] * 150 == told(directory)


def test_an_event_that_fails_alone_stops_nobody(tmp_path: Path, server: MockServer) -> None:
    """Where the rest of a slice got through, the next slice is sent; a later version overtakes."""
    lines = [version("e1", "1"), version("e2", "1"), version("e3", "1"), version("e1", "2")]
    directory = planned(tmp_path, server, lines, slice_rows=3)
    proves_nothing = {"status": "COMPLETE", "results": [], "numErrors": 0}

    def fault(request: Request, _: str) -> Fault | None:
        """Say nothing of a request that holds the first version alone; refuse it with others."""
        given = json.loads(request.body)["inputs"]
        if ("e1", "1") != (given[0]["externalEventId"], given[0]["eventDescription"]):
            return None
        return Fault(status=400) if len(given) > 1 else Fault(status=200, body=proves_nothing)

    server.mock.faults = fault
    results = send_all(directory)
    assert ["again", "done", "done"] == [result.state for result in results]
    assert 1 == results[1].counts["failed"]
    assert ["superseded", "created", "created", "created"] == told(directory)
    assert {"e1": "2", "e2": "1", "e3": "1"} == {
        event["externalEventId"]: event["eventDescription"] for event in server.events
    }


def test_what_cannot_be_sent_is_in_the_report(tmp_path: Path, server: MockServer) -> None:
    """Lines that are no JSON, no object or no UTF-8 have an outcome each."""
    directory = planned(tmp_path, server, [version("\ud800", "1"), 7, version("e1", "1")])
    send_all(directory)
    assert ["invalid", "invalid", "created"] == told(directory)
    assert "\\ud800" == rows_of(directory)[0]["external_event_id"]


def test_a_report_of_an_unfinished_run_has_each_row(tmp_path: Path, server: MockServer) -> None:
    """Rows that the run has not come to are not sent, and say so."""
    directory = planned(tmp_path, server, [version(f"e{n}", "1") for n in range(6)], lanes=2)
    delivery.send(Slice(directory, "north", 0, 0))
    statuses = told(directory)
    assert (6, {"created", "not_sent"}) == (len(statuses), set(statuses))
    assert {"the run has not come to this row; run it again", None} == {
        row["error"] for row in rows_of(directory)
    }


def test_a_lane_is_leased_to_one_worker() -> None:
    """A second worker waits until the first gives the lease back or falls silent."""
    with shared.Lease("lane", 0.4, 0.2), pytest.raises(shared.LeaseHeldError):
        shared.Lease("lane", 0.3, 0.1).__enter__()
    with shared.Lease("lane", 0.4, 0.2) as again:
        again.check()


def test_a_worker_that_fell_silent_sends_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a request could outlive the lease, no request begins, and another worker takes over."""
    monkeypatch.setattr(shared.Lease, "_keep", lambda _: None)
    with shared.Lease("lane", 0.6, 0.3) as silent:
        silent.check()
        time.sleep(0.35)
        with pytest.raises(shared.LeaseLostError):
            silent.check()
        with shared.Lease("lane", 0.6, 0.3) as other:
            other.check()
            with pytest.raises(shared.LeaseLostError):
                silent.check()


def read_after(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a worker stand still before it reads its rows; its lease lasts for two seconds."""
    read = rows.read

    def read_slowly(part: Range, lane: int, lanes: int) -> list[rows.Row]:
        time.sleep(seconds)
        return read(part, lane, lanes)

    monkeypatch.setattr(rows, "read", read_slowly)


def test_a_worker_whose_lease_ran_out_does_not_begin_to_send(
    tmp_path: Path, server: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that stood still before its first request sends nothing."""
    monkeypatch.setattr(shared.Lease, "_keep", lambda _: None)
    read_after(1.1, monkeypatch)
    directory = planned(tmp_path, server, [version("e1", "1")])
    result = delivery.send(Slice(directory, "north", 0))
    assert ("again", 0) == (result.state, len(server.requests))


def test_a_worker_without_the_lease_keeps_no_outcomes(
    tmp_path: Path, server: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slice is left to the worker that has the lease, also by one that sent all of it."""
    directory = planned(tmp_path, server, [version("e1", "1")])
    part = Slice(directory, "north", 0)
    server.fail_next(latency=0.8)
    with monkeypatch.context() as patch:
        patch.setattr(shared.Lease, "_keep", lambda _: None)
        read_after(0.4, patch)
        assert ("again", 1) == (delivery.send(part).state, len(server.requests))
    assert not part.finished
    assert "done" == delivery.send(part).state
    assert ["accepted"] == told(directory)


def test_a_redis_that_forgot_its_scripts_is_used_on(tmp_path: Path, server: MockServer) -> None:
    """A Redis that was started anew in the middle of a run stops no account."""
    directory = planned(tmp_path, server, [version(f"e{n}", "1") for n in range(5)])
    delivery.send(Slice(directory, "north", 0))
    shared.connection().script_flush()
    assert "done" == delivery.send(Slice(directory, "north", 1)).state


def test_a_redis_that_is_gone_is_no_fault_of_the_account(
    tmp_path: Path, server: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Redis fails, nothing is sent, and the account is not stopped."""
    directory = planned(tmp_path, server, [version("e1", "1")])

    def fail(*_: object) -> None:
        raise redis.ConnectionError("gone")

    monkeypatch.setattr(shared.SharedBucket, "put_decision", fail)
    with pytest.raises(redis.ConnectionError):
        delivery.send(Slice(directory, "north", 0))
    assert (None, 0) == (delivery.stopped(Slice(directory, "north", 0)), len(server.requests))


def test_a_token_may_come_from_a_function(tmp_path: Path, server: MockServer) -> None:
    """The name of a function is enough; it is asked in the worker."""
    directory = planned(tmp_path, server, [version("e1", "1")])
    settings = json.loads(Path(directory, "plan.json").read_text())
    settings["settings"]["tokens"] = f"{__name__}:token_of"
    Path(directory, "plan.json").write_text(json.dumps(settings))
    assert "done" == delivery.send(Slice(directory, "north", 0)).state


def token_of(account: str) -> str:
    """Return the token of an account."""
    return f"pat-of-{account}"
