"""Reads from when until when the public may comment (征求意见时间为…至…). Pure; the words are data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from config.decision_words import DecisionWords, decision_words
from config.rubric import Within
from config.span import last_day
from crawler.reading.text.dates import DateHit, find_dates

READ = 6000
"""Characters of a notice in which its period is looked for (own choice)."""
NEAR = 40
"""Characters before a day in which the label of a period is looked for (own choice)."""
AFTER = 16
LONGEST = timedelta(days=400)
"""No comment period is longer; two days further apart are something else (own choice)."""
_SHORT_END = re.compile(r"^\s*(?:起|开始)?\s*(?:至|到|—+|-|~|～|–|－)\s*(?:(\d{1,2})\s?月\s?)?(\d{1,2})\s?[日号]")


class CommentPeriod(NamedTuple):
    """First and last day for comments; `told` is False where the first is that of publication, for want of another."""

    first: date
    last: date
    told: bool

    @property
    def days(self) -> int:
        """How long it is, first and last day included (in favour of the office)."""
        return (self.last - self.first).days + 1


def comment_period(text: str, published: date) -> CommentPeriod | None:
    """The comment period of a notice; of several that are told the longest. None when none can be read."""
    words = decision_words()
    text = text[:READ]
    found = list(_periods(text, published, words))
    sane = [one for one in found if timedelta(0) <= one.last - one.first <= LONGEST]
    return max(sane, key=lambda one: (one.told, one.days), default=None)


def _periods(text: str, published: date, words: DecisionWords) -> Iterator[CommentPeriod]:
    hits = find_dates(text, year=published.year)
    for number, hit in enumerate(hits):
        before = text[max(0, hit.start - NEAR) : hit.start]
        following = hits[number + 1] if number + 1 < len(hits) else None
        labelled = any(label in before for label in words.period_labels)
        if labelled and following and re.search(words.between, text[hit.end : following.start]):
            yield CommentPeriod(hit.date, _not_before(hit.date, following.date), told=True)
        elif labelled and (last := _short_end(text, hit)):
            yield CommentPeriod(hit.date, last, told=True)
        elif re.search(words.until_after, text[hit.end : hit.end + AFTER]) or (
            labelled and re.search(words.until_before, before)
        ):
            yield CommentPeriod(published, _not_before(published, hit.date), told=False)
    for length in re.finditer(words.length, text):
        if last := _after(published, int(length["number"]), length["unit"]):
            yield CommentPeriod(published, last, told=False)


def _not_before(first: date, last: date) -> date:
    """The last day, in the following year when it lacks a year and would lie before the first."""
    if last < first and last.month < first.month and last.year == first.year and (last.month, last.day) != (2, 29):
        return last.replace(year=last.year + 1)
    return last


def _short_end(text: str, hit: DateHit) -> date | None:
    """The last day where it is written without the year, or without year and month (5月6日至20日)."""
    found = _SHORT_END.match(text[hit.end : hit.end + AFTER])
    try:
        last = hit.date.replace(month=int(found[1] or hit.date.month), day=int(found[2])) if found else None
    except ValueError:
        return None
    return _not_before(hit.date, last) if last else None


def _after(first: date, number: int, unit: str) -> date | None:
    """The last day of a period told by its length, the day of publication being its first."""
    if not number:
        return None
    if "工作日" in unit:
        return last_day(first, Within(working_days=number))
    if "月" in unit:
        return last_day(first, Within(months=number))
    return first + timedelta(days=number - 1)
