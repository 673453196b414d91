"""hubspot-sdk, HubSpot's new client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hubspot_sdk import HubSpot

from benchmarks.workload import Row, property_list


class Contender:
    """Typed dictionaries in, models out."""

    def __init__(self, url: str) -> None:
        self._client = HubSpot(access_token="token", base_url=url, max_retries=0)

    def inputs(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        return [row | {"custom_properties": property_list(row)} for row in rows]

    def send(self, inputs: list[dict[str, Any]]) -> list[str]:
        upsert = self._client.marketing.marketing_events.upsert_batch
        batch = upsert(inputs=inputs)  # type: ignore[arg-type]
        return [str(result.object_id) for result in batch.results]
