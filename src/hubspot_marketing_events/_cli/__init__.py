"""The command line: `hubspot-marketing-events`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version

__all__ = ["main"]

PACKAGE = "hubspot-marketing-events"
EXTRA = "error: the command needs the extra `cli`: pip install 'hubspot-marketing-events[cli]'\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: those of the command line; None for the process's own.

    Returns:
        The exit code.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--version"]:
        print(version(PACKAGE))  # noqa: T201 - it minds no standard output that is closed
        return 0
    try:
        from hubspot_marketing_events._cli import _app  # noqa: PLC0415 - slow, and needs the extra
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("hubspot_marketing_events"):
            raise
        sys.stderr.write(EXTRA)
        return 2
    except KeyboardInterrupt:
        return 130  # nothing has begun
    return _app.run(given)
