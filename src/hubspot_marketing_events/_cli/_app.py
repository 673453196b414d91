"""The commands and their exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Group, Parameter

from hubspot_marketing_events import MarketingEventsError
from hubspot_marketing_events._cli import _display
from hubspot_marketing_events._cli._files import EVENTS, FileError
from hubspot_marketing_events._cli._journal import OutcomesLostError
from hubspot_marketing_events._cli._options import FileOptions
from hubspot_marketing_events._cli._signals import StopSignal
from hubspot_marketing_events._cli._upsert import Upsert

THROUGH, NOT_THROUGH, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
STDIN = "<stdin>"  # what stands for a lone hyphen, which would be read as an option
FIELDS = ", ".join(f"{f.name}{'*' if f.required else ''}" for f in EVENTS.known.values())
EPILOGUE = f"""\
Fields (* required): {FIELDS}. In a table, a custom property is a column customProperties.NAME.

Exit codes: 0 all events are through; 1 some are not; 2 the input or the setup cannot be used, and
nothing was sent; 130, 143 and 129 interrupted by Ctrl-C, SIGTERM and SIGHUP."""
DEFAULT = FileOptions()
SEND = Group("How events are sent", sort_key=2)
TOLD = Group("What is told", sort_key=3)

app = App(
    name="hubspot-marketing-events",
    help="Load marketing events into HubSpot, and account for every one.",
    help_epilogue=EPILOGUE,
    version=lambda: version("hubspot-marketing-events"),
    suppress_keyboard_interrupt=False,
)


def _option(group: Group) -> Parameter:
    return Parameter(negative="", show_default=False, group=group)


@app.command
def upsert(
    file: str | None = None,
    /,
    *,
    reading: FileOptions = DEFAULT,
    dry_run: Annotated[bool, _option(SEND)] = False,
    retry_from: Annotated[str | None, _option(SEND)] = None,
    concurrency: Annotated[int, _option(SEND)] = 1,
    rate: Annotated[int | None, _option(SEND)] = None,
    api_version: Annotated[str | None, _option(SEND)] = None,
    base_url: Annotated[str | None, _option(SEND)] = None,
    outcomes: Annotated[Path | None, _option(TOLD)] = None,
    report: Annotated[Path | None, _option(TOLD)] = None,
    quiet: Annotated[bool, _option(TOLD)] = False,
    json: Annotated[bool, _option(TOLD)] = False,
) -> int:
    """Create or update the events of FILE in HubSpot.

    The token of a private app, or an OAuth access token, is read from the environment variable
    HUBSPOT_ACCESS_TOKEN.

    Parameters
    ----------
    file:
        CSV or another text table with a header, .xlsx, .ods, JSON Lines, a JSON array or an object
        with `inputs`; any of them may be packed as .gz. "-" or nothing is standard input.
    dry_run:
        Check every event, show the first ones as they would be sent, and send nothing. Needs no
        token.
    retry_from:
        The outcomes file of an earlier run: send what it left, and add to the file what becomes of
        it. FILE is read again if the run did not reach its end.
    concurrency:
        How many batches of 100 events may be in flight, from 1 to 64; 1 by default.
    rate:
        How many requests may be sent in 10 seconds. By default it begins with 100, which every
        account allows, and follows the limit that HubSpot's responses name.
    api_version:
        A version of the API, as 2026-03; the current one by default.
    base_url:
        Where HubSpot is, or a server that stands in for it.
    outcomes:
        Write a line of JSON per event here. After an interruption, --retry-from goes on from this
        file.
    report:
        Write what was refused and why to this .html or .csv file.
    quiet:
        Print nothing but errors.
    json:
        Print a summary as JSON on standard output at the end.
    """
    command = Upsert(
        path="-" if file == STDIN else file,
        options=reading.read_options(),
        dry_run=dry_run,
        retry_from=None if retry_from is None else _file("--retry-from", retry_from),
        concurrency=concurrency,
        rate=rate,
        api_version=api_version,
        base_url=base_url,
        outcomes=None if outcomes is None else _file("--outcomes", str(outcomes)),
        report=None if report is None else _file("--report", str(report)),
        quiet=quiet,
        json=json,
    )
    return NOT_THROUGH if command.run() else THROUGH


def _file(option: str, path: str) -> Path:
    if path == STDIN:
        raise FileError(
            f"{option} -: should be a file, since it may be read or written more than once"
        )
    return Path(path)


def run(arguments: Sequence[str]) -> int:
    """Run a command, and print why it ends if it cannot go on.

    Args:
        arguments: those of the command line.

    Returns:
        The exit code.
    """
    given = [STDIN if argument == "-" else argument for argument in arguments]
    try:
        code = app(given, exit_on_error=False, print_error=True, result_action="return_value")
        sys.stdout.flush()
    except CycloptsError:
        return UNUSABLE  # it has been printed
    except (
        FileError,
        MarketingEventsError,
        OutcomesLostError,
        OSError,
        KeyboardInterrupt,
    ) as error:
        text, code = _explained(error)
        _display.error(text)
    return int(code or 0)


def _explained(error: BaseException) -> tuple[str, int]:
    """What to print of an error that ends a command, and the exit code."""
    if isinstance(error, KeyboardInterrupt):
        number = error.exit_code if isinstance(error, StopSignal) else INTERRUPTED
        return f"interrupted by {error}" if str(error) else "interrupted", number
    if isinstance(error, OSError):
        return (
            f"error: {error.filename or 'standard output'}: {error.strerror or error}",
            NOT_THROUGH,
        )
    return f"error: {error}", UNUSABLE if isinstance(error, ValueError) else NOT_THROUGH
