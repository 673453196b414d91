"""Decides what is sent and when, and what became of it; does no I/O."""

from hubspot_marketing_events._core._calls import BatchCall, PendingInput, Request
from hubspot_marketing_events._core._delivery import Pages, deliver, single
from hubspot_marketing_events._core._retries import RetryPolicy
from hubspot_marketing_events._core._run import Batch, Conditions, Run

__all__ = [
    "Batch",
    "BatchCall",
    "Conditions",
    "Pages",
    "PendingInput",
    "Request",
    "RetryPolicy",
    "Run",
    "deliver",
    "single",
]
