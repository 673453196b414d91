"""The command `delete`: never more than asked, and never without a question."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubspot_marketing_events._cli import main
from hubspot_marketing_events_mock import Fault, MockServer

EVENTS = 5
Command = Callable[..., int]
PROGRAM = [sys.executable, "-m", "hubspot_marketing_events._cli"]


@pytest.fixture
def command(hubspot_mock: MockServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """The command against a mock that has some events."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "mock-token")
    monkeypatch.chdir(tmp_path)
    given = {"eventName": "n", "eventOrganizer": "o", "externalAccountId": "north"}
    lines = [json.dumps({**given, "externalEventId": f"w-{n}"}) for n in range(EVENTS)]
    (tmp_path / "events.jsonl").write_text("\n".join(lines))

    def run(*arguments: object) -> int:
        return main([*map(str, arguments), "--base-url", hubspot_mock.url])

    assert 0 == run("upsert", "events.jsonl", "--quiet")
    return run


def left(server: MockServer) -> list[str]:
    """The external ids of the events that the server has."""
    return [event["externalEventId"] for event in server.events]


def statuses(path: str) -> list[str]:
    """The outcomes in an outcomes file."""
    lines = map(json.loads, Path(path).read_text().splitlines())
    return [line["status"] for line in lines if "status" in line]


def ids(server: MockServer) -> list[str]:
    """The object ids of the events that the server has."""
    return [event["objectId"] for event in server.events]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_what_is_listed_can_be_deleted(
    form: str, command: Command, hubspot_mock: MockServer
) -> None:
    """The output of `list`, cut to some lines, deletes these events and no other."""
    assert 0 == command("list", "--format", form, "--output", f"all.{form}", "--quiet")
    lines = Path(f"all.{form}").read_text().splitlines(keepends=True)
    kept = lines[:2] if form == "jsonl" else lines[:3]
    Path(f"some.{form}").write_text("".join(kept))
    assert 0 == command("delete", f"some.{form}", "--yes", "--outcomes", "out.jsonl")
    assert ["deleted", "deleted"] == statuses("out.jsonl")
    assert ["w-2", "w-3", "w-4"] == left(hubspot_mock)


def test_each_way_to_name_an_event(command: Command, hubspot_mock: MockServer) -> None:
    """External ids and object ids in one file, one event named twice, and some that cannot be."""
    first = ids(hubspot_mock)[0]
    Path("some.csv").write_text(
        "objectId,externalAccountId,externalEventId\n"
        f"{first}.0,,\n,north,w-1\n{first},,\n,,w-2\n999,,\n,north,absent\nw-3,,\n"
    )
    assert 1 == command("delete", "some.csv", "--yes", "--outcomes", "out.jsonl")
    assert [
        "superseded",
        "deleted",
        "accepted",  # in a request with one that is not there, and the response says no more
        "invalid",
        "accepted",
        "not_found",
        "invalid",
    ] == statuses("out.jsonl")
    assert ["w-2", "w-3", "w-4"] == left(hubspot_mock)


