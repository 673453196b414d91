"""Names for what is generated: Python's letters only, of bounded length, and none given twice.

The generator makes identifiers of whatever names it gets, so two names can become one, or one that its own code uses.
These are names that it takes as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import count

from openapi_python_client import strings
from openapi_python_client.strings import ClassName, PythonIdentifier

PREFIX = "field_"  # the generator's own, for a name that would be none
LONGEST = 80  # characters; as a file's name, twice that with its underscores, and every system takes it

# What generated modules import or define: beside classes, in a class, and in a function.
_CLASSES, _ATTRIBUTES, ARGUMENTS = (
    frozenset(names.split())
    for names in (
        """
        Any AuthenticatedClient BinaryIO BytesIO Client Enum File FileContent FileTypes Generator Generic HTTPStatus
        IntEnum Literal Mapping MutableMapping Optional RequestFiles Response T TYPE_CHECKING TextIO TypeVar UNSET
        UUID Union Unset
        """,
        """
        additional_keys additional_properties additional_property cast cls d field_dict files from_dict json prop
        prop_dict prop_name src_dict to_dict to_multipart types
        """,
        "body cast cookies errors headers httpx isoparse kwargs params quote response",
    )
)
# Windows keeps these for devices, whatever their ending.
_FILES = {"aux", "con", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


@contextmanager
def reserved() -> Iterator[None]:
    """Make the generator treat names that its own code uses in a class like Python's: `files` becomes `files_`."""
    more = _ATTRIBUTES - strings.RESERVED_WORDS
    strings.RESERVED_WORDS.update(more)
    try:
        yield
    finally:
        strings.RESERVED_WORDS.difference_update(more)


def plain(text: str) -> str:
    """The letters and digits of a text, as far as ASCII has them, in words, cut to `LONGEST`."""
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.findall("[A-Za-z0-9]+", ascii_))[:LONGEST].strip()


def identifier(text: str, otherwise: str) -> str:
    """A name for a function, an argument or a folder."""
    made = str(PythonIdentifier(plain(text) or otherwise, otherwise))
    return f"{made}_{otherwise}" if made in _FILES else made


class Names:
    """The names given so far, of classes and of functions."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of_class(self, wanted: str, avoid: Collection[str] = ()) -> str:
        """A name for a class whose module is named like none of `avoid`."""
        base = str(ClassName(plain(wanted) or "Schema", "Model"))
        for stem in _candidates(base, "Model"):
            name = str(ClassName(stem, PREFIX))
            module = str(PythonIdentifier(name, PREFIX))
            clashes = (
                name in _CLASSES or name.endswith("_") or module in _FILES or module in _ATTRIBUTES or module in avoid
            )
            if not clashes and self._given.isdisjoint({name.lower(), module}):
                self._given |= {name.lower(), module}
                return name
        raise AssertionError

    def of_function(self, wanted: str) -> str:
        """A name for a function and its module."""
        for stem in _candidates(identifier(wanted, "call"), "_"):
            name = str(PythonIdentifier(stem, PREFIX))
            if name not in self._given:
                self._given.add(name)
                return name
        raise AssertionError


def _candidates(base: str, suffix: str) -> Iterator[str]:
    """The name itself, and then with a number; a class that may not have its name is a `...Model`."""
    yield base
    stem = base.rstrip("_") + suffix
    if suffix.isalpha():
        yield stem
    yield from (f"{stem}{number}" for number in count(2))


def attributes(names: Sequence[str], taken: frozenset[str] = frozenset()) -> list[str]:
    """Those of some names that the generator can make attributes or arguments of, none of them `taken`, each its own.

    It tells two names apart by their letters' case where it must; the rest are left for the caller to say.
    """
    kept: list[str] = []
    short: dict[str, str] = {}
    exact: set[str] = set()
    for name in names:
        snake, raw = _identifiers(name)
        other = short.get(snake)
        if snake in taken or snake in exact:
            continue
        if other is None:
            short[snake] = raw
        elif len({raw, other} | exact) < len(exact) + 2 or {raw, other} & (_CLASSES | taken | (short.keys() - {snake})):
            continue
        else:
            exact |= {raw, other}
        kept.append(name)
    return kept


def _identifiers(name: str) -> tuple[str, str]:
    """What the generator makes of a name, and what it makes of it beside another that it makes the same of."""
    snake = str(PythonIdentifier(name, PREFIX))
    raw = str(PythonIdentifier(name, PREFIX, skip_snake_case=True))
    return unicodedata.normalize("NFKC", snake), unicodedata.normalize("NFKC", raw)


def attribute(name: str) -> str:
    """What the generator calls the attribute of a property."""
    return _identifiers(name)[0]
