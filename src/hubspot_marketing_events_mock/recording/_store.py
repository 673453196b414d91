"""The recordings of one contract, and finding the one that a request repeats."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from hubspot_marketing_events_mock.contract import Contract, Request, Response
from hubspot_marketing_events_mock.recording._recording import (
    Recording,
    RecordingError,
    Target,
    canonical,
    load,
    target_of,
)

logger = logging.getLogger("hubspot_marketing_events_mock")
_NEAR = 3  # differences at most


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
        said = (
            f"recording {recording.name} is {age} days old;"
            f" more than {self.days:g} are not wanted: record it anew"
        )
        if self.fail:
            raise RecordingError(said)
        logger.warning(said)


def folder_of(contract: Contract) -> Path:
    """The recordings that come with this package for a contract's version."""
    packaged = Path(str(files("hubspot_marketing_events_mock"))) / "recordings"
    checkout = Path(__file__).resolve().parents[3] / "contract_tests" / "recordings"
    return (packaged if packaged.is_dir() else checkout) / contract.version


@define
class Sequel:
    """The responses to one request, given in turn; the last one is given again."""

    recordings: Sequence[Recording]
    given: int = 0

    def next(self) -> Recording:
        """The next response."""
        index = min(self.given, len(self.recordings) - 1)
        self.given += 1
        return self.recordings[index]


@define
class _Recorded:
    """The recordings of one target, by their bodies in canonical form."""

    sequels: dict[bytes, Sequel] = field(factory=dict)
    shapes: set[Any] = field(factory=set)
    longest: int = 0  # bytes of a request's body

    def add(self, body: bytes, recordings: Sequence[Recording]) -> None:
        """Add the recordings of one request."""
        first = recordings[0]
        self.sequels[body] = Sequel(recordings)
        self.shapes.add(_shape(first.body))
        self.longest = max(self.longest, len(first.request.body))

    def find(self, body: Any) -> Sequel | None:
        """The recordings of a request with a body."""
        # To write a body in canonical form takes time; one of another shape is not worth it.
        return self.sequels.get(canonical(body)) if _shape(body) in self.shapes else None


@define
class RecordingStore:
    """The recordings of one contract, by what a request must repeat."""

    _by_target: dict[Target, _Recorded] = field(factory=dict)

    @classmethod
    def of(
        cls, folder: Path | None, contract: Contract, max_age: MaxAge | None = None
    ) -> RecordingStore:
        """Read a folder's recordings.

        Args:
            folder: the folder; without one, the recordings that come with the package are
                taken, and of these only those that hold where the contract is not the package's
                own.
            contract: what they must belong to.
            max_age: what happens to old ones.

        Raises:
            RecordingError: the folder is not there, or a file is not what it should be, is too
                old, or answers the same request as another.
        """
        if folder and not folder.is_dir():
            raise RecordingError(f"{folder}: no such folder")
        store = cls()
        for path in sorted((folder or folder_of(contract)).glob("*.har")):
            try:
                store.add(path, load(path, contract), max_age)
            except RecordingError:
                if folder or contract.is_installed:
                    raise
        return store

    def add(
        self, path: Path, recordings: Sequence[Recording], max_age: MaxAge | None = None
    ) -> None:
        """Add the recordings of one file."""
        first = recordings[0]
        body = canonical(first.body)
        known = self._by_target.setdefault(target_of(first.request), _Recorded())
        if body in known.sequels:
            other = known.sequels[body].recordings[0].name
            raise RecordingError(f"{path}: answers the same request as {other}")
        if max_age:
            max_age.check(first)
        known.add(body, recordings)

    def restart(self) -> None:
        """Give each sequence from its beginning again."""
        for known in self._by_target.values():
            for sequel in known.sequels.values():
                sequel.given = 0

    def find(self, request: Request, body: Any) -> tuple[Recording | None, str | None]:
        """Find the recording that a request repeats exactly; the next call finds its sequel.

        Returns:
            The recording, or None; and then why a recording that looks near was not taken.
        """
        known = self._by_target.get(target_of(request))
        if known is None:
            return None, None
        sequel = known.find(body)
        if sequel is None:
            return None, _near(known, request, body)
        return sequel.next(), None

    def nearest(self, request: Request, body: Any) -> str:
        """Say which recording comes nearest to a request, and where it differs."""
        if not self._by_target:
            return "There are no recordings."
        ranked = [(_differing(one, request, body), one) for one in self._first_ones()]
        differing, recording = min(ranked, key=lambda pair: len(pair[0]))
        shown = ", ".join(differing[:20])
        return f"The nearest recording is {recording.name}; it differs in {shown}."

    def _first_ones(self) -> Iterator[Recording]:
        for known in self._by_target.values():
            for sequel in known.sequels.values():
                yield sequel.recordings[0]


def _shape(body: Any) -> Any:
    """What is quick to tell of a body: its kind, its keys, and how long the lists at them are."""
    if not isinstance(body, dict):
        return type(body)
    return frozenset((k, len(v) if isinstance(v, list) else None) for k, v in body.items())


def _near(known: _Recorded, request: Request, body: Any) -> str | None:
    """Say why a recording of the same URL was not taken, if it differs in few places.

    Where one body is over twice as long as the other, the two do not look near.
    """
    size = len(request.body)
    if size > 2 * known.longest:
        return None
    best: tuple[list[str], Recording] | None = None
    for sequel in known.sequels.values():
        recording = sequel.recordings[0]
        recorded = len(recording.request.body)
        if recorded > 2 * size or size > 2 * recorded:
            continue
        differing = list(islice(_differences(recording.body, body), _NEAR + 1))
        if len(differing) <= _NEAR and (best is None or len(differing) < len(best[0])):
            best = differing, recording
    if best is None:
        return None
    return f"{best[1].name} differs in body at {', '.join(best[0])}"


def _differing(recording: Recording, request: Request, body: Any) -> list[str]:
    pairs = zip(
        ("method", "path", "query"),
        target_of(recording.request),
        target_of(request),
        strict=True,
    )
    parts = [name for name, recorded, sent in pairs if recorded != sent]
    return parts + [f"body at {place}" for place in islice(_differences(recording.body, body), 100)]


def replayed(recording: Recording) -> Response:
    """The recorded response."""
    return Response(
        recording.status,
        recording.content or None,
        recording.headers,
        f"recording {recording.name}",
        exempt=recording.exempt,
        typed=False,
    )


def _differences(recorded: Any, sent: Any, place: str = "") -> Iterator[str]:
    if isinstance(recorded, dict) and isinstance(sent, dict):
        for key in sorted(recorded.keys() | sent.keys()):
            yield from _differences(recorded.get(key), sent.get(key), f"{place}/{key}")
    elif isinstance(recorded, list) and isinstance(sent, list):
        if len(recorded) != len(sent):
            yield f"{place or '/'} ({len(recorded)} recorded, {len(sent)} sent)"
        for number, (one, other) in enumerate(zip_longest(recorded, sent)):
            yield from _differences(one, other, f"{place}/{number}")
    elif recorded != sent:
        yield place or "/"
