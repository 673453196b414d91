"""How HubSpot behaves, as far as that is documented or observed in public code.

What is neither is in `Assumptions`.
"""

from hubspot_marketing_events_mock.behaviour._call import Assumptions, Call
from hubspot_marketing_events_mock.behaviour._handlers import HANDLERS, Handler
from hubspot_marketing_events_mock.behaviour._partial import carried_out_in_part
from hubspot_marketing_events_mock.behaviour._responses import (
    RefusalError,
    error,
    invalid,
    not_found,
    page,
    too_many,
)
from hubspot_marketing_events_mock.behaviour._state import Event, State
from hubspot_marketing_events_mock.behaviour._tokens import (
    DEFAULT_TOKENS,
    Token,
    TokenError,
    identify,
    load_tokens,
)

__all__ = [
    "DEFAULT_TOKENS",
    "HANDLERS",
    "Assumptions",
    "Call",
    "Event",
    "Handler",
    "RefusalError",
    "State",
    "Token",
    "TokenError",
    "carried_out_in_part",
    "error",
    "identify",
    "invalid",
    "load_tokens",
    "not_found",
    "page",
    "too_many",
]
