"""uvicorn's protocol, which hands the connection to the application."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

TRANSPORT = "hubspot_mock.transport"


class ConnectionProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with the connection's transport in the scope of each request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keep the transport for the application."""
        super().connection_made(transport)
        served = self.app

        async def app(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            scope[TRANSPORT] = transport
            await served(scope, receive, send)

        self.app = app
