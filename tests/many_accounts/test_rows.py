"""How an input is cut into slices, and read."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from examples.many_accounts import plan, rows
from examples.many_accounts.plan import InputError, Range, Settings
from hubspot_marketing_events.errors import ConfigurationError, InvalidEventError
from tests.many_accounts.surroundings import input_row, make_input

SETTINGS = Settings(tokens="/nowhere", slice_rows=7)


def planned(folder: Path, settings: Settings = SETTINGS) -> dict[str, list[Range]]:
    """Plan a folder, and return the ranges of each account."""
    directory = folder.with_name("run")
    made = plan.make(folder, directory, settings)
    found = {account: plan.ranges(str(directory), account) for account in made.accounts}
    assert made.accounts == {account: len(parts) for account, parts in found.items()}
    assert made == plan.load(str(directory))
    return found


def read_all(parts: list[Range], lane: int = 0, lanes: int = 1) -> list[rows.Row]:
    """Read ranges, one after the other."""
    return [row for part in parts for row in rows.read(part, lane, lanes)]


def test_each_row_is_in_one_slice(tmp_path: Path) -> None:
    """Ranges and lanes share the rows of a file out, each once, and an event's rows to one lane."""
    given = make_input(tmp_path / "input", {"north": 100}, random.Random(1))
    (parts,) = planned(given.folder).values()
    by_lane = [read_all(parts, lane, 3) for lane in range(3)]

    assert all(by_lane)
    assert list(range(1, 101)) == sorted(number for lane in by_lane for number, _ in lane)
    keys = [{rows.key_of(source) for _, source in lane} for lane in by_lane]
    assert sum(map(len, keys)) == len(set.union(*keys))


def test_lines_are_read_as_they_are(tmp_path: Path) -> None:
    """Blank lines are no inputs, and a line that is no JSON is an input of its own."""
    (tmp_path / "input").mkdir()
    lines = ["\ufeff" + json.dumps({"a": 1}), "", '{"a": 2}\r', "{", "  ", '{"a": 3}']
    (tmp_path / "input" / "north.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (parts,) = planned(tmp_path / "input").values()
    found = read_all(parts)

    assert [1, 3, 4, 6] == [number for number, _ in found]
    assert [{"a": 1}, {"a": 2}, {"a": 3}] == [s for _, s in found if isinstance(s, dict)]
    assert isinstance(found[2][1], InvalidEventError)


@pytest.mark.parametrize("group", [1, 5, 10, 1000])
def test_parquet_is_read_whatever_its_row_groups(tmp_path: Path, group: int) -> None:
    """Ranges need not fit the row groups of a Parquet file."""
    (tmp_path / "input").mkdir()
    given = [input_row("a", f"e{number}") for number in range(40)]
    path = tmp_path / "input" / "north.parquet"
    pq.write_table(pa.Table.from_pylist(given), path, row_group_size=group)
    (parts,) = planned(tmp_path / "input").values()
    assert list(enumerate(given, 1)) == read_all(parts)


def test_parquet_of_other_writers_is_read(tmp_path: Path) -> None:
    """Times in nanoseconds and properties as a map, as other writers have them, can be sent."""
    (tmp_path / "input").mkdir()
    stamp, kind = 1_764_579_600_123_456_789, pa.map_(pa.string(), pa.string())
    columns = {
        "startDateTime": pa.array([stamp], pa.timestamp("ns", "UTC")),
        "customProperties": pa.array([[("room", "1")]], kind),
        "eventUrl": pa.array([None], pa.string()),
    }
    pq.write_table(pa.table(columns), tmp_path / "input" / "north.parquet")
    (parts,) = planned(tmp_path / "input").values()
    ((_, event),) = read_all(parts)
    moment = dt.datetime(2025, 12, 1, 9, 0, 0, 123456, tzinfo=dt.UTC)
    assert (moment, {"room": "1"}) == (event["startDateTime"], event["customProperties"])


def test_files_of_a_folder_go_in_their_natural_order(tmp_path: Path) -> None:
    """Part 10 comes after part 2, and what other programs leave beside the parts is left alone."""
    folder = tmp_path / "input" / "account=north"
    folder.mkdir(parents=True)
    for name in ("part-10", "part-2", ".hidden", "_SUCCESS"):
        (folder / f"{name}.jsonl").write_text(json.dumps(name))
    (folder / "notes.txt").write_text("none")
    found = planned(tmp_path / "input")
    assert ["north"] == list(found)
    assert ["part-2", "part-10"] == [name for _, name in read_all(found["north"])]


def test_a_file_that_changed_is_refused(tmp_path: Path) -> None:
    """Rows that were planned are not read from a file that is another one by now."""
    given = make_input(tmp_path / "input", {"north": 3}, random.Random(1))
    (parts,) = planned(given.folder).values()
    with (given.folder / "north.jsonl").open("a") as file:
        file.write("{}\n")
    with pytest.raises(InputError, match="has changed since the run was planned"):
        read_all(parts)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"base_url": "nowhere"}, ConfigurationError),
        ({"limit": 0}, ConfigurationError),
        ({"timeout": 0}, ConfigurationError),
        ({"lanes": 0}, InputError),
        ({"concurrency": 65}, InputError),
    ],
)
def test_settings_that_cannot_work_are_refused(
    tmp_path: Path, changes: dict[str, Any], error: type[Exception]
) -> None:
    """A mistake is told when the run is planned, and nothing is left of the plan."""
    given = make_input(tmp_path / "input", {"north": 3}, random.Random(1))
    with pytest.raises(error):
        planned(given.folder, Settings(**{"tokens": "/nowhere", **changes}))
    assert not (tmp_path / "run").exists()


def test_a_run_directory_keeps_its_plan(tmp_path: Path) -> None:
    """A second plan in the same directory is refused, and an empty input as well."""
    given = make_input(tmp_path / "input", {"north": 3}, random.Random(1))
    planned(given.folder)
    with pytest.raises(InputError, match="has a plan already"):
        planned(given.folder)
    with pytest.raises(InputError, match="has no ACCOUNT"):
        plan.make(tmp_path / "run", tmp_path / "other", SETTINGS)
