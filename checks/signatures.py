"""The day under a text, that of its signature (落款): the day of the document, and none of publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from config.policy_words import found_in, policy_words
from crawler.reading.text.dates import first_date, whole_date

_SIGNATURE = 60
"""Characters of a line that may be a signature with its date (own rule)."""
_LAST_LINES = 5
"""Lines at the end of a text among which the day of a signature stands; an addendum may follow (own rule)."""


def signed_on(text: str) -> dt.date | None:
    """The day that stands behind the name of who made the document or below it: the first such signature."""
    days = (_signature(above, line) for above, line in pairwise(("", *_short_lines(text))))
    return next((day for day in days if day), None)


def may_be_signed(text: str) -> bool:
    """Whether a text is signed with a day, or one of its last lines is a day and nothing else."""
    return signed_on(text) is not None or any(whole_date(line) for line in text.rstrip().split("\n")[-_LAST_LINES:])


def _short_lines(text: str) -> Iterator[str]:
    return (line if len(line) <= _SIGNATURE else "" for each in text.split("\n") if (line := each.strip()))


def _signature(above: str, line: str) -> dt.date | None:
    day = first_date(line)
    if day is None or not found_in(policy_words().after_signature, line[day.end :]):
        return None
    signed = found_in(policy_words().signatory, line[: day.start].rstrip() or above)
    return day.date if signed else None
