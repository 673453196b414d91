"""A limit that processes and machines share through Redis; needs the extra `redis`."""

from __future__ import annotations

import uuid
from collections import deque
from contextlib import suppress

from pyrate_limiter import Decision, Rate, RateItem, RedisBucket
from redis import Redis
from redis.exceptions import RedisError

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
_FINISH = f"""{_CLOCK}
return redis.call('ZADD', KEYS[1], 'XX', now, ARGV[1])
"""


class SharedBucket(RedisBucket):
    """The requests of an account that count, of all processes and machines, on Redis's clock.

    A request counts from its permission until an interval after its response, since a client
    cannot see when it arrives. pyrate-limiter's own `RedisBucket` counts from the permission, on
    each machine's clock: if two machines ask at once, if clocks differ or if a request travels for
    long, HubSpot may see more requests in an interval than the limit.

    Pass it to `Pacer`, which sets the limit and the interval.

    Args:
        connection: a synchronous connection to Redis, for `AsyncMarketingEvents` as well.
        key: its name in Redis, one for each account and app.
        timeout: seconds that a request takes at most. A request whose process died counts as if
            it had taken that long.
    """

    def __init__(self, connection: Redis, key: str, *, timeout: float = 30.0) -> None:
        super().__init__([Rate(100, 10_000)], connection, key, "")
        self._permit = connection.register_script(_PERMIT)
        self._finish = connection.register_script(_FINISH)
        self._timeout = int(timeout * 1000)
        self._in_flight = deque[str]()

    def leak(self, current_timestamp: int | None = None) -> int:  # noqa: ARG002 - unused
        """Do nothing: `put_decision` removes the requests that no longer count."""
        return 0

    def put_decision(self, item: RateItem) -> Decision:  # noqa: ARG002 - it names no request
        """Permit a request, or say how long to wait."""
        rate, name = self.rates[0], uuid.uuid4().hex
        wait = self._permit([self.bucket_key], [rate.limit, rate.interval, self._timeout, name])
        if wait:
            return Decision(rate, int(wait))
        self._in_flight.append(name)
        return Decision()

    def finished(self) -> None:
        """Let one of this process's requests, whichever, count for an interval from now."""
        if self._in_flight:
            name = self._in_flight.popleft()
            with suppress(RedisError):  # then it counts for longer
                self._finish([self.bucket_key], [name])
