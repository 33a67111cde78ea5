"""Numbers of headings that do not follow each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from checks.content.numerals import number_of
from checks.content.patterns import compiled
from config.count_words import count_words

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
    found = chain.from_iterable(_jumps_of(style, numbers, lines) for style in ("chapter", "section"))
    first = next(found, None)
    if first and not compiled(count_words().extract).search(f"{title}\n{text}"):
        yield from chain((first,), found)


def _jumps_of(style: str, numbers: Sequence[Number], lines: Sequence[str]) -> Iterator[Jump]:
    row = [(place, number) for place, number in enumerate(numbers) if number.style == style]
    above = _above(lines, row[0][1].line) if row else ""
    """The line above the row that is being read."""
    is_own = any(map(compiled(count_words().first_article).match, lines))
    for (place, before), (next_place, after) in pairwise(row):
        missing = after.value - before.value - 1
        if missing < 0:
            above = _above(lines, after.line)
        if not 0 < missing <= _WIDEST:
            continue
        expected = _written(style, before.value + 1)
        between = unicodedata.normalize("NFKC", "\n".join(lines[before.line : after.line]))
        if re.search(_anywhere(style, expected), between):
            continue  # it stands inside a line, or with another sign behind it
        if style == "section" and _cites([above, *lines[before.line + 1 : after.line]], is_own=is_own):
            continue
        yield Jump(before.written, after.written, expected, _instead(numbers[place + 1 : next_place], before.value + 1))


def _above(lines: Sequence[str], at: int) -> str:
    """The next line above a place that is not blank."""
    return next((lines[place] for place in range(at - 1, -1, -1) if lines[place].strip()), "")


def _cites(introductions: Iterable[str], *, is_own: bool) -> bool:
    """Whether lines above numbers, or between them, say that these are items of articles of another text. `is_own`:
    this text has articles itself."""
    words = count_words()
    for line in introductions:
        article = compiled(words.article).search(line)
        if compiled(words.amended).search(line) or (article and (article.start() or not is_own)):
            return True
    return False


def _numbers(lines: Sequence[str]) -> Iterator[Number]:
    row = compiled(count_words().table_row)
    for at, line in enumerate(lines):
        if not line or line[0] not in _OPEN + _NUMERALS or row.search(line):
            continue
        if line[0] in _OPEN:
            end = next((place for place in range(2, min(5, len(line))) if line[place] in _CLOSE), 0)
            value = number_of(line[1:end]) if end else None
            if value:
                style = "digit" if line[1:end].isdecimal() else "section"
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
    return rf"\(\s*{numeral}\s*\)" if style == "section" else rf"{numeral}\s*[、.,]|(?m:^[^\S\n]*{numeral}[\s:])"


def _instead(between: Iterable[Number], expected: int) -> str | None:
    """How the expected number is written among those between two others of another style."""
    strays = (number.written for number in between if number.style == "digit" and number.value == expected)
    return next(strays, None)
