"""The mock and the recorder as servers."""

from hubspot_marketing_events_mock.http._engine import MODES
from hubspot_marketing_events_mock.http._journal import Exchange, Journal
from hubspot_marketing_events_mock.http._mock import Mock
from hubspot_marketing_events_mock.http._recorder import Recorder
from hubspot_marketing_events_mock.http._server import MockServer, Server, listen, url_of
from hubspot_marketing_events_mock.http.transport import Access

__all__ = [
    "MODES",
    "Access",
    "Exchange",
    "Journal",
    "Mock",
    "MockServer",
    "Recorder",
    "Server",
    "listen",
    "url_of",
]
