"""An input of any kind: what it is, and its rows one at a time."""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice

from attrs import define, field

from hubspot_marketing_events._cli._files._fields import Fields
from hubspot_marketing_events._cli._files._formats import _csv, _json, _sections, _spreadsheet
from hubspot_marketing_events._cli._files._formats._csv import Cells
from hubspot_marketing_events._cli._files._options import ReadOptions
from hubspot_marketing_events._cli._files._problems import FileError, Problem, shown
from hubspot_marketing_events._cli._files._rows import Builder, Row
from hubspot_marketing_events._cli._files._source import (
    SAMPLE,
    Source,
    encoding_of,
    named,
    opened,
    reason,
)

TABLES = (".csv", ".tsv", ".txt", ".tab")
NAMED = 5  # columns that a note names
HEAD = 400  # lines of a table that decide how it is written
DOCUMENTS = {
    **dict.fromkeys(("<!doctype", "<html", "<table", "<head", "<body"), "a web page (HTML)"),
    "<?xml": "XML",
    "%pdf-": "a PDF document",
    "{\\rtf": "an RTF document",
}
SAVE_AS_TABLE = "export it as CSV or .xlsx, or save it as .xlsx in a spreadsheet program"


@define
class Input:
    """An opened input.

    Args:
        source: its bytes.
        rows: its rows, in order; each is read when it is asked for.
        builder: makes its rows, and counts those that it leaves out.
        notes: what was found out about the file and is worth saying.
        sheets: says which sheet of several was chosen without having been named.
        ending: where a section ends, as soon as that is known.
        nothing: why there is not even a header; None if there is one.
    """

    source: Source
    builder: Builder
    rows: Iterator[Row] = field(factory=lambda: iter(()))
    notes: list[str] = field(factory=list)
    sheets: list[str] = field(factory=list)
    ending: str | None = None
    nothing: str | None = None
    feed: _csv.Lines | None = None

    @property
    def position(self) -> int:
        """How many bytes of the file have been read, and not only looked at."""
        held = self.feed.held if self.feed else 0
        return max(0, self.source.position - held)

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return named(self.source.path)


@contextmanager
def open_input(path: str, options: ReadOptions, fields: Fields) -> Iterator[Input]:
    """Open a file and read its first row.

    A spreadsheet is known by its first bytes, a text table by its name (.csv, .tsv, .txt) or
    because its first character is neither `[` nor `{`; all else is JSON.

    Args:
        path: the file; "-" for standard input.
        options: how it is to be read.
        fields: the fields that its rows may have.

    Raises:
        FileError: the file, its header or its first row cannot be read, the file has not even a
            header, or an option does not fit it.
    """
    builder = Builder(fields, options)
    with opened(path) as source:
        found = Input(source, builder)
        rows = _whole(found, _rows(found))
        first = list(islice(rows, 1))
        builder.check()
        if found.nothing:
            raise FileError("; ".join([*found.sheets, f"{found.name}: {found.nothing}"]))
        found.rows = chain(first, rows)
        yield found


