"""Options that commands which take a file have in common."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Group, Parameter

from hubspot_marketing_events._cli._files import ReadOptions, from_file, pairs

FILE = Group("How FILE is read", sort_key=1)


def _option(text: str, name: str | None = None) -> Parameter:
    return Parameter(name=name, help=text, negative="", show_default=False, group=FILE)


@Parameter(name="*")
@dataclass(frozen=True)
class FileOptions:
    """How a file is read."""

    map: Annotated[
        tuple[str, ...],
        _option(
            "COLUMN=FIELD for a column of another name; COLUMN= drops it. "
            "Case and spacing do not matter. Repeatable."
        ),
    ] = ()
    set: Annotated[
        tuple[str, ...],
        _option(
            "FIELD=VALUE gives every row the same value, as --set externalAccountId=north. "
            "Repeatable."
        ),
    ] = ()
    mapping: Annotated[
        Path | None,
        _option(
            "A TOML file with these options, to keep beside the export: "
            "tables [map] and [set], and keys as date-format."
        ),
    ] = None
    ignore_unknown: Annotated[bool, _option("Drop the columns that name no field.")] = False
    date_format: Annotated[
        str | None,
        _option(
            "How dates are written if not in ISO 8601: as '%d.%m.%Y %H:%M', "
            "or epoch or epoch-ms for a count since 1970."
        ),
    ] = None
    time_zone: Annotated[
        str | None, _option("The zone of times that say none, as Europe/Berlin.")
    ] = None
    delimiter: Annotated[
        str | None, _option("What separates cells: one character, or tab. Found by itself.")
    ] = None
    encoding: Annotated[
        str | None, _option("The encoding of a text, as cp1252. Found by itself.")
    ] = None
    skip_lines: Annotated[int, _option("How many lines stand before the header.")] = 0
    sheet: Annotated[str | None, _option("The sheet of a spreadsheet; the first by default.")] = (
        None
    )

    def read_options(self) -> ReadOptions:
        """What they say, over what the mapping file says.

        Raises:
            FileError: one of them cannot be used.
        """
        own = ReadOptions(
            columns=pairs("--map", self.map),
            constants=pairs("--set", self.set),
            delimiter=self.delimiter,
            encoding=self.encoding,
            skip_lines=self.skip_lines,
            sheet=self.sheet,
            date_format=self.date_format,
            time_zone=self.time_zone,
            ignore_unknown=self.ignore_unknown,
        )
        return own.over(from_file(self.mapping)) if self.mapping else own
