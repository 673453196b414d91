"""Run the core, which does no I/O: by blocking calls, or on an asyncio event loop."""

from hubspot_marketing_events._drivers._base import BASE_URL, MOST_IN_FLIGHT
from hubspot_marketing_events._drivers._blocking import BlockingDriver, Outcomes

__all__ = [
    "BASE_URL",
    "MOST_IN_FLIGHT",
    "BlockingDriver",
    "Outcomes",
]
