"""Compound files (OLE2, [MS-CFB]): the container of .doc, .xls, .wps, .et and of encrypted office files."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from crawler.documents.extract import Reason, Unreadable

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_LAST = 0xFFFFFFFA
"""Sector numbers from here on mark the end of a chain and other things that are no sectors (2.1)."""
_ENTRY = 128
_HEADER_FAT = 109
_STREAM, _ROOT = 2, 5


class Compound:
    """A compound file that is held in memory. Chains are followed no further than the file has sectors."""

    def __init__(self, body: bytes) -> None:
        """Raises `Unreadable` for a damaged file."""
        try:
            self._open(body)
        except (struct.error, IndexError, UnicodeDecodeError, OverflowError) as error:
            raise Unreadable(Reason.DAMAGED) from error

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams, whatever storage they lie in."""
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes:
        """The content of a stream; empty when there is none. Raises `Unreadable`."""
        if name not in self._streams:
            return b""
        start, size = self._streams[name]
        try:
            if size < self._cutoff:
                return b"".join(self._mini[at * 64 : at * 64 + 64] for at in self._chain(start, self._mini_fat))[:size]
            return self._chained(start)[:size]
        except (struct.error, IndexError) as error:
            raise Unreadable(Reason.DAMAGED) from error

    def _open(self, body: bytes) -> None:
        (shift,) = struct.unpack_from("<H", body, 30)
        if shift not in (9, 12):
            raise Unreadable(Reason.DAMAGED)
        self._body, self._size = body, 1 << shift
        (directory, _, self._cutoff, mini_fat, _, more, _) = struct.unpack_from("<7I", body, 48)
        self._most = len(body) // self._size + 1
        self._fat = self._numbers(self._fat_sectors(more))
        self._mini_fat = self._numbers(self._chain(mini_fat, self._fat)) if mini_fat < _LAST else ()
        self._streams: dict[str, tuple[int, int]] = {}
        self._mini = b""
        entries = self._chained(directory)
        for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            start, size = struct.unpack_from("<II", entries, at + 116)
            if kind == _ROOT and start < _LAST:
                self._mini = self._chained(start)
            elif kind == _STREAM and 2 <= length <= 64:
                name = entries[at : at + length - 2].decode("utf-16-le")
                self._streams.setdefault(name, (start, size))

    def _fat_sectors(self, more: int) -> Iterator[int]:
        """The sectors that hold the allocation table: the first ones by the header, further ones by a chain."""
        yield from (at for at in struct.unpack_from(f"<{_HEADER_FAT}I", self._body, 76) if at < _LAST)
        for _ in range(self._most):
            if more >= _LAST:
                return
            *sectors, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            yield from (at for at in sectors if at < _LAST)

    def _numbers(self, sectors: Iterator[int]) -> tuple[int, ...]:
        return tuple(at for sector in sectors for at in struct.unpack(f"<{self._size // 4}I", self._sector(sector)))

    def _chain(self, start: int, table: tuple[int, ...]) -> Iterator[int]:
        at, steps = start, 0
        while at < _LAST:
            yield at
            at, steps = table[at], steps + 1
            if steps > len(table):
                raise Unreadable(Reason.DAMAGED)

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(at) for at in self._chain(start, self._fat))

    def _sector(self, at: int) -> bytes:
        begin = (at + 1) * self._size
        sector = self._body[begin : begin + self._size]
        if not sector:
            raise Unreadable(Reason.DAMAGED)
        return sector.ljust(self._size, b"\0")
