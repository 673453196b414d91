"""This project's client, on asyncio."""

from __future__ import annotations

from benchmarks.contenders import ours
from hubspot_marketing_events import AsyncMarketingEvents, Event, Pacer, Status


class Contender(ours.Contender):
    """`Event`s in, outcomes out."""

    def __init__(self, url: str) -> None:
        pacer = Pacer(ours.NO_LIMIT)
        self._async_client = AsyncMarketingEvents(token="token", base_url=url, pacer=pacer)

    async def send(self, inputs: list[Event]) -> list[str]:  # type: ignore[override]
        report = await self._async_client.upsert(inputs)
        return [str(outcome.id) for outcome in report if outcome.status is Status.CREATED]
