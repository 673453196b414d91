"""Recordings taken over for a contract that has changed, or for another version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hubspot_marketing_events_mock.contract import Contract, Operation, Problem, installed_prefix
from hubspot_marketing_events_mock.recording._recording import (
    Recording,
    RecordingError,
    operation_of,
    parsed,
    read_log,
    write,
)


def rehash(path: Path, contract: Contract, folder: Path | None = None) -> None:
    """Write a contract's hash into a recording that keeps that contract.

    Args:
        path: the recording.
        contract: the contract; where it is of another version than the recording, the URL is
            changed to its own.
        folder: where to write it; without it, in its place.

    Raises:
        RecordingError: it does not keep the contract, and does not say so itself either;
            nothing is written.
    """
    log = read_log(path)
    origin = log["_recording"]
    _move(log, str(origin.get("apiVersion")), contract)
    recordings = parsed(path, log)
    operation = operation_of(recordings[0], contract)
    if operation is None:
        raise RecordingError(f"{path}: records a call that the contract does not have")
    problems = [found for recording in recordings for found in _problems(recording, operation)]
    if problems:
        said = "; ".join(f"{place}: {message}" for place, message in problems)
        raise RecordingError(f"{path}: does not keep the contract of {operation.id}: {said}")
    origin.update(apiVersion=contract.version, contractSha256=operation.fingerprint)
    write(folder / path.name if folder else path, {"log": log})


def _problems(recording: Recording, operation: Operation) -> list[Problem]:
    if recording.exempt:
        return []
    problems = []
    if recording.request.body and recording.status < 300:  # noqa: PLR2004 - a success
        problems += operation.check_body(recording.body)
    headers = {name.lower(): value for name, value in recording.headers.items()}
    return problems + operation.check_response(
        recording.status, headers.get("content-type"), recording.content
    )


def _move(log: dict[str, Any], old: str, contract: Contract) -> None:
    """Make a recording for another version; there, what it shows is only assumed."""
    if old == contract.version:
        return
    origin = log["_recording"]
    before = installed_prefix(old) or contract.prefix.replace(contract.version, old)
    for entry in log["entries"]:
        entry["request"]["url"] = entry["request"]["url"].replace(before, contract.prefix, 1)
    if origin["certainty"] != "assumed":
        said = (
            f"{origin['certainty'].capitalize()} of version {old};"
            " assumed of this one, whose contract it keeps."
        )
        origin["note"] = f"{origin['note']} {said}" if origin.get("note") else said
        origin["certainty"] = "assumed"
