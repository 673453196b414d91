"""Files that hold several tables, each below a line with its title, as webinar tools write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hubspot_marketing_events._cli._files._fields import plain
from hubspot_marketing_events._cli._files._formats._csv import DELIMITERS, Cells
from hubspot_marketing_events._cli._files._problems import FileError, shown

WIDE = 3  # columns that a table has at least, so that a title is no row of it
NAMED = 10  # titles that a message names
EDGE = f'{"".join(DELIMITERS)}" \r\n'


def skip_to(lines: Iterator[str], title: str) -> int:
    """Read the lines of a text up to a title.

    Args:
        lines: the lines; the next one is then the first below the title.
        title: the title, in any case and spacing; a number before it may be left out.

    Returns:
        How many lines were read.

    Raises:
        FileError: there is no such line.
    """
    others: list[str] = []
    for number, line in enumerate(lines, 1):
        text = line.strip(EDGE)
        if not text or any(delimiter in text for delimiter in DELIMITERS):
            continue
        if _is(text, title):
            return number
        others.append(text)
    raise _absent(title, others)


def below(cells: Iterator[Cells], title: str) -> Iterator[Cells]:
    """The rows of a sheet below a title.

    Raises:
        FileError: there is no such row.
    """
    others: list[str] = []
    for row in cells:
        text = _only_cell(row)
        if text and _is(text, title):
            return _filled(cells)
        others += [text] if text else []
    raise _absent(title, others)


def titles(rows: Sequence[Cells]) -> dict[str, int]:
    """The texts that look like titles, each with the width of its table.

    Such a text stands alone, right above a row that may be a header.
    """
    return {
        row.values[0].strip(): _width(after)
        for row, after in pairwise(rows)
        if _only_cell(row) and after.first == row.last + 1 and _width(after) >= WIDE
    }


def is_title(row: Cells, header: Cells) -> bool:
    """Whether a row is the title of the next table, and no row of the one with this header."""
    return bool(_only_cell(row)) and _width(header) >= WIDE


def _filled(cells: Iterator[Cells]) -> Iterator[Cells]:
    begun = False
    for row in cells:
        begun = begun or bool(_width(row))
        if begun:
            yield row


def _only_cell(row: Cells) -> str | None:
    """The first cell of a row whose other cells are empty."""
    return row.values[0].strip() if row.values and _width(row) == 1 else None


def _width(row: Cells) -> int:
    return sum(bool(cell.strip()) for cell in row.values)


def _is(text: str, title: str) -> bool:
    return plain(title) in {plain(text), plain(text).lstrip("0123456789")}


def _absent(title: str, others: Sequence[str]) -> FileError:
    there = ", ".join(f"'{shown(text)}'" for text in others[:NAMED])
    advice = f"; there is {there}" if there else ""
    return FileError(f"--section {title}: no such line{advice}")
