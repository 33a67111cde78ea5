"""Puts what was decided about a series of events into findings and open items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from checks.events.happenings import Happening
from checks.finding import Finding, Recognised, State, Unjudged
from config.events import EventSeries
from config.registry import Unit
from config.rubric import Period
from crawler.store.crawl import Crawl

CHECK = "event-series"

TOO_FEW = "too-few"
MONTH_MISSING = "month-missing"
UNITS_REPEATED = "units-repeated"
FOLLOW_UP_MISSING = "follow-up-missing"
FOLLOW_UP_LATE = "follow-up-late"
LATE = "late"


@dataclass(frozen=True)
class SeriesWords:
    """Speaks about one series of one unit."""

    crawl: Crawl
    unit: Unit
    series: EventSeries
    span: Period
    column: str | None
    place: str

    def open(self, code: str, reason: str, *, subject: str = "", url: str = "", **facts: Any) -> Unjudged:
        """The fault `code` could not be ruled out; `reason` as in `Unjudged`."""
        return Unjudged(subject or self.series.id, reason, code, url or self._place(), self._facts() | facts)

    def finding(
        self,
        code: str,
        expected: Any,
        observed: Any,
        *,
        state: State = State.SUSPECTED,
        subject: str = "",
        url: str = "",
        text: str = "",
        **facts: Any,
    ) -> Finding:
        """The fault `code`: `expected` is what the clause asks for, `observed` what is there."""
        return Finding(
            check=CHECK,
            code=code,
            unit=self.unit.id,
            subject=subject or self.series.id,
            url=url or self._place(),
            state=state,
            column=self.column,
            text=text or self.series.title,
            facts=self._facts() | {"expected": expected, "observed": observed} | facts,
            evidence={"clause": self.series.clause, "source": self.series.source, "status": self.series.status.value},
        )

    def recognised(self, event: Happening) -> Recognised:
        """An event that counts; `also` are the addresses of its other reports."""
        first = event.first
        more = {"also": [report.url for report in event.reports[1:]]} if len(event.reports) > 1 else {}
        held = {"event_date": event.day.isoformat()} if event.told else {}
        facts = {"series": self.series.id, "title": self.series.title, **held, **more}
        return Recognised(self.series.id, first.title, first.url, first.day.isoformat() if first.day else None, facts)

    def _facts(self) -> dict[str, Any]:
        return {
            "series": self.series.id,
            "title": self.series.title,
            "since": self.span.since.isoformat(),
            "until": self.span.until.isoformat(),
        }

    def _place(self) -> str:
        """The column kept for the series, or the unit's entrance when it has none."""
        entrance = self.unit.entry_urls or self.crawl.portal.start_urls
        return self.place or entrance[0]
