"""Decides what is sent and when, and what became of it; does no I/O."""

from hubspot_marketing_events._core._delivery import deliver
from hubspot_marketing_events._core._retries import RetryPolicy
from hubspot_marketing_events._core._run import Batch, PendingInput, Run

__all__ = ["Batch", "PendingInput", "RetryPolicy", "Run", "deliver"]
