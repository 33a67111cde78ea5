"""Notes of a scan, kept on disk: in memory are only the places of their chunks, however many pages a crawl has.

Notes are written in chunks for each notebook and unit, in URL order, and read back in that order, merged from all
shares of the scan. The files have no name, so nothing is left behind, however the program ends; forked processes
read and write them by the descriptors that they inherit.
"""

from __future__ import annotations

import heapq
import os
import pickle
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from operator import itemgetter
from typing import Any, BinaryIO, Generic, NamedTuple, TypeVar

from config.errors import Place, UserError

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
    offset: int
    length: int
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
    """One file without a name for each share of a scan."""

    def __init__(self, shares: int) -> None:
        with _clear_errors():
            self._files: list[BinaryIO] = [tempfile.TemporaryFile(buffering=0) for _ in range(shares)]  # noqa: SIM115

    def __enter__(self) -> NoteFiles:
        return self

    def __exit__(self, *fault: object) -> None:
        for file in self._files:
            file.close()

    def write(self, share: int, offset: int, data: bytes) -> None:
        """Write at a place. Raises `UserError` when the disk is full."""
        with _clear_errors():
            os.pwrite(self._files[share].fileno(), data, offset)

    def read(self, chunk: Chunk) -> list[Noted]:
        """The notes of a chunk."""
        with _clear_errors():
            noted: list[Noted] = pickle.loads(  # our own bytes, in a file that nobody else can open
                os.pread(self._files[chunk.share].fileno(), chunk.length, chunk.offset)
            )
        return noted


class NoteWriter:
    """Takes the notes of one share, in URL order for each notebook."""

    def __init__(self, files: NoteFiles, share: int) -> None:
        self._files = files
        self._share = share
        self._end = 0
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
            data = pickle.dumps(noted, pickle.HIGHEST_PROTOCOL)
            self._files.write(self._share, self._end, data)
            self._taken.chunks[book, unit].append(Chunk(self._share, self._end, len(data), len(noted)))
            self._end += len(data)


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


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn what the file system says about temporary files into one `UserError`."""
    try:
        yield
    except OSError as fault:
        place = Place(tempfile.gettempdir()) if tempfile.tempdir else Place("TMPDIR")
        raise UserError("notes-not-kept", place=place, detail=fault.strerror or str(fault)) from fault
