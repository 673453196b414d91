"""The entry point of the command, which works without the mock's dependencies only to say so."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version

PACKAGE = "hubspot-marketing-events"
EXTRA = "error: the command needs the extra `mock`: pip install 'hubspot-marketing-events[mock]'\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command of `hubspot-marketing-events-mock`.

    Args:
        arguments: the command line after the program's name; `sys.argv` without it.

    Returns:
        The exit code: 0, 2 for a setup that cannot work, 3 for recordings that do not hold.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--version"]:
        sys.stdout.write(f"{version(PACKAGE)}\n")
        return 0

    try:
        from hubspot_marketing_events_mock import _commands  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("hubspot_"):
            raise
        sys.stderr.write(EXTRA)
        return 2
    return _commands.run(given)


if __name__ == "__main__":
    sys.exit(main())
