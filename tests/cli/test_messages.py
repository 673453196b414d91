"""What the command says of files that it cannot use, and of rows that it cannot send."""

from __future__ import annotations

import csv
import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubspot_marketing_events import ErrorDetails, Outcome, ParticipantState, Status
from hubspot_marketing_events._cli import main
from hubspot_marketing_events._cli._files import Problem, Row
from hubspot_marketing_events._cli._runs._tally import Tally
from hubspot_marketing_events._cli._tasks import EVENTS
from hubspot_marketing_events._cli._tasks._participants import fields_of

HEADER = "eventName,eventOrganizer,externalAccountId,externalEventId"
Dry = Callable[..., str]


@pytest.fixture
def dry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Dry:
    """A dry run over a CSV file of some text; returns what is said."""

    def run(text: str, *options: str) -> str:
        path = tmp_path / "events.csv"
        path.write_text(text)
        run.code = main(["upsert", str(path), "--dry-run", *options])  # type: ignore[attr-defined]
        return capsys.readouterr().err

    return run


def test_all_unknown_columns_are_told_with_advice_that_can_be_pasted(dry: Dry) -> None:
    """One line has them all; with its options, and the rest dropped, the header is accepted."""
    header = "Webinar Title,Host,Session ID,Start (local),Tenant,Registrants"
    text = f"{header}\nt,h,1,2026-12-01T09:00Z,a,5\n"
    said = dry(text)
    assert 1 == len(said.splitlines())
    assert "6 columns name no field of a marketing event: 'Webinar Title', 'Host'" in said
    likely, _, rest = said.split("Perhaps ")[1].partition(". To leave the rest out: ")
    assert "--map Registrants=" == rest.split(", or --ignore-unknown")[0]
    for drop in ("--ignore-unknown", "--map Registrants="):
        dry(text, *shlex.split(likely), *shlex.split(drop))
        assert 0 == dry.code  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Event Title", "eventName"),
        ("Event Planner", "eventOrganizer"),
        ("Organizer Name", "eventOrganizer"),
        ("Event Code", "externalEventId"),
        ("Account ID", "externalAccountId"),
        ("externalAcountId", "externalAccountId"),
        ("Event Start Date", "startDateTime"),
        ("Event End Date", "endDateTime"),
        ("Start - End", None),
        ("Event Date", None),
        ("Event Status", None),
    ],
)
def test_the_words_of_a_column_go_before_how_it_is_spelt(column: str, field: str | None) -> None:
    """Advice that is pasted makes no date an event's name, and no title its type."""
    assert field == EVENTS.nearest(column)


@pytest.mark.parametrize(
    ("column", "state", "field"),
    [
        ("Email Address", "ATTENDED", "email"),
        ("E-mail address", "REGISTERED", "email"),
        ("Mailing Address", "ATTENDED", "contactProperties.address"),
        ("Registration Date/Time", "ATTENDED", None),
        ("Registration Date/Time", "REGISTERED", "interactionDateTime"),
        ("Cancellation Date", "REGISTERED", None),
        ("Cancellation Date", "CANCELLED", "interactionDateTime"),
        ("Join Time - Leave Time (Time in Session)", "ATTENDED", None),
        ("First Join", "ATTENDED", "properties.joinedAt"),
        ("Date of Birth", "REGISTERED", None),
        ("Role", "ATTENDED", None),
        ("Job Role", "ATTENDED", "contactProperties.jobtitle"),
    ],
)
def test_advice_on_participants_fits_what_they_did(
    column: str, state: str, field: str | None
) -> None:
    """An address to write to is no street, and the time of registering no time of attending."""
    assert field == fields_of(ParticipantState[state]).nearest(column)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("\n<!DOCTYPE html><table><tr><td>eventName</td></tr></table>", "a web page (HTML)"),
        ("<TABLE><tr><td>eventName</td></tr></TABLE>", "a web page (HTML)"),
        ("%PDF-1.7\n", "a PDF document"),
    ],
)
def test_a_document_is_no_table(dry: Dry, text: str, what: str) -> None:
    """What some tools name .xls or .csv and is neither is called what it is."""
    said = dry(text)
    assert f"events.csv: this is {what}, no table; export it as CSV or .xlsx" in said
    assert 2 == dry.code  # type: ignore[attr-defined]


