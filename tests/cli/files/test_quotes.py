"""Faulty quotes in tables of any make cost their own rows, and no others."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from hubspot_marketing_events._cli._files import ReadOptions, Row, open_input
from hubspot_marketing_events._cli._tasks import EVENTS

HEADER = ["eventName", "eventOrganizer", "externalAccountId", "externalEventId", "eventDescription"]
TEXTS = [
    "A talk", "Hello, all", 'He said "hi"', "two\nlines", "", "a;b|c", "x, y, z, w", "Größe", '"',
    '5" screen',
    "line one\nline, two\n\nline three, with, commas", '"quoted"',
]  # fmt: skip
STYLES = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]


def faulty(kind: str, row: list[str], delimiter: str) -> str:
    """A row that no CSV writer would write."""
    name, _, account, number, _ = row
    quoted = delimiter.join(f'"{text}"' for text in row[:3])
    return {
        "a cell is a quote": delimiter.join([name, '"', account, number, "d"]),
        "a quote is not closed": delimiter.join([name, '"o', account, number, "d"]),
        "text after a quote": delimiter.join([name, '"o"x', account, number, "d"]),
        "all quoted but one": f'{quoted}{delimiter}"{number}{delimiter}"d"',
    }[kind]


def a_table(chance: random.Random) -> tuple[str, str, dict[str, list[str]], int]:
    """A table with up to three faulty rows: its text, delimiter, good rows by id, and all rows."""
    delimiter, style, end = (
        chance.choice(",;\t|"),
        chance.choice(STYLES),
        chance.choice(["\r\n", "\n"]),
    )
    count = chance.randint(3, 60)
    rows = [
        [f"n{n}", chance.choice(["o", "Zoë", "a, b"]), "a", f"id{n}", chance.choice(TEXTS)]
        for n in range(count)
    ]
    lines = []
    for row in [HEADER, *rows]:
        file = io.StringIO()
        csv.writer(file, delimiter=delimiter, quoting=style, lineterminator=end).writerow(row)
        lines.append(file.getvalue())
    bad = {chance.randrange(count) for _ in range(chance.choice([0, 1, 1, 2, 3]))}
    kinds = [
        "a cell is a quote",
        "a quote is not closed",
        "text after a quote",
        "all quoted but one",
    ]
    for n in bad:
        lines[n + 1] = faulty(chance.choice(kinds), rows[n], delimiter) + end
    return (
        "".join(lines),
        delimiter,
        {f"id{n}": row for n, row in enumerate(rows) if n not in bad},
        count,
    )


def values(row: Row) -> list[str]:
    """The cells of a row, in the order of the header."""
    return [row.values.get(name, "").replace("\r\n", "\n") for name in HEADER]


@pytest.mark.parametrize("block", range(10))
def test_faulty_quotes_cost_their_own_rows(block: int, tmp_path: Path) -> None:
    """Each good row comes out as it went in, no other is taken for good, faults are named."""
    for seed in range(40 * block, 40 * block + 40):
        text, delimiter, good, count = a_table(random.Random(seed))
        path = tmp_path / "events.csv"
        path.write_text(text, encoding="utf-8", newline="")
        with open_input(str(path), ReadOptions(delimiter=delimiter), EVENTS) as found:
            rows = list(found.rows)
        assert list(good.values()) == [values(row) for row in rows if not row.problems], seed
        bad = [row for row in rows if row.problems]
        # Two faulty rows that touch may be named together.
        assert (len(good) < count) == bool(bad)
        assert len(bad) <= count - len(good) <= sum(row.last - row.line + 1 for row in bad)
