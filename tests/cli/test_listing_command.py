"""The commands `list`, `get` and `find`: what HubSpot has, on standard output or in a file."""

from __future__ import annotations

import csv
import io
import json
import os
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

Command = Callable[..., int]
PROGRAM = [sys.executable, "-m", "hubspot_marketing_events._cli"]
TEXTS = (
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "'=x", "''=x", "'tis", "a,b;c\t|d",
    'say "hi"', "two\nlines", "Größe 李明 🎉", "\x1b[31mred", "\uff1d1", " =1 ", "--", "null",
)  # fmt: skip


def _event(number: int, name: str) -> dict[str, Any]:
    return {
        "eventName": name,
        "eventOrganizer": name,
        "externalAccountId": "north",
        "externalEventId": f"w-{number}",
        "eventDescription": name,
        "eventCancelled": bool(number % 2),
        "startDateTime": "2026-11-20T15:00:00.123Z",
        "customProperties": [{"name": "room", "value": name}],
    }


@pytest.fixture
def command(hubspot_mock: MockServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """The command against a mock that has events with hostile texts."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "mock-token")
    monkeypatch.chdir(tmp_path)
    lines = [json.dumps(_event(number, name)) for number, name in enumerate(TEXTS)]
    (tmp_path / "events.jsonl").write_text("\n".join(lines))

    def run(*arguments: object) -> int:
        return main([*map(str, arguments), "--base-url", hubspot_mock.url])

    assert 0 == run("upsert", "events.jsonl", "--quiet")
    return run


def state(server: MockServer) -> list[dict[str, Any]]:
    """The events of the server, without what every write changes."""
    return [{k: v for k, v in event.items() if k != "updatedAt"} for event in server.events]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_list_can_be_loaded_again(form: str, command: Command, hubspot_mock: MockServer) -> None:
    """`list`, then `upsert` of the file with the account, changes nothing."""
    before = state(hubspot_mock)
    assert 0 == command("list", "--format", form, "--output", f"all.{form}")
    account = ("--set", "externalAccountId=north", "--outcomes", "out.jsonl")
    assert 0 == command("upsert", f"all.{form}", *account)
    assert before == state(hubspot_mock)
    lines = map(json.loads, Path("out.jsonl").read_text().splitlines())
    assert ["updated"] * len(TEXTS) == [line["status"] for line in lines if "status" in line]


def test_a_list_without_the_account_is_refused_with_the_reason(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """HubSpot does not list external account ids, which an upsert needs."""
    assert 0 == command("list", "--format", "csv", "--output", "all.csv")
    assert 2 == command("upsert", "all.csv")
    assert "give all rows a constant: --set externalAccountId=VALUE" in capsys.readouterr().err


def test_no_cell_is_a_formula(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Spreadsheets compute no cell of the table, and each text can be told from it."""
    assert 0 == command("list", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(TEXTS) == len(rows)
    cells = [cell for row in rows for cell in row.values()]
    assert [] == [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\uff1d"))]


def test_each_line_is_an_event_with_hubspots_names(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard output has nothing but the events; the count goes to standard error."""
    assert 0 == command("list")
    told = capsys.readouterr()
    events = [json.loads(line) for line in told.out.splitlines()]
    assert list(TEXTS) == [event["eventName"] for event in events]
    assert {"objectId", "eventName", "startDateTime", "customProperties"} <= events[0].keys()
    assert f"{len(TEXTS)} events" in told.err
    assert "mock-token" not in told.out + told.err


def test_an_event_is_got_by_each_of_its_names(
    command: Command, hubspot_mock: MockServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Object id, --event, and external ids give the same; `find` gives the object id."""
    number = hubspot_mock.events[3]["objectId"]
    ways = ([number], ["--event", number], ["--account", "north", "--external-id", "w-3"])
    found = []
    for way in ways:
        assert 0 == command("get", *way)
        found.append(json.loads(capsys.readouterr().out))
    assert [number] * 3 == [event["objectId"] for event in found]
    assert 0 == command("find", "w-3")
    assert number == json.loads(capsys.readouterr().out)["objectId"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["get", "999"], 1, "OBJECT_NOT_FOUND"),
        (["get"], 2, "say which event"),
        (["get", "w-1"], 2, "is no object id of HubSpot"),
        (["get", "1", "--event", "2"], 2, "name two events; keep one"),
        (["find", "absent"], 1, "0 events"),
        (["list", "--state", "attended"], 2, "--state needs an event"),
        (["list", "--output", "none/all.csv"], 2, "--output none/all.csv: No such file"),
        (["list", "--output", "-"], 2, "--output -: should be a file"),
        (["list", "--format", "xml"], 2, "xml"),
        (["list", "--event", "999"], 1, "404"),
    ],
)
def test_what_cannot_be_read_is_told(
    arguments: list[str],
    code: int,
    message: str,
    command: Command,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is wrong is said, and the exit code tells what is not found from what cannot be."""
    assert code == command(*arguments)
    assert message in capsys.readouterr().err


def test_a_file_is_replaced_as_a_whole_or_left(command: Command, hubspot_mock: MockServer) -> None:
    """When a page fails, the file of an earlier list stays, and nothing lies beside it."""
    Path("all.csv").write_text("earlier")
    hubspot_mock.mock.faults = lambda *_: Fault(status=403, body={"message": "no"})
    assert 1 == command("list", "--format", "csv", "--output", "all.csv")
    assert "earlier" == Path("all.csv").read_text()
    assert {"all.csv", "events.jsonl"} == {path.name for path in Path().iterdir()}
    hubspot_mock.mock.faults = None
    assert 0 == command("list", "--format", "csv", "--output", "all.csv")
    assert len(TEXTS) + 1 == len(
        list(csv.reader(Path("all.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    )


def _many(server: MockServer, count: int) -> None:
    path = Path("many.jsonl")
    path.write_text("\n".join(json.dumps(_event(n, f"name {n}")) for n in range(count)))
    assert 0 == main(["upsert", str(path), "--quiet", "--base-url", server.url])


def _process(server: MockServer, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*PROGRAM, *arguments, "--base-url", server.url],
        env=os.environ | {"HUBSPOT_ACCESS_TOKEN": "mock-token"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,  # `communicate` would leave out what a buffer read beyond the first line
    )


@pytest.mark.usefixtures("command")
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_reader_that_goes_away_is_no_error(form: str, hubspot_mock: MockServer) -> None:
    """As with `| head`: no traceback, and the pages that nobody reads are not asked for."""
    _many(hubspot_mock, 2000)
    before = len(hubspot_mock.requests)
    with _process(hubspot_mock, "list", "--format", form, "--quiet") as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        assert (b"", 0) == (process.stderr.read(), process.wait(30))
    assert len(hubspot_mock.requests) - before < 20


@pytest.mark.usefixtures("command")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_leaves_whole_lines(name: str, code: int, hubspot_mock: MockServer) -> None:
    """What was written up to the signal is JSON Lines, and the exit code says what happened."""
    _many(hubspot_mock, 1000)
    hubspot_mock.mock.faults = lambda *_: Fault(latency=0.2)
    process = _process(hubspot_mock, "list")
    assert process.stdout
    first = process.stdout.readline()
    time.sleep(0.1)
    process.send_signal(getattr(signal, name))
    rest, told = process.communicate(timeout=30)
    assert (code, f"interrupted by {name}\n") == (process.returncode, told.decode())
    lines = (first + rest).splitlines()
    assert 100 <= len([json.loads(line) for line in lines]) < 1000
