"""Sets of keys of pages in eight bytes each: of a hundred thousand pages they take less than a megabyte."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from hashlib import blake2b


def mark_of(key: str) -> int:
    """Eight bytes that follow from a key: by chance two keys of a portal share them once in many lifetimes."""
    return int.from_bytes(blake2b(key.encode(errors="surrogatepass"), digest_size=8).digest())


class KeySet:
    """Which of many keys there are. Made once, then only asked."""

    __slots__ = ("_marks",)

    def __init__(self, keys: Iterable[str]) -> None:
        marks = array("Q", map(mark_of, keys))
        self._marks = array("Q", sorted(marks))

    def __contains__(self, key: str) -> bool:
        return self.has(mark_of(key))

    def has(self, mark: int) -> bool:
        """Whether the key with this mark is among them."""
        at = bisect_left(self._marks, mark)
        return at < len(self._marks) and self._marks[at] == mark
