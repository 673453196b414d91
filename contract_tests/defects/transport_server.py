"""Serves a transport on a port of this machine, so that programs can be pointed at it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

import httpx
import uvicorn

from hubspot_marketing_events_mock.http import listen

_OURS = {"content-length", "content-encoding", "transfer-encoding"}


class TransportServer:
    """Serves a transport from a thread, for as long as a `with` block lasts."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport
        config = uvicorn.Config(self, log_config=None, access_log=False, lifespan="off")
        self._server = uvicorn.Server(config)

    def __enter__(self) -> Self:
        self._socket = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()

    async def __call__(
        self,
        scope: Mapping[str, Any],
        receive: Callable[[], Awaitable[Mapping[str, Any]]],
        send: Callable[[Mapping[str, Any]], Awaitable[None]],
    ) -> None:
        """Hand one request to the transport."""
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        query = scope["query_string"].decode("latin-1")
        target = f"{self.url}{scope['raw_path'].decode('latin-1')}{'?' if query else ''}{query}"
        request = httpx.Request(scope["method"], target, headers=scope["headers"], content=body)
        response = await asyncio.to_thread(self._transport.handle_request, request)
        content = response.read()
        headers = [
            (name.lower(), value)
            for name, value in response.headers.raw
            if name.lower().decode() not in _OURS
        ]
        headers.append((b"content-length", str(len(content)).encode()))
        await send(
            {"type": "http.response.start", "status": response.status_code, "headers": headers}
        )
        await send(
            {"type": "http.response.body", "body": content if scope["method"] != "HEAD" else b""}
        )
