"""Everything that a crawl asks and is answered, written down as it comes; what is kept of it is decided after judging.

A file that only ever grows (`crawler.evidence.frames`). How far it is is written down whenever the crawl's answers are
committed; a crawl that goes on cuts off what came after that, because it is asked for again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from crawler.evidence.cdxj import Entry
from crawler.evidence.exchange import Exchange
from crawler.evidence.frames import Frame, end_of, frame_of, frame_of_records, frame_taking_back, frames_in
from crawler.evidence.place import SPOOL

_FLUSH_EVERY = 20
_BUFFER = 1 << 20
BULK_SHARE = 0.75
"""Of the room, for pages that are crawled. The rest is for what comes after them and accuses more often: second looks,
linked targets, trials (own rule)."""
_AS_RECORDS, _AND_MORE = 1.25, 1024
"""What a frame takes as records, with a line in the index: so many times its bytes, and so many more (own measurement:
up to 1.16 times, and 600 to 950 bytes)."""


class Taker(Protocol):
    """Takes down exchanges."""

    @property
    def wanted(self) -> bool:
        """Whether it is worth making exchanges at all."""

    def add(self, exchange: Exchange, *, bulk: bool = False) -> None:
        """Take down one exchange; `bulk` are the pages of the crawl. Raises nothing."""

    def take_over(self, entry: Entry, answer: bytes, request: bytes) -> None:
        """Take over an exchange of an earlier run, whose records are these. Raises nothing."""


class Nothing:
    """Takes down nothing."""

    wanted = False

    def add(self, exchange: Exchange, *, bulk: bool = False) -> None:
        """Nothing to do."""

    def take_over(self, entry: Entry, answer: bytes, request: bytes) -> None:
        """Nothing to do."""

    def mark(self) -> dict[str, Any]:
        """Nothing to write down."""
        return {}

    def drop(self, asked_again: Callable[[Frame], bool]) -> None:
        """Nothing to drop."""

    def close(self) -> None:
        """Nothing to say."""


class Spool:
    """A spool in `folder`, of which at most `limit` bytes are kept. Trouble with the disk ends the spool and not the
    crawl; a crawl that goes on takes down again, and says that there was trouble before.

    `mark` says how far the spool was that is continued (nothing: a new one); of what it holds the exchanges that are
    `asked_again` are dropped.
    """

    wanted = True

    def __init__(
        self,
        folder: Path,
        limit: int,
        mark: Mapping[str, Any] | None = None,
        asked_again: Callable[[Frame], bool] = lambda frame: False,
    ) -> None:
        self._path = folder / SPOOL
        self._limit = limit
        self._size = 0
        self._count = 0
        self._left_out = 0
        self._trouble = self._earlier = ""
        self._files = contextlib.ExitStack()
        self._file: BinaryIO
        try:
            if mark:
                self._left_out, self._earlier = mark["left_out"], mark["trouble"]
            folder.mkdir(parents=True, exist_ok=True)
            if not mark:
                self._path.write_bytes(b"")
            self._file = self._files.enter_context(self._path.open("ab", buffering=_BUFFER))
            if mark:
                self._cut(mark)
                self._take_back(asked_again)
        except OSError as fault:
            self._give_up(fault)

    def add(self, exchange: Exchange, *, bulk: bool = False) -> None:
        """As in `Taker`. What does not fit is counted."""
        if self._trouble or self._filled >= self._room(bulk=bulk):
            self._left_out += 1
        else:
            self._write(frame_of(exchange), bulk=bulk)

    def take_over(self, entry: Entry, answer: bytes, request: bytes) -> None:
        """As in `Taker`. What does not fit is counted."""
        self._write(frame_of_records(entry, answer, request), bulk=True)

    @property
    def _filled(self) -> float:
        """What all of it would take when it is kept."""
        return _AS_RECORDS * self._size + _AND_MORE * self._count

    def _room(self, *, bulk: bool) -> float:
        return (BULK_SHARE if bulk else 1.0) * self._limit

    def _write(self, frame: bytes, *, bulk: bool) -> None:
        if self._trouble or self._filled + _AS_RECORDS * len(frame) + _AND_MORE > self._room(bulk=bulk):
            self._left_out += 1
            return
        try:
            self._file.write(frame)
            self._count += 1
            self._size += len(frame)
            if self._count % _FLUSH_EVERY == 0:
                self._file.flush()
        except OSError as fault:
            self._give_up(fault)

    def mark(self) -> dict[str, Any]:
        """Write out everything taken down so far. Returns how far that is (JSON values)."""
        try:
            if not self._trouble and not self._file.closed:
                self._file.flush()
        except OSError as fault:
            self._give_up(fault)
        return {"size": self._size, "taken": self._count, "left_out": self._left_out, "trouble": self._told_trouble}

    def _cut(self, mark: Mapping[str, Any]) -> None:
        """Take up what the file holds up to `mark`; a frame that was torn, and all behind it, is cut off."""
        os.truncate(self._path, min(mark["size"], self._path.stat().st_size))
        with self._path.open("rb") as file:
            self._size = end_of(file)
            self._count = sum(1 for _ in frames_in(file))
        self._left_out += max(0, mark["taken"] - self._count)
        os.truncate(self._path, self._size)

    def _take_back(self, asked_again: Callable[[Frame], bool]) -> None:
        with self._path.open("rb") as file:
            gone = [frame for frame in frames_in(file) if asked_again(frame)]
        if gone:
            note = frame_taking_back(gone)
            self._file.write(note)
            self._file.flush()
            self._size += len(note)
            self._count -= len(gone)

    def drop(self, asked_again: Callable[[Frame], bool]) -> None:
        """Forget the exchanges that are asked again when the crawl goes on: no result of an interrupted one is to rest
        on what will not be there."""
        try:
            if not self._trouble and not self._file.closed:
                self._file.flush()
                self._take_back(asked_again)
        except OSError as fault:
            self._give_up(fault)

    def close(self) -> dict[str, object]:
        """Finish the file, once or again. Returns what the crawl file says about it: exchanges `taken`, those
        `left_out` for want of room, and the `trouble` with the disk that ended it (null: none)."""
        try:
            if not self._trouble and not self._file.closed:
                self._file.flush()
            self._files.close()
        except OSError as fault:
            self._give_up(fault)
        return {"taken": self._count, "left_out": self._left_out, "trouble": self._told_trouble or None}

    @property
    def _told_trouble(self) -> str:
        return self._trouble or self._earlier

    def _give_up(self, fault: OSError) -> None:
        self._trouble = fault.strerror or str(fault)
        with contextlib.suppress(OSError):
            self._files.close()


@contextlib.contextmanager
def spooled(
    folder: Path | None,
    limit: int,
    mark: Mapping[str, Any] | None = None,
    asked_again: Callable[[Frame], bool] = lambda frame: False,
) -> Iterator[Spool | Nothing]:
    """A spool in `folder`, closed in the end whatever happens; without a folder nothing is taken down."""
    if folder is None:
        yield Nothing()
        return
    spool = Spool(folder, limit, mark, asked_again)
    try:
        yield spool
    finally:
        spool.close()
