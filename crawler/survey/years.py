"""The year of rows that show month and day only, told by the rows around them and, last, by the day of the crawl.

Both need a list that falls by date. Rows that stand between two known days, or between the day of the crawl and a known
day, have the only year that fits there. Without known days around them they get the latest days that are not in the
future and do not rise; a list may turn the year a few times, but one that rises all the time falls by no date at all,
and its rows stay without one. What comes out says so (`DateSource`), because nobody may be accused of a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from crawler.kinds import INFERRED_YEARS, DateSource
from crawler.reading.text.monthdays import MonthDay, month_day
from crawler.survey.column import Item

ONE_DAY = dt.timedelta(days=1)
"""A date may lie so far after the crawl: a page published after midnight in China is still yesterday elsewhere."""

_ROWS_A_YEAR = 10
"""A list turns the year at most once in so many rows, and once in any case (own rule)."""


def complete_years(items: Sequence[Item], crawled_on: dt.date | None) -> tuple[Item, ...]:
    """`items` in list order, those with month and day only completed where the list allows it."""
    shown = [month_day(item.date_text) if item.date is None and item.date_text else None for item in items]
    if not any(shown):
        return tuple(items)
    limit = crawled_on + ONE_DAY if crawled_on else None
    completed = _between(items, shown, limit)
    return tuple(_falling(completed, shown, limit) if limit else completed)


def _between(items: Sequence[Item], shown: Sequence[MonthDay | None], limit: dt.date | None) -> list[Item]:
    """Rows whose year is the only one that fits between the known days around them."""
    known = [item.date if item.date_source not in INFERRED_YEARS else None for item in items]
    days = [day for day in known if day is not None]
    if any(upper < lower for upper, lower in pairwise(days)):
        return list(items)
    found = list(items)
    for at, part in enumerate(shown):
        above = next((day for day in reversed(known[:at]) if day is not None), limit)
        below = next((day for day in known[at + 1 :] if day is not None), None)
        fitting = part.within(below, above) if part and above and below and below <= above else []
        if len(fitting) == 1:
            found[at] = items[at]._replace(date=fitting[0], date_source=DateSource.YEAR_FROM_NEIGHBOURS)
    return found


def _falling(items: list[Item], shown: Sequence[MonthDay | None], limit: dt.date) -> list[Item]:
    """Rows that are still open, as the latest days that never rise and are not in the future."""
    parts = [part for item, part in zip(items, shown, strict=True) if part and item.date is None]
    turns = sum(lower > upper for upper, lower in pairwise(parts))
    if turns > max(1, len(parts) // _ROWS_A_YEAR):
        return items
    found = list(items)
    for at, part in enumerate(shown):
        item = items[at]
        day = part.latest(limit) if part and item.date is None else None
        if day is not None:
            found[at] = item._replace(date=day, date_source=DateSource.YEAR_FROM_CRAWL_DAY)
        limit = min(limit, found[at].date or limit)
    return found
