"""What becomes of the rows of files as other tools export them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exports import ALL, Export, by_name

from hubspot_marketing_events._cli import main


@pytest.mark.parametrize("export", ALL, ids=lambda export: export.name)
def test_every_row_has_an_outcome(
    export: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The outcomes of a file are as many as its rows, each row under a line of its own."""
    path, out = tmp_path / by_name(export.name), tmp_path / "out.jsonl"
    path.write_bytes(export.content)
    code = main(
        ["upsert", str(path), "--dry-run", "--json", "--outcomes", str(out), *export.options]
    )
    told = capsys.readouterr()
    assert "\x1b" not in told.err
    if export.unusable is not None:
        assert 2 == code
        assert export.unusable in told.err
        assert 1 == len(told.err.splitlines())
        assert not out.exists()
        return

    rows = [json.loads(line) for line in out.read_text().splitlines()][1:-1]
    wanted = {"valid": export.valid, "invalid": export.invalid}
    assert {name: count for name, count in wanted.items() if count} == json.loads(told.out)[
        "counts"
    ]
    assert export.valid + export.invalid == len(rows) == len({row["line"] for row in rows})
    assert int(bool(export.invalid)) == code
    assert (f"left out {export.blank} row" in told.err) == bool(export.blank)
    assert set(export.names) <= {
        row["event"]["eventName"] for row in rows if isinstance(row["event"], dict)
    }


def test_there_are_enough_files() -> None:
    """The table has what the documentation says."""
    assert 80 <= len(ALL) == len({export.name for export in ALL})
