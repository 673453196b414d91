"""One recorded exchange, as a HAR 1.2 file."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson
from attrs import frozen

from hubspot_marketing_events_mock.contract import Contract, Operation, Request

OBTAINED = ("documentation", "another server", "live account")


class RecordingError(ValueError):
    """A file is no recording, or none of this contract."""


@frozen
class Recording:
    """One exchange, with where it comes from.

    `certainty` is documented, observed or assumed; `headers` are those of the answer that are not volatile; `exempt`
    means that the recording itself says where its answer breaks the contract.
    """

    name: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    body: Any
    status: int
    answer: bytes
    obtained: str
    source: str
    certainty: str
    note: str
    recorded: dt.datetime
    headers: Mapping[str, str]
    exempt: bool

    @property
    def key(self) -> tuple[Any, ...]:
        """What a request must repeat."""
        return self.method, self.path, self.query, canonical(self.body)


def canonical(body: Any) -> bytes:
    """A body without regard to the order of its keys; one nested too deeply to be written is like no other."""
    try:
        return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return b"nested too deeply"


def load(path: Path, contract: Contract) -> Recording:
    """Read one recording.

    Raises:
        RecordingError: it is malformed, does not say how it was obtained, or was made for another contract.
    """
    try:
        log = json.loads(path.read_bytes())["log"]
        origin, recording = log["_recording"], parsed(path, log)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordingError(f"{path}: not a recording: {type(error).__name__}: {error}") from error
    _check_origin(path, origin, contract, operation_of(recording, contract))
    return recording


def parsed(path: Path, log: Mapping[str, Any]) -> Recording:
    """Read the one exchange of a HAR log."""
    origin, (entry,) = log["_recording"], log["entries"]
    request, response = entry["request"], entry["response"]
    url = urlsplit(request["url"])
    return Recording(
        name=path.stem,
        method=request["method"],
        path=url.path,
        query=tuple(sorted(parse_qsl(url.query, keep_blank_values=True))),
        body=json.loads(request["postData"]["text"]) if "postData" in request else None,
        status=response["status"],
        answer=response["content"].get("text", "").encode(),
        obtained=origin["obtained"],
        source=origin["source"],
        certainty=origin["certainty"],
        note=origin.get("note", ""),
        recorded=dt.datetime.fromisoformat(entry["startedDateTime"]),
        headers={
            h["name"]: h["value"]
            for h in response["headers"]
            if h["name"] not in origin.get("volatile", ())
        },
        exempt="breaksContract" in origin,
    )


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
    segments = tuple(unquote(part) for part in recording.path.split("/")[1:])
    return contract.find(Request(recording.method, segments, (), {}, b""))[0]


def _check_origin(
    path: Path, origin: Mapping[str, Any], contract: Contract, operation: Operation | None
) -> None:
    if origin["obtained"] not in OBTAINED:
        raise RecordingError(
            f"{path}: obtained from {origin['obtained']!r}; say one of {', '.join(OBTAINED)}"
        )
    if origin.get("apiVersion") != contract.version:
        raise RecordingError(
            f"{path}: recorded for API version {origin.get('apiVersion')}, not for {contract.version}"
        )
    if operation is None:
        raise RecordingError(f"{path}: records a call that the contract does not have")
    if origin.get("contractSha256") != operation.fingerprint:
        said = f"recorded for another contract of {operation.id}; `recordings --rehash` takes it where it keeps this"
        raise RecordingError(f"{path}: {said}")
