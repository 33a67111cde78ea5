"""The kept evidence of a run, read: which exchanges there are, and their bytes.

Records are read and checked by warcio; nothing here trusts what an index says about a record.
"""

from __future__ import annotations

import gzip
import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, redirect_stderr
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO, StringIO
from pathlib import Path
from typing import Self

from warcio.archiveiterator import ArchiveIterator

from config.errors import Place, UserError
from config.faults import Fault
from crawler.evidence.cdxj import Entry, Span
from crawler.evidence.exchange import SHARED
from crawler.evidence.frames import Frame
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
        self.folder = folder
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
            lines = path.read_text(encoding="utf-8").splitlines()
        except (ValueError, OSError) as fault:
            raise UserError("evidence-index-damaged", place=Place(path), detail=fault) from fault
        return cls(folder, [_entry(path, number, line) for number, line in enumerate(lines, start=1)])

    def without(self, hidden: Callable[[Entry], bool]) -> Archive:
        """The same records, of which some are not known to be there."""
        return Archive(self.folder, [entry for entry in self.entries if not hidden(entry)])

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

    def packed(self, span: Span) -> bytes:
        """A record as it lies in the file. Raises `UserError` (`evidence-record-damaged`)."""
        try:
            with self._path.open("rb") as file:
                file.seek(span.offset)
                return file.read(min(span.length, os.fstat(file.fileno()).st_size))  # an index may be damaged, too
        except (OSError, ValueError) as fault:
            raise self._damaged(span, fault) from fault

    def _message(self, span: Span) -> Message:
        packed = self.packed(span)
        try:
            with _silently():
                record = next(iter(ArchiveIterator(BytesIO(packed), no_record_parse=True)))
                block: bytes = record.raw_stream.read()
            name, kind = record.rec_headers.get_header("WARC-Record-ID"), record.rec_type
        except Exception as fault:  # damaged bytes make the reader stumble anywhere
            raise self._damaged(span, fault) from fault
        if name != f"<{span.id}>":
            raise self._damaged(span, Fault("other-record"))
        if not block.startswith(b"HTTP/") and kind != "request":
            return Message(b"", block)
        head, blank, body = block.partition(b"\r\n\r\n")
        return Message(head + blank, body)

    def _damaged(self, span: Span, fault: Exception | Fault) -> UserError:
        known = isinstance(fault, Fault) or (isinstance(fault, OSError) and fault.errno)
        detail = fault if known else Fault("no-record")
        return UserError("evidence-record-damaged", place=Place(self._path), id=span.id, detail=detail)

    @cached_property
    def _by_url(self) -> dict[str, list[Entry]]:
        return _grouped((entry.url, entry) for entry in self.entries)

    @cached_property
    def _by_page(self) -> dict[str, list[Entry]]:
        return _grouped((entry.part_of, entry) for entry in self.entries if entry.part_of)


def is_shared(entry: Entry | Frame) -> bool:
    """Whether an exchange belongs to all pages alike: scripts of pages in the browser, style sheets."""
    return entry.part_of == SHARED or entry.mime == STYLE


def damaged_records(path: Path) -> list[str]:
    """The ids of the records in a file whose digests do not fit; the file's name where it cannot be read to its end.

    Digests are those of what a record holds. What stands above it (address, time) has none, but is compressed with it.
    """
    found: list[str] = []
    try:
        with gzip.open(path) as whole:  # warcio passes over checksums of compressed data that do not fit
            while whole.read(1 << 20):
                pass
        with path.open("rb") as file, _silently():
            for record in ArchiveIterator(file, check_digests=True):
                while record.raw_stream.read(1 << 20):
                    pass
                passed = record.digest_checker.passed
                if passed is False or (passed is None and record.length):  # none of ours that says something has none
                    found.append(str(record.rec_headers.get_header("WARC-Record-ID")))
    except Exception:  # noqa: BLE001  # as above: whatever the reader stumbles over is damage
        found.append(path.name)
    return found


def _entry(path: Path, number: int, line: str) -> Entry:
    try:
        return Entry.of_line(line)
    except ValueError as fault:
        detail = Fault("index-line")
        raise UserError("evidence-index-damaged", place=Place(path, number), detail=detail) from fault


def _silently() -> AbstractContextManager[object]:
    """Warcio writes its doubts to standard error; here they are answers."""
    return redirect_stderr(StringIO())


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for key, entry in pairs:
        found[key].append(entry)
    return {key: sorted(entries, key=lambda each: (each.at, each.id)) for key, entries in found.items()}
