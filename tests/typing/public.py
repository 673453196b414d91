"""Checked by mypy, never run: what a caller may rely on."""

import datetime as dt
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import assert_type

from hubspot_marketing_events import (
    AsyncMarketingEvents,
    AsyncOutcomes,
    ContactList,
    ErrorDetails,
    Event,
    EventIdentifiers,
    EventKey,
    EventRecord,
    MarketingEvents,
    Outcome,
    Outcomes,
    Participant,
    ParticipantState,
    Participation,
    Report,
    Status,
    errors,
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


key = EventKey("account", "event")
now = dt.datetime.now(dt.UTC)
guest = Participant(email="guest@example.org", at=now, properties={"joinedAt": "now"})
assert_type(event.key, EventKey)
assert_type(guest.at, dt.datetime)
assert_type(guest.email, str | None)
assert_type(guest.contact_id, str | int | None)


def other_calls(client: MarketingEvents) -> None:
    """Participants, reading, deleting and lists, by each way to name an event."""
    attended = ParticipantState.ATTENDED
    people: list[Participant | Mapping[str, object]] = [guest, {"vid": 5, "at": now}]
    assert_type(client.record_participants(key, people, state=attended), Report)
    assert_type(client.record_participants_iter("5", iter([guest]), state=attended), Outcomes)
    assert_type(client.delete_iter(iter(["5", "6"])), Outcomes)
    assert_type(client.delete([event, key, "5", ("account", "event")], concurrency=2), Report)
    assert_type(client.get(event, deadline=5), EventRecord)
    assert_type(client.find("event"), list[EventIdentifiers])
    assert_type(client.events(), Iterator[EventRecord])
    assert_type(client.participations(key, state="ATTENDED"), Iterator[Participation])
    assert_type(client.participations(contact="guest@example.org"), Iterator[Participation])
    assert_type(client.lists("5"), list[ContactList])

    client.cancel(client.get("5"))
    client.complete(key, now, now)
    client.associate(("account", "event"), 5)
    client.disassociate("5", "5")


def records(
    record: EventRecord, ids: EventIdentifiers, participation: Participation, listed: ContactList
) -> None:
    """What is read has types, and may be missing."""
    assert_type(record.object_id, str | None)
    assert_type(record.start_date_time, dt.datetime | None)
    assert_type(record.attendees, int | None)
    assert_type(record.custom_properties, Mapping[str, str])
    assert_type(ids.external_account_id, str | None)
    assert_type(participation.occurred_at, dt.datetime | None)
    assert_type(listed.size, int | None)


async def other_calls_suspending(client: AsyncMarketingEvents) -> None:
    """The same names, arguments and results."""
    registered = ParticipantState.REGISTERED
    people = client.record_participants_iter(key, [guest], state=registered)
    assert_type(people, AsyncOutcomes)
    assert_type(await client.record_participants(key, [guest], state=registered), Report)
    assert_type(await client.delete([key]), Report)
    assert_type(await client.get(key), EventRecord)
    assert_type(await client.find("event"), list[EventIdentifiers])
    assert_type(client.events(), AsyncIterator[EventRecord])
    assert_type(client.participations(key), AsyncIterator[Participation])
    assert_type(await client.lists(key), list[ContactList])
    await client.cancel(key)


def refused(client: MarketingEvents) -> None:
    """What is no argument of a call, and what is no value of one."""
    client.record_participants(key, [guest])  # type: ignore[call-arg]
    client.record_participants(key, [guest], state="attend")  # type: ignore[arg-type]
    client.get(5.5)  # type: ignore[arg-type]
    client.complete(key, "now", now)  # type: ignore[arg-type]
    Participant(email="guest@example.org")  # type: ignore[call-arg]
    assert_type(errors.NotFoundError("no").retry_after, float | None)  # type: ignore[arg-type]


MarketingEvents(token=lambda: "t", base_url="http://x", api_version="2026-03", attempts=3)
MarketingEvents(token="t").upsert(event)  # type: ignore[arg-type]
MarketingEvents()  # type: ignore[call-arg]
event.event_name = "frozen"  # type: ignore[misc]
