"""Read a document that is not trusted: every command reads with this module.

What no published document uses is refused in one line, before anything acts on it: references that
would have to be fetched, names that break out of their place, and sizes that only an attack has.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts.openapi.cursor import Cursor
from scripts.openapi.operations import operations
from scripts.openapi.parsing import DEPTH, Limits, parse
from scripts.openapi.schemas import COMBINING
from scripts.openapi.values import mapping, sequence
from scripts.project.layout import PipelineError

# Each is many times the size in the largest published document.
VALUES = 200_000
SCHEMAS = 2_000
OPERATIONS = 2_000
PARAMETERS = 500
EXPANDED = 100_000  # schemas that one schema is made of, each counted as often as it is referred to
NAME = 1_000  # characters

# Characters of a name, and of a place or message, that a line can show.
_START, _SHOWN = 60, 300

_STRICT = Limits(32 * 1024 * 1024, 2 * 1024 * 1024, VALUES, strict=True)
# A document that is only compared may be any that is in use.
_TOLERANT = Limits(64 * 1024 * 1024, 64 * 1024 * 1024, 2_000_000, strict=False)

_POINTERS = ("$ref", "$dynamicRef", "$recursiveRef")
_BASES = ("$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor")
_BREAKING = re.compile(r"[\"'`\\]")
_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def read(path: Path, name: str, *, tolerant: bool = False) -> dict[str, Any]:
    """Read a document, JSON or YAML, that may have been made to do harm.

    Args:
        path: the file.
        name: what to call it in an error.
        tolerant: whether to read anything that can be compared: also larger documents, aliases,
            repeated keys and references to other documents, which nothing follows.

    Returns:
        An object of plain JSON values. Unless it was read with tolerance, its references lead to
        places within itself only.

    Raises:
        PipelineError: it is not there, cut off, neither JSON nor YAML, or over its limits; or,
            without tolerance, it refers to anything outside of itself.
    """
    value = parse(path, name, _TOLERANT if tolerant else _STRICT)
    document = as_json(value, name) if tolerant else value
    if not tolerant:
        _check(document, name)
    if not isinstance(document, dict):
        raise PipelineError(f"{name}: not an OpenAPI 3.0 or 3.1 document: it is no object")
    return document


def specification(document: Any, name: str) -> str:
    """The version of OpenAPI that a document is written in, 3.0 or 3.1.

    Raises:
        PipelineError: it is of another version, or says none.
    """
    version = str(document.get("openapi", "")) if isinstance(document, Mapping) else ""
    if version[:3] not in {"3.0", "3.1"}:
        found = f"openapi is {version[:60]!r}" if version else "it has no `openapi` key"
        raise PipelineError(f"{name}: not an OpenAPI 3.0 or 3.1 document: {found}")
    return version[:3]


def as_json(value: Any, name: str) -> Any:
    """A copy as JSON would hold it: a tree without aliases, with text as keys and 1 for 1.0.

    Raises:
        PipelineError: it nests deeper or holds more than documents in use do, as where aliases
            multiply.
    """
    left = _TOLERANT.values

    def plain(value: Any, depth: int) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise PipelineError(f"{name}: more than {_TOLERANT.values:,} values")
        if depth > DEPTH:
            raise PipelineError(f"{name}: nests deeper than {DEPTH} levels")
        if isinstance(value, Mapping):
            return {str(key): plain(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [plain(item, depth + 1) for item in value]
        if isinstance(value, float):
            return _number(value)
        return value if value is None or isinstance(value, bool | int | str) else str(value)

    return plain(value, 0)


def _number(value: float) -> int | float | str:
    if value.is_integer():
        return int(value)
    return value if math.isfinite(value) else str(value)


def _check(document: Any, name: str) -> None:
    """Refuse anything that no published document has."""
    for place, problem in _problems(document):
        raise PipelineError(f"{name}: {shown(place) or 'the root'}: {problem}")
    try:
        _bound(document, name)
    except RecursionError as error:
        raise PipelineError(f"{name}: its references nest deeper than {DEPTH} levels") from error


def check_name(text: str, place: str, *, braces: bool = False) -> None:
    """Refuse a name that could break out of where it is put; `braces` allows those of a path.

    Raises:
        PipelineError: it has quotes, backslashes, control or invisible characters or braces, or is
            over `NAME` characters long.
    """
    strange = _BREAKING.search(text) or (not braces and re.search(r"[{}]", text))
    if (
        strange
        or len(text) > NAME
        or any(unicodedata.category(letter) in _INVISIBLE for letter in text)
    ):
        start = text if len(text) <= _START else f"{text[:_START]}..."
        why = (
            f"longer than {NAME} characters"
            if len(text) > NAME
            else "with characters that no name has"
        )
        raise PipelineError(f"{shown(place)}: a name {why}: {start!a}")


def shown(text: str) -> str:
    """A place, or a message that quotes a document, in characters that one line can show."""
    visible = "".join(
        " " if unicodedata.category(letter) in _INVISIBLE else letter for letter in text
    )
    visible = visible.replace("::", ": :")  # "::" begins a command in GitHub's logs
    return visible if len(visible) <= _SHOWN else f"{visible[:_SHOWN]}..."


def check_names(holder: Mapping[str, Any], place: str) -> None:
    """Apply `check_name` to the name of an OpenAPI object, and to the names that it lists."""
    for key in ("name", "operationId"):
        if isinstance(holder.get(key), str):
            check_name(holder[key], f"{place}/{key}", braces=key == "operationId" or "in" in holder)
    for key in ("tags", "required"):
        for item in sequence(holder.get(key)):
            if isinstance(item, str):
                check_name(item, f"{place}/{key}")


def _problems(document: Any) -> Iterator[tuple[str, str]]:
    """Look at every value once."""
    for seen, one in enumerate(Cursor.at_root(document).walk()):
        if seen >= VALUES:
            yield "", f"more than {VALUES:,} values"
            return
        if len(one.names) > DEPTH:
            yield "/".join(one.names[:6]), f"nests deeper than {DEPTH} levels"
        elif isinstance(one.value, dict):
            yield from _pointing(one.place, one.value)
        elif not isinstance(one.value, list):
            yield from _plain(one.place, one.value)


def _pointing(place: str, value: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    for key in value:
        yield from (
            _plain(place, key)
            if isinstance(key, str)
            else [(place, f"the key {key!r} is not a text")]
        )
    for key in _POINTERS:
        target = value.get(key)
        if isinstance(target, str) and not target.startswith("#/"):
            yield (
                place,
                f"{key} to {target[:60]!a} leads out of the document, and nothing is fetched",
            )
    for key in _BASES:
        if isinstance(value.get(key), str):
            yield place, f"has {key}, which changes what references mean"


def _plain(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        yield place.encode("ascii", "replace").decode(), "half a character, which no file can hold"
    elif isinstance(value, float) and not math.isfinite(value):
        yield place, f"{value} is not a JSON number"
    elif not isinstance(value, str | bool | int | float | None):
        yield place, f"a {type(value).__name__}, which JSON has not"


def _bound(document: Any, name: str) -> None:
    """Refuse more schemas, operations or nested references than any published document has."""
    root = Cursor.at_root(document)
    schemas = list((root / "components" / "schemas").members().values())
    found = list(operations(mapping(document)))
    most = max((len(one.parameters) for one in found), default=0)
    for what, count, limit in (
        ("schemas", len(schemas), SCHEMAS),
        ("operations", len(found), OPERATIONS),
        ("parameters of one operation", most, PARAMETERS),
    ):
        if count > limit:
            raise PipelineError(f"{name}: {count:,} {what}; more than {limit:,} are not taken")
    weigh = _scale()
    for schema in schemas:
        if weigh(schema) > EXPANDED:
            raise PipelineError(
                f"{name}: components/schemas/{shown(schema.schema_name[:60])} is made of more than "
                f"{EXPANDED:,} schemas"
            )


def _scale() -> Callable[[Cursor], int]:
    """Return a function that counts the schemas in a schema, with each reference followed."""
    known: dict[str, int] = {}

    def weigh(schema: Cursor) -> int:
        reference = schema.reference
        if reference:
            if reference not in known:
                known[reference] = 1  # of a circle, no more than the first round
                known[reference] = 1 + weigh(schema.target(reference))
            return known[reference]
        inner = [one for word in COMBINING for one in (schema / word).members().values()]
        inner += [schema / "items", schema / "not"] if mapping(schema.value) else []
        return 1 + sum(map(weigh, inner))

    return weigh
