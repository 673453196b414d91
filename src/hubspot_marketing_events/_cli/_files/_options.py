"""How to read a file, from the command line or from a mapping file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import asdict, evolve, fields, frozen

from hubspot_marketing_events._cli._files._formats._csv import BY_NAME
from hubspot_marketing_events._cli._files._problems import FileError
from hubspot_marketing_events._cli._files._source import reason


@frozen(kw_only=True)
class ReadOptions:
    """How a file is to be read.

    Args:
        columns: the field of each column that is not named like one; an empty one drops the column.
        constants: the value of fields that each row gets.
        delimiter: what stands between the cells of a text table; None to find out.
        encoding: the encoding of a text; None to find out.
        skip_lines: how many lines stand before the header.
        sheet: the sheet of a spreadsheet; None for the first.
        date_format: how times are written; None for ISO 8601.
        time_zone: the zone of times that say none; None where each must say its own.
        ignore_unknown: whether columns that name no field are dropped.
        only: the values of which a column has one in the rows that are meant; other rows are left
            out. One text stands for itself, as in older outcomes files.
        section: the line above the table that is meant, in a file that has several.
        fallbacks: the value of fields in rows that have none.
    """

    columns: Mapping[str, str] = {}
    constants: Mapping[str, str] = {}
    delimiter: str | None = None
    encoding: str | None = None
    skip_lines: int = 0
    sheet: str | None = None
    date_format: str | None = None
    time_zone: str | None = None
    ignore_unknown: bool = False
    only: Mapping[str, Sequence[str]] = {}
    section: str | None = None
    fallbacks: Mapping[str, str] = {}

    def __attrs_post_init__(self) -> None:
        if self.delimiter is not None:
            one = BY_NAME.get(self.delimiter.lower(), self.delimiter)
            if len(one) != 1 or one in '"\r\n':
                raise FileError(f"--delimiter {self.delimiter}: should be one character, or tab")
            object.__setattr__(self, "delimiter", one)
        if self.skip_lines < 0:
            raise FileError(f"--skip-lines {self.skip_lines}: should be 0 or more")
        only = {c: (v,) if isinstance(v, str) else tuple(v) for c, v in self.only.items()}
        object.__setattr__(self, "only", only)

    def over(self, other: ReadOptions) -> ReadOptions:
        """These options, with those of another where these say nothing."""
        merged: dict[str, Any] = {
            a.name: getattr(self, a.name)
            for a in fields(ReadOptions)
            if getattr(self, a.name) != a.default
        }
        for name in merged.keys() & {*_TABLES.values(), "fallbacks"}:
            merged[name] = {**getattr(other, name), **merged[name]}
        return evolve(other, **merged)

    def to_dict(self) -> dict[str, Any]:
        """What differs from the default, for JSON."""
        return {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in asdict(self, recurse=False).items()
            if value != getattr(DEFAULT, name)
        }


DEFAULT = ReadOptions()
_TABLES = {"map": "columns", "set": "constants", "only": "only"}
_FORMS = {"--map": "COLUMN=FIELD", "--set": "FIELD=VALUE", "--only": "COLUMN=VALUE"}
_KEYS = {
    name.replace("_", "-"): name
    for name in (a.name for a in fields(ReadOptions))
    if name not in {*_TABLES.values(), "fallbacks"}
}


def from_file(path: Path) -> ReadOptions:
    """Read a mapping file.

    It is a TOML file with the tables `map` (column = field), `set` (field = value) and `only`
    (column = value or list of values), and the other options by their names on the command line,
    as `date-format`.

    Raises:
        FileError: it is not there, is not TOML, or says something that is no option.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise FileError(f"{path}: {reason(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileError(f"{path}: not TOML: {error}") from error
    options: dict[str, Any] = {}
    for key, value in given.items():
        if key == "only":
            options[key] = _choices(path, value)
        elif key in _TABLES:
            options[_TABLES[key]] = _texts(path, key, value)
        elif key in _KEYS:
            options[_KEYS[key]] = _checked(path, key, value)
        else:
            known = ", ".join([*_TABLES, *_KEYS])
            raise FileError(f"{path}: {key!r} is no option; there is {known}")
    return ReadOptions(**options)


def pairs(option: str, given: Sequence[str]) -> dict[str, str]:
    """Read options of the form NAME=VALUE.

    Args:
        option: the option, for messages.
        given: its values; a name ends at the first equals sign.

    Raises:
        FileError: one has no equals sign, or a name is given twice with two values.
    """
    found: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise FileError(f"{option} {text}: should be {_FORMS[option]}")
        if found.setdefault(name, value) != value:
            raise FileError(f"{option} {name}: is given as {found[name]!r} and as {value!r}")
    return found


def choices(option: str, given: Sequence[str]) -> dict[str, list[str]]:
    """Read options of the form NAME=VALUE of which a name may have several values.

    Raises:
        FileError: one has no equals sign.
    """
    found: dict[str, list[str]] = {}
    for text in given:
        for name, value in pairs(option, [text]).items():
            found.setdefault(name, []).append(value)
    return found


def _choices(path: Path, value: Any) -> dict[str, list[str]]:
    """Read the table `only`, in which a column has a value or a list of values."""
    if not isinstance(value, dict):
        raise FileError(f"{path}: 'only' should be a table")
    listed = {name: one if isinstance(one, list) else [one] for name, one in value.items()}
    empty = next((name for name, texts in listed.items() if not texts), None)
    if empty is not None:
        raise FileError(f"{path}: only.{empty} is an empty list; name the values that are meant")
    return {
        name: [_texts(path, "only", {name: text})[name] for text in texts]
        for name, texts in listed.items()
    }


def _texts(path: Path, key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise FileError(f"{path}: {key!r} should be a table")
    wrong = [name for name, text in value.items() if isinstance(text, dict | list)]
    if wrong:
        raise FileError(f"{path}: {key}.{wrong[0]} should be text; a name with a dot needs quotes")
    return {
        name: str(text).lower() if isinstance(text, bool) else str(text)
        for name, text in value.items()
    }


def _checked(path: Path, key: str, value: Any) -> Any:
    wanted, named = {
        "skip-lines": (int, "a whole number"),
        "ignore-unknown": (bool, "true or false"),
    }.get(key, (str, "text in quotes"))
    if type(value) is not wanted:
        raise FileError(f"{path}: {key} should be {named}, not {value!r}")
    return value
