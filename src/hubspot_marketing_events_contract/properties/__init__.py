"""What must hold of any server of this API: one function and one sentence for each property."""

from hubspot_marketing_events_contract.properties import (
    access,
    batches,
    concurrency,
    deletion,
    events,
    histories,
    large_batches,
    listing,
    participants,
    participation,
    permissions,
    reading,
    refusals,
    values,
    walks,
)
from hubspot_marketing_events_contract.properties._property import PROPERTIES, READS, Property

__all__ = [
    "PROPERTIES",
    "READS",
    "Property",
    "access",
    "batches",
    "concurrency",
    "deletion",
    "events",
    "histories",
    "large_batches",
    "listing",
    "participants",
    "participation",
    "permissions",
    "reading",
    "refusals",
    "values",
    "walks",
]
