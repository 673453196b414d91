"""One claim at a time: what one call, or a few, must come to."""

from hubspot_marketing_events_contract.properties.claims import (
    access,
    batches,
    deletion,
    events,
    listing,
    participants,
    reading,
    refusals,
)

__all__ = [
    "access",
    "batches",
    "deletion",
    "events",
    "listing",
    "participants",
    "reading",
    "refusals",
]
