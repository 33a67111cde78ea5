"""Values that are written down in JavaScript: objects with bare keys, single quotes, comments, trailing commas.

Publishing systems hand data to the scripts of a page as such literals. They are read as text; nothing is ever run.
What is no literal (a variable, a call, a sum) is kept as the `Expression` that stands there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_DEEPEST = 60
"""Objects inside objects; a column tree has fewer than ten levels."""
_COMMENT = r"//[^\n]*+|/\*.*?(?:\*/|\Z)"
_BLANK = re.compile(rf"(?:\s++|{_COMMENT})*+", re.DOTALL)
_INSIDE = {quote: re.compile(rf"[^{quote}\\\n]*+(?:\\.[^{quote}\\\n]*+)*+", re.DOTALL) for quote in ('"', "'")}
"""What may stand between the quotes of a string."""
_NUMBER = re.compile(r"-?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})(?![\w$.])")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None}
_MARK = re.compile(rf"{_COMMENT}|[()\[\]{{}},;\"']", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n)|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": ""}
_JSON = json.JSONDecoder()
_LIKE_JSON = re.compile(r"\{\s*[\"}]|\[\s*(?:[\[\]\"\-\dtfn]|\{\s*[\"}])")
_MOST_FAILURES = 100
"""Objects and lists that turn out to be no JSON, before none is taken for it any more (own rule)."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A value that a script works out: its source."""

    code: str


def read_value(text: str, at: int = 0) -> tuple[Any, int]:
    """The value that begins at `at` and the position behind it.

    Raises `ValueError` when nothing begins there, or when an object or list does not end.
    """
    return _Literals(text).value(at, _DEEPEST)


def sane(text: str) -> str:
    """`text` without halves of surrogate pairs, which escapes can leave behind and no file can store."""
    if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def outside_strings(pattern: re.Pattern[str], text: str, at: int = 0) -> Iterator[re.Match[str]]:
    """What `pattern` finds in `text` from `at` on, outside strings. It must find both kinds of quotes, too.

    A quote that opens no string is passed over, and so are all quotes of its kind up to where it could have ended:
    they open none either, and looking again at each of them would take the square of the time.
    """
    alone = {'"': 0, "'": 0}
    while found := pattern.search(text, at):
        quote, start, at = found.group(), found.start(), found.end()
        if quote not in alone:
            yield found
        elif start >= alone[quote]:
            end = _end_of_string(text, start)
            if text[end : end + 1] == quote:
                at = end + 1
            else:
                alone[quote] = end


class _Literals:
    """The literals of one text. JSON, which most of them are, is left to the library's reader.

    That reader counts all lines before a place at which it fails, so it must not fail often.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._failures_left = _MOST_FAILURES

    def value(self, at: int, depth: int) -> tuple[Any, int]:
        """The value that begins at `at`, as `read_value` gives it; so many objects inside objects are opened."""
        start = _skip(self._text, at)
        if depth == 0:
            raise ValueError("nested too deeply")
        try:
            value, end = self._literal(start, depth)
        except ValueError:
            return _expression(self._text, start)
        following = _skip(self._text, end)
        if self._text[following : following + 1] in ("", ",", ";", "]", "}", ")") or "\n" in self._text[end:following]:
            return value, end
        return _expression(self._text, start)

    def _literal(self, at: int, depth: int) -> tuple[Any, int]:
        char = self._text[at : at + 1]
        if char in ("{", "["):
            if self._failures_left and _LIKE_JSON.match(self._text, at):
                try:
                    return _JSON.raw_decode(self._text, at)
                except (ValueError, RecursionError):
                    self._failures_left -= 1
            return (self._object if char == "{" else self._list)(at + 1, depth - 1)
        if char in ('"', "'"):
            return self._string(at)
        number = _NUMBER.match(self._text, at)
        if number is not None:
            written = number.group()
            return (float(written) if "." in written else int(written)), number.end()
        name = _NAME.match(self._text, at)
        if name is not None and name.group() in _CONSTANTS:
            return _CONSTANTS[name.group()], name.end()
        raise ValueError("no literal")

    def _object(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        at = _skip(self._text, at)
        while self._text[at : at + 1] != "}":
            key, at = self._key(at)
            at = _skip(self._text, at)
            if self._text[at : at + 1] != ":":
                raise ValueError("no colon")
            found[key], at = self.value(at + 1, depth)
            at = self._next(at, "}")
        return found, at + 1

    def _list(self, at: int, depth: int) -> tuple[list[Any], int]:
        found: list[Any] = []
        at = _skip(self._text, at)
        while self._text[at : at + 1] != "]":
            value, at = self.value(at, depth)
            found.append(value)
            at = self._next(at, "]")
        return found, at + 1

    def _next(self, at: int, end: str) -> int:
        """Where the next entry, or the `end` of the object or list, stands behind a value."""
        at = _skip(self._text, at)
        char = self._text[at : at + 1]
        if char == ",":
            return _skip(self._text, at + 1)
        if char != end:
            raise ValueError("neither a comma nor an end")
        return at

    def _key(self, at: int) -> tuple[str, int]:
        if self._text[at : at + 1] in ('"', "'"):
            return self._string(at)
        name = _NAME.match(self._text, at) or _NUMBER.match(self._text, at)
        if name is None:
            raise ValueError("no key")
        return name.group(), name.end()

    def _string(self, at: int) -> tuple[str, int]:
        end = _end_of_string(self._text, at)
        if self._text[end : end + 1] != self._text[at]:
            raise ValueError("a string without end")
        written = self._text[at + 1 : end]
        return (sane(_ESCAPE.sub(_unescaped, written)) if "\\" in written else written), end + 1


def _end_of_string(text: str, at: int) -> int:
    """Where the string that begins at `at` ends: at its second quote, or where there is none on its line."""
    inside = _INSIDE[text[at]].match(text, at + 1)
    return inside.end() if inside else at + 1


def _unescaped(found: re.Match[str]) -> str:
    unit, byte, broken, char = found.groups()
    if unit or byte:
        return chr(int(unit or byte, 16))
    return "" if broken else _CONTROLS.get(char, char)


def _expression(text: str, start: int) -> tuple[Expression, int]:
    """What stands up to the next comma, semicolon or closing bracket of the same level."""
    level, end = 0, len(text)
    for mark in outside_strings(_MARK, text, start):
        token = mark.group()
        if token in "([{":
            level += 1
        elif level == 0 and token in ",;)]}":
            end = mark.start()
            break
        elif token in ")]}":
            level -= 1
    code = text[start:end].strip()
    if not code:
        raise ValueError("no value")
    return Expression(code), end


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
