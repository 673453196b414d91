"""How fast requests may go."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyrate_limiter import AbstractBucket

# HubSpot counts a request when it arrives, which is later than here by a delay that varies. With 2 % of the interval
# kept free, a delay that shrinks by 0.2 s from one request to the next is no 429.
_MARGIN = 1.02


class Pacer:
    """Keeps requests under an account's limit, and learns the limit from answers.

    Args:
        limit: requests an interval; HubSpot documents 100 per 10 seconds for a private app on a free or starter
            account, 190 on professional and enterprise, and 110 for a publicly distributed app.
        interval: seconds.
        bucket: where to count, as pyrate-limiter's `RedisBucket` on a synchronous client, for processes and machines
            that share an account; counted in this object without it.
        clock: seconds that never go back, for a count in this object.
    """

    def __init__(
        self,
        limit: int = 100,
        interval: float = 10.0,
        *,
        bucket: AbstractBucket | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start with nothing counted."""
        from pyrate_limiter import InMemoryBucket, Rate, RateItem  # noqa: PLC0415 - slow to import

        self._rate, self._item, self._clock, self._paused_until = Rate, RateItem, clock, 0.0
        self._shared = bucket is not None
        self._bucket: Any = bucket or InMemoryBucket([Rate(1, 1)])
        self._limit = (0, 0)
        self._set(limit, int(interval * 1000))

    def permit(self) -> float:
        """Ask to send one request; returns 0.0 to go ahead, else the seconds after which to ask again."""
        if (paused := self._paused_until - self._clock()) > 0:
            return paused
        now = self._bucket.now() if self._shared else int(self._clock() * 1000)
        self._bucket.leak(now)
        decision = self._bucket.put_decision(self._item("request", now))
        return 0.0 if decision.allowed else max(decision.retry_after_ms or 0, 1) / 1000

    def pause(self, seconds: float) -> None:
        """Let nobody send for so long, since HubSpot said so."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take over the limit that an answer names in HubSpot's documented `X-HubSpot-RateLimit-*` headers."""
        limit, interval = (
            headers.get(f"X-HubSpot-RateLimit-{n}", "") for n in ("Max", "Interval-Milliseconds")
        )
        if limit.isdecimal() and interval.isdecimal() and int(limit) and int(interval):
            self._set(int(limit), int(interval))

    def _set(self, limit: int, interval: int) -> None:
        if (limit, interval) != self._limit:
            self._limit = (limit, interval)
            self._bucket.rates = [self._rate(limit, int(interval * _MARGIN))]
