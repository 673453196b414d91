"""The entry points, which import without the extra `contract` only to say that it is missing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

PACKAGE = "hubspot-marketing-events"
EXTRA = (
    "error: the command needs the extra `contract`:"
    " pip install 'hubspot-marketing-events[contract]'\n"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command `hubspot-marketing-events-contract`.

    Args:
        arguments: those of the command line; None for the process's own.

    Returns:
        The exit code: 0 where every property holds, 1 where one does not, 2 where the run could not
        begin or come to its end, 130 where it was interrupted.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--version"]:
        sys.stdout.write(f"{version(PACKAGE)}\n")
        return 0

    try:
        from hubspot_marketing_events_contract import _commands  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("hubspot_"):
            raise
        sys.stderr.write(EXTRA)
        return 2
    except KeyboardInterrupt:
        return 130  # nothing has begun
    return _commands.main(given)


def reproduce(name: str, drawn: list[Any]) -> None:
    """Check one property again with the input that broke it; written tests call this.

    The environment says where: `CONTRACT_BASE_URL` (without it, the mock), `HUBSPOT_ACCESS_TOKEN`,
    and, where the property needs them, `CONTRACT_OTHER_APP_TOKEN`, `CONTRACT_READER_TOKEN`,
    `CONTRACT_EXPIRED_TOKEN` and `CONTRACT_OTHER_ACCOUNT_TOKEN`. `CONTRACT_CAPABILITIES` and
    `CONTRACT_API_VERSION` are the options of the command.

    Args:
        name: the property's name.
        drawn: the values that it draws, in turn.

    Raises:
        Finding: the server breaks the property.
    """
    from hubspot_marketing_events_contract import _commands  # noqa: PLC0415 - needs the extra

    _commands.reproduce(name, drawn)
