"""Writing exchanges as recordings, redacted."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from attrs import define, field, frozen

from hubspot_marketing_events_mock.contract import Contract, Operation, Request
from hubspot_marketing_events_mock.recording._recording import canonical, parsed_body, write
from hubspot_marketing_events_mock.recording._redaction import RULES, LeakError, Redactor

logger = logging.getLogger("hubspot_marketing_events_mock")
VOLATILE = (
    "x-hubspot-correlation-id", "x-hubspot-ratelimit-daily", "x-hubspot-ratelimit-daily-remaining",
    "x-hubspot-ratelimit-interval-milliseconds", "x-hubspot-ratelimit-max",
    "x-hubspot-ratelimit-remaining",
)  # fmt: skip
_URL = "https://api.hubapi.com"  # whatever the upstream was
_CREATOR = {"name": "hubspot-marketing-events-mock", "version": "1"}
_NOTE = "Recorded and redacted: values that tell a person or an account are pseudonyms."
_LONGEST_SEQUENCE = 1000  # responses to one request
_STATUS_TEXTS = {status.value: status.phrase for status in HTTPStatus}


@frozen
class Received:
    """A response of the upstream; its body is decoded, whatever it was compressed by."""

    status: int
    headers: Sequence[tuple[str, str]]
    content: bytes

    def header(self, name: str) -> str:
        """The value of a header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name), "")


@define
class Writer:
    """Writes exchanges as recordings.

    Args:
        folder: where recordings go; a recording of an earlier run is replaced.
        contract: which calls are recorded.
        key: what pseudonyms depend on; never stored.
        obtained: what recordings say of how they were obtained.
        source: what recordings say of where they come from.
        rules: the rules of redaction; all, except for tests of the rules.
    """

    folder: Path
    contract: Contract
    key: bytes = field(repr=False)
    obtained: str
    source: str
    rules: frozenset[str] = RULES
    _written: dict[str, list[dict[str, Any]]] = field(factory=dict, repr=False)

    def write(
        self, request: Request, response: Received, secrets: Sequence[str] = ()
    ) -> str | None:
        """Add an exchange to the recording of its request.

        Args:
            request: what was sent.
            response: what came back.
            secrets: credentials of the exchange, which are replaced wherever they are repeated.

        Returns:
            The name of the recording, and the place of the exchange in it; or None where the
            contract does not have the call.

        Raises:
            LeakError: something was left that must not be stored; nothing is written.
        """
        operation, named, _ = self.contract.find(request)
        if operation is None:
            return None
        redactor = Redactor(self.key, self.rules)
        for secret in secrets:
            redactor.secret(secret)
        parts = redactor.mentions(_redacted(redactor, request, named, response))
        redactor.check(_readable(parts))
        entry = _entry(request, parts, response, _broken(operation, response))
        redactor.check(_readable({**entry, "_source": self.source}), known=False)
        return self._add(operation, entry, canonical(_key(parts)))

    def _add(self, operation: Operation, entry: dict[str, Any], key: bytes) -> str:
        name = f"{operation.id}-{hashlib.sha256(key).hexdigest()[:12]}"
        entries = self._written.setdefault(name, [])
        if len(entries) >= _LONGEST_SEQUENCE:
            raise LeakError(f"{name} has {_LONGEST_SEQUENCE} responses, which is the limit")
        entries.append(entry)
        origin = {
            "obtained": self.obtained,
            "source": self.source,
            "certainty": "observed",
            "apiVersion": self.contract.version,
            "contractSha256": operation.fingerprint,
            "volatile": list(VOLATILE),
            "note": _NOTE,
        }
        log = {"version": "1.2", "creator": _CREATOR, "_recording": origin, "entries": entries}
        try:
            write(self.folder / f"{name}.har", {"log": log})
        except BaseException:
            entries.pop()
            raise
        logger.info("recorded %s, response %d", name, len(entries))
        return f"{name}#{len(entries)}"


def _key(parts: Mapping[str, Any]) -> list[Any]:
    body = parsed_body(_bytes(parts["body"]))
    shown = body if not isinstance(body, bytes) else base64.b64encode(body).decode()
    query = sorted((pair["name"], pair["value"]) for pair in parts["query"])
    return [parts["method"], parts["path"], query, shown, isinstance(body, bytes)]


