"""What a server must show after any sequence of calls, and how that is compared."""

from hubspot_marketing_events_contract.model._model import Key, Model
from hubspot_marketing_events_contract.model._observation import brief
from hubspot_marketing_events_contract.model._requests import (
    BY_CONTACT,
    BY_EMAIL,
    CHANGING,
    DELETING,
    LIFE,
    LINKING,
    MAKING,
    PATCHING,
    TIMES,
    UNLINKING,
    by_contact,
    by_email,
    fresh_keys,
    valid_request,
)
from hubspot_marketing_events_contract.model._story import Story

__all__ = [
    "BY_CONTACT",
    "BY_EMAIL",
    "CHANGING",
    "DELETING",
    "LIFE",
    "LINKING",
    "MAKING",
    "PATCHING",
    "TIMES",
    "UNLINKING",
    "Key",
    "Model",
    "Story",
    "brief",
    "by_contact",
    "by_email",
    "fresh_keys",
    "valid_request",
]
