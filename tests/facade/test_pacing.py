"""Pacing, in simulated time."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import pytest

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
    pacer.learn({"X-HubSpot-RateLimit-Max": "190", "X-HubSpot-RateLimit-Interval-Milliseconds": "10000"})
    assert 190 == most_in_window(sent(pacer, clock, 60), 10.0)


@pytest.mark.parametrize("value", ["", "many", "-1", "0"])
def test_headers_without_a_limit_change_nothing(value: str) -> None:
    """A header that holds no number is no limit."""
    clock = Clock()
    pacer = Pacer(100, clock=clock)
    pacer.learn({"X-HubSpot-RateLimit-Max": value, "X-HubSpot-RateLimit-Interval-Milliseconds": "10000"})
    assert 100 == most_in_window(sent(pacer, clock, 60), 10.0)


def test_a_pause_holds_everybody() -> None:
    """After HubSpot asked for a pause, nothing goes out before its end."""
    clock = Clock()
    pacer = Pacer(100, clock=clock)
    pacer.pause(5.0)
    pacer.pause(2.0)
    assert 1005.0 == sent(pacer, clock, 6)[0]
    assert all(a <= b for a, b in pairwise(sent(pacer, clock, 6)))
