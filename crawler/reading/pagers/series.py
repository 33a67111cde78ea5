"""Addresses of list pages as a series: they differ in one number, which grows or falls with the number of the page.

A series is believed only when two addresses agree on it, so pagers that count from 0, from 1 or backwards (VSB) all
come out right, and nothing is made up from one link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

_NUMBER = re.compile(r"\d+")
_LONGEST = 6
"""Digits of a number that can be that of a page; longer ones are ids (own rule)."""


class Series(NamedTuple):
    """URLs that differ in one number: `before` + (sign × page + offset, at least `width` digits) + `after`."""

    before: str
    after: str
    sign: int
    offset: int
    width: int = 1

    def url(self, page: int) -> str | None:
        """The address of a page, counted from 1; None for a number that the series cannot write."""
        number = self.sign * page + self.offset
        return f"{self.before}{number:0{self.width}d}{self.after}" if number >= 0 else None

    def page_of(self, url: str) -> int | None:
        """The number of the page at `url`; None for an address outside the series."""
        if not (url.startswith(self.before) and url.endswith(self.after)):
            return None
        middle = url[len(self.before) : len(url) - len(self.after)]
        known = middle.isdecimal() and len(middle) <= _LONGEST
        return self.sign * (int(middle) - self.offset) if known else None


def series_of(numbered: Mapping[int, str]) -> Series | None:
    """The series in which two of the pages in `numbered` agree; page 1 often has a name of its own and comes last."""
    pairs = sorted(numbered.items(), key=lambda pair: (pair[0] == 1, pair[0]))
    for (one, first), (two, second) in pairwise(pairs):
        series = _agreement(one, first, two, second)
        if series is not None:
            return series
    return None


def last_of(second: str, last: str) -> int | None:
    """The number of the page at `last`, when `second` is page 2 and both differ in one number only."""
    for here, there in _differences(second, last):
        return 2 + abs(there - here)
    return None


def _agreement(one: int, first: str, two: int, second: str) -> Series | None:
    numbers = list(zip(_NUMBER.finditer(first), _NUMBER.finditer(second), strict=False))
    for here, there in reversed(numbers):
        before, after = first[: here.start()], first[here.end() :]
        if second[: there.start()] != before or second[there.end() :] != after or len(here.group()) > _LONGEST:
            continue
        low, high = int(here.group()), int(there.group())
        width = max(len(text) if text[0] == "0" else 1 for text in (here.group(), there.group()))
        for sign in (1, -1):
            if one != two and low - sign * one == high - sign * two:
                return Series(before, after, sign, low - sign * one, width)
    return None


def _differences(first: str, second: str) -> list[tuple[int, int]]:
    """The numbers in which two addresses differ, if they are the same everywhere else."""
    found = []
    for here, there in zip(_NUMBER.finditer(first), _NUMBER.finditer(second), strict=False):
        alike = first[: here.start()] == second[: there.start()] and first[here.end() :] == second[there.end() :]
        if alike and max(len(here.group()), len(there.group())) <= _LONGEST and here.group() != there.group():
            found.append((int(here.group()), int(there.group())))
    return found
