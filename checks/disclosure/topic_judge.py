"""Judges one topic of one unit: is there anything, is it new, is it enough, are all parts of it named?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from checks.columns.freshness import ages
from checks.contract import Said
from checks.disclosure.likeness import nearest
from checks.disclosure.topic_notes import NAMED, Newest, Pieces
from checks.finding import Examined, Finding, State, Unjudged
from config.registry import Unit
from config.rubric.times import Period
from config.wording import plain
from crawler.store.crawl import Crawl

CHECK = "topic-coverage"

MISSING, STALE, TOO_FEW, ASPECT_MISSING, NOT_RISING = "missing", "stale", "too-few", "aspect-missing", "not-rising"

UNDATED = "undated-entry"
RUNNING = "period-running"


class TopicJudge:
    """Judges one topic of one unit; `gap` is why something on it may stand where we did not look."""

    def __init__(self, crawl: Crawl, unit: Unit, pieces: Pieces, as_of: date, gap: str | None) -> None:
        self._crawl = crawl
        self._unit = unit
        self._pieces = pieces
        self._topic = pieces.topic
        self._as_of = as_of
        self._gap = gap or ("list-not-read" if pieces.unread else None)

    def judge(self) -> Iterator[Said]:
        """All that there is to say about the topic."""
        if not self._pieces.found:
            said = self._missing()
            if isinstance(said, Finding):
                yield Examined(1)
            yield said
            return
        yield Examined(1)
        answers = (self._stale(), self._too_few(), self._absent(), self._rising())
        yield from (answer for answer in answers if answer)

    def _missing(self) -> Said:
        gap = self._gap or ("needs-documents" if self._topic.in_text and not self._has_documents() else None)
        if gap:
            return self._open(MISSING, gap)
        names = {plain(column.name): (column.name, column.url) for column in self._crawl.columns(self._unit)}
        near = nearest((self._topic.title, *self._topic.names), names)
        empty = [note.url for note in self._pieces.empty]
        return self._finding(
            MISSING,
            self._topic.title,
            None,
            empty,
            nearest_at=[one.told() for one in near] or None,
            searched=self._scope(),
        )

    def _stale(self) -> Said | None:
        window, newest = self._topic.max_age, self._pieces.newest
        if window is None or (newest and newest.day and newest.day >= window.since(self._as_of)):
            return None
        if self._gap or self._pieces.undated or newest is None:
            return self._open(STALE, self._gap or UNDATED)
        facts = ages(newest.day, window, self._as_of)
        return self._finding(STALE, facts.pop("since"), facts["last_update"], [newest.url], **facts)

    def _too_few(self) -> Said | None:
        least, period = self._topic.at_least, self._topic.period
        if least is None or period is None or period.since > self._as_of:
            return None
        counted = self._pieces.current
        if counted.number >= least or self._as_of <= period.until:
            return None
        if reason := self._why_uncounted(period):
            return self._open(TOO_FEW, reason)
        return self._finding(TOO_FEW, least, counted.number, counted, **_told(period))

    def _absent(self) -> Said | None:
        absent = self._pieces.absent_aspects()
        if not absent:
            return None
        if self._gap or (self._topic.period and self._pieces.undated):
            return self._open(ASPECT_MISSING, self._gap or UNDATED)
        named = [aspect.title for aspect in self._topic.aspects]
        seen = [title for title in named if title not in absent]
        return self._finding(ASPECT_MISSING, named, seen, absent=absent)

    def _rising(self) -> Said | None:
        period = self._topic.period
        if not self._topic.rising or period is None or self._as_of <= period.until:
            return None
        now, then = self._pieces.current.number, self._pieces.before
        if now > then:
            return None
        if reason := self._why_uncounted(period):
            return self._open(NOT_RISING, reason)
        return self._finding(NOT_RISING, then + 1, now, year_before=then, **_told(period))

    def _why_uncounted(self, period: Period) -> str | None:
        """Why more pieces may lie in a period than were counted; a crawl sees nothing that is published after it."""
        crawled = self._crawl.crawled_on
        early = RUNNING if crawled is not None and crawled <= period.until else None
        return self._gap or early or (UNDATED if self._pieces.undated else None)

    def _scope(self) -> dict[str, int]:
        return {"columns": len(self._crawl.columns(self._unit)), "pages": self._crawl.coverage(self._unit).observed}

    def _has_documents(self) -> bool:
        return self._crawl.offers("documents", self._unit)

    def _open(self, code: str, reason: str) -> Unjudged:
        facts = {"item": self._topic.id, "title": self._topic.title}
        return Unjudged(self._topic.id, reason, code, self._entrance(), facts)

    def _finding(
        self, code: str, expected: Any, observed: Any, at: Sequence[str] | Newest = (), **facts: Any
    ) -> Finding:
        topic, every = self._topic, self._pieces.all
        places = [note.url for note in at.notes] if isinstance(at, Newest) else list(at)
        number = at.number if isinstance(at, Newest) else len(places)
        if not places:
            places = [note.url for note in (*self._pieces.places, *every.notes)]
            number = len(self._pieces.places) + every.number
        return Finding(
            check=CHECK,
            code=code,
            unit=self._unit.id,
            subject=topic.id,
            url=places[0] if places else self._entrance(),
            state=State.SUSPECTED,
            found_on=tuple(places[:NAMED]),
            found_on_count=number,
            text=topic.title,
            facts={
                "item": topic.id,
                "title": topic.title,
                "expected": expected,
                "observed": observed,
                "pieces": every.number,
                **facts,
            },
            evidence={"clause": topic.clause, "source": topic.source, "status": topic.status.value},
        )

    def _entrance(self) -> str:
        return next(iter((*self._unit.entry_urls, *self._crawl.portal.start_urls)))


def _told(period: Period) -> dict[str, str]:
    return {"since": period.since.isoformat(), "until": period.until.isoformat()}
