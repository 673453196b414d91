"""Lists of participants that webinar tools export, from the file to HubSpot."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from webinars import BERLIN, START, TIMES, TOOLS, ZOOM, Attendance, Tool, attendance, zoom

from hubspot_marketing_events._cli import main
from hubspot_marketing_events_mock import MockServer

EVENT = {"eventName": "Road map", "eventOrganizer": "Northwind"}
NAMED = ("--account", "north", "--external-id", "w-1")
Command = Callable[..., int]


@pytest.fixture
def command(hubspot_mock: MockServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """The command against a mock that has an event."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "mock-token")
    monkeypatch.chdir(tmp_path)
    given = {**EVENT, "externalAccountId": "north", "externalEventId": "w-1"}
    (tmp_path / "event.jsonl").write_text(json.dumps(given))

    def run(*arguments: object) -> int:
        return main([*map(str, arguments), "--base-url", hubspot_mock.url])

    assert 0 == run("upsert", "event.jsonl", "--quiet")
    return run


def outcomes(path: str) -> list[dict[str, Any]]:
    """The lines about rows in an outcomes file."""
    lines = map(json.loads, Path(path).read_text().splitlines())
    return [line for line in lines if "status" in line]


def recorded(command: Command, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """When each person attended, by e-mail address in small letters."""
    capsys.readouterr()
    assert 0 == command("list", *NAMED, "--state", "attended")
    found = map(json.loads, capsys.readouterr().out.splitlines())
    return {one["email"].casefold(): one["occurredAt"] for one in found}


def joined(given: Attendance) -> dict[str, str]:
    """When each person joined first, in UTC: the lists are of Berlin, in winter."""
    return {
        person.email: f"{person.sessions[0].joined.replace(hour=14).isoformat()}+00:00"
        for person in given.attended
    }


def test_people_of_alike_addresses_are_told_apart(command: Command) -> None:
    """Two addresses of which one has ß where the other has ss are two people."""
    rows = "email,at\nstraße@x.org,2026-11-01T10:00Z\nstrasse@x.org,2026-11-01T10:00Z\n"
    Path("people.csv").write_text(rows, encoding="utf-8")
    given = ("people.csv", *NAMED, "--state", "registered", "--outcomes", "told.jsonl")
    assert 0 == command("participants", *given)
    assert ["accepted"] * 2 == [line["status"] for line in outcomes("told.jsonl")]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_everybody_is_recorded_once_at_the_first_join(
    tool: Tool, seed: int, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who rejoined is one participant, every row has an outcome, and nobody else is recorded."""
    given = attendance(seed)
    Path("list.csv").write_bytes(tool.write(given, seed))
    options = ("--state", "attended", *tool.options, "--outcomes", "out.jsonl")
    code = command("participants", "list.csv", *NAMED, *options)
    told = capsys.readouterr().err
    counts = {
        "accepted": len(given.attended),
        "superseded": len(given.sessions) - len(given.attended) if tool.merges else 0,
        "invalid": given.nameless,
    }
    statuses = [line["status"] for line in outcomes("out.jsonl")]
    assert counts == {name: statuses.count(name) for name in counts}
    assert sum(counts.values()) == len(statuses)
    assert int(given.nameless > 0) == code
    assert tool.tells_absence == ("by --only" in told)
    assert joined(given) == recorded(command, capsys)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_the_first_join_and_the_last_leave_are_sent(tool: Tool, command: Command) -> None:
    """Of somebody who came three times, the request has the first and the last time."""
    given = attendance(0)
    Path("list.csv").write_bytes(tool.write(given))
    options = ("--state", "attended", *tool.options, "--outcomes", "out.jsonl")
    command("participants", "list.csv", *NAMED, *options)
    sent = {
        line["participant"]["email"].strip().casefold(): line["participant"]["properties"]
        for line in outcomes("out.jsonl")
        if line["status"] == "accepted"
    }
    wanted = {
        person.email: [person.sessions[0].joined, person.sessions[-1].left]
        for person in given.attended
    }
    assert {
        email: [f"{time.replace(hour=time.hour - 1).isoformat()}+00:00" for time in times]
        for email, times in wanted.items()
    } == {email: [times["joinedAt"], times["leftAt"]] for email, times in sent.items()}
    assert any(len(person.sessions) > 2 for person in given.people)


@pytest.mark.parametrize("tool", TOOLS[:3], ids=lambda tool: tool.name)
def test_a_file_of_several_tables_says_which_there_are(
    tool: Tool, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --section, the message has an option that can be pasted; with a wrong one, too."""
    Path("list.csv").write_bytes(tool.write(attendance(1)))
    assert 2 == command("participants", "list.csv", *NAMED, "--state", "attended", "--dry-run")
    told = capsys.readouterr().err
    title = "2. Participants" if tool.name == "teams" else "Attendee Details"
    assert f"say which, as --section '{title}'" in told
    assert 1 == len(told.splitlines())
    options = ("--state", "attended", "--section", "Attendees")
    assert 2 == command("participants", "list.csv", *NAMED, *options)
    assert "--section Attendees: no such line; there is '" in capsys.readouterr().err


def test_nothing_after_a_section_is_read(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """The end of a section is told, and the rows of the next one are not its rows."""
    Path("list.csv").write_bytes(zoom(attendance(1)))
    options = (*BERLIN, *TIMES, *ZOOM, "--section", "host details", "--json")
    code = command("participants", "list.csv", *NAMED, "--state", "attended", *options)
    told = capsys.readouterr()
    assert (0, {"accepted": 1}) == (code, json.loads(told.out)["counts"])
    assert "the section ends before line 8, 'Panelist Details'; what comes after" in told.err


@pytest.mark.parametrize(
    ("state", "wanted"), [("registered", "2026-11-01"), ("cancelled", "2026-11-03")]
)
def test_the_first_registration_and_the_last_cancellation_count(
    state: str, wanted: str, command: Command
) -> None:
    """Of several rows of one person, the time that counts is sent."""
    days = ("2026-11-02", "2026-11-01", "2026-11-03")
    rows = [f"{' ' * n}ann@Example.com,{day}T10:00:00Z\n" for n, day in enumerate(days)]
    Path("list.csv").write_text("email,at\n" + "".join(rows))
    options = ("--state", state, "--outcomes", "out.jsonl")
    assert 0 == command("participants", "list.csv", *NAMED, *options)
    found = outcomes("out.jsonl")
    assert ["superseded", "superseded", "accepted"] == [line["status"] for line in found]
    assert f"{wanted}T10:00:00+00:00" == found[2]["participant"]["interactionDateTime"]


def test_a_time_for_all_is_for_rows_without_one(command: Command) -> None:
    """--at fills in, and does not stand against a time of the file."""
    Path("list.csv").write_text("email,at\na@x.com,\nb@x.com,2026-11-02T10:00:00Z\nc@x.com,--\n")
    options = ("--state", "registered", "--at", START.isoformat(), "--time-zone", "UTC")
    assert 0 == command("participants", "list.csv", *NAMED, *options, "--outcomes", "out.jsonl")
    at = START.isoformat() + "+00:00"
    assert [at, "2026-11-02T10:00:00+00:00", at] == [
        line["participant"]["interactionDateTime"] for line in outcomes("out.jsonl")
    ]


def test_contact_ids_go_before_addresses(command: Command, hubspot_mock: MockServer) -> None:
    """Where a list has both, the id is sent; one that a spreadsheet wrote as a number counts."""
    Path("list.csv").write_text("email,at\na@x.com,2026-11-02T10:00:00Z\n")
    assert 0 == command("participants", "list.csv", *NAMED, "--state", "registered")
    Path("ids.csv").write_text("Contact ID,Email,at\n1001.0,b@x.com,2026-11-02T10:00:00Z\n1e3,,x\n")
    out = ("--outcomes", "out.jsonl")
    assert 1 == command("participants", "ids.csv", *NAMED, "--state", "attended", *out)
    first, second = outcomes("out.jsonl")
    assert ("accepted", "1001") == (first["status"], first["id"])
    assert "vid '1e3' is no whole number" in second["error"]["message"]
    assert [{"vid": 1001}] == [
        {"vid": one["vid"]} for one in hubspot_mock.requests[-1].body["inputs"]
    ]


def test_who_is_not_to_be_created_is_unconfirmed(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """HubSpot does not say whom it recorded; the summary says so, and nothing is left to do."""
    Path("list.csv").write_text("email,at\nnobody@x.com,2026-11-02T10:00:00Z\n")
    options = ("--state", "registered", "--no-create-missing-contacts", "--outcomes", "out.jsonl")
    assert 0 == command("participants", "list.csv", *NAMED, *options)
    assert "unconfirmed: HubSpot took them" in capsys.readouterr().err
    assert 0 == command("participants", "--retry-from", "out.jsonl")
    assert 1 == len(outcomes("out.jsonl"))


def test_a_retry_knows_event_and_state(
    command: Command, hubspot_mock: MockServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is left goes to the event of the run; another event, state or command is refused."""
    from hubspot_marketing_events_mock import Fault  # noqa: PLC0415

    rows = [f"p{n % 200}@x.com,2026-11-{n % 28 + 1:02}T10:00:00Z\n" for n in range(300)]
    Path("list.csv").write_text("email,at\n" + "".join(rows))
    daily = Fault(status=429, body={"policyName": "DAILY"})
    before = len(hubspot_mock.requests)
    hubspot_mock.mock.faults = lambda _, __: daily if len(hubspot_mock.requests) > before else None
    options = ("--state", "attended", "--outcomes", "out.jsonl")
    assert 1 == command("participants", "list.csv", *NAMED, *options)
    hubspot_mock.mock.faults = None
    again = ("participants", "--retry-from", "out.jsonl")
    assert 2 == command(*again, "--state", "cancelled")
    assert 2 == command(*again, "--event", "1")
    assert 2 == command("upsert", "--retry-from", "out.jsonl")
    capsys.readouterr()
    assert 0 == command(*again)
    assert 200 == len(recorded(command, capsys))


def test_a_report_can_be_mended_and_loaded(command: Command) -> None:
    """The table of refused rows, mended in a spreadsheet, is a list of participants."""
    times = "2026-11-20T15:00:00Z,2026-11-20T16:00:00Z"
    header = "email,joinedAt,leftAt,contactProperties.firstname,properties.seat\n"
    Path("list.csv").write_text(f"{header},{times},=Ann,4\n,tomorrow,,,\n")
    options = (*NAMED, "--state", "attended")
    assert 1 == command("participants", "list.csv", *options, "--report", "report.csv")
    with Path("report.csv").open(encoding="utf-8-sig", newline="") as file:
        ann, bob = rows = list(csv.DictReader(file))
    ann |= {"email": "a@x.com", "properties.joinedAt": "2026-11-20T15:10:00Z"}
    bob |= {"email": "b@x.com", "properties.joinedAt": "2026-11-20T15:30:00Z"}
    with Path("report.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, list(ann))
        table.writeheader()
        table.writerows(rows)
    assert 0 == command("participants", "report.csv", *options, "--outcomes", "out.jsonl")
    first, second = (line["participant"] for line in outcomes("out.jsonl"))
    assert {
        "email": "a@x.com",
        "properties": {
            "seat": "4",
            "joinedAt": "2026-11-20T15:10:00+00:00",
            "leftAt": "2026-11-20T16:00:00+00:00",
        },
        "contactProperties": {"firstname": "=Ann"},
    } == first
    assert {"email": "b@x.com", "properties": {"joinedAt": "2026-11-20T15:30:00+00:00"}} == second


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--state", "attended"], "say which event"),
        ([*NAMED], "say what they did: --state"),
        (["--event", "1", *NAMED, "--state", "attended"], "name two events"),
        (["--account", "north", "--state", "attended"], "one is missing"),
        (["--event", "w-1", "--state", "attended"], "--event 'w-1' is no object id"),
        ([*NAMED, "--state", "registered"], "--only Attended=Yes"),
        ([*NAMED, "--state", "attended", "--only", "Here=Yes"], "--only Here: no such column"),
        ([*NAMED, "--state", "attended", "--only", "Here"], "should be COLUMN=VALUE"),
        ([*NAMED, "--state", "attended", "--at", "noon"], "--at noon: interactionDateTime 'noon'"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(
    options: list[str], message: str, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong option or column ends the command before anything is sent, with what to do."""
    Path("list.csv").write_text("Attended,email,at\nYes,a@x.com,2026-11-02T10:00:00Z\n")
    assert 2 == command("participants", "list.csv", *options)
    told = capsys.readouterr().err
    assert message in told
    assert 1 == len(told.splitlines())
