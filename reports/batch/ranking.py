"""Ranking tables: the units of one class under one rubric, and their averages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import mean, median

from reports.batch.units import Place, UnitResult

_CENT = Decimal("0.01")
_LAST = Decimal("-Infinity")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit at its rank. Units with the same score share one, and the next is counted on (1, 1, 3)."""

    rank: int
    result: UnitResult


@dataclass(frozen=True, slots=True)
class Averages:
    """Over the units that have a score, rounded to cents; None where none has. Coverage over all that were observed."""

    scored: int
    mean: Decimal | None
    median: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    qualified: int
    coverage: Decimal | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The units of one class under one rubric. Only `ranked` ones have part in the averages of scores."""

    rubric: str
    unit_class: str
    ranked: tuple[Ranked, ...]
    disqualified: tuple[UnitResult, ...]
    unscored: tuple[UnitResult, ...]
    not_observed: tuple[UnitResult, ...]
    averages: Averages

    @property
    def observed(self) -> list[UnitResult]:
        """All that were observed, the best first."""
        return [each.result for each in self.ranked] + [*self.disqualified, *self.unscored]

    def leading(self, most: int) -> list[Ranked]:
        """Those at the first `most` ranks, and no rank in the lower half: the better of two leads, not both."""
        return [each for each in self.ranked if each.rank <= min(most, len(self.ranked) // 2)]

    @property
    def size(self) -> int:
        """How many units there are."""
        return len(self.observed) + len(self.not_observed)


def rankings(results: Sequence[UnitResult]) -> list[Ranking]:
    """One table for each rubric and class of units, in the order of rubrics and of first mention of a class."""
    classes = dict.fromkeys(each.unit.unit_class for each in results)
    rubrics = dict.fromkeys(each.rubric for each in results)
    tables = [
        [each for each in results if (each.rubric, each.unit.unit_class) == (rubric, kind)]
        for rubric in rubrics
        for kind in classes
    ]
    return [_ranking(table) for table in tables if table]


def _ranking(table: Sequence[UnitResult]) -> Ranking:
    at: dict[Place, list[UnitResult]] = {place: [] for place in Place}
    for each in table:
        at[each.place].append(each)
    ranked = _ranked(at[Place.RANKED])
    seen = [*at[Place.RANKED], *at[Place.DISQUALIFIED], *at[Place.UNSCORED]]
    return Ranking(
        rubric=table[0].rubric,
        unit_class=table[0].unit.unit_class,
        ranked=ranked,
        disqualified=tuple(sorted(at[Place.DISQUALIFIED], key=_after_the_scored)),
        unscored=tuple(at[Place.UNSCORED]),
        not_observed=tuple(at[Place.NOT_OBSERVED]),
        averages=_averages([each.result for each in ranked], seen),
    )


def _ranked(units: Sequence[UnitResult]) -> tuple[Ranked, ...]:
    scores = [score for each in units if (score := each.score) is not None]
    order = sorted(units, key=lambda each: (-(each.score or Decimal(0)), each.unit.id))
    return tuple(Ranked(1 + sum(score > (each.score or Decimal(0)) for score in scores), each) for each in order)


def _after_the_scored(each: UnitResult) -> tuple[int, Decimal, str]:
    """Fewer vetoes first, then the higher score without them: the order of a list, not a rank."""
    worth = each.without_veto if each.without_veto is not None else _LAST
    return len(each.vetoes), -worth, each.unit.id


def _averages(scored: Sequence[UnitResult], seen: Sequence[UnitResult]) -> Averages:
    scores = [score for each in scored if (score := each.score) is not None]
    shares = [share for each in seen if (share := each.coverage) is not None]
    return Averages(
        scored=len(scores),
        mean=_cents(mean(scores)) if scores else None,
        median=_cents(median(scores)) if scores else None,
        lowest=min(scores, default=None),
        highest=max(scores, default=None),
        qualified=sum(1 for each in scored if each.card and each.card["verdict"] == "qualified"),
        coverage=mean(shares).quantize(Decimal("0.0001"), ROUND_HALF_UP) if shares else None,
    )


def _cents(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)
