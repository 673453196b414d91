"""The recordings of one contract, and finding the one that a request repeats."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path
from typing import Any

from attrs import define, frozen

from hubspot_marketing_events_mock.contract import Contract, Request, Response
from hubspot_marketing_events_mock.recording._recording import (
    Recording,
    RecordingError,
    canonical,
    load,
)

logger = logging.getLogger("hubspot_marketing_events_mock")


@frozen
class MaxAge:
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


def folder_of(contract: Contract) -> Path:
    """The recordings that come with this package for a contract's version."""
    packaged = Path(str(files("hubspot_marketing_events_mock"))) / "recordings"
    checkout = Path(__file__).resolve().parents[3] / "contract_tests" / "recordings"
    return (packaged if packaged.is_dir() else checkout) / contract.version


@define
class RecordingStore:
    """The recordings of one contract, by what a request must repeat."""

    recordings: Mapping[tuple[Any, ...], Recording]

    @classmethod
    def of(
        cls, folder: Path | None, contract: Contract, expiry: MaxAge | None = None
    ) -> RecordingStore:
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


def replayed(recording: Recording) -> Response:
    """The recorded answer."""
    origin = f"recording {recording.name}"
    return Response(
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
