"""The mock as an ASGI application."""

from __future__ import annotations

import logging
from functools import cached_property

from attrs import evolve

from hubspot_marketing_events_mock.behaviour import error
from hubspot_marketing_events_mock.contract import Request, Response
from hubspot_marketing_events_mock.faults import FaultError, Spoiled, spoil
from hubspot_marketing_events_mock.http import _admin
from hubspot_marketing_events_mock.http._engine import Engine
from hubspot_marketing_events_mock.http.transport import (
    BODY_LIMIT,
    TRANSPORT,
    BodyTooLargeError,
    ClientGoneError,
    Receive,
    Scope,
    Send,
    Waiting,
    encoded,
    lifespan,
    read_body,
    send_response,
)

logger = logging.getLogger("hubspot_marketing_events_mock")
_TAKE_THEIR_TIME = {"slow-body", "hang"}  # connection faults that use the latency themselves
_HOME = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>HubSpot mock</title>"
    "<p>A mock of HubSpot's Marketing Events API."
    ' <a href="/_mock/">What it holds and was asked</a>'
)


class Mock(Engine):
    """A stand-in for HubSpot, as an ASGI application.

    Args:
        contract: what requests and responses must keep; without it, every version of the
            installed client is served, as HubSpot serves them side by side.
        mode: "auto" replays what was recorded and models the rest; "replay" and "model" do only
            one of the two.
        recordings: a folder of recordings; those that come with this package without it.
        tokens: who may call; by default `mock-token`, with every scope.
        assumptions: choices where HubSpot's behaviour is not known.
        seed: two mocks of one seed and clock respond to the same requests with the same bytes.
        clock: the time; never the same twice in responses, which are a millisecond apart at least.
        faults: asked before each request whether something goes wrong with it.
        limit: requests per app and portal in 10 seconds, as the headers state it; enforced only
            with `enforce_limit`.
        daily_limit: requests per app and portal since the last `reset`, likewise.
        enforce_limit: respond with 429 beyond the limits.
        max_age: the days after which a recording is warned of; None for never.
        fail_expired: refuse such a recording.
        access: who may reach the server.
        allow_unmodelled: serve a contract with operations that the mock does not model; they
            get 501.

    Raises:
        ContractError: the contract has operations that the mock does not model.
        RecordingError: a recording cannot be used.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
        if scope["type"] != "http":
            return
        try:
            response = self._from_asgi(scope, await read_body(receive))
        except ClientGoneError:
            return
        except BodyTooLargeError:
            said = f"The body is over {BODY_LIMIT} bytes"
            response = error(413, said, "PAYLOAD_TOO_LARGE", correlationId="none")
        except Exception:
            logger.exception("the mock failed at %s %.200s", scope["method"], scope["path"])
            response = error(500, "The mock failed; its log says where", "MOCK_FAILED")
        await self._send(scope, receive, send, response)

    def _from_asgi(self, scope: Scope, body: bytes) -> Response:
        path = scope.get("raw_path") or scope["path"].encode()
        query = scope.get("query_string", b"")
        if path == b"*":
            return Response(204)  # OPTIONS *, which asks whether a server is there
        try:
            request = Request.of(scope["method"], path, query, scope["headers"], body)
        except ValueError:
            return error(400, "The URL is not UTF-8", "VALIDATION_ERROR", correlationId="none")
        admin = request.segments[:1] == (_admin.PREFIX,)
        refusal = self.access.refusal(scope, request, admin=admin)
        if refusal:
            return refusal
        return _admin.respond(self, request) if admin else self._of_the_api(request)

    def _of_the_api(self, request: Request) -> Response:
        if request.segments == ("",) and request.method == "GET":
            return Response(404, _HOME)  # as HubSpot, and a link for whoever looks by a browser
        preflight = self.access.preflight(request)
        if preflight:
            return preflight
        response = self.handle(request)
        allowed = self.access.cors_headers(request)
        return evolve(response, headers={**response.headers, **allowed}) if allowed else response

    async def _send(self, scope: Scope, receive: Receive, send: Send, response: Response) -> None:
        content, kind = response.encoded()
        headers = dict(encoded(response.headers.items()))
        if kind:
            headers.setdefault(b"content-type", kind.encode())
        if response.latency and response.connection not in _TAKE_THEIR_TIME:
            await self._waits.wait(receive, response.latency)
        if response.connection == "bad-gzip":
            content, headers[b"content-encoding"] = b"\x1f\x8b\x08" + content, b"gzip"
        elif response.connection:
            await self._spoil(scope, receive, response, Spoiled(response.status, headers, content))
            return
        headers[b"content-length"] = b"%d" % len(content)
        await send_response(scope, send, response.status, headers.items(), content)

    async def _spoil(
        self, scope: Scope, receive: Receive, response: Response, spoiled: Spoiled
    ) -> None:
        kind = str(response.connection)
        transport = scope.get("state", {}).get(TRANSPORT)
        if transport is None:
            raise FaultError(f"connection {kind!r} needs a port: serve the mock by MockServer")

        async def wait(seconds: float) -> None:
            await self._waits.wait(receive, seconds)

        await spoil(kind, transport, wait, spoiled, response.latency)

    @cached_property
    def _waits(self) -> Waiting:
        return Waiting()

    def release(self) -> None:
        """End every wait of a fault, because the server stops; must be called in its event loop."""
        self._waits.release()

    async def aclose(self) -> None:
        """Close nothing: nothing is held open."""
