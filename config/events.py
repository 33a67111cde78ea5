"""Series of events that a rubric asks for: so many a year, one a month, with a report in time and what must follow.

Written under the check `event-series`. A series holds all that is needed to decide its codes; how events are found,
and when nothing is owed yet, is for the check to say (`checks/events`).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field, model_validator

from config.event_words import EventWording, event_words
from config.model import broken
from config.registry import UnitClass
from config.rubric import Period, Status, Within
from config.window import Window
from config.wording import Pattern, Wording, entry_named, joined


class SharedEventWording(EventWording):
    """A wording that may take over an entry of the lexicon (`words`); what it writes itself is added to it."""

    words: str | None = Field(default=None, description="entry of config/lexicons/event-words.yaml")

    @model_validator(mode="before")
    @classmethod
    def _take_over(cls, data: Any) -> Any:
        entry = entry_named(data, lambda: event_words().entries, "unknown-event-words")
        if entry is None:
            return data
        text = data.get("text", ())
        return {
            **data,
            "titles": _beside(entry.titles, data.get("titles", {})),
            "columns": _beside(entry.columns, data.get("columns", {})),
            "text": [*entry.text, *(text if isinstance(text, list | tuple) else ())],
        }


class FollowUp(SharedEventWording):
    """What must be published with each event of a series: its notice, what became of the suggestions.

    A page is the follow-up of the event that it links (or that links it), or whose number (第3期) or subject its
    headline shares. `in_report`: words in the event's own report that do as well.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    before: bool = Field(default=False, description="announced before the event (预告), not reported after it")
    within: Within | None = Field(default=None, description="after the event; none: the clause names no span")
    in_report: tuple[Pattern, ...] = ()


class EventSeries(SharedEventWording):
    """Events of one kind that units of these classes owe, by this clause.

    The period is `period` (two dates), or `window` (counted back from the as-of date), or without both the calendar
    year of the as-of date. Nothing is owed before it is over.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="the stable `facts.series`")
    title: str
    applies_to: tuple[UnitClass, ...] = Field(min_length=1)
    kinds: tuple[str, ...] = Field(
        default=(), description="kinds of columns in which headlines are looked for; none: everywhere"
    )
    own: bool = Field(default=False, description="for the portal's unit only pages count that no other unit owns")
    period: Period | None = None
    window: Window | None = None
    at_least: int | None = Field(default=None, ge=1, description="none: events are listed, not counted")
    every_month: bool = Field(default=False, description="one in every month of the period")
    months: tuple[int, ...] = Field(default=(), description="months (1 to 12) in which there must be one")
    different_units: int | None = Field(default=None, ge=1, description="so many different units must have held one")
    follow_ups: tuple[FollowUp, ...] = ()
    report_within: Within | None = Field(default=None, description="span after the event until its report")
    confirmed_by_column: bool = Field(
        default=False,
        description="the clause has each event published, so that too few in a column kept for them that was read to "
        "its end are proven; otherwise too few are only suspected",
    )
    clause: str = Field(description="the requirement, as quoted in the source")
    source: str
    status: Status
    note: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> EventSeries:
        if self.period is not None and self.window is not None:
            raise broken("series-period", at=("window",))
        if any(not 1 <= month <= 12 for month in self.months):
            raise broken("series-month", at=("months",))
        if not (self.titles.names or self.titles.patterns or self.columns.names or self.columns.patterns):
            raise broken("no-words")
        return self

    def span(self, as_of: date) -> Period:
        """The period that is asked about on `as_of`."""
        if self.period is not None:
            return self.period
        if self.window is not None:
            return Period(since=self.window.since(as_of), until=as_of)
        return Period(since=date(as_of.year, 1, 1), until=date(as_of.year, 12, 31))

    def required_months(self, span: Period) -> tuple[date, ...]:
        """The first days of the months in which there must be an event: of a window only those that begin in it."""
        if not (self.every_month or self.months):
            return ()
        first, last = (day.year * 12 + day.month - 1 for day in (span.since, span.until))
        every = (date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1))
        whole = (day for day in every if self.window is None or day >= span.since)
        return tuple(day for day in whole if self.every_month or day.month in self.months)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _beside(entry: Wording, written: Any) -> Any:
    """What is written with an entry of the lexicon beside it. Leaves what is no mapping as it is."""
    return {**written, **joined(entry, written)} if isinstance(written, Mapping) else written
