"""The verdict on a unit: what no open item can change any more, and the reasons where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from config.rubric import Part, Rubric
from reports.result import CoverageLike
from reports.scorecard import IndicatorLine, LineOutcome, Scorecard, Standing, Tallied
from reports.scoring.exact import NOTHING, decimal
from reports.scoring.totals import Totals

SHARE_DIGITS = Decimal("0.0001")
"""Coverage is written with four digits, rounded down: 89.999 % must not read as the 90 % that it is not."""

PROVISIONAL_WIDTH = Decimal(1)
"""A score whose range is wider than so many points is called provisional (own rule: one rank in most tables)."""

VETO = "veto"
FEW_PAGES = "few-pages"
LOW_COVERAGE = "low-coverage"
NO_INDICATOR = "no-indicator"
VETOES_ONLY = "vetoes-only"
BELOW_PASS_MARK = "below-pass-mark"
OPEN_ITEMS = "open-items"
OPEN_VETO = "open-veto"
NO_PASS_MARK = "no-pass-mark"
CHECKLIST = "checklist"
REWEIGHTING_OPEN = "reweighting-open"
SAW_TOO_LITTLE = frozenset({FEW_PAGES, LOW_COVERAGE})
"""Reasons that say: the unit was not observed well enough, so that "nothing found" holds for the pages seen alone."""


def share(coverage: CoverageLike) -> Decimal:
    """Observed out of known pages."""
    if not coverage.known:
        return NOTHING
    return (Decimal(coverage.observed) / Decimal(coverage.known)).quantize(SHARE_DIGITS, rounding=ROUND_DOWN)


def refusals(rubric: Rubric, coverage: CoverageLike) -> tuple[str, ...]:
    """Why an audit saw too little to be given a score or a verdict."""
    reasons = []
    if coverage.observed < rubric.min_pages:
        reasons.append(FEW_PAGES)
    if coverage.observed < rubric.coverage_floor * coverage.known:
        reasons.append(LOW_COVERAGE)
    return tuple(reasons)


def by_vetoes_only(card: Scorecard) -> Scorecard:
    """A unit whose class has no part with points: no score, and a verdict by vetoes alone."""
    if all(line.outcome is LineOutcome.NOT_APPLICABLE for line in card.indicators):
        return replace(card, reasons=(NO_INDICATOR,))
    if card.open_vetoes:
        return replace(card, reasons=(VETOES_ONLY, OPEN_VETO))
    return replace(card, verdict=Standing.QUALIFIED, reasons=(VETOES_ONLY,))


def with_score(card: Scorecard, rubric: Rubric, sums: Totals) -> Scorecard:
    """The card with its score, range, terms and the verdict that follows."""
    low, high = sums.ends
    verdict, reasons = _standing(rubric, sums, veto_open=bool(card.open_vetoes))
    return replace(
        card,
        verdict=verdict,
        score=sums.score,
        bonus=decimal(sums.bonus),
        score_range=(low, high),
        provisional=high - low > PROVISIONAL_WIDTH,
        reasons=reasons,
        unknown_points=decimal(sums.rest),
        open_bonus=sums.open_bonus,
        without_veto=sums.score,
        contributions=sums.terms,
        assessed_points=decimal(sums.assessed),
    )


def _standing(rubric: Rubric, sums: Totals, *, veto_open: bool) -> tuple[Standing, tuple[str, ...]]:
    """The verdict that no open item can change any more, or why there is none yet. Compares exact values."""
    if rubric.pass_mark is None:
        return Standing.NOT_SCORED, (NO_PASS_MARK,)
    mark = Fraction(rubric.pass_mark)
    if sums.high < mark:
        return Standing.UNQUALIFIED, (BELOW_PASS_MARK,)
    reasons = []
    if sums.low < mark:
        reasons.append(OPEN_ITEMS)
    if veto_open:
        reasons.append(OPEN_VETO)
    return (Standing.NOT_SCORED, tuple(reasons)) if reasons else (Standing.QUALIFIED, ())


def tallied(lines: Sequence[IndicatorLine]) -> Tallied:
    """The clauses of a check-list by outcome."""
    outcomes = [line.outcome for line in lines if line.part == Part.CLAUSE.value]
    still_open = (LineOutcome.CANNOT_JUDGE, LineOutcome.MANUAL)
    return Tallied(
        fulfilled=outcomes.count(LineOutcome.PASS),
        unfulfilled=outcomes.count(LineOutcome.FAIL),
        open=sum(outcome in still_open for outcome in outcomes),
        not_applicable=outcomes.count(LineOutcome.NOT_APPLICABLE),
    )
