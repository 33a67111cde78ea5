"""Which publishing system made a page, told by the fingerprints in `config/cms/families/`.

Recognised per page, not per portal: one portal often mixes the news system of one vendor with the 信息公开 module of
another. A family can be recognised by name although no reader understands its lists.
"""

from __future__ import annotations

import re
from functools import cache

from config.family import Family, Mark, families

GENERIC = "generic"
"""The family of pages on which no fingerprint was found."""
_SEARCHED = 120_000
"""Characters of the source, without styles, in which fingerprints are looked for."""


def recognise(url: str, html: str) -> Family | None:
    """The family whose marks weigh most in the source and the URL of a page; None below the threshold."""
    shown = _searched(html)
    best: Family | None = None
    most = families().threshold - 1
    for family in families().families:
        weight = _weight(family, url, shown, most)
        if weight > most:
            best, most = family, weight
    return best


def _weight(family: Family, url: str, shown: str, most: int) -> int:
    """What the marks of `family` weigh; 0 as soon as that cannot be more than `most`: each look costs a pass."""
    weight, left = 0, sum(mark.weight for mark in family.marks)
    for mark in _heaviest_first(family.id):
        if weight + left <= most:
            return 0
        left -= mark.weight
        weight += mark.weight if _found(mark, url, shown) is not None else 0
    return weight


@cache
def _heaviest_first(family: str) -> tuple[Mark, ...]:
    marks = next(each.marks for each in families().families if each.id == family)
    return tuple(sorted(marks, key=lambda mark: -mark.weight))


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
    return first + "".join(other.partition("</style>")[2] for other in others)


def _found(mark: Mark, url: str, html: str) -> str | None:
    """What bears the mark; None where nothing does."""
    if mark.html is not None:
        return mark.html if mark.html in html else None
    found = _compiled(mark.pattern or mark.url or "").search(html if mark.pattern is not None else url)
    return found.group() if found else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
