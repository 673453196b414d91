"""Sends requests through the generated client, and reads whatever comes back."""

from hubspot_marketing_events._http._call import Api, UpsertCall, contract_of
from hubspot_marketing_events._http._gateway import AsyncGateway, BlockingGateway
from hubspot_marketing_events._http._responses import read_done, read_object, read_response
from hubspot_marketing_events._http._tokens import TokenSource

__all__ = [
    "Api",
    "AsyncGateway",
    "BlockingGateway",
    "TokenSource",
    "UpsertCall",
    "contract_of",
    "read_done",
    "read_object",
    "read_response",
]
