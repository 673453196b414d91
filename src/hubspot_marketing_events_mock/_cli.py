"""The entry point of the command, which works without the mock's dependencies only to say so."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command of `hubspot-marketing-events-mock`.

    Args:
        arguments: the command line after the program's name; `sys.argv` without it.

    Returns:
        The exit code: 0, 2 for a setup that cannot work, 3 for recordings that do not hold.
    """
    try:
        from hubspot_marketing_events_mock import _commands  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("hubspot_"):
            raise
        sys.stderr.write(
            f"error: the mock needs {missing.name}: pip install 'hubspot-marketing-events[mock]'\n"
        )
        return 2
    return _commands.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
