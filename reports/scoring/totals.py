"""Adds up what the indicators came to: the score, its terms, and the range that open items leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from config.rubric import Form, Part, Rubric
from reports.scorecard import Contribution
from reports.scoring.exact import decimal, parts
from reports.scoring.pools import Pools
from reports.scoring.settle import Settled
from reports.scoring.weights import Weights

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """The exact sums of one unit. `main` is the score before any bonus, `low` and `high` are its ends.

    `bonus` counts already, `bonus_low` and `bonus_high` count at the ends; `rest` is open and belongs to no indicator;
    `assessed` are the points of the base that nothing can move any more.
    """

    main: Fraction
    low: Fraction
    high: Fraction
    bonus: Fraction
    bonus_low: Fraction
    bonus_high: Fraction
    rest: Fraction
    assessed: Fraction
    terms: tuple[Contribution, ...]

    @property
    def score(self) -> Decimal:
        """The score with its bonus."""
        return decimal(self.main + self.bonus)

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """Between what the score must lie whatever the open items turn out to be."""
        return decimal(self.low + self.bonus_low), decimal(self.high + self.bonus_high)

    @property
    def open_bonus(self) -> Decimal:
        """Bonus that can still be earned."""
        return decimal(self.bonus_high - self.bonus)


def main_part(rubric: Rubric) -> Part:
    """The part whose points make up the base."""
    return Part.CREDIT if rubric.form is Form.ADDITIVE else Part.DEDUCTION


def total(rubric: Rubric, settled: Sequence[Settled], weights: Weights, pools: Pools, bonus: Pools) -> Totals:
    """The sums over all settled indicators. `pools` hold what is left of the base, `bonus` of the bonus points."""
    base = Fraction(rubric.base_points or 0)
    part = main_part(rubric)
    lines = [made for made in settled if made.judged.indicator.part is part]
    factors = [weights.of(rubric, made.judged.indicator) for made in lines]
    still_open = sum((Fraction(made.open_points) * by for made, by in zip(lines, factors, strict=True)), ZERO)
    shared = {pools.pool(made.judged.indicator) for made in lines if made.pooled} | pools.unread
    rest = sum((Fraction(pools.left(pool)) * weights.of_group(rubric, pool) for pool in sorted(shared)), ZERO)
    if part is Part.CREDIT:
        moved = [Fraction(made.earned) * by for made, by in zip(lines, factors, strict=True)]
        main = low = sum(moved, ZERO)
        high = min(main + still_open + rest, max(base, main))
    else:
        moved = [-Fraction(made.lost) * by for made, by in zip(lines, factors, strict=True)]
        main = high = base + sum(moved, ZERO)
        low = max(main - still_open - rest, min(main, ZERO))
    certain, most = _bonus(rubric, settled, bonus)
    gate = rubric.bonus_gate
    counts = [gate is None or value > Fraction(gate) for value in (main, low, high)]
    terms = _terms(rubric, lines, moved, factors, settled if counts[0] else ())
    return Totals(
        main=main,
        low=low,
        high=high,
        bonus=certain if counts[0] else ZERO,
        bonus_low=certain if counts[1] else ZERO,
        bonus_high=most if counts[2] else ZERO,
        rest=rest,
        assessed=max(base - still_open - rest, ZERO),
        terms=terms,
    )


def _bonus(rubric: Rubric, settled: Sequence[Settled], pools: Pools) -> tuple[Fraction, Fraction]:
    """The bonus that is certain and the most that can still be granted: all of it in a rubric without bonus lines."""
    limit = Fraction(rubric.bonus_points or 0)
    lines = [made for made in settled if made.judged.indicator.part is Part.BONUS]
    if not lines:
        return ZERO, limit
    certain = sum((Fraction(made.earned) for made in lines), ZERO)
    shared = {pools.pool(made.judged.indicator) for made in lines if made.pooled} | pools.unread
    more = sum((Fraction(made.open_points) for made in lines), ZERO)
    more += sum((Fraction(pools.left(pool)) for pool in sorted(shared)), ZERO)
    return min(certain, limit), min(certain + more, limit)


def _terms(
    rubric: Rubric,
    lines: Sequence[Settled],
    moved: Sequence[Fraction],
    factors: Sequence[Fraction],
    bonuses: Sequence[Settled],
) -> tuple[Contribution, ...]:
    additive = main_part(rubric) is Part.CREDIT
    named: list[tuple[str, Settled | None, Fraction, Fraction]] = []
    if not additive:
        named.append(("base", None, Fraction(rubric.base_points or 0), Fraction(1)))
    kind = "earned" if additive else "lost"
    named += [(kind, made, points, by) for made, points, by in zip(lines, moved, factors, strict=True) if points]
    granted = [made for made in bonuses if made.judged.indicator.part is Part.BONUS and made.earned]
    named += [("bonus", made, Fraction(made.earned), Fraction(1)) for made in granted]
    over = sum((Fraction(made.earned) for made in granted), ZERO) - Fraction(rubric.bonus_points or 0)
    if over > 0:
        named.append(("bonus-cap", None, -over, Fraction(1)))
    shares = parts(points for _, _, points, _ in named)
    return tuple(
        Contribution(
            kind=kind,
            indicator=made.judged.indicator.id if made else None,
            title=made.judged.indicator.title if made else "",
            points=share,
            factor="" if by == 1 else str(by),
        )
        for (kind, made, _, by), share in zip(named, shares, strict=True)
    )
