"""HubSpot's marketing events: one call for any number of inputs, one outcome for each."""

from typing import TYPE_CHECKING

from hubspot_marketing_events import errors
from hubspot_marketing_events._async_client import AsyncMarketingEvents
from hubspot_marketing_events._client import MarketingEvents
from hubspot_marketing_events._drivers import AsyncOutcomes, Outcomes
from hubspot_marketing_events._events import Event, EventKey, Participant, ParticipantState
from hubspot_marketing_events._outcomes import ErrorDetails, Outcome, Report, Status
from hubspot_marketing_events._pacing import Pacer
from hubspot_marketing_events.errors import MarketingEventsError

if TYPE_CHECKING:
    from hubspot_marketing_events._records import (
        ContactList,
        EventIdentifiers,
        EventRecord,
        Participation,
    )

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


def __getattr__(name: str) -> object:
    """Import what HubSpot has when it is first used: it takes 3 ms, and who writes needs none."""
    if name in {"ContactList", "EventIdentifiers", "EventRecord", "Participation"}:
        from hubspot_marketing_events import _records  # noqa: PLC0415 - slow to import

        return vars(_records)[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
