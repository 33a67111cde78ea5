"""Why a unit's score is another one than before: indicator by indicator, with the findings that came and went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from checks.finding import State
from reports.comparing.history import Fate, Trace
from reports.comparing.points import Point, point
from reports.scorecard import IndicatorLine, Scorecard


@dataclass(frozen=True, slots=True)
class Cause:
    """An indicator that costs more or less than before. `change` is what that does to the score (minus: it fell).

    `fates` counts the findings that count now or counted then, by what became of them; without any, something else
    changed: an entry, a parameter, the weight of other indicators.
    """

    indicator: str
    title: str
    change: Decimal
    fates: Mapping[Fate, int]


@dataclass(frozen=True, slots=True)
class Movement:
    """One unit under one rubric, from the first to the last run: a point for each, and why the last is another."""

    unit: str
    unit_name: str
    points: tuple[Point, ...]
    causes: tuple[Cause, ...]

    @property
    def scores(self) -> tuple[Decimal | None, ...]:
        """One for each run; None: no score."""
        return tuple(point.score for point in self.points)

    @property
    def change(self) -> Decimal | None:
        """Points gained (or lost) from the first run to the last; None where one of them has no score."""
        first, last = self.scores[0], self.scores[-1]
        return None if first is None or last is None else last - first


def movement(cards: Sequence[Scorecard], seen: Sequence[Trace], states: Sequence[Sequence[State]]) -> Movement:
    """The way of one unit through its scorecards, the oldest first; `seen` are the traces of its findings, `states`
    those of the findings in each run."""
    first, last = cards[0], cards[-1]
    fates = {name: trace.fate for trace in seen for name in (trace.found.fingerprint, trace.earlier) if name}
    return Movement(
        unit=last.unit,
        unit_name=last.unit_name,
        points=tuple(point(card, list(each)) for card, each in zip(cards, states, strict=True)),
        causes=tuple(_causes(first, last, fates)),
    )


def _causes(first: Scorecard, last: Scorecard, fates: Mapping[str, Fate]) -> Iterator[Cause]:
    before = {line.id: line for line in first.indicators}
    for line in last.indicators:
        old = before.get(line.id)
        if old is None:
            continue
        change = _worth(line) - _worth(old)
        if change:
            prints = dict.fromkeys((*old.findings, *line.findings))
            known = [fates[each] for each in prints if each in fates]
            moved: dict[Fate, int] = {
                fate: known.count(fate) for fate in Fate if fate is not Fate.STANDING and fate in known
            }
            yield Cause(line.id, line.title, change, moved)


def _worth(line: IndicatorLine) -> Decimal:
    return line.earned if line.earned is not None else -line.lost
