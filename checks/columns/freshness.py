"""How fresh a column is, and whether anything newer may be hidden from us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from checks.columns.empty_column import why_unread
from config.window import Window
from crawler.facts import NotObserved
from crawler.store.crawl import Column, Crawl, Item

TOLERANCE = timedelta(days=1)
"""Dates up to one day after the as-of date count: a portal may be ahead of it by a time zone or a night edition."""

MISSING_PAGES = "missing-list-pages"
UNDATED_ARTICLES = "undated-articles-unseen"
PARTIAL_DATES = "dates-without-year"
FUTURE_DATES = "future-dates-only"


@dataclass(frozen=True, slots=True)
class Freshness:
    """The newest dated item up to the as-of date, and why a newer one cannot be ruled out (a key below `reason.`)."""

    newest: Item | None
    doubt: str | None

    @property
    def last_update(self) -> date | None:
        """The date of the newest item."""
        return self.newest.date if self.newest else None


def freshness(crawl: Crawl, column: Column, as_of: date) -> Freshness:
    """The freshness of a column with items, or one whose emptiness is still open."""
    newest = newest_item(column.items, as_of)
    return Freshness(newest, _doubt(crawl, column, newest))


def newest_item(items: Iterable[Item], as_of: date) -> Item | None:
    """The item with the latest date that is not in the future; of several on one day the first."""
    dated = [item for item in items if item.date and item.date <= as_of + TOLERANCE]
    return max(dated, key=lambda item: item.date or date.min, default=None)


def ages(last: date | None, window: Window, as_of: date) -> dict[str, Any]:
    """The facts about a last update: its day, its age, and what the window would have allowed."""
    return {
        "last_update": last.isoformat() if last else None,
        "age_days": (as_of - last).days if last else None,
        "limit_days": window.limit_days(as_of),
        "since": window.since(as_of).isoformat(),
    }


def _doubt(crawl: Crawl, column: Column, newest: Item | None) -> str | None:
    if not column.items or column.obstacle:
        return why_unread(column)
    if column.missing_pages and not _later_pages_are_older(crawl, column):
        return column.missing_reasons[0] if column.missing_reasons else MISSING_PAGES
    doubts = (why_undated(crawl, item) for item in _may_be_newer(crawl, column))
    if doubt := next(filter(None, doubts), None):
        return doubt
    if newest is None and any(item.date for item in column.items):
        return MISSING_PAGES if column.missing_pages else FUTURE_DATES
    return None


def _later_pages_are_older(crawl: Crawl, column: Column) -> bool:
    """Whether the list demonstrably falls by date, so that a page that was not seen holds nothing newer.

    One page is no proof: it may be filled with pinned rows. The first two pages must have been read, and the dates of
    all rows that were read must never rise.
    """
    first = crawl.page(column.url)
    further = first.list.further_pages if first and first.list else ()
    if not column.sorted_desc or not further or further[0] in column.missing_pages:
        return False
    dates = [item.date for item in column.items if item.date]
    return all(upper >= lower for upper, lower in pairwise(dates))


def _may_be_newer(crawl: Crawl, column: Column) -> list[Item]:
    """Undated items that could be newer than every dated one: in a list that falls by date only those of page 1."""
    undated = [item for item in column.items if item.date is None]
    if len(undated) < len(column.items) and not column.sorted_desc:
        return undated
    page = crawl.page(column.url)
    first = len(page.list.rows) if page and page.list else 0
    return [item for item in column.items[: first or None] if item.date is None]


def why_undated(crawl: Crawl, item: Item) -> str | None:
    """Why an item without a date may have one all the same (a key below `reason.`); None when it has none for sure.

    Sure is only an article that was read as one: a page that we did not recognise may bear a date that we missed.
    """
    if item.date_text:
        return PARTIAL_DATES
    page = crawl.page(item.url)
    if page is None or not page.judgeable or page.article is None or isinstance(page.article.date, NotObserved):
        return UNDATED_ARTICLES
    return None
