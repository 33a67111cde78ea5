"""The year of a row whose list shows month and day only, as far as its page tells it.

A heading above the row or above its list (2026年, 通知公告（2026年）) tells it; else the row's URL sets a limit, and
the latest such day within it is taken. Neither is certain, so the row says where its year comes from. What the
article, the neighbours and the day of the crawl tell is asked in the survey (`crawler.survey.years`).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from selectolax.lexbor import LexborNode

from crawler.facts import Row
from crawler.kinds import DateSource
from crawler.reading.text.dates import make_date
from crawler.reading.text.monthdays import MonthDay, month_day
from crawler.reading.text.places import tidy
from crawler.urlforms import url_limit

_LEVELS = 3
"""Elements that are climbed from a row to find the heading of its list: list, box, part of the page (own rule)."""
_MOST_NEIGHBOURS = 60
"""Neighbours of a row among which its heading is looked for (own rule)."""
_YEAR = re.compile(
    r"[\W_]*(?:[一-鿿]{1,12}[\W_]*)?(?P<y>(?:19|20)\d\d)\s?(?:年度?|(?=[\W_]*$))(?:\s?\d{1,2}\s?月)?[\W_]*"
)
_INERT = frozenset({"-comment", "script", "style"})


def with_year(row: Row, node: LexborNode | None) -> Row:
    """`row` with its date completed, where it shows one without a year; `node` is its element, if it has one."""
    shown = month_day(row.date_text) if row.date is None and row.date_text else None
    if shown is None:
        return row
    year = _heading_year(node) if node is not None else None
    day = make_date(year, shown.month, shown.day) if year else None
    if day is not None:
        return replace(row, date=day, date_source=DateSource.YEAR_FROM_HEADING)
    day = limited_by_url(shown, row.url)
    return replace(row, date=day, date_source=DateSource.YEAR_FROM_URL) if day is not None else row


def limited_by_url(shown: MonthDay, url: str) -> dt.date | None:
    """The latest day that `shown` can mean for a row that leads to `url`; None when its URL sets no limit."""
    limit = url_limit(url)
    return shown.latest(limit) if limit is not None else None


def _heading_year(node: LexborNode) -> int | None:
    """The year of the nearest heading above a row: among its neighbours, else before what holds them."""
    holder: LexborNode | None = node
    for level in range(_LEVELS + 1):
        if holder is None or holder.tag == "body":
            return None
        heading = _heading_before(holder, among_rows=level == 0)
        if heading:
            found = _YEAR.fullmatch(heading)
            return int(found["y"]) if found else None
        holder = holder.parent
    return None


def _heading_before(node: LexborNode, *, among_rows: bool) -> str | None:
    """The nearest text before `node`, past what holds links; among rows, where dates stand between, only a year."""
    sibling = node.prev
    for _ in range(_MOST_NEIGHBOURS):
        if sibling is None:
            break
        linked = sibling.tag != "-text" and sibling.css_first("a[href]") is not None
        text = "" if sibling.tag in _INERT or linked else _text(sibling)
        if text and (not among_rows or _YEAR.fullmatch(text)):
            return text
        sibling = sibling.prev
    return None


def _text(node: LexborNode) -> str:
    return tidy(node.text_content if node.tag == "-text" else node.text())
