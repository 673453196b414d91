"""Text tables: their delimiters, and their rows; an open quote costs only one row.

The csv module reads a cell that opens a quote to the next quote, however many lines away. So the
lines that make up a row are remembered, and given back if the row cannot be meant: the quote is
never closed, more stands after the closing quote, or the lines inside look like rows themselves.
The first line is then a bad row, and reading goes on at the next line that fits.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence

from attrs import define, field, frozen

LONGEST = 1 << 23  # characters of one row; more is taken for a quote that is left open
WIDE = 4  # columns, or lines of one row, from which on looking like rows is no chance
DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "|"}
BY_NAME = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", r"\t": "\t"}
SAMPLE = 1 << 16  # characters that decide which delimiter it is
LOOKED_AT = 20  # rows among which a header is looked for
OPEN = "unexpected end"  # of a message of the csv module
UNCLOSED = "the row opens a quote that is not closed"


@frozen
class Cells:
    """One row as it is in the file.

    Args:
        first: the number of its first line, from 1.
        last: the number of its last line.
        values: its cells; of a bad row, none.
        fault: what is wrong with it as a whole, or None.
    """

    first: int
    last: int
    values: list[str]
    fault: str | None = None


class _TooLongError(Exception):
    """A row is longer than any that can be meant."""


@define
class Lines:
    """The lines of a file, with those of the row being read remembered.

    Args:
        source: the lines with their ends.
        number: of the last line that was handed out.
    """

    source: Iterator[str]
    number: int = 0
    taken: list[str] = field(factory=list)
    held: int = 0  # characters that were read and given back
    _again: deque[str] = field(factory=deque)
    _size: int = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.popleft()
            self.held -= len(line)
        else:
            line = next(self.source)
        self.number += 1
        self.taken.append(line)
        if len(self.taken) > 1:
            self._size += len(line)
            if self._size > LONGEST:
                raise _TooLongError
        return line

    def start(self) -> None:
        """Forget the lines of the last row."""
        self.taken.clear()
        self._size = 0

    def give_back(self, count: int) -> None:
        """Hand out the last so many lines once more."""
        if count:
            again = self.taken[-count:]
            self._again.extendleft(reversed(again))
            self.held += sum(map(len, again))
            self.number -= count


def rows(feed: Lines, delimiter: str) -> Iterator[Cells]:
    """Read the rows of a table, the header first.

    Args:
        feed: the lines, from the header on.
        delimiter: what stands between cells.

    Yields:
        A row for each row of the file, lines without any characters left out.
    """
    csv.field_size_limit(LONGEST)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    widths: set[int] = set()  # how many cells the header and the last good row have
    header = 0
    while True:
        feed.start()
        first = feed.number + 1
        fault = None
        try:
            values = next(reader)
        except StopIteration:
            if not feed.taken:
                return
            fault = UNCLOSED
        except _TooLongError:
            fault = UNCLOSED
        except csv.Error as error:
            fault = _worded(str(error))
        if fault is None and len(feed.taken) > 1 and _swallowed(feed.taken, delimiter, header):
            fault = "the row opens a quote that is closed only in another row"
        if fault is None:
            if values:
                header = header or len(values)
                widths = {header, len(values)}
                yield Cells(first, feed.number, values)
            continue
        _skip_to_fitting(feed, delimiter, widths)
        yield Cells(first, feed.number, [], fault)


def _skip_to_fitting(feed: Lines, delimiter: str, widths: set[int]) -> None:
    """After a bad row, give back the lines from the first that is a row by itself."""
    lines = feed.taken
    fitting = (n for n in range(1, len(lines)) if _fits(lines[n], delimiter, widths))
    feed.give_back(len(lines) - next(fitting, len(lines)))


def _fits(line: str, delimiter: str, widths: set[int]) -> bool:
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        # It opens a quote, and so begins a row of several lines; or it is the next bad row.
        return OPEN in str(error) or line.count(delimiter) + 1 in widths
    if any('"' in cell for cell in cells) and '""' not in line:
        return False  # a quote in the middle of a cell: the rest of the bad row
    return len(cells) in widths


def _swallowed(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether a row of several lines is a bad row and the rows after it, up to the next quote.

    A text of several lines seldom has as many delimiters in each line as a row has. If it does, the
    row is refused and named, since the other mistake would lose rows.
    """
    alike = sum(line.count(delimiter) + 1 == width for line in lines)
    if width < WIDE:
        # In a narrow table, prose may look like rows; so the closing quote must look like one
        # that opens.
        mark = re.escape(delimiter)
        opening = re.match(rf'(.*{mark})?"({mark}|\s*$)', lines[-1])
        return width > 1 and alike == len(lines) and bool(opening or len(lines) > WIDE)
    return alike == len(lines) or (len(lines) >= WIDE and 2 * alike >= len(lines))


def _worded(error: str) -> str:
    if "expected after" in error:
        return "the row has text after a closing quote; a quote inside a cell is written twice"
    if "field limit" in error:
        return f"the row has a cell of more than {LONGEST:,} characters"
    return UNCLOSED if OPEN in error else f"the row is not CSV: {error}"


@frozen
class Dialect:
    """How a text table is written.

    Args:
        delimiter: what stands between cells.
        skipped: how many lines stand before the header.
    """

    delimiter: str
    skipped: int


def detect(lines: Sequence[str], delimiter: str | None, skip: int) -> Dialect:
    """Find the dialect of a table from its first lines.

    Args:
        lines: the first lines.
        delimiter: what the caller says stands between cells, if anything.
        skip: how many lines the caller wants left out; a line `sep=;`, which spreadsheets write and
            understand, and blank lines before the header are left out as well.
    """
    skipped = min(skip, len(lines))
    while skipped < len(lines):
        named = re.fullmatch(r'"?sep=(.)"?\s*', lines[skipped], re.IGNORECASE)
        if named:
            delimiter = delimiter or named[1]
        elif lines[skipped].strip():
            break
        skipped += 1
    return Dialect(delimiter or _sniffed(lines[skipped:]), skipped)


def _sniffed(lines: Sequence[str]) -> str:
    import clevercsv  # noqa: PLC0415 - slow to import, and only for this

    try:
        # It takes no text with bytes that could not be decoded.
        sample = "".join(lines)[:SAMPLE].encode("utf-8", "replace").decode()
        found = clevercsv.Sniffer().sniff(sample, delimiters=list(DELIMITERS))
    except (clevercsv.Error, AttributeError):  # the latter where it finds nothing
        found = None
    if found and found.delimiter in DELIMITERS:
        return str(found.delimiter)
    return max(DELIMITERS, key=lines[0].count) if lines else ","


def header_hint(rows: Sequence[Cells], known: Callable[[str], bool]) -> int | None:
    """Find a later row that looks more like a header than the first.

    Webinar tools write reports above the header.

    Args:
        rows: the first rows, from the one taken as header on.
        known: whether a cell is the name of a field or a mapped column.

    Returns:
        How many lines stand before it, or None where the first row is the best.
    """
    hits = [sum(map(known, row.values)) for row in rows]
    best = max(range(len(rows)), key=lambda n: (hits[n], -n), default=0)
    if best and hits[best] > hits[0]:
        return rows[best].first - 1
    filled = [sum(map(bool, map(str.strip, row.values))) for row in rows]
    widths = Counter(filled)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    if any(hits) or not rows or filled[0] >= usual:
        return None
    return next(row.first for row, width in zip(rows, filled, strict=True) if width == usual) - 1
