"""Which columns list a page: asked of every page of a crawl, in every process that judges it.

A row takes twelve bytes, however long its address: a digest of the key of the page that it leads to, and the place of
its column. That any two of a million different keys share a digest has a chance of one in thirty millions.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b

from crawler.survey.column import Column
from crawler.urls import page_key


class Listed:
    """All rows of all columns. It can be pickled, and processes that are forked share it."""

    def __init__(self, columns: Sequence[Column]) -> None:
        rows = sorted({(_digest(item.url), place) for place, column in enumerate(columns) for item in column.items})
        self._digests = array("Q", (digest for digest, _ in rows))
        self._places = array("I", (place for _, place in rows))

    def places(self, url: str) -> tuple[int, ...]:
        """The columns that list the page at `url`, as rising places in the sequence of columns."""
        digest = _digest(url)
        begin = end = bisect_left(self._digests, digest)
        while end < len(self._digests) and self._digests[end] == digest:
            end += 1
        return tuple(self._places[begin:end])


def _digest(url: str) -> int:
    return int.from_bytes(blake2b(page_key(url).encode("utf-8", "surrogatepass"), digest_size=8).digest())
