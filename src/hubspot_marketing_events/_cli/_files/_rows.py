"""Rows as an upsert takes them, with all that is wrong with each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from attrs import define, field, frozen

from hubspot_marketing_events._cli._files._columns import Columns, checked_field, spelling
from hubspot_marketing_events._cli._files._contents import Content, content_of
from hubspot_marketing_events._cli._files._conversions import Conversions
from hubspot_marketing_events._cli._files._fields import Fields, Kind
from hubspot_marketing_events._cli._files._formats._csv import Cells
from hubspot_marketing_events._cli._files._formats._json import Item
from hubspot_marketing_events._cli._files._options import ReadOptions
from hubspot_marketing_events._cli._files._problems import FileError, Problem, gathered
from hubspot_marketing_events._cli._files._source import has_bad_bytes

# What makes a spreadsheet compute a cell; the last four are = + - @ of East Asian keyboards.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

KEYS = 100  # unknown keys of JSON objects on which advice is given


@frozen
class Row:
    """One row of a file.

    Args:
        line: where it begins, from 1: a line, an item of an array, or a row of a sheet.
        last: where it ends.
        values: its fields by HubSpot's names; what could not be read stays as it is in the file.
        problems: all that is wrong with it.
        unit: what `line` counts: "line", "item" or "row".
        superseded: why it is not sent, if a later row stands for it.
        name: what it is called, if it stands in no file.
    """

    line: int
    last: int
    values: Any
    problems: tuple[Problem, ...] = ()
    unit: str = "line"
    superseded: str | None = None
    name: str | None = None

    @property
    def span(self) -> str:
        """The numbers of its lines, as "5" or "5 to 7"."""
        return str(self.line) if self.last == self.line else f"{self.line} to {self.last}"

    @property
    def place(self) -> str:
        """Where it is, as "line 5" or "lines 5 to 7"."""
        return self.name or f"{self.unit}{'' if self.last == self.line else 's'} {self.span}"


@define
class Builder:
    """Makes rows from what is read from a file.

    Args:
        fields: the fields a row may have.
        options: how the file is to be read.
        blank: how many rows without any value were left out so far.
        unwanted: how many rows were left out so far because of `only`.
        refused: what is wrong with the options; `check` raises it, and `table` with more.
    """

    fields: Fields
    options: ReadOptions
    blank: int = 0
    unwanted: int = 0
    refused: list[str] = field(init=False, factory=list)
    columns: Columns = field(init=False)
    _conversions: Conversions = field(init=False)
    _constants: dict[str, Any] = field(init=False)
    _fallbacks: dict[str, Any] = field(init=False)
    _required: frozenset[str] = field(init=False)
    _names: dict[str, str] = field(init=False, factory=dict)  # of the keys of JSON objects
    _unknown: dict[str, str] = field(init=False, factory=dict)  # what is wrong with other keys

    def __attrs_post_init__(self) -> None:
        self.columns = Columns(self.fields, self.options)
        self._required = frozenset(self.fields.required)
        with gathered(self.refused):
            Conversions(time_zone=self.options.time_zone)
        with gathered(self.refused):
            Conversions(self.options.date_format)
        known = not self.refused
        self._conversions = (
            Conversions(self.options.date_format, self.options.time_zone)
            if known
            else Conversions()
        )
        self.refused += self.columns.refused
        self._constants = self._converted("--set {}={}", self.options.constants, known)
        self._fallbacks = self._converted("--at {1}", self.options.fallbacks, known)

    def _converted(self, option: str, given: Mapping[str, str], known: bool) -> dict[str, Any]:
        """The values that options give to fields; not looked at if format or zone are unknown."""
        values: dict[str, Any] = {}
        for name, text in given.items():
            said = option.format(name, text)
            with gathered(self.refused):
                found = checked_field(self.fields, said, name)
                values[found] = text
                if known:
                    values[found] = self._value(said, found, text)
        return values

    def _value(self, said: str, name: str, text: str) -> Any:
        value = self._conversions.convert(name, self.fields.kind(name), text)
        if isinstance(value, Problem):
            raise FileError(f"{said}: {value}")
        return value

    def check(self) -> None:
        """Raise what is wrong with the options, all of it at once."""
        if self.refused:
            raise FileError("; ".join(self.refused))

    def table(
        self, header: Sequence[str], unit: str, first: Sequence[Cells] = ()
    ) -> Callable[[Cells], Row | None]:
        """Prepare for the rows of a table.

        Args:
            header: the names of its columns.
            unit: what the numbers of its rows count.
            first: its first rows, by which advice on columns is given.

        Returns:
            A function that makes a row of cells, or None of cells that are left out.

        Raises:
            FileError: the header cannot be used.
        """
        names = [self.columns.field_of(column, set(header)) or "" for column in header]
        with gathered(self.refused):
            names = self.columns.resolve(header, partial(self._content, first))
        with gathered(self.refused):
            self._check_given([*names, *self.columns.advised])
        self.check()
        kinds = [self.fields.kind(name) for name in names]
        targets = [
            (name, kind, kind is Kind.TEXT and "." not in name)
            for name, kind in zip(names, kinds, strict=True)
        ]
        wanted = [(n, texts) for n, c in enumerate(header) if (texts := self.columns.filter_of(c))]
        return lambda cells: self._from_cells(cells, targets, wanted, unit)

    def _content(self, rows: Sequence[Cells], number: int) -> Content | None:
        """What a column holds, counted from 0."""
        cells = (row.values[number].strip() for row in rows if number < len(row.values))
        return content_of(cell for cell in cells if cell not in self.fields.empty)

    def _check_given(self, names: Sequence[str]) -> None:
        """Refuse a table without a column or constant for what each row needs.

        What the advice on unknown columns says already is left out.
        """
        given = {*names, *self._constants, *self._fallbacks}
        lacking = [n for n in self.fields.required if n not in given]
        lacking += [" or ".join(n) for n in self.fields.needs if not given.intersection(n)]
        if lacking:
            own = self.fields.contents.get(Content.ADDRESSES, ())  # of which each row has another
            firsts = [name.split()[0] for name in lacking]
            constants = " ".join(f"--set {name}=VALUE" for name in firsts if name not in own)
            instead = f", or give all rows a constant: {constants}" if constants else ""
            raise FileError(
                f"no column gives {' and '.join(lacking)}, which each row needs; "
                f"name the column with --map COLUMN=FIELD{instead}"
            )

    def _from_cells(
        self,
        cells: Cells,
        targets: Sequence[tuple[str, Kind, bool]],
        wanted: Sequence[tuple[int, Sequence[str]]],
        unit: str,
    ) -> Row | None:
        if cells.fault:
            return Row(cells.first, cells.last, None, (Problem(cells.fault),), unit)
        if wanted and not all(_is_one(cells.values[n : n + 1], texts) for n, texts in wanted):
            self._leave_out(cells)
            return None
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        empty = self.fields.empty
        for text, (name, kind, is_plain) in zip(cells.values, targets, strict=False):
            stripped = text.strip()
            if not stripped or not name or stripped in empty:
                continue
            if is_plain and text.isascii() and text[0] != "'":
                values[name] = text  # as most are
            else:
                self._put(values, problems, name, kind, _unescaped(text))
        if not values and not any(map(str.strip, cells.values)):
            self._leave_out(cells)
            return None
        if len(cells.values) > len(targets) and any(map(str.strip, cells.values[len(targets) :])):
            many = f"the row has {len(cells.values)} values for {len(targets)} columns"
            problems.append(Problem(many))
        self._complete(values, problems)
        return Row(cells.first, cells.last, values, tuple(problems), unit)

    def _leave_out(self, cells: Cells) -> None:
        if any(map(str.strip, cells.values)):
            self.unwanted += 1
        else:
            self.blank += 1

    def _put(
        self, values: dict[str, Any], problems: list[Problem], name: str, kind: Kind, text: str
    ) -> None:
        """Convert a text, and put it where it belongs; what is wrong with it is a problem."""
        value: Any = text
        if kind is not Kind.TEXT:
            value = self._conversions.convert(name, kind, text)
            if isinstance(value, Problem):
                problems.append(value)
                value = text
        elif has_bad_bytes(text):
            problems.append(
                Problem("has bytes that are not of the file's encoding; say --encoding", name, text)
            )
        _place(values, name, value)

    def _complete(self, values: dict[str, Any], problems: list[Problem]) -> None:
        """Add the constants, and say what is missing."""
        for name, value in self._constants.items():
            _place(values, name, value)
        for name, value in self._fallbacks.items():
            values.setdefault(name, value)
        if not self._required <= values.keys():
            missing = (name for name in self.fields.required if name not in values)
            problems.extend(Problem("is missing", name) for name in missing)
        for names in self.fields.needs:
            if not any(_has(values, name) for name in names):
                problems += [Problem("is missing", " or ".join(names))]

    def from_item(self, item: Item, unit: str) -> Row | None:
        """Make a row of a value of a JSON text, or None of one that is left out."""
        if item.problem:
            return Row(item.number, item.number, None, (item.problem,), unit)
        if not isinstance(item.value, dict):
            what = Problem(f"the value is {_type(item.value)}, not an object")
            return Row(item.number, item.number, item.value, (what,), unit)
        if self.options.only and not self._is_wanted(item.value):
            self.unwanted += 1
            return None
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for key, value in item.value.items():
            self._put_json(values, problems, key, value)
        self._complete(values, problems)
        return Row(item.number, item.number, values, tuple(problems), unit)

    def _is_wanted(self, item: Mapping[str, Any]) -> bool:
        """Whether an object is meant; null and a key that is not there are empty."""
        given = {spelling(key): value for key, value in item.items() if value is not None}
        return all(
            _is_one([_json_text(given.get(name, ""))], texts)
            for name, texts in self.columns.filters.items()
        )

    def _put_json(
        self, values: dict[str, Any], problems: list[Problem], key: str, value: Any
    ) -> None:
        name = self._names.get(key)
        if name is None:
            name = self._key(key)
            if name is not None and len(self._names) < len(self.fields.known) * 4:
                self._names[key] = name
        if name is None:
            values[key] = value
            problems.append(Problem(self._why_unknown(key, value), key))
        elif name in values:
            problems.append(Problem("is given twice", name))
        elif name and value is not None:
            kind = self.fields.kind(name)
            if kind is Kind.PROPERTIES and isinstance(value, Mapping | list):
                values[name] = value
                return
            if kind in {Kind.TIME, Kind.NUMBER} and type(value) in {int, float}:
                value = str(value)  # of a time, a count since 1970
            if isinstance(value, str):
                self._put(values, problems, name, kind, value)
            elif kind is Kind.FLAG and isinstance(value, bool):
                values[name] = value
            else:
                values[name] = value
                problems.append(Problem(f"is {_type(value)}, not {kind.value}", name))

    def _why_unknown(self, key: str, value: Any) -> str:
        if key not in self._unknown and len(self._unknown) < KEYS:
            self._unknown[key] = self.columns.unknown_key(key, value)
        return self._unknown.get(key, f"is no field of {self.fields.what}")

    def _key(self, key: str) -> str | None:
        """The field of a key; an empty one where it is dropped, None where there is none."""
        found = self.columns.field_of(key)
        return "" if found is None and self.options.ignore_unknown else found


def _type(value: Any) -> str:
    names = {
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "an object",
    }
    return "null" if value is None else names.get(type(value), f"a {type(value).__name__}")


def _place(values: dict[str, Any], name: str, value: Any) -> None:
    """Put a value where it belongs: a property stands within its own mapping."""
    box, dot, inner = name.partition(".")
    if dot:
        values.setdefault(box, {})[inner] = value
    elif isinstance(value, Mapping):
        values[name] = {**values.get(name, {}), **value}
    else:
        values[name] = value


def _has(values: Mapping[str, Any], name: str) -> bool:
    box, dot, inner = name.partition(".")
    found = values.get(box)
    return found is not None and (not dot or (isinstance(found, Mapping) and inner in found))


def _is_one(cells: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a cell has one of some texts, in any case; one that is not there is empty."""
    given = "".join(cells).strip().casefold()
    return any(given == text.strip().casefold() for text in wanted)


def _json_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; rows read from it have the text itself."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def _unescaped(text: str) -> str:
    """The text of which `safe_cell`, and other programs with this habit, made a cell."""
    return text[1:] if text[0] == "'" and text.lstrip("'").startswith(FORMULA) else text
