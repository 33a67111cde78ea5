"""What a home page shows: the rows of its lists and what its body links, with the dates that are known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple, TypeAlias

from checks.columns.freshness import UNDATED_ARTICLES
from crawler.facts import Found, NotObserved, PageFacts, Row
from crawler.kinds import DateSource, PageKind, Region
from crawler.outline import TextDates
from crawler.store.crawl import Crawl, Item
from crawler.survey.column_items import conflicts_of
from crawler.urlforms import is_article_url, url_date, url_limit
from crawler.urls import netloc

NEW_ELSEWHERE = "new-elsewhere"
UNRECOGNISED = "articles-unrecognised"
PageAt: TypeAlias = Callable[[str], PageFacts | None]


class Shown(NamedTuple):
    """`rows` of the lists; `items`: these and what is dated behind the body's links; the `addresses` of both.

    `doubt`: why an article that the body links may be new though no date of it is known, and `suspicion`: why something
    that it links may be, if only a person looks (keys below `reason.`).
    """

    rows: list[Item]
    items: list[Item]
    addresses: frozenset[str]
    doubt: str | None
    suspicion: str | None


def shown_on(crawl: Crawl, home: PageFacts, since: date) -> Shown:
    """What the body of the home page shows. `since`: the first day of the window that is asked about."""
    page_at = cache(crawl.page)
    listed = home.list.rows if home.list else ()
    rows = [_of_row(row, page_at) for row in listed]
    links = {link.url for link in crawl.links(home.url) if link.url and link.region is Region.BODY}
    addresses = frozenset({row.url for row in rows} | links)
    dated = {row.url for row in listed if _is_dated(row)}
    linked = [*_linked(sorted(addresses), dated, page_at, since)]
    open_ones = addresses - dated - {item.url for item in linked}
    own = {url for url in open_ones if netloc(url) in crawl.portal.all_hosts}
    pages = [(url, page) for url in own if (page := page_at(url)) and not _is_filed_before(url, since)]
    unread = any(_hides_its_date(url, page) for url, page in pages)
    elsewhere = any((day := url_date(url)) and day >= since for url in open_ones - own)
    unrecognised = any(_is_unrecognised(url, page) for url, page in pages)
    return Shown(
        rows,
        rows + linked,
        addresses,
        UNDATED_ARTICLES if unread else None,
        NEW_ELSEWHERE if elsewhere else UNRECOGNISED if unrecognised else None,
    )


def _linked(addresses: list[str], dated: set[str], page_at: PageAt, since: date) -> Iterator[Item]:
    """The dated articles at `addresses`, and pages of the portal that were filed in the window by their address.

    A link cannot have been put there before the day in its address. That day acquits and never accuses: the page at an
    older one may have been published later. Where the row itself bears a date, an address that says another is only a
    contradiction.
    """
    for url in addresses:
        page, day = page_at(url), url_date(url)
        if page and page.kind is PageKind.ARTICLE and (item := _dated_text(page)):
            yield item
        elif page and day and day >= since and url not in dated:
            yield Item(page.title, url, day, DateSource.URL)


def _of_row(row: Row, page_at: PageAt) -> Item:
    """The row with its whole date, else that of its text, else with what the context tells of the year."""
    page = page_at(row.url)
    if not _is_dated(row):
        shown = Item(
            row.title, row.url, row.date, row.date_source if row.date else "", "" if row.date else row.date_text
        )
        return (_dated_text(page) if page else None) or shown
    contradicting = tuple(conflicts_of(row.date, row.url, _dates_of(page) if page else None))
    return Item(row.title, row.url, row.date, row.date_source or "", conflicts=contradicting)


def _is_dated(row: Row) -> bool:
    return row.date is not None and row.date_source is DateSource.LIST


def _dated_text(page: PageFacts) -> Item | None:
    """A page with a text and its date of publication as an item."""
    dates = _dates_of(page)
    if dates is None or not isinstance(dates.date, Found):
        return None
    day = dates.date.value
    return Item(page.title, page.url, day, DateSource.ARTICLE, conflicts=tuple(conflicts_of(day, page.url, dates)))


def _dates_of(page: PageFacts) -> TextDates | None:
    text = page.article
    return TextDates(text.date, text.conflicts, text.document_date) if text else None


def _is_filed_before(url: str, since: date) -> bool:
    """Whether a page was filed so long ago that it cannot have been published in the window."""
    limit = url_limit(url)
    return limit is not None and limit < since


def _hides_its_date(url: str, page: PageFacts) -> bool:
    """Whether a page is an article, by what was read there or by its address, whose date may be missing to us only."""
    if page.kind is PageKind.ARTICLE and page.article:
        return isinstance(page.article.date, NotObserved)
    return not page.judgeable and _is_unrecognised(url, page)


def _is_unrecognised(url: str, page: PageFacts) -> bool:
    """Whether a page has an address as only articles have it and was not recognised as anything.

    Most of what a home page links besides is no article (columns, 关于我们, 网站声明, services) and leaves no doubt.
    """
    return page.kind is PageKind.OTHER and page.article is None and is_article_url(url)