def test_without_somebody_to_ask_nothing_is_deleted(
    command: Command, hubspot_mock: MockServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """The refusal says how many events, which ones, and what to say; no outcomes are written."""
    assert 2 == command("delete", "events.jsonl", "--outcomes", "out.jsonl")
    told = capsys.readouterr().err
    examples = "w-0 of account north, w-1 of account north, w-2 of account north, ..."
    assert f"would delete {EVENTS} events ({examples}); say --yes" in told
    assert (EVENTS, False) == (len(left(hubspot_mock)), Path("out.jsonl").exists())


@pytest.mark.usefixtures("command")
@pytest.mark.parametrize(
    ("answer", "code", "rest"), [("y", 0, 0), ("YES", 0, 0), ("n", 1, EVENTS), ("", 1, EVENTS)]
)
def test_on_a_terminal_the_answer_decides(
    answer: str, code: int, rest: int, hubspot_mock: MockServer
) -> None:
    """Only a yes deletes; the question says how many."""
    shown, done = _on_terminal(["delete", "events.jsonl", "--base-url", hubspot_mock.url], answer)
    assert f"Delete {EVENTS} events (w-0 of account north" in shown
    assert (code, rest) == (done, len(left(hubspot_mock)))
    assert ("nothing was deleted" in shown) == bool(rest)


@pytest.mark.usefixtures("command")
def test_ctrl_c_at_the_question_deletes_nothing(hubspot_mock: MockServer) -> None:
    """It ends with the exit code of Ctrl-C."""
    shown, done = _on_terminal(["delete", "events.jsonl", "--base-url", hubspot_mock.url], "\x03")
    assert (130, EVENTS) == (done, len(left(hubspot_mock)))
    assert "Traceback" not in shown


def _on_terminal(arguments: list[str], answer: str) -> tuple[str, int]:
    """Run the command on a terminal, answer its question, and return what it showed."""
    ours, theirs = pty.openpty()

    def attach() -> None:
        os.close(os.open(os.ttyname(theirs), os.O_RDWR))  # makes it the controlling terminal
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # which jobs in the background ignore

    process = subprocess.Popen(
        [*PROGRAM, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=attach,  # noqa: PLW1509
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    until = time.monotonic() + 30
    while b"[y/N]" not in shown and time.monotonic() < until:
        shown += os.read(ours, 1000)
    os.write(ours, answer.encode() if answer == "\x03" else f"{answer}\n".encode())
    while True:
        try:
            part = os.read(ours, 1000)
        except OSError:  # Linux says so at the end
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return " ".join(shown.decode().split()), process.wait(30)


def test_a_dry_run_asks_and_deletes_nothing(
    command: Command, hubspot_mock: MockServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """It shows what would be sent."""
    assert 0 == command("delete", "--account", "north", "--external-id", "w-1", "--dry-run")
    told = capsys.readouterr().err
    assert '"externalEventId": "w-1"' in told
    assert EVENTS == len(left(hubspot_mock))


def test_a_retry_deletes_what_is_left(command: Command, hubspot_mock: MockServer) -> None:
    """After the daily limit, --retry-from goes on with the events that are still there."""
    command("list", "--output", "all.jsonl", "--quiet")
    daily = Fault(status=429, body={"policyName": "DAILY"})
    hubspot_mock.mock.faults = lambda *_: daily
    assert 1 == command("delete", "all.jsonl", "--yes", "--outcomes", "out.jsonl")
    hubspot_mock.mock.faults = None
    assert EVENTS == len(left(hubspot_mock))
    assert 2 == command("delete", "--retry-from", "out.jsonl")
    assert 0 == command("delete", "--retry-from", "out.jsonl", "--yes")
    assert [] == left(hubspot_mock)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "say what to delete"),
        (["events.jsonl", "--event", "1"], "a FILE and an event are given"),
        (["--event", "w-1"], "is no object id of HubSpot"),
        (["none.csv"], "No such file"),
        (["other.csv"], "no column gives objectId or externalEventId"),
    ],
)
def test_what_cannot_be_used_deletes_nothing(
    arguments: list[str],
    message: str,
    command: Command,
    hubspot_mock: MockServer,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A wrong call ends in one line, with exit code 2."""
    Path("other.csv").write_text("eventName\nn\n")
    assert 2 == command("delete", *arguments, "--yes")
    told = capsys.readouterr().err
    assert message in told
    assert (1, EVENTS) == (len(told.splitlines()), len(left(hubspot_mock)))


def test_the_report_names_what_was_not_found(command: Command) -> None:
    """A row of an event that is not there is in the report, with the reason."""
    Path("some.csv").write_text("objectId\n999\n")
    assert 1 == command("delete", "some.csv", "--yes", "--report", "report.csv")
    found: Any = Path("report.csv").read_text(encoding="utf-8-sig").splitlines()
    assert ["line,outcome,problem,objectId,externalAccountId,externalEventId"] == found[:1]
    assert found[1].startswith("2,not_found,")
    assert found[1].endswith(",999,,")
