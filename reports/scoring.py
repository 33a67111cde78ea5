"""Applies a rubric to the outcomes of one unit: points, vetoes, range, verdict. Never looks at a page.

The form is that of 国办秘函〔2019〕19号 指标说明: any veto ends the audit; otherwise points are deducted from a base,
at most an indicator's own points each; below the pass mark a unit is unqualified; a bonus counts only above the gate.
Every number comes from the rubric. What nobody could decide costs nothing and earns nothing: it widens the range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, Decimal

from checks.finding import Outcome
from config.registry import Unit
from config.rubric import Form, NoReweighting, Part, Rubric, Status
from reports.counting import Outcomes, by_check
from reports.indicators import NOTHING, Assessed, applicability, assess
from reports.result import CoverageLike
from reports.scorecard import IndicatorLine, LineOutcome, Scorecard, Standing
from reports.unclaimed import Unclaimed

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
FORM_OPEN = "form-open"
REWEIGHTING_OPEN = "reweighting-open"


def score_unit(
    rubric: Rubric, unit: Unit, outcomes: Sequence[Outcome], coverage: CoverageLike, as_of: date
) -> Scorecard:
    """The scorecard of `unit`. Outcomes of other units are ignored; their order does not matter."""
    assessed, rest = _assess_all(rubric, unit, by_check(outcomes, unit.id))
    card = _bare_card(rubric, unit, coverage, as_of, assessed)
    refusals = _refusals(rubric, coverage)
    if refusals:
        proven = tuple(replace(veto, open=True, reason=refusals[0]) for veto in card.vetoes)
        return replace(card, vetoes=(), open_vetoes=proven + card.open_vetoes, reasons=refusals)
    lines = [line for line in card.indicators if line.outcome is not LineOutcome.NOT_APPLICABLE]
    if card.vetoes:
        return replace(card, verdict=Standing.UNQUALIFIED, reasons=(VETO,))
    if rubric.form is not Form.DEDUCTION:
        return replace(card, reasons=(FORM_OPEN,))
    if not _part_applies(rubric, unit, Part.DEDUCTION):
        return _by_vetoes_only(card, applies=bool(lines))
    if _reweighted(rubric, unit):
        return replace(card, reasons=(REWEIGHTING_OPEN,))
    return _with_score(card, rubric, unit, rest)


def _assess_all(rubric: Rubric, unit: Unit, outcomes: Outcomes) -> tuple[list[Assessed], Decimal]:
    """Every indicator in the rubric's order, and what those without known points could still cost."""
    lines = [indicator.for_class(unit.unit_class) for indicator in rubric.indicators]
    unclaimed = Unclaimed(rubric, lines)
    assessed = []
    for indicator, line in zip(rubric.indicators, lines, strict=True):
        unknown = line.points is None and line.part is Part.DEDUCTION
        cap = unclaimed.left_for(line) if unknown else line.points
        # Whether a variant holds can be open, and only the indicator that still has its variants knows.
        judged = assess(indicator if indicator.undecided_for(unit.unit_class) else line, rubric, unit, outcomes, cap)
        if unknown:
            unclaimed.take(line, judged.line.lost)
        assessed.append(judged)
    return assessed, unclaimed.still_open([line for line in lines if applicability(line, rubric, unit)[0]])


def _bare_card(
    rubric: Rubric, unit: Unit, coverage: CoverageLike, as_of: date, assessed: Sequence[Assessed]
) -> Scorecard:
    """Everything that is known before there is a verdict."""
    lines = tuple(item.line for item in assessed)
    return Scorecard(
        unit=unit.id,
        unit_name=unit.name,
        unit_class=unit.unit_class.value,
        rubric=rubric.id,
        rubric_title=rubric.title,
        as_of=as_of,
        verdict=Standing.NOT_SCORED,
        score=None,
        bonus=NOTHING,
        score_range=None,
        provisional=False,
        coverage=_share(coverage),
        pages_observed=coverage.observed,
        pages_known=coverage.known,
        vetoes=tuple(veto for item in assessed for veto in item.vetoes),
        open_vetoes=tuple(veto for item in assessed for veto in item.open_vetoes),
        indicators=lines,
        reasons=(),
        unconfirmed_used=any(_unconfirmed(line) for line in lines),
    )


