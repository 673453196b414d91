"""Claim: clients that were not made here work against the mock, unmodified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import hubspot
import pytest
from hubspot.marketing.events import (
    BatchInputMarketingEventCreateRequestParams,
    MarketingEventCreateRequestParams,
)
from hubspot_sdk import HubSpot, NotFoundError

from hubspot_marketing_events_mock import Contract, MockServer

START = dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)
GIVEN: dict[str, Any] = {
    "event_name": "Tour", "event_organizer": "Northwind", "external_account_id": "account",
    "external_event_id": "tour-1", "event_description": "Grüße 🎪", "start_date_time": START,
    "custom_properties": [],
}  # fmt: skip


def test_hubspots_new_sdk_upserts_reads_and_deletes(hubspot_mock: MockServer) -> None:
    """hubspot-sdk: create, update, read by both ids, delete, and not find any more."""
    client = HubSpot(access_token="mock-token", base_url=hubspot_mock.url, max_retries=0)
    events = client.marketing.marketing_events
    (created,) = events.upsert_batch(inputs=[GIVEN]).results  # type: ignore[list-item]
    second: Any = GIVEN | {"event_name": "Second tour"}
    (updated,) = events.upsert_batch(inputs=[second]).results
    assert created.object_id == updated.object_id
    found = events.get(str(updated.object_id))
    assert ("Second tour", START, "Grüße 🎪") == (
        found.event_name,
        found.start_date_time,
        found.event_description,
    )
    assert [found.object_id] == [event.object_id for event in events.list().results]
    events.delete(str(updated.object_id))
    with pytest.raises(NotFoundError):
        events.get(str(updated.object_id))
    client.close()


@pytest.fixture
def v3() -> Iterator[MockServer]:
    """A mock of version v3, which the newest official clients call."""
    with MockServer(contract=Contract.load(version="v3"), mode="model") as server:
        yield server
    assert not server.mock.violations


def test_hubspots_older_client_upserts_reads_and_deletes(v3: MockServer) -> None:
    """hubspot-api-client: create, update, read by both ids, delete, and not find any more."""
    events = hubspot.HubSpot(access_token="mock-token", host=v3.url).marketing.events

    def upsert(**changes: Any) -> Any:
        inputs = [MarketingEventCreateRequestParams(**(GIVEN | changes))]
        return events.batch_api.upsert(
            BatchInputMarketingEventCreateRequestParams(inputs=inputs)
        ).results[0]

    created, updated = upsert(), upsert(event_name="Second tour")
    assert created.object_id == updated.object_id
    found = events.basic_api.get_details("tour-1", "account")
    assert ("Second tour", START, "Grüße 🎪") == (
        found.event_name,
        found.start_date_time,
        found.event_description,
    )
    (listed,) = events.basic_api.get_all().results  # with a slash at the end of the path
    assert updated.object_id == listed.object_id
    events.basic_api.archive_by_object_id(updated.object_id)
    with pytest.raises(hubspot.marketing.events.ApiException, match="404"):
        events.basic_api.get_by_object_id(updated.object_id)


def test_a_version_that_is_not_served_is_told() -> None:
    """Where one version is served, the path of another is a page that says 404 and which one is."""
    with MockServer(contract=Contract.load()) as server:
        events = hubspot.HubSpot(access_token="mock-token", host=server.url).marketing.events
        with pytest.raises(hubspot.marketing.events.ApiException, match="404") as caught:
            events.basic_api.get_all()
    assert Contract.load().prefix in str(caught.value.body)
