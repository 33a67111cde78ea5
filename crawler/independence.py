"""When looks of an earlier crawl are independent of those of this one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from config.policy import policy
from crawler.answer import Attempt


def independent(now: Sequence[Attempt], then: Sequence[Attempt], spacing_hours: float) -> bool:
    """Whether the attempts of `then` end at least so many hours before those of `now` begin, and are not too old.

    The limit of age is policy "across_runs". No attempts are independent of nothing.
    """
    if not now or not then:
        return False
    apart = now[0].moment - then[-1].moment
    return dt.timedelta(hours=spacing_hours) <= apart <= dt.timedelta(days=policy().across_runs.most_days)
