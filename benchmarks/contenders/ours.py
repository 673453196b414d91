"""This project's client, blocking."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.workload import Row
from hubspot_marketing_events import Event, MarketingEvents, Pacer, Status

NO_LIMIT = 10**9  # requests in ten seconds


class Contender:
    """`Event`s in, outcomes out."""

    def __init__(self, url: str) -> None:
        self._client = MarketingEvents(token="token", base_url=url, pacer=Pacer(NO_LIMIT))

    def inputs(self, rows: Sequence[Row]) -> list[Event]:
        return [Event(**row) for row in rows]

    def send(self, inputs: list[Event]) -> list[str]:
        report = self._client.upsert(inputs)
        return [str(outcome.id) for outcome in report if outcome.status is Status.CREATED]
