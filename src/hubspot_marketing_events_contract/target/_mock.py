"""The project's own mock in this process: what is checked where no base URL is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from hubspot_marketing_events_contract.target._connection import Connection
from hubspot_marketing_events_contract.target._target import Target, Tokens
from hubspot_marketing_events_mock import Contract, Mock, Request, Token

Interceptor = Callable[[Callable[[], httpx.Response]], httpx.Response]

MOCK_TOKENS = Tokens(
    "mock-token", "other-app-token", "reader-token", "expired-token", "other-account-token"
)


class InProcess(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Hands requests to a mock.

    Args:
        mock: responds to the requests.
        interceptor: decides whether and how each request is responded to.
    """

    def __init__(self, mock: Mock, interceptor: Interceptor = lambda respond: respond()) -> None:
        self.mock, self.interceptor = mock, interceptor

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Respond to a blocking client."""
        request.read()
        return self.interceptor(lambda: self._respond(request))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Respond to a client on an event loop."""
        await request.aread()
        return self.interceptor(lambda: self._respond(request))

    def _respond(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.partition(b"?")[0]
        received = Request.of(
            request.method, path, request.url.query, request.headers.raw, request.content
        )

        response = self.mock.handle(received)
        data, kind = response.encoded()
        headers = {**response.headers, "Content-Type": kind or ""}

        return httpx.Response(response.status, headers=headers, content=data)


def own_mock(contract: Contract | None = None) -> Mock:
    """Return a mock with every kind of caller that properties want.

    Operations that it does not model are for no property; they get 501.
    """
    tokens = {
        "mock-token": Token(),
        "other-app-token": Token(app_id=7),
        "reader-token": Token(scopes=frozenset({"crm.objects.marketing_events.read"})),
        "expired-token": Token(expired=True),
        "other-account-token": Token(portal_id=3000003),
    }
    return Mock(contract, mode="model", tokens=tokens, allow_unmodelled=True)


def mock_transport(document: Mapping[str, Any]) -> InProcess:
    """Return a transport into a new mock for a contract."""
    return InProcess(own_mock(Contract(document)))


def mock_target(document: Any, transport: httpx.BaseTransport, **options: Any) -> Target:
    """Return a target around a server in this process."""
    http = httpx.Client(transport=transport, base_url="http://mock")
    options.setdefault("namespace", "contract")
    return Target(document, Connection(http), MOCK_TOKENS, **options)
