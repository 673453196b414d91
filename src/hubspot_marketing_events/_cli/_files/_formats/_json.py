"""Objects of JSON Lines, an array, an object with `inputs`, or objects over several lines."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from attrs import frozen

from hubspot_marketing_events._cli._files._problems import Problem
from hubspot_marketing_events._cli._files._source import has_bad_bytes

LONGEST = 1 << 23  # characters of one line
INPUTS = re.compile(r'\s*\{\s*"inputs"\s*:\s*\[')


@frozen
class Item:
    """One value of a JSON text.

    Args:
        number: of its line, or its place in the array, from 1.
        value: what was read, if nothing is wrong.
        problem: what is wrong, or None.
        last: whether nothing after it can be read.
    """

    number: int
    value: Any = None
    problem: Problem | None = None
    last: bool = False


def is_lines(head: str) -> bool:
    """Whether a text that begins with an object is JSON Lines, not one object over lines.

    Args:
        head: the beginning of the text.
    """
    first, _, rest = head.lstrip().partition("\n")
    if INPUTS.match(head):
        return False
    try:
        json.loads(first)
    except json.JSONDecodeError as error:
        # An object over several lines breaks off where its first line ends, and goes on with a
        # name or its end.
        cut = not first[error.pos :].strip() or error.msg.startswith("Unterminated")
        return not (cut and rest.lstrip()[:1] in {'"', "}"})
    except (ValueError, RecursionError):
        pass
    return True


def lines(text: io.TextIOWrapper) -> Iterator[Item]:
    """Read one value per line; blank lines are left out."""
    for number, line in enumerate(iter(partial(text.readline, LONGEST), ""), 1):
        if not line.isspace():
            yield _line(number, line)


def _line(number: int, line: str) -> Item:
    if has_bad_bytes(line):
        return Item(
            number, problem=Problem("the line has bytes that are not of the file's encoding")
        )
    try:
        return Item(number, json.loads(line))
    except json.JSONDecodeError as error:
        return Item(
            number, problem=Problem(f"the line is not JSON: {error.msg} at column {error.colno}")
        )
    except (ValueError, RecursionError) as error:
        return Item(
            number, problem=Problem(f"the line cannot be read: {str(error).partition(';')[0]}")
        )


def items(text: io.TextIOWrapper, head: str) -> Iterator[Item]:
    """Read the items of an array or of `inputs`, or objects over several lines, one at a time.

    Args:
        text: the JSON text.
        head: its beginning, by which the items are found.
    """
    import ijson  # noqa: PLC0415 - only for this

    inputs, array = INPUTS.match(head), head.lstrip().startswith("[")
    prefix = "inputs.item" if inputs else "item" if array else ""
    number = 0
    try:
        found = ijson.items(_Utf8(text), prefix, use_float=True, multiple_values=not prefix)
        for value in _unwrapped(found, prefix):
            number += 1
            yield Item(number, value)
    except (ijson.JSONError, ValueError, RecursionError) as error:
        why = " ".join(str(error).split("\n")[0].split())
        yield Item(
            number + 1,
            problem=Problem(f"not JSON from here on: {why}"),
            last=True,
        )


def _unwrapped(found: Iterator[Any], prefix: str) -> Iterator[Any]:
    """The items of objects that have `inputs`, though not at their beginning."""
    for value in found:
        if not prefix and isinstance(value, dict) and isinstance(value.get("inputs"), list):
            yield from value["inputs"]
        else:
            yield value


class _Utf8:
    """A text as ijson reads it: UTF-8, with bytes that could not be decoded as they were."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        return self._text.read(size).encode("utf-8", "surrogateescape")
