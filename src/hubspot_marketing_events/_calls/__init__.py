"""The calls that the clients offer, each in the terms of the engine."""

from hubspot_marketing_events._calls._deletion import deletion
from hubspot_marketing_events._calls._participants import recording
from hubspot_marketing_events._calls._single import (
    associate,
    cancel,
    complete,
    disassociate,
    events,
    find,
    get,
    lists,
    participations,
)
from hubspot_marketing_events._calls._upsert import upsert

__all__ = [
    "associate",
    "cancel",
    "complete",
    "deletion",
    "disassociate",
    "events",
    "find",
    "get",
    "lists",
    "participations",
    "recording",
    "upsert",
]
