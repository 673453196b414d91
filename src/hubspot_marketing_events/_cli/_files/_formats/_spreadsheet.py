"""Rows of a spreadsheet: .xlsx, .xlsb, .xls and .ods, read by python-calamine."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

from hubspot_marketing_events._cli._files._formats._csv import Cells
from hubspot_marketing_events._cli._files._problems import FileError, shown
from hubspot_marketing_events._cli._files._source import Source, named

BEGINNINGS = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
)  # a zip, and what Excel wrote before 2007


NAMED = 10  # sheets that a note names


def rows(source: Source, sheet: str | None, skip: int, notes: list[str]) -> Iterator[Cells]:
    """Read the rows of one sheet, the header first.

    Args:
        source: the opened workbook.
        sheet: the name of the sheet; None for the first.
        skip: how many rows stand before the header.
        notes: gets a line where there are other sheets and none was named.

    Raises:
        FileError: this is no workbook, or it has no such sheet.
    """
    try:
        import python_calamine as calamine  # noqa: PLC0415 - only for spreadsheets
    except ImportError:
        raise FileError(
            f"{named(source.path)}: spreadsheets need the extra: "
            "pip install 'hubspot-marketing-events[cli]'"
        ) from None
    try:
        # A path is read in parts; what is packed or piped has to be in memory.
        where: Any = source.path if source.size is not None else io.BytesIO(source.stream.read())
        workbook = calamine.CalamineWorkbook.from_object(where)
        names = workbook.sheet_names
        if sheet is not None and sheet not in names:
            known = ", ".join(shown(name) for name in names)
            raise FileError(f"{named(source.path)}: no sheet {sheet!r}; there is {known}")
        chosen = workbook.get_sheet_by_name(sheet) if sheet else workbook.get_sheet_by_index(0)
    except calamine.CalamineError as error:
        raise FileError(
            f"{named(source.path)}: not a spreadsheet that can be read: {error}"
        ) from None
    if sheet is None and len(names) > 1:
        notes.append(f"{named(source.path)}: {_choice(names)}")
    begun = False
    for number, values in enumerate(chosen.iter_rows(), 1):
        texts = [_text(value) for value in values]
        begun = begun or any(texts)
        if number > skip and begun:
            yield Cells(number, number, texts)


def _choice(names: Sequence[str]) -> str:
    others = ", ".join(f"'{shown(name)}'" for name in names[1 : NAMED + 1])
    return f"the sheet '{shown(names[0])}' is read; --sheet chooses another: {others}"


def _text(value: Any) -> str:
    """A cell as a CSV export of it has it, with times in ISO 8601."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    return value.isoformat() if isinstance(value, dt.datetime | dt.time) else str(value)
