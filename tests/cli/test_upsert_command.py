"""The command `upsert` from end to end: files in, outcomes out, and exit codes."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubspot_marketing_events._cli import main
from hubspot_marketing_events._http import BlockingGateway, contract_of
from hubspot_marketing_events_mock import MockServer

GOOD = {"eventName": "n", "eventOrganizer": "o", "externalAccountId": "a"}
Command = Callable[..., int]


@pytest.fixture
def command(hubspot_mock: MockServer, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The upsert command against a mock."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "mock-token")
    return lambda *arguments: main(["upsert", *map(str, arguments), "--base-url", hubspot_mock.url])


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Three good events, a line that is no JSON, and an event without a name."""
    path = tmp_path / "events.jsonl"
    lines = [json.dumps({**GOOD, "externalEventId": str(n)}) for n in range(3)]
    path.write_text(
        "\n".join([*lines[:2], "{oops", "", json.dumps({"eventOrganizer": "o"}), lines[2]])
    )
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    """The outcomes in an outcomes file."""
    return [row for line in path.read_text().splitlines() if "status" in (row := json.loads(line))]


def test_a_bad_line_stops_nothing(
    command: Command, sample: Path, hubspot_mock: MockServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """A malformed line and an unfit event are named by their line; the others are through."""
    assert 1 == command(sample)
    assert 3 == len(hubspot_mock.events)
    said = capsys.readouterr().err
    assert "line 3: invalid: the line is not JSON: " in said
    assert "line 5: invalid: eventName is missing" in said


def test_outcomes_have_a_row_per_event(command: Command, sample: Path, tmp_path: Path) -> None:
    """Each event has a row with its line, status, id and error, in order."""
    command(sample, "--outcomes", tmp_path / "out.jsonl")
    found = rows(tmp_path / "out.jsonl")
    assert [(1, "created"), (2, "created"), (3, "invalid"), (5, "invalid"), (6, "created")] == [
        (row["line"], row["status"]) for row in found
    ]
    assert "eventName" == found[3]["error"]["field"]
    assert found[0]["id"].isdecimal()


def test_retry_sends_just_what_did_not_get_through(
    command: Command, tmp_path: Path, hubspot_mock: MockServer
) -> None:
    """After a run in which HubSpot's daily limit was reached, a second run sends the rest."""
    path, out = tmp_path / "events.jsonl", tmp_path / "out.jsonl"
    path.write_text(
        "".join(json.dumps({**GOOD, "externalEventId": str(n)}) + "\n" for n in range(250))
    )
    hubspot_mock.mock.faults = lambda _, __: _daily(hubspot_mock)
    assert 1 == command(path, "--outcomes", out)
    assert 100 == len(hubspot_mock.events)
    hubspot_mock.mock.faults = None
    assert 0 == command("--retry-from", out, "--outcomes", tmp_path / "again.jsonl")
    assert (250, list(range(101, 251))) == (
        len(hubspot_mock.events),
        [row["line"] for row in rows(tmp_path / "again.jsonl")],
    )


def _daily(server: MockServer) -> Any:
    from hubspot_marketing_events_mock import Fault  # noqa: PLC0415

    return Fault(status=429, body={"policyName": "DAILY"}) if server.requests else None


def test_outcomes_may_not_overwrite_what_is_read(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same file for both is refused, and left as it was."""
    out = tmp_path / "out.jsonl"
    out.write_text('{"status": "failed", "event": {}}\n')
    assert 2 == command("--retry-from", out, "--outcomes", out)
    assert "would overwrite" in capsys.readouterr().err
    assert 1 == len(rows(out))


def test_csv_with_columns_of_other_names(
    command: Command, tmp_path: Path, hubspot_mock: MockServer
) -> None:
    """Columns are mapped or dropped, empty cells left out, flags and custom properties read."""
    path = tmp_path / "events.csv"
    path.write_text(
        "Title,eventOrganizer,externalAccountId,external_event_id,eventCancelled,"
        "customProperties.room,notes,eventUrl\n"
        'Tour,Ada,a,1,TRUE,Blue,"x, y",\n'
        "Talk,Bob,a,2,false,,,https://b.example\n"
    )
    assert 0 == command(path, "--map", "Title=eventName", "--map", "notes=")
    first, second = hubspot_mock.events
    assert ("Tour", True, {"room": "Blue"}) == (
        first["eventName"],
        first["eventCancelled"],
        first["customProperties"],
    )
    assert ("https://b.example", False, {}) == (
        second["eventUrl"],
        second["eventCancelled"],
        second["customProperties"],
    )
    assert "eventUrl" not in first


def test_a_json_array_and_standard_input(
    command: Command, monkeypatch: pytest.MonkeyPatch, hubspot_mock: MockServer
) -> None:
    """An array on standard input is recognized."""
    array = json.dumps([{**GOOD, "externalEventId": "1"}]).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(array))))
    assert 0 == command("-")
    assert 1 == len(hubspot_mock.events)


def test_a_dry_run_sends_nothing(command: Command, sample: Path, hubspot_mock: MockServer) -> None:
    """Everything is checked, and no request is made."""
    assert 1 == command(sample, "--dry-run")
    assert [] == list(hubspot_mock.requests)


def test_a_dry_run_checks_against_the_contract(
    command: Command,
    sample: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """What the contract does not allow is invalid, with the place, though it could be sent."""
    strict = contract_of(None)
    strict["components"]["schemas"]["MarketingEventCreateRequestParams"]["properties"]["eventName"][
        "maxLength"
    ] = 0
    name = "hubspot_marketing_events._cli._runs._dry_run.contract_of"
    monkeypatch.setattr(name, lambda _: strict)
    assert 1 == command(sample, "--dry-run", "--outcomes", tmp_path / "out.jsonl")
    assert "invalid: eventName " in capsys.readouterr().err
    assert {"invalid"} == {row["status"] for row in rows(tmp_path / "out.jsonl")}


def test_a_dry_run_of_good_events_is_exit_code_0(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table calls them valid."""
    path = tmp_path / "events.jsonl"
    path.write_text(json.dumps({**GOOD, "externalEventId": "1"}))
    assert 0 == command(path, "--dry-run")
    assert re.search(r"│ valid\s+│ 1 ", capsys.readouterr().err)


def test_superseded_events_are_through(command: Command, tmp_path: Path) -> None:
    """An event whose later line was sent in its place is no failure, and is not tried again."""
    path, out = tmp_path / "events.jsonl", tmp_path / "out.jsonl"
    path.write_text(json.dumps([{**GOOD, "externalEventId": "1"}] * 2))
    assert 0 == command(path, "--outcomes", out)
    assert ["superseded", "created"] == [row["status"] for row in rows(out)]
    assert 0 == command("--retry-from", out)


def test_outcomes_that_are_none_are_refused(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that holds no outcomes is named with the line."""
    path = tmp_path / "out.jsonl"
    for text in ('{"status": "failed"}', "[]", "oops"):
        path.write_text('{"status": "created", "event": {}}\n' + text + "\n")
        assert 2 == command("--retry-from", path)
        assert (
            f"{path}: line 2: not an outcome; it needs `status`, and `event` or `participant`"
            in capsys.readouterr().err
        )


def test_an_interruption_keeps_what_is_known(
    command: Command,
    tmp_path: Path,
    hubspot_mock: MockServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Ctrl-C in the second batch ends with 130, and the outcomes have what became of both."""
    path, out = tmp_path / "events.jsonl", tmp_path / "out.jsonl"
    path.write_text(
        "".join(json.dumps({**GOOD, "externalEventId": str(n)}) + "\n" for n in range(300))
    )
    send, sent = BlockingGateway.send, list[int]()

    def interrupted(self: BlockingGateway, http: Any, request: Any, *given: Any) -> Any:
        sent.append(len(request.part))
        if len(sent) == 2:
            raise KeyboardInterrupt
        return send(self, http, request, *given)

    monkeypatch.setattr(BlockingGateway, "send", interrupted)
    assert 130 == command(path, "--outcomes", out)
    assert "interrupted" == capsys.readouterr().err.splitlines()[-1]
    assert ["created"] * 100 + ["failed"] * 100 == [row["status"] for row in rows(out)]
    assert list(range(1, 201)) == [row["line"] for row in rows(out)]
    assert 100 == len(hubspot_mock.events)


def test_a_refused_token_leaves_every_event_in_the_outcomes(
    command: Command,
    sample: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With a token that HubSpot refuses, each event has its row, and the token is not shown."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "pat-secret")
    assert 1 == command(sample, "--outcomes", tmp_path / "out.jsonl")
    assert ["not_sent", "not_sent", "invalid", "invalid", "not_sent"] == [
        r["status"] for r in rows(tmp_path / "out.jsonl")
    ]
    said = capsys.readouterr().err
    assert "check the token in HUBSPOT_ACCESS_TOKEN" in said
    assert "pat-secret" not in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.jsonl"], "nowhere.jsonl: No such file or directory"),
        (["--map", "x", "nowhere.jsonl"], "--map x: should be COLUMN=FIELD"),
        (["--api-version", "1999-01"], "--api-version '1999-01' is not generated"),
        (["--unknown"], "Unknown option"),
        (["--retry-from", "nowhere.jsonl"], "nowhere.jsonl: No such file"),
    ],
)
def test_a_setup_that_cannot_work_is_exit_code_2(
    command: Command, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong is said in a line."""
    assert 2 == command(*arguments)
    captured = capsys.readouterr()
    assert said in captured.err + captured.out


@pytest.mark.parametrize("arguments", [["nowhere.jsonl"], ["--api-version", "1999-01"]])
def test_a_setup_that_cannot_work_leaves_outcomes_alone(
    command: Command, tmp_path: Path, sample: Path, arguments: list[str]
) -> None:
    """An outcomes file of an earlier run is not written over by a run that cannot begin."""
    out = tmp_path / "out.jsonl"
    out.write_text("kept")
    assert 2 == command(
        *arguments, *([] if "nowhere.jsonl" in arguments else [sample]), "--outcomes", out
    )
    assert "kept" == out.read_text()


def test_a_missing_token_is_exit_code_2(
    command: Command,
    sample: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without a token the variable is named."""
    monkeypatch.delenv("HUBSPOT_ACCESS_TOKEN")
    assert 2 == command(sample)
    assert "HUBSPOT_ACCESS_TOKEN" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Title,eventOrganizer\nx,y\n", "1 column names no field of a marketing event: 'Title'"),
        ("[{", "not JSON from here on: "),
    ],
)
def test_a_file_that_cannot_be_used_is_exit_code_2(
    command: Command, tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A header without fields and an array that is cut off are named."""
    path = tmp_path / "file"
    path.write_text(text)
    assert 2 == command(path)
    assert said in capsys.readouterr().err


def test_a_refused_token_leaves_unread_events_in_the_outcomes(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events that were not even read when the token was refused have their row as well."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "pat-secret")
    path, out = tmp_path / "events.jsonl", tmp_path / "out.jsonl"
    given = [{**GOOD, "externalEventId": str(n)} for n in range(350)]
    path.write_text("\n".join(map(json.dumps, given)))
    assert 1 == command(path, "--outcomes", out)
    found = rows(out)
    assert [("not_sent", event) for event in given] == [
        (row["status"], row["event"]) for row in found
    ]
    assert {"INVALID_AUTHENTICATION"} == {row["error"]["category"] for row in found}


def test_a_dry_run_keeps_events_in_the_outcomes(
    command: Command, sample: Path, tmp_path: Path
) -> None:
    """What was checked can be sent by --retry-from afterwards, under the numbers of its lines."""
    out, again = tmp_path / "out.jsonl", tmp_path / "again.jsonl"
    command(sample, "--dry-run", "--outcomes", out)
    assert ["0", "1", "2"] == [
        row["event"]["externalEventId"] for row in rows(out) if row["status"] == "not_sent"
    ]
    assert {"eventOrganizer": "o"} == rows(out)[3]["event"]
    command("--retry-from", out, "--outcomes", again)
    assert [1, 2, 3, 5, 6] == [row["line"] for row in rows(again)]


def test_a_dry_run_replaces_no_outcomes_of_what_was_sent(
    command: Command, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What became of events cannot be found out again; an earlier dry run can."""
    sent, checked = tmp_path / "sent.jsonl", tmp_path / "checked.jsonl"
    command(sample, "--outcomes", sent)
    before = sent.read_bytes()
    assert 2 == command(sample, "--dry-run", "--outcomes", sent)
    assert "a dry run would replace it; name another file" in capsys.readouterr().err
    assert before == sent.read_bytes()
    assert [1, 1] == [command(sample, "--dry-run", "--outcomes", checked) for _ in range(2)]


def test_a_dry_run_warns_as_the_run_does(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An end before the start is told of the row that has it, and before anything is sent."""
    path = tmp_path / "events.csv"
    header = [*GOOD, "externalEventId", "startDateTime", "endDateTime"]
    first = ["n", "o", "a", "1", "2026-12-01T09:00Z", "2026-12-01T10:00Z"]
    second = ["n", "o", "a", "2", "2026-12-01T09:00Z", "2026-12-01T08:00Z"]
    path.write_text("\n".join(map(",".join, (header, first, second))))
    for options in (["--dry-run"], []):
        assert 0 == command(path, *options)
        said = capsys.readouterr().err
        assert "line 3: warning: end_date_time is before start_date_time" in said.splitlines()


def test_concurrency_is_passed_on(
    command: Command, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A concurrency that cannot work is refused."""
    assert 2 == command(sample, "--concurrency", "0")
    assert "--concurrency 0: should be from 1 to 64" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text"), [("empty.json", "[]"), ("header.csv", ",".join([*GOOD, "externalEventId"]))]
)
def test_no_events_are_all_through(command: Command, tmp_path: Path, name: str, text: str) -> None:
    """A file without events is exit code 0."""
    (tmp_path / name).write_text(text)
    assert 0 == command(tmp_path / name)


def test_what_moves_on_a_terminal_counts(
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On a terminal, a line tells what became of how many events, and no plain lines come."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", "80")
    path = tmp_path / "events.jsonl"
    path.write_text(
        "".join(json.dumps({**GOOD, "externalEventId": str(n)}) + "\n" for n in range(1000))
    )
    assert 0 == command(path)
    said = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capsys.readouterr().err)
    assert re.search(r"100% 1,000 events: 1,000 created 0:00:\d\d", said)
    assert "%, 1,000 events" not in said


def test_arguments_are_those_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without arguments of its own, a command takes the process's."""
    monkeypatch.setattr(
        sys, "argv", ["hubspot-marketing-events", "upsert", "missing.jsonl", "--dry-run"]
    )
    assert 2 == main()
    assert "error: missing.jsonl: No such file or directory\n" == capsys.readouterr().err


def test_an_option_it_does_not_have_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """What the command does not know is named, with exit code 2."""
    assert 2 == main(["upsert", "--nonsense"])
    assert "--nonsense" in "".join(capsys.readouterr())


def test_a_dead_address_ends_the_run_with_the_reason(
    sample: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is sent, each row has its outcome, and the lines in between name the cause."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "mock-token")
    out = tmp_path / "out.jsonl"
    url = "http://127.0.0.1:9"
    assert 1 == main(["upsert", str(sample), "--outcomes", str(out), "--base-url", url])
    said = capsys.readouterr().err
    assert "request failed: no connection to 127.0.0.1:9" in said
    assert "error: no connection to 127.0.0.1:9" in said
    statuses = [row["status"] for row in rows(out)]
    assert ["not_sent", "not_sent", "invalid", "invalid", "not_sent"] == statuses
