"""One claim at a time: what must hold after one call or a few."""

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
