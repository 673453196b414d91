"""The mock and the recorder as servers."""

from hubspot_marketing_events_mock.http._engine import MODES, Exchange
from hubspot_marketing_events_mock.http._mock import Mock
from hubspot_marketing_events_mock.http._protocol import ConnectionProtocol
from hubspot_marketing_events_mock.http._recorder import Recorder
from hubspot_marketing_events_mock.http._server import MockServer, listen

__all__ = [
    "MODES",
    "ConnectionProtocol",
    "Exchange",
    "Mock",
    "MockServer",
    "Recorder",
    "listen",
]
