"""The versions of the API that one mock serves, each read when it is first called."""

from __future__ import annotations

import logging
from collections.abc import Callable

from attrs import define, field

from hubspot_marketing_events_mock.behaviour import HANDLERS
from hubspot_marketing_events_mock.contract import Contract, ContractError, Request
from hubspot_marketing_events_mock.recording import RecordingStore

logger = logging.getLogger("hubspot_marketing_events_mock")

_MOST_NAMED = 5  # operations that a message names
_Segments = tuple[str, ...]


@define
class Version:
    """A version that is served, and its recordings."""

    contract: Contract
    recordings: RecordingStore


@define
class Versions:
    """The versions that one mock serves.

    Args:
        first: the contract that is asked first.
        read: reads the recordings of a contract.
        others: further versions, and what the paths of each begin with.
    """

    first: Contract
    _read: Callable[[Contract], RecordingStore]
    _others: dict[str, str] = field(factory=dict)
    _known: dict[_Segments, Version] = field(factory=dict, init=False)
    _unread: dict[_Segments, str] = field(factory=dict, init=False)
    _primary: Version = field(init=False)
    _start: _Segments = field(init=False)  # of the paths of the first version

    def __attrs_post_init__(self) -> None:
        self._primary = Version(self.first, self._read(self.first))
        self._start = _segments(self.first.prefix)
        self._unread = {
            _segments(prefix): version
            for version, prefix in self._others.items()
            if version != self.first.version
        }

    @property
    def told(self) -> str:
        """The versions that are served, with their prefixes, for a message."""
        served = {self.first.version: self.first.prefix} | self._others
        return ", ".join(f"{version} at {prefix}" for version, prefix in served.items())

    def of(self, request: Request) -> Version:
        """The version that a request is for; the first one where no other is."""
        if request.segments[: len(self._start)] == self._start:
            return self._primary
        for start, known in self._known.items():
            if request.segments[: len(start)] == start:
                return known
        for start, version in self._unread.items():
            if request.segments[: len(start)] == start:
                contract = Contract.load(version=version)
                self._known[start] = Version(contract, self._read(contract))
                del self._unread[start]
                return self._known[start]
        return self._primary

    def restart(self) -> None:
        """Give the sequences of recordings from their beginnings again."""
        for version in (self._primary, *self._known.values()):
            version.recordings.restart()


def _segments(prefix: str) -> _Segments:
    return tuple(prefix.split("/")[1:])


def check_modelled(contract: Contract) -> None:
    """Raise a `ContractError` where the mock does not model an operation of a contract.

    A version that is installed is served all the same. Its news must not stop what is modelled, so
    the other operations get 501, and the log names them.
    """
    unknown = sorted(contract.operations.keys() - HANDLERS.keys())
    if not unknown:
        return
    shown = ", ".join(unknown[:_MOST_NAMED]) + (", ..." if unknown[_MOST_NAMED:] else "")
    said = (
        f"version {contract.version}: the mock does not model {len(unknown)} of its"
        f" {len(contract.operations)} operations: {shown};"
    )
    if not contract.is_installed:
        raise ContractError(
            f"{said} mode replay serves recordings of them, --allow-unmodelled responds with 501"
        )
    logger.warning("%s they get 501", said)
