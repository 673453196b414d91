"""Every call of the clients works with every API version, against a mock of that version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    Event,
    EventKey,
    MarketingEvents,
    Participant,
    ParticipantState,
    errors,
)
from hubspot_marketing_events._http import contract_of
from hubspot_marketing_events_contract.target._mock import InProcess
from hubspot_marketing_events_mock import Contract, Mock

VERSIONS = ["v3", "2025-09", "2026-03", "2026-09"]
AT = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
KEY = EventKey("account", "event")
EVENT = Event(
    event_name="Tour",
    event_organizer="o",
    external_account_id="account",
    external_event_id="event",
    custom_properties={"room": "5"},
)
STATES = {"REGISTERED": 1, "ATTENDED": 2, "CANCELLED": 1}


@pytest.fixture(params=VERSIONS)
def options(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """What a client is made with, before a mock of one version; the mock finds no fault."""
    mock = Mock(Contract(contract_of(request.param)), mode="model")
    yield {
        "token": "mock-token",
        "api_version": request.param,
        "transport": InProcess(mock),
    }
    assert [] == mock.violations


def people(*names: str | int) -> list[Participant]:
    """Participants by e-mail address or contact id."""
    return [
        Participant(at=AT, email=name)
        if isinstance(name, str)
        else Participant(at=AT, contact_id=name)
        for name in names
    ]


@pytest.mark.parametrize("by_object", [False, True])
def test_participants_are_recorded_and_read(options: dict[str, Any], by_object: bool) -> None:
    """Each state is recorded by address and contact id, and shows in counters and breakdown."""
    with MarketingEvents(**options) as client:
        event = client.upsert([EVENT])[0].id if by_object else KEY
        client.upsert([EVENT])
        assert event
        reports = {
            "REGISTERED": client.record_participants(
                event, people("a@x.org"), state=ParticipantState.REGISTERED
            ),
            "ATTENDED": client.record_participants(
                event, people("b@x.org", 7), state=ParticipantState.ATTENDED
            ),
            "CANCELLED": client.record_participants(
                event, people(8), state=ParticipantState.CANCELLED
            ),
        }
        for state, count in STATES.items():
            assert ["accepted"] * count == [outcome.status for outcome in reports[state]]
            found = list(client.participations(event, state=state))
            assert [o.id for o in reports[state]] == [one.contact_id for one in found]
            assert {(state, AT)} == {(one.attendance_state, one.occurred_at) for one in found}

        record = client.get(event)
        assert (1, 2, 1) == (record.registrants, record.attendees, record.cancellations)
        (mine,) = client.participations(contact=7)
        assert ("event", record.object_id) == (mine.external_event_id, mine.marketing_event_id)


def test_who_is_no_contact_is_not_created(options: dict[str, Any]) -> None:
    """Without missing contacts, nobody is created, and only who is named by id is proven."""
    with MarketingEvents(**options) as client:
        client.upsert([EVENT])
        report = client.record_participants(
            KEY,
            people("nobody@x.org", 9),
            state=ParticipantState.REGISTERED,
            create_missing_contacts=False,
        )
        assert ["unconfirmed", "accepted"] == [outcome.status for outcome in report]
        assert [[], ["9"]] == [
            [outcome.id for outcome in outcomes] for outcomes in (report.failed, report.ok)
        ]
        assert ["9"] == [one.contact_id for one in client.participations(KEY)]


def test_an_event_is_read_changed_and_deleted(options: dict[str, Any]) -> None:
    """What is written is read; cancelling, completing and lists show; what is deleted is gone."""
    with MarketingEvents(**options) as client:
        client.upsert([EVENT])
        record = client.get(EVENT)
        assert ("Tour", {"room": "5"}) == (record.event_name, record.custom_properties)
        (found,) = client.find("event")
        assert (record.object_id, "account") == (found.object_id, found.external_account_id)
        assert [record.object_id] == [one.object_id for one in client.events()]

        client.cancel(record)
        client.complete(KEY, AT, AT + dt.timedelta(hours=1))
        changed = client.get(record)
        assert (True, True, AT) == (
            changed.event_cancelled,
            changed.event_completed,
            changed.start_date_time,
        )
        client.associate(KEY, 5)
        client.associate(record, "6")
        client.disassociate(KEY, "5")
        assert ["6"] == [one.list_id for one in client.lists(record)]

        statuses = [outcome.status for outcome in client.delete([record, ("account", "none")])]
        assert ["deleted", "not_found"] == statuses
        with pytest.raises(errors.NotFoundError, match="check the ids"):
            client.get(EVENT)


def test_a_missing_event_ends_the_call(options: dict[str, Any]) -> None:
    """Participants of an event that is not there raise, and the report has all of them."""
    with MarketingEvents(**options) as client, pytest.raises(errors.NotFoundError) as caught:
        client.record_participants("123", people("a@x.org", 5), state=ParticipantState.ATTENDED)
    assert caught.value.report is not None
    assert {"not_sent": 2} == caught.value.report.counts


def test_object_ids_that_name_nothing_are_told(options: dict[str, Any]) -> None:
    """An object id alone is not found; in a batch, the others are gone and perhaps were before."""
    events = [
        Event(
            event_name="n", event_organizer="o", external_account_id="a", external_event_id=str(n)
        )
        for n in range(3)
    ]
    with MarketingEvents(**options) as client:
        ids = [outcome.id or "" for outcome in client.upsert(events)]
        assert ["not_found"] == [outcome.status for outcome in client.delete(["123"])]
        assert ["deleted"] == [outcome.status for outcome in client.delete(ids[:1])]
        report = client.delete([*ids[1:], "123"])
        assert ["accepted"] * 3 == [outcome.status for outcome in report]
        assert [] == list(client.events())


async def test_the_asyncio_client_does_the_same(options: dict[str, Any]) -> None:
    """Every call of the asyncio client, in short."""
    async with AsyncMarketingEvents(**options) as client:
        await client.upsert([EVENT])
        given = people("a@x.org", 7)
        report = await client.record_participants(KEY, given, state=ParticipantState.ATTENDED)
        assert {"accepted": 2} == report.counts
        iterated = client.record_participants_iter(KEY, given, state=ParticipantState.REGISTERED)
        assert [True, True] == [outcome.ok async for outcome in iterated]
        record = await client.get(KEY)
        assert [record.object_id] == [one.object_id async for one in client.events()]
        assert 2 == len([one async for one in client.participations(KEY)])
        assert [record.object_id] == [one.object_id for one in await client.find("event")]
        await client.cancel(KEY)
        await client.complete(KEY, AT, AT)
        await client.associate(KEY, 5)
        assert 1 == len(await client.lists(KEY))
        await client.disassociate(KEY, 5)
        assert {"deleted": 1} == (await client.delete([KEY])).counts
        assert ["not_found"] == [outcome.status async for outcome in client.delete_iter([KEY])]
