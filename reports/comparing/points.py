"""What a unit was like in each of several runs: the points of a trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from checks.finding import State
from config.messages import text
from reports.moments import beijing
from reports.scorecard import Scorecard

_MINUTE = 16


@dataclass(frozen=True, slots=True)
class Moment:
    """When a run looked: the day that its windows are counted back from, and when its crawl began (UTC ISO 8601)."""

    as_of: date
    crawled: str


@dataclass(frozen=True, slots=True)
class Point:
    """One unit in one run. `score` None: no score; `low`, `high` are the ends that open items allow, and `open_vetoes`
    the number of vetoes."""

    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    verdict: str
    coverage: Decimal
    vetoes: tuple[str, ...]
    open_vetoes: int
    confirmed: int
    suspected: int


def point(card: Scorecard, states: Sequence[State]) -> Point:
    """The point of a scorecard with the states of the unit's findings."""
    low, high = card.score_range or (None, None)
    return Point(
        score=card.score,
        low=low,
        high=high,
        verdict=card.verdict.value,
        coverage=card.coverage,
        vetoes=tuple(veto.title for veto in card.vetoes),
        open_vetoes=len(card.open_vetoes),
        confirmed=states.count(State.CONFIRMED),
        suspected=states.count(State.SUSPECTED),
    )


def labels(moments: Sequence[Moment], lang: str) -> list[str]:
    """What the runs are called: by their as-of days, and where two share one, by the time of the crawl as well."""
    days = Counter(each.as_of for each in moments)
    return [
        each.as_of.isoformat()
        if days[each.as_of] == 1
        else text("compare.crawled-at", lang, as_of=each.as_of, time=beijing(each.crawled)[:_MINUTE])
        for each in moments
    ]
