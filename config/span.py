"""The last day of a span that a clause counts from an event."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from config.rubric import Within
from config.workdays import UnknownYear, add_workdays


def last_day_of(start: date, within: Within) -> date:
    """The last day on which something that is owed `within` a span after `start` is in time.

    The day of the event itself does not count; a month ends on the day of the same number, or on the last of a shorter
    month. Raises `config.workdays.UnknownYear` when no calendar knows the working days in between.
    """
    if within.days is not None:
        return start + timedelta(days=within.days)
    if within.months is not None:
        year, month = divmod(start.year * 12 + start.month - 1 + within.months, 12)
        return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    return add_workdays(start, within.working_days or 0)


def last_day(start: date, within: Within) -> date | None:
    """As `last_day_of`; None when no calendar knows the working days in between."""
    try:
        return last_day_of(start, within)
    except UnknownYear:
        return None
