"""Reads from when until when the public may comment (征求意见时间为…至…). Pure; the words are data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from config.decision_words import DecisionWords, decision_words
from config.rubric import Within
from config.span import last_day
from crawler.reading.text.dates import YEARLESS, DateHit, find_dates, numeral

READ = 6000
"""Characters of a notice in which its period is looked for (own choice)."""
NEAR = 40
"""Characters before a day in which the label of a period is looked for (own choice)."""
AFTER = 16
_BLANKS = re.compile(r"(?<=[一-鿿])[ \u3000\xa0]+(?=[一-鿿：:])")
_DASH = re.compile(r"(?<=\d)\s*[-–—－]+\s*(?=(?:19|20)\d\d\s*[-./年])")
"""A dash between two whole dates, which makes one number of their figures."""
_BREAK = re.compile(r"[。；;\n]")
_OPINION = "意见"
LONGEST = timedelta(days=400)
"""No comment period is longer; two days further apart are something else (own choice)."""
_SHORT_END = re.compile(
    r"^\s*(?:起|开始)?\s*(?:至|到|—+|-|~|～|–|－)\s*"
    r"(?:(\d{1,2}|[一二三四五六七八九十]{1,2})\s?月\s?)?(\d{1,2}|[一二三四五六七八九十廿]{1,3})\s?[日号]"
)


class CommentPeriod(NamedTuple):
    """First and last day for comments; `told` is False where the first is that of publication, for want of another.

    `vague`: the rules are quoted (一般不少于30日), which counts only where nothing else is told.
    """

    first: date
    last: date
    told: bool
    vague: bool = False

    @property
    def days(self) -> int:
        """How long it is, first and last day included (in favour of the office)."""
        return (self.last - self.first).days + 1


def comment_period(text: str, published: date) -> CommentPeriod | None:
    """The comment period of a notice; of several that are told the longest. None when none can be read."""
    words = decision_words()
    text = _DASH.sub("至", _BLANKS.sub("", re.sub(words.weekday, "", text[:READ])))
    found = [*_periods(text, published, words), *_lengths(words.notice_of(text), published, words)]
    sane = [one for one in found if timedelta(0) <= one.last - one.first <= LONGEST]
    return max(sane, key=lambda one: (one.told, not one.vague, one.days), default=None)


def _periods(text: str, published: date, words: DecisionWords) -> Iterator[CommentPeriod]:
    hits = find_dates(text, year=published.year)
    for number, hit in enumerate(hits):
        before = text[max(0, hit.start - NEAR) : hit.start]
        following = hits[number + 1] if number + 1 < len(hits) else None
        labelled = any(label in before for label in words.period_labels)
        if re.search(words.extended, before):
            yield CommentPeriod(min([published, *(each.date for each in hits[:number])]), hit.date, told=True)
        elif _is_of_other(before, words):
            continue
        elif labelled and following and re.search(words.between, text[hit.end : following.start]):
            yield CommentPeriod(hit.date, _not_before(hit.date, following), told=True)
        elif labelled and (last := _short_end(text, hit)):
            yield CommentPeriod(hit.date, last, told=True)
        elif re.search(words.until_after, text[hit.end : hit.end + AFTER]) or (
            labelled and re.search(words.until_before, before)
        ):
            yield CommentPeriod(published, _not_before(published, hit), told=False)


def _lengths(notice: str, published: date, words: DecisionWords) -> Iterator[CommentPeriod]:
    for length in re.finditer(words.length, notice):
        said = f"{notice[max(0, length.start() - NEAR) : length.start()]}{length.group()}"
        if _is_of_other(said, words):
            continue
        if last := _after(published, _number(length["number"]), length["unit"]):
            vague = re.search(words.rule, length.group()) is not None
            yield CommentPeriod(published, last, told=False, vague=vague)


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else numeral(written.replace("两", "二"))


def _is_of_other(before: str, words: DecisionWords) -> bool:
    """Whether the sentence in front of a day or length speaks of something else than opinions (报名, 施行)."""
    clause = _BREAK.split(before)[-1]
    return words.is_other_day.search(clause) is not None and _OPINION not in clause


def _not_before(first: date, hit: DateHit) -> date:
    """The last day, in the following year when it lacks a year and would lie before the first."""
    last = hit.date
    if hit.form == YEARLESS and last < first and last.month < first.month and (last.month, last.day) != (2, 29):
        return last.replace(year=first.year + 1)
    return last


def _short_end(text: str, hit: DateHit) -> date | None:
    """The last day where it is written without the year, or without year and month (5月6日至20日)."""
    found = _SHORT_END.match(text[hit.end : hit.end + AFTER])
    try:
        month = _number(found[1]) if found and found[1] else hit.date.month
        last = hit.date.replace(month=month, day=_number(found[2])) if found else None
    except ValueError:
        return None
    return _not_before(hit.date, DateHit(last, 0, 0, YEARLESS)) if last else None


def _after(first: date, number: int, unit: str) -> date | None:
    """The last day of a period told by its length, the day of publication being its first."""
    if not number:
        return None
    if "工作日" in unit:
        return last_day(first, Within(working_days=number))
    if "月" in unit:
        return last_day(first, Within(months=number))
    if unit.endswith(("周", "星期")):
        number *= 7
    return first + timedelta(days=number - 1)
