"""A client library for accessing HubSpot Marketing Events"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
