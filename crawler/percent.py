"""What browsers and we do about percent-encoding beyond the URL parser.

Queries are written in the encoding of the page (WHATWG URL, 4.3). What is percent-encoded already stays so, bytes of
whatever encoding they are; only its spelling becomes one (`%7e` is `~`, `%d6` is `%D6`), which no server can tell
apart.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_ESCAPED = re.compile(r"(?<!%)(?<!%[0-9A-Fa-f])%([0-9A-Fa-f]{2})")
"""An encoded byte that does not stand behind an unfinished one: there its letter would complete another."""
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SENT_AS_THEY_ARE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "\"#<>'")
"""ASCII characters that browsers do not encode in a query."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_WIDE = ("utf-16", "utf_16", "utf16", "utf-32", "utf_32", "utf32")
"""Encodings for which browsers send UTF-8."""


def encoded_query(query: str, encoding: str) -> str:
    """A query with its non-ASCII characters as they are sent from a page in `encoding`.

    What the encoding lacks becomes a character reference.
    """
    if query.isascii():
        return query
    try:
        "".encode(encoding)
    except (LookupError, ValueError):
        encoding = "utf-8"
    return _NOT_ASCII.sub(lambda found: _sent(found.group(), encoding), query)


def one_spelling(encoded: str) -> str:
    """An encoded text with the percent-encodings that it has in their one form."""
    return _ESCAPED.sub(_one_spelling, encoded) if "%" in encoded else encoded


def escaped_bytes(text: str) -> str:
    """A header's value whose bytes were read as Latin-1, with those percent-encoded that are not ASCII."""
    return text if text.isascii() else "".join(char if char < "\x80" else f"%{ord(char) & 255:02X}" for char in text)


def _sent(text: str, encoding: str) -> str:
    if encoding.lower().startswith(_WIDE):
        encoding = "utf-8"
    try:
        return quote(text, safe=_SENT_AS_THEY_ARE, encoding=encoding)
    except UnicodeError:
        return "".join(_referenced(char, encoding) for char in text)


def _referenced(char: str, encoding: str) -> str:
    try:
        return quote(char, safe=_SENT_AS_THEY_ARE, encoding=encoding)
    except UnicodeError:
        return f"%26%23{ord(char)}%3B"


def _one_spelling(found: re.Match[str]) -> str:
    char = chr(int(found.group(1), 16))
    return char if char in _UNRESERVED else found.group().upper()
