"""hubspot-api-client, HubSpot's older client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hubspot import HubSpot
from hubspot.marketing.events import (
    BatchInputMarketingEventEmailSubscriber,
    MarketingEventEmailSubscriber,
)

from benchmarks.workload import ACCOUNT, EVENT, Row, milliseconds


class Contender:
    """Models in, models out."""

    def __init__(self, url: str) -> None:
        client = HubSpot(access_token="token", host=url)
        self._api = client.marketing.events.add_event_attendees_api

    def inputs(self, rows: Sequence[Row]) -> list[Any]:
        return [
            MarketingEventEmailSubscriber(
                email=row["email"],
                interaction_date_time=milliseconds(row["at"]),
                contact_properties=row["contact_properties"],
                properties={},
            )
            for row in rows
        ]

    def send(self, inputs: list[Any]) -> list[str]:
        body = BatchInputMarketingEventEmailSubscriber(inputs=inputs)
        batch = self._api.record_by_contact_emails(
            EVENT, "attend", body, external_account_id=ACCOUNT
        )
        return [str(result.vid) for result in batch.results]
