"""A recorded mock server for HubSpot's Marketing Events API.

Made from HubSpot's documentation and from what public code shows, never from a live account.
"""

from hubspot_marketing_events_mock._contract import Contract, ContractError, Request
from hubspot_marketing_events_mock._faults import Fault, FaultError, Plan
from hubspot_marketing_events_mock._mock import Exchange, Mock
from hubspot_marketing_events_mock._model import Assumptions
from hubspot_marketing_events_mock._record import Recorder
from hubspot_marketing_events_mock._recordings import Recording, RecordingError
from hubspot_marketing_events_mock._server import MockServer
from hubspot_marketing_events_mock._tokens import Token

__all__ = [
    "Assumptions",
    "Contract",
    "ContractError",
    "Exchange",
    "Fault",
    "FaultError",
    "Mock",
    "MockServer",
    "Plan",
    "Recorder",
    "Recording",
    "RecordingError",
    "Request",
    "Token",
]
