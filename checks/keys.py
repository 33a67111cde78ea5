"""Keys of pages in eight bytes each: of a hundred thousand pages they take less than a megabyte.

For use within one process: the marks of another differ.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice, pairwise

_EIGHT_BYTES = (1 << 64) - 1
_RUN = 16_384
"""Numbers that are sorted at once (own choice: half a megabyte)."""


def mark_of(key: str) -> int:
    """Eight bytes that follow from a key: by chance two keys of a portal share them once in many lifetimes."""
    return hash(key) & _EIGHT_BYTES


class KeySet:
    """Which of many keys there are. Made once, then only asked."""

    __slots__ = ("_marks",)

    def __init__(self, keys: Iterable[str]) -> None:
        self._marks = _rising(map(mark_of, keys))

    def __contains__(self, key: str) -> bool:
        return self.has(mark_of(key))

    def has(self, mark: int) -> bool:
        """Whether the key with this mark is among them."""
        at = bisect_left(self._marks, mark)
        return at < len(self._marks) and self._marks[at] == mark


def repeated(keys: Iterable[str]) -> frozenset[int]:
    """The marks of those keys that come more than once: few of many."""
    return frozenset(twice(map(mark_of, keys)))


def twice(numbers: Iterable[int]) -> Iterator[int]:
    """Those of many numbers of eight bytes that come more than once, as often as they come again."""
    return (one for one, other in pairwise(merge(*_runs(numbers))) if one == other)


def _rising(numbers: Iterable[int]) -> array[int]:
    """The numbers in order."""
    runs = _runs(numbers)
    return runs[0] if len(runs) == 1 else array("Q", merge(*runs))


def _runs(numbers: Iterable[int]) -> list[array[int]]:
    """The numbers in runs, each in order. No more than one of them is ever a list, which takes five times the room."""
    rest = iter(numbers)
    return list(iter(lambda: array("Q", sorted(islice(rest, _RUN))), array("Q")))