def _broken(operation: Operation, response: Received) -> str:
    try:
        problems = operation.check_response(
            response.status, response.header("content-type") or None, response.content
        )
    except ValueError:
        return "the body is not JSON"
    return "; ".join(f"{place}: {schema_only(message)}" for place, message in problems)


def schema_only(message: str) -> str:
    """A validator's message without the value that it quotes."""
    return message.rpartition(" is ")[2] if " is " in message else "does not fit"


def _redacted(
    redactor: Redactor, request: Request, named: Mapping[str, str], response: Received
) -> dict[str, Any]:
    names = {value: name for name, value in named.items()}
    sent_type = request.headers.get("content-type", "")
    return {
        "method": request.method,
        "path": [str(redactor.value(one, names.get(one, ""))) for one in request.segments],
        "query": [
            {"name": redactor.text(name), "value": str(redactor.value(value, name))}
            for name, value in request.query
        ],
        "headers": redactor.headers(request.headers.items()),
        "body": _redacted_body(redactor, request.body, sent_type),
        "response headers": redactor.headers(response.headers),
        "response": _redacted_body(redactor, response.content, response.header("content-type")),
    }


def _redacted_body(redactor: Redactor, content: bytes, media_type: str) -> dict[str, Any]:
    """A body as text; or as base64 where it is no text, and then only if nothing is found in it."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        readable = content.decode("latin-1")
        if redactor.text(readable) != readable:
            raise LeakError("a body that is no text holds what must not be stored") from None
        return {"base64": base64.b64encode(content).decode()}
    kind, _, options = media_type.partition(";")
    if kind.strip().lower() == "application/x-www-form-urlencoded":
        redacted = redactor.form(text)
        return {"text": text if redacted == redactor.form(redacted) == text else redacted}
    if "boundary=" in options:
        boundary = options.partition("boundary=")[2].partition(";")[0].strip().strip('"')
        return {"text": redactor.multipart(text, boundary)}
    return {"text": _redacted_text(redactor, content, text)}


def _redacted_text(redactor: Redactor, content: bytes, text: str) -> str:
    """A body that is JSON keeps its very bytes where nothing in it is replaced."""
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError:
        return redactor.text(text)
    redacted = redactor.value(value)
    # What was found in one place may be repeated in another.
    if redacted == value and redactor.mentions(value) == value:
        return text
    return orjson.dumps(redactor.mentions(redacted)).decode()


def _bytes(body: Mapping[str, Any]) -> bytes:
    return base64.b64decode(body["base64"]) if "base64" in body else str(body["text"]).encode()


def _entry(
    request: Request, parts: Mapping[str, Any], response: Received, broken: str
) -> dict[str, Any]:
    query = urlencode([(pair["name"], pair["value"]) for pair in parts["query"]])
    path = "/".join(quote(one, safe="") for one in parts["path"])
    sent, received = _stored(parts["body"], "_encoding"), _stored(parts["response"], "encoding")
    media_type = request.headers.get("content-type", "")
    sent_size, size = len(_bytes(parts["body"])), len(_bytes(parts["response"]))
    return {
        "startedDateTime": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        "time": 0,
        "request": {
            "method": request.method,
            "url": f"{_URL}/{path}{'?' if query else ''}{query}",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(parts["headers"]),
            "queryString": parts["query"],
            **({"postData": {"mimeType": media_type, **sent}} if request.body else {}),
            "headersSize": -1,
            "bodySize": sent_size,
        },
        "response": {
            "status": response.status,
            "statusText": _STATUS_TEXTS.get(response.status, ""),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(parts["response headers"]),
            "redirectURL": "",
            "content": {"size": size, "mimeType": response.header("content-type"), **received},
            "headersSize": -1,
            "bodySize": size,
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        **({"_breaksContract": broken} if broken else {}),
    }


def _readable(stored: Any) -> Any:
    """What is stored, without the base64 of bodies that are no text.

    Such bodies were looked at as they came.
    """
    if isinstance(stored, list):
        return [_readable(one) for one in stored]
    if not isinstance(stored, dict):
        return stored
    is_packed = "base64" in {stored.get("encoding"), stored.get("_encoding")}
    hidden = {"base64", "text"} if is_packed else {"base64"}
    return {name: _readable(value) for name, value in stored.items() if name not in hidden}


def _stored(body: Mapping[str, Any], encoding: str) -> dict[str, str]:
    if "base64" in body:
        return {"text": body["base64"], encoding: "base64"}
    return {"text": body["text"]}


def _pairs(headers: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]
