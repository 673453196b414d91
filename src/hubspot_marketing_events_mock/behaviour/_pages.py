"""Items by ascending number, of which any page is found without walking over those before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Generic, TypeVar

from attrs import define, field

Item = TypeVar("Item")


@define
class Pages(Generic[Item]):
    """Items by ascending number."""

    _numbers: list[int] = field(factory=list)
    _items: dict[int, Item] = field(factory=dict)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, number: int, item: Item) -> None:
        """Add an item; the number must be new."""
        if not self._numbers or number > self._numbers[-1]:
            self._numbers.append(number)
        else:
            self._numbers.insert(bisect_left(self._numbers, number), number)
        self._items[number] = item

    def remove(self, number: int) -> None:
        """Remove the item with a number, which must be there."""
        del self._numbers[bisect_left(self._numbers, number)]
        del self._items[number]

    def all(self) -> list[Item]:
        """Every item, in order."""
        return [self._items[number] for number in self._numbers]

    def page(self, after: int, limit: int) -> tuple[list[Item], int | None]:
        """Find the items after a number.

        Args:
            after: the number that the page before ended with; 0 for the first page.
            limit: how many items at most.

        Returns:
            The items, and the number to go on after, or None where nothing follows.
        """
        start = bisect_right(self._numbers, after)
        numbers = self._numbers[start : start + limit]
        more = start + limit < len(self._numbers) and bool(numbers)
        return [self._items[number] for number in numbers], numbers[-1] if more else None
