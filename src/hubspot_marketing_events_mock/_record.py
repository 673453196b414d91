"""Recording: a server between a client and an upstream that stores each exchange, scrubbed, as HAR 1.2."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
import orjson

from hubspot_marketing_events_mock._answers import Answer, error
from hubspot_marketing_events_mock._contract import Contract, Operation, Request
from hubspot_marketing_events_mock._recordings import RecordingError, canonical, write
from hubspot_marketing_events_mock._scrub import RULES, Scrubber

logger = logging.getLogger("hubspot_marketing_events_mock")
LIVE = "hubapi.com"
VOLATILE = (
    "x-hubspot-correlation-id", "x-hubspot-ratelimit-daily", "x-hubspot-ratelimit-daily-remaining",
    "x-hubspot-ratelimit-interval-milliseconds", "x-hubspot-ratelimit-max", "x-hubspot-ratelimit-remaining",
)  # fmt: skip
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
        self._folder, self._contract, self._token, self._rules = folder, contract, token, rules
        live = address.hostname == LIVE or address.hostname.endswith(f".{LIVE}")
        self._obtained = "live account" if live else "another server"
        self._source = source or (
            "HubSpot's API" if live else "a server that was given as upstream"
        )
        self._key = hashlib.sha256(token.encode()).digest() if token else secrets.token_bytes(32)

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

    async def _forwarded(self, scope: Mapping[str, Any], sent: bytes) -> Answer:
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
                self._store(request, response) or "none: the contract has no such call"
            )
        except (ValueError, OSError) as problem:
            kept["x-mock-recording"] = "refused"
            logger.error("not recorded: %s", problem)  # noqa: TRY400 - a traceback would show what is not to be shown
        return Answer(response.status_code, response.content or None, kept)

    def _store(self, request: Request, response: httpx.Response) -> str | None:
        """Write the recording of an exchange; returns its name."""
        operation, named, _ = self._contract.find(request)
        if operation is None:
            return None
        scrubber = Scrubber(self._key, self._rules)
        if authorization := request.headers.get("authorization"):
            scrubber.value(
                authorization.rpartition(" ")[2], "token"
            )  # so that it is found wherever it is mentioned
        parts = scrubber.mentions(_scrubbed(scrubber, request, named, response))
        entry = _entry(request, operation, parts, response)
        scrubber.check(parts)
        stored = {"_recording": self._origin(operation, response), "entries": [entry]}
        scrubber.check(stored, known=False)
        key = [request.method, entry["request"]["url"], parts["body"]]
        name = f"{operation.id}-{response.status_code}-{hashlib.sha256(canonical(key)).hexdigest()[:8]}"
        write(
            self._folder / f"{name}.har", {"log": {"version": "1.2", "creator": _CREATOR, **stored}}
        )
        logger.info("recorded %s", name)
        return name

    def _origin(self, operation: Operation, response: httpx.Response) -> dict[str, Any]:
        broken = _broken(operation, response)
        return {
            "obtained": self._obtained,
            "source": self._source,
            "certainty": "observed",
            "apiVersion": self._contract.version,
            "contractSha256": operation.fingerprint,
            "volatile": list(VOLATILE),
            "note": "Recorded and scrubbed: values that tell a person or an account are pseudonyms.",
            **({"breaksContract": broken} if broken else {}),
        }


_ADDRESS = "https://api.hubapi.com"  # whatever the upstream was
_CREATOR = {"name": "hubspot-marketing-events-mock", "version": "1"}


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _broken(operation: Operation, response: httpx.Response) -> str:
    try:
        problems = operation.check_answer(
            response.status_code, response.headers.get("content-type"), response.content
        )
    except ValueError:
        return "the body is not JSON"
    return "; ".join(f"{place}: {schema_only(message)}" for place, message in problems)


def schema_only(message: str) -> str:
    """A validator's message without the value that it quotes."""
    return message.rpartition(" is ")[2] if " is " in message else "does not fit"


def _scrubbed(
    scrubber: Scrubber, request: Request, named: Mapping[str, str], response: httpx.Response
) -> dict[str, Any]:
    return {
        "path": scrubber.value(dict(named)),
        "query": [
            {"name": name, "value": str(scrubber.value(value, name))}
            for name, value in request.query
        ],
        "headers": scrubber.headers(request.headers),
        "body": scrubber.value(_parsed(request.body)),
        "answer headers": scrubber.headers(_kept(response.headers)),
        "answer": scrubber.value(_parsed(response.content)),
    }


def _entry(
    request: Request, operation: Operation, parts: Mapping[str, Any], response: httpx.Response
) -> dict[str, Any]:
    segments = (str(parts["path"].get(part[1:-1], part)) for part in operation.template)
    query = urlencode([(pair["name"], pair["value"]) for pair in parts["query"]])
    sent, answered = _text(parts["body"]), _text(parts["answer"])
    post = (
        {"postData": {"mimeType": request.headers.get("content-type", ""), "text": sent}}
        if request.body
        else {}
    )
    return {
        "startedDateTime": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        "time": 0,
        "request": {
            "method": request.method,
            "url": f"{_ADDRESS}/{'/'.join(quote(one, safe='') for one in segments)}{'?' if query else ''}{query}",
            "httpVersion": "HTTP/1.1", "cookies": [], "headers": _pairs(parts["headers"]),
            "queryString": parts["query"], **post, "headersSize": -1, "bodySize": len(sent.encode()),
        },
        "response": {
            "status": response.status_code, "statusText": response.reason_phrase, "httpVersion": "HTTP/1.1",
            "cookies": [], "headers": _pairs(parts["answer headers"]), "redirectURL": "",
            "content": {
                "size": len(answered.encode()), "mimeType": response.headers.get("content-type", ""), "text": answered
            },
            "headersSize": -1, "bodySize": len(answered.encode()),
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
    }  # fmt: skip


def _kept(headers: httpx.Headers) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in _UNPACKED}


def _pairs(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers.items()]


def _parsed(body: bytes) -> dict[str, Any]:
    """A body as JSON, or as text; raises a ValueError where it is neither."""
    try:
        return {"json": orjson.loads(body)} if body else {}
    except orjson.JSONDecodeError:
        return {"text": body.decode()}


def _text(body: Mapping[str, Any]) -> str:
    return orjson.dumps(body["json"]).decode() if "json" in body else str(body.get("text", ""))
