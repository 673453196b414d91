"""Bulk upsert of HubSpot marketing events that loses none: one call, one outcome per event."""

from hubspot_marketing_events import errors
from hubspot_marketing_events._client import AsyncMarketingEvents, MarketingEvents
from hubspot_marketing_events._events import Event
from hubspot_marketing_events._outcomes import Outcome, Report, Status
from hubspot_marketing_events._pacing import Pacer
from hubspot_marketing_events.errors import MarketingEventsError, OutcomeError

__all__ = [
    "AsyncMarketingEvents",
    "Event",
    "MarketingEvents",
    "MarketingEventsError",
    "Outcome",
    "OutcomeError",
    "Pacer",
    "Report",
    "Status",
    "errors",
]
