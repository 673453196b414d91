"""Names for generated code: valid in Python, of bounded length, and none given twice.

The generator makes identifiers of whatever names it gets. So two names can become one, or a name
can become one that its own code uses. These are names that it takes as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any

from openapi_python_client import strings
from openapi_python_client.strings import ClassName, PythonIdentifier, snake_case

Schema = Mapping[str, Any]
PREFIX = "field_"  # the prefix of the generator, for a name that Python does not allow
LONGEST = (
    80  # characters; as a file's name, twice that with its underscores, and every system takes it
)

# What generated modules import or define: beside classes, in a class, and in a function.
_CLASSES, _ATTRIBUTES, ARGUMENTS = (
    frozenset(names.split())
    for names in (
        """
        Any AuthenticatedClient BinaryIO BytesIO Client Enum File FileContent FileTypes Generator
        Generic HTTPStatus IntEnum Literal Mapping MutableMapping Optional RequestFiles Response T
        TYPE_CHECKING TextIO TypeVar UNSET UUID Union Unset
        """,
        """
        additional_keys additional_properties cast cls d field_dict files from_dict json prop
        prop_dict prop_name src_dict to_dict to_multipart types
        """,
        """
        asyncio_detailed body cast cookies errors headers httpx isoparse kwargs params quote
        response sync_detailed
        """,
    )
)
# Windows keeps these for devices, whatever their ending.
_FILES = {
    "aux",
    "con",
    "nul",
    "prn",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}


@contextmanager
def reserved() -> Iterator[None]:
    """Reserve the names that generated classes use, as Python's are: `files` becomes `files_`."""
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
        self._given = {
            "bool",
            "float",
            "int",
            "str",
        }  # beside which a class would have no order in a union
        self._next: Counter[str] = Counter()

    def of_class(self, wanted: str, avoid: Collection[str] = ()) -> str:
        """A name for a class whose module is named like none of `avoid`."""
        base = str(ClassName(plain(wanted) or "Schema", "Model"))
        for stem in self._candidates(base, "Model"):
            name = str(ClassName(stem, PREFIX))
            module = str(PythonIdentifier(name, PREFIX))
            names = {
                name.lower(),
                module,
                f"check_{snake_case(name)}",
            }  # the last is a function's, if it is an enum
            clashes = (
                name in _CLASSES
                or name.endswith("_")
                or module in _FILES
                or module in _ATTRIBUTES
                or module in avoid
            )
            if not clashes and self._given.isdisjoint(names):
                self._given |= names
                return name
        raise AssertionError

    def of_function(self, wanted: str) -> str:
        """A name for a function and its module."""
        for stem in self._candidates(identifier(wanted, "call"), "_"):
            name = str(PythonIdentifier(stem, PREFIX))
            if name not in self._given:
                self._given.add(name)
                return name
        raise AssertionError

    def _candidates(self, base: str, suffix: str) -> Iterator[str]:
        """The name, then the name with numbers; a class whose name is reserved is a `...Model`."""
        stem = base.rstrip("_") + suffix
        if base not in self._next:
            yield base
            if suffix.isalpha():
                yield stem
        for number in count(self._next[base] or 2):
            self._next[base] = number + 1
            yield f"{stem}{number}"


def attributes(names: Mapping[str, Collection[str]], taken: Collection[str] = ()) -> list[str]:
    """Keep the names that the generator can make distinct attributes or arguments of.

    Where it must, the generator tells two names apart by case. The caller reports the others.

    Args:
        names: each with what the code calls the parts of its value.
        taken: what else the code refers to.
    """
    busy = set(taken).union(*names.values())
    given: set[str] = set()
    kept: list[str] = []
    short: dict[str, str] = {}
    exact: set[str] = set()
    for name in names:
        snake, raw = identifiers(name)
        other = short.get(snake)
        if (
            snake in busy
            or snake in exact
            or given.intersection(names[name])
            or unicodedata.normalize("NFKC", raw) != raw
        ):
            continue
        if other is None:
            short[snake] = raw
        elif len({raw, other} | exact) < len(exact) + 2 or {raw, other} & (
            _CLASSES | busy | (short.keys() - {snake})
        ):
            continue
        else:
            exact |= {raw, other}
        given.update(names[name])
        kept.append(name)
    return kept


def identifiers(name: str) -> tuple[str, str]:
    """The generator's identifier for a name, and the one it takes if another name has the first."""
    return attribute(name), str(PythonIdentifier(name, PREFIX, skip_snake_case=True))


def attribute(name: str) -> str:
    """What the generator calls the attribute of a property."""
    return str(PythonIdentifier(name, PREFIX))


def parts(name: str, used: Schema) -> Iterator[str]:
    """What the code that reads and writes a value calls the parts of it."""
    whole = used.get("allOf", [used])[0]
    for at, member in enumerate(whole.get("anyOf", ())):
        yield from parts(f"{name}_type_{at}", member)
    if "items" in whole:
        item = attribute(f"{name}_item")
        yield from (item, f"{item}_data")
        yield from parts(f"{name}_item", whole["items"])


def referred(used: Schema) -> set[str]:
    """The classes, and functions if they are enums', by which a value is read."""
    whole = used.get("allOf", [used])[0]
    inner = [*whole.get("anyOf", ()), *([whole["items"]] if "items" in whole else [])]
    key = str(whole.get("$ref", "")).rpartition("/")[2]
    return {key, f"check_{snake_case(key)}"}.union(*map(referred, inner))
