"""Days without a year, as lists show them (`[05-28]`, `5月28日`), and what they can mean.

Which year is meant is told by the context: a heading, the article, the neighbours. Nothing here guesses; it says which
day is meant when a limit is known.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from crawler.reading.text.dates import make_date, whole_date

_LEAP_YEAR = 2000
_CYCLE = 8
"""Years in which 29 February surely occurs once (1900 and 2100 are no leap years)."""


class MonthDay(NamedTuple):
    """A day of the year."""

    month: int
    day: int

    def latest(self, not_after: dt.date) -> dt.date | None:
        """The latest such day up to and including `not_after`; None when the calendar has none."""
        years = range(not_after.year, max(0, not_after.year - _CYCLE - 1), -1)
        days = (make_date(year, self.month, self.day) for year in years)
        return next((day for day in days if day is not None and day <= not_after), None)

    def within(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """All such days from `first` to `last`, both included, in order."""
        days = (make_date(year, self.month, self.day) for year in range(first.year, last.year + 1))
        return [day for day in days if day is not None and first <= day <= last]

    def near(self, day: dt.date, reach: dt.timedelta) -> dt.date | None:
        """The such day that lies nearest to `day`, if it is no farther away than `reach` (less than half a year)."""
        if not dt.date.min + reach <= day <= dt.date.max - reach:
            return None
        return min(self.within(day - reach, day + reach), key=lambda each: abs(each - day), default=None)


def month_day(text: str) -> MonthDay | None:
    """The day that `text` consists of, when it is one without a year; None for anything else."""
    day = whole_date(text, year=_LEAP_YEAR) if whole_date(text) is None else None
    return MonthDay(day.month, day.day) if day is not None else None
