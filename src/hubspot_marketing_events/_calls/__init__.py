"""The calls that the clients offer, each in the terms of the engine."""

from hubspot_marketing_events._calls._upsert import upsert

__all__ = ["upsert"]
