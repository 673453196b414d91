"""The recorder: a server between a client and an upstream that stores each exchange, redacted."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import zlib
from collections.abc import AsyncIterable, Iterable, Sequence
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import httpx

from hubspot_marketing_events_mock.behaviour import error
from hubspot_marketing_events_mock.contract import Contract, Request, Response
from hubspot_marketing_events_mock.http.transport import (
    BODY_LIMIT,
    Access,
    BodyTooLargeError,
    ClientGoneError,
    Receive,
    Scope,
    Send,
    encoded,
    lifespan,
    presented,
    read_body,
    same,
    send_response,
)
from hubspot_marketing_events_mock.recording import RULES, Received, RecordingError, Writer

logger = logging.getLogger("hubspot_marketing_events_mock")
# Bytes of both bodies that are stored; redaction takes about a second for each 300 kB.
STORED_LIMIT = 2 * 1024 * 1024
RESPONSE_LIMIT = 20 * 1024 * 1024  # bytes
_LIVE = "hubapi.com"
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_DECODABLE = ("gzip", "deflate", "identity")
_TIMEOUT = 60.0  # seconds
_SHORTEST_SECRET = 4  # characters; what is shorter is a word
Headers = Sequence[tuple[str, str]]


class UndecodableError(ValueError):
    """An exchange cannot be read, or not in a reasonable time, so that it cannot be redacted."""


class Recorder:
    """An ASGI application that forwards to an upstream and records.

    The recorder's own token is lent to callers that present the recorder's key as theirs, and only
    for operations of the contract. Callers with a token of their own are forwarded with that.

    Args:
        upstream: the server's URL, as "https://api.hubapi.com".
        folder: where recordings go.
        contract: which calls are recorded; others are only forwarded.
        token: what is lent; never stored.
        key: what callers present to be lent the token; drawn at random without it.
        source: what recordings say of where they come from.
        rules: the rules of redaction; all, except for tests of the rules.
        transport: an httpx transport to reach the upstream through.
        access: which host names the recorder has, and which origins may call it.
        limit: the most bytes of a response, packed or unpacked, that are taken.

    Raises:
        RecordingError: the upstream is no http(s) URL without a user in it.
    """

    def __init__(
        self,
        upstream: str,
        folder: Path,
        contract: Contract,
        *,
        token: str | None = None,
        key: str | None = None,
        source: str | None = None,
        rules: frozenset[str] = RULES,
        transport: httpx.AsyncBaseTransport | None = None,
        access: Access | None = None,
        limit: int = RESPONSE_LIMIT,
    ) -> None:
        url = urlsplit(upstream)
        if url.scheme not in {"http", "https"} or not url.hostname or url.username:
            raise RecordingError("the upstream is not an http(s) URL without a user in it")
        self._url = httpx.URL(f"{url.scheme}://{url.netloc}")
        self._base = url.path.rstrip("/").encode()
        # A transport has no cookie jar and follows no redirect, as a client would for all its
        # callers.
        self._transport = transport or httpx.AsyncHTTPTransport()
        self._folder, self._contract, self._token, self._limit = folder, contract, token, limit
        self.key = key or secrets.token_hex(24)  # can be pasted as an option's value
        self._access = access or Access()
        self._storing = asyncio.Lock()
        live = url.hostname == _LIVE or url.hostname.endswith(f".{_LIVE}")
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

    def release(self) -> None:
        """End every wait, of which a recorder has none."""

    async def aclose(self) -> None:
        """Close the connections to the upstream."""
        await self._transport.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
            await self.aclose()
        if scope["type"] != "http":
            return
        try:
            body = await read_body(receive)
        except ClientGoneError:
            return  # there is no whole request to forward or to record
        except BodyTooLargeError:
            said = f"The body is over {BODY_LIMIT} bytes"
            await _refuse(scope, send, error(413, said, "PAYLOAD_TOO_LARGE"))
            return
        await self._serve(scope, send, body)

    async def _serve(self, scope: Scope, send: Send, body: bytes) -> None:
        path = scope.get("raw_path") or scope["path"].encode()
        query = scope.get("query_string", b"")
        try:
            request = Request.of(scope["method"], path, query, scope["headers"], body)
        except ValueError:
            await _refuse(scope, send, error(400, "The URL is not UTF-8", "VALIDATION_ERROR"))
            return
        refusal = self._access.refusal(scope, request) or self._access.preflight(request)
        authorization = self._authorization(request)
        refusal = refusal or (authorization if isinstance(authorization, Response) else None)
        if refusal:
            await _refuse(scope, send, refusal)
            return
        target = self._base + path + (b"?" + query if query else b"")
        headers = _forwarded(scope["headers"], str(authorization))
        try:
            status, received, packed = await self._ask(request.method, target, headers, body)
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            said = f"The upstream did not respond: {_how(problem)}"
            await _refuse(scope, send, error(502, said, "UPSTREAM"))
            return
        except BodyTooLargeError:
            said = f"The upstream's response is over {self._limit} bytes"
            await _refuse(scope, send, error(502, said, "UPSTREAM"))
            return
        async with self._storing:  # one after another, so that sequences keep their order
            recording = await asyncio.to_thread(
                self._store, request, status, received, packed, str(authorization)
            )
        dropped = _HOP_BY_HOP | {"date"}  # the server adds its own
        kept = [(name, value) for name, value in received if name.lower() not in dropped]
        length = next((v for k, v in received if k.lower() == "content-length"), None)
        is_head = request.method == "HEAD" and length is not None
        kept.append(("content-length", str(length) if is_head else str(len(packed))))
        kept += [("x-mock-recording", recording), *self._access.cors_headers(request).items()]
        await send_response(scope, send, status, encoded(kept), packed)

    def _authorization(self, request: Request) -> str | Response:
        """What is sent as Authorization, or the refusal of a caller that is not lent the token."""
        given = request.headers.get("authorization", "")
        if not same(presented(given), self.key):
            has_own = bool(given) or any(name == "hapikey" for name, _ in request.query)
            if has_own or self._token is None:
                return given
            said = "Present the key that the recorder printed, or a token of your own"
            return error(401, said, "INVALID_AUTHENTICATION")
        if self._token is None:
            said = "The recorder has no token to lend: HUBSPOT_ACCESS_TOKEN was not set"
            return error(401, said, "INVALID_AUTHENTICATION")
        if self._contract.find(request)[0] is None:
            said = (
                "The recorder lends its token only for operations of the contract, which is"
                f" version {self._contract.version}; --api-version chooses another"
            )
            return error(403, said, "NOT_IN_CONTRACT")
        return f"Bearer {self._token}"

    async def _ask(
        self, method: str, target: bytes, headers: Headers, body: bytes
    ) -> tuple[int, Headers, bytes]:
        """Send a request to the upstream, its URL byte for byte, and read a bounded response."""
        request = httpx.Request(
            method,
            self._url.copy_with(raw_path=target),
            headers=list(headers),
            content=body,
            extensions={"timeout": httpx.Timeout(_TIMEOUT).as_dict(), "target": target},
        )
        response = await self._transport.handle_async_request(request)
        try:
            parts, size = [], 0
            async for part in cast("AsyncIterable[bytes]", response.stream):
                size += len(part)
                if size > self._limit:
                    raise BodyTooLargeError
                parts.append(part)
        finally:
            await response.aclose()
        raw = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in response.headers.raw]
        return response.status_code, raw, b"".join(parts)

    def _store(
        self, request: Request, status: int, headers: Headers, packed: bytes, authorization: str
    ) -> str:
        """Record an exchange; returns what the response says of it."""
        known = [self._token or "", self.key, presented(authorization)]
        given = request.headers.get("authorization", "")
        known += [presented(given), given.partition(" ")[2].strip()]
        known += [value for name, value in request.query if name == "hapikey"]
        try:
            content = _unpacked(headers, packed, self._limit)
            if len(request.body) + len(content) > STORED_LIMIT:
                raise UndecodableError(f"the bodies are over {STORED_LIMIT} bytes")
            shown = [(name, value) for name, value in headers if name.lower() != "content-encoding"]
            received = Received(status, shown, content)
            own = [one for one in known if len(one) >= _SHORTEST_SECRET]
            name = self._writer.write(request, received, own)
        except (ValueError, OSError) as problem:
            # A traceback would show what is not to be shown.
            logger.error("not recorded: %s", problem)  # noqa: TRY400
            return "refused"
        return name or "none: the contract has no such call"


def _how(problem: Exception) -> str:
    """What went wrong on the way to the upstream, without its URL, which may hold a secret."""
    if isinstance(problem, httpx.InvalidURL):
        return "the URL cannot be sent"
    if isinstance(problem, httpx.ConnectError | httpx.ConnectTimeout):
        return "no connection came about"
    if isinstance(problem, httpx.TimeoutException):
        return f"nothing came within {_TIMEOUT:g} seconds"
    return "the connection broke off, or what came is not HTTP"


def _forwarded(headers: Iterable[tuple[bytes, bytes]], authorization: str) -> Headers:
    """The headers of a caller that the upstream gets."""
    decoded = [(n.decode("latin-1").lower(), v.decode("latin-1")) for n, v in headers]
    dropped = set(_HOP_BY_HOP) | {"authorization", "accept-encoding"}
    for name, value in decoded:
        if name == "connection":
            dropped |= {one.strip().lower() for one in value.split(",")}
    kept = [(name, value) for name, value in decoded if name not in dropped]
    if authorization:
        kept.append(("authorization", authorization))
    asked = ",".join(value for name, value in decoded if name == "accept-encoding").lower()
    # What cannot be unpacked cannot be redacted, so it is not asked for.
    offered = [one for one in _DECODABLE if one in asked] or ["identity"]
    return [*kept, ("accept-encoding", ", ".join(offered))]


def _unpacked(headers: Headers, packed: bytes, limit: int) -> bytes:
    """A response's body without its compression."""
    encoding = ",".join(v for k, v in headers if k.lower() == "content-encoding").strip().lower()
    if encoding in {"", "identity"} or not packed:
        return packed
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise UndecodableError(f"the response has the content encoding {encoding[:50]!r}")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        content = unpacker.decompress(packed, limit + 1)
    except zlib.error:
        raise UndecodableError(f"the response is not what its encoding {encoding} says") from None
    if len(content) > limit:
        raise UndecodableError(f"the response unpacks to more than {limit} bytes")
    return content


async def _refuse(scope: Scope, send: Send, response: Response) -> None:
    content, kind = response.encoded()
    headers = [*response.headers.items(), ("content-length", str(len(content)))]
    if kind:
        headers.append(("content-type", kind))
    await send_response(scope, send, response.status, encoded(headers), content)
