"""What must be published with each event (预告, 采纳情况): found for it, late, missing, or not to be told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from checks.events.happenings import Happening, ordinal
from checks.events.sighting import Sighting
from config.events import FollowUp
from config.rubric import Within
from config.span import last_day
from config.wording import plain

SHARED_PAIRS = 2
"""Pairs of letters that a headline must share with one event and no other to be about it (own choice)."""

ANNOUNCED = timedelta(days=92)
"""So long before an event a notice that names none of them may be meant for it (own choice: a quarter)."""

_MONTH = re.compile(r"(?<!\d)(\d{1,2})月(?!\d)")


class Followed(Enum):
    """How an event fares with one follow-up."""

    YES = "yes"
    LATE = "late"
    NOT_YET = "not-yet"
    UNCLEAR = "unclear"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for one event: the page that gives it, and the last day in time where that is known."""

    followed: Followed
    page: Sighting | None = None
    until: date | None = None


class FollowUps:
    """Tells for the events of one series what followed. `links` are the addresses that a page links."""

    def __init__(
        self, events: Sequence[Happening], pages: Sequence[Sighting], links: Callable[[str], frozenset[str]]
    ) -> None:
        self._events = events
        self._pages = pages
        self._links = links
        self._pairs = [_pairs_of(event) for event in events]

    def answer(self, event: Happening, follow: FollowUp, *, usual: Within, seen_until: date) -> Answer:
        """What became of `follow` for `event`; `usual` is the span after which it is missed where none is set."""
        pages = [page for page in self._pages if page.role == follow.id]
        own = [page for page in pages if self._is_about(page, event)]
        if follow.before:
            return _announced(event, pages, own)
        if any(follow.id in report.done for report in event.reports):
            return Answer(Followed.YES, event.first)
        until = last_day(_latest(event), follow.within or usual)
        if own:
            return _in_time(event, follow, own, until)
        if until is None:
            return Answer(Followed.UNCLEAR)
        if seen_until <= until:
            return Answer(Followed.NOT_YET, until=until)
        nobodys = [page for page in pages if not any(self._is_about(page, each) for each in self._events)]
        unclear = any(page.day is None or page.day >= event.day for page in nobodys)
        return Answer(Followed.UNCLEAR if unclear else Followed.NO, until=until)

    def _is_about(self, page: Sighting, event: Happening) -> bool:
        reports = {report.url for report in event.reports}
        if reports & self._links(page.url) or any(page.url in self._links(url) for url in reports):
            return True
        numbers = ordinal(page.title), ordinal(event.first.title)
        if None not in numbers and (page.day is None or abs((page.day - event.day).days) <= 366):
            return numbers[0] == numbers[1]
        months = {int(number) for number in _MONTH.findall(page.title)}
        if months:
            return event.day.month in months and (page.day is None or abs((page.day - event.day).days) <= 366)
        place = self._events.index(event)
        others = set().union(*(pairs for number, pairs in enumerate(self._pairs) if number != place))
        return len(_pairs(plain(page.title)) & (self._pairs[place] - others)) >= SHARED_PAIRS


def _announced(event: Happening, pages: Sequence[Sighting], own: Sequence[Sighting]) -> Answer:
    before = [page for page in own if page.day is not None and page.day <= event.day]
    if before:
        return Answer(Followed.YES, before[0])
    if any(page.day is None for page in own):
        return Answer(Followed.UNCLEAR)
    near = (page.day is None or event.day - ANNOUNCED <= page.day <= event.day for page in pages)
    return Answer(Followed.UNCLEAR if any(near) else Followed.NO)


def _in_time(event: Happening, follow: FollowUp, own: Sequence[Sighting], until: date | None) -> Answer:
    dated = sorted((page.day, page.url, page) for page in own if page.day is not None)
    first = dated[0][2] if dated else own[0]
    if follow.within is None or (dated and until is not None and dated[0][0] <= until):
        return Answer(Followed.YES, first, until)
    if until is None or not all(page.sure for page in own):
        return Answer(Followed.UNCLEAR, first, until)
    return Answer(Followed.LATE, first, until)


def _latest(event: Happening) -> date:
    """The day from which a span counts: the event's own where it is told, else that of its publication."""
    return event.day if event.told else max(report.day for report in event.reports if report.day)


def _pairs_of(event: Happening) -> set[str]:
    return set().union(*(_pairs(plain(report.title)) for report in event.reports))


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}
