"""The kept evidence of a run, read: which exchanges there are, and their bytes.

Records are read and checked by warcio; nothing here trusts what an index says about a record.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from config.errors import Place, UserError
from crawler.evidence.cdxj import Entry, Span
from crawler.evidence.exchange import SHARED
from crawler.evidence.place import EVIDENCE, INDEX, RECORDS
from crawler.evidence.styles import STYLE


@dataclass(frozen=True, slots=True)
class Message:
    """The block of a record, byte for byte. `head` ends with its blank line; a record without HTTP has none."""

    head: bytes
    body: bytes

    @property
    def whole(self) -> bytes:
        """Head and body."""
        return self.head + self.body

    @property
    def headers(self) -> dict[str, str]:
        """The headers by lower-case name; of several with one name the last."""
        lines = (line.partition(":") for line in self.head.decode("latin-1").split("\r\n")[1:])
        return {name.strip().lower(): value.strip() for name, colon, value in lines if colon}


class Archive:
    """The records kept in `folder`, a run directory."""

    def __init__(self, folder: Path, entries: Iterable[Entry]) -> None:
        self._path = folder / EVIDENCE / RECORDS
        self.entries = tuple(entries)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The evidence of the run in `folder`; without any entries where none was kept.

        Raises `UserError` (`evidence-index-damaged`) for an index that cannot be read.
        """
        path = folder / EVIDENCE / INDEX
        if not path.is_file():
            return cls(folder, ())
        try:
            return cls(folder, [Entry.of_line(line) for line in path.read_text(encoding="utf-8").splitlines()])
        except (ValueError, OSError) as fault:
            raise UserError("evidence-index-damaged", place=Place(path), detail=str(fault)) from fault

    def of(self, url: str) -> list[Entry]:
        """The exchanges with an address, the oldest first."""
        return self._by_url.get(url, [])

    def parts(self, page: str) -> list[Entry]:
        """What was asked for a page beside itself: calls of its list, and what the browser loaded for it."""
        return self._by_page.get(page, [])

    def answer(self, entry: Entry) -> Message:
        """The answer of an exchange, as it was received. Raises `UserError` (`evidence-record-damaged`)."""
        return self._message(entry.answer)

    def request(self, entry: Entry) -> Message:
        """The request of an exchange, as it was sent. Raises `UserError` (`evidence-record-damaged`)."""
        return self._message(entry.request)

    def _message(self, span: Span) -> Message:
        try:
            with self._path.open("rb") as file:
                file.seek(span.offset)
                record = next(iter(ArchiveIterator(BytesIO(file.read(span.length)), no_record_parse=True)))
                block: bytes = record.raw_stream.read()
        except (OSError, StopIteration, ArchiveLoadFailed, zlib.error) as fault:
            raise UserError(
                "evidence-record-damaged", place=Place(self._path), id=span.id, detail=str(fault)
            ) from fault
        if record.rec_headers.get_header("WARC-Record-ID") != f"<{span.id}>":
            raise UserError("evidence-record-damaged", place=Place(self._path), id=span.id, detail="another record")
        if not block.startswith(b"HTTP/") and record.rec_type != "request":
            return Message(b"", block)
        end = block.find(b"\r\n\r\n") + 4
        return Message(block[:end], block[end:])

    @cached_property
    def _by_url(self) -> dict[str, list[Entry]]:
        return _grouped((entry.url, entry) for entry in self.entries)

    @cached_property
    def _by_page(self) -> dict[str, list[Entry]]:
        return _grouped((entry.part_of, entry) for entry in self.entries if entry.part_of)


def is_shared(entry: Entry) -> bool:
    """Whether an exchange belongs to all pages alike: scripts of pages in the browser, style sheets."""
    return entry.part_of == SHARED or entry.mime == STYLE


def damaged_records(path: Path) -> Iterator[str]:
    """The ids of the records in a file whose digests do not fit; the file's name where it cannot be read to its end."""
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests=True):
                while record.raw_stream.read(1 << 20):
                    pass
                if record.digest_checker.passed is False:
                    yield str(record.rec_headers.get_header("WARC-Record-ID"))
    except (OSError, ArchiveLoadFailed, zlib.error, ValueError):
        yield path.name


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for key, entry in pairs:
        found[key].append(entry)
    return {key: sorted(entries, key=lambda each: (each.at, each.id)) for key, entries in found.items()}
