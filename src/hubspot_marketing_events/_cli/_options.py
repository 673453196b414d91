"""Options of several commands: how a file is read, how rows are sent, what is reported."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import CoercionError, Group, Parameter, Token

from hubspot_marketing_events._cli._files import (
    FileError,
    ReadOptions,
    choices,
    from_file,
    pairs,
)
from hubspot_marketing_events._drivers import BASE_URL, MOST_IN_FLIGHT

FILE = Group("How FILE is read", sort_key=1)
SEND = Group("How rows are sent", sort_key=2)
TOLD = Group("What is told", sort_key=3)
SERVER = Group("How HubSpot is asked", sort_key=4)
MEANT = Group("Which event is meant", sort_key=0)
STDIN = "<stdin>"  # what stands for a lone hyphen, which would be read as an option


def option(text: str, group: Group = FILE) -> Parameter:
    """An option that is off or absent by default."""
    return Parameter(help=text, negative="", show_default=False, group=group)


def whole(text: str, group: Group = FILE) -> Parameter:
    """An option that takes a whole number; cyclopts itself would cut off a fraction."""
    own = Parameter(converter=_whole)
    return Parameter.combine(option(text, group), own)


def _whole(_: type, tokens: Sequence[Token]) -> int:
    text = tokens[0].value
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise CoercionError(token=tokens[0], target_type=int)
    return int(text)


@Parameter(name="*")
@dataclass(frozen=True)
class FileOptions:
    """How a file is read."""

    map: Annotated[
        tuple[str, ...],
        option(
            "COLUMN=FIELD for a column of another name; COLUMN= drops it. "
            "Case and spacing do not matter. Repeatable."
        ),
    ] = ()
    set: Annotated[
        tuple[str, ...],
        option(
            "FIELD=VALUE gives every row the same value, as --set externalAccountId=north. "
            "Repeatable."
        ),
    ] = ()
    mapping: Annotated[
        Path | None,
        option(
            "A TOML file with these options, to keep beside the export: "
            "tables [map], [set] and [only], and keys as date-format."
        ),
    ] = None
    only: Annotated[
        tuple[str, ...],
        option(
            "COLUMN=VALUE leaves out the rows in which the column has another value, as "
            "--only Status=Planned. Repeatable; several values of one column are alternatives."
        ),
    ] = ()
    ignore_unknown: Annotated[bool, option("Drop the columns that name no field.")] = False
    date_format: Annotated[
        str | None,
        option(
            "How dates are written if not in ISO 8601: as '%d.%m.%Y %H:%M', "
            "'%m/%d/%Y %I:%M %p' for 12/1/2026 9:00 AM, or epoch or epoch-ms for a count "
            "since 1970."
        ),
    ] = None
    time_zone: Annotated[
        str | None, option("The zone of times that say none, as Europe/Berlin.")
    ] = None
    delimiter: Annotated[
        str | None, option("What separates cells: one character, or tab. Found by itself.")
    ] = None
    encoding: Annotated[
        str | None, option("The encoding of a text, as cp1252. Found by itself.")
    ] = None
    skip_lines: Annotated[int, whole("How many lines stand before the header.")] = 0
    section: Annotated[
        str | None,
        option(
            "The title of the table that is meant, where a file has several below each other, "
            "as 'Planned Events'."
        ),
    ] = None
    sheet: Annotated[str | None, option("The sheet of a spreadsheet; the first by default.")] = None

    def read_options(self, fallbacks: Mapping[str, str] | None = None) -> ReadOptions:
        """These options, completed from the mapping file.

        Args:
            fallbacks: the value of fields in rows that have none.

        Raises:
            FileError: one of them cannot be used.
        """
        own = ReadOptions(
            columns=pairs("--map", self.map),
            constants=pairs("--set", self.set),
            only=choices("--only", self.only),
            section=self.section,
            fallbacks=fallbacks or {},
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
class PeopleOptions(FileOptions):
    """How a list of people is read: the same options with other examples."""

    set: Annotated[
        tuple[str, ...],
        option(
            "FIELD=VALUE gives every row the same value, as --set contactProperties.country=DE. "
            "Repeatable."
        ),
    ] = ()
    only: Annotated[
        tuple[str, ...],
        option(
            "COLUMN=VALUE leaves out the rows in which the column has another value, as "
            "--only Attended=Yes. Repeatable; several values of one column are alternatives."
        ),
    ] = ()
    section: Annotated[
        str | None,
        option(
            "The title of the table that is meant, where a file has several below each other, "
            "as 'Attendee Details'."
        ),
    ] = None


@Parameter(name="*")
@dataclass(frozen=True)
class ServerOptions:
    """Where HubSpot is, and how fast it may be asked."""

    rate: Annotated[
        int | None,
        whole(
            "How many requests may be sent in 10 seconds. By default it begins with 100, which "
            "every account allows, and follows the limit that HubSpot's responses name.",
            SERVER,
        ),
    ] = None
    api_version: Annotated[
        str | None,
        option("A version of the API, as 2026-03; the current one by default.", SERVER),
    ] = None
    base_url: Annotated[
        str, option("Where HubSpot is, or a server that stands in for it.", SERVER)
    ] = BASE_URL

    def __post_init__(self) -> None:
        if self.rate is not None and self.rate < 1:
            raise FileError(f"--rate {self.rate}: should be 1 or more")


@Parameter(name="*")
@dataclass(frozen=True)
class SendOptions(ServerOptions):
    """How rows are sent."""

    dry_run: Annotated[
        bool,
        option(
            "Check every row, show the first ones as they would be sent, and send nothing. "
            "Needs no token.",
            SEND,
        ),
    ] = False
    retry_from: Annotated[
        Path | None,
        option(
            "The outcomes file of an earlier run: send what it left, and add to the file what "
            "becomes of it. FILE is read again if the run did not reach its end.",
            SEND,
        ),
    ] = None
    concurrency: Annotated[
        int, whole("How many batches of 100 may be in flight, from 1 to 64; 1 by default.", SEND)
    ] = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= self.concurrency <= MOST_IN_FLIGHT:
            raise FileError(
                f"--concurrency {self.concurrency}: should be from 1 to {MOST_IN_FLIGHT}"
            )
        refuse_hyphen("--retry-from", self.retry_from)


@Parameter(name="*")
@dataclass(frozen=True)
class OutputOptions:
    """What is reported about a run, and where."""

    outcomes: Annotated[
        Path | None,
        option(
            "Write a line of JSON per row here. After an interruption, --retry-from goes on from "
            "this file.",
            TOLD,
        ),
    ] = None
    report: Annotated[
        Path | None,
        option("Write what was refused and why to this .html or .csv file.", TOLD),
    ] = None
    quiet: Annotated[bool, option("Print nothing but errors.", TOLD)] = False
    json: Annotated[
        bool, option("Print a summary as JSON on standard output at the end.", TOLD)
    ] = False

    def __post_init__(self) -> None:
        refuse_hyphen("--outcomes", self.outcomes)
        refuse_hyphen("--report", self.report)
        if self.outcomes and self.report and self.outcomes.resolve() == self.report.resolve():
            raise FileError("--outcomes and --report are the same file; name two")


@Parameter(name="*")
@dataclass(frozen=True)
class ListOptions:
    """How a list is written."""

    format: Annotated[
        Literal["jsonl", "csv"],
        option("JSON Lines, the default, or a table; formulas in it are made harmless.", TOLD),
    ] = "jsonl"
    output: Annotated[
        Path | None,
        option(
            "The file to write, which is replaced when all has been read; standard output by "
            "default.",
            TOLD,
        ),
    ] = None
    quiet: Annotated[bool, option("Print nothing but errors.", TOLD)] = False

    def __post_init__(self) -> None:
        refuse_hyphen("--output", self.output)


@Parameter(name="*")
@dataclass(frozen=True)
class EventOptions:
    """Which event is meant."""

    event: Annotated[str | None, option("HubSpot's object id of the event.", MEANT)] = None
    account: Annotated[
        str | None,
        option("Your id of the account that the event belongs to, with --external-id.", MEANT),
    ] = None
    external_id: Annotated[str | None, option("Your id of the event, with --account.", MEANT)] = (
        None
    )


def refuse_hyphen(option: str, path: Path | None) -> None:
    """Refuse standard input where a file is read or written more than once."""
    if path == Path(STDIN):
        raise FileError(f"{option} -: should be a file, since it may be read or written again")
