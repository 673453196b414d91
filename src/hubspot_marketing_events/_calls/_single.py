"""Calls about one event, and the pages of lists."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from hubspot_marketing_events._calls._references import fits_path, named, reference
from hubspot_marketing_events._core import Pages, Request
from hubspot_marketing_events._events import ParticipantState
from hubspot_marketing_events._http import Api, read_done, read_object
from hubspot_marketing_events._records import (
    ContactList,
    EventIdentifiers,
    EventRecord,
    Participation,
    read_page,
)
from hubspot_marketing_events.errors import ConfigurationError

if TYPE_CHECKING:
    from hubspot_marketing_events._calls._references import EventRef

PAGE = 100  # items, as many as HubSpot gives at once (documented)
_EVENT = partial(read_object, made=EventRecord.read)
_EVENTS = partial(read_object, made=partial(read_page, EventRecord))
_FOUND = partial(read_object, made=lambda body: read_page(EventIdentifiers, body)[0])
_LISTS = partial(read_object, made=lambda body: read_page(ContactList, body)[0])
_PARTICIPATIONS = partial(read_object, made=partial(read_page, Participation))


def get(api: Api, event: EventRef) -> Request[EventRecord]:
    """Ask for one event."""
    operation, ids = named(reference(event), "basic.get_details", "basic.get_by_object_id")
    return Request(api.request(operation, **ids), _EVENT)


def find(api: Api, external_event_id: str) -> Request[list[EventIdentifiers]]:
    """Ask which events have an external event id."""
    if not fits_path(external_event_id):
        raise ConfigurationError(f"external_event_id {external_event_id!r:.100} names no event")
    found = "identifiers.search_portal_events"
    return Request(api.request(found, external_event_id=external_event_id), _FOUND)


def events(api: Api) -> Pages[EventRecord]:
    """Ask for all events, in pages."""
    return Pages(
        lambda after: Request(api.request("basic.list_events", after=after, limit=PAGE), _EVENTS)
    )


def participations(
    api: Api,
    event: EventRef | None,
    contact: str | int | None,
    state: ParticipantState | str | None,
) -> Pages[Participation]:
    """Ask for what contacts did at an event, or one contact at all of them, in pages."""
    wanted = str(contact) if type(contact) is int else contact
    state = state.name if isinstance(state, ParticipantState) else state
    if event is None and wanted is None:
        raise ConfigurationError("participations are those of an event, of a contact, or of both")
    for name, text in (("contact", wanted), ("state", state)):
        if text is not None and not fits_path(text):
            raise ConfigurationError(f"{name} {text!r:.100} cannot be part of a URL")

    by = "participant_state.get_participations_breakdown_by_"
    operation, ids = by + "contact_id", dict[str, Any]()
    if event is not None:
        operation, ids = named(
            reference(event), by + "external_event_id", by + "marketing_event_id"
        )
    given = {**ids, "contact_identifier": wanted, "state": state, "limit": PAGE}
    return Pages(
        lambda after: Request(api.request(operation, after=after, **given), _PARTICIPATIONS)
    )


def cancel(api: Api, event: EventRef) -> Request[None]:
    """Mark an event as cancelled."""
    operation, ids = named(
        reference(event), "event_status.cancel", "basic.update_event_by_object_id"
    )
    body = ("MarketingEventPublicUpdateRequestV2", {"eventCancelled": True})
    given = {} if "event_status" in operation else {"body": body}
    return Request(api.request(operation, **given, **ids), read_done)


def complete(api: Api, event: EventRef, start: dt.datetime, end: dt.datetime) -> Request[None]:
    """Mark an event as having taken place."""
    operation, ids = named(reference(event), "event_status.complete", None)
    body = {"startDateTime": _in_utc(start), "endDateTime": _in_utc(end)}
    return Request(
        api.request(operation, ("MarketingEventCompleteRequestParams", body), **ids), read_done
    )


def _in_utc(time: dt.datetime) -> str:
    if not isinstance(time, dt.datetime) or time.utcoffset() is None:
        raise ConfigurationError("start and end need a time zone, as datetime.UTC")
    try:
        return time.astimezone(dt.UTC).isoformat()
    except OverflowError:
        raise ConfigurationError(f"{time} is outside the years 1 to 9999 in UTC") from None


def lists(api: Api, event: EventRef) -> Request[list[ContactList]]:
    """Ask for the lists that are associated with an event."""
    return Request(_listed(api, event, "get_all_by_"), _LISTS)


def associate(api: Api, event: EventRef, list_id: str | int) -> Request[None]:
    """Associate a list with an event."""
    return Request(_listed(api, event, "associate_by_", list_id=list_id), read_done)


def disassociate(api: Api, event: EventRef, list_id: str | int) -> Request[None]:
    """End the association of a list with an event."""
    return Request(_listed(api, event, "disassociate_by_", list_id=list_id), read_done)


def _listed(api: Api, event: EventRef, what: str, **given: str | int) -> Any:
    by = f"list_associations.{what}"
    operation, ids = named(
        reference(event), by + "external_account_and_event_ids", by + "marketing_event_id"
    )
    for name, value in given.items():
        if type(value) not in {str, int} or not fits_path(str(value)):
            raise ConfigurationError(f"{name} {value!r:.100} names no list")
        ids[name] = str(value)
    return api.request(operation, **ids)
