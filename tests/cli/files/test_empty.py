"""Files without rows: what is no table at all is refused, and a table without rows is named."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from hubspot_marketing_events._cli import main

Load = Callable[..., tuple[int, str]]
HEADER = "eventName,eventOrganizer,externalAccountId,externalEventId"


def sheets(*headers: str) -> bytes:
    """A spreadsheet with a sheet for each header."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for header in headers:
            sheet = book.add_worksheet()
            if header:
                sheet.write_row(0, 0, header.split(","))
    return file.getvalue()


@pytest.fixture
def load(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Load:
    """A dry run of a file; returns the exit code and what is said."""

    def run(name: str, content: bytes, *options: str) -> tuple[int, str]:
        path = tmp_path / name
        path.write_bytes(content)
        code = main(["upsert", str(path), "--dry-run", *options])
        return code, capsys.readouterr().err.replace(f"{tmp_path}/", "")

    return run


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        *((name, b"", "it is empty") for name in ("e.csv", "e.tsv", "e.jsonl", "e.json", "e")),
        ("e.csv", b"\n\r\n \t\n", "it holds nothing but white space"),
        ("e.jsonl", b"\n\n", "it holds nothing but white space"),
        ("e.csv.gz", gzip.compress(b"", mtime=0), "it is empty"),
        ("e.csv", b"\xef\xbb\xbf", "it holds no text"),
        ("e.csv", "\ufeff\n".encode("utf-16-le"), "it holds no text"),
        ("e.csv", b"sep=;\n", "it holds no text"),
        ("e.xlsx", sheets(""), "the sheet is empty"),
        ("e.xlsx", sheets("", HEADER), "--sheet chooses another: 'Sheet2'; e.xlsx: the sheet is"),
    ],
)
def test_a_file_without_even_a_header_is_an_error(
    name: str, content: bytes, said: str, load: Load
) -> None:
    """It says what is wrong in one line, and the exit code is 2."""
    code, told = load(name, content)
    assert said in told
    assert (2, 1) == (code, told.count("\n"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--skip-lines", "9"), "nothing is left after --skip-lines 9"),
        (("--section", "Events"), "nothing stands below the line of --section Events"),
    ],
)
@pytest.mark.parametrize("name", ["e.csv", "e.xlsx"])
def test_an_option_that_leaves_nothing_is_an_error(
    options: tuple[str, ...], said: str, name: str, load: Load
) -> None:
    """It names the option."""
    content = sheets("Events") if name == "e.xlsx" else b"Events\n"
    code, told = load(name, content, *options)
    assert (2, True) == (code, said in told)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("e.csv", HEADER.encode(), "e.csv: there is a header, and no row with a value below it"),
        ("e.csv", f"{HEADER}\n,,,\n\n".encode(), "no row with a value below it"),
        ("e.xlsx", sheets(HEADER), "no row with a value below it"),
        ("e.json", b" [ ] ", "e.json: the list is empty"),
        ("e.json", b'{"inputs": []}', "e.json: the list is empty"),
    ],
)
def test_a_table_without_rows_is_named_and_no_error(
    name: str, content: bytes, said: str, load: Load
) -> None:
    """An export of a quiet day has a header alone; the exit code is 0."""
    code, told = load(name, content)
    assert (0, True) == (code, said in told)


def test_rows_that_are_all_left_out_are_named(load: Load) -> None:
    """A value of --only that no row has is seen at once."""
    content = f"{HEADER}\nn,o,a,1\n".encode()
    code, told = load("e.csv", content, "--only", "eventName=x")
    assert (0, True) == (code, "e.csv: --only leaves out every row" in told)


@pytest.mark.parametrize("command", ["upsert", "delete --yes", "participants --event 1"])
def test_every_command_refuses_an_empty_file(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sent, and an outcomes file of an earlier run stays."""
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "mock-token")
    (tmp_path / "e.csv").touch()
    (tmp_path / "out.jsonl").write_text("kept")
    more = ["--state", "attended"] if "participants" in command else []
    name, *options = command.split()
    given = [name, str(tmp_path / "e.csv"), *options, *more]
    assert 2 == main([*given, "--outcomes", str(tmp_path / "out.jsonl")])
    assert "kept" == (tmp_path / "out.jsonl").read_text()
