"""The commands and their exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError

from hubspot_marketing_events import MarketingEventsError
from hubspot_marketing_events._cli import _display
from hubspot_marketing_events._cli._files import EVENTS, FileError
from hubspot_marketing_events._cli._journal import OutcomesLostError
from hubspot_marketing_events._cli._options import (
    STDIN,
    FileOptions,
    OutputOptions,
    SendOptions,
)
from hubspot_marketing_events._cli._signals import StopSignal
from hubspot_marketing_events._cli._upsert import StoppedError, Upsert

THROUGH, NOT_THROUGH, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
ENDS = (FileError, MarketingEventsError, OSError, OutcomesLostError, StoppedError)
FIELDS = ", ".join(f"{f.name}{'*' if f.required else ''}" for f in EVENTS.known.values())
EPILOGUE = f"""\
Fields (* required): {FIELDS}. In a table, a custom property is a column customProperties.NAME.

Exit codes: 0 all events are through; 1 some are not; 2 the input or the setup cannot be used, and
nothing was sent; 130, 143 and 129 interrupted by Ctrl-C, SIGTERM and SIGHUP."""
READING, SENDING, OUTPUT = FileOptions(), SendOptions(), OutputOptions()

app = App(
    name="hubspot-marketing-events",
    help="Load marketing events into HubSpot, and account for every one.",
    help_epilogue=EPILOGUE,
    version=lambda: version("hubspot-marketing-events"),
    suppress_keyboard_interrupt=False,
)


@app.command
def upsert(
    file: str | None = None,
    /,
    *,
    reading: FileOptions = READING,
    sending: SendOptions = SENDING,
    output: OutputOptions = OUTPUT,
) -> int:
    """Create or update the events of FILE in HubSpot.

    The token of a private app, or an OAuth access token, is read from the environment variable
    HUBSPOT_ACCESS_TOKEN.

    Parameters
    ----------
    file:
        CSV or another text table with a header, .xlsx, .ods, JSON Lines, a JSON array or an object
        with `inputs`; any of them may be packed as .gz. "-" or nothing is standard input.
    """
    path = "-" if file == STDIN else file
    left = Upsert(path, reading.read_options(), sending, output).run()
    return NOT_THROUGH if left else THROUGH


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
    except (*ENDS, KeyboardInterrupt) as error:
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
