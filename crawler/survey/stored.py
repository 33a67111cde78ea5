"""Rows and items put down in a spool: of a hundred thousand only those of one page or column are in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar, overload

from crawler.facts import Row
from crawler.store.spool import Spool
from crawler.survey.column import Item

T = TypeVar("T")

LEAST = 100
"""Items of a column from which on they are put down (own choice: what small portals have stays in memory)."""

_FIELDS: dict[Any, Callable[[Any], tuple[Any, ...]]] = {Item: tuple, Row: attrgetter(*Row.__slots__)}
"""Plain tuples are put down, which costs a third of what the records themselves would (own measurement)."""


class Stored(Sequence[T], Generic[T]):
    """Records of one kind that are read anew whenever they are asked for."""

    __slots__ = ("_count", "_kind", "_spool", "_spot")

    def __init__(self, kind: Callable[..., T], records: Sequence[T], spool: Spool) -> None:
        fields = _FIELDS[kind]
        self._count = len(records)
        self._kind = kind
        self._spool = spool
        self._spot = spool.put([fields(record) for record in records])

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        read: list[tuple[Any, ...]] = self._spool.get(self._spot)
        return (self._kind(*fields) for fields in read)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self._count, self._spot))


def stored_items(items: tuple[Item, ...], spool: Spool) -> Sequence[Item]:
    """The items themselves, or what gives them again where there are many."""
    return items if len(items) < LEAST else Stored(Item, items, spool)
