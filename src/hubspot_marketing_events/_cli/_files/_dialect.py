"""How the cells of a text table are told apart, and where its header is."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence

from attrs import frozen

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "|"}
BY_NAME = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", r"\t": "\t"}
LOOKED_AT = 20  # lines among which a header is looked for


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
        skip: how many lines the caller wants left out; a line `sep=;`, which spreadsheets write and understand, and
            blank lines before the header are left out as well.
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
        found = clevercsv.Sniffer().sniff("".join(lines), delimiters=list(DELIMITERS))
    except (clevercsv.Error, AttributeError):  # the latter where it finds nothing
        found = None
    if found and found.delimiter in DELIMITERS:
        return str(found.delimiter)
    return max(DELIMITERS, key=lines[0].count) if lines else ","


def header_hint(lines: Sequence[str], delimiter: str, known: Callable[[str], bool]) -> int | None:
    """Find a later line that looks more like a header than the first, as webinar tools write reports above it.

    Args:
        lines: the lines from the one taken as header on.
        delimiter: what stands between cells.
        known: whether a cell is the name of a field or a mapped column.

    Returns:
        How many lines to skip, or None where the first line is the best.
    """
    rows = [cells_of(line, delimiter) for line in lines[:LOOKED_AT]]
    hits = [sum(map(known, row)) for row in rows]
    best = max(range(len(rows)), key=lambda n: (hits[n], -n), default=0)
    if best and hits[best] > hits[0]:
        return best
    widths = Counter(map(len, rows))
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    if not any(hits) and rows and len(rows[0]) < usual:
        return next(n for n, row in enumerate(rows) if len(row) == usual)
    return None


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line by itself, without regard to quotes left open."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
