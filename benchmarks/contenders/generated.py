"""The generated client alone."""

from __future__ import annotations

from collections.abc import Sequence

from hubspot_marketing_events_client.v2026_03 import AuthenticatedClient
from hubspot_marketing_events_client.v2026_03.api.batch import upsert
from hubspot_marketing_events_client.v2026_03.models import (
    BatchInputMarketingEventCreateRequestParams,
    BatchResponseMarketingEventPublicDefaultResponse,
    MarketingEventCreateRequestParams,
    PropertyValueInput,
)

from benchmarks.workload import Row, property_list


class Contender:
    """Models in, models out."""

    def __init__(self, url: str) -> None:
        self._client = AuthenticatedClient(base_url=url, token="token")

    def inputs(self, rows: Sequence[Row]) -> list[MarketingEventCreateRequestParams]:
        events = []
        for row in rows:
            properties = [PropertyValueInput(**item) for item in property_list(row)]
            events.append(
                MarketingEventCreateRequestParams(**(row | {"custom_properties": properties}))
            )
        return events

    def send(self, inputs: list[MarketingEventCreateRequestParams]) -> list[str]:
        body = BatchInputMarketingEventCreateRequestParams(inputs=inputs)
        batch = upsert.sync(client=self._client, body=body)
        if not isinstance(batch, BatchResponseMarketingEventPublicDefaultResponse):
            raise TypeError(batch)
        return [str(result.object_id) for result in batch.results]