@pytest.mark.parametrize("header", [HEADER, "Report"])
def test_other_sheets_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str
) -> None:
    """Whether the first sheet can be used or not; and not where one was chosen."""
    import xlsxwriter  # noqa: PLC0415 - only here

    path = tmp_path / "events.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first = book.add_worksheet("Summary")
        first.write_row(0, 0, header.split(","))
        first.write_row(1, 0, ["n", "o", "a", "1"])
        book.add_worksheet("Events")
    main(["upsert", str(path), "--dry-run"])
    note = "the sheet 'Summary' is read; --sheet chooses another: 'Events'"
    assert 1 == capsys.readouterr().err.count(f"events.xlsx: {note}")
    main(["upsert", str(path), "--dry-run", "--sheet", "Summary"])
    assert note not in capsys.readouterr().err


def test_all_that_is_wrong_with_a_file_and_its_options_is_told_at_once(dry: Dry) -> None:
    """Columns, what is missing, format, zone, mapping and constants are one message."""
    text = "Webinar,eventOrganizer,externalEventId\nt,h,1\n"
    options = ["--date-format", "%d.%m", "--time-zone", "Berlin", "--map", "Webinar=name of it"]
    said = dry(text + "t,h,2\n", *options, "--set", "eventCompleted=maybe", "--set", "x=1")
    assert 1 == len(said.splitlines())
    for problem in (
        "--date-format %d.%m: should name year, month and day",
        "--time-zone Berlin: no such zone",
        "--map Webinar=name of it: 'name of it' is no field",
        "--set x=1: 'x' is no field",
        "no column gives eventName and externalAccountId",
    ):
        assert problem in said
    said = dry(text.replace("Webinar", "Title of it"), "--set", "eventCompleted=maybe")
    assert "--set eventCompleted=maybe: eventCompleted 'maybe' is none of true" in said
    assert "1 column names no field of a marketing event: 'Title of it'" in said
    assert "Perhaps --map 'Title of it=eventName'." in said
    assert "no column gives externalAccountId, which each row needs" in said


