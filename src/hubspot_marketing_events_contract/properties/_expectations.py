"""What properties expect, with findings that say what there is and what must be."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection
from typing import Any

from hubspot_marketing_events_contract._wording import brief
from hubspot_marketing_events_contract.target._target import Finding


def same(expected: Any, found: Any, what: str) -> None:
    """Raise a finding unless something is what it must be.

    Args:
        expected: what it must be.
        found: what it is.
        what: what it is called in the finding.
    """
    if expected != found:
        raise Finding(f"{what}: {brief(found)}, and must be {brief(expected)}")


def one_of(expected: Collection[Any], found: Any, what: str) -> None:
    """Raise a finding unless something is one of the things that it may be."""
    if found not in expected:
        allowed = " or ".join(sorted(map(brief, expected)))
        raise Finding(f"{what}: {brief(found)}, and must be {allowed}")


def in_turn(**moments: dt.datetime) -> None:
    """Raise a finding unless some moments are in the order in which they are given."""
    for (first, earlier), (second, later) in itertools.pairwise(moments.items()):
        if later < earlier:
            raise Finding(
                f"{second}, {later.isoformat()}, is before {first}, {earlier.isoformat()}"
            )