def _whole(found: Input, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, and one more where the file breaks off; an error if nothing can be read."""
    last: Row | None = None
    try:
        for row in rows:
            yield row
            last = row
    except FileError as error:
        raise FileError(f"{found.name}: {str(error).removeprefix(f'{found.name}: ')}") from error
    except (OSError, EOFError, ValueError) as error:
        if last is None:
            raise FileError(f"{found.name}: {reason(error)}") from error
        what = Problem(f"nothing can be read from here on: {reason(error)}")
        yield Row(last.last + 1, last.last + 1, None, (what,), last.unit)


def _rows(found: Input) -> Iterator[Row]:
    source, options = found.source, found.builder.options
    name = source.path.lower().removesuffix(".gz")
    if source.sample.startswith(_spreadsheet.BEGINNINGS):
        cells = _spreadsheet.rows(source, options.sheet, options.skip_lines, found.sheets)
        if options.section is not None:
            cells = _sections.below(cells, options.section)
        return _table(found, cells, "row")
    encoding = encoding_of(source, options.encoding)
    if encoding not in {"utf-8", "utf-8-sig"} and not options.encoding:
        found.notes.append(f"{found.name}: read as {encoding}; --encoding chooses another")
    text = source.text(encoding)
    head = _head(source, encoding)
    _refuse_documents(found.name, head)
    begin = head.lstrip()[:1]
    if name.endswith(TABLES) or (begin not in {"[", "{"} and head.strip()):
        return _text_table(found, text)
    if begin == "[" or (begin == "{" and not _json.is_lines(head)):
        return _json_items(found, text, head)
    return _json_lines(found, text)


def _refuse_documents(name: str, head: str) -> None:
    """Refuse what is no table, whatever its name says.

    Raises:
        FileError: it is a web page, as which some tools write what they call .xls, or a document.
    """
    begin = head.lstrip()[:10].casefold()
    for mark, what in DOCUMENTS.items():
        if begin.startswith(mark):
            raise FileError(f"{name}: this is {what}, no table; {SAVE_AS_TABLE}")


def _json_lines(found: Input, text: io.TextIOWrapper) -> Iterator[Row]:
    item = None
    for item in _json.lines(text):
        row = found.builder.from_item(item, "line")
        if row is not None:
            yield row
    if item is None:
        found.nothing = _why_nothing(found, "line")


def _json_items(found: Input, text: io.TextIOWrapper, head: str) -> Iterator[Row]:
    item = None
    for item in _json.items(text, head):
        if item.last and item.number == 1:
            raise FileError(f"{found.name}: {item.problem}")
        row = found.builder.from_item(item, "item")
        if row is not None:
            yield row
    if item is None:
        found.notes.append(f"{found.name}: the list is empty")


def _why_nothing(found: Input, unit: str) -> str:
    """Why a file has not even a header."""
    options = found.builder.options
    if not found.source.sample.strip():
        what = "holds nothing but white space" if found.source.sample else "is empty"
        return f"it {what}; there is no header and no row"
    if options.section is not None:
        return f"nothing stands below the line of --section {options.section}"
    if options.skip_lines:
        return f"nothing is left after --skip-lines {options.skip_lines}"
    return "the sheet is empty" if unit == "row" else "it holds no text"


def _text_table(found: Input, text: io.TextIOWrapper) -> Iterator[Row]:
    options = found.builder.options
    lines = iter(partial(text.readline, _csv.LONGEST), "")
    above = _sections.skip_to(lines, options.section) if options.section is not None else 0
    head = list(islice(lines, HEAD))
    dialect = _csv.detect(head, options.delimiter, options.skip_lines)
    if dialect.delimiter != "," and not options.delimiter:
        name = _csv.NAMES.get(dialect.delimiter, dialect.delimiter)
        found.notes.append(
            f"{found.name}: cells are separated by {name}; --delimiter chooses another"
        )
    rest = head[dialect.skipped :]
    feed = found.feed = _csv.Lines(chain(rest, lines), above + dialect.skipped)
    cells = _csv.rows(feed, dialect.delimiter)
    return _table(found, cells, "line")


def _table(found: Input, cells: Iterator[Cells], unit: str) -> Iterator[Row]:
    ahead = list(islice(cells, _csv.LOOKED_AT))
    if not ahead:
        found.nothing = _why_nothing(found, unit)
        return
    header = ahead[0]
    if header.fault:
        raise FileError(f"the header in {unit} {header.first} cannot be read: {header.fault}")
    try:
        make = found.builder.table([c.strip() for c in header.values], unit, ahead[1:])
    except FileError as error:
        seen = [*ahead, *islice(cells, HEAD)]
        said = [*found.sheets, _hint(ahead, seen, found.builder, unit, str(error))]
        raise FileError("; ".join(said)) from None
    found.notes += [*found.sheets, *_dropped(found, header)]
    body: Iterator[Cells] = chain(ahead[1:], cells)
    if found.builder.options.section is not None:
        body = _within_section(found, body, header, unit)
    made = False
    for row_cells in body:
        row = make(row_cells)
        if row is not None:
            made = True
            yield row
    if not made:
        left_out = found.builder.unwanted
        why = (
            "--only leaves out every row"
            if left_out
            else "there is a header, and no row with a value below it"
        )
        found.notes.append(f"{found.name}: {why}")


def _dropped(found: Input, header: Cells) -> Iterator[str]:
    """Say which columns are left out although no option asks for it."""
    fields, mapped = found.builder.fields, found.builder.options.columns
    for number, column in enumerate(header.values, 1):
        if not column.strip():
            yield f"{found.name}: column {number} has no name and is dropped"
    own = [c for c in header.values if c.strip() and c not in mapped and fields.find(c) == ""]
    if own:
        names = ", ".join(shown(column) for column in own[:NAMED])
        more = f" and {len(own) - NAMED} more" if len(own) > NAMED else ""
        yield f"{found.name}: columns that are not sent: {names}{more}"


def _within_section(
    found: Input, body: Iterator[Cells], header: Cells, unit: str
) -> Iterator[Cells]:
    """The rows up to the title of the next section."""
    for cells in body:
        if _sections.is_title(cells, header):
            title = shown(cells.values[0].strip())
            found.ending = (
                f"the section ends before {unit} {cells.first}, '{title}'; "
                "what comes after it is left out"
            )
            return
        yield cells


def _hint(
    ahead: Sequence[Cells], seen: Sequence[Cells], builder: Builder, unit: str, error: str
) -> str:
    """Say which table or which row may be meant, if it is not the first."""
    titles = _sections.titles(seen) if builder.options.section is None else {}
    if titles:
        named = ", ".join(f"'{shown(title)}'" for title in titles)
        lines = "line" if len(titles) == 1 else "lines"
        widest = shlex.quote(shown(max(titles, key=titles.__getitem__)))
        return f"there are tables below the {lines} {named}: say which, as --section {widest}"
    above = _csv.header_hint(ahead, builder.columns.known)
    if above is None:
        return error
    return f"{unit} {above + 1} looks like the header: say --skip-lines {above}. {error}"


def _head(source: Source, encoding: str) -> str:
    """The beginning of a text; a character that is cut at its end does not matter."""
    return source.sample[:SAMPLE].decode(encoding, "ignore").lstrip("\ufeff")
