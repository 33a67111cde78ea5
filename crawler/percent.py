"""Percent-encoding as browsers write it: paths in UTF-8, queries in the encoding of the page (WHATWG URL, 4.3).

What is percent-encoded already stays so, bytes of whatever encoding they are; only its spelling becomes one
(`%7e` is `~`, `%d6` is `%D6`), which no server can tell apart.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "%/:=&?~+!$,;'@()*|[]^`{}"
_WIDE = ("utf-16", "utf_16", "utf16", "utf-32", "utf_32", "utf32")
"""Encodings for which browsers send UTF-8."""


def encoded_path(path: str) -> str:
    """A path as it is sent."""
    return path if _is_plain(path) else _tidied(_in_utf8(path))


def encoded_query(query: str, encoding: str) -> str:
    """A query as it is sent from a page in `encoding`; what the encoding lacks becomes a character reference."""
    if _is_plain(query):
        return query
    if query.isascii() or encoding.lower().startswith(_WIDE):
        return _tidied(_in_utf8(query))
    try:
        return _tidied(quote(query, safe=_SAFE, encoding=encoding))
    except LookupError:
        return _tidied(_in_utf8(query))
    except UnicodeError:
        return _tidied("".join(_referenced(char, encoding) for char in query))


def escaped_bytes(text: str) -> str:
    """A header's value whose bytes were read as Latin-1, with those percent-encoded that are not ASCII."""
    return text if text.isascii() else "".join(char if char < "\x80" else f"%{ord(char) & 255:02X}" for char in text)


def _is_plain(text: str) -> bool:
    return "%" not in text and text.isascii() and text.isidentifier()


def _in_utf8(text: str) -> str:
    return quote(text, safe=_SAFE, errors="replace")


def _referenced(char: str, encoding: str) -> str:
    try:
        return quote(char, safe=_SAFE, encoding=encoding)
    except UnicodeError:
        return f"%26%23{ord(char)}%3B"


def _tidied(quoted: str) -> str:
    return _ESCAPED.sub(_one_spelling, quoted) if "%" in quoted else quoted


def _one_spelling(found: re.Match[str]) -> str:
    char = chr(int(found.group(1), 16))
    return char if char in _UNRESERVED else found.group().upper()
