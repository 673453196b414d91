"""What workers share through Redis: an account's budget of requests, and the lease of a lane."""

from __future__ import annotations

import os
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from threading import Event, Thread
from types import TracebackType
from typing import Self

from pyrate_limiter import Decision, Rate, RateItem, RedisBucket
from redis import Redis
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import LockError, RedisError
from redis.retry import Retry

from hubspot_marketing_events import Pacer

PREFIX = "hubspot-marketing-events"
# A member of the set is a request; its score is the time from which its last interval counts.
_CLOCK = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
"""
_PERMIT = f"""{_CLOCK}
local limit, interval, timeout = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - interval)
if redis.call('ZCARD', KEYS[1]) >= limit then
    local oldest = tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2])
    return math.max(1, math.min(oldest, now) + interval - now)
end
redis.call('ZADD', KEYS[1], now + timeout, ARGV[4])
redis.call('PEXPIRE', KEYS[1], timeout + interval)
return 0
"""
_ANSWER = f"""{_CLOCK}
return redis.call('ZADD', KEYS[1], 'XX', now, ARGV[1])
"""


class LeaseHeldError(Exception):
    """Another worker has the lane."""


class LeaseLostError(Exception):
    """This worker was silent for so long that another one may have the lane."""


@lru_cache(maxsize=1)
def connection() -> Redis:
    """Return this process's connections to Redis.

    The URL may hold a password. So each worker reads it from its own environment, and it is never
    an argument of a task. A short outage is waited for, half a minute altogether.
    """
    retry = Retry(ExponentialWithJitterBackoff(base=0.1, cap=5), 10)
    return Redis.from_url(os.environ["REDIS_URL"], retry=retry, socket_timeout=5)


class Window(RedisBucket):
    """The requests of an account that count, of all workers, on Redis's clock.

    A request counts from its permission until an interval after its response, since nobody here
    sees when it arrives. RedisBucket itself counts from the permission, on each machine's clock:
    where a request is long on its way, two windows meet at HubSpot. A request whose worker died
    counts as if it had taken its whole timeout.

    Args:
        key: its name in Redis.
        limit: requests per interval, until a response names another limit.
        timeout: seconds that a request takes at most.
    """

    def __init__(self, key: str, limit: int, timeout: float) -> None:
        super().__init__([Rate(limit, 10_000)], connection(), key, "")
        self._permit = connection().register_script(_PERMIT)
        self._answer = connection().register_script(_ANSWER)
        self._timeout = int(timeout * 1000)
        self._in_flight = deque[str]()

    def leak(self, current_timestamp: int | None = None) -> int:  # noqa: ARG002 - unused
        return 0

    def put_decision(self, item: RateItem) -> Decision:  # noqa: ARG002 - it names no request
        rate, name = self.rates[0], uuid.uuid4().hex
        wait = self._permit([self.bucket_key], [rate.limit, rate.interval, self._timeout, name])
        if wait:
            return Decision(rate, int(wait))
        self._in_flight.append(name)
        return Decision()

    def answered(self) -> None:
        """Let one of this process's requests count for an interval from now; all are alike."""
        name = self._in_flight.popleft()
        with suppress(RedisError):  # then it counts for longer
            self._answer([self.bucket_key], [name])


class SharedPacer(Pacer):
    """A pacer that counts in a window as well."""

    def __init__(self, limit: int, window: Window) -> None:
        super().__init__(limit, bucket=window)
        self._window = window

    @contextmanager
    def in_flight(self) -> Iterator[None]:
        try:
            with super().in_flight():
                yield
        finally:
            self._window.answered()


@lru_cache(maxsize=1000)
def budget(account: str, limit: int, timeout: float) -> Pacer:
    """Return the pacer of an account, which all workers count requests in."""
    return SharedPacer(limit, Window(f"{PREFIX}:budget:{account}", limit, timeout))


class Lease:
    """The right to send the events of a lane, kept as long as this process lives and reaches Redis.

    Redis gives it to one worker at a time. A worker that was thought dead may still be alive, so
    it asks `check` before each request: it sends only if the request ends, at the latest, before
    the lease does.

    Args:
        name: what is leased.
        seconds: how long it lasts unless it is renewed.
        reserve: seconds that must be left for a request.
    """

    def __init__(self, name: str, seconds: float, reserve: float) -> None:
        self._lock = connection().lock(f"{PREFIX}:lease:{name}", seconds, thread_local=False)
        self._seconds, self._reserve, self._until = seconds, reserve, 0.0
        self._ended = Event()

    def __enter__(self) -> Self:
        if not self._lock.acquire(blocking_timeout=self._seconds + 1):
            raise LeaseHeldError(self._lock.name)
        self._renew()
        Thread(target=self._keep, name="lease", daemon=True).start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._ended.set()
        with suppress(RedisError):  # it ends by itself
            self._lock.release()

    def check(self) -> None:
        """Raise `LeaseLostError` where a request could outlive the lease."""
        if self._until - time.monotonic() < self._reserve:
            raise LeaseLostError(self._lock.name)

    def _renew(self) -> None:
        asked = time.monotonic()  # before Redis begins to count, so that our time ends first
        self._lock.reacquire()
        self._until = asked + self._seconds

    def _keep(self) -> None:
        while not self._ended.wait((self._seconds - self._reserve) / 4):
            try:
                self._renew()
            except LockError:
                return  # another worker may have it by now
            except RedisError:
                continue  # `check` notices where it stays away
