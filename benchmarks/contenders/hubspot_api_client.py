"""hubspot-api-client, HubSpot's older client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hubspot import HubSpot
from hubspot.marketing.events import (
    BatchInputMarketingEventCreateRequestParams,
    MarketingEventCreateRequestParams,
    PropertyValue,
)

from benchmarks.workload import Row, property_list


class Contender:
    """Models in, models out."""

    def __init__(self, url: str) -> None:
        self._api = HubSpot(access_token="token", host=url).marketing.events.batch_api

    def inputs(self, rows: Sequence[Row]) -> list[Any]:
        events = []
        for row in rows:
            properties = [PropertyValue(**item) for item in property_list(row)]
            events.append(
                MarketingEventCreateRequestParams(**(row | {"custom_properties": properties}))
            )
        return events

    def send(self, inputs: list[Any]) -> list[str]:
        batch = self._api.upsert(BatchInputMarketingEventCreateRequestParams(inputs=inputs))
        return [str(result.object_id) for result in batch.results]
