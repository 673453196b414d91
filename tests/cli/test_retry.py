"""What `--retry-from` sends after a run that did not get everything through."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from hubspot_marketing_events._cli import main
from hubspot_marketing_events._cli._journal import OutcomesFile
from hubspot_marketing_events_mock import Fault, MockServer

HEADER = "eventName,eventOrganizer,externalAccountId,externalEventId\n"
Command = Callable[..., int]


@pytest.fixture
def command(hubspot_mock: MockServer, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The upsert command against a mock without limits."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "mock-token")
    hubspot_mock.mock.limit = 10**6
    url = ("--base-url", hubspot_mock.url, "--rate", "100000")
    return lambda *arguments: main(["upsert", *map(str, arguments), *url])


def events(path: Path, count: int, ids: int | None = None) -> Path:
    """Write events; with fewer ids than events, later rows are newer versions of earlier ones."""
    rows = [f"version {n},o,a,{n % (ids or count)}\n" for n in range(count)]
    path.write_text(HEADER + "".join(rows))
    return path


def outcomes(path: Path, rows: Sequence[tuple[str, int, str]], *, complete: bool = True) -> Path:
    """Write an outcomes file: the status, version and id of each row."""
    lines = [
        {"line": line, "status": status, "id": None, "error": None, "event": event(version, name)}
        for line, (status, version, name) in enumerate(rows, 2)
    ]
    ends: list[Any] = [{"end": {"complete": complete}}]
    path.write_text("".join(json.dumps(line) + "\n" for line in [{"run": {}}, *lines, *ends]))
    return path


def event(version: int, name: str) -> dict[str, str]:
    """One version of an event."""
    names = {"eventOrganizer": "o", "externalAccountId": "a", "externalEventId": name}
    return {"eventName": f"version {version}", **names}


def sent(server: MockServer) -> list[str]:
    """The names of all events that the server was sent, in order."""
    return [item["eventName"] for request in server.requests for item in request.body["inputs"]]


def told(path: Path) -> dict[int, str]:
    """The last status of each row in an outcomes file."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return {row["line"]: row["status"] for row in rows if "status" in row}


