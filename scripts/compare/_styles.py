"""The formats of a report by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scripts.compare._pages import html
from scripts.compare._reports import as_json, markdown, sarif, text
from scripts.compare._rules import Change

STYLES: dict[str, Callable[[Sequence[Change], str, str], str]] = {
    "text": text,
    "markdown": markdown,
    "html": html,
    "json": as_json,
    "sarif": sarif,
}
