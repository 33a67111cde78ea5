"""The items of a column: rows of all its list pages, each address once, with dates from the list or the article.

The order of trust (cms-patterns 0.3, 0.4): the whole date of the list row; month and day of the row with the year of
its article; the date of the article (displayed, else in its URL, else its meta); month and day of the row with a year
from the context (`crawler.survey.years`); and, where nothing was published with a date, the earliest day possible: the
one in the URL of an unread article or of a file, or the date of the document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from crawler.facts import Found, PageFacts, Row
from crawler.kinds import DateSource, PageKind, TargetKind
from crawler.outline import TextDates
from crawler.reading.links import target_kind
from crawler.reading.rows.years import limited_by_url
from crawler.reading.text.dates import is_too_late
from crawler.reading.text.monthdays import month_day
from crawler.survey.column import Item
from crawler.survey.years import complete_years
from crawler.urlforms import file_date, url_date

_NEAR = dt.timedelta(days=31)
"""So far from the article's date a row's month and day still mean the same publication (own rule)."""


class Dating(NamedTuple):
    """What the dates of a column say. `ignored` tells whether a date from the future was left out."""

    newest: dt.date | None
    oldest: dt.date | None
    undated: int
    ignored: bool


DatesOf = Callable[[str], TextDates | None]
"""The dates of the article at an address; None when no text was read there."""


class Items(NamedTuple):
    """How items are made of rows.

    `key` tells equal addresses; `dates_of` the dates of what a row leads to; `hosts` are the portal's (with ports);
    `crawled_on` is the day of the crawl, if it is known.
    """

    key: Callable[[str], str]
    dates_of: DatesOf
    hosts: frozenset[str] = frozenset()
    crawled_on: dt.date | None = None

    def of(self, pages: Iterable[PageFacts]) -> tuple[Item, ...]:
        """The items in list order; of two rows with the same address the first one that has a date counts."""
        items: dict[str, Item] = {}
        for page in pages:
            for row in _rows(page):
                own = self.key(row.url)
                if own not in items or (items[own].date is None and row.date is not None):
                    items[own] = self._item(row)
        return complete_years(tuple(items.values()), self.crawled_on)

    def never_rise(self, page: PageFacts) -> bool:
        """Whether the dated rows of a list page stand newest first, pinned rows included.

        False when none has a date, and when the year of one was inferred: that often presumes what is asked here.
        """
        items = [self._item(row) for row in _rows(page)]
        dates = [item.date for item in items if item.date is not None and not item.may_be_later]
        if not dates or any(item.year_inferred or (item.date is None and item.date_text) for item in items):
            return False
        return all(upper >= lower for upper, lower in pairwise(dates))

    def _item(self, row: Row) -> Item:
        target = target_kind(row.url, self.hosts) if self.hosts else TargetKind.PAGE
        article = self.dates_of(row.url)
        day, source = _dated(row, article, target)
        conflicts = tuple(conflicts_of(day, row.url, article))
        if day is None:
            return Item(row.title, row.url, date_text=row.date_text, target=target, conflicts=conflicts)
        return Item(row.title, row.url, day, source, "", target, conflicts)


def dating(items: Iterable[Item], crawled_on: dt.date | None) -> Dating:
    """Newest and oldest date; those more than one day after `crawled_on` (when it is known) are no evidence."""
    everything = list(items)
    dates = [item.date for item in everything if item.date is not None]
    believable = [date for date in dates if crawled_on is None or not is_too_late(date, crawled_on)]
    undated = len(everything) - len(dates)
    newest, oldest = max(believable, default=None), min(believable, default=None)
    return Dating(newest, oldest, undated, ignored=len(believable) < len(dates))


def _rows(page: PageFacts) -> tuple[Row, ...]:
    if page.kind is PageKind.LANDING:
        return ()
    if page.list and page.list.rows:
        return page.list.rows
    if page.kind is PageKind.ATTACHMENT_LIST and page.article:
        return tuple(Row(attachment.title, attachment.url) for attachment in page.article.attachments)
    if page.kind is PageKind.SINGLE_ARTICLE:
        return (Row(_article_title(page), page.url),)
    return ()


def _article_title(page: PageFacts) -> str:
    title = page.article.title if page.article else None
    return title.value if isinstance(title, Found) else page.title


def _dated(row: Row, article: TextDates | None, target: TargetKind) -> tuple[dt.date | None, DateSource]:
    """The date of a row and its source, by the order of trust; None when only the rows around can tell."""
    if row.date is not None and row.date_source is DateSource.LIST:
        return row.date, DateSource.LIST
    published = article.date if article else None
    shown = month_day(row.date_text) if row.date_text else None
    if shown is None and isinstance(published, Found):
        return published.value, _source_of(published)
    if shown is None:
        return _earliest(row, article, target)
    near = shown.near(published.value, _NEAR) if isinstance(published, Found) else None
    if near is not None:
        return near, DateSource.YEAR_FROM_ARTICLE
    if row.date is not None:
        return row.date, row.date_source
    return limited_by_url(shown, row.url), DateSource.YEAR_FROM_URL


def _source_of(published: Found[dt.date]) -> DateSource:
    if published.source == "url":
        return DateSource.ARTICLE_URL
    return DateSource.ARTICLE_META if published.source.startswith("meta") else DateSource.ARTICLE


def _earliest(row: Row, article: TextDates | None, target: TargetKind) -> tuple[dt.date | None, DateSource]:
    """The earliest day on which a text without a date of publication can have been published."""
    if article is not None:
        document = article.document_date
        return (document.value if isinstance(document, Found) else None), DateSource.DOCUMENT
    if target is TargetKind.ATTACHMENT:
        return file_date(row.url), DateSource.FILE
    return url_date(row.url), DateSource.URL


def conflicts_of(day: dt.date | None, url: str, article: TextDates | None) -> Iterable[tuple[str, str]]:
    """Dates of publication that the article or its URL gives and that are not `day`, each source once."""
    written = day.isoformat() if day else ""
    named: dict[str, str] = {}
    if article is not None and isinstance(article.date, Found):
        named[article.date.source] = article.date.value.isoformat()
        named |= dict(article.conflicts)
    filed = url_date(url)
    if filed is not None:
        named.setdefault("url", filed.isoformat())
    return ((source, other) for source, other in named.items() if other != written)
