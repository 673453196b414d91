"""Faults on command: one by one, by a plan, and of the connection."""

from hubspot_marketing_events_mock.faults._connection import CONNECTION_FAULTS, spoil
from hubspot_marketing_events_mock.faults._fault import Fault, FaultError
from hubspot_marketing_events_mock.faults._plan import Plan

__all__ = [
    "CONNECTION_FAULTS",
    "Fault",
    "FaultError",
    "Plan",
    "spoil",
]
