"""The check `event-series`: events that must take place so often, in time, and with what follows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from pydantic import Field, model_validator

from checks.contract import CheckParams, Said
from checks.events.happenings import Happening, happenings
from checks.events.series_judge import SeriesJudge
from checks.events.series_words import (
    CHECK,
    FOLLOW_UP_LATE,
    FOLLOW_UP_MISSING,
    LATE,
    MONTH_MISSING,
    TOO_FEW,
    UNITS_REPEATED,
    SeriesWords,
)
from checks.events.sighting import EVENT, Finder, Sighting
from checks.finding import NotApplicable
from checks.gaps import rows_of, why_unlisted, why_unseen
from checks.scanning import ScanCheck, SeenPage
from config.events import EventSeries
from config.registry import Unit, require_unique
from config.rubric import Period, Within
from crawler.kinds import Region, TotalMeaning
from crawler.store.crawl import Column, Crawl, Item
from crawler.urls import page_key

NO_SERIES = "no-series-for-class"
LIST_CAPPED = "list-capped"
ONE_DAY = timedelta(days=1)


class EventSeriesParams(CheckParams):
    """The series of the rubric."""

    series: tuple[EventSeries, ...] = Field(
        min_length=1, description="what events units of which classes owe, and how they are called"
    )
    same_title: float = Field(
        default=0.95, ge=0, le=1, description="likeness from which on two headlines are of one event (own rule)"
    )
    same_days: int = Field(
        default=5, ge=0, description="days from one report of an event to the next at most (own rule: a working week)"
    )
    grace_days: int = Field(
        default=20,
        ge=0,
        description="days after a period or month until an event may be missed in it, because reports come later "
        "(own rule)",
    )
    usual_follow_up: Within = Field(
        default=Within(months=3),
        description="after this span a follow-up is missed for which the clause names none (own rule)",
    )

    @model_validator(mode="after")
    def _ids_differ(self) -> EventSeriesParams:
        require_unique((each.id for each in self.series), "series", "id")
        return self

    @cached_property
    def finder(self) -> Finder:
        """The finder of all series."""
        return Finder(self.series)


class EventSeriesCheck(ScanCheck[Sighting]):
    """Meetings with the public, open days, evaluations, training: held as often as the plan asks, and published?

    ## What it finds

    * `too-few`: fewer events in the period than required.
    * `month-missing`: a month that is over has no event although each, or just that one, must have one.
    * `units-repeated`: the events were held by fewer different units than required.
    * `follow-up-missing`: for an event there is no notice, or nothing about what became of the suggestions.
    * `follow-up-late`: it came after the span that the clause allows.
    * `late`: the report of an event was published after the span that the clause allows.

    `facts.series` is the stable id of the series. Every event that counts is listed, with title, date and link,
    whether or not there are enough.

    ## Why it matters

    Work plans set numbers: a topic a month with representatives of the public at the table, so many evaluations of
    policies a year, an open day a month. Each series quotes its own clause in the rubric.

    ## How it decides

    A page is a report of an event when its headline matches the wording of the series, or when a column kept for such
    events lists it; where the series says so, headline or text must also have certain words (列席). Reports of one
    event count once: published at most `same_days` one after the other, with the same number in the headline (第3期),
    the same headline, or nearly the same one (`same_title`) of the same unit with the same figures, unless they name
    different days. The day of an event is the first that its report names, else that of publication.

    Nothing is owed before the period is over and reports have had their time (`grace_days`; a `window` ends on the
    as-of date without); until then the series is open with the number so far. What was published after the crawl nobody
    could see, so an early crawl accuses of nothing. Where the first report of an event names a day, all days that its
    reports name cover their months; else their days of publication do, and the days `grace_days` before those.

    A page is the follow-up of an event when one links the other. Else the number decides where both headlines bear
    one; else the month that the page's headline names, which must be that of the event's day; else letters that both
    headlines share and no other event's has. Where a follow-up belongs to nobody, none is said to be missing. A report
    is late only when even the latest day that it names before its publication is too long ago.

    Everything is `suspected`, because an event may stand under a headline that nobody thought of; only where the clause
    has each event published, a column is kept for them, and that was read to its end with sure dates, too few are
    `confirmed`.

    ## When it does not apply

    Series of other classes of units; a unit for whose class there are none.

    ## Known errors

    An event that is only told in a picture, a video or on another platform is not counted. Two events with the same
    headline within days, even of two units, count as one unless their reports name different days. Headlines are wide
    on purpose: what is wrongly counted is in the list of what was recognised, for a person to strike out.
    """

    id = CHECK
    title = "活动次数与公开"
    needs = ("pages",)
    codes = (TOO_FEW, MONTH_MISSING, UNITS_REPEATED, FOLLOW_UP_MISSING, FOLLOW_UP_LATE, LATE)
    clause = "各地年度政务公开工作要点中的次数、时限要求；各系列的具体依据见指标体系"
    Params = EventSeriesParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[Sighting]:
        """A note for each series that an article is about."""
        assert isinstance(params, EventSeriesParams)
        return params.finder.sightings(seen) if seen.page.article is not None else ()

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Sighting]
    ) -> Iterator[Said]:
        """Findings for each series that `unit` owes."""
        assert isinstance(params, EventSeriesParams)
        owed = [series for series in params.series if unit.unit_class.among(series.applies_to)]
        if not owed:
            yield NotApplicable(NO_SERIES)
            return
        seen = UnitView(crawl, unit, params, as_of, notes)
        for series in owed:
            yield from seen.judge(series)


@dataclass
class UnitView:
    """What one unit shows of all series."""

    crawl: Crawl
    unit: Unit
    params: EventSeriesParams
    as_of: date
    notes: Collection[Sighting]

    def judge(self, series: EventSeries) -> Iterator[Said]:
        """All that there is to say about one series."""
        span = series.span(self.as_of)
        own = [note for note in self._all if note.series == series.id and self._is_visible(note)]
        if series.own:
            own = [note for note in own if note.unit == self.unit.id]
        counted = [note for note in own if note.role == EVENT and note.day is not None]
        events = [
            event
            for event in happenings(counted, self.params.same_title, self.params.same_days)
            if _lies_in(event, span)
        ]
        kept = [column for column in self._columns if self.params.finder.is_kept(column.path, series)]
        place = (kept[0].path, kept[0].url) if kept else (None, "")
        yield from SeriesJudge(
            SeriesWords(self.crawl, self.unit, series, span, *place),
            events,
            [note for note in own if note not in counted],
            why_unseen=cache(lambda: self._why_unseen(span)),
            complete=bool(kept) and all(_is_complete(column) for column in kept),
            links=self._links,
            seen_until=self._seen_until,
            grace=timedelta(days=self.params.grace_days),
            usual=self.params.usual_follow_up,
        ).judge()

    @cached_property
    def _all(self) -> list[Sighting]:
        """The notes, undated ones with the date of their row, and rows whose page was not read."""
        rows = list(self.params.finder.rows(rows_of(self.crawl, self.unit)))
        by_page: dict[str, Item] = {}
        for _, item in rows:
            by_page.setdefault(page_key(item.url), item)
        noted = {page_key(note.url) for note in self.notes}
        read = [_dated(note, by_page.get(page_key(note.url))) for note in self.notes]
        unread: dict[tuple[str, str], Sighting] = {}
        for shown, item in rows:
            key = page_key(item.url)
            if key not in noted and (shown.role == EVENT or self.crawl.page(item.url) is None):
                unread.setdefault((key, shown.series), _dated(shown, item))
        return read + list(unread.values())

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        return self.crawl.columns(self.unit)

    @cached_property
    def _seen_until(self) -> date:
        crawled = self.crawl.crawled_on
        return min(self.as_of, crawled) if crawled else self.as_of

    def _is_visible(self, note: Sighting) -> bool:
        return note.day is None or note.day <= self.as_of + ONE_DAY

    def _why_unseen(self, span: Period) -> str | None:
        for column in self._columns:
            if doubt := why_unlisted(column):
                return doubt
            if column.total_means is TotalMeaning.CAP and (column.oldest is None or column.oldest > span.since):
                return LIST_CAPPED
        return self._unseen

    @cached_property
    def _unseen(self) -> str | None:
        return why_unseen(self.crawl, self.unit, self.params.finder.may_be)

    def _links(self, url: str) -> frozenset[str]:
        links = (link for link in self.crawl.links(url) if link.region is Region.BODY and link.url)
        return frozenset(link.url for link in links if link.url)


def _dated(note: Sighting, item: Item | None) -> Sighting:
    if note.day is not None or item is None or item.date is None:
        return note
    return note._replace(day=item.date, sure=item.surely_dated)


def _lies_in(event: Happening, span: Period) -> bool:
    days = [day for report in event.reports for day in (report.day, *report.told[:1]) if day]
    return any(span.since <= day <= span.until for day in days)


def _is_complete(column: Column) -> bool:
    if why_unlisted(column) or column.total_means is TotalMeaning.CAP:
        return False
    return bool(column.items) and all(item.surely_dated for item in column.items)
