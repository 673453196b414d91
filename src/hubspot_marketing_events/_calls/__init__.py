"""The calls that the clients offer, each in the terms of the engine."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hubspot_marketing_events._calls._upsert import upsert

if TYPE_CHECKING:
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


_LATER = {"deletion": "_deletion", "recording": "_participants"}


def __getattr__(name: str) -> Any:
    """Import what describes a call when one is first made: all of it takes 5 ms."""
    if name in __all__:
        module = _LATER.get(name, "_single")
        return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
