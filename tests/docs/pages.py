"""Reads the fenced blocks of a Markdown page, and what the comment before a block says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
FOLDERS = ("docs", "openapi")
MARK = re.compile(r"<!-- (not run|file|pytest|output):\s*(.*?)\s*-->", re.DOTALL)


@frozen
class Block:
    """One fenced block.

    Args:
        place: the file and line, for messages.
        language: the word after the fence.
        text: what it holds.
        mark: what the comment before it says of it: `not run`, `file`, `pytest` or `output`, or
            nothing. A comment `setup` is a block itself: code that only the test runs.
        said: the rest of that comment: a reason or a file name.
    """

    place: str
    language: str
    text: str
    mark: str
    said: str


def pages() -> list[Path]:
    """Return every page that people read."""
    found = [page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md")]
    return sorted([*found, *ROOT.glob("*.md")])


def blocks(page: Path) -> Iterator[Block]:
    """Yield the blocks of a page; those that are directives of Sphinx are left to Sphinx."""
    before = ""
    for token in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")):
        said = MARK.fullmatch(before)
        mark, reason = said.groups() if said else ("", "")
        before = token.content.strip() if token.type == "html_block" else ""

        place = f"{page.relative_to(ROOT)}:{(token.map or [0])[0] + 1}"
        if setup := re.fullmatch(r"<!-- setup:\n(.+?)-->", before, re.DOTALL):
            yield Block(place, "python", setup[1], "setup", "")
        elif token.type == "fence" and not token.info.startswith("{"):
            yield Block(place, token.info.strip(), token.content, mark, reason)
