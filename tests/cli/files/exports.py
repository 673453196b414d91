"""Files as other tools export them, and what must become of their rows."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from attrs import field, frozen

HEADER = (
    "Event Name",
    "eventOrganizer",
    "external_account_id",
    "externalEventId",
    "eventDescription",
)
ROWS = 90
Table = list[list[str]]


@frozen
class Export:
    """One file.

    Args:
        name: what is special about it; ends as the file's name does.
        content: its bytes.
        valid: how many rows can be sent.
        invalid: how many rows cannot.
        options: of the command.
        blank: how many rows have no value.
        unusable: what the command says if it refuses the whole file.
    """

    name: str
    content: bytes
    valid: int = 0
    invalid: int = 0
    options: Sequence[str] = ()
    blank: int = 0
    unusable: str | None = None
    names: Sequence[str] = field(default=())  # event names that must come out as they went in


def table(
    count: int = ROWS, name: str = "Webinar", text: str = "A talk, and more; really"
) -> Table:
    """Rows under `HEADER`."""
    return [
        list(HEADER),
        *([f"{name} {n}", "Zoë Müller", "north", f"id-{n}", text] for n in range(count)),
    ]


def written(rows: Table, delimiter: str = ",", quoting: Any = csv.QUOTE_MINIMAL) -> str:
    """A text table."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=quoting).writerows(rows)
    return file.getvalue()


def spoilt(change: Callable[[Table], object], **options: Any) -> str:
    """A table with a fault that the csv module would not write."""
    rows = table(**options)
    lines = [written([row]) for row in rows]
    change(lines)  # type: ignore[arg-type]
    return "".join(lines)


def replace(number: int, line: str) -> Callable[[Any], None]:
    """Replace a line, counted from 1."""
    return lambda lines: lines.__setitem__(number - 1, line)


def sheet(rows: Sequence[Sequence[Any]], **options: Any) -> bytes:
    """An Excel workbook."""
    import xlsxwriter  # noqa: PLC0415 - only for these

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("Events")
    for number, row in enumerate(rows):
        page.write_row(number + options.get("above", 0), 0, row)
    book.close()
    return file.getvalue()


