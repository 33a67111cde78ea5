"""Deadlines that a plan sets for a day before the plan was made."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from checks.content.patterns import compiled
from config.count_words import count_words
from crawler.facts import ArticleFacts, Found
from crawler.reading.text.dates import first_date, make_date, whole_date

_BEFORE, _AFTER = 12, 8
_LONGEST_SIGNATURE = 40
"""Characters of a line with which a text is signed: an office and a day (own rule)."""


class Early(NamedTuple):
    """A deadline that lies before the day of the text that sets it."""

    written: str
    deadline: dt.date
    issued: dt.date
    start: int
    end: int
    text: str


def early_deadline(title: str, article: ArticleFacts) -> Early | None:
    """The first deadline of a plan that had passed when it was made; only where another one had not, so that the text
    looks ahead from its own day."""
    if not compiled(count_words().plans).search(title):
        return None
    text = "".join(article.text.split())
    if not any(hint in text for hint in count_words().deadline_hints):
        return None
    found = list(compiled(count_words().deadline).finditer(text))
    issued = _issued(article) if len(found) > 1 else None
    if issued is None:
        return None
    days = [(each, day) for each in found if (day := _last_day(each)) and not _is_past(text, each)]
    early = [(each, day) for each, day in days if _is_early(day, issued)]
    if not early or all(day < issued for _, day in days):
        return None
    first, day = early[0]
    return Early(first.group(), day, issued, first.start(), first.end(), text)


def _is_early(day: dt.date, issued: dt.date) -> bool:
    """Whether a deadline in the year of the text had passed before it."""
    return day < issued and day.year == issued.year


def _last_day(found: re.Match[str]) -> dt.date | None:
    year, month = int(found["year"]), int(found["month"] or 12)
    if not 1 <= month <= 12:
        return None
    if found["day"]:
        return make_date(year, month, found["day"])
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _is_past(text: str, found: re.Match[str]) -> bool:
    """Whether the words around say that the day is history, or was a deadline once, or tells whom the plan is about."""
    if compiled(count_words().deadline_selects).match(text, found.end()):
        return True
    near = text[max(0, found.start() - _BEFORE) : found.start()] + text[found.end() : found.end() + _AFTER]
    return compiled(count_words().deadline_past).search(near) is not None


def _issued(article: ArticleFacts) -> dt.date | None:
    """The day of the text: that of the document, else the earliest one that it is signed with, else that of
    publication."""
    if isinstance(article.document_date, Found):
        return article.document_date.value
    signed = (_signed(line) for line in article.text.split("\n") if len(line) <= _LONGEST_SIGNATURE)
    published = article.date.value if isinstance(article.date, Found) else None
    days = [day for day in signed if day and (published is None or day <= published)]
    return min(days, default=published)


def _signed(line: str) -> dt.date | None:
    """The day of a line that holds nothing but it and perhaps the office that signs."""
    hit = first_date(line)
    if hit is None:
        return None
    words = count_words()
    signed = compiled(words.signed_by).fullmatch(line[: hit.start].strip())
    ended = compiled(words.signed_end).fullmatch(line[hit.end :].strip())
    return hit.date if signed and ended else whole_date(line)
