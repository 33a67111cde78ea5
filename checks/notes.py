"""Notes of a scan, kept on disk: in memory are only the places of their chunks, however many pages a crawl has.

Notes of a notebook are written in chunks, in URL order, and read back in that order, merged from the shares of the
scan. What a unit owns lies together in that order (it is a subtree), so its notes are in few of the chunks.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from crawler.store.spool import Spool, Spot

N = TypeVar("N")
T = TypeVar("T")

PER_CHUNK = 128
"""Notes that are written and read together (own measurement: more saves no time)."""

_WORTH_A_CHUNK = 32
"""With fewer notes than that a chunk goes on with those of the next unit."""


Noted: TypeAlias = tuple[int, str, Any]
"""Rank and address of a page (0) or a file (1), and a note on it. Plain tuples are put down in half the time."""


class Chunk(NamedTuple):
    """Where some notes of a book lie, and how many of them in a row are on what a unit owns."""

    share: int
    spot: Spot
    units: tuple[tuple[str, int], ...]


class Taken(NamedTuple):
    """What one share of a scan has written: the chunks by notebook, and by notebook and unit the pages on which a check
    failed."""

    chunks: dict[str, list[Chunk]]
    failed: dict[tuple[str, str], list[Noted]]


class Notes(Collection[N], Generic[N]):
    """Notes in URL order, those of pages before those of files. They can be gone through again and again.

    `unit` is whose notes are meant; None: everybody's.
    """

    def __init__(
        self, streams: Iterable[Sequence[Chunk]], failed: Sequence[str], files: NoteFiles, unit: str | None = None
    ) -> None:
        self._streams = list(streams)
        self._files = files
        self._unit = unit
        self._kept: dict[str, Any] = {}
        self.failed = failed
        """The pages and files on which the check itself failed."""

    def __iter__(self) -> Iterator[N]:
        streams = [self._noted(chunks) for chunks in self._streams]
        return (note for _, _, note in (streams[0] if len(streams) == 1 else heapq.merge(*streams, key=_place)))

    def __len__(self) -> int:
        return sum(
            number
            for chunks in self._streams
            for chunk in chunks
            for unit, number in chunk.units
            if self._is_meant(unit)
        )

    def __contains__(self, note: object) -> bool:
        return any(each == note for each in self)

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What `make` makes of them, under a name of the check's; given up with them (`NoteBooks.let_go`)."""
        if name not in self._kept:
            self._kept[name] = make()
        made: T = self._kept[name]
        return made

    def _noted(self, chunks: Iterable[Chunk]) -> Iterator[Noted]:
        for chunk in chunks:
            wanted = [self._is_meant(unit) for unit, _ in chunk.units]
            if not any(wanted):
                continue
            noted = self._files.read(chunk)
            if all(wanted):
                yield from noted
                continue
            end = 0
            for (_, number), is_meant in zip(chunk.units, wanted, strict=True):
                end += number
                if is_meant:
                    yield from noted[end - number : end]

    def _is_meant(self, unit: str) -> bool:
        return self._unit is None or unit == self._unit


class WholeNotes(Notes[N]):
    """The notes on everything, which are asked for again for every unit. What is made of them can be kept."""

    def __init__(self, streams: Iterable[Sequence[Chunk]], failed: Sequence[str], files: NoteFiles) -> None:
        super().__init__(streams, failed, files)
        self._made: dict[tuple[object, ...], Any] = {}
        self._last: tuple[str | None, tuple[N, ...]] = (None, ())

    def of_unit(self, unit: str) -> Sequence[N]:
        """Those on what a unit owns. They stay in memory until another unit is asked for: its checks come in a row."""
        if self._last[0] != unit:
            self._last = (unit, tuple(Notes(self._streams, self.failed, self._files, unit)))
        return self._last[1]

    def once(self, make: Callable[..., T], *given: object) -> T:
        """What `make` makes of all notes and of what is `given`. Made once and kept, so it must be small."""
        known = (make, *given)
        if known not in self._made:
            self._made[known] = make(self, *given)
        made: T = self._made[known]
        return made


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
        self._open: dict[str, tuple[list[str], list[Noted]]] = defaultdict(lambda: ([], []))
        self._units: dict[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]] = {}
        self._taken = Taken(defaultdict(list), defaultdict(list))

    def add(self, book: str, unit: str, noted: Sequence[Noted]) -> None:
        """Notes on one page or file."""
        units, waiting = self._open[book]
        if len(waiting) >= _WORTH_A_CHUNK and units[-1] != unit:
            self._write(book)
            units, waiting = self._open[book]
        units += [unit] * len(noted)
        waiting += noted
        if len(waiting) >= PER_CHUNK:
            self._write(book)

    def fail(self, book: str, unit: str, rank: int, url: str) -> None:
        """A page or file on which the check failed."""
        self._taken.failed[book, unit].append((rank, url, None))

    def done(self) -> Taken:
        """What was written; the writer takes no more."""
        for book in list(self._open):
            self._write(book)
        return Taken(dict(self._taken.chunks), dict(self._taken.failed))

    def _write(self, book: str) -> None:
        units, noted = self._open.pop(book)
        if noted:
            runs = tuple((unit, len(list(run))) for unit, run in groupby(units))
            shared = self._units.setdefault(runs, runs)  # most chunks are full, and of one unit
            self._taken.chunks[book].append(Chunk(self._share, self._spool.put(noted), shared))


class NoteBooks:
    """The notes of all shares of a scan."""

    def __init__(self, files: NoteFiles, taken: Iterable[Taken]) -> None:
        self._files = files
        self._taken = tuple(taken)
        self._whole: dict[str, WholeNotes[Any]] = {}
        self._last: tuple[tuple[str, str], Notes[Any]] | None = None

    def of_unit(self, book: str, unit: str) -> Notes[Any]:
        """The notes on what a unit owns; the same ones when they are asked for again, for another day."""
        asked = (book, unit)
        if self._last is None or self._last[0] != asked:
            failed = self._failed(lambda known: known == asked)
            self._last = (asked, Notes(self._streams(book), failed, self._files, unit))
        return self._last[1]

    def let_go(self) -> None:
        """Forget the notes of a unit that were asked for last, and what was made of them."""
        self._last = None

    def whole(self, book: str) -> WholeNotes[Any]:
        """The notes on everything, the same each time."""
        if book not in self._whole:
            failed = self._failed(lambda known: known[0] == book)
            self._whole[book] = WholeNotes(self._streams(book), failed, self._files)
        return self._whole[book]

    def _streams(self, book: str) -> list[list[Chunk]]:
        return [chunks for taken in self._taken if (chunks := taken.chunks.get(book))]

    def _failed(self, wanted: Callable[[tuple[str, str]], bool]) -> list[str]:
        failed = (
            each for taken in self._taken for known, noted in taken.failed.items() if wanted(known) for each in noted
        )
        return [url for _, url, _ in sorted(failed, key=_place)]


_place = itemgetter(0, 1)
