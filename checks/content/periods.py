"""The ends of periods that a text names: of its own validity, and of a call (报名, 征集)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from checks.content.numerals import number_of
from checks.content.passages import Text
from checks.content.patterns import compiled
from config.expiry_words import expiry_words
from crawler.reading.text.dates import make_date

_DAY = re.compile(r"20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日")
_SENTENCE_END = re.compile(r"[。；;！？\n]")
_SENTENCE = 120
"""Characters before a period in which the sentence may say whose it is (own rule)."""
_BEFORE_END = 44
"""Characters before the end of a period in which its words stand (own rule)."""


class End(NamedTuple):
    """The last day of a period, and the words that name it."""

    day: dt.date
    found: re.Match[str]


def ends_of(text: Text) -> Iterator[End]:
    """The last days of the periods that the text may name as its own: a former document's may stand before it."""
    words = expiry_words()
    for pattern, last_day in ((words.valid_until, _day_of), (words.valid_for, _last_of)):
        for found in compiled(pattern).finditer(text.text):
            day = last_day(found)
            if day and not is_of_another(text, found):
                yield End(day, found)


def is_of_another(text: Text, found: re.Match[str]) -> bool:
    """Whether a period is that of a licence, a bid or a former document. What comes into force (施行) is a document,
    even under a title that speaks of licences."""
    before = text.text[max(0, found.start() - _SENTENCE) : found.start()]
    title = "" if found.groupdict().get("begins") else text.title
    return compiled(expiry_words().others).search(f"{title} {_SENTENCE_END.split(before)[-1]}") is not None


def _day_of(found: re.Match[str]) -> dt.date | None:
    return make_date(found["year"], found["month"], found["day"])


def _last_of(found: re.Match[str]) -> dt.date | None:
    """The last day of so many years from a day."""
    years, begin = number_of(found["term"]), _day_of(found)
    if not years or begin is None:
        return None
    end = make_date(begin.year + years, begin.month, begin.day) or dt.date(begin.year + years, 3, 1)
    return end - dt.timedelta(days=1)


def closing_of(text: str) -> End | None:
    """The end of a call: the latest day that the text names as one, or to which it was put off."""
    closing = compiled(rf"(?:{expiry_words().closing})\Z")
    ends = []
    for date_found in _DAY.finditer(text):
        found = closing.search(text, max(0, date_found.start() - _BEFORE_END), date_found.end())
        day = _day_of(found) if found else None
        if found and day:
            ends.append(End(day, found))
    return _prolonged(text, max(ends, key=lambda each: each.day)) if ends else None


def _prolonged(text: str, end: End) -> End:
    """The latest day to which the text says that an end was put off; without its year it is the next such day."""
    for later in compiled(expiry_words().prolonged).finditer(text):
        years = [later["year"]] if later["year"] else [str(end.day.year), str(end.day.year + 1)]
        days = [make_date(year, later["month"], later["day"]) for year in years]
        day = next((day for day in days if day and day >= end.day), None)
        end = End(day, later) if day else end
    return end
