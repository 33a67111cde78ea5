"""Spans and due dates as clauses state them: a period, N working days after something, a day of the year."""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from config.model import StrictModel, broken
from config.month_day import MonthDay


class Period(StrictModel):
    """From one day to another; both belong to it."""

    since: date
    until: date

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.until < self.since:
            raise broken("period-order", at=("until",), since=str(self.since), until=str(self.until))
        return self


class Within(StrictModel):
    """A span after an event: so many working days (config/calendar), calendar days or calendar months."""

    working_days: int | None = Field(default=None, ge=1)
    days: int | None = Field(default=None, ge=1)
    months: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_unit(self) -> Within:
        if sum(value is not None for value in (self.working_days, self.days, self.months)) != 1:
            raise broken("within-unit")
        return self


class Due(StrictModel):
    """When something must be done: `by` a date, `every_year` by a day, or `within` a span `after` an event."""

    by: date | None = None
    every_year: MonthDay | None = None
    within: Within | None = None
    after: str | None = Field(default=None, description="the event from which `within` counts, in the clause's words")

    @model_validator(mode="after")
    def _one_kind(self) -> Due:
        if sum(value is not None for value in (self.by, self.every_year, self.within)) != 1:
            raise broken("due-kind")
        if (self.within is None) != (self.after is None):
            raise broken("due-after")
        return self
