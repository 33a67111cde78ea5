"""How fresh a column is, and whether anything newer may be hidden from us.

Nobody is accused of a date that we do not know for sure. A row that shows month and day only counts against a column
when even the latest such day that is not in the future is too old. A day on which a text can have been published at
the earliest (in the URL of an unread article, the date of a document) acquits and never accuses; the day on which a
file was put there, a list date that the article or the URL contradicts, and a newer article that says it belongs to
the column and that the list does not show, are good for a suspicion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from checks.columns.empty_column import why_unread
from checks.signatures import may_be_signed
from config.window import Window
from crawler.facts import NotObserved
from crawler.kinds import DateSource, TargetKind
from crawler.reading.text.monthdays import MonthDay
from crawler.store.crawl import Column, Crawl, Item

TOLERANCE = timedelta(days=1)
"""Dates up to one day after the as-of date count: a portal may be ahead of it by a time zone or a night edition."""

MISSING_PAGES = "missing-list-pages"
UNDATED_ARTICLES = "undated-articles-unseen"
PARTIAL_DATES = "dates-without-year"
INFERRED_YEARS = "dates-with-inferred-year"
EXTERNAL_UNDATED = "external-items-undated"
FILES_UNDATED = "files-undated"
DOCUMENT_DATES = "document-dates-only"
DATES_CONFLICT = "dates-conflict"
FILE_DATES = "file-dates-only"
NOT_LISTED = "newer-article-not-listed"
FUTURE_DATES = "future-dates-only"


@dataclass(frozen=True, slots=True)
class Freshness:
    """The newest dated item up to the as-of date, and why a newer one cannot be ruled out (a key below `reason.`).

    `suspicion`: why a last update that is too old is only suspected to be the last one (a key below `reason.`).
    """

    newest: Item | None
    doubt: str | None
    suspicion: str | None = None

    @property
    def last_update(self) -> date | None:
        """The date of the newest item."""
        return self.newest.date if self.newest else None


def freshness(crawl: Crawl, column: Column, as_of: date, since: date | None = None) -> Freshness:
    """The freshness of a column with items, or one whose emptiness is still open.

    `since` is the first day of the window that is asked about: what cannot be as new as that leaves no doubt. Without
    it whatever may be newer than the newest item does.
    """
    newest = newest_item(column.items, as_of)
    first = since or (newest.date if newest and newest.date else date.min)
    doubt = _doubt(crawl, column, newest) or years_doubt(column.items, as_of, first)
    suspicion = suspicion_of(column.items, as_of, first) or _beside_the_list(column, newest, as_of, first)
    return Freshness(newest, doubt, suspicion)


def newest_item(items: Iterable[Item], as_of: date) -> Item | None:
    """The item with the latest date that is not in the future; of several on one day the first."""
    dated = [item for item in items if item.date and item.date <= as_of + TOLERANCE]
    return max(dated, key=lambda item: item.date or date.min, default=None)


def years_doubt(items: Iterable[Item], as_of: date, since: date) -> str | None:
    """Whether a row without a year may be as new as `since`, though the year that we inferred says otherwise."""
    for item in items:
        if item.date and item.year_inferred:
            latest = MonthDay(item.date.month, item.date.day).latest(as_of + TOLERANCE)
            if latest and latest != item.date and latest >= since:
                return INFERRED_YEARS
    return None


def suspicion_of(items: Iterable[Item], as_of: date, since: date) -> str | None:
    """Why a last update before `since` is not proven to be the last one."""
    for item in items:
        if item.date_source == DateSource.FILE:
            return FILE_DATES
        if any(since <= date.fromisoformat(day) <= as_of + TOLERANCE for _, day in item.conflicts):
            return DATES_CONFLICT
    return None


def _beside_the_list(column: Column, newest: Item | None, as_of: date, since: date) -> str | None:
    """Whether an article that says it belongs to the column is newer than all that its list, perhaps cached, shows."""
    filed = column.newest_filed
    if filed is None or not since <= filed <= as_of + TOLERANCE:
        return None
    return NOT_LISTED if newest is None or newest.date is None or filed > newest.date else None


def ages(last: date | None, window: Window, as_of: date) -> dict[str, Any]:
    """The facts about a last update: its day, its age, and what the window would have allowed."""
    return {
        "last_update": last.isoformat() if last else None,
        "age_days": (as_of - last).days if last else None,
        "limit_days": window.limit_days(as_of),
        "since": window.since(as_of).isoformat(),
    }


def evidence_of(newest: Item | None) -> dict[str, Any] | None:
    """What shows the newest item to a person: its row, where its date was read, and which dates contradict it."""
    if newest is None:
        return None
    conflicts = [{"source": source, "date": day} for source, day in newest.conflicts]
    shown = {"title": newest.title, "url": newest.url, "date_source": str(newest.date_source)}
    return shown | {"conflicts": conflicts} if conflicts else shown


def _doubt(crawl: Crawl, column: Column, newest: Item | None) -> str | None:
    if not column.items or column.obstacle:
        return why_unread(column)
    if column.missing_pages and not _later_pages_are_older(column):
        return column.missing_reasons[0] if column.missing_reasons else MISSING_PAGES
    doubts = (why_undated(crawl, item) for item in _may_be_newer(crawl, column))
    if doubt := next(filter(None, doubts), None):
        return doubt
    if newest is None and any(item.date for item in column.items):
        return MISSING_PAGES if column.missing_pages else FUTURE_DATES
    return None


def _later_pages_are_older(column: Column) -> bool:
    """Whether the list demonstrably falls by date, so that a page that was not seen holds nothing newer.

    One page is no proof: it may be filled with pinned rows. The first two pages must have been read, and the dates of
    all rows that were read must never rise.
    """
    if not (column.sorted_desc and column.second_seen):
        return False
    if any(item.year_inferred for item in column.items):
        return False
    dates = [item.date for item in column.items if item.date and not item.may_be_later]
    return all(upper >= lower for upper, lower in pairwise(dates))


def _may_be_newer(crawl: Crawl, column: Column) -> list[Item]:
    """Undated items that could be newer than every dated one: in a list that falls by date only those of page 1."""
    undated = [item for item in column.items if _is_open(item)]
    if len(undated) < len(column.items) and not column.sorted_desc:
        return undated
    page = crawl.page(column.url)
    first = len(page.list.rows) if page and page.list else 0
    return [item for item in column.items[: first or None] if _is_open(item)]


def _is_open(item: Item) -> bool:
    return item.date is None or item.may_be_later


def why_undated(crawl: Crawl, item: Item) -> str | None:
    """Why an item without a sure date may have one all the same (a key below `reason.`); None when it has none.

    Sure is only an article that was read as one: a page that we did not recognise may bear a date that we missed. What
    lies on other portals is never fetched, and a file does not show when it was published.
    """
    if item.date_text:
        return PARTIAL_DATES
    if item.target is TargetKind.EXTERNAL:
        return EXTERNAL_UNDATED
    if item.date_source == DateSource.DOCUMENT:
        return DOCUMENT_DATES
    if item.target is TargetKind.ATTACHMENT:
        return None if item.date else FILES_UNDATED
    page = crawl.page(item.url)
    if page is None or not page.judgeable or page.article is None:
        return UNDATED_ARTICLES
    if isinstance(page.article.date, NotObserved):
        return page.article.date.reason
    return DOCUMENT_DATES if may_be_signed(page.article.text) else None
