"""What to do about columns that name no field: by their names, and by what they hold."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import define, field

from hubspot_marketing_events._cli._files._contents import Content
from hubspot_marketing_events._cli._files._fields import Fields, plain
from hubspot_marketing_events._cli._files._problems import shown

NAMED = 10  # unknown columns that a message names


@define
class Advice:
    """Advice on columns that name no field.

    Args:
        fields: the fields there are.
        columns: what each of these columns holds, by its name; None where that is unknown.
        taken: the fields that other columns give.
    """

    fields: Fields
    columns: Mapping[str, Content | None]
    taken: Collection[str | None]
    _likely: dict[str, str] = field(init=False, factory=dict)  # the field of each column

    def __attrs_post_init__(self) -> None:
        # Each field is for one column, so that the advice can be pasted.
        for column in self._named:
            name = self.fields.nearest(column)
            if name in self._free and self.fields.fits(name, self.columns[column]):
                self._likely[column] = name
        for content in self.fields.contents:
            alike, free = self._alike(content), self._free_for(content)
            if len(alike) == len(free) == 1:
                self._likely[alike[0]] = free[0]

    def sentences(self) -> Iterator[str]:
        """What is wrong and what to do, in parts of one message."""
        names = ", ".join(f"'{shown(column)}'" for column in self._named)
        count = len(self.columns)
        more = f" and {count - NAMED} more" if count > NAMED else ""
        some = "1 column names" if count == 1 else f"{count} columns name"
        steps = " ".join([*self._likely_options(), *self._look_alike(), self._leftover()])
        yield f"{some} no field of {self.fields.what}: {names}{more}. {steps}"
        for column in self.columns:
            value = self.fields.filters.get(plain(column))
            if value:
                option = shlex.quote(f"{shown(column)}={value}")
                yield f"'{shown(column)}' may say which rows are meant: --only {option}"

    @property
    def likely(self) -> Collection[str]:
        """The fields that columns probably give."""
        return self._likely.values()

    @property
    def _named(self) -> Sequence[str]:
        return list(self.columns)[:NAMED]

    @property
    def _free(self) -> set[str]:
        """The fields that no column gives yet, properties included."""
        given = {*self._likely.values(), *self.taken}
        hinted = {name for name in self.fields.hints.values() if name}
        return {*self.fields.known, *hinted} - given

    def _alike(self, content: Content) -> list[str]:
        """The columns that hold something and have no field yet."""
        left = (c for c in self._named if c not in self._likely and self.columns[c] is content)
        is_time = content is Content.TIMES
        return [c for c in left if not (is_time and self.fields.is_ruled_out(c))]

    def _free_for(self, content: Content) -> list[str]:
        return [name for name in self.fields.contents[content] if name in self._free]

    def _likely_options(self) -> Iterator[str]:
        options = " ".join(map_option(column, name) for column, name in self._likely.items())
        if options:
            yield f"Perhaps {options}."

    def _look_alike(self) -> Iterator[str]:
        """Say which columns hold what some fields want, where it is open which is which."""
        for content in self.fields.contents:
            alike, free = self._alike(content), self._free_for(content)
            if alike and free:
                names = ", ".join(f"'{shown(column)}'" for column in alike)
                hold = "holds" if len(alike) == 1 else "hold"
                example = map_option(alike[0], free[0])
                yield f"{names} {hold} {content.value}, for {' or '.join(free)}, as {example}."

    def _leftover(self) -> str:
        """How to drop the other columns, with options that can be pasted."""
        left = [
            column
            for column in self._named
            if column not in self._likely and plain(column) not in self.fields.filters
        ]
        if not left:
            return "--ignore-unknown leaves all of them out"
        drops = " ".join(map_option(column, "") for column in left)
        return (
            f"To leave the rest out: {drops}, or --ignore-unknown; a field's name after the = "
            "makes a column that field"
        )


def map_option(column: str, name: str) -> str:
    """A --map option that can be pasted into a shell."""
    return f"--map {shlex.quote(f'{shown(column)}={name}')}"
