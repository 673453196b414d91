"""Recording: a server between a client and an upstream that stores each exchange, scrubbed, as HAR 1.2."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from hubspot_marketing_events_mock.behaviour import error
from hubspot_marketing_events_mock.contract import Contract, Request, Response
from hubspot_marketing_events_mock.recording import RULES, RecordingError, Writer

logger = logging.getLogger("hubspot_marketing_events_mock")
LIVE = "hubapi.com"
_HOP_BY_HOP = {
    "connection",
    "host",
    "content-length",
    "transfer-encoding",
    "keep-alive",
    "upgrade",
    "te",
    "trailer",
}
_UNPACKED = {"content-encoding", "content-length", "transfer-encoding", "connection"}


class Recorder:
    """An ASGI application that forwards to an upstream and records.

    Args:
        upstream: the server's address, as "https://api.hubapi.com".
        folder: where recordings go.
        contract: which calls are recorded; others are only forwarded.
        token: sent in place of the caller's; never stored.
        source: what recordings say of where they come from.
        rules: the scrubbing rules; all, but for who tests them.
        transport: an httpx transport to reach the upstream through.
    """

    def __init__(
        self,
        upstream: str,
        folder: Path,
        contract: Contract,
        *,
        token: str | None = None,
        source: str | None = None,
        rules: frozenset[str] = frozenset(RULES),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        address = urlsplit(upstream)
        if address.scheme not in {"http", "https"} or not address.hostname or address.username:
            raise RecordingError("the upstream is not an http(s) address without a user in it")
        self._http = httpx.AsyncClient(base_url=upstream, transport=transport, timeout=60.0)
        self._folder, self._token = folder, token
        live = address.hostname == LIVE or address.hostname.endswith(f".{LIVE}")
        self._writer = Writer(
            folder,
            contract,
            key=hashlib.sha256(token.encode()).digest() if token else secrets.token_bytes(32),
            obtained="live account" if live else "another server",
            source=source or ("HubSpot's API" if live else "a server that was given as upstream"),
            rules=rules,
        )

    def __repr__(self) -> str:
        return f"Recorder(into {self._folder})"

    async def __call__(
        self,
        scope: Mapping[str, Any],
        receive: Callable[[], Awaitable[Mapping[str, Any]]],
        send: Callable[[Mapping[str, Any]], Awaitable[None]],
    ) -> None:
        """Serve one ASGI connection."""
        if scope["type"] != "http":
            return
        sent, more = b"", True
        while more:
            message = await receive()
            sent += message.get("body", b"")
            more = message.get("more_body", False)
        answer = await self._forwarded(scope, sent)
        data, kind = answer.encoded()
        headers = {name.lower(): value for name, value in answer.headers.items()} | {
            "content-length": str(len(data))
        }
        if kind:
            headers.setdefault("content-type", kind)
        encoded = [
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
        await send(
            {"type": "http.response.body", "body": data if scope["method"] != "HEAD" else b""}
        )

    async def _forwarded(self, scope: Mapping[str, Any], sent: bytes) -> Response:
        raw, query = scope.get("raw_path") or scope["path"].encode(), scope.get("query_string", b"")
        headers = {
            n.decode("latin-1"): v.decode("latin-1")
            for n, v in scope["headers"]
            if n.decode() not in _HOP_BY_HOP
        }
        if self._token:
            headers["authorization"] = f"Bearer {self._token}"
        target = raw.decode("latin-1") + (f"?{query.decode('latin-1')}" if query else "")
        try:
            response = await self._http.request(
                scope["method"], target, headers=headers, content=sent
            )
        except httpx.HTTPError as problem:
            return error(502, f"The upstream did not answer: {type(problem).__name__}", "UPSTREAM")
        kept = {
            name: value for name, value in response.headers.items() if name.lower() not in _UNPACKED
        }
        try:
            request = Request.of(scope["method"], raw, query, [*_raw(headers)], sent)
            kept["x-mock-recording"] = (
                self._writer.write(request, response) or "none: the contract has no such call"
            )
        except (ValueError, OSError) as problem:
            kept["x-mock-recording"] = "refused"
            logger.error("not recorded: %s", problem)  # noqa: TRY400 - a traceback would show what is not to be shown
        return Response(response.status_code, response.content or None, kept)


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
