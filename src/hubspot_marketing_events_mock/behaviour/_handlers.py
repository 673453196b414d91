"""Which function carries out which operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hubspot_marketing_events_mock.behaviour import _events as events
from hubspot_marketing_events_mock.behaviour import _lists as lists
from hubspot_marketing_events_mock.behaviour import _participants as participants
from hubspot_marketing_events_mock.behaviour._call import Call
from hubspot_marketing_events_mock.contract import Response

Handler = Callable[[Call], Response]
HANDLERS: Mapping[str, Handler] = {
    "upsert": events.upsert,
    "create": events.create,
    "upsertEvent": events.upsert_event,
    "getDetails": lambda call: Response(200, events.read(call, call.named())),
    "getByObjectId": lambda call: Response(200, events.read_by_object(call, call.named())),
    "listEvents": events.list_events,
    "updateEvent": lambda call: Response(
        200, events.written(call, events.write(call, call.named(), call.body))
    ),
    "updateEventByObjectId": lambda call: Response(
        200, events.written_by_object(call, events.write(call, call.named(), call.body))
    ),
    "updateByObjectId": events.update_many,
    "archiveEvent": events.archive,
    "archiveEventByObjectId": events.archive,
    "archive": events.archive_many,
    "archiveByObjectId": events.archive_many_by_object,
    "cancel": lambda call: Response(
        200, events.plain(events.write(call, call.named(), {"eventCancelled": True}))
    ),
    "complete": events.complete,
    "doSearch": events.search,
    "searchPortalEvents": events.identifiers,
    "getAllByExternalAccountAndEventIds": lists.lists,
    "getAllByMarketingEventId": lists.lists,
    "associateByExternalAccountAndEventIds": lists.associate,
    "associateByMarketingEventId": lists.associate,
    "disassociateByExternalAccountAndEventIds": lists.disassociate,
    "disassociateByMarketingEventId": lists.disassociate,
    "getAll": lists.settings,
    "updateSettings": lists.settings,
    "recordByContactId": participants.by_contact,
    "recordByContactIds": participants.by_contact,
    "recordByEmail": participants.by_email,
    "recordByContactEmails": participants.by_email,
    "upsertByContactId": participants.state_by_contact,
    "upsertByContactEmail": participants.state_by_email,
    "getParticipationsCountersByEventExternalId": participants.counters,
    "getParticipationsCountersByMarketingEventId": participants.counters,
    "getParticipationsBreakdownByExternalEventId": participants.breakdown,
    "getParticipationsBreakdownByMarketingEventId": participants.breakdown,
    "getParticipationsBreakdownByContactId": participants.breakdown_of_contact,
}
