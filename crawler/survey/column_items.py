"""The items of a column: rows of all its list pages, each address once, with dates from the list or the article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from crawler.facts import Found, PageFacts, Row
from crawler.kinds import PageKind
from crawler.survey.column import Item

_ONE_DAY = dt.timedelta(days=1)
"""A date may lie so far after the crawl: a page published after midnight in China is still yesterday elsewhere."""


class Dating(NamedTuple):
    """What the dates of a column say. `ignored` tells whether a date from the future was left out."""

    newest: dt.date | None
    oldest: dt.date | None
    undated: int
    ignored: bool


ArticleDate = Callable[[str], dt.date | None]


def items_of(pages: Iterable[PageFacts], key: Callable[[str], str], article_date: ArticleDate) -> tuple[Item, ...]:
    """The items in list order; of two rows with the same address the first one that has a date counts."""
    items: dict[str, Item] = {}
    for page in pages:
        for row in _rows(page):
            own = key(row.url)
            if own not in items or (items[own].date is None and row.date is not None):
                items[own] = _item(row, article_date)
    return tuple(items.values())


def dating(items: Iterable[Item], crawled_on: dt.date | None) -> Dating:
    """Newest and oldest date; those more than one day after `crawled_on` (when it is known) are no evidence."""
    everything = list(items)
    dates = [item.date for item in everything if item.date is not None]
    believable = [date for date in dates if crawled_on is None or date <= crawled_on + _ONE_DAY]
    undated = len(everything) - len(dates)
    newest, oldest = max(believable, default=None), min(believable, default=None)
    return Dating(newest, oldest, undated, ignored=len(believable) < len(dates))


def never_rises(page: PageFacts, article_date: ArticleDate) -> bool:
    """Whether the dated rows of a list page stand newest first, pinned rows included. False when none has a date."""
    dates = [item.date for item in (_item(row, article_date) for row in _rows(page)) if item.date is not None]
    return bool(dates) and all(upper >= lower for upper, lower in pairwise(dates))


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


def _item(row: Row, article_date: ArticleDate) -> Item:
    if row.date is not None:
        return Item(row.title, row.url, row.date, "list")
    date = article_date(row.url)
    return Item(row.title, row.url, date, "article" if date else "", "" if date else row.date_text)
