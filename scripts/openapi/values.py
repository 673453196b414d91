"""Read JSON values of unknown types."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: Any) -> Sequence[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def canonical(value: Any) -> str:
    """One text for values that are equal."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=sorted)


def distinct(values: Sequence[Any]) -> list[Any]:
    """A list in its order, each value once; 1 and true are two values."""
    return list({canonical(value): value for value in values}.values())
