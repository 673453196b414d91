"""Whether and when a request is sent again."""

from __future__ import annotations

import random
from typing import NamedTuple

from hubspot_marketing_events.errors import (
    LONGEST_WAIT,
    MarketingEventsError,
    RejectedError,
    UnreachableError,
)

FIRST_BACKOFF, LONGEST_BACKOFF = 0.5, 30.0  # seconds
FIRST_CONNECTIONS = 3  # attempts to connect before any response came


class RetryPolicy(NamedTuple):
    """Decides from an error whether its request is sent again, and when.

    The waits are not stamina's own, since a wait here has to end at once when the run ends. Its
    switches hold, though: `stamina.set_active(False)` and `stamina.set_testing(True)`.

    Args:
        attempts: how often one request is sent at most.
    """

    attempts: int

    def pause(self, error: MarketingEventsError, attempt: int, *, reached: bool) -> float | None:
        """Decide on one failed attempt.

        Args:
            error: what came of it.
            attempt: how many attempts there were, with this one.
            reached: whether any response came in this run.

        Returns:
            The seconds to wait before the next attempt, or None to give up.
        """
        if not error.retryable or (error.retry_after or 0.0) > LONGEST_WAIT:
            return None

        most = self.attempts
        if isinstance(error, UnreachableError) and not reached:
            most = min(most, FIRST_CONNECTIONS)
        if attempt >= most:
            return None

        import stamina  # noqa: PLC0415 - slow to import, and most runs retry nothing

        if not stamina.is_active():
            return None
        if stamina.is_testing():
            return 0.0
        if error.retry_after is not None:
            return error.retry_after
        backoff: float = FIRST_BACKOFF * 2 ** (attempt - 1)
        return min(LONGEST_BACKOFF, backoff + random.random())  # noqa: S311 - spreads retries


def ends_run(error: MarketingEventsError) -> bool:
    """Whether an error would meet every further request as well."""
    if isinstance(error, RejectedError):
        return False
    waits_long = (error.retry_after or 0.0) > LONGEST_WAIT
    return waits_long or not error.retryable or isinstance(error, UnreachableError)
