"""Items of long columns, put down in a spool: of a hundred thousand rows only those of one column are in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from crawler.store.spool import Spool
from crawler.survey.column import Item

LEAST = 100
"""Items from which on they are put down (own choice: what small portals have stays in memory)."""


class StoredItems(Sequence[Item]):
    """The items of a column, read anew whenever they are asked for."""

    __slots__ = ("_count", "_spool", "_spot")

    def __init__(self, items: Sequence[Item], spool: Spool) -> None:
        self._count = len(items)
        self._spool = spool
        self._spot = spool.put([_fields(item) for item in items])

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Item]:
        return (Item(*fields) for fields in self._spool.get(self._spot))

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Item]: ...
    def __getitem__(self, at: int | slice) -> Item | Sequence[Item]:
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self._count, self._spot))


def stored(items: tuple[Item, ...], spool: Spool) -> Sequence[Item]:
    """The items themselves, or what gives them again where there are many."""
    return items if len(items) < LEAST else StoredItems(items, spool)


def _fields(item: Item) -> tuple[object, ...]:
    return item.title, item.url, item.date, item.date_source, item.date_text, item.target, item.conflicts
