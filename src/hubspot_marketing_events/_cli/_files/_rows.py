"""Rows as an upsert takes them, with all that is wrong with each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from hubspot_marketing_events._cli._files._columns import Columns, checked_field
from hubspot_marketing_events._cli._files._conversions import Conversions
from hubspot_marketing_events._cli._files._csv import Cells
from hubspot_marketing_events._cli._files._fields import CUSTOM, Fields, Kind
from hubspot_marketing_events._cli._files._json import Item
from hubspot_marketing_events._cli._files._options import ReadOptions
from hubspot_marketing_events._cli._files._problems import FileError, Problem
from hubspot_marketing_events._cli._files._source import has_bad_bytes

PROPERTIES = CUSTOM.rstrip(".")


@frozen
class Row:
    """One row of a file.

    Args:
        line: where it begins, from 1: a line, an item of an array, or a row of a sheet.
        last: where it ends.
        values: its fields by HubSpot's names; what could not be read stays as it is in the file.
        problems: all that is wrong with it.
        unit: what `line` counts: "line", "item" or "row".
    """

    line: int
    last: int
    values: Any
    problems: tuple[Problem, ...] = ()
    unit: str = "line"

    @property
    def span(self) -> str:
        """The numbers of its lines, as "5" or "5 to 7"."""
        return str(self.line) if self.last == self.line else f"{self.line} to {self.last}"

    @property
    def place(self) -> str:
        """Where it is, as "line 5" or "lines 5 to 7"."""
        return f"{self.unit}{'' if self.last == self.line else 's'} {self.span}"


@define
class Builder:
    """Makes rows of what is read from a file.

    Args:
        fields: the fields a row may have.
        options: how the file is to be read.

    Raises:
        FileError: an option names what does not exist, or a constant is no value of its field.
    """

    fields: Fields
    options: ReadOptions
    columns: Columns = field(init=False)
    _conversions: Conversions = field(init=False)
    _constants: dict[str, Any] = field(init=False, factory=dict)
    _required: frozenset[str] = field(init=False)
    _names: dict[str, str] = field(init=False, factory=dict)  # of the keys of JSON objects

    def __attrs_post_init__(self) -> None:
        self.columns = Columns(self.fields, self.options)
        self._required = frozenset(self.fields.required)
        self._conversions = Conversions(self.options.date_format, self.options.time_zone)
        for name, text in self.options.constants.items():
            option = f"--set {name}={text}"
            found = checked_field(self.fields, option, name)
            value = self._conversions.convert(found, self.fields.kind(found), text)
            if isinstance(value, Problem):
                raise FileError(f"{option}: {value}")
            self._constants[found] = value

    def table(self, header: Sequence[str], unit: str) -> Callable[[Cells], Row | None]:
        """Prepare for the rows of a table.

        Args:
            header: the names of its columns.
            unit: what the numbers of its rows count.

        Returns:
            A function that makes a row of cells, or None of cells that are all empty.

        Raises:
            FileError: the header cannot be used.
        """
        names = self.columns.resolve(header)
        lacking = [n for n in self.fields.required if n not in names and n not in self._constants]
        if lacking:
            constants = " ".join(f"--set {name}=VALUE" for name in lacking)
            raise FileError(
                f"no column gives {' and '.join(lacking)}, which each row needs; "
                f"name the column with --map COLUMN=FIELD, or give all rows a constant: {constants}"
            )
        targets = [(name, self.fields.kind(name)) for name in names]
        return lambda cells: self._from_cells(cells, targets, unit)

    def _from_cells(
        self, cells: Cells, targets: Sequence[tuple[str, Kind]], unit: str
    ) -> Row | None:
        if cells.fault:
            return Row(cells.first, cells.last, None, (Problem(cells.fault),), unit)
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for text, (name, kind) in zip(cells.values, targets, strict=False):
            if not text or text.isspace() or not name:
                continue
            if kind is Kind.TEXT and text.isascii() and not name.startswith(CUSTOM):
                values[name] = text  # as most are
            else:
                self._put(values, problems, name, kind, text)
        if not values and not any(t.strip() for t in cells.values):
            return None
        if len(cells.values) > len(targets) and any(map(str.strip, cells.values[len(targets) :])):
            many = f"the row has {len(cells.values)} values for {len(targets)} columns"
            problems.append(Problem(many))
        self._complete(values, problems)
        return Row(cells.first, cells.last, values, tuple(problems), unit)

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
        if name.startswith(CUSTOM):
            values.setdefault(PROPERTIES, {})[name.removeprefix(CUSTOM)] = value
        else:
            values[name] = value

    def _complete(self, values: dict[str, Any], problems: list[Problem]) -> None:
        """Add the constants, and say what is missing."""
        for name, value in self._constants.items():
            if name.startswith(CUSTOM):
                values.setdefault(PROPERTIES, {})[name.removeprefix(CUSTOM)] = value
            else:
                values[name] = value
        if not self._required <= values.keys():
            missing = (name for name in self.fields.required if name not in values)
            problems.extend(Problem("is missing", name) for name in missing)

    def from_item(self, item: Item, unit: str) -> Row:
        """Make a row of a value of a JSON text."""
        if item.problem:
            return Row(item.number, item.number, None, (item.problem,), unit)
        if not isinstance(item.value, dict):
            what = Problem(f"the value is {_type(item.value)}, not an object")
            return Row(item.number, item.number, item.value, (what,), unit)
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for key, value in item.value.items():
            self._put_json(values, problems, key, value)
        self._complete(values, problems)
        return Row(item.number, item.number, values, tuple(problems), unit)

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
            problems.append(Problem(f"is no field of {self.fields.what}", key))
        elif name in values:
            problems.append(Problem("is given twice", name))
        elif name == PROPERTIES and isinstance(value, Mapping | list):
            values[name] = value
        elif name and value is not None:
            kind = self.fields.kind(name)
            if kind is Kind.TIME and type(value) in {int, float}:
                value = str(value)  # a count since 1970
            if isinstance(value, str):
                self._put(values, problems, name, kind, value)
            elif kind is Kind.FLAG and isinstance(value, bool):
                values[name] = value
            else:
                values[name] = value
                problems.append(Problem(f"is {_type(value)}, not {kind.value}", name))

    def _key(self, key: str) -> str | None:
        """The field of a key; an empty one where it is dropped, None where there is none."""
        if key.strip() == PROPERTIES or key == "custom_properties":
            return PROPERTIES
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