def test_any_beginning_of_an_outcomes_file_can_be_continued(
    command: Command, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """Wherever a run was cut off, one retry gets the rest through, and makes no event older."""
    path, out = events(tmp_path / "events.csv", 320, 200), tmp_path / "out.jsonl"
    assert 0 == command(path, "--outcomes", out)
    whole = out.read_bytes()
    first = whole.index(b"\n") + 1
    wanted = {str(n % 200): f"version {n}" for n in range(320)}
    for size in (first, first + 1, *range(first + 7, len(whole), len(whole) // 23), len(whole) - 1):
        out.write_bytes(whole[:size])
        hubspot_mock.reset()
        hubspot_mock.mock.limit = 10**6
        recorded = [json.loads(line) for line in whole[:size].split(b"\n")[1:-1]]
        through = {row["line"] for row in recorded if "status" in row}
        assert 0 == command("--retry-from", out)
        rest = [f"version {n}" for n in range(320) if n + 2 not in through]
        assert rest == sent(hubspot_mock)
        kept = {item["externalEventId"]: item["eventName"] for item in hubspot_mock.events}
        assert kept.items() <= wanted.items()
        assert set(range(2, 322)) == set(told(out))
        assert 0 == command("--retry-from", out, "--dry-run")


def test_an_older_version_is_not_sent_after_a_newer_one(
    command: Command, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """A row is superseded if a later row of its event got through."""
    out = outcomes(tmp_path / "o", [("failed", 1, "x"), ("not_sent", 2, "y"), ("created", 3, "x")])
    assert 0 == command("--retry-from", out)
    assert ["version 2"] == sent(hubspot_mock)
    assert {2: "superseded", 3: "created", 4: "created"} == told(out)


def test_an_older_version_is_not_sent_after_one_that_may_have_got_through(
    command: Command, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """Of two rows of one event of which the later may be with HubSpot, only the later is sent."""
    out = outcomes(tmp_path / "o", [("failed", 1, "x"), ("failed", 2, "x")])
    assert 0 == command("--retry-from", out)
    assert ["version 2"] == sent(hubspot_mock)


def test_what_was_refused_does_not_hide_an_older_version(
    command: Command, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """A later row that was invalid is no reason to leave out an earlier one."""
    out = outcomes(tmp_path / "o", [("not_sent", 1, "x"), ("invalid", 2, "x")])
    assert 1 == command("--retry-from", out)
    assert ["version 1"] == sent(hubspot_mock)


def test_a_retry_that_fails_is_recorded(
    command: Command, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """What a retry sent has its outcome in the file, so that the next retry sends only the rest."""
    path, out = events(tmp_path / "events.csv", 300), tmp_path / "out.jsonl"

    def daily(*_: object) -> Fault | None:
        ended = len(hubspot_mock.requests) % 2
        return Fault(status=429, body={"policyName": "DAILY"}) if ended else None

    hubspot_mock.mock.faults = daily
    codes = [command(path, "--outcomes", out)]
    codes += [command("--retry-from", out) for _ in range(2)]
    assert [1, 1, 0] == codes
    assert [f"version {n}" for n in range(300)] == [
        item["eventName"] for item in hubspot_mock.events
    ]
    assert {"created"} == set(told(out).values())


def test_a_chain_of_outcomes_files_is_followed(
    command: Command, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """A retry into a new file that was cut off goes on with what the older file left."""
    path, first, second = events(tmp_path / "e.csv", 150), tmp_path / "1", tmp_path / "2"
    command(path, "--outcomes", first)
    first.write_bytes(b"".join(first.read_bytes().splitlines(keepends=True)[:41]))
    command("--retry-from", first, "--outcomes", second)
    lines = second.read_bytes().splitlines(keepends=True)
    assert 110 == len(lines) - 2
    second.write_bytes(b"".join(lines[:31]))
    hubspot_mock.reset()
    assert 0 == command("--retry-from", second)
    assert [f"version {n}" for n in range(70, 150)] == sent(hubspot_mock)


def cut(path: Path, lines: int) -> None:
    """Leave the first lines of a file."""
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:lines]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda path: path.unlink(), "the run did not reach the end of "),
        (lambda path: path.write_text(HEADER), "is not what the run of "),
    ],
)
def test_an_input_that_has_changed_is_refused(
    command: Command,
    tmp_path: Path,
    change: Callable[[Path], object],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """If the file is needed, and gone or another, nothing is sent and the outcomes stay."""
    path, out = events(tmp_path / "events.csv", 30), tmp_path / "out.jsonl"
    command(path, "--outcomes", out)
    cut(out, 20)
    before = out.read_bytes()
    change(path)
    assert 2 == command("--retry-from", out)
    assert said in capsys.readouterr().err
    assert before == out.read_bytes()


def test_a_file_beside_retry_from_must_be_the_same(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """FILE is compared, never silently ignored; a copy of it elsewhere will do."""
    path, out = events(tmp_path / "events.csv", 30), tmp_path / "out.jsonl"
    command(path, "--outcomes", out)
    other = events(tmp_path / "other.csv", 31)
    assert 2 == command(other, "--retry-from", out)
    assert "is not what the run of" in capsys.readouterr().err
    cut(out, 20)
    copy = path.rename(tmp_path / "copy.csv")
    assert 0 == command(copy, "--retry-from", out)
    assert set(range(2, 32)) == set(told(out))


def test_a_retry_reads_the_file_as_the_run_did(
    command: Command, hubspot_mock: MockServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The options of the run are taken over; other ones are refused."""
    path, out = tmp_path / "events.csv", tmp_path / "out.jsonl"
    path.write_text("Title;No\n" + "".join(f"t{n};{n}\n" for n in range(30)))
    constants = ("--set", "eventOrganizer=o", "--set", "externalAccountId=a")
    options = ("--map", "title=eventName", "--map", "no=externalEventId", *constants)
    command(path, *options, "--outcomes", out)
    cut(out, 11)
    assert 2 == command("--retry-from", out, "--set", "eventOrganizer=other")
    assert "with other options" in capsys.readouterr().err
    hubspot_mock.reset()
    assert 0 == command(path, "--retry-from", out, *options)
    assert [f"t{n}" for n in range(10, 30)] == sent(hubspot_mock)


def test_a_file_without_a_first_line_is_from_an_older_version(
    command: Command, hubspot_mock: MockServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its rows are sent; with FILE, those it lacks as well; without, a note says so."""
    path, out = events(tmp_path / "events.csv", 4), tmp_path / "out.jsonl"
    rows = [{"status": "created", "line": 2}, {"status": "failed", "line": 3}]
    lines = [{**row, "event": event(n, str(n))} for n, row in enumerate(rows)]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    out.write_text(text)
    assert 0 == command("--retry-from", out)
    assert "does not say of which file it is" in capsys.readouterr().err
    assert ["version 1"] == sent(hubspot_mock)
    out.write_text(text)
    hubspot_mock.reset()
    assert 0 == command(path, "--retry-from", out)
    assert ["version 1", "version 2", "version 3"] == sent(hubspot_mock)


def test_a_dry_run_of_a_retry_changes_nothing(
    command: Command, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """It checks what would be sent, and leaves the outcomes file as it was."""
    out = outcomes(tmp_path / "o", [("failed", 1, "x")])
    before = out.read_bytes()
    assert 0 == command("--retry-from", out, "--dry-run")
    assert (before, []) == (out.read_bytes(), sent(hubspot_mock))


def test_an_invalid_row_stays_invalid(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row with a fault that its event does not show is never sent by a retry."""
    path, out = tmp_path / "events.csv", tmp_path / "out.jsonl"
    path.write_text(HEADER + "n,o,a,1,too many\n")
    assert 1 == command(path, "--outcomes", out)
    assert 1 == command("--retry-from", out)
    assert 2 == capsys.readouterr().err.count("line 2: invalid: the row has 5 values for 4 columns")


def test_a_retry_from_standard_input_is_refused(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """The hyphen is not taken for FILE."""
    assert 2 == command("--retry-from", "-")
    assert "--retry-from -: should be a file" in capsys.readouterr().err


def test_outcomes_with_odd_values_can_be_retried(
    command: Command, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """Ids that are no text, broken characters, huge numbers, unknown statuses stop nothing."""
    odd = [
        {"line": 10**40, "status": "created", "event": event(1, "x")},
        {"line": 3, "status": "invalid", "event": {"externalEventId": "\udcff"}, "error": "no"},
        {"line": 4, "status": ["?"], "event": {"externalEventId": 5}},
        {"line": 5, "status": "failed", "event": event(2, "y")},
    ]
    out = tmp_path / "out.jsonl"
    out.write_text("".join(json.dumps(row) + "\n" for row in odd))
    assert 1 == command("--retry-from", out)
    assert ["version 2"] == sent(hubspot_mock)


def test_standard_input_can_be_continued_with_the_same_input(
    command: Command,
    hubspot_mock: MockServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without it, the retry says that it is needed; with another one, it says which row differs."""

    def pipe(text: str) -> None:
        stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(text.encode())))
        monkeypatch.setattr("sys.stdin", stream)

    text = events(tmp_path / "events.csv", 40).read_text()
    out = tmp_path / "out.jsonl"
    pipe(text)
    assert 0 == command("-", "--outcomes", out)
    cut(out, 21)
    assert 2 == command("--retry-from", out)
    assert "the run did not reach the end of standard input" in capsys.readouterr().err
    pipe(text.replace("a,5\n", "b,5\n"))
    assert 2 == command("-", "--retry-from", out)
    assert "line 7 is not what" in capsys.readouterr().err
    hubspot_mock.reset()
    pipe(text)
    assert 0 == command("-", "--retry-from", out)
    assert [f"version {n}" for n in range(20, 40)] == sent(hubspot_mock)


def test_an_older_file_is_read_with_the_options_given(
    command: Command, hubspot_mock: MockServer, tmp_path: Path
) -> None:
    """A file that does not say how the input was read leaves that to the command line."""
    path, out = tmp_path / "events.csv", tmp_path / "out.jsonl"
    path.write_text("Title,externalEventId\nversion 1,x\nversion 2,y\n")
    out.write_text(json.dumps({"line": 2, "status": "created", "event": event(1, "x")}) + "\n")
    constants = ("--set", "eventOrganizer=o", "--set", "externalAccountId=a")
    assert 0 == command(path, "--retry-from", out, "--map", "Title=eventName", *constants)
    assert ["version 2"] == sent(hubspot_mock)


def test_options_of_a_later_version_are_refused(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the run's options mean is not guessed."""
    path, out = events(tmp_path / "events.csv", 4), tmp_path / "out.jsonl"
    out.write_text(json.dumps({"run": {"input": str(path), "options": {"new": 1}}}) + "\n")
    assert 2 == command("--retry-from", out)
    assert "the run had options that this version does not know" in capsys.readouterr().err


def test_a_retry_says_that_it_does_not_see_a_mended_file(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without FILE, a retry repeats recorded invalid rows, and says how to send mended ones."""
    path, out = events(tmp_path / "events.csv", 3), tmp_path / "out.jsonl"
    good = path.read_text()
    path.write_text(good.replace("version 1,o,", "version 1,,"))
    assert 1 == command(path, "--outcomes", out)
    path.write_text(good)
    capsys.readouterr()

    assert 1 == command("--retry-from", out)
    advice = "if you have mended the file, send the whole file without --retry-from: what is"
    assert advice in capsys.readouterr().err
    assert 2 == command(path, "--retry-from", out)
    assert "what is there is updated, not duplicated" in capsys.readouterr().err
    assert 0 == command(path)


@pytest.mark.parametrize("options", [["--retry-from"], ["--outcomes"]])
def test_two_runs_do_not_write_to_one_file(
    command: Command, options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """While one run writes its outcomes, another is refused and changes nothing."""
    path, out = events(tmp_path / "events.csv", 3), tmp_path / "out.jsonl"
    given = [path] if options == ["--outcomes"] else []
    assert 0 == command(path, "--outcomes", out)
    before = out.read_bytes()
    with OutcomesFile(out, add=True):
        assert 2 == command(*given, *options, out)
        said = f"{out}: another run is writing to it; wait until that run has ended"
        assert said in capsys.readouterr().err
    assert before == out.read_bytes()
    assert {path, out} == set(tmp_path.iterdir())
    assert 0 == command(*given, *options, out)
