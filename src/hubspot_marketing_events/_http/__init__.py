"""Sends requests through the generated client, and reads whatever comes back."""

from hubspot_marketing_events._http._call import UpsertCall, contract_of
from hubspot_marketing_events._http._gateway import AsyncGateway, BlockingGateway
from hubspot_marketing_events._http._responses import read_response
from hubspot_marketing_events._http._tokens import TokenSource

__all__ = [
    "AsyncGateway",
    "BlockingGateway",
    "TokenSource",
    "UpsertCall",
    "contract_of",
    "read_response",
]
