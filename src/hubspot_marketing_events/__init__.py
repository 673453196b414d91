"""HubSpot's marketing events: one call for any number of inputs, one outcome for each."""

from typing import TYPE_CHECKING

from hubspot_marketing_events import errors
from hubspot_marketing_events._client import MarketingEvents
from hubspot_marketing_events._drivers import Outcomes
from hubspot_marketing_events._events import Event, EventKey, Participant, ParticipantState
from hubspot_marketing_events._outcomes import ErrorDetails, Outcome, Report, Status
from hubspot_marketing_events._pacing import Pacer
from hubspot_marketing_events.errors import MarketingEventsError

if TYPE_CHECKING:
    from hubspot_marketing_events._async_client import AsyncMarketingEvents
    from hubspot_marketing_events._drivers._asynchronous import AsyncOutcomes
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

_LATER = {
    **dict.fromkeys(
        ("ContactList", "EventIdentifiers", "EventRecord", "Participation"), "_records"
    ),
    "AsyncMarketingEvents": "_async_client",
    "AsyncOutcomes": "_drivers._asynchronous",
}


def __getattr__(name: str) -> object:
    """Import asyncio, and the classes of what HubSpot has, when they are first used."""
    if name in _LATER:
        from importlib import import_module  # noqa: PLC0415 - none of the package's own names

        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
