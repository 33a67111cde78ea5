"""Which columns nobody asks for updates, and why: what a rubric gives no window, and what cannot have one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from config.column_kind import is_of_past_year
from config.lexicon import column_kinds
from config.window import Window
from crawler.kinds import PageKind
from crawler.store.crawl import Column, Crawl

EXEMPT = "column-exempt"
PAST_YEAR = "column-of-past-year"
KIND_UNKNOWN = "column-kind-unknown"
KIND_STATIC = "column-kind-static"
NO_WINDOW = "column-kind-without-window"
ENTRANCE = "column-is-entrance"
ONE_TEXT = "column-is-one-text"

WITH_ITEMS = (PageKind.COLUMN, PageKind.ATTACHMENT_LIST)
"""Shapes of columns that can be out of date. Landing pages and single articles have no items of their own."""


def why_set_aside(
    crawl: Crawl, column: Column, among: Iterable[Column], window: Window | None, as_of: date
) -> str | None:
    """Why a column of the unit that has the columns `among` need not be updated (a key below `reason.`); None when it
    must be, by the `window` of its kind."""
    if column.exempt:
        return EXEMPT
    if is_of_past_year((*column.path.split(">"), column.name), as_of.year):
        return PAST_YEAR
    if column.shape not in WITH_ITEMS and not leads_nowhere(crawl, column, among):
        return ENTRANCE if column.shape is PageKind.LANDING else ONE_TEXT
    return _without_window(column.kind) if window is None else None


def leads_nowhere(crawl: Crawl, column: Column, among: Iterable[Column]) -> bool:
    """Whether a page that ought to be a list shows none, forwards nobody and has no columns below it."""
    page = crawl.page(column.url)
    if column.shape is not PageKind.LANDING or page is None or page.landing_target:
        return False
    return not any(other.path.startswith(f"{column.path}>") for other in among)


def _without_window(kind: str) -> str:
    kinds = column_kinds()
    if kind == kinds.default:
        return KIND_UNKNOWN
    return KIND_STATIC if kind in kinds.static_kinds else NO_WINDOW
