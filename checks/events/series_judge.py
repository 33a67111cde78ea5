"""Judges one series of events of one unit: counted, spread over the months, by different units, followed, in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from checks.contract import Said
from checks.events.follow_ups import Answer, Followed, FollowUps
from checks.events.happenings import Happening
from checks.events.series_words import (
    FOLLOW_UP_LATE,
    FOLLOW_UP_MISSING,
    LATE,
    MONTH_MISSING,
    TOO_FEW,
    UNITS_REPEATED,
    SeriesWords,
)
from checks.events.sighting import EVENT, UNREAD, Sighting
from checks.finding import Examined, Finding, State, Unjudged
from config.events import EventSeries, FollowUp, month_end
from config.registry import UnitClass
from config.rubric import Within
from config.span import last_day

RUNNING = "period-running"
UNDATED = "undated-events"
UNREAD_REPORTS = "events-not-read"
NO_HOST = "event-units-unknown"
NO_EVENT_DAY = "event-day-not-told"
NOT_ATTRIBUTED = "follow-up-not-attributed"
WORKDAYS_UNKNOWN = "working-days-unknown"


class SeriesJudge:
    """Asks for one series. `events` lie in its span; `others` are pages of follow-ups and what could not be counted.

    `why_unseen` says why more may stand where we could not look, `complete` whether a column kept for the series was
    read to its end with sure dates. Nothing later than `seen_until` was visible.
    """

    def __init__(
        self,
        say: SeriesWords,
        events: Sequence[Happening],
        others: Sequence[Sighting],
        *,
        why_unseen: Callable[[], str | None],
        complete: bool,
        links: Callable[[str], frozenset[str]],
        seen_until: date,
        grace: timedelta,
        usual: Within,
    ) -> None:
        self._say = say
        self._series: EventSeries = say.series
        self._events = events
        self._others = others
        self._why_unseen = why_unseen
        self._complete = complete
        self._links = links
        self._seen_until = seen_until
        self._grace = grace
        self._usual = usual

    def judge(self) -> Iterator[Said]:
        """All that there is to say."""
        yield from (self._say.recognised(event) for event in self._events)
        said: list[Said] = [one for one in (self._count(), self._months(), self._hosts()) if one]
        said += [one for event in self._events for one in self._reported(event)]
        said += self._followed()
        yield Examined(max(self._questions, 1) - sum(isinstance(one, Unjudged) for one in said))
        yield from said

    def _count(self) -> Finding | Unjudged | None:
        least, found = self._series.at_least, len(self._events)
        if least is None or found >= least:
            return None
        if not self._span_is_over:
            return self._say.open(TOO_FEW, RUNNING, expected=least, observed=found)
        doubt = self._doubt
        if doubt:
            return self._say.open(TOO_FEW, doubt, expected=least, observed=found)
        proven = self._series.confirmed_by_column and self._complete
        state = State.CONFIRMED if proven else State.SUSPECTED
        return self._say.finding(TOO_FEW, least, found, state=state, missing=least - found)

    def _months(self) -> Finding | Unjudged | None:
        wanted = self._series.required_months(self._say.span)
        over = [month for month in wanted if self._is_over(month_end(month))]
        held = {month for event in self._events for month in self._months_of(event)}
        absent = [month for month in over if month not in held]
        if not absent:
            return None
        names = [f"{month:%Y-%m}" for month in absent]
        if self._doubt:
            return self._say.open(MONTH_MISSING, self._doubt, months=names)
        return self._say.finding(MONTH_MISSING, len(over), len(over) - len(absent), months=names)

    def _hosts(self) -> Finding | Unjudged | None:
        least = self._series.different_units
        if least is None or not self._span_is_over:
            return None
        hosts = [self._host(event) for event in self._events]
        known = {host for host in hosts if host}
        if len(known) >= least or len(self._events) < 2:
            return None
        if len(known) + hosts.count(None) >= min(least, len(hosts)):
            return self._say.open(UNITS_REPEATED, NO_HOST) if None in hosts else None
        if self._doubt:
            return self._say.open(UNITS_REPEATED, self._doubt)
        return self._say.finding(UNITS_REPEATED, least, len(known), units=sorted(known))

    def _reported(self, event: Happening) -> Iterator[Said]:
        """Whether the first report came in time after the event."""
        within = self._series.report_within
        if within is None:
            return
        first = event.first
        if not event.told or not first.sure:
            yield self._say.open(LATE, NO_EVENT_DAY, subject=first.url, url=first.url)
            return
        # Of several days in a text any may be that of the event: only when even the latest is too old is it late.
        day = max(first.told)
        until = last_day(day, within)
        if until is None:
            yield self._say.open(LATE, WORKDAYS_UNKNOWN, subject=first.url, url=first.url)
        elif first.day and first.day > until and self._doubt:  # an earlier report may be among what was not seen
            yield self._say.open(LATE, self._doubt, subject=first.url, url=first.url)
        elif first.day and first.day > until:
            facts: dict[str, Any] = {"event_date": day.isoformat(), "event": first.title}
            yield self._say.finding(
                LATE, until.isoformat(), first.day.isoformat(), subject=first.url, url=first.url, **facts
            )

    def _followed(self) -> Iterator[Said]:
        """What each event lacks of what must follow it."""
        told = FollowUps(self._events, self._others, self._links)
        for follow in self._series.follow_ups:
            for event in self._events:
                answer = told.answer(event, follow, usual=self._usual, seen_until=self._seen_until)
                said = self._follow(event, follow, answer)
                if said is not None:
                    yield said

    def _follow(self, event: Happening, follow: FollowUp, answer: Answer) -> Finding | Unjudged | None:
        first = event.first
        place: dict[str, Any] = {"subject": f"{follow.id} {first.url}", "url": first.url}
        told: dict[str, Any] = {"event": first.title, "event_date": event.day.isoformat(), "follow_up": follow.title}
        match answer.followed:
            case Followed.LATE if self._doubt:  # what came in time may be among what was not seen
                return self._say.open(FOLLOW_UP_LATE, self._doubt, **place, follow_up=follow.title)
            case Followed.LATE if answer.page and answer.page.day and answer.until:
                until, day = answer.until.isoformat(), answer.page.day.isoformat()
                return self._say.finding(FOLLOW_UP_LATE, until, day, **place, page=answer.page.url, **told)
            case Followed.UNCLEAR:
                return self._say.open(FOLLOW_UP_MISSING, NOT_ATTRIBUTED, **place, follow_up=follow.title)
            case Followed.NO if self._doubt:
                return self._say.open(FOLLOW_UP_MISSING, self._doubt, **place, follow_up=follow.title)
            case Followed.NO:
                return self._say.finding(FOLLOW_UP_MISSING, follow.title, None, **place, **told)
        return None

    @property
    def _questions(self) -> int:
        """How much the series asks: of all events together, and of each."""
        series = self._series
        together = (series.at_least, series.every_month or series.months, series.different_units)
        return sum(bool(one) for one in together) + len(self._events) * (
            bool(series.report_within) + len(series.follow_ups)
        )

    @cached_property
    def _doubt(self) -> str | None:
        """Why there may be more events than we counted."""
        if any(other.role == UNREAD for other in self._others):
            return UNREAD_REPORTS
        if any(other.day is None and other.role == EVENT for other in self._others):
            return UNDATED
        return self._why_unseen()

    @property
    def _span_is_over(self) -> bool:
        """Whether the period is over. A window ends on the as-of date: no later report can be in it."""
        until = self._say.span.until
        return self._seen_until >= until if self._series.window else self._is_over(until)

    def _is_over(self, last: date) -> bool:
        """Whether a span that ends on `last` is over, with the time that reports may take."""
        return self._seen_until > last + self._grace

    def _months_of(self, event: Happening) -> Iterator[date]:
        """The months for which an event counts: those of every day told; else that of publication, and the one before
        when it was published in the first days of a month."""
        if event.told:
            yield from (day.replace(day=1) for report in event.reports for day in report.told)
            return
        for report in event.reports:
            if report.day:
                yield report.day.replace(day=1)
                yield (report.day - self._grace).replace(day=1)

    def _host(self, event: Happening) -> str | None:
        """The unit that held an event: named in a headline, the owner of the page, or who wrote it."""
        names = {unit.id: unit.name for unit in self._say.crawl.portal.units if unit.unit_class is not UnitClass.PORTAL}
        for report in event.reports:
            for unit_id, name in sorted(names.items()):
                if name in report.title or name == report.source:
                    return unit_id
            if report.unit in names:
                return report.unit
        return None
