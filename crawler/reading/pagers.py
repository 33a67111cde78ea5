"""How many list pages a column has, and where they are: as a pager in the markup says it.

Pagers that stand in scripts of publishing systems are read by `crawler.reading.pagecalls`. Numbers in links are
understood as a series only when two links agree on it, so pagers that count from 0, from 1 or backwards (VSB) all
come out right. Nothing is concluded from links that are missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from config.cms import page_words
from crawler.kinds import Region, TargetKind
from crawler.reading.page import Page
from crawler.urlforms import is_article_url

MOST_PAGES = 1_000
"""Further list pages that are listed for one column (own rule; portals cap their lists far below)."""
_NUMBER = re.compile(r"\d+")


class Pager(NamedTuple):
    """What a pager declares: this page's number from 1, how many pages and rows (None: not said), the other pages.

    Only the first page lists all others; a later one names the first. `evidence` quotes the declaration.
    """

    page: int = 1
    pages: int | None = None
    total: int | None = None
    further: tuple[str, ...] = ()
    evidence: str = ""


class _Series(NamedTuple):
    """URLs that differ in one number: `before` + (sign × page + offset) + `after`."""

    before: str
    after: str
    sign: int
    offset: int

    def url(self, page: int) -> str:
        return f"{self.before}{self.sign * page + self.offset}{self.after}"

    def page_of(self, url: str) -> int | None:
        if not (url.startswith(self.before) and url.endswith(self.after)):
            return None
        middle = url[len(self.before) : len(url) - len(self.after)]
        return self.sign * (int(middle) - self.offset) if middle.isdecimal() and len(middle) < 7 else None


def read_pager(page: Page) -> Pager | None:
    """The pager in the markup of `page`, or None when it has none."""
    numbered = {number: url for number, url in _numbered(page) if 0 < number <= MOST_PAGES}
    named = list(_named(page))
    pages, total, evidence = _declared(page.main_text)
    if not numbered and not named and pages is None and total is None:
        return None
    series = _series(numbered)
    number = series.page_of(page.url) if series else None
    number = number if number and number > 1 else 1
    pages = pages or max(numbered, default=0) or None
    if number > 1:
        return Pager(number, pages, total, tuple(url for at, url in numbered.items() if at == 1), evidence)
    further = dict.fromkeys(url for at, url in sorted(numbered.items()) if at > 1)
    if series and pages:
        further |= dict.fromkeys(series.url(at) for at in range(2, min(pages, MOST_PAGES) + 1))
    further |= dict.fromkeys(named)
    return Pager(1, pages, total, tuple(url for url in further if url != page.url), evidence)


def _numbered(page: Page) -> Iterator[tuple[int, str]]:
    for text, url in _pager_links(page):
        if text.isdecimal() and len(text) < 5:
            yield int(text), url


def _named(page: Page) -> Iterator[str]:
    words = page_words().pager
    for text, url in _pager_links(page):
        if text in words.next or text in words.last:
            yield url


def _pager_links(page: Page) -> Iterator[tuple[str, str]]:
    """Links that may belong to a pager: they stay in the page's own folder or below it, and lead to no article."""
    folder = page.url.partition("?")[0].rpartition("/")[0]
    stem = page.url.partition("?")[0].rpartition(".")[0]
    for _, link, place in page.links:
        inside = link.url is not None and (link.url.startswith(f"{folder}/") or link.url.startswith(f"{stem}/"))
        if link.url is None or not inside or place.region is Region.FOOTER or link.kind is not TargetKind.PAGE:
            continue
        if not is_article_url(link.url) or link.url.startswith(f"{stem}/"):
            yield link.text.strip("[]【】<>《》 "), link.url


def _series(numbered: dict[int, str]) -> _Series | None:
    """The series in which two numbered links agree; page 1 often has a name of its own and is asked last."""
    pairs = sorted(((number, url) for number, url in numbered.items()), key=lambda pair: (pair[0] == 1, pair[0]))
    for (one, first), (two, second) in pairwise(pairs):
        series = _agreement(one, first, two, second)
        if series is not None:
            return series
    return None


def _agreement(one: int, first: str, two: int, second: str) -> _Series | None:
    numbers = list(zip(_NUMBER.finditer(first), _NUMBER.finditer(second), strict=False))
    for here, there in reversed(numbers):
        before, after = first[: here.start()], first[here.end() :]
        if second[: there.start()] != before or second[there.end() :] != after or len(here.group()) > 6:
            continue
        low, high = int(here.group()), int(there.group())
        for sign in (1, -1):
            if one != two and low - sign * one == high - sign * two:
                return _Series(before, after, sign, low - sign * one)
    return None


def _declared(text: str) -> tuple[int | None, int | None, str]:
    pages_pattern, total_pattern = _patterns()
    pages, total = pages_pattern.search(text), total_pattern.search(text)
    evidence = "; ".join(" ".join(found.group().split()) for found in (pages, total) if found)
    return _value(pages), _value(total), evidence


def _value(found: re.Match[str] | None) -> int | None:
    return next((int(group) for group in found.groups() if group), None) if found else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = page_words().pager
    return re.compile("|".join(words.pages)), re.compile("|".join(words.total))
