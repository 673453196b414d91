"""The ratchet: findings that are known, each accepted by name, for a reason, until a day."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from pathlib import Path

from hubspot_marketing_events_contract.properties._property import PROPERTIES
from hubspot_marketing_events_contract.running._runner import Result

Accepted = dict[str, tuple[str, dt.date]]  # reason and last day, by property


class AcceptedError(ValueError):
    """The file of accepted findings is wrong; says what and where."""


def load(path: Path | None) -> Accepted:
    """Read the file of accepted findings: the reason and the last day, by property.

    Raises:
        AcceptedError: an entry names no property, or lacks a reason or a day.
    """
    if path is None:
        return {}
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise AcceptedError(f"{path}: {error}") from error
    found: Accepted = {}
    for number, entry in enumerate(read.get("accepted", []), 1):
        name, reason, expires = (entry.get(key) for key in ("property", "reason", "expires"))
        if name not in PROPERTIES:
            raise AcceptedError(f"{path}: entry {number}: there is no property {name!r}")
        if not reason or type(expires) is not dt.date:
            raise AcceptedError(
                f"{path}: entry {number}, {name}: needs a reason, and `expires` as a date"
            )
        found[name] = (reason, expires)
    return found


def judged(
    results: Sequence[Result], known: Accepted, today: dt.date
) -> tuple[dict[str, str], dict[str, str]]:
    """Hold findings against those that are accepted.

    Returns:
        The reasons of the findings that are accepted, by property. And what is wrong, by property:
        findings that are not accepted, or no longer, and accepted ones that no longer occur.
    """
    accepted, wrong = dict[str, str](), dict[str, str]()

    for result in results:
        name = result.property.name
        reason, expires = known.get(name, ("", dt.date.min))
        if result.finding and name in known and today <= expires:
            accepted[name] = reason
        elif result.finding and name in known:
            wrong[name] = f"its acceptance ended on {expires}: {result.finding}"
        elif result.finding:
            wrong[name] = f"{result.property.claim}\n{result.finding}"
        elif name in known and not result.skipped and not result.undecided:
            wrong[name] = "is accepted and no longer occurs; take it out of the file"

    return accepted, wrong
