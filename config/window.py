"""A stretch of time that a rubric counts back from the as-of date (监测时间点).

Decisions that 国办秘函〔2019〕19号 leaves open, taken here once for all checks: "2周" is 14 calendar days; "6个月" is
six calendar months (not 180 days), with the day cut to the length of the month. Both ends belong to the window.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from pydantic import Field, model_validator

from config.model import StrictModel, broken


class Window(StrictModel):
    """So many calendar days or so many calendar months, written `{days: 14}` or `{months: 6}` in a rubric."""

    days: int | None = Field(default=None, ge=1)
    months: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_unit(self) -> Window:
        if (self.days is None) == (self.months is None):
            raise broken("window-unit")
        return self

    def since(self, as_of: date) -> date:
        """The first day of the window that ends on `as_of`; what is dated before it is out of date."""
        if self.days is not None:
            return as_of - timedelta(days=self.days)
        year, month = divmod(as_of.year * 12 + as_of.month - 1 - (self.months or 0), 12)
        return date(year, month + 1, min(as_of.day, calendar.monthrange(year, month + 1)[1]))

    def limit_days(self, as_of: date) -> int:
        """The greatest age in days, counted back from `as_of`, that is still within the window."""
        return (as_of - self.since(as_of)).days
