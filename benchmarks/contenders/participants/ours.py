"""This project's client, blocking."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.contenders.ours import NO_LIMIT
from benchmarks.workload import ACCOUNT, EVENT, Row
from hubspot_marketing_events import MarketingEvents, Pacer, Participant, ParticipantState


class Contender:
    """`Participant`s in, outcomes out."""

    def __init__(self, url: str) -> None:
        self._client = MarketingEvents(token="token", base_url=url, pacer=Pacer(NO_LIMIT))

    def inputs(self, rows: Sequence[Row]) -> list[Participant]:
        return [Participant(**row) for row in rows]

    def send(self, inputs: list[Participant]) -> list[str]:
        report = self._client.record_participants(
            (ACCOUNT, EVENT), inputs, state=ParticipantState.ATTENDED
        )
        return [str(outcome.id) for outcome in report if outcome.ok]
