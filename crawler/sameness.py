"""Whether two readings are of one page: decided by content, never by addresses alone.

Two questions of different rigour. Addresses whose form says that they show one page (`page_key`) need content that
bears it out; addresses that say nothing need content that nobody could tell apart.
"""

from __future__ import annotations

from collections.abc import Callable

from config.wording import plain
from crawler.facts import ArticleFacts, Found, PageFacts, Row
from crawler.urls import netloc, page_key

_NEAR = 0.1
"""Texts of one page whose lengths differ by less than this share: a counter, a clock, a greeting (own rule)."""


def bears_out(one: PageFacts, other: PageFacts) -> bool:
    """Whether two pages whose addresses by their form show one page do show one.

    Between two visits a row may have come and a counter may have moved; pages that could not be read prove nothing.
    """
    if not (one.judgeable and other.judgeable) or one.kind is not other.kind:
        return False
    if one.article and other.article:
        return _title(one.article) == _title(other.article) and (
            one.article.text == other.article.text or _near(one.article.body_length, other.article.body_length)
        )
    rows, others = _addresses(_rows(one)), _addresses(_rows(other))
    if rows and others:
        return 2 * len(rows & others) >= min(len(rows), len(others))
    return not rows and not others and _names(one) == _names(other) and _near(one.text_length, other.text_length)


def surely_same(one: PageFacts, other: PageFacts, key: Callable[[str], str] = page_key) -> bool:
    """Whether two pages of one host are the same whatever their addresses: equal names, and equal rows or equal text.

    A page without rows and without text is never the same as another: two columns may be empty alike. `key` tells
    equal addresses.
    """
    if not (one.judgeable and other.judgeable) or (one.kind, one.family) != (other.kind, other.family):
        return False
    if _host(one.url) != _host(other.url) or _names(one) != _names(other):
        return False
    rows = _rows(one)
    if rows or _rows(other):
        same_part = one.list is not None and other.list is not None and one.list.page == other.list.page
        return same_part and _shown(rows, key) == _shown(_rows(other), key)
    if one.article is None or other.article is None:
        return False
    return bool(one.article.text) and one.article.text == other.article.text


def _names(page: PageFacts) -> tuple[str, ...]:
    return plain(page.title), plain(page.column_name or ""), *(plain(crumb.text) for crumb in page.breadcrumb)


def _rows(page: PageFacts) -> tuple[Row, ...]:
    return page.list.rows if page.list else ()


def _addresses(rows: tuple[Row, ...]) -> set[str]:
    return {page_key(row.url) for row in rows}


def _shown(rows: tuple[Row, ...], key: Callable[[str], str]) -> list[tuple[str, str, str]]:
    return [(row.title, key(row.url), row.date.isoformat() if row.date else row.date_text) for row in rows]


def _title(article: ArticleFacts) -> str:
    return plain(article.title.value) if isinstance(article.title, Found) else ""


def _near(one: int, other: int) -> bool:
    return abs(one - other) <= _NEAR * max(one, other)


def _host(url: str) -> str:
    return netloc(url).removeprefix("www.")
