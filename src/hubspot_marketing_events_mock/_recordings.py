"""Recorded exchanges, as HAR 1.2 files, and finding the one that a request repeats."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import os
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson
from attrs import define, frozen

from hubspot_marketing_events_mock._answers import Answer
from hubspot_marketing_events_mock._contract import Contract, Operation, Request, prefix_of

logger = logging.getLogger("hubspot_marketing_events_mock")
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


@frozen
class Expiry:
    """What happens to recordings older than so many days: each is warned of, or fails."""

    days: float
    now: dt.datetime
    fail: bool = False

    def check(self, recording: Recording) -> None:
        """Warn of a recording, or raise a `RecordingError`, where it is too old."""
        age = (self.now - recording.recorded).days
        if age <= self.days:
            return
        said = f"recording {recording.name} is {age} days old; more than {self.days:g} are not wanted: record it anew"
        if self.fail:
            raise RecordingError(said)
        logger.warning(said)


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
        origin, recording = log["_recording"], _read(path, log)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordingError(f"{path}: not a recording: {type(error).__name__}: {error}") from error
    _check_origin(path, origin, contract, _operation(recording, contract))
    return recording


def _read(path: Path, log: Mapping[str, Any]) -> Recording:
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


def restamp(path: Path, contract: Contract, folder: Path | None = None) -> None:
    """Write a contract's hash into a recording that keeps that contract.

    Args:
        path: the recording.
        contract: the contract; where it is of another version than the recording, the address is changed to its own.
        folder: where to write it; without it, in its place.

    Raises:
        RecordingError: it does not keep it, and does not say so itself either; nothing is written.
    """
    try:
        document = json.loads(path.read_bytes())
        origin = document["log"]["_recording"]
        _move(document["log"], str(origin["apiVersion"]), contract)
        recording = _read(path, document["log"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordingError(f"{path}: not a recording: {type(error).__name__}: {error}") from error
    operation = _operation(recording, contract)
    if operation is None:
        raise RecordingError(f"{path}: records a call that the contract does not have")
    problems = [] if recording.body is None else operation.check_body(recording.body)
    if not recording.exempt:
        kind = recording.headers.get("content-type") or recording.headers.get("Content-Type")
        problems += operation.check_answer(recording.status, kind, recording.answer)
    if problems:
        said = "; ".join(f"{place}: {message}" for place, message in problems)
        raise RecordingError(f"{path}: does not keep the contract of {operation.id}: {said}")
    origin.update(apiVersion=contract.version, contractSha256=operation.fingerprint)
    write(folder / path.name if folder else path, document)


def _move(log: dict[str, Any], old: str, contract: Contract) -> None:
    """Make a recording one of another version, of which what it shows is not known but assumed."""
    if old == contract.version:
        return
    origin, request = log["_recording"], log["entries"][0]["request"]
    before = prefix_of(old) or contract.prefix.replace(contract.version, old)
    request["url"] = request["url"].replace(before, contract.prefix, 1)
    if origin["certainty"] != "assumed":
        said = f"{origin['certainty'].capitalize()} of version {old}; assumed of this one, whose contract it keeps."
        origin["note"] = f"{origin['note']} {said}" if origin.get("note") else said
        origin["certainty"] = "assumed"


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


def _operation(recording: Recording, contract: Contract) -> Operation | None:
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
        said = f"recorded for another contract of {operation.id}; `recordings --restamp` takes it where it keeps this"
        raise RecordingError(f"{path}: {said}")


def folder_of(contract: Contract) -> Path:
    """The recordings that come with this package for a contract's version."""
    packaged = Path(str(files("hubspot_marketing_events_mock"))) / "recordings"
    checkout = Path(__file__).resolve().parents[2] / "contract_tests" / "recordings"
    return (packaged if packaged.is_dir() else checkout) / contract.version


@define
class Shelf:
    """The recordings of one contract, by what a request must repeat."""

    recordings: Mapping[tuple[Any, ...], Recording]

    @classmethod
    def of(cls, folder: Path | None, contract: Contract, expiry: Expiry | None = None) -> Shelf:
        """Read a folder's recordings; without one, those that come with the package.

        Raises:
            RecordingError: one is not what it should be, has expired, or answers the same request as another.
        """
        shelf: dict[tuple[Any, ...], Recording] = {}
        for path in sorted((folder or folder_of(contract)).glob("*.har")):
            recording = load(path, contract)
            if other := shelf.get(recording.key):
                raise RecordingError(f"{path}: answers the same request as {other.name}")
            if expiry:
                expiry.check(recording)
            shelf[recording.key] = recording
        return cls(shelf)

    def find(self, request: Request, body: Any) -> Recording | None:
        """The recording that a request repeats exactly, if there is one."""
        return self.recordings.get(self._key(request, body)) if self.recordings else None

    def nearest(self, request: Request, body: Any) -> str:
        """For a request that repeats none: which recording comes nearest, and where it differs."""
        if not self.recordings:
            return "There are no recordings."
        key = self._key(request, body)
        ranked = [
            (_differing(known, key, recording, body), recording)
            for known, recording in self.recordings.items()
        ]
        differing, recording = min(ranked, key=lambda pair: len(pair[0]))
        return f"The nearest recording is {recording.name}; it differs in {', '.join(differing)}."

    @staticmethod
    def _key(request: Request, body: Any) -> tuple[Any, ...]:
        return (
            request.method,
            "/" + "/".join(request.segments),
            tuple(sorted(request.query)),
            canonical(body),
        )


def _differing(
    known: tuple[Any, ...], key: tuple[Any, ...], recording: Recording, body: Any
) -> list[str]:
    parts = [
        name for name, a, b in zip(("method", "path", "query"), known, key, strict=False) if a != b
    ]
    return parts + [f"body at {place}" for place in _differences(recording.body, body)]


def replayed(recording: Recording) -> Answer:
    """The recorded answer."""
    origin = f"recording {recording.name}"
    return Answer(
        recording.status,
        recording.answer or None,
        recording.headers,
        origin,
        exempt=recording.exempt,
    )


def _differences(recorded: Any, sent: Any, place: str = "") -> list[str]:
    if isinstance(recorded, dict) and isinstance(sent, dict):
        keys = sorted(recorded.keys() | sent.keys())
        return [d for k in keys for d in _differences(recorded.get(k), sent.get(k), f"{place}/{k}")]
    if isinstance(recorded, list) and isinstance(sent, list):
        pairs = enumerate(zip_longest(recorded, sent))
        return [d for n, (a, b) in pairs for d in _differences(a, b, f"{place}/{n}")]
    return [] if recorded == sent else [place or "/"]
