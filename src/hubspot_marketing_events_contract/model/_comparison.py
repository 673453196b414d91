"""How a value found differs from the expected one, and moments as texts have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from hubspot_marketing_events_contract._wording import brief
from hubspot_marketing_events_contract.model._model import UNKNOWN, agrees

_LONG = 60  # characters of a text that a finding shows as a whole


def unequal(what: str, expected: Any, found: Any) -> Iterator[str]:
    """Yield a sentence where a value is not the expected one."""
    if expected is UNKNOWN or agrees(expected, found):
        return
    if isinstance(expected, str) and isinstance(found, str) and len(expected) > _LONG:
        pairs = zip(expected, found, strict=False)
        start = next(
            (n for n, (a, b) in enumerate(pairs) if a != b), min(len(expected), len(found))
        )
        yield (
            f"{what} is another text from character {start + 1} on: {brief(found[start:])} of"
            f" {len(found)} characters, and must be {brief(expected[start:])} of {len(expected)}"
        )
    else:
        yield f"{what} is {brief(found)}, and must be {brief(expected)}"


def instant(text: Any) -> dt.datetime | None:
    """Return the moment that a text means, if it means one."""
    try:
        return dt.datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
