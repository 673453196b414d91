"""Every input, caller and order of calls of a kind, judged by the reference model."""

from hubspot_marketing_events_contract.properties.systematic import (
    concurrency,
    histories,
    large_batches,
    participation,
    permissions,
    values,
    walks,
)

__all__ = [
    "concurrency",
    "histories",
    "large_batches",
    "participation",
    "permissions",
    "values",
    "walks",
]
