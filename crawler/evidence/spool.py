"""Everything that a crawl asks and is answered, written down as it comes; what is kept of it is decided after judging.

Two files that only ever grow: the records, and a line for each behind them. How far they are is written down whenever
the crawl's answers are committed; a crawl that goes on cuts off what came after that, because it is asked for again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from crawler.evidence.cdxj import NO_ANSWER, Entry, Span
from crawler.evidence.exchange import Exchange
from crawler.evidence.place import SPOOL, SPOOL_INDEX
from crawler.evidence.record import answer_record, request_record

_FLUSH_EVERY = 20
_BUFFER = 1 << 20
BULK_SHARE = 0.75
"""Of the room, for pages that are crawled. The rest is for what comes after them and accuses more often: second looks,
linked targets, trials (own rule)."""


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

    def drop(self, asked_again: Callable[[Entry], bool]) -> None:
        """Nothing to drop."""

    def close(self) -> None:
        """Nothing to say."""


class Spool:
    """A spool in `folder`, with its index at most `limit` bytes large. Trouble with the disk ends the spool and not the
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
        asked_again: Callable[[Entry], bool] = lambda entry: False,
    ) -> None:
        self._folder = folder
        self._limit = limit
        self._size = 0
        self._index_size = 0
        self._count = 0
        self._left_out = 0
        self._trouble = self._earlier = ""
        self._files = contextlib.ExitStack()
        self._records: BinaryIO
        self._index: BinaryIO
        try:
            if mark:
                self._left_out, self._earlier = mark["left_out"], mark["trouble"]
            folder.mkdir(parents=True, exist_ok=True)
            if mark:
                self._cut(folder, mark, asked_again)
            else:
                for name in (SPOOL, SPOOL_INDEX):
                    (folder / name).write_bytes(b"")
            self._records = self._files.enter_context((folder / SPOOL).open("ab", buffering=_BUFFER))
            self._index = self._files.enter_context((folder / SPOOL_INDEX).open("ab"))
        except OSError as fault:
            self._give_up(fault)

    def add(self, exchange: Exchange, *, bulk: bool = False) -> None:
        """As in `Taker`. What does not fit is counted."""
        if self._trouble or self._size + self._index_size >= self._room(bulk=bulk):
            self._left_out += 1
            return
        answer = answer_record(exchange)
        request = request_record(exchange, answer)
        entry = Entry(
            url=exchange.url,
            at=exchange.at,
            method=exchange.method,
            answer=Span(self._size, len(answer.content), answer.id),
            request=Span(self._size + len(answer.content), len(request.content), request.id),
            digest=answer.payload_digest,
            block=answer.block_digest,
            mime=exchange.content_type.partition(";")[0].strip().lower() or "unk" if exchange.head else NO_ANSWER,
            status=exchange.status,
            part_of=exchange.part_of,
            truncated=exchange.truncated,
            error=exchange.error,
        )
        self._write(entry, answer.content, request.content, bulk=bulk)

    def take_over(self, entry: Entry, answer: bytes, request: bytes) -> None:
        """As in `Taker`. What does not fit is counted."""
        moved = replace(
            entry,
            answer=replace(entry.answer, offset=self._size),
            request=replace(entry.request, offset=self._size + len(answer)),
        )
        self._write(moved, answer, request, bulk=True)

    def _room(self, *, bulk: bool) -> float:
        return (BULK_SHARE if bulk else 1.0) * self._limit

    def _write(self, entry: Entry, answer: bytes, request: bytes, *, bulk: bool) -> None:
        size, line = len(answer) + len(request), entry.line(SPOOL).encode()
        if self._trouble or self._size + size + self._index_size + len(line) > self._room(bulk=bulk):
            self._left_out += 1
            return
        try:
            self._records.write(answer)
            self._records.write(request)
            self._index.write(line)
            self._count += 1
            self._size += size
            self._index_size += len(line)
            if self._count % _FLUSH_EVERY == 0:
                self._flush()
        except OSError as fault:
            self._give_up(fault)

    def mark(self) -> dict[str, Any]:
        """Write out everything taken down so far. Returns how far that is (JSON values)."""
        try:
            if not self._trouble and not self._records.closed:
                self._flush()
        except OSError as fault:
            self._give_up(fault)
        return {"size": self._size, "taken": self._count, "left_out": self._left_out, "trouble": self._told_trouble}

    def _cut(self, folder: Path, mark: Mapping[str, Any], asked_again: Callable[[Entry], bool]) -> None:
        """Take up what the files hold up to `mark`; a record that was torn, and all behind it, is cut off."""
        for name in (SPOOL, SPOOL_INDEX):
            (folder / name).touch()
        whole = [entry for entry in spool_entries(folder) if entry.end <= mark["size"]]
        self._size = max((entry.end for entry in whole), default=0)
        self._left_out += max(0, mark["taken"] - len(whole))
        self._list(entry for entry in whole if not asked_again(entry))
        os.truncate(folder / SPOOL, self._size)

    def _list(self, kept: Iterable[Entry]) -> None:
        """Write the index anew. What it does not name stays in the file of records, where nobody finds it."""
        lines = [entry.line(SPOOL).encode() for entry in kept]
        part = self._folder / f".{SPOOL_INDEX}.part"
        part.write_bytes(b"".join(lines))
        part.replace(self._folder / SPOOL_INDEX)
        self._count, self._index_size = len(lines), sum(map(len, lines))

    def drop(self, asked_again: Callable[[Entry], bool]) -> None:
        """Forget the exchanges that are asked again when the crawl goes on: no result of an interrupted one is to rest
        on what will not be there."""
        try:
            if not self._trouble and not self._records.closed:
                self._flush()
                self._index.close()
                self._list(entry for entry in list(spool_entries(self._folder)) if not asked_again(entry))
                self._index = self._files.enter_context((self._folder / SPOOL_INDEX).open("ab"))
        except OSError as fault:
            self._give_up(fault)

    def close(self) -> dict[str, object]:
        """Finish the files, once or again. Returns what the crawl file says about them: exchanges `taken`, those
        `left_out` for want of room, and the `trouble` with the disk that ended it (null: none)."""
        try:
            if not self._trouble and not self._records.closed:
                self._flush()
            self._files.close()
        except OSError as fault:
            self._give_up(fault)
        return {"taken": self._count, "left_out": self._left_out, "trouble": self._told_trouble or None}

    @property
    def _told_trouble(self) -> str:
        return self._trouble or self._earlier

    def _flush(self) -> None:
        self._records.flush()  # before the lines that speak of them
        self._index.flush()

    def _give_up(self, fault: OSError) -> None:
        self._trouble = fault.strerror or str(fault)
        with contextlib.suppress(OSError):
            self._files.close()


def spool_entries(home: Path) -> Iterator[Entry]:
    """The exchanges of the spool in a folder, each once. Of one that was cut off by a kill, those that are whole."""
    size = (home / SPOOL).stat().st_size if (home / SPOOL).is_file() else 0
    with (home / SPOOL_INDEX).open(encoding="utf-8", errors="replace") as lines:  # 90 MB for a hundred thousand pages
        for line in lines:
            with contextlib.suppress(ValueError):  # the last line, cut off in its middle
                entry = Entry.of_line(line)
                if entry.end <= size:
                    yield entry


@contextlib.contextmanager
def spooled(
    folder: Path | None,
    limit: int,
    mark: Mapping[str, Any] | None = None,
    asked_again: Callable[[Entry], bool] = lambda entry: False,
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
