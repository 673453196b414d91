"""The question before events are deleted."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from attrs import frozen

from hubspot_marketing_events._cli._files import FileError, Row, shown
from hubspot_marketing_events._cli._tasks import DELETION, named


class DeclinedError(Exception):
    """Somebody said no."""


@frozen(kw_only=True)
class Question:
    """Asks whether events shall be deleted.

    Args:
        piped: whether standard input is the file, so that no answer can come from it.
    """

    piped: bool

    def __call__(self, count: int, first: Sequence[Row]) -> None:
        """Ask.

        Args:
            count: how many events would be deleted.
            first: some of them.

        Raises:
            FileError: there is nobody to ask.
            DeclinedError: the answer is not yes.
        """
        examples = ", ".join(shown(named(row.values)) for row in first)
        more = ", ..." if count > len(first) else ""
        what = f"{DELETION.counted(count)} ({examples}{more})"
        if self.piped or not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
            raise FileError(f"would delete {what}; say --yes, since nobody can be asked here")
        sys.stderr.write(f"Delete {what} from HubSpot? [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().casefold() not in {"y", "yes"}:
            raise DeclinedError("nothing was deleted")
