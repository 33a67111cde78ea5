"""Numbers of headings that do not follow each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from checks.content.numerals import number_of

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


def jumps(text: str) -> Iterator[Jump]:
    """Places where the numbers of headings leave some out. Each style is counted by itself."""
    numbers = list(_numbers(text))
    for style in ("chapter", "section"):
        line = [number for number in numbers if number.style == style]
        for before, after in pairwise(line):
            missing = after.value - before.value - 1
            if not 0 < missing <= _WIDEST:
                continue
            between = text.split("\n")[before.line : after.line]
            expected = _written(style, before.value + 1)
            if re.search(_anywhere(style, expected), "\n".join(between)):
                continue  # it stands inside a line
            yield Jump(before.written, after.written, expected, _instead(numbers, before, after))


def _numbers(text: str) -> Iterator[Number]:
    for at, line in enumerate(text.split("\n")):
        if not line:
            continue
        if line[0] in _OPEN:
            end = next((place for place in range(2, min(5, len(line))) if line[place] in _CLOSE), 0)
            value = number_of(line[1:end]) if end else None
            if value:
                style = "digit" if line[1:end].isdigit() else "section"
                yield Number(style, value, line[: end + 1], at)
        elif line[0] in _NUMERALS:
            end = line.find("、", 1, 4)
            value = number_of(line[:end]) if end > 0 else None
            if value:
                yield Number("chapter", value, line[: end + 1], at)


def _written(style: str, value: int) -> str:
    tens, ones = divmod(value, 10)
    numeral = ("" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十") + (
        _NUMERALS[ones - 1] if ones else ""
    )
    return f"{numeral}、" if style == "chapter" else f"（{numeral}）"


def _anywhere(style: str, written: str) -> str:
    """A pattern of a number however its signs are written."""
    numeral = written.strip("（）、")
    return rf"[（(]\s*{numeral}\s*[）)]" if style == "section" else rf"{numeral}\s*[、.．，]"


def _instead(numbers: list[Number], before: Number, after: Number) -> str | None:
    strays = (
        number.written
        for number in numbers
        if number.style == "digit" and before.line < number.line < after.line and number.value == before.value + 1
    )
    return next(strays, None)
