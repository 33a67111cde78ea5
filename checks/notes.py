"""Notes of a scan, kept on disk: in memory are only the places of their chunks, however many pages a crawl has.

Notes are written in chunks for each notebook and unit, in URL order, and read back in that order, merged from all
shares of the scan.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from crawler.store.spool import Spool, Spot

N = TypeVar("N")

PER_CHUNK = 128
"""Notes that are written and read together (own measurement: more saves no time)."""


class Noted(NamedTuple):
    """A note with the page or file that it is about (`rank` 0 or 1)."""

    rank: int
    url: str
    note: Any


class Chunk(NamedTuple):
    """Where some notes lie, and how many."""

    share: int
    spot: Spot
    notes: int


class Taken(NamedTuple):
    """What one share of a scan has written, by notebook and unit: the chunks, and the pages on which a check failed."""

    chunks: dict[tuple[str, str], list[Chunk]]
    failed: dict[tuple[str, str], list[Noted]]


class Notes(Collection[N], Generic[N]):
    """Notes in URL order, those of pages before those of files. They can be gone through again and again."""

    def __init__(self, streams: Iterable[Sequence[Chunk]], failed: Sequence[str], read: Callable[[Chunk], Any]) -> None:
        self._streams = list(streams)
        self._read = read
        self.failed = failed
        """The pages and files on which the check itself failed."""

    def __iter__(self) -> Iterator[N]:
        streams = [self._noted(chunks) for chunks in self._streams]
        return (note for _, _, note in (streams[0] if len(streams) == 1 else heapq.merge(*streams, key=_place)))

    def __len__(self) -> int:
        return sum(chunk.notes for chunks in self._streams for chunk in chunks)

    def __contains__(self, note: object) -> bool:
        return any(each == note for each in self)

    def _noted(self, chunks: Iterable[Chunk]) -> Iterator[Noted]:
        for chunk in chunks:
            yield from self._read(chunk)


class KeptNotes(Notes[N]):
    """Notes that are asked for again for every unit, and so stay in memory once they were read."""

    def __iter__(self) -> Iterator[N]:
        return iter(self._together)

    @cached_property
    def _together(self) -> tuple[N, ...]:
        return tuple(super().__iter__())


class NoteFiles:
    """A spool for each share of a scan."""

    def __init__(self, shares: int) -> None:
        self.spools = [Spool() for _ in range(shares)]

    def __enter__(self) -> NoteFiles:
        return self

    def __exit__(self, *fault: object) -> None:
        for spool in self.spools:
            spool.close()

    def read(self, chunk: Chunk) -> list[Noted]:
        """The notes of a chunk."""
        noted: list[Noted] = self.spools[chunk.share].get(chunk.spot)
        return noted


class NoteWriter:
    """Takes the notes of one share, in URL order for each notebook."""

    def __init__(self, files: NoteFiles, share: int) -> None:
        self._share = share
        self._spool = files.spools[share]
        self._open: dict[tuple[str, str], list[Noted]] = defaultdict(list)
        self._taken = Taken(defaultdict(list), defaultdict(list))

    def add(self, book: str, unit: str, noted: Iterable[Noted]) -> None:
        """Notes on one page or file."""
        waiting = self._open[book, unit]
        waiting.extend(noted)
        if len(waiting) >= PER_CHUNK:
            self._write(book, unit)

    def fail(self, book: str, unit: str, rank: int, url: str) -> None:
        """A page or file on which the check failed."""
        self._taken.failed[book, unit].append(Noted(rank, url, None))

    def done(self) -> Taken:
        """What was written; the writer takes no more."""
        for book, unit in list(self._open):
            self._write(book, unit)
        return Taken(dict(self._taken.chunks), dict(self._taken.failed))

    def _write(self, book: str, unit: str) -> None:
        noted = self._open.pop((book, unit))
        if noted:
            self._taken.chunks[book, unit].append(Chunk(self._share, self._spool.put(noted), len(noted)))


class NoteBooks:
    """The notes of all shares of a scan."""

    def __init__(self, files: NoteFiles, taken: Iterable[Taken]) -> None:
        self._files = files
        self._taken = tuple(taken)
        self._kept: dict[str, KeptNotes[Any]] = {}

    def of_unit(self, book: str, unit: str) -> Notes[Any]:
        """The notes on what a unit owns."""
        return Notes(*self._written(lambda known: known == (book, unit)), self._files.read)

    def of_all(self, book: str) -> Notes[Any]:
        """The notes on everything."""
        return Notes(*self._written(lambda known: known[0] == book), self._files.read)

    def kept(self, book: str) -> Notes[Any]:
        """The notes on everything, read once."""
        if book not in self._kept:
            self._kept[book] = KeptNotes(*self._written(lambda known: known[0] == book), self._files.read)
        return self._kept[book]

    def _written(self, wanted: Callable[[tuple[str, str]], bool]) -> tuple[list[list[Chunk]], list[str]]:
        streams = [chunks for taken in self._taken for known, chunks in taken.chunks.items() if wanted(known)]
        failed = [
            each for taken in self._taken for known, noted in taken.failed.items() if wanted(known) for each in noted
        ]
        return streams, [url for _, url, _ in sorted(failed, key=_place)]


_place = itemgetter(0, 1)
