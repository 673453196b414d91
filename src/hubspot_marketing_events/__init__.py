"""Bulk upsert of HubSpot marketing events that loses none: one call, one outcome per event."""

from hubspot_marketing_events import errors
from hubspot_marketing_events._client import (
    AsyncMarketingEvents,
    AsyncOutcomes,
    MarketingEvents,
    Outcomes,
)
from hubspot_marketing_events._events import Event
from hubspot_marketing_events._outcomes import Outcome, Report, Status
from hubspot_marketing_events._pacing import Pacer
from hubspot_marketing_events.errors import ErrorDetails, MarketingEventsError

__all__ = [
    "AsyncMarketingEvents",
    "AsyncOutcomes",
    "ErrorDetails",
    "Event",
    "MarketingEvents",
    "MarketingEventsError",
    "Outcome",
    "Outcomes",
    "Pacer",
    "Report",
    "Status",
    "errors",
]
