"""Rows that are made when somebody looks at them, so that a report of any length is held in little memory."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

_Item = TypeVar("_Item")
_Row = TypeVar("_Row")


class OnDemand(Sequence[_Row], Generic[_Item, _Row]):
    """As many rows as there are items, each made from its item anew whenever it is looked at.

    Args:
        items: what the rows are made from.
        make: makes the row of an item.
    """

    def __init__(self, items: Sequence[_Item], make: Callable[[_Item], _Row]) -> None:
        self._items = items
        self._make = make

    @overload
    def __getitem__(self, place: int) -> _Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_Row]: ...
    def __getitem__(self, place: int | slice) -> _Row | Sequence[_Row]:
        if isinstance(place, slice):
            return OnDemand(self._items[place], self._make)
        return self._make(self._items[place])

    def __len__(self) -> int:
        return len(self._items)
