"""Recorded exchanges, as HAR 1.2 files, and finding the one that a request repeats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
from attrs import define, frozen

from hubspot_marketing_events_mock._answers import Answer
from hubspot_marketing_events_mock._contract import Contract, Request

OBTAINED = ("documentation", "another server", "live account")


class RecordingError(ValueError):
    """A file is no recording, or none of this contract."""


@frozen
class Recording:
    """One exchange, with where it comes from; `certainty` is documented, observed or assumed."""

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
        RecordingError: it is malformed, does not say how it was obtained, or was made for another version.
    """
    try:
        log = json.loads(path.read_bytes())["log"]
        origin, (entry,) = log["_recording"], log["entries"]
        request, response = entry["request"], entry["response"]
        url = urlsplit(request["url"])
        recording = Recording(
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
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordingError(f"{path}: not a recording: {type(error).__name__}: {error}") from error
    if recording.obtained not in OBTAINED:
        raise RecordingError(f"{path}: obtained from {recording.obtained!r}; say one of {', '.join(OBTAINED)}")
    if origin.get("apiVersion") != contract.version:
        raise RecordingError(f"{path}: recorded for API version {origin.get('apiVersion')}, not for {contract.version}")
    return recording


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
    def of(cls, folder: Path | None, contract: Contract) -> Shelf:
        """Read a folder's recordings; without one, those that come with the package."""
        found: Iterable[Path] = sorted((folder or folder_of(contract)).glob("*.har"))
        return cls({recording.key: recording for recording in (load(path, contract) for path in found)})

    def find(self, request: Request, body: Any) -> Recording | None:
        """The recording that a request repeats exactly, if there is one."""
        return self.recordings.get(self._key(request, body)) if self.recordings else None

    def nearest(self, request: Request, body: Any) -> str:
        """For a request that repeats none: which recording comes nearest, and where it differs."""
        names = ("method", "path", "query", "body")
        key = self._key(request, body)
        ranked = [([n for n, a, b in zip(names, k, key, strict=True) if a != b], r) for k, r in self.recordings.items()]
        if not ranked:
            return "There are no recordings."
        differing, recording = min(ranked, key=lambda pair: len(pair[0]))
        if differing == ["body"]:
            differing = [f"body at {place}" for place in _differences(recording.body, body)]
        return f"The nearest recording is {recording.name}; it differs in {', '.join(differing)}."

    @staticmethod
    def _key(request: Request, body: Any) -> tuple[Any, ...]:
        return request.method, "/" + "/".join(request.segments), tuple(sorted(request.query)), canonical(body)


def replayed(recording: Recording) -> Answer:
    """The recorded answer."""
    return Answer(recording.status, recording.answer or None, origin=f"recording {recording.name}")


def _differences(recorded: Any, sent: Any, place: str = "") -> list[str]:
    if isinstance(recorded, dict) and isinstance(sent, dict):
        keys = sorted(recorded.keys() | sent.keys())
        return [d for k in keys for d in _differences(recorded.get(k), sent.get(k), f"{place}/{k}")]
    if isinstance(recorded, list) and isinstance(sent, list) and len(recorded) == len(sent):
        pairs = enumerate(zip(recorded, sent, strict=True))
        return [d for n, (a, b) in pairs for d in _differences(a, b, f"{place}/{n}")]
    return [] if recorded == sent else [place or "/"]
