"""Values as findings show them: in plain words, and short."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

_LONGEST = 120  # characters of a value that are shown as they are


def brief(value: Any) -> str:
    """Return a value as a finding shows it: a long one with its middle left out."""
    text = plain(value)
    if len(text) <= _LONGEST:
        return text
    return f"{text[:60]}…{text[-40:]} ({len(text)} characters)"


def plain(value: Any) -> str:
    """Return a value in words; a text is in quotes, with what cannot be seen escaped."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {plain(one)}" for name, one in value.items()) or "nothing"
    if isinstance(value, Collection):
        return ", ".join(map(plain, value)) or "none"
    return str(value)
