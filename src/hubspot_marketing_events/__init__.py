"""Bulk upsert of HubSpot marketing events that loses none: one call, one outcome per event."""

from hubspot_marketing_events import errors
from hubspot_marketing_events._async_client import AsyncMarketingEvents
from hubspot_marketing_events._client import MarketingEvents
from hubspot_marketing_events._drivers import AsyncOutcomes, Outcomes
from hubspot_marketing_events._events import Event
from hubspot_marketing_events._outcomes import ErrorDetails, Outcome, Report, Status
from hubspot_marketing_events._pacing import Pacer
from hubspot_marketing_events.errors import MarketingEventsError

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
