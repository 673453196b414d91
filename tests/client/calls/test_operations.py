"""The comparison of documents knows every operation that the client calls."""

from __future__ import annotations

import datetime as dt
import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubspot_marketing_events import (
    Event,
    EventKey,
    MarketingEvents,
    Participant,
    ParticipantState,
    errors,
)
from hubspot_marketing_events_contract.target._mock import InProcess
from hubspot_marketing_events_mock import Contract, Mock

ROOT = Path(__file__).parents[3]
LISTED = runpy.run_path(str(ROOT / "scripts" / "compare" / "_client_calls.py"))["CALLED"]
AT = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
EVENT = Event(
    event_name="Tour",
    event_organizer="o",
    external_account_id="account",
    external_event_id="event",
)
PEOPLE = [Participant(at=AT, email="a@x.org"), Participant(at=AT, contact_id=7)]
STATE = ParticipantState.ATTENDED
Calls = Callable[[MarketingEvents, Any], object]


def participants(client: MarketingEvents, event: Any) -> None:
    """Record participants, with missing contacts created and without."""
    client.record_participants(event, PEOPLE, state=STATE)
    if isinstance(event, EventKey):  # HubSpot has no such call for object ids
        client.record_participants(event, PEOPLE, state=STATE, create_missing_contacts=False)


def complete(client: MarketingEvents, event: Any) -> None:
    """Complete an event, for which HubSpot has a call by external ids alone."""
    if isinstance(event, EventKey):
        client.complete(event, AT, AT)
        return
    with pytest.raises(errors.ConfigurationError):
        client.complete(event, AT, AT)


def participations(client: MarketingEvents, event: Any) -> None:
    """List what happened at an event, and what a contact did at all of them."""
    list(client.participations(event))
    list(client.participations(contact=7))


# Every public method that sends anything, in an order in which each finds what it needs.
METHODS: dict[str, Calls] = {
    "upsert": lambda client, _: client.upsert([EVENT]),
    "upsert_iter": lambda client, _: list(client.upsert_iter([EVENT])),
    "get": lambda client, event: client.get(event),
    "find": lambda client, _: client.find("event"),
    "events": lambda client, _: list(client.events()),
    "record_participants": participants,
    "record_participants_iter": lambda client, event: list(
        client.record_participants_iter(event, PEOPLE, state=STATE)
    ),
    "participations": participations,
    "cancel": lambda client, event: client.cancel(event),
    "complete": complete,
    "associate": lambda client, event: client.associate(event, 5),
    "lists": lambda client, event: client.lists(event),
    "disassociate": lambda client, event: client.disassociate(event, 5),
    "delete": lambda client, event: client.delete([event]),
    "delete_iter": lambda client, event: list(client.delete_iter([event])),
}
SENDS_NOTHING = {"close"}


def names(contract: Contract) -> dict[str, str]:
    """Method and path after the prefix, without names of parameters, by operationId."""
    found = {}
    for path, item in contract.document["paths"].items():
        rest = re.sub(r"\{[^}]*\}", "{}", path.removeprefix(contract.prefix))
        for method, operation in item.items():
            found[operation["operationId"]] = f"{method.upper()} {rest}".rstrip(" /")
    return found


def test_every_operation_of_the_client_is_listed() -> None:
    """All methods, with events by external ids and by object id, call what is listed, no less."""
    public = {name for name in vars(MarketingEvents) if not name.startswith("_")}
    assert METHODS.keys() == public - SENDS_NOTHING

    mock = Mock(Contract.load(), mode="model")
    with MarketingEvents(token="mock-token", transport=InProcess(mock)) as client:
        for by_object in (False, True):
            event: Any = EventKey("account", "event")
            object_id = client.upsert([EVENT])[0].id
            for call in METHODS.values():
                call(client, object_id if by_object else event)
    known = names(mock.contract)
    assert LISTED == {known[exchange.operation] for exchange in mock.requests}
