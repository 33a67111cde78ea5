"""Turns what a theme says of its home pages being watched into the series that `xuncha watch` would have written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from crawler.kinds import AnswerKind
from crawler.trials.series import Probe
from xuncha.sample.themes.plan import WatchedPlan

_CHINA = dt.timezone(dt.timedelta(hours=8))
_MS = 400


def probes(watched: WatchedPlan, url: str, as_of: dt.date) -> Iterator[Probe]:
    """The looks at the home page `url` over the days until `as_of`, spread over each day; the first ones failed."""
    between = dt.timedelta(days=1) / watched.per_day
    for back in reversed(range(watched.days)):
        begin = dt.datetime.combine(as_of - dt.timedelta(days=back), dt.time(), _CHINA)
        for number in range(watched.per_day):
            kind = watched.answer if number < watched.failed else AnswerKind.CONTENT
            broken = kind is not AnswerKind.CONTENT
            at = (begin + number * between).astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            ms = int(watched.limit_s * 1000) if broken else _MS
            yield Probe(at, url, kind, ms, watched.limit_s, watched.control if broken else None)
