"""From the columns of a file to the fields of a row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field

from hubspot_marketing_events._cli._files._advice import NAMED, Advice, map_option
from hubspot_marketing_events._cli._files._contents import Content, content_of
from hubspot_marketing_events._cli._files._fields import Fields, plain
from hubspot_marketing_events._cli._files._options import ReadOptions
from hubspot_marketing_events._cli._files._problems import FileError, gathered, shown


@define
class Columns:
    """Which field each column gives.

    Args:
        fields: the fields there are.
        options: what the caller says of columns.
        refused: what is wrong with the options: they name fields that do not exist.
        advised: the fields that unknown columns probably give.
    """

    fields: Fields
    options: ReadOptions
    refused: list[str] = field(init=False, factory=list)
    advised: Collection[str] = field(init=False, default=())
    _mapped: dict[str, str] = field(init=False, factory=dict)  # by the column as given
    _spelt: dict[str, str] = field(
        init=False, factory=dict
    )  # from any spelling to the column as given
    _only: dict[str, tuple[str, ...]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for column, texts in self.options.only.items():
            self._only[spelling(column)] = (*self._only.get(spelling(column), ()), *texts)
        for column, name in self.options.columns.items():
            self._mapped[column] = ""
            with gathered(self.refused):
                self._mapped[column] = checked_field(self.fields, f"--map {column}={name}", name)
            self._spelt[spelling(column)] = column

    def known(self, column: str) -> bool:
        """Whether a column is the name of a field, or mapped to one."""
        return bool(column.strip()) and self.field_of(column) is not None

    def resolve(
        self, header: Sequence[str], contents: Callable[[int], Content | None]
    ) -> list[str]:
        """Find the field of each column; an empty one where it is dropped.

        Args:
            header: the names of the columns.
            contents: says of a column, counted from 0, what it holds.

        Raises:
            FileError: columns name no field, two give the same field, or mapped columns are not
                there.
        """
        given = set(header)
        found = [self.field_of(column, given) if column.strip() else "" for column in header]
        problems = [
            *self._unknown(header, found, contents),
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
        given = self._spelt.get(spelling(column))
        if given is not None and given not in header:
            return self._mapped[given]
        found = self.fields.find(column)
        return "" if found is None and self.filter_of(column) is not None else found

    @property
    def filters(self) -> Mapping[str, Sequence[str]]:
        """What `filter_of` returns, by the spelling of each column that says which rows count."""
        return self._only

    def filter_of(self, column: str) -> Sequence[str] | None:
        """The values of which a column has one in the rows that are meant; None if any will do."""
        return self._only.get(spelling(column))

    def unknown_key(self, key: str, value: Any) -> str:
        """What is wrong with a key of a JSON object that names no field, and what to do.

        Args:
            key: the key.
            value: its value.
        """
        content = content_of([value]) if isinstance(value, str) else None
        likely = next(iter(Advice(self.fields, {key: content}, ()).likely), "")
        meant = (
            f"perhaps {map_option(key, likely)}" if likely else f"{map_option(key, '')} drops it"
        )
        return f"is no field of {self.fields.what}; {meant}"

    def _unknown(
        self,
        header: Sequence[str],
        found: Sequence[str | None],
        contents: Callable[[int], Content | None],
    ) -> Iterator[str]:
        """Say what to do about columns that name no field."""
        unknown = [n for n, name in enumerate(found) if name is None]
        if unknown and not self.options.ignore_unknown:
            named = {header[n]: contents(n) for n in unknown[:NAMED]}
            named |= {header[n]: None for n in unknown[NAMED:] if header[n] not in named}
            advice = Advice(self.fields, named, found)
            self.advised = advice.likely
            yield from advice.sentences()

    def _absent(self, header: Sequence[str]) -> Iterator[str]:
        there = {spelling(column) for column in header}
        named = [("--map", c) for c in self.options.columns]
        named += [("--only", c) for c in self.options.only]
        absent = [(option, column) for option, column in named if spelling(column) not in there]
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


def spelling(column: str) -> str:
    """The name of a column, the same in any case and spacing."""
    return plain(column) or column.strip().casefold()
