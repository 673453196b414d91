"""Claim: clients that were not made here work against the mock; HubSpot's own makes all calls."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import hubspot
import pytest
from hubspot.marketing import events as client_of_hubspot
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


END = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
APP = 1000001
# The ids of one event, in the order that some calls take, and in the order that others take.
OWN = ("tour", "account")
EVENT = ("account", "tour")
# The client sends the key of a developer account for these, and no token.
BY_KEY = {"settings_api.get_all", "settings_api.update"}
# The client itself fails, whatever a server responds: it drops results.
FAULTS_OF_THE_CLIENT: set[str] = set()


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """A mock of every version."""
    with MockServer(mode="model") as running:
        yield running
    assert [] == running.mock.violations


def model(name: str, **fields: Any) -> Any:
    """An object of the client's own."""
    return getattr(client_of_hubspot, name)(**fields)


def batch(name: str, *inputs: Any) -> Any:
    """A batch of the client's own objects."""
    return model(name, inputs=list(inputs))


def given(name: str) -> Any:
    """An event with every required field."""
    return model(
        "MarketingEventCreateRequestParams",
        event_name="Tour",
        event_organizer="Northwind",
        external_account_id="account",
        external_event_id=name,
        start_date_time=START,
        end_date_time=END,
        custom_properties=[],
    )


def calls(number: str) -> dict[str, tuple[Any, ...]]:
    """Every call of the client, in an order in which each can succeed, with its arguments."""
    return {
        **calls_about_events(number),
        **calls_about_participants(number),
        **calls_about_lists(number),
        **calls_about_settings(),
        **deletions(number),
    }


def calls_about_events(number: str) -> dict[str, tuple[Any, ...]]:
    """Calls that create, find, change, cancel and complete events."""
    new: dict[str, Any] = {"event_name": "New", "custom_properties": []}
    full = model("MarketingEventPublicUpdateRequestFullV2", object_id=number, custom_properties=[])
    times = {"start_date_time": START, "end_date_time": END}
    inputs = batch("BatchInputMarketingEventCreateRequestParams", given("tour"))
    changes = batch("BatchInputMarketingEventPublicUpdateRequestFullV2", full)
    return {
        "basic_api.create": (given("created"),),
        "basic_api.upsert": ("tour", given("tour")),
        "basic_api.get_all": (),
        "basic_api.get_details": OWN,
        "basic_api.get_by_object_id": (number,),
        "basic_api.update": (*OWN, model("MarketingEventUpdateRequestParams", **new)),
        "basic_api.update_by_object_id": (
            number,
            model("MarketingEventPublicUpdateRequestV2", **new),
        ),
        "batch_api.upsert": (inputs,),
        "batch_api.update_by_object_id": (changes,),
        "identifiers_api.do_search": ("tour",),
        "identifiers_api.search_portal_events": ("tour",),
        "change_property_api.cancel": OWN,
        "change_property_api.complete": (
            *OWN,
            model("MarketingEventCompleteRequestParams", **times),
        ),
    }


def calls_about_participants(number: str) -> dict[str, tuple[Any, ...]]:
    """Calls that record what contacts did, and calls that read it."""
    person = model(
        "MarketingEventEmailSubscriber", email="ada@contacts.example", interaction_date_time=1
    )
    contact = model("MarketingEventSubscriber", vid=5, interaction_date_time=1)
    people = batch("BatchInputMarketingEventEmailSubscriber", person)
    contacts = batch("BatchInputMarketingEventSubscriber", contact)
    state = ("tour", "register", "account")
    recording = {
        "add_event_attendees_api.record_by_contact_emails": ("tour", "attend", people),
        "add_event_attendees_api.record_by_contact_id": (number, "attend", contacts),
        "add_event_attendees_api.record_by_contact_ids": ("tour", "attend", contacts),
        "add_event_attendees_api.record_by_email": (number, "attend", people),
        "subscriber_state_changes_api.upsert_by_contact_email": (*state, people),
        "subscriber_state_changes_api.upsert_by_contact_id": (*state, contacts),
    }
    by_number = (int(number),)
    reading = {
        "breakdown_by_contact_id": ("5",),
        "breakdown_by_external_event_id": EVENT,
        "breakdown_by_marketing_event_id": by_number,
        "counters_by_event_external_id": EVENT,
        "counters_by_marketing_event_id": by_number,
    }
    api = "retrieve_participant_state_api.get_participations_"
    return recording | {api + name: arguments for name, arguments in reading.items()}


