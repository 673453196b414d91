"""What the mock and the recorder share: access, bodies, waits, and the connection."""

from hubspot_marketing_events_mock.http.transport._access import Access, presented, same
from hubspot_marketing_events_mock.http.transport._asgi import (
    BODY_LIMIT,
    BodyTooLargeError,
    ClientGoneError,
    Receive,
    Scope,
    Send,
    encoded,
    header_text,
    lifespan,
    read_body,
    send_response,
)
from hubspot_marketing_events_mock.http.transport._protocol import TRANSPORT, ConnectionProtocol
from hubspot_marketing_events_mock.http.transport._waiting import Waiting

__all__ = [
    "BODY_LIMIT",
    "TRANSPORT",
    "Access",
    "BodyTooLargeError",
    "ClientGoneError",
    "ConnectionProtocol",
    "Receive",
    "Scope",
    "Send",
    "Waiting",
    "encoded",
    "header_text",
    "lifespan",
    "presented",
    "read_body",
    "same",
    "send_response",
]