def opendocument(rows: Table) -> bytes:
    """An OpenDocument spreadsheet of text cells."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = [
        f"<table:table-row>{''.join(cell.format(escape(text)) for text in row)}</table:table-row>"
        for row in rows
    ]
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} '
        'office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Events">{"".join(lines)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return file.getvalue()


def objects(count: int = ROWS) -> list[dict[str, Any]]:
    """The same rows as JSON."""
    names = (
        "eventName",
        "eventOrganizer",
        "externalAccountId",
        "externalEventId",
        "eventDescription",
    )
    return [dict(zip(names, row, strict=True)) for row in table(count)[1:]]


def quotes() -> list[Export]:
    """Text tables with quotes, and with too many or too few cells."""
    lone = spoilt(replace(9, 'n,",north,id-7,d\r\n'))
    two = spoilt(
        lambda lines: (
            replace(9, 'n,",north,id-7,d\r\n')(lines),
            replace(60, 'n,",north,id-58,d\r\n')(lines),
        )
    )
    big = table(9, text="one line of text\n" * 62_000)
    every = "".join([written(table(0)), *(f'n{n},"o,a,{n},d\r\n' for n in range(ROWS))])
    return [
        Export(
            "a quote is not closed.csv",
            spoilt(replace(5, 'n,"Zoë,north,id-3,d\r\n'), count=500).encode(),
            499,
            1,
        ),
        Export("a cell is a quote.csv", lone.encode(), 89, 1),
        Export("two cells are a quote.csv", two.encode(), 88, 2),
        Export("each row has an open quote.csv", every.encode(), 0, ROWS),
        Export(
            "text after a quote.csv", spoilt(replace(7, '"n" x,o,a,id-5,d\r\n')).encode(), 89, 1
        ),
        Export(
            "text after a quote of two lines.csv",
            spoilt(replace(7, '"n\r\nm" x,o,a,id-5,d\r\n')).encode(),
            89,
            1,
        ),
        Export("cells of 1 MB.csv", written(big).encode(), 9),
        Export(
            "texts of several lines.csv",
            written(table(text='Hello, all\n\nwe meet; "soon"\n')).encode(),
            ROWS,
        ),
        Export("too many cells.csv", spoilt(replace(4, "n,o,a,id-2,d,e,f\r\n")).encode(), 89, 1),
        Export("too few cells.csv", spoilt(replace(4, "n,o,a\r\n")).encode(), 89, 1),
        Export("cut off in a quote.csv", (written(table()) + 'n,o,a,id-90,"d').encode(), ROWS, 1),
    ]


def faults() -> list[Export]:
    """Text tables with other faults in their rows."""
    good = "x,o,a,99,d\r\n"
    return [
        Export(
            "rows without values.csv",
            (written(table()) + ",,,,\r\n" * 40 + " , ,,,\r\n").encode(),
            ROWS,
            blank=41,
        ),
        Export(
            "a byte that is not UTF-8.csv",
            written(table()).encode() + b"\xff" + good.encode(),
            ROWS,
            1,
        ),
        Export(
            "a null byte in a cell.csv",
            (written(table()) + good.replace("d", "d\0")).encode(),
            ROWS + 1,
            options=["--encoding", "utf-8"],
        ),
    ]


def headers() -> list[Export]:
    """Text tables without rows, or with a header that cannot be used."""
    return [
        Export("only a header.csv", written(table(0)).encode()),
        Export("nothing.csv", b"", unusable="it is empty; there is no header and no row"),
        Export(
            "an open quote in the header.csv",
            b'"Event Name,eventOrganizer\r\nx,y\r\n',
            unusable="the header in line 1 cannot be read",
        ),
        Export(
            "no known column.csv",
            b"a,b\r\n1,2\r\n",
            unusable="2 columns name no field of a marketing event: 'a', 'b'",
        ),
        Export(
            "no column of the account.csv",
            b"eventName,eventOrganizer,externalEventId\r\nn,o,1\r\n",
            unusable="no column gives externalAccountId",
        ),
        Export(
            "a column twice.csv",
            b"eventName,Event Name\r\nn,m\r\n",
            unusable="column 'eventName' and column 'Event Name' all give eventName",
        ),
    ]


def shapes() -> list[Export]:
    """Text tables by delimiter, encoding, and what stands above the header."""
    found = []
    for word, delimiter in {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}.items():
        above = f"Webinar report\r\nGenerated{delimiter}2026-11-25\r\n\r\n"
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"):
            text = written(table(name="Größe €"), delimiter)
            found.append(
                Export(f"{word} {encoding}.csv", text.encode(encoding), ROWS, names=["Größe € 0"])
            )
        found += [
            Export(
                f"{word} all quoted.csv", written(table(), delimiter, csv.QUOTE_ALL).encode(), ROWS
            ),
            Export(f"{word} one row.csv", written(table(1), delimiter).encode(), 1),
            Export(
                f"{word} named in a line.csv",
                f"sep={delimiter}\r\n{written(table(), delimiter)}".encode(),
                ROWS,
            ),
            Export(
                f"{word} below blank lines.csv",
                f"\r\n\r\n{written(table(), delimiter)}".encode(),
                ROWS,
            ),
            Export(
                f"{word} below a report.csv",
                (above + written(table(), delimiter)).encode(),
                unusable="line 4 looks like the header: say --skip-lines 3",
            ),
            Export(
                f"{word} below a report, told.csv",
                (above + written(table(), delimiter)).encode(),
                ROWS,
                options=["--skip-lines", "3"],
            ),
        ]
    found += [
        Export("mac line ends.csv", written(table()).replace("\r\n", "\r").encode(), ROWS),
        Export("packed.csv.gz", gzip.compress(written(table()).encode()), ROWS),
        Export("by its content.txt", written(table(), "\t").encode(), ROWS),
        Export("without an ending", written(table(), ";").encode(), ROWS),
    ]
    return found


def others() -> list[Export]:
    """JSON."""
    given = objects()
    lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in given)
    return [
        Export("lines.jsonl", lines.encode(), ROWS),
        Export("lines with a mark.jsonl", lines.encode("utf-8-sig"), ROWS),
        Export("lines in UTF-16.jsonl", lines.encode("utf-16"), ROWS),
        Export(
            "lines with faults.jsonl",
            (lines + '{"eventName": "n"\n\n[1]\nnull\n' + '{"a": ' + "9" * 5000 + "}\n").encode(),
            ROWS,
            4,
        ),
        Export("array.json", json.dumps(given).encode(), ROWS),
        Export("array with a mark.json", json.dumps(given, indent=2).encode("utf-8-sig"), ROWS),
        Export("array that is cut.json", json.dumps(given).encode()[:-40], ROWS - 1, 1),
        Export("inputs.json", json.dumps({"inputs": given}).encode(), ROWS),
        Export(
            "inputs in lines.json",
            json.dumps({"note": "n", "inputs": given}, indent=1).encode(),
            ROWS,
        ),
        Export("one object.json", json.dumps(given[0], indent=4).encode(), 1),
        Export(
            "objects over lines.json",
            "".join(json.dumps(item, indent=4) for item in given).encode(),
            ROWS,
        ),
        Export("no JSON.json", b"[{]", unusable="not JSON from here on"),
        Export("lines.jsonl.gz", gzip.compress(lines.encode()), ROWS),
    ]


def workbooks() -> list[Export]:
    """Spreadsheets."""
    wide: list[list[Any]] = [
        list(HEADER),
        *([f"n {n}", "o", "a", 1000 + n, "d"] for n in range(ROWS)),
    ]
    return [
        Export("workbook.xlsx", sheet(wide), ROWS),
        Export(
            "workbook below a report.xlsx",
            sheet([["Report"], [], *wide]),
            ROWS,
            options=["--skip-lines", "2"],
        ),
        Export(
            "workbook below a report, untold.xlsx",
            sheet([["Report", "of", "November"], [], *wide]),
            unusable="row 3 looks like the header: say --skip-lines 2",
        ),
        Export("workbook with space above.xlsx", sheet(wide, above=3), ROWS),
        Export(
            "workbook with blank rows.xlsx", sheet([*wide, ["", "", "", "", " "]]), ROWS, blank=1
        ),
        Export("document.ods", opendocument(table()), ROWS),
        Export(
            "no workbook.xlsx", b"PK\x03\x04 is all", unusable="not a spreadsheet that can be read"
        ),
    ]


ALL = [*shapes(), *quotes(), *faults(), *headers(), *others(), *workbooks()]


def by_name(name: str) -> Path:
    """A file's name without what file systems do not like."""
    return Path(name.replace(" ", "_"))
