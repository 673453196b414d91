"""Faults on command: one by one, by a plan, and of the connection."""

from hubspot_marketing_events_mock.faults._connection import CONNECTION_FAULTS, Spoiled, spoil
from hubspot_marketing_events_mock.faults._fault import Fault, FaultError, is_whole
from hubspot_marketing_events_mock.faults._plan import Plan, check_operation

__all__ = [
    "CONNECTION_FAULTS",
    "Fault",
    "FaultError",
    "Plan",
    "Spoiled",
    "check_operation",
    "is_whole",
    "spoil",
]
