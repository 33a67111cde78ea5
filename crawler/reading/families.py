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
    shown = _without_styles(html)[:_SEARCHED]
    best: Family | None = None
    most = families().threshold - 1
    for family in families().families:
        weight = 0
        for mark in family.marks:
            if mark.html in shown if mark.html is not None else _matches(mark, url, shown):
                weight += mark.weight
        if weight > most:
            best, most = family, weight
    return best


def _without_styles(html: str) -> str:
    """The source without its style elements: they hold no fingerprint and can be most of a page."""
    first, *others = html.split("<style")
    return first + "".join(other.partition("</style>")[2] for other in others)


def _matches(mark: Mark, url: str, html: str) -> bool:
    if mark.pattern is not None:
        return _compiled(mark.pattern).search(html) is not None
    return mark.url is not None and _compiled(mark.url).search(url) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
