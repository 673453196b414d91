"""What is wrong with a row or a file, in words for a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from attrs import frozen

SHOWN = 60  # characters of a value in a message


class FileError(ValueError):
    """A file cannot be used as a whole; says which file and why, in one line."""


@contextmanager
def gathered(refused: list[str]) -> Iterator[None]:
    """Keep why a file cannot be used, so that all reasons are reported at once.

    Args:
        refused: where the reason is added.
    """
    try:
        yield
    except FileError as error:
        refused.append(str(error))


@frozen
class Problem:
    """One thing that is wrong with one row.

    Args:
        what: the problem without the value, so that the same problem of many rows is one.
        field: the field or column, if the problem is about one.
        value: the value as it stands in the file, if there is one.
    """

    what: str
    field: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        value = None if self.value is None else f"'{shown(self.value)}'"
        return " ".join(part for part in (self.field, value, self.what) if part)


def shown(text: str, most: int = SHOWN) -> str:
    """A file's text as it may be printed: no control characters, and not too long.

    Args:
        text: the text.
        most: how many characters are kept.
    """
    cut = text if len(text) <= most else f"{text[:most]}…"
    if cut.isprintable():
        return cut
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut)
