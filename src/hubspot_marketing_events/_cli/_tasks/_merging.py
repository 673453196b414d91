"""Rows about the same thing: the last one counts, and the others are superseded.

Which row is the last is known only at the end. So all rows are kept in a temporary database, and
memory stays flat.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any

from attrs import astuple, evolve

from hubspot_marketing_events._cli._files import Problem, Row
from hubspot_marketing_events._cli._tasks._task import Key

TABLES = """
CREATE TABLE row (number INTEGER PRIMARY KEY, thing TEXT, content TEXT);
CREATE TABLE thing (name TEXT PRIMARY KEY, last INTEGER, count INTEGER, merged TEXT) WITHOUT ROWID;
"""
ALL = """
SELECT content, number, last, count, merged FROM row LEFT JOIN thing ON thing = name ORDER BY number
"""
ONE = "SELECT count, merged FROM thing WHERE name = ?"
Merge = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]


def merged(
    rows: Iterator[Row], noun: str, key: Callable[[Any], Key], merge: Merge
) -> Iterator[Row]:
    """Read all rows, and keep the last row about each thing in place of all of them.

    Args:
        rows: the rows. One with problems stands for itself.
        noun: what a row is.
        key: says what the values of a row are about.
        merge: makes one of the values of earlier rows and those of a later row.

    Yields:
        The rows in their order, those for which a later row stands with the reason.
    """
    with closing(sqlite3.connect("")) as database:
        database.executescript(TABLES)
        for row in rows:
            _keep(database, row, key, merge)
        for content, number, last, count, values in database.execute(ALL):
            row = _row(content)
            if last is None or number == last:
                yield evolve(row, values=json.loads(values)) if count and count > 1 else row
            else:
                why = f"{row.unit} {last} has the same {noun} and stands for it"
                yield evolve(row, superseded=why)


def _keep(database: sqlite3.Connection, row: Row, key: Callable[[Any], Key], merge: Merge) -> None:
    about = (None, None) if row.problems else key(row.values)
    thing = None if about == (None, None) else json.dumps(about)
    database.execute("INSERT INTO row VALUES (?, ?, ?)", (row.line, thing, _content(row)))
    if thing is None:
        return
    values, count = row.values, 1
    before = database.execute(ONE, (thing,)).fetchone()
    if before:
        values, count = merge(json.loads(before[1]), values), before[0] + 1
    given = (thing, row.line, count, json.dumps(values))
    database.execute("INSERT OR REPLACE INTO thing VALUES (?, ?, ?, ?)", given)


def _content(row: Row) -> str:
    problems = [astuple(problem) for problem in row.problems]
    return json.dumps([row.line, row.last, row.values, problems, row.unit, row.name])


def _row(content: str) -> Row:
    line, last, values, problems, unit, name = json.loads(content)
    told = tuple(Problem(*one) for one in problems)
    return Row(line, last, values, told, unit, name=name)
