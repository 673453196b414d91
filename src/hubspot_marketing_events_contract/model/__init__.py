"""What a server must show after any sequence of calls, and the comparison with what it shows."""

from hubspot_marketing_events_contract.model._model import Key, Model
from hubspot_marketing_events_contract.model._requests import (
    BATCHES,
    BY_CONTACT,
    BY_EMAIL,
    BY_OBJECT_ID,
    CHANGING,
    DELETING,
    LIFE,
    LINKING,
    MAKING,
    PATCHING,
    TIMES,
    UNLINKING,
    Request,
    by_contact,
    by_email,
    fresh_keys,
    joined,
    valid_request,
)
from hubspot_marketing_events_contract.model._story import Story

__all__ = [
    "BATCHES",
    "BY_CONTACT",
    "BY_EMAIL",
    "BY_OBJECT_ID",
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
    "Request",
    "Story",
    "by_contact",
    "by_email",
    "fresh_keys",
    "joined",
    "valid_request",
]
