"""What a document says of itself and of others: until when it holds, that it holds no longer, what it repeals. The
wordings are data (`config/lexicons/policy.yaml`, `expiry.yaml`)."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from checks.content.numerals import number_of
from checks.content.passages import Text
from checks.content.patterns import compiled
from checks.content.periods import ends_of, is_of_another
from checks.policy.titles import Number, document_names, numbers_in, quoted
from config.policy_words import found_in, policy_words
from crawler.reading.text.dates import find_dates, first_date, whole_date

MOST_NAMES = 30
_ROOM = 31
"""Days that may lie between a document and its coming into force (自发布之日起三十日后施行; own rule)."""
_NEAR = 80
"""Characters around a repeal in which the day stands from which it holds (own rule)."""


class Repeal(NamedTuple):
    """A document that another one repeals: one of its names, and its number where it is told."""

    name: str
    number: Number | None


def end_of_validity(text: Text, written: dt.date | None) -> dt.date | None:
    """The last end of validity that a document states; `written` is its day, from which a period may run."""
    words = policy_words().validity
    days = [end.day for end in ends_of(text)]
    for pattern in words.until:
        hits = (hit for hit in compiled(pattern).finditer(text.text) if not is_of_another(text, hit))
        days += [day.date for hit in hits if (day := first_date(hit["day"]))]
    if written:
        years = [number_of(hit["term"]) for hit in compiled(words.from_its_day).finditer(text.text)]
        days += [written + dt.timedelta(days=366 * term + _ROOM) for term in years if term]
    return max(days, default=None)


def end_in_field(label: str, value: str) -> dt.date | None:
    """The day until which a document holds by one of its fields; None where the value names no such day.

    A period (有效期) ends with a day only where it says so: 自2020年1月1日起五年 does not.
    """
    words = policy_words().validity
    days = [hit.date for hit in find_dates(value)]
    if label in words.expiry_labels or (label in words.period_labels and _is_end(value, len(days))):
        return max(days, default=None)
    return None


def _is_end(value: str, days: int) -> bool:
    return days > 1 or whole_date(value) is not None or found_in(policy_words().validity.ends, value)


def says_it_is_over(text: str) -> bool:
    """Whether a document's text says that it holds no longer (本办法已废止)."""
    return found_in(policy_words().validity.text, text)


def is_marked(title: str) -> bool:
    """Whether a title calls its document repealed."""
    return found_in(policy_words().validity.marks, re.sub(r"\s+", "", title))


def without_marks(title: str) -> str:
    """A title without blanks, and without the words that call its document repealed."""
    bare = re.sub(r"\s+", "", title)
    for pattern in policy_words().validity.marks:
        bare = compiled(pattern).sub("", bare)
    return bare


def repeals_in(title: str, text: str) -> tuple[tuple[Repeal, ...], dt.date | None]:
    """The documents that a text repeals, and the day from which on, where one is told beside them."""
    words = policy_words().validity
    found: list[tuple[str, str]] = []
    days: list[dt.date] = []
    for pattern in words.repeal:
        for hit in compiled(pattern).finditer(text):
            found.append((hit["title"], hit[0]))
            near = text[max(0, hit.start() - _NEAR) : hit.end()]
            days += [day.date for start in compiled(words.starts).finditer(near) if (day := first_date(start["day"]))]
    if found_in(words.repealing, re.sub(r"\s+", "", title)):
        found += [(each, "") for each in quoted(title)]
    named = ((name, next(iter(numbers_in(said)), None)) for each, said in found for name in document_names(each))
    repeals = tuple(dict.fromkeys(Repeal(*each) for each in named))
    return repeals[:MOST_NAMES], max(days, default=None)