def calls_about_lists(number: str) -> dict[str, tuple[Any, ...]]:
    """Calls that connect an event with lists of contacts."""
    return {
        "list_associations_api.associate_by_external_account_and_event_ids": (*EVENT, "9"),
        "list_associations_api.associate_by_marketing_event_id": (number, "9"),
        "list_associations_api.get_all_by_external_account_and_event_ids": EVENT,
        "list_associations_api.get_all_by_marketing_event_id": (number,),
        "list_associations_api.disassociate_by_external_account_and_event_ids": (*EVENT, "9"),
        "list_associations_api.disassociate_by_marketing_event_id": (number, "9"),
    }


def calls_about_settings() -> dict[str, tuple[Any, ...]]:
    """Calls about the settings of an app."""
    url = model("EventDetailSettingsUrl", event_details_url="https://a.example/%s")
    return {"settings_api.get_all": (APP,), "settings_api.update": (APP, url)}


def deletions(number: str) -> dict[str, tuple[Any, ...]]:
    """Calls that delete events; the ids in the batches are those of no event."""
    by_number = batch(
        "BatchInputMarketingEventPublicObjectIdDeleteRequest",
        model("MarketingEventPublicObjectIdDeleteRequest", object_id="1"),
    )
    absent = model(
        "MarketingEventExternalUniqueIdentifier",
        app_id=APP,
        external_account_id="account",
        external_event_id="none",
    )
    return {
        "batch_api.archive_by_object_id": (by_number,),
        "batch_api.archive": (batch("BatchInputMarketingEventExternalUniqueIdentifier", absent),),
        "basic_api.archive": OWN,
        "basic_api.archive_by_object_id": (number,),
    }


def carried_out(act: Callable[..., Any], arguments: tuple[Any, ...]) -> str:
    """Carry a call out; returns what went wrong, or nothing."""
    try:
        act(*arguments)
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is told
        return f"{type(problem).__name__}: {str(problem)[:300]}"
    return ""


def test_every_call_of_the_official_client_succeeds(server: MockServer) -> None:
    """All calls end well, none is left out; without a key, those two that need one fail."""
    client = hubspot.HubSpot(
        access_token="mock-token",
        api_key="mock-token",
        host=server.url,
    )
    events = client.marketing.events
    # What the delete by object id deletes is another event than the delete by external ids.
    other = events.batch_api.upsert(
        batch("BatchInputMarketingEventCreateRequestParams", given("tour"), given("other"))
    )
    number = other.results[1].object_id
    wanted = {
        f"{api}.{name}"
        for api in dir(events)
        if api.endswith("_api")
        for name, _ in inspect.getmembers(getattr(events, api), inspect.ismethod)
        if not name.startswith("_") and not name.endswith("_with_http_info")
    }
    assert wanted == set(calls(number))
    failed = {}
    for name, arguments in calls(number).items():
        api, _, method = name.partition(".")
        problem = carried_out(getattr(getattr(events, api), method), arguments)
        if problem:
            failed[name] = problem
    assert FAULTS_OF_THE_CLIENT == set(failed), failed
    print(f"{len(wanted) - len(failed)} of {len(wanted)} calls")
    keyless = hubspot.HubSpot(access_token="mock-token", host=server.url).marketing.events
    for name in BY_KEY:
        api, _, method = name.partition(".")
        problem = carried_out(getattr(getattr(keyless, api), method), calls(number)[name])
        assert "(401)" in problem
