"""Working days (工作日), with the make-up days and holidays (调休) of the State Council's yearly notice.

The chinesecalendar library knows the notices that were out when it was released. A file config/calendar/<year>.yaml
wins over it, day by day; with `complete: true` it stands for the whole notice of a year that the library does not
know yet. A year that neither knows is an error, never a guess.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar
from pydantic import Field, model_validator

from config.errors import ConfigError, Place
from config.model import StrictModel, broken
from config.rubric import Status
from config.yaml_file import load_yaml

CALENDAR = Path(__file__).parent / "calendar"
ONE_DAY = timedelta(days=1)


class UnknownYear(ConfigError):
    """No calendar tells which days of this year are working days."""

    def __init__(self, year: int, file: Path) -> None:
        super().__init__("unknown-year", place=Place(file), year=year)
        self.year = year


class YearCalendar(StrictModel):
    """What a file says about one year: days off and working days, against weekdays and against the library."""

    year: int
    source: str
    status: Status
    complete: bool = Field(default=False, description="the whole notice of the year: weekdays decide all other days")
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = Field(default=(), description="make-up working days (调休上班)")

    @model_validator(mode="after")
    def _one_word_per_day(self) -> YearCalendar:
        for field in ("holidays", "workdays"):
            for position, day in enumerate(getattr(self, field)):
                if day.year != self.year:
                    raise broken("day-of-other-year", at=(field, position), day=day.isoformat(), year=self.year)
        both = sorted(set(self.holidays) & set(self.workdays))
        if both:
            at = ("workdays", self.workdays.index(both[0]))
            raise broken("holiday-and-workday", at=at, day=both[0].isoformat())
        return self


def is_workday(day: date, folder: Path = CALENDAR) -> bool:
    """Whether offices work on `day`. Raises `UnknownYear`, and `ConfigError` for a bad calendar file.

    `folder` holds the calendar files that win over the library.
    """
    ours = _year_calendar(day.year, folder)
    if ours is not None:
        if day in ours.holidays:
            return False
        if day in ours.workdays:
            return True
        if ours.complete:
            return day.weekday() < 5
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise UnknownYear(day.year, folder / f"{day.year}.yaml") from error


def add_workdays(day: date, count: int, folder: Path = CALENDAR) -> date:
    """The `count`th working day after `day` (which itself does not count); `day` for 0. Raises as `is_workday`."""
    if count < 0:
        raise ValueError("count must not be negative")
    while count:
        day += ONE_DAY
        count -= is_workday(day, folder)
    return day


def workdays_between(first: date, last: date, folder: Path = CALENDAR) -> int:
    """How many working days lie after `first` up to and including `last`. Raises as `is_workday`.

    A deadline of n working days from `first` is kept on `last` when the result is at most n.
    """
    if last < first:
        raise ValueError("last must not lie before first")
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_workday(day, folder) for day in days)


@cache
def _year_calendar(year: int, folder: Path) -> YearCalendar | None:
    path = folder / f"{year}.yaml"
    if not path.exists():
        return None
    calendar = load_yaml(path, YearCalendar)
    if calendar.year != year:
        raise ConfigError("calendar-year", place=Place(path), year=calendar.year, expected=year)
    return calendar
