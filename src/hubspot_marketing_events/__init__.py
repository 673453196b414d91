"""HubSpot's marketing events: one call for any number of inputs, one outcome for each."""

from hubspot_marketing_events import errors
from hubspot_marketing_events._async_client import AsyncMarketingEvents
from hubspot_marketing_events._client import MarketingEvents
from hubspot_marketing_events._drivers import AsyncOutcomes, Outcomes
from hubspot_marketing_events._events import Event, EventKey, Participant, ParticipantState
from hubspot_marketing_events._outcomes import ErrorDetails, Outcome, Report, Status
from hubspot_marketing_events._pacing import Pacer
from hubspot_marketing_events._records import (
    ContactList,
    EventIdentifiers,
    EventRecord,
    Participation,
)
from hubspot_marketing_events.errors import MarketingEventsError

__all__ = [
    "AsyncMarketingEvents",
    "AsyncOutcomes",
    "ContactList",
    "ErrorDetails",
    "Event",
    "EventIdentifiers",
    "EventKey",
    "EventRecord",
    "MarketingEvents",
    "MarketingEventsError",
    "Outcome",
    "Outcomes",
    "Pacer",
    "Participant",
    "ParticipantState",
    "Participation",
    "Report",
    "Status",
    "errors",
]
