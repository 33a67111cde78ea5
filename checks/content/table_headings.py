"""Headings of a table that a text repeats on every page of its original, and that lack a word on some."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from config.remnant_words import TableHeadings, remnant_words


class CutHeading(NamedTuple):
    """A heading, the words that it lacks in some places, and in how many of how many."""

    heading: str
    lacking: str
    cut: int
    of: int


class _Heading(NamedTuple):
    """The last three words of a heading in one place: what tells it from others, and what may have lost its end."""

    words: tuple[str, str]
    end: str


def cut_headings(text: str) -> Iterator[CutHeading]:
    """Headings that stand whole in two places at least, and lack the end of their last word in others."""
    rules = remnant_words().table_headings
    ends: dict[tuple[str, str], list[str]] = defaultdict(list)
    for heading in _headings(text.split("\n"), rules):
        ends[heading.words].append(heading.end)
    for words, found in ends.items():
        (whole, times), *others = sorted(Counter(found).items(), key=lambda each: -len(each[0]))
        cut = [(end, number) for end, number in others if whole.startswith(end)]
        if times > 1 and cut and len(found) >= rules.least_places:
            yield CutHeading(" ".join((*words, whole)), whole[len(cut[0][0]) :], sum(n for _, n in cut), len(found))


def _headings(lines: list[str], rules: TableHeadings) -> Iterator[_Heading]:
    for at, line in enumerate(lines):
        words = line.split()[-3:]
        if len(words) == 3 and all(_is_of(rules.words).search(word) for word in words):
            parts = [words[-1]]
            for part in (each.strip() for each in lines[at + 1 :]):
                if part and (len(part) > rules.longest_part or not part.isalpha()):
                    break
                parts.append(part)
            yield _Heading((words[0], words[1]), "".join(parts))


@cache
def _is_of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
