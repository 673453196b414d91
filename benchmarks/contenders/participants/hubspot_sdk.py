"""hubspot-sdk, HubSpot's new client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hubspot_sdk import HubSpot

from benchmarks.workload import ACCOUNT, EVENT, Row, milliseconds


class Contender:
    """Typed dictionaries in, models out."""

    def __init__(self, url: str) -> None:
        self._client = HubSpot(access_token="token", base_url=url, max_retries=0)

    def inputs(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        return [
            {
                "email": row["email"],
                "interaction_date_time": milliseconds(row["at"]),
                "contact_properties": row["contact_properties"],
                "properties": {},
            }
            for row in rows
        ]

    def send(self, inputs: list[dict[str, Any]]) -> list[str]:
        attendance = self._client.marketing.marketing_events.attendance
        batch = attendance.create_by_external_event_id_and_email(
            "attend",
            external_event_id=EVENT,
            external_account_id=ACCOUNT,
            inputs=inputs,  # type: ignore[arg-type]
        )
        return [str(result.vid) for result in batch.results]
