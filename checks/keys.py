"""Keys of pages in eight bytes each: of a hundred thousand pages they take less than a megabyte.

For use within one process: the marks of another differ.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable

import numpy as np

_EIGHT_BYTES = (1 << 64) - 1


def mark_of(key: str) -> int:
    """Eight bytes that follow from a key: by chance two keys of a portal share them once in many lifetimes."""
    return hash(key) & _EIGHT_BYTES


class KeySet:
    """Which of many keys there are. Made once, then only asked."""

    __slots__ = ("_marks",)

    def __init__(self, keys: Iterable[str]) -> None:
        self._marks = _rising(keys)

    def __contains__(self, key: str) -> bool:
        return self.has(mark_of(key))

    def has(self, mark: int) -> bool:
        """Whether the key with this mark is among them."""
        at = bisect_left(self._marks, mark)
        return at < len(self._marks) and self._marks[at] == mark


def repeated(keys: Iterable[str]) -> frozenset[int]:
    """The marks of those keys that come more than once: few of many."""
    marks = np.frombuffer(_rising(keys), np.uint64)
    return frozenset(marks[1:][marks[1:] == marks[:-1]].tolist())


def _rising(keys: Iterable[str]) -> array[int]:
    marks = array("Q", map(mark_of, keys))
    np.frombuffer(marks, np.uint64).sort()  # in its own room
    return marks
