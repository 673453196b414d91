"""Options that several commands have: how a file is read, how it is sent, what is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Group, Parameter

from hubspot_marketing_events._cli._files import FileError, ReadOptions, from_file, pairs
from hubspot_marketing_events._drivers import BASE_URL, MOST_IN_FLIGHT

FILE = Group("How FILE is read", sort_key=1)
SEND = Group("How rows are sent", sort_key=2)
TOLD = Group("What is told", sort_key=3)
STDIN = "<stdin>"  # what stands for a lone hyphen, which would be read as an option


def _option(text: str, group: Group = FILE) -> Parameter:
    return Parameter(help=text, negative="", show_default=False, group=group)


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
            "'%m/%d/%Y %I:%M %p' for 12/1/2026 9:00 AM, or epoch or epoch-ms for a count "
            "since 1970."
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


@Parameter(name="*")
@dataclass(frozen=True)
class SendOptions:
    """How rows are sent."""

    dry_run: Annotated[
        bool,
        _option(
            "Check every row, show the first ones as they would be sent, and send nothing. "
            "Needs no token.",
            SEND,
        ),
    ] = False
    retry_from: Annotated[
        Path | None,
        _option(
            "The outcomes file of an earlier run: send what it left, and add to the file what "
            "becomes of it. FILE is read again if the run did not reach its end.",
            SEND,
        ),
    ] = None
    concurrency: Annotated[
        int, _option("How many batches of 100 may be in flight, from 1 to 64; 1 by default.", SEND)
    ] = 1
    rate: Annotated[
        int | None,
        _option(
            "How many requests may be sent in 10 seconds. By default it begins with 100, which "
            "every account allows, and follows the limit that HubSpot's responses name.",
            SEND,
        ),
    ] = None
    api_version: Annotated[
        str | None,
        _option("A version of the API, as 2026-03; the current one by default.", SEND),
    ] = None
    base_url: Annotated[
        str, _option("Where HubSpot is, or a server that stands in for it.", SEND)
    ] = BASE_URL

    def __post_init__(self) -> None:
        if not 1 <= self.concurrency <= MOST_IN_FLIGHT:
            raise FileError(
                f"--concurrency {self.concurrency}: should be from 1 to {MOST_IN_FLIGHT}"
            )
        if self.rate is not None and self.rate < 1:
            raise FileError(f"--rate {self.rate}: should be 1 or more")
        refuse_hyphen("--retry-from", self.retry_from)


@Parameter(name="*")
@dataclass(frozen=True)
class OutputOptions:
    """What is told of a run, and where."""

    outcomes: Annotated[
        Path | None,
        _option(
            "Write a line of JSON per row here. After an interruption, --retry-from goes on from "
            "this file.",
            TOLD,
        ),
    ] = None
    report: Annotated[
        Path | None,
        _option("Write what was refused and why to this .html or .csv file.", TOLD),
    ] = None
    quiet: Annotated[bool, _option("Print nothing but errors.", TOLD)] = False
    json: Annotated[
        bool, _option("Print a summary as JSON on standard output at the end.", TOLD)
    ] = False

    def __post_init__(self) -> None:
        refuse_hyphen("--outcomes", self.outcomes)
        refuse_hyphen("--report", self.report)
        if self.outcomes and self.report and self.outcomes.resolve() == self.report.resolve():
            raise FileError("--outcomes and --report are the same file; name two")


def refuse_hyphen(option: str, path: Path | None) -> None:
    """Refuse standard input where a file is read or written more than once."""
    if path == Path(STDIN):
        raise FileError(f"{option} -: should be a file, since it may be read or written again")