def test_json_is_refused_with_all_that_is_wrong_with_the_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a header, the options alone are told, and an empty file hides nothing."""
    for text in ('{"eventName": "x"}\n', ""):
        path = tmp_path / "events.jsonl"
        path.write_text(text)
        options = ["--date-format", "%d.%m", "--time-zone", "Berlin"]
        assert 2 == main(["upsert", str(path), "--dry-run", *options])
        said = capsys.readouterr().err
        assert ("--date-format" in said, "--time-zone" in said) == (True, True)


def test_a_refusal_is_one_line_without_control_characters(dry: Dry) -> None:
    """However many columns there are, and whatever their names hold."""
    names = [f"\x1b[3{n}mcolumn {n}\x07 " + "x" * 500 for n in range(300)]
    said = dry(",".join(names) + "\n")
    assert 1 == len(said.splitlines())
    assert len(said) < 2200
    assert said.rstrip("\n").isprintable()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--map", "Titel=eventName"], "--map Titel: no such column; there is 'eventName', "),
        (["--map", "Nothing="], "--map Nothing: no such column"),
        (
            ["--map", "eventName=eventNam"],
            "'eventNam' is no field of a marketing event; perhaps eventName",
        ),
        (["--map", "eventName"], "--map eventName: should be COLUMN=FIELD"),
        (["--set", "x=1"], "--set x=1: 'x' is no field of a marketing event"),
        (["--set", "eventCancelled=perhaps"], "'perhaps' is none of true, false, yes, no, 1, 0"),
        (["--set", "eventName=n"], "--set eventName and column 'eventName' all give eventName"),
        (
            ["--set", "eventUrl=a", "--set", "eventUrl=b"],
            "--set eventUrl: is given as 'a' and as 'b'",
        ),
        (["--delimiter", "ab"], "--delimiter ab: should be one character, or tab"),
        (["--skip-lines", "-1"], "--skip-lines -1: should be 0 or more"),
        (["--encoding", "latin-99"], "--encoding latin-99: no such encoding"),
        (["--mapping", "nowhere.toml"], "nowhere.toml: No such file or directory"),
        (["--report", "x.pdf"], "--report x.pdf: should end in .html or .csv"),
    ],
)
def test_an_option_that_cannot_work_is_one_line(dry: Dry, options: list[str], said: str) -> None:
    """It says which option it is and what to do; the exit code is 2."""
    found = dry(f"{HEADER}\nn,o,a,1\n", *options)
    assert said in found
    assert (1, 2) == (len(found.splitlines()), dry.code)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("map = 1", "'map' should be a table"),
        ("[map]\na.b = 'c'", "map.a should be text; a name with a dot needs quotes"),
        ("only = 1", "'only' should be a table"),
        ("[only]\nStatus = []", "only.Status is an empty list; name the values that are meant"),
        ("[only]\nStatus = [['a']]", "only.Status should be text"),
        ("datum = 1", "'datum' is no option; there is map, set, only, delimiter"),
        ("skip-lines = 'x'", "skip-lines should be a whole number, not 'x'"),
        ("x", "not TOML: "),
    ],
)
def test_a_mapping_file_that_cannot_work_is_one_line(
    dry: Dry, tmp_path: Path, text: str, said: str
) -> None:
    """It says which key it is."""
    (tmp_path / "m.toml").write_text(text)
    assert said in dry(f"{HEADER}\n", "--mapping", str(tmp_path / "m.toml"))


def test_a_mapping_file_says_how_to_read_an_export(dry: Dry, tmp_path: Path) -> None:
    """Columns, constants and formats can be kept in a file; the command line goes before it."""
    (tmp_path / "m.toml").write_text(
        'date-format = "%d.%m.%Y"\ntime-zone = "UTC"\n'
        '[map]\nTitel = "event name"\n"Nr." = "externalEventId"\nAm = "startDateTime"\n'
        '[set]\neventOrganizer = "o"\nexternalAccountId = "a"\neventCompleted = true\n'
    )
    said = dry(
        "TITEL;nr;am\nT;1;1.12.2026\n",
        "--mapping",
        str(tmp_path / "m.toml"),
        "--set",
        "eventOrganizer=x",
    )
    sample = json.loads(said[said.index("[") : said.rindex("]") + 1])
    wanted = {
        "eventName": "T",
        "eventOrganizer": "x",
        "externalAccountId": "a",
        "externalEventId": "1",
    }
    more = {"eventCompleted": True, "startDateTime": "2026-12-01T00:00:00+00:00"}
    assert [wanted | more] == sample


def test_all_problems_of_a_row_are_told_and_the_same_of_many_rows_once(dry: Dry) -> None:
    """Two rows with three problems are three lines, with a count and the numbers of the rows."""
    rows = ["n,,a,{},12/25/2026,maybe"] * 2000
    text = f"{HEADER},startDateTime,eventCancelled\n" + "\n".join(rows)
    said = dry(text).splitlines()[:3]
    where = "(lines 2, 3, 4, ...)"
    flags, iso = "is none of true, false, yes, no, 1, 0", "is not an ISO 8601 date and time"
    advice = "--date-format '%m/%d/%Y' would fit"
    assert {
        f"2,000 rows: invalid: eventOrganizer is missing {where}",
        f"2,000 rows: invalid: eventCancelled 'maybe' {flags} {where}",
        f"2,000 rows: invalid: startDateTime '12/25/2026' {iso} {where}; {advice}",
    } == set(said)


def test_dates_of_two_formats_are_not_guessed(dry: Dry) -> None:
    """A format is suggested only if it fits more than half of the dates."""
    text = f"{HEADER},startDateTime\nn,o,a,1,12/25/2026\nn,o,a,2,25/12/2026\n"
    assert "no one format fits all of these dates" in dry(text)


@pytest.mark.parametrize("bad", [0, 1, 29, 250])
def test_one_bad_date_hides_no_suggestion(dry: Dry, bad: int) -> None:
    """A format that fits all dates but one is suggested, with the line of that one."""
    dates = ["25/12/2026"] * 300
    dates[bad] = "soon"
    rows = [f"n,o,a,{number},{date}" for number, date in enumerate(dates)]
    said = dry(f"{HEADER},startDateTime\n" + "\n".join(rows))
    assert f"--date-format '%d/%m/%Y' would fit 299 of 300, but not line {bad + 2}\n" in said


def test_dates_of_another_format_are_named_by_their_lines(dry: Dry) -> None:
    """Where a third of the dates has another format, the first of their lines are named."""
    dates = ["25/12/2026", "12/25/2026", "24/12/2026"] * 4
    rows = [f"n,o,a,{number},{date}" for number, date in enumerate(dates)]
    said = dry(f"{HEADER},startDateTime\n" + "\n".join(rows))
    assert "'%d/%m/%Y' would fit 8 of 12, but not lines 3, 6, 9, ...\n" in said


def test_kinds_of_problems_are_bounded() -> None:
    """However many different messages there are, memory and output stay small."""
    tally = Tally()
    for n in range(3000):
        name = "".join(chr(97 + int(digit)) for digit in str(n))
        row = Row(n, n, {}, (Problem(f"is {name}"),))
        tally.add(row, Outcome({}, Status.INVALID, error=ErrorDetails(message="x")))
    assert 1001 == len(tally.findings)
    assert 3000 == sum(finding.count for finding in tally.findings)


@pytest.mark.parametrize("ending", ["csv", "html"])
def test_a_report_has_what_was_refused(dry: Dry, tmp_path: Path, ending: str) -> None:
    """Each refused row is there with line, reason and values; none of it is active content."""
    path = tmp_path / f"report.{ending}"
    dry(f"{HEADER}\n=1+1,o,,1\n<b>x,o,,2\nn,o,a,3\n", "--report", str(path))
    text = path.read_text(encoding="utf-8-sig")
    if ending == "csv":
        rows = list(csv.DictReader(text.splitlines()))
        assert [("2", "'=1+1"), ("3", "<b>x")] == [(row["line"], row["eventName"]) for row in rows]
        assert {"externalAccountId is missing"} == {row["problem"] for row in rows}
        assert list(EVENTS.known) == list(rows[0])[3:]
    else:
        assert "<td>=1+1</td>" in text
        assert "&lt;b&gt;x" in text
        assert "<td>2</td><td>invalid</td><td>externalAccountId is missing</td>" in text


def test_a_summary_can_be_read_by_machines(tmp_path: Path, capsys: Any) -> None:
    """With --json and --quiet, standard output is one JSON document and standard error is empty."""
    path = tmp_path / "e.csv"
    path.write_text(f"{HEADER}\nn,o,a,1\nn,o,,2\n,,,\nm,o,a,1\n")
    assert 1 == main(["upsert", str(path), "--dry-run", "--json", "--quiet"])
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert "" == told.err
    assert {"valid": 2, "invalid": 1} == found["counts"]
    assert (4, 1, 1) == (
        sum(found["counts"].values()) + found["blank"],
        found["blank"],
        found["duplicates"],
    )
    assert [("externalAccountId", "is missing", [3])] == [
        (problem["field"], problem["problem"], problem["lines"]) for problem in found["problems"]
    ]


def test_a_dry_run_counts_events_that_are_there_twice(dry: Dry) -> None:
    """It says how many rows are of an event that an earlier row has."""
    said = dry(f"{HEADER}\nn,o,a,1\nm,o,a,1\nn,o,b,1\n")
    assert "1 row is of an event that an earlier row has as well; the last one holds" in said


def test_progress_without_a_terminal_is_a_line_now_and_then(
    dry: Dry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says how much of the file has been read, and what became of it."""
    monkeypatch.setattr("hubspot_marketing_events._cli._runs._display.EVERY", 0.0)
    rows = [f"n,o,a,{n}" for n in range(3)]
    said = dry("\n".join([HEADER, *rows]) + "\n").splitlines()
    lines = [line for line in said if "%, " in line]
    assert ["100 %, 1 event: 1 valid", "100 %, 2 events: 2 valid"] == lines[:2]


def test_a_bad_row_of_several_lines_is_named_with_all_of_them(dry: Dry) -> None:
    """Lines that belong to no row by themselves are counted to the bad row before them."""
    said = dry(f'{HEADER}\nn,o,a,1\n"n"x,o,a,2\nn,o,a,3\n"n\nm" x,o,a,4\nn,o,a,5\n')
    assert "(lines 3, 5 to 6)" in said
    assert "lines 2 to 3: " in dry(f'{HEADER}\n"n\nm" x,o,a,4\nn,o,a,5\n')
