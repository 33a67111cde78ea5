"""The time of day at which an article was published, as shown behind its date or in the meta PubDate.

Midnight to the second is what systems write when nobody entered a time, so it is none (own rule). A PubDate that is
the time of page generation says nothing (`crawler.reading.articles.dates`).
"""

from __future__ import annotations

import datetime as dt
import re

from crawler.facts import Found
from crawler.reading.articles.dates import head_of, is_generation_time
from crawler.reading.meta import meta
from crawler.reading.page import Page
from crawler.reading.text.dates import find_dates

_CLOCK = re.compile(
    r"[T日\s]{0,4}(?P<h>[01]?\d|2[0-3])\s?[:：时]\s?(?P<m>[0-5]\d)(?:\s?[:：分]\s?(?P<s>[0-5]\d))?(?!\d)"
)
_REACH = 24
"""Characters behind a date in which its time is looked for: both on one line (own rule)."""
_MIDNIGHT = frozenset({"00:00", "00:00:00"})


def publication_clock(page: Page, body: str, published: dt.date) -> str:
    """`HH:MM` or `HH:MM:SS` of the publication on the day `published`; empty when none is shown."""
    shown = _behind_date(head_of(page, body), published)
    if shown:
        return shown
    tagged = meta(page, "PubDate")
    if isinstance(tagged, Found) and not is_generation_time(page, tagged.value):
        return _behind_date(tagged.value, published)
    return ""


def _behind_date(text: str, day: dt.date) -> str:
    for hit in find_dates(text):
        if hit.date == day:
            line = text[hit.end : hit.end + _REACH].partition("\n")[0]
            clock = _written(_CLOCK.match(line))
            if clock:
                return clock
    return ""


def _written(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    clock = f"{int(found['h']):02}:{found['m']}" + (f":{found['s']}" if found["s"] else "")
    return "" if clock in _MIDNIGHT else clock
