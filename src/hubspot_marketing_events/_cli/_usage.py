"""What is wrong with the arguments of a command, in words for a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cyclopts import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from hubspot_marketing_events._cli._files import shown

PROGRAM = "hubspot-marketing-events"
FILES = {"upsert", "participants", "delete"}  # commands that take a FILE
IDS = {"get": "EVENT_ID", "find": "EXTERNAL_ID"}  # commands that take an id, and its name in help
TAKEN = {int: "a whole number", bool: "no value"}  # what an option of a type takes


def usage_error(error: CycloptsError, given: Sequence[str]) -> str:
    """Say what is wrong with a command line, and what to do.

    Args:
        error: what cyclopts says of it.
        given: the arguments.

    Returns:
        One line.
    """
    command = error.command_chain[0] if error.command_chain else ""
    help_of = f"{PROGRAM} {command} --help".replace("  ", " ")
    said = _said(error, command, given)
    return f"{said}{'' if said.endswith(('.', '?')) else '.'} See {help_of}"


def _said(error: CycloptsError, command: str, given: Sequence[str]) -> str:
    if isinstance(error, UnusedCliTokensError):
        return _too_many(command, error.unused_tokens or ())
    if isinstance(error, UnknownOptionError):
        return _unknown_option(error, command, given)
    if isinstance(error, MissingArgumentError):
        return _missing(error, command, given)
    if isinstance(error, RepeatArgumentError):
        return f"{error.token.keyword} is given twice; keep one"
    if isinstance(error, CoercionError) and error.token and error.target_type in TAKEN:
        option = error.token.keyword
        return f"{option} {shown(error.token.value)}: {option} takes {TAKEN[error.target_type]}"
    return str(error).removesuffix(".")


def _too_many(command: str, unused: Sequence[str]) -> str:
    """What to say of arguments that nothing takes."""
    names = ", ".join(f"'{shown(token)}'" for token in unused)
    if command in IDS:
        return f"{names}: {command} takes one {IDS[command]}; run it once for each"
    if command not in FILES:
        return f"{names}: {command} takes options only, as --event ID"
    if all(Path(token).exists() for token in unused):
        return (
            f"{names}: {command} takes one FILE at a time. For several, run it once for each: "
            f'for file in *.csv; do {PROGRAM} {command} "$file"; done'
        )
    return (
        f"{names}: {command} takes one FILE at a time; for several, run it once for each. A value "
        "with spaces needs quotes, as --map 'Start Time=startDateTime'"
    )


def _unknown_option(error: UnknownOptionError, command: str, given: Sequence[str]) -> str:
    option = str(error.token.keyword or error.token.value)
    if "--" in given and option in given[given.index("--") :]:
        return f"{option} stands after --, where no option is read; put -- and the value last"
    said = str(error).removesuffix(".")
    if command in IDS and not option.startswith("--"):
        return f"{said}. An id that begins with a hyphen goes last, after --: {command} -- {option}"
    return said


def _missing(error: MissingArgumentError, command: str, given: Sequence[str]) -> str:
    """What to say of an option without a value, or of a command without its id."""
    option = error.keyword
    if option is None:
        return f"say which {IDS.get(command, 'value')}"
    after = given[given.index(option) + 1 :] if option in given else ()
    if after and after[0].startswith("-") and not after[0].startswith("--"):
        return (
            f"{option} has no value. One that begins with a hyphen follows an equals sign, as "
            f"{option}={shown(after[0])}"
        )
    return f"{option} has no value"
