"""httpx transports into a mock in this process, on which anything may go wrong."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from hubspot_marketing_events_mock import Mock, Request

Mishap = Callable[[Callable[[], httpx.Response]], httpx.Response]


class InProcess(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Hands requests to a mock; `mishap` decides whether and how each is answered."""

    def __init__(self, mock: Mock, mishap: Mishap = lambda answer: answer()) -> None:
        self.mock, self.mishap = mock, mishap

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a blocking client."""
        request.read()
        return self.mishap(lambda: self._answer(request))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a client on an event loop."""
        await request.aread()
        return self.mishap(lambda: self._answer(request))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.partition(b"?")[0]
        received = Request.of(
            request.method, path, request.url.query, request.headers.raw, request.content
        )
        answer = self.mock.handle(received)
        data, kind = answer.encoded()
        return httpx.Response(
            answer.status, headers={**answer.headers, "Content-Type": kind or ""}, content=data
        )
