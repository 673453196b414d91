"""Checked by mypy, never run: what a caller may rely on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import assert_type

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    AsyncOutcomes,
    ErrorDetails,
    Event,
    MarketingEvents,
    Outcome,
    Outcomes,
    Report,
    Status,
)

event = Event(event_name="n", event_organizer="o", external_account_id="a", external_event_id="e")
assert_type(event.start_date_time, dt.datetime | None)
assert_type(event.custom_properties, Mapping[str, str])


def blocking(client: MarketingEvents) -> None:
    """Reports and outcomes."""
    assert_type(client.upsert([event, {"eventName": "n"}], concurrency=2, deadline=1.5), Report)
    assert_type(client.upsert_iter(iter([event])), Outcomes)
    for outcome in client.upsert([event]):
        assert_type(outcome.status, Status)
        assert_type(outcome.error, ErrorDetails | None)
        assert_type(outcome.id, str | None)


async def suspending(client: AsyncMarketingEvents) -> None:
    """The same names, arguments and results."""

    def told(outcomes: Sequence[Outcome]) -> None: ...

    assert_type(await client.upsert([event], on_batch=told), Report)
    assert_type(client.upsert_iter([event]), AsyncOutcomes)


MarketingEvents(token=lambda: "t", base_url="http://x", api_version="2026-03", attempts=3)
MarketingEvents(token="t").upsert(event)  # type: ignore[arg-type]
MarketingEvents()  # type: ignore[call-arg]
event.event_name = "frozen"  # type: ignore[misc]
