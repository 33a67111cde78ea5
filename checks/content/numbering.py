"""Numbers of headings that do not follow each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from checks.content.numerals import number_of
from config.content_words import count_words

_NUMERALS = "一二三四五六七八九十"
_OPEN, _CLOSE = "（(", "）)"
_WIDEST = 3
"""Numbers that may be left out for it to be a slip and not another list (own rule)."""


class Number(NamedTuple):
    """The number at the beginning of a line: its style (`chapter` 一、, `section` （一）, `digit` （1）), value, and
    form."""

    style: str
    value: int
    written: str
    line: int


class Jump(NamedTuple):
    """A number after which another one ought to come than the one that comes."""

    before: str
    after: str
    expected: str
    instead: str | None
    """How the number that was expected is written instead, between the two."""


def jumps(title: str, text: str) -> Iterator[Jump]:
    """Places where the numbers of headings leave some out, if the text is no extract. Each style is counted by
    itself."""
    lines = text.split("\n")
    numbers = list(_numbers(lines))
    found = [jump for style in ("chapter", "section") for jump in _jumps_of(style, numbers, lines)]
    if found and not _compiled(count_words().extract).search(f"{title}\n{text}"):
        yield from found


def _jumps_of(style: str, numbers: list[Number], lines: Sequence[str]) -> Iterator[Jump]:
    row = [number for number in numbers if number.style == style]
    start = row[0].line if row else 0
    """Line with the first number of the row that is being read."""
    for before, after in pairwise(row):
        missing = after.value - before.value - 1
        if missing < 0:
            start = after.line
        if not 0 < missing <= _WIDEST:
            continue
        expected = _written(style, before.value + 1)
        between = unicodedata.normalize("NFKC", "\n".join(lines[before.line : after.line]))
        if re.search(_anywhere(style, expected), between):
            continue  # it stands inside a line, or with another sign behind it
        above = next((line for line in reversed(lines[:start]) if line.strip()), "")
        if style == "section" and _cites([above, *lines[before.line + 1 : after.line]], lines):
            continue
        yield Jump(before.written, after.written, expected, _instead(numbers, before, after))


def _cites(introductions: Iterable[str], lines: Sequence[str]) -> bool:
    """Whether lines above numbers, or between them, say that these are items of articles of another text."""
    words = count_words()
    first = _compiled(words.first_article)
    is_own = any(map(first.match, lines))
    for line in introductions:
        article = _compiled(words.article).search(line)
        if _compiled(words.amended).search(line) or (article and (article.start() or not is_own)):
            return True
    return False


def _numbers(lines: Sequence[str]) -> Iterator[Number]:
    row = _compiled(count_words().table_row)
    for at, line in enumerate(lines):
        if not line or line[0] not in _OPEN + _NUMERALS or row.search(line):
            continue
        if line[0] in _OPEN:
            end = next((place for place in range(2, min(5, len(line))) if line[place] in _CLOSE), 0)
            value = number_of(line[1:end]) if end else None
            if value:
                style = "digit" if line[1:end].isdigit() else "section"
                yield Number(style, value, line[: end + 1], at)
        else:
            end = line.find("、", 1, 4)
            value = number_of(line[:end]) if end > 0 else None
            if value and not _is_pair(value, line[end + 1 :]):
                yield Number("chapter", value, line[: end + 1], at)


def _is_pair(value: int, behind: str) -> bool:
    """Whether a numeral is the first of several things (三、四年级), and not the number of a heading (三、三公经费)."""
    second = re.match(f"[{_NUMERALS}]+", behind)
    return second is not None and value < (number_of(second.group()) or 0)


def _written(style: str, value: int) -> str:
    tens, ones = divmod(value, 10)
    numeral = ("" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十") + (
        _NUMERALS[ones - 1] if ones else ""
    )
    return f"{numeral}、" if style == "chapter" else f"（{numeral}）"


def _anywhere(style: str, written: str) -> str:
    """A pattern of a number however its signs are written, in a text without wide signs (㈡ is (二) there)."""
    numeral = written.strip("（）、")
    return rf"\(\s*{numeral}\s*\)" if style == "section" else rf"{numeral}\s*[、.,]|(?m:^\s*{numeral}[\s:])"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _instead(numbers: list[Number], before: Number, after: Number) -> str | None:
    strays = (
        number.written
        for number in numbers
        if number.style == "digit" and before.line < number.line < after.line and number.value == before.value + 1
    )
    return next(strays, None)
