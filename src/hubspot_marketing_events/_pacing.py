"""How fast requests may go."""

from __future__ import annotations

import os
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from hubspot_marketing_events.errors import LONGEST_WAIT, ConfigurationError

if TYPE_CHECKING:
    from pyrate_limiter import AbstractBucket

LONGEST_NUMBER = 9  # digits of a header that are believed
MOST_SHARED = 10_000  # pacers kept for later clients; the one used longest ago is dropped first
_SHARED_MARGIN = 1.02  # of the interval: a shared bucket knows when requests leave, not arrive


class Pacer:
    """Keeps requests under an account's limit, and learns the limit from responses.

    HubSpot counts a request when it arrives. A client cannot see that moment. So a request counts
    from its permission until an interval after its response: no interval at the server holds more
    than the limit, however long requests travel.

    Args:
        limit: requests per interval. HubSpot documents 100 per 10 seconds for a private app on a
            free or starter account, 190 on professional and enterprise, and 110 for a publicly
            distributed app.
        interval: seconds.
        bucket: a further count, for processes and machines that share an account, such as
            `hubspot_marketing_events.shared.SharedBucket`. It is a bucket of pyrate-limiter. If it
            has a method `finished`, the pacer calls that after each request.
        clock: returns seconds that never go back.

    Raises:
        ConfigurationError: the limit or the interval is not above zero.
    """

    def __init__(
        self,
        limit: int = 100,
        interval: float = 10.0,
        *,
        bucket: AbstractBucket | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not (limit >= 1 and 0 < interval < float("inf")):
            raise ConfigurationError(f"a limit of {limit} in {interval} s permits nothing")

        self._clock, self._bucket, self._paused_until = clock, bucket, 0.0
        self._finished = getattr(bucket, "finished", None)
        self._counted: deque[float] = deque()  # when each request that counts was last heard of
        self._begin()
        self._set(limit, interval)

    def _begin(self) -> None:
        """Start to count in this process; requests that a parent has in flight do not end here."""
        self._owner, self._lock, self._in_flight = os.getpid(), Lock(), 0

    def permit(self) -> float:
        """Ask to send one request.

        Returns:
            0.0 to go ahead, which counts the request; else the seconds after which to ask again.

        Raises:
            ConfigurationError: the bucket fails.
        """
        if self._owner != os.getpid():
            self._begin()

        with self._lock:
            now = self._clock()
            if (paused := self._paused_until - now) > 0:
                return paused

            while self._counted and self._counted[0] <= now - self._interval:
                self._counted.popleft()
            if len(self._counted) + self._in_flight >= self._limit:
                oldest = self._counted[0] if self._counted else now
                return max(oldest + self._interval - now, 0.001)

            if self._bucket is not None and (wait := self._wait_for_bucket(self._bucket)):
                return wait

            self._counted.append(now)
            return 0.0

    @contextmanager
    def in_flight(self) -> Iterator[None]:
        """Count the request that was permitted last until an interval after the block's end."""
        with self._lock:
            self._in_flight += 1
            if self._counted:
                self._counted.pop()
        try:
            yield
        finally:
            with self._lock:
                self._in_flight -= 1
                self._counted.append(self._clock())
            if self._finished:
                self._finished()

    def pause(self, seconds: float) -> None:
        """Permit no request for a while, because HubSpot asked for that.

        Args:
            seconds: how long; a longer pause is cut to `errors.LONGEST_WAIT`, 120 seconds.
        """
        until = self._clock() + min(seconds, LONGEST_WAIT)
        self._paused_until = max(self._paused_until, until)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take over the limit that a response names.

        Args:
            headers: a response's, with HubSpot's documented `X-HubSpot-RateLimit-Max` and
                `-Interval-Milliseconds`. A limit whose interval is longer than
                `errors.LONGEST_WAIT`, 120 seconds, is ignored.
        """
        limit = header_number(headers.get("X-HubSpot-RateLimit-Max"))
        interval = header_number(headers.get("X-HubSpot-RateLimit-Interval-Milliseconds")) / 1000
        if limit and 0 < interval <= LONGEST_WAIT:
            with self._lock:
                self._set(limit, interval)

    def _set(self, limit: int, interval: float) -> None:
        known = vars(self).get("_limit"), vars(self).get("_interval")
        self._limit, self._interval = limit, interval
        if self._bucket is not None and known != (limit, interval):
            from pyrate_limiter import Rate  # noqa: PLC0415 - in an extra, and slow to import

            self._bucket.rates = [Rate(limit, int(interval * 1000 * _SHARED_MARGIN))]

    @staticmethod
    def _wait_for_bucket(bucket: Any) -> float:
        from pyrate_limiter import RateItem  # noqa: PLC0415 - in an extra, and slow to import

        try:
            now = bucket.now()
            bucket.leak(now)
            decision = bucket.put_decision(RateItem("request", now))
        except Exception as error:  # the library of a bucket may raise anything
            message = f"the bucket of the pacer fails: {type(error).__name__}: {error}"
            raise ConfigurationError(message) from error
        return 0.0 if decision.allowed else max(decision.retry_after_ms or 0, 1) / 1000


_sharing = Lock()
_shared: OrderedDict[Hashable, Pacer] = OrderedDict()


def shared_pacer(key: Hashable) -> Pacer:
    """Return the pacer that all clients of this process with the same key use."""
    with _sharing:
        pacer = _shared.setdefault(key, Pacer())
        _shared.move_to_end(key)
        if len(_shared) > MOST_SHARED:
            _shared.popitem(last=False)
        return pacer


def header_number(text: str | None) -> int:
    """Read a whole number from a header; 0 for any other text and for a number of ten digits."""
    usable = text and text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if text and usable else 0
