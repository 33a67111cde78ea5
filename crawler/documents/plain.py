"""Files that are text already: .txt, .csv, and RTF freed from its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.documents.extract import Extract, Limits, Reason, Unreadable, made
from crawler.reading.text.encoding import decode

_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_SILENT = frozenset(
    (
        *("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "listtable"),
        *("listoverridetable", "generator", "themedata", "colorschememapping", "datastore", "latentstyles"),
        *("fldinst", "rsidtbl", "xmlnstbl", "pgdsctbl", "revtbl"),
    )
)
"""Destinations that hold no text of the document."""
_SHOWN = {"par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "cell": "\t", "tab": "\t"}
_DEEPEST = 1_000


def read_text(body: bytes, limits: Limits) -> Extract:
    """A plain text in whatever encoding."""
    return made("text", decode(body).text, limits)


def read_rtf(body: bytes, limits: Limits) -> Extract:
    """The text of an RTF file (RTF 1.9.1). Raises `Unreadable`."""
    return made("rtf", "".join(_Rtf().shown(body)), limits)


class _Rtf:
    """Groups are a stack of (silent, characters to skip behind `\\u`)."""

    def __init__(self) -> None:
        self._groups: list[tuple[bool, int]] = []
        self._silent, self._skip = False, 1
        self._codec = "gb18030"
        self._bytes = bytearray()
        self._to_skip = 0

    def shown(self, body: bytes) -> Iterator[str]:
        """Pieces of text in order."""
        for token in _TOKEN.finditer(body):
            word, number, code, sign, brace, run = token.groups()
            if code is not None or run is not None:
                self._add(bytes.fromhex(code.decode()) if code is not None else run)
                continue
            yield from self._flushed()
            if brace is not None:
                self._brace(brace)
            elif word is not None:
                yield self._control(word.decode(), int(number) if number else None)
            elif sign is not None:
                yield self._sign(sign)
        yield from self._flushed()

    def _add(self, piece: bytes) -> None:
        skipped = min(self._to_skip, len(piece))
        self._to_skip -= skipped
        if not self._silent:
            self._bytes += piece[skipped:]

    def _flushed(self) -> Iterator[str]:
        if self._bytes:
            yield self._bytes.decode(self._codec, "replace")
            self._bytes.clear()

    def _brace(self, brace: bytes) -> None:
        self._to_skip = 0
        if brace == b"{":
            if len(self._groups) >= _DEEPEST:
                raise Unreadable(Reason.NESTED)
            self._groups.append((self._silent, self._skip))
        elif self._groups:
            self._silent, self._skip = self._groups.pop()

    def _control(self, word: str, number: int | None) -> str:
        self._to_skip = 0
        if word in _SILENT:
            self._silent = True
        elif word == "ansicpg" and number not in (None, 0, 936):
            self._codec = f"cp{number}" if number in range(1250, 1259) else "gb18030"
        elif word == "uc" and number is not None:
            self._skip = max(0, number)
        elif word == "u" and number is not None:
            self._to_skip = self._skip
            return "" if self._silent else chr(number % 65536)
        return "" if self._silent else _SHOWN.get(word, "")

    def _sign(self, sign: bytes) -> str:
        if sign == b"*":
            self._silent = True
        return "" if self._silent else {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}.get(sign, "")
