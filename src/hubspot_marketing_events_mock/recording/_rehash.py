"""Recordings taken over for a contract that has changed, or for another version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hubspot_marketing_events_mock.contract import Contract, installed_prefix
from hubspot_marketing_events_mock.recording._recording import (
    RecordingError,
    operation_of,
    parsed,
    write,
)


def rehash(path: Path, contract: Contract, folder: Path | None = None) -> None:
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
        recording = parsed(path, document["log"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordingError(f"{path}: not a recording: {type(error).__name__}: {error}") from error
    operation = operation_of(recording, contract)
    if operation is None:
        raise RecordingError(f"{path}: records a call that the contract does not have")
    problems = [] if recording.body is None else operation.check_body(recording.body)
    if not recording.exempt:
        kind = recording.headers.get("content-type") or recording.headers.get("Content-Type")
        problems += operation.check_response(recording.status, kind, recording.answer)
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
    before = installed_prefix(old) or contract.prefix.replace(contract.version, old)
    request["url"] = request["url"].replace(before, contract.prefix, 1)
    if origin["certainty"] != "assumed":
        said = f"{origin['certainty'].capitalize()} of version {old}; assumed of this one, whose contract it keeps."
        origin["note"] = f"{origin['note']} {said}" if origin.get("note") else said
        origin["certainty"] = "assumed"
