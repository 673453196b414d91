"""From the columns of a file to the fields of a row."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import define, field

from hubspot_marketing_events._cli._files._fields import Fields, plain
from hubspot_marketing_events._cli._files._options import ReadOptions
from hubspot_marketing_events._cli._files._problems import FileError, gathered, shown

NAMED = 10  # unknown columns that a message names


@define
class Columns:
    """Which field each column gives.

    Args:
        fields: the fields there are.
        options: what the caller says of columns.
        refused: what is wrong with the options: they name fields that do not exist.
    """

    fields: Fields
    options: ReadOptions
    refused: list[str] = field(init=False, factory=list)
    _mapped: dict[str, str] = field(init=False, factory=dict)  # by the column as given
    _spelt: dict[str, str] = field(
        init=False, factory=dict
    )  # from any spelling to the column as given
    _only: dict[str, tuple[str, ...]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for column, texts in self.options.only.items():
            self._only[_spelling(column)] = (*self._only.get(_spelling(column), ()), *texts)
        for column, name in self.options.columns.items():
            self._mapped[column] = ""
            with gathered(self.refused):
                self._mapped[column] = checked_field(self.fields, f"--map {column}={name}", name)
            self._spelt[_spelling(column)] = column

    def known(self, column: str) -> bool:
        """Whether a column is the name of a field, or mapped to one."""
        return bool(column.strip()) and self.field_of(column) is not None

    def resolve(self, header: Sequence[str]) -> list[str]:
        """Find the field of each column; an empty one where it is dropped.

        Args:
            header: the names of the columns.

        Raises:
            FileError: columns name no field, two give the same field, or mapped columns are not
                there.
        """
        given = set(header)
        found = [self.field_of(column, given) if column.strip() else "" for column in header]
        problems = [
            *self._unknown(
                [c for c, name in zip(header, found, strict=True) if name is None], found
            ),
            *self._absent(header),
            *_twice(header, found, self.options.constants, self.fields),
        ]
        if problems:
            raise FileError("; ".join(problems))
        return [name or "" for name in found]

    def field_of(self, column: str, header: Collection[str] = ()) -> str | None:
        """The field of a column: empty if it is dropped, None if it names none.

        Args:
            column: the column's name.
            header: all columns' names: one that is spelt just as an option has it goes before one
                that is spelt alike.
        """
        if column in self._mapped:
            return self._mapped[column]
        given = self._spelt.get(_spelling(column))
        if given is not None and given not in header:
            return self._mapped[given]
        found = self.fields.find(column)
        return "" if found is None and self.filter_of(column) is not None else found

    @property
    def filters(self) -> int:
        """How many columns say which rows are meant."""
        return len(self._only)

    def filter_of(self, column: str) -> Sequence[str] | None:
        """The values of which a column has one in the rows that are meant; None if any will do."""
        return self._only.get(_spelling(column))

    def _unknown(self, columns: Sequence[str], taken: Collection[str | None]) -> Iterator[str]:
        if not columns or self.options.ignore_unknown:
            return
        names = ", ".join(f"'{shown(column)}'" for column in columns[:NAMED])
        more = f" and {len(columns) - NAMED} more" if len(columns) > NAMED else ""
        some = "1 column names" if len(columns) == 1 else f"{len(columns)} columns name"
        likely: dict[str, str] = {}  # each field for one column, so that the advice can be pasted
        for column in columns[:NAMED]:
            name = self.fields.nearest(column)
            if name and name not in {*likely.values(), *taken}:
                likely[column] = name
        advice = " ".join(map_option(column, name) for column, name in likely.items())
        told = (c for c in columns[:NAMED] if plain(c) not in self.fields.filters)
        other = next((column for column in told if column not in likely), None)
        also = f" {map_option(other, 'FIELD')} gives one a field," if other else ""
        yield (
            f"{some} no field of {self.fields.what}: {names}{more}."
            f"{f' Perhaps {advice}.' if advice else ''}{also} --ignore-unknown drops all of them"
        )
        for column in columns:
            value = self.fields.filters.get(plain(column))
            if value:
                option = shlex.quote(f"{shown(column)}={value}")
                yield f"'{shown(column)}' may say which rows are meant: --only {option}"

    def _absent(self, header: Sequence[str]) -> Iterator[str]:
        there = {_spelling(column) for column in header}
        named = [("--map", c) for c in self.options.columns]
        named += [("--only", c) for c in self.options.only]
        absent = [(option, column) for option, column in named if _spelling(column) not in there]
        if absent:
            options = ", ".join(f"{option} {column}" for option, column in absent)
            names = ", ".join(f"'{shown(name)}'" for name in header[:NAMED])
            more = f" and {len(header) - NAMED} more" if len(header) > NAMED else ""
            yield f"{options}: no such column; there is {names}{more}"


def checked_field(fields: Fields, option: str, name: str) -> str:
    """The field that an option names; empty stays empty.

    Raises:
        FileError: there is no such field.
    """
    found = fields.find(name) if name.strip() else ""
    if name.strip() and not found:
        nearest = fields.nearest(name)
        advice = f"; perhaps {nearest}" if nearest else ""
        raise FileError(f"{option}: {name!r} is no field of {fields.what}{advice}")
    return found or ""


def map_option(column: str, name: str) -> str:
    """A --map option that can be pasted into a shell."""
    return f"--map {shlex.quote(f'{shown(column)}={name}')}"


def _twice(
    header: Sequence[str], found: Sequence[str | None], constants: Mapping[str, str], fields: Fields
) -> Iterator[str]:
    """Say which fields are given twice: by two columns, or by a column and a constant."""
    givers: dict[str, list[str]] = {}
    for name in constants:
        givers.setdefault(fields.find(name) or name, []).append(f"--set {name}")
    for column, field_name in zip(header, found, strict=True):
        if field_name:
            givers.setdefault(field_name, []).append(f"column '{shown(column)}'")
    for name, both in givers.items():
        if len(both) > 1:
            yield (
                f"{' and '.join(both)} all give {name}; "
                "keep one, as with --map COLUMN= for the other"
            )


def _spelling(column: str) -> str:
    return plain(column) or column.strip().casefold()
