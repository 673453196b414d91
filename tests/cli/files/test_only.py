"""Rows that are meant: the values of a column that `--only` and a mapping file name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hubspot_marketing_events._cli import main
from hubspot_marketing_events._cli._files import ReadOptions

FIELDS = ("eventName", "eventOrganizer", "externalAccountId")
CONSTANTS = [part for name in FIELDS for part in ("--set", f"{name}=x")]
STATES = ["Planned", "moved", "Cancelled", "", " planned "]


def valid(path: str, capsys: pytest.CaptureFixture[str], *options: str) -> int:
    """How many rows of a dry run are left and valid."""
    given = ["upsert", path, "--dry-run", "--json", "--quiet", "--map", "Status="]
    main([*given, *CONSTANTS, *options])
    return int(json.loads(capsys.readouterr().out)["counts"].get("valid", 0))


@pytest.fixture(params=["csv", "jsonl"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A file of five events with different states."""
    rows = [{"externalEventId": f"w-{n}", "Status": state} for n, state in enumerate(STATES)]
    path = tmp_path / f"events.{request.param}"
    lines = ["externalEventId,Status", *(",".join(row.values()) for row in rows)]
    text = "\n".join(lines if request.param == "csv" else map(json.dumps, rows))
    path.write_text(f"{text}\n")
    return str(path)


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        (["Status=Planned"], 2),
        (["Status=Planned", "Status=Moved"], 3),
        (["Status=Planned", "STATUS=cancelled"], 3),
        (["Status=Planned", "Status=Planned"], 2),
        (["Status="], 1),
        (["Status=", "Status=moved"], 2),
        (["Status=Planned", "externalEventId=w-4"], 1),
        (["Status=nothing"], 0),
    ],
)
def test_values_of_one_column_are_alternatives(
    file: str, texts: list[str], left: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two columns, a row needs both; an empty value means an empty cell."""
    options = [part for text in texts for part in ("--only", text)]
    assert left == valid(file, capsys, *options)


@pytest.mark.parametrize(("text", "left"), [('"Planned"', 2), ('["Planned", "moved"]', 3)])
def test_a_mapping_file_may_list_values(
    file: str, text: str, left: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text stands for itself, and a list for any of its texts."""
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(f"[only]\nStatus = {text}\n")
    assert left == valid(file, capsys, "--mapping", str(mapping))


def test_the_options_of_a_run_are_the_same_when_a_retry_reads_them() -> None:
    """They go through JSON; a text of an older outcomes file is one value."""
    given = ReadOptions(only={"Status": ["a", "b"]})
    assert given == ReadOptions(**json.loads(json.dumps(given.to_dict())))
    assert ReadOptions(only={"Status": ["a"]}) == ReadOptions(only={"Status": "a"})


def test_a_cell_that_is_not_there_is_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row that ends early has no value in the column."""
    path = tmp_path / "events.csv"
    path.write_text("externalEventId,Status\nw-1\nw-2,Planned\n")
    assert 1 == valid(str(path), capsys, "--only", "Status=")
    assert 1 == valid(str(path), capsys, "--only", "Status=planned")


def test_a_key_that_is_not_there_is_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An object without the key, or with null, has no value, as an empty cell has none."""
    path = tmp_path / "events.jsonl"
    states: list[dict[str, str | None]] = [{}, {"Status": None}, {"status": "Planned"}]
    path.write_text("".join(json.dumps({"externalEventId": "w", **one}) + "\n" for one in states))
    assert 2 == valid(str(path), capsys, "--only", "Status=")
    assert 1 == valid(str(path), capsys, "--only", "Status=planned")
