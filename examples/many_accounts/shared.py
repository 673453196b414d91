"""What workers share through Redis: an account's budget of requests, and the lease of a lane."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from functools import lru_cache
from threading import Event, Thread
from types import TracebackType
from typing import Self

from redis import Redis
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import LockError, RedisError
from redis.retry import Retry

from hubspot_marketing_events import Pacer
from hubspot_marketing_events.shared import SharedBucket

PREFIX = "hubspot-marketing-events"


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


@lru_cache(maxsize=1000)
def budget(account: str, limit: int, timeout: float) -> Pacer:
    """Return the pacer of an account, which all workers count requests in."""
    bucket = SharedBucket(connection(), f"{PREFIX}:budget:{account}", timeout=timeout)
    return Pacer(limit, bucket=bucket)


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
