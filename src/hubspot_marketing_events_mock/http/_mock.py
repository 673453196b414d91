"""The mock as an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from hubspot_marketing_events_mock.behaviour import error
from hubspot_marketing_events_mock.contract import Request, Response
from hubspot_marketing_events_mock.faults import FaultError, spoil
from hubspot_marketing_events_mock.http import _admin
from hubspot_marketing_events_mock.http._engine import Engine
from hubspot_marketing_events_mock.http._protocol import TRANSPORT

BODY_LIMIT = 10 * 1024 * 1024  # bytes; assumed


class Mock(Engine):
    """A stand-in for HubSpot, as an ASGI application; takes what an `Engine` takes."""

    async def __call__(
        self,
        scope: Mapping[str, Any],
        receive: Callable[[], Awaitable[Mapping[str, Any]]],
        send: Callable[[Mapping[str, Any]], Awaitable[None]],
    ) -> None:
        """Serve one ASGI connection."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        body, more, size = [], True, 0
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            size += len(message.get("body", b""))
            if size <= BODY_LIMIT:
                body.append(message.get("body", b""))
            more = message.get("more_body", False)
        answer = self._from_asgi(scope, b"".join(body)) if size <= BODY_LIMIT else _too_large()
        data, kind = answer.encoded()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        if kind:
            headers.setdefault("content-type", kind)
        if answer.latency and answer.wire not in {"drip", "stall"}:
            await asyncio.sleep(answer.latency)
        if answer.wire == "bad-gzip":
            data, headers["content-encoding"] = b"\x1f\x8b\x08" + data, "gzip"
        elif answer.wire and TRANSPORT in scope:
            await spoil(
                answer.wire,
                scope[TRANSPORT],
                receive,
                (answer.status, headers, data),
                answer.latency,
            )
            return
        elif answer.wire:
            raise FaultError(f"wire {answer.wire!r} needs a connection: serve the mock at a port")
        headers["content-length"] = str(len(data))
        encoded = [
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
        await send(
            {"type": "http.response.body", "body": data if scope["method"] != "HEAD" else b""}
        )

    def _from_asgi(self, scope: Mapping[str, Any], body: bytes) -> Response:
        path = scope.get("raw_path") or scope["path"].encode()
        try:
            request = Request.of(
                scope["method"], path, scope.get("query_string", b""), scope["headers"], body
            )
        except ValueError:
            return error(400, "The address is not UTF-8", "VALIDATION_ERROR")
        if request.segments[0] == _admin.PREFIX:
            return _admin.answer(self, request)
        return self.handle(request)


def _too_large() -> Response:
    return error(
        413, f"The body is over {BODY_LIMIT} bytes", "PAYLOAD_TOO_LARGE", correlationId="none"
    )


async def _lifespan(
    receive: Callable[[], Awaitable[Mapping[str, Any]]],
    send: Callable[[Mapping[str, Any]], Awaitable[None]],
) -> None:
    while (await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
