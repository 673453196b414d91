"""A report of what was refused and why, for the person who has to mend the export."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

from markupsafe import Markup, escape

from hubspot_marketing_events._cli._files import FileError, Row, safe_cell
from hubspot_marketing_events._cli._runs._tally import MEANINGS, Finding
from hubspot_marketing_events._outcomes import Outcome

SHOWN = 1000  # rows of an HTML report
TOLD = 3  # columns before the fields: line, outcome, problem
STYLE = """
body { font: 15px sans-serif; margin: 2em }
table { border-collapse: collapse }
td, th { border: 1px solid #ccc; padding: .3em .6em; text-align: left; vertical-align: top }
"""
PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<style>{style}</style>
<h1>{title}</h1>
<p>{count:,} rows did not get through.</p>
<h2>Problems</h2>
{problems}
<h2>Rows</h2>
<p>{more}</p>
{rows}
</html>
"""


class Report(AbstractContextManager["Report"]):
    """Writes the refused rows as a table, in HTML or CSV.

    Args:
        path: where to; its ending says the format.
        title: the name of the input.
        fields: the fields whose values are shown.

    Raises:
        FileError: the ending is neither .html nor .csv, or the file cannot be opened.
    """

    def __init__(self, path: Path, title: str, fields: Sequence[str]) -> None:
        if path.suffix.lower() not in {".html", ".htm", ".csv"}:
            raise FileError(f"--report {path}: should end in .html or .csv")
        self.path, self._title, self._count = path, title, 0
        self._fields, self._head = fields, ("line", "outcome", "problem", *fields)
        self._html = path.suffix.lower() != ".csv"
        self._rows: list[Sequence[str]] = []
        self.lost: str | None = None  # why the report is not whole
        try:
            # Spreadsheets know UTF-8 by its mark.
            encoding = "utf-8" if self._html else "utf-8-sig"
            self._file: TextIO = path.open("w", encoding=encoding, errors="replace", newline="")
        except OSError as error:
            raise FileError(f"--report {path}: {error.strerror}") from error
        self._csv = csv.writer(self._file)
        if not self._html:
            self._csv.writerow(self._head)

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._file.close()

    def add(self, row: Row, outcome: Outcome) -> None:
        """Add a row that was refused."""
        message = outcome.error.message if outcome.error else MEANINGS.get(outcome.status)
        problems = row.problems or ((message,) if message else ())
        cells = [row.span, str(outcome.status), "; ".join(map(str, problems))]
        values = row.values if isinstance(row.values, Mapping) else {}
        cells += [_text(_value(values, name, self._fields)) for name in self._fields]
        self._count += 1
        if not self._html:
            with self._kept():
                self._csv.writerow([safe_cell(cell) for cell in cells])
        elif self._count <= SHOWN:
            self._rows.append(cells)

    def finish(self, findings: Sequence[Finding]) -> None:
        """Write the rest at the end: in HTML, everything.

        Args:
            findings: the problems, each once.
        """
        with self._kept():
            if self._html:
                self._write_page(findings)
            self._file.flush()

    def _write_page(self, findings: Sequence[Finding]) -> None:
        kinds = [
            (f"{f.count:,}", f.status, str(f.problem), ", ".join(row.span for row in f.rows))
            for f in findings
        ]
        more = f"The first {SHOWN:,} of {self._count:,} rows." if self._count > SHOWN else ""
        self._file.write(
            Markup(PAGE).format(  # noqa: S704 - a constant
                title=f"What was refused of {self._title}",
                style=Markup(STYLE),  # noqa: S704 - a constant
                count=self._count,
                problems=_table(("rows", "outcome", "problem", "first lines"), kinds),
                more=more,
                rows=_table(*self._filled()),
            )
        )

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Keep an error of the disk for later: the run is worth more than its report."""
        try:
            yield
        except OSError as error:
            self.lost = f"--report {self.path}: {error.strerror}"

    def _filled(self) -> tuple[Sequence[str], list[Sequence[str]]]:
        """The head and rows of the table, without fields that no row has."""
        used = [n for n in range(len(self._head)) if n < TOLD or any(row[n] for row in self._rows)]
        return [self._head[n] for n in used], [[row[n] for n in used] for row in self._rows]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    lines = [
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<th>{}</th>").format(c) for c in head))
    ]
    for row in rows:
        cells = Markup("").join(Markup("<td>{}</td>").format(escape(cell)) for cell in row)
        lines.append(Markup("<tr>{}</tr>").format(cells))
    return Markup("<table>{}</table>").format(Markup("\n").join(lines))


def _value(values: Mapping[str, Any], name: str, fields: Sequence[str]) -> Any:
    """The value of a field; one with a column of its own is left out of the properties."""
    box, dot, inner = name.partition(".")
    found = values.get(box)
    if not isinstance(found, Mapping):
        return None if dot else found
    if dot:
        return found.get(inner)
    return {key: text for key, text in found.items() if f"{box}.{key}" not in fields} or None


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)