def _share(coverage: CoverageLike) -> Decimal:
    if not coverage.known:
        return NOTHING
    return (Decimal(coverage.observed) / Decimal(coverage.known)).quantize(SHARE_DIGITS, rounding=ROUND_DOWN)


def _refusals(rubric: Rubric, coverage: CoverageLike) -> tuple[str, ...]:
    """Why an audit saw too little to be given a score or a verdict."""
    reasons = []
    if coverage.observed < rubric.min_pages:
        reasons.append(FEW_PAGES)
    if coverage.observed < rubric.coverage_floor * coverage.known:
        reasons.append(LOW_COVERAGE)
    return tuple(reasons)


def _part_applies(rubric: Rubric, unit: Unit, part: Part) -> bool:
    return any(item.part is part and applicability(item, rubric, unit)[0] for item in rubric.indicators)


def _reweighted(rubric: Rubric, unit: Unit) -> bool:
    """Whether something that the rubric re-weights for does not (or may not) apply to the unit."""
    declared = {rule.item for rule in rubric.reweighting if not isinstance(rule, NoReweighting)}
    return any(
        declared & {item.id, *(group.key for group in rubric.tree.ancestors(item))}
        and applicability(item, rubric, unit) != (True, None)
        for item in rubric.indicators
    )


def _by_vetoes_only(card: Scorecard, *, applies: bool) -> Scorecard:
    """A unit whose class has no deduction part: no score, and a verdict by vetoes alone."""
    if not applies:
        return replace(card, reasons=(NO_INDICATOR,))
    if card.open_vetoes:
        return replace(card, reasons=(VETOES_ONLY, OPEN_VETO))
    return replace(card, verdict=Standing.QUALIFIED, reasons=(VETOES_ONLY,))


def _with_score(card: Scorecard, rubric: Rubric, unit: Unit, rest: Decimal) -> Scorecard:
    deductions = [line for line in card.indicators if line.part == Part.DEDUCTION.value]
    score = (rubric.base_points or NOTHING) - sum((line.lost for line in deductions), NOTHING)
    low = score - sum((line.open_points for line in deductions), NOTHING) - rest
    high = score
    open_bonus = NOTHING
    if (rubric.bonus_gate is None or score > rubric.bonus_gate) and _bonus_possible(rubric, unit):
        open_bonus = rubric.bonus_points or NOTHING
        high += open_bonus
    verdict, reasons = _verdict(rubric, low, score, bool(card.open_vetoes))
    return replace(
        card,
        verdict=verdict,
        score=score,
        score_range=(low, high),
        provisional=high - low > PROVISIONAL_WIDTH,
        reasons=reasons,
        unknown_points=rest,
        open_bonus=open_bonus,
    )


def _bonus_possible(rubric: Rubric, unit: Unit) -> bool:
    """Whether a person can still grant the unit a bonus: always, unless every bonus line is for other classes."""
    listed = any(item.part is Part.BONUS for item in rubric.indicators)
    return not listed or _part_applies(rubric, unit, Part.BONUS)


def _verdict(rubric: Rubric, low: Decimal, score: Decimal, veto_open: bool) -> tuple[Standing, tuple[str, ...]]:
    """The verdict that no open item can change any more, or why there is none yet."""
    if rubric.pass_mark is None:
        return Standing.NOT_SCORED, (NO_PASS_MARK,)
    if score < rubric.pass_mark:
        return Standing.UNQUALIFIED, (BELOW_PASS_MARK,)
    reasons = []
    if low < rubric.pass_mark:
        reasons.append(OPEN_ITEMS)
    if veto_open:
        reasons.append(OPEN_VETO)
    return (Standing.NOT_SCORED, tuple(reasons)) if reasons else (Standing.QUALIFIED, ())


def _unconfirmed(line: IndicatorLine) -> bool:
    """Whether a number of this line was used that nobody has read in the official text."""
    if line.outcome is LineOutcome.NOT_APPLICABLE:
        return False
    return Status.UNCONFIRMED.value in (line.status, *(rule.status for rule in line.rules))
