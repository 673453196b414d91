"""One recorded exchange, and the HAR 1.2 file that holds the exchanges of one request."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
from attrs import define

from hubspot_marketing_events_mock.contract import (
    Contract,
    Operation,
    Request,
    UnreadableError,
    misfit,
    pointer,
    read_json,
)

_KEY = "hapikey"  # what HubSpot calls a developer's key in a query

Target = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]  # method, path and query

_TEXT = {"type": "string"}
_PAIR = {"type": "object", "required": ["name", "value"], "properties": {"name": _TEXT}}
_ENTRY = {
    "type": "object",
    "required": ["request", "response", "startedDateTime"],
    "properties": {
        "startedDateTime": _TEXT,
        "request": {
            "type": "object",
            "required": ["method", "url"],
            "properties": {"method": _TEXT, "url": _TEXT, "postData": {"type": "object"}},
        },
        "response": {
            "type": "object",
            "required": ["status", "content", "headers"],
            "properties": {
                "status": {"type": "integer"},
                "content": {"type": "object"},
                "headers": {"type": "array", "items": _PAIR},
            },
        },
    },
}
_ORIGIN = {
    "type": "object",
    "required": ["obtained", "source", "certainty"],
    "properties": {"volatile": {"type": "array"}},
}
_LOG = {
    "type": "object",
    "required": ["_recording", "entries"],
    "properties": {
        "_recording": _ORIGIN,
        "entries": {"type": "array", "minItems": 1, "items": _ENTRY},
    },
}
_FILE = {"type": "object", "required": ["log"], "properties": {"log": _LOG}}

OBTAINED = ("documentation", "another server", "live account")


class RecordingError(ValueError):
    """A file is not a recording, or not one of this contract."""


@define(slots=False)
class Recording:
    """One exchange, with where it comes from.

    Args:
        name: the name of its file, and its place in a sequence.
        request: what was sent, redacted.
        status: the response's status.
        content: the response's body.
        headers: the response's headers that are not volatile.
        obtained: from documentation, another server or a live account.
        source: where it comes from, in words.
        certainty: documented, observed or assumed.
        note: what else there is to know.
        recorded: when.
        exempt: whether the recording itself says where its response breaks the contract.
    """

    name: str
    request: Request
    status: int
    content: bytes
    headers: Mapping[str, str]
    obtained: str
    source: str
    certainty: str
    note: str
    recorded: dt.datetime
    exempt: bool

    @cached_property
    def body(self) -> Any:
        """The request's body: a JSON value, or bytes where it is no JSON, or None where empty."""
        return parsed_body(self.request.body)

    @property
    def key(self) -> tuple[Target, bytes]:
        """What a request must repeat: its target and its body."""
        return target_of(self.request), canonical(self.body)


def parsed_body(content: bytes) -> Any:
    """Read a body: a JSON value, or the bytes where it is no JSON, or None where it is empty."""
    if not content:
        return None
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return content


def target_of(request: Request) -> Target:
    """What two requests have in common, besides their bodies, that get the same response."""
    segments = request.segments
    if segments and not segments[-1]:
        segments = segments[:-1]
    # A key is a credential, which may be another one than was recorded, as a token may.
    query = sorted(pair for pair in request.query if pair[0] != _KEY)
    return request.method, segments, tuple(query)


def canonical(body: Any) -> bytes:
    """A body without regard to the order of its keys."""
    if isinstance(body, bytes):
        return b"raw " + body
    try:
        return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return b"nested too deeply"


def load(path: Path, contract: Contract) -> Sequence[Recording]:
    """Read a file of recordings.

    Args:
        path: the file, as HAR 1.2.
        contract: what its exchanges must belong to.

    Returns:
        The exchanges of one request, in their order.

    Raises:
        RecordingError: it is malformed, does not say how it was obtained, or was made for
            another contract.
    """
    log = read_log(path)
    recordings = parsed(path, log)
    operation = operation_of(recordings[0], contract)
    _check_origin(path, log["_recording"], contract, operation)
    return recordings


def read_log(path: Path) -> dict[str, Any]:
    """Read the `log` of a HAR file, with what it says of its origin."""
    try:
        document = read_json(path)
    except UnreadableError as error:
        raise RecordingError(f"{path}: not a recording: {error}") from error
    found = misfit(document, _FILE)
    if found:
        place, what = found
        raise RecordingError(f"{path}: not a recording: {pointer(place)} {what}")
    log: dict[str, Any] = document["log"]
    return log


def parsed(path: Path, log: Mapping[str, Any]) -> Sequence[Recording]:
    """Read the exchanges of a HAR log."""
    entries = log["entries"]
    try:
        recordings = [
            _parsed_entry(_name(path, number, len(entries)), log["_recording"], entry)
            for number, entry in enumerate(entries, 1)
        ]
    except ValueError as error:  # of a time, a URL or base64
        raise RecordingError(f"{path}: not a recording: {error}") from error
    if any(one.key != recordings[0].key for one in recordings):
        raise RecordingError(f"{path}: holds several requests; a file holds one and its responses")
    return recordings


def _name(path: Path, number: int, count: int) -> str:
    return f"{path.stem}#{number}" if count > 1 else path.stem


def _parsed_entry(name: str, origin: Mapping[str, Any], entry: Mapping[str, Any]) -> Recording:
    request, response = entry["request"], entry["response"]
    url = urlsplit(request["url"])
    sent = _content(request.get("postData", {}), "_encoding")
    volatile = origin.get("volatile", ())
    return Recording(
        name=name,
        request=Request.of(request["method"], url.path.encode(), url.query.encode(), (), sent),
        status=response["status"],
        content=_content(response["content"], "encoding"),
        headers={h["name"]: h["value"] for h in response["headers"] if h["name"] not in volatile},
        obtained=origin["obtained"],
        source=origin["source"],
        certainty=origin["certainty"],
        note=origin.get("note", ""),
        recorded=dt.datetime.fromisoformat(entry["startedDateTime"]),
        exempt="breaksContract" in origin or bool(entry.get("_breaksContract")),
    )


def _content(part: Mapping[str, Any], encoding: str) -> bytes:
    text = str(part.get("text", ""))
    return base64.b64decode(text) if part.get(encoding) == "base64" else text.encode()


def write(path: Path, document: Mapping[str, Any]) -> None:
    """Write a recording in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=2, ensure_ascii=False)
            file.write("\n")
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def operation_of(recording: Recording, contract: Contract) -> Operation | None:
    """Find the operation that a recording is of."""
    return contract.find(recording.request)[0]


def _check_origin(
    path: Path, origin: Mapping[str, Any], contract: Contract, operation: Operation | None
) -> None:
    if origin["obtained"] not in OBTAINED:
        raise RecordingError(
            f"{path}: obtained from {origin['obtained']!r}; say one of {', '.join(OBTAINED)}"
        )
    if origin.get("apiVersion") != contract.version:
        raise RecordingError(
            f"{path}: recorded for API version {origin.get('apiVersion')},"
            f" not for {contract.version}"
        )
    if operation is None:
        raise RecordingError(f"{path}: records a call that the contract does not have")
    if origin.get("contractSha256") != operation.fingerprint:
        raise RecordingError(
            f"{path}: recorded for another contract of {operation.id};"
            " `recordings --rehash` takes it where it keeps this"
        )
