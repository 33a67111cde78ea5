"""Which publishing system made a page, told by the fingerprints in `config/cms/families/`.

Recognised per page, not per portal: one portal often mixes the news system of one vendor with the 信息公开 module of
another. A family can be recognised by name although no reader understands its lists.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache, cached_property

from config.family import Family, Mark, families
from crawler.reading.signs import signs_in

GENERIC = "generic"
"""The family of pages on which no fingerprint was found."""
_SEARCHED = 120_000
"""Characters of the source, without styles, in which fingerprints are looked for."""


def recognise(url: str, html: str, signs: Container[str] | None = None) -> Family | None:
    """The family whose marks weigh most in the source and the URL of a page; None below the threshold.

    `signs`: those that stand in the source (`crawler.reading.signs`), where they are known already.
    """
    source = _Source(url, html, signs_in(html) if signs is None else signs)
    best: Family | None = None
    most = families().threshold - 1
    for family in families().families:
        weight = source.weight(family, most)
        if weight > most:
            best, most = family, weight
    return best


@dataclass
class _Source:
    """A page's source while families are weighed: which marks may stand there is known by the signs, each pattern costs
    a pass."""

    url: str
    html: str
    signs: Container[str]

    def weight(self, family: Family, most: int) -> int:
        """What the marks of `family` weigh; 0 when that cannot be more than `most`."""
        literals, patterns = _marks_of(family.id)
        weight = 0
        for sign, mark in literals:
            if sign in self.signs and self.bears(mark):
                weight += mark.weight
        asked = [mark for sign, mark in patterns if sign is None or sign in self.signs]
        left = sum([mark.weight for mark in asked])
        for mark in asked:
            if weight + left <= most:
                return 0
            left -= mark.weight
            weight += mark.weight if self.bears(mark) else 0
        return weight

    def bears(self, mark: Mark) -> bool:
        return _found(mark, self.url, self.shown if mark.url is None else "") is not None

    @cached_property
    def shown(self) -> str:
        return _searched(self.html)


@cache
def _marks_of(family: str) -> tuple[tuple[tuple[str, Mark], ...], tuple[tuple[str | None, Mark], ...]]:
    """The literal marks of a family and its patterns, the heaviest first, each with its sign."""
    marks = next(each.marks for each in families().families if each.id == family)
    literals = tuple((mark.html.lower(), mark) for mark in marks if mark.html is not None)
    patterns = sorted((mark for mark in marks if mark.html is None), key=lambda mark: -mark.weight)
    return literals, tuple((mark.sign, mark) for mark in patterns)


def marks_found(family: Family, url: str, html: str) -> list[tuple[str, int]]:
    """By what a page is of `family`: what stands in its source or its URL, and how much that weighs."""
    shown = _searched(html)
    found = ((_found(mark, url, shown), mark.weight) for mark in family.marks)
    return [(text, weight) for text, weight in found if text is not None]


def _searched(html: str) -> str:
    return _without_styles(html)[:_SEARCHED]


def _without_styles(html: str) -> str:
    """The source without its style elements: they hold no fingerprint and can be most of a page."""
    first, *others = html.split("<style")
    return "".join((first, *(other.partition("</style>")[2] for other in others)))


def _found(mark: Mark, url: str, html: str) -> str | None:
    """What bears the mark; None where nothing does."""
    if mark.html is not None:
        return mark.html if mark.html in html else None
    found = _compiled(mark.pattern or mark.url or "").search(html if mark.pattern is not None else url)
    return found.group() if found else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
