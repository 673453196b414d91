"""Who is no contact that can be named: cells that hold no e-mail address."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hubspot_marketing_events._cli import main
from hubspot_marketing_events_mock import MockServer

NAMED = ("--account", "north", "--external-id", "w-1", "--state", "registered")
Command = Callable[..., int]


@pytest.fixture
def record(hubspot_mock: MockServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """The command `participants` with a file of some rows, against a mock that has the event."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "mock-token")
    monkeypatch.chdir(tmp_path)
    event = ("eventName=Road map", "eventOrganizer=N", "externalAccountId=north")
    constants = [part for text in event for part in ("--set", text)]
    Path("event.csv").write_text("externalEventId\nw-1\n")
    url = ("--base-url", hubspot_mock.url)
    assert 0 == main(["upsert", "event.csv", *constants, "--quiet", *url])

    def run(header: str, rows: list[str], *options: str) -> int:
        lines = [header, *(f"{row},2026-11-20T15:00Z" for row in rows)]
        Path("people.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return main(["participants", "people.csv", *NAMED, *url, *options])

    return run


def statuses() -> list[str]:
    """The status of each row, as the outcomes file has it."""
    lines = map(json.loads, Path("out.jsonl").read_text().splitlines())
    return [line["status"] for line in lines if "status" in line]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("n/a", "email or vid is missing"),
        (" N/A ", "email or vid is missing"),
        ("none", "email 'none' is no e-mail address: it has no @"),
        ("anna@", "email 'anna@' is no e-mail address: it has nothing after the @"),
        ("Anna Berg", "email 'Anna Berg' is no e-mail address: it has no @"),
        ('"a@x.org, b@x.org"', "is no e-mail address: it has more than one @"),
        ("Anna <a@x.org>", "is no e-mail address: it has a space before the @"),
    ],
)
def test_a_cell_without_an_address_costs_its_row_alone(
    record: Command, capsys: pytest.CaptureFixture[str], cell: str, why: str
) -> None:
    """It is told with line, value and reason, and the other rows are recorded."""
    rows = ["ann@x.org", cell, "jürgen@bücher.example"]
    assert 1 == record("email,at", rows, "--outcomes", "out.jsonl")
    told = capsys.readouterr().err
    assert ("line 3: invalid: " in told, why in told) == (True, True)
    assert ["accepted", "invalid", "accepted"] == statuses()
    assert 1 == record("email,at", rows, "--dry-run")
    assert why in capsys.readouterr().err


def test_people_without_an_address_are_not_one_person(
    record: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows with the same text that is no address are each invalid, and none is superseded."""
    rows = ["unknown", "ann@x.org", "unknown"]
    assert 1 == record("email,at", rows, "--outcomes", "out.jsonl")
    assert ["invalid", "accepted", "invalid"] == statuses()
    assert "2 rows: invalid: email 'unknown' is no e-mail address" in capsys.readouterr().err


def test_an_address_beside_a_contact_id_is_not_looked_at(record: Command) -> None:
    """The contact id says who it is."""
    record("email,vid,at", ["unknown,5"], "--outcomes", "out.jsonl")
    assert "invalid" not in statuses()
