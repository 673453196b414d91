"""Why a file cannot be read, in plain words: no text, no JSON, or another form than is wanted."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema_rs

_TYPES = {
    "object": "an object of names and values",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
Place = Sequence[str | int]


class UnreadableError(ValueError):
    """A file cannot be read; says why, and not which file."""


def read_json(path: Path) -> Any:
    """Read a file of JSON.

    Raises:
        UnreadableError: it is not there, no UTF-8 or no JSON; says where.
    """
    text = _text(path)
    if not text.strip():
        raise UnreadableError("it is empty")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"at line {error.lineno}, column {error.colno}"
        raise UnreadableError(f"it is not JSON {where}: {error.msg}") from error
    except RecursionError as error:
        raise UnreadableError("it is nested too deeply") from error
    except ValueError as error:
        raise UnreadableError("it has a number with too many digits") from error


def read_toml(path: Path) -> dict[str, Any]:
    """Read a file of TOML.

    Raises:
        UnreadableError: it is not there, no UTF-8 or no TOML; says where.
    """
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise UnreadableError(f"it is not TOML: {error}") from error
    except RecursionError as error:
        raise UnreadableError("it is nested too deeply") from error


def misfit(value: Any, schema: dict[str, Any]) -> tuple[Place, str] | None:
    """Find the first place at which a value is not as a schema has it.

    Args:
        value: what was read.
        schema: a JSON schema of types, required names and known names.

    Returns:
        The place, and what is wrong there without the value, which may be a secret; or None.
    """
    validator = jsonschema_rs.Draft202012Validator(schema)
    error = next(iter(validator.iter_errors(value)), None)
    return None if error is None else (error.instance_path, _worded(error))


def pointer(place: Place) -> str:
    """A place as a JSON pointer (RFC 6901), as "/paths/~1events/get"."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in place)
    return "".join(f"/{part}" for part in parts) or "the whole file"


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableError(f"it is no text in UTF-8, from byte {error.start + 1} on") from error


def _worded(error: jsonschema_rs.ValidationError) -> str:
    said = error.kind.as_dict()
    if error.kind.name == "type":
        return f"should be {' or '.join(_TYPES[name] for name in said['types'])}"
    if error.kind.name == "required":
        return f"has no {said['property']}"
    if error.kind.name == "additionalProperties":
        return f"has {said['unexpected'][0]}, which is not known"
    if error.kind.name == "propertyNames":
        return "has a name that does not begin with a slash"
    if error.kind.name == "minItems":
        return "should have an item"
    return "is not as it should be"
