"""Writing an exchange as a recording, redacted."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import orjson

from hubspot_marketing_events_mock.contract import Contract, Operation, Request
from hubspot_marketing_events_mock.recording._recording import canonical
from hubspot_marketing_events_mock.recording._recording import write as write_file
from hubspot_marketing_events_mock.recording._redaction import RULES, Redactor

VOLATILE = (
    "x-hubspot-correlation-id", "x-hubspot-ratelimit-daily", "x-hubspot-ratelimit-daily-remaining",
    "x-hubspot-ratelimit-interval-milliseconds", "x-hubspot-ratelimit-max", "x-hubspot-ratelimit-remaining",
)  # fmt: skip  # fmt: skip
_ADDRESS = "https://api.hubapi.com"  # whatever the upstream was  # whatever the upstream was
_CREATOR = {"name": "hubspot-marketing-events-mock", "version": "1"}
_UNPACKED = {"content-encoding", "content-length", "transfer-encoding", "connection"}


logger = logging.getLogger("hubspot_marketing_events_mock")


class Writer:
    """Writes exchanges as recordings.

    Args:
        folder: where recordings go.
        contract: which calls are recorded.
        key: what pseudonyms depend on; never stored.
        obtained: what recordings say of how they were obtained.
        source: what recordings say of where they come from.
        rules: the rules of redaction; all, but for who tests them.
    """

    def __init__(
        self,
        folder: Path,
        contract: Contract,
        *,
        key: bytes,
        obtained: str,
        source: str,
        rules: frozenset[str] = frozenset(RULES),
    ) -> None:
        self._folder, self._contract = folder, contract
        self._key, self._rules = key, rules
        self._obtained, self._source = obtained, source

    def write(self, request: Request, response: httpx.Response) -> str | None:
        """Write the recording of an exchange; returns its name."""
        operation, named, _ = self._contract.find(request)
        if operation is None:
            return None
        redactor = Redactor(self._key, self._rules)
        if authorization := request.headers.get("authorization"):
            redactor.value(
                authorization.rpartition(" ")[2], "token"
            )  # so that it is found wherever it is mentioned
        parts = redactor.mentions(_scrubbed(redactor, request, named, response))
        entry = _entry(request, operation, parts, response)
        redactor.check(parts)
        stored = {"_recording": self._origin(operation, response), "entries": [entry]}
        redactor.check(stored, known=False)
        key = [request.method, entry["request"]["url"], parts["body"]]
        name = f"{operation.id}-{response.status_code}-{hashlib.sha256(canonical(key)).hexdigest()[:8]}"
        write_file(
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


def _broken(operation: Operation, response: httpx.Response) -> str:
    try:
        problems = operation.check_response(
            response.status_code, response.headers.get("content-type"), response.content
        )
    except ValueError:
        return "the body is not JSON"
    return "; ".join(f"{place}: {schema_only(message)}" for place, message in problems)


def schema_only(message: str) -> str:
    """A validator's message without the value that it quotes."""
    return message.rpartition(" is ")[2] if " is " in message else "does not fit"


def _scrubbed(
    redactor: Redactor, request: Request, named: Mapping[str, str], response: httpx.Response
) -> dict[str, Any]:
    return {
        "path": redactor.value(dict(named)),
        "query": [
            {"name": name, "value": str(redactor.value(value, name))}
            for name, value in request.query
        ],
        "headers": redactor.headers(request.headers),
        "body": redactor.value(_parsed(request.body)),
        "answer headers": redactor.headers(_kept(response.headers)),
        "answer": redactor.value(_parsed(response.content)),
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
