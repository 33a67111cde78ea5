"""ZIP containers, opened with a limit on entries and on what they expand to, whatever their directory promises."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Self

from crawler.documents.extract import Limits, Reason, Unreadable

_PIECE = 1 << 16
_ENCRYPTED = 0x1
_UTF_8 = 0x800
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)


class Package:
    """An open ZIP container."""

    def __init__(self, body: bytes, limits: Limits) -> None:
        """Raises `Unreadable` for broken containers and for those with too many entries."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
            entries = self._zip.infolist()
        except _BROKEN as error:
            raise Unreadable(Reason.DAMAGED) from error
        if len(entries) > limits.entries:
            raise Unreadable(Reason.TOO_MANY_ENTRIES)
        self._entries = {_name_of(entry): entry for entry in entries if not entry.is_dir()}
        self._left = limits.expanded

    @property
    def names(self) -> tuple[str, ...]:
        """The files inside, in the order of the container."""
        return tuple(self._entries)

    def matching(self, pattern: str) -> list[str]:
        """The files whose whole name fits, in natural order (`Page_2` before `Page_10`)."""
        return sorted((name for name in self._entries if re.fullmatch(pattern, name)), key=natural)

    def is_encrypted(self, name: str) -> bool:
        """Whether a file needs a password."""
        return bool(self._entries[name].flag_bits & _ENCRYPTED)

    def promised(self) -> int:
        """What the directory says that all files expand to."""
        return sum(entry.file_size for entry in self._entries.values())

    def read(self, name: str) -> bytes:
        """One file, unpacked. Raises `Unreadable` where it is broken, encrypted, or expands beyond what is left."""
        if self.is_encrypted(name):
            raise Unreadable(Reason.ENCRYPTED)
        try:
            with self._zip.open(self._entries[name]) as part:
                return b"".join(self._pieces(part))
        except _BROKEN as error:
            raise Unreadable(Reason.DAMAGED) from error

    def _pieces(self, part: IO[bytes]) -> Iterator[bytes]:
        while piece := part.read(_PIECE):
            self._left -= len(piece)
            if self._left < 0:
                raise Unreadable(Reason.EXPANDS)
            yield piece

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts numbers inside names by their value."""
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in re.split(r"(\d{1,9})", name))


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name as meant: Chinese archivers write GBK where the standard says code page 437."""
    if entry.flag_bits & _UTF_8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename
