"""Limits that run from the day of a letter."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

from config.rubric import Within
from config.workdays import add_workdays, workdays_between


def last_day(asked: date, limit: Within) -> date:
    """The last day on which a reply is in time; the day of the letter itself does not count.

    Months run to the same day of their last month, cut to its length. Raises `config.workdays.UnknownYear`.
    """
    if limit.working_days is not None:
        return add_workdays(asked, limit.working_days)
    if limit.days is not None:
        return asked + timedelta(days=limit.days)
    year, month = divmod(asked.year * 12 + asked.month - 1 + (limit.months or 0), 12)
    return date(year, month + 1, min(asked.day, calendar.monthrange(year, month + 1)[1]))


def told(asked: date, until: date, limit: Within) -> dict[str, Any]:
    """How long it took and what the limit is, in the unit of the limit (days taken for months), which is the `basis`.

    Raises `config.workdays.UnknownYear`.
    """
    if limit.working_days is not None:
        return {"taken": workdays_between(asked, until), "limit": limit.working_days, "basis": "working-days"}
    taken = (until - asked).days
    if limit.days is not None:
        return {"taken": taken, "limit": limit.days, "basis": "days"}
    return {"taken": taken, "limit": limit.months, "basis": "months"}
