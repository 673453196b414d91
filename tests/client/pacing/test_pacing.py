"""Pacing, in simulated time."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from types import SimpleNamespace

import pytest
from pyrate_limiter import RateItem

from hubspot_marketing_events import Pacer


class Clock:
    """Seconds that pass only when somebody waits."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def sent(pacer: Pacer, clock: Clock, seconds: float) -> list[float]:
    """When requests go out within some seconds, if there is always one more to send."""
    times, end = [], clock.now + seconds
    while clock.now < end:
        wait = pacer.permit()
        if wait:
            clock.now += wait
        else:
            times.append(clock.now)
    return times


def most_in_window(times: list[float], seconds: float) -> int:
    """The most requests that any window of so many seconds holds."""
    window, most = deque[float](), 0
    for time in times:
        window.append(time)
        while window[0] <= time - seconds:
            window.popleft()
        most = max(most, len(window))
    return most


@pytest.mark.parametrize("limit", [100, 110, 190, 250])
def test_the_limit_is_used_and_never_exceeded(limit: int) -> None:
    """Over ten minutes, 97 % of the limit goes out, and no 10 seconds hold more than it allows."""
    clock = Clock()
    times = sent(Pacer(limit, clock=clock), clock, 600)
    assert most_in_window(times, 10.0) <= limit
    assert len(times) >= 0.97 * limit * 60


def test_the_limit_is_learnt_from_answers() -> None:
    """Headers with another limit change the pace."""
    clock = Clock()
    pacer = Pacer(100, clock=clock)
    pacer.learn(
        {"X-HubSpot-RateLimit-Max": "190", "X-HubSpot-RateLimit-Interval-Milliseconds": "10000"}
    )
    assert 190 == most_in_window(sent(pacer, clock, 60), 10.0)


def test_a_request_goes_as_soon_as_an_earlier_one_is_an_interval_old() -> None:
    """Not later, whenever the earlier ones went."""
    clock = Clock()
    pacer = Pacer(2, clock=clock)
    assert 0 == pacer.permit()
    clock.now += 4
    assert [1004.0, 1010.0, 1014.0, 1020.0] == sent(pacer, clock, 17)


def test_requests_in_flight_count() -> None:
    """While they last, and for an interval after their end."""
    clock = Clock()
    pacer = Pacer(1, clock=clock)
    assert 0 == pacer.permit()
    with pacer.in_flight():
        clock.now += 30
        assert 10.0 == pacer.permit()
    clock.now += 4
    assert 6.0 == pacer.permit()


@pytest.mark.parametrize("value", ["", "many", "-1", "0"])
def test_headers_without_a_limit_change_nothing(value: str) -> None:
    """A header that holds no number is no limit."""
    clock = Clock()
    pacer = Pacer(100, clock=clock)
    pacer.learn(
        {"X-HubSpot-RateLimit-Max": value, "X-HubSpot-RateLimit-Interval-Milliseconds": "10000"}
    )
    assert 100 == most_in_window(sent(pacer, clock, 60), 10.0)


def test_a_pause_holds_everybody() -> None:
    """After HubSpot asked for a pause, nothing goes out before its end."""
    clock = Clock()
    pacer = Pacer(100, clock=clock)
    pacer.pause(5.0)
    pacer.pause(2.0)
    assert 1005.0 == sent(pacer, clock, 6)[0]
    assert all(a <= b for a, b in pairwise(sent(pacer, clock, 6)))


def test_without_a_limit_it_is_the_documented_one() -> None:
    """The default is a private app's limit on a starter account: 100 requests in 10 seconds."""
    clock = Clock()
    assert 100 == most_in_window(sent(Pacer(clock=clock), clock, 60), 10.0)


def test_a_short_pause_holds_too() -> None:
    """Half a second is waited for."""
    clock = Clock()
    pacer = Pacer(clock=clock)
    pacer.pause(0.5)
    assert 0.5 == pacer.permit()


def test_who_must_wait_is_told_how_long() -> None:
    """Beyond the limit, the time to ask again is when the oldest request is out of the window."""
    clock = Clock()
    pacer = Pacer(1, 10.0, clock=clock)
    assert 0.0 == pacer.permit()
    assert 10.0 <= pacer.permit() <= 10.3


class Shared:
    """A bucket with a clock of its own, which lets everything through."""

    def __init__(self) -> None:
        self.leaks: list[int] = []

    def now(self) -> int:
        """Its time."""
        return 77

    def leak(self, now: int) -> int:
        """Note the time that is asked for."""
        self.leaks.append(now)
        return 0

    def put_decision(self, item: RateItem) -> SimpleNamespace:
        """Allow it at the bucket's time only."""
        return SimpleNamespace(allowed=item.timestamp == 77, retry_after_ms=None)


def test_a_shared_bucket_counts_by_its_own_clock() -> None:
    """Machines that share a bucket share its time, not their own."""
    bucket = Shared()
    pacer = Pacer(bucket=bucket, clock=Clock())  # type: ignore[arg-type]
    assert (0.0, [77]) == (pacer.permit(), bucket.leaks)
