"""HubSpot's limits: how many requests an app made, and whether that is too many."""

from __future__ import annotations

import datetime as dt
from collections import deque

from attrs import define, field

from hubspot_marketing_events_mock.behaviour import too_many
from hubspot_marketing_events_mock.contract import Response

INTERVAL = 10.0  # seconds of the rate limit (documented)
# Requests a day of a free or starter account, until midnight (documented); here until a reset.
DAILY = 250_000


@define
class Usage:
    """The requests of one app in one portal: those of the interval, and those of the day."""

    times: deque[float] = field(factory=deque)
    today: int = 0

    def count(
        self, now: dt.datetime, *, limit: int, daily_limit: int, enforce: bool
    ) -> Response | None:
        """Count a request; returns the refusal of one that is too many."""
        moment = now.timestamp()
        while self.times and self.times[0] <= moment - INTERVAL:
            self.times.popleft()
        if enforce and self.today >= daily_limit:
            return too_many("DAILY")
        if enforce and len(self.times) >= limit:
            return too_many()
        # Beyond the limit it does not count how many there were.
        while len(self.times) > limit:
            self.times.popleft()
        self.times.append(moment)
        self.today += 1
        return None

    def headers(self, *, limit: int, daily_limit: int) -> dict[str, str]:
        """The headers in which HubSpot tells the limits and what remains (documented)."""
        return {
            "X-HubSpot-RateLimit-Daily": str(daily_limit),
            "X-HubSpot-RateLimit-Daily-Remaining": str(max(0, daily_limit - self.today)),
            "X-HubSpot-RateLimit-Interval-Milliseconds": str(int(INTERVAL * 1000)),
            "X-HubSpot-RateLimit-Max": str(limit),
            "X-HubSpot-RateLimit-Remaining": str(max(0, limit - len(self.times))),
        }
