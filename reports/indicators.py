"""Turns one indicator of a rubric and what the checks said into a line of the scorecard, and into vetoes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from config.registry import UnitClass
from config.rubric import Indicator, Part, Rubric, Rule, Status
from reports.counting import AWAITS_PERSON, Outcomes, Tally, tally
from reports.explain import line_formula, rule_formula
from reports.scorecard import IndicatorLine, LineOutcome, RuleLine, Veto

NOT_FOR_CLASS = "not-for-this-class"
BY_HAND = "by-hand"
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Assessed:
    """An indicator's line with the vetoes that hold and those that are still possible."""

    line: IndicatorLine
    vetoes: tuple[Veto, ...] = ()
    open_vetoes: tuple[Veto, ...] = ()


def assess(
    indicator: Indicator, rubric: Rubric, unit_class: UnitClass, outcomes: Outcomes, cap: Decimal | None
) -> Assessed:
    """Judge one indicator for a unit of `unit_class`.

    `cap` is the most that the indicator can lose: its points, or what the base leaves for indicators whose points
    are not known (国办秘函〔2019〕19号 指标说明: 单项指标扣分之和不超过本单项指标总分).
    """
    if unit_class not in indicator.applies_to:
        return Assessed(_line(indicator, (), (), LineOutcome.NOT_APPLICABLE, reason=NOT_FOR_CLASS))
    if indicator.part is Part.BONUS:
        earn = indicator.points or NOTHING
        return Assessed(_line(indicator, (), (), LineOutcome.MANUAL, reason=_by_hand(indicator), open_points=earn))
    counted = [(rule, tally(rule, outcomes)) for rule in indicator.rules]
    rules = tuple(_rule_line(rule, found, rubric) for rule, found in counted)
    tallies = tuple(found for _, found in counted)
    lost = _capped(sum((rule.lost for rule in rules), NOTHING), cap)
    # An indicator without known points opens nothing by itself: the whole unattributed rest of the base is open.
    open_points = _worst(indicator, counted, cap) - lost if indicator.points is not None else NOTHING
    vetoes = tuple(_veto(indicator, rule, found) for rule, found in counted if _holds(rule, found))
    open_vetoes = _open_vetoes(indicator, counted)
    outcome, reason = _fate(indicator, tallies, lost, open_points, vetoed=bool(vetoes), in_doubt=bool(open_vetoes))
    line = _line(indicator, rules, tallies, outcome, reason=reason, lost=lost, open_points=open_points, cap=cap)
    return Assessed(line, vetoes, open_vetoes)


def _rule_line(rule: Rule, found: Tally, rubric: Rubric) -> RuleLine:
    count = len(found.confirmed)
    return RuleLine(
        id=rule.id,
        text=rule.text,
        found=count,
        open=found.open,
        limit=rule.veto_at,
        lost=_cost(rule, count),
        arithmetic=rule_formula(count, rule.points_each, rule.points_once, rule.veto_at),
        each=rule.points_each,
        once=rule.points_once,
        suspected=len(found.suspected),
        warned=rule.warn_at is not None and count >= rule.warn_at and not _holds(rule, found),
        status=_status(rule, rubric).value,
    )


def _status(rule: Rule, rubric: Rubric) -> Status:
    """Unconfirmed when the rule itself or the parameters of a check that it counts are."""
    used = [rubric.checks[counted.check].status for counted in rule.count if counted.check in rubric.checks]
    return Status.UNCONFIRMED if Status.UNCONFIRMED in (rule.status, *used) else Status.CONFIRMED


def _cost(rule: Rule, count: int) -> Decimal:
    each = (rule.points_each or NOTHING) * count
    return each + (rule.points_once or NOTHING if count else NOTHING)


def _worst(indicator: Indicator, counted: list[tuple[Rule, Tally]], cap: Decimal | None) -> Decimal:
    """The most that the indicator loses if everything that is still open goes against the unit."""
    if not indicator.rules or indicator.manual_reason or any(found.blocked for _, found in counted):
        return cap or NOTHING
    worst = sum((_cost(rule, len(found.confirmed) + found.open) for rule, found in counted), NOTHING)
    return _capped(worst, cap)


def _capped(loss: Decimal, cap: Decimal | None) -> Decimal:
    return loss if cap is None else min(loss, cap)


def _holds(rule: Rule, found: Tally) -> bool:
    return rule.veto_at is not None and len(found.confirmed) >= rule.veto_at


def _veto(indicator: Indicator, rule: Rule, found: Tally, reason: str | None = None) -> Veto:
    return Veto(
        indicator=indicator.id,
        title=indicator.title,
        rule=rule.id,
        text=rule.text,
        found=len(found.confirmed),
        limit=rule.veto_at or 1,
        findings=found.confirmed,
        open=reason is not None,
        reason=reason,
    )


def _open_vetoes(indicator: Indicator, counted: list[tuple[Rule, Tally]]) -> tuple[Veto, ...]:
    """Vetoes that nothing proves and nothing rules out."""
    possible = [
        _veto(indicator, rule, found, reason=found.blocked or found.open_reason or AWAITS_PERSON)
        for rule, found in counted
        if rule.veto_at is not None
        and not _holds(rule, found)
        and (found.blocked or len(found.confirmed) + found.open >= rule.veto_at)
    ]
    if indicator.part is Part.VETO and (indicator.manual_reason or not indicator.rules):
        by_hand = _by_hand(indicator)
        possible.append(Veto(indicator.id, indicator.title, "", indicator.clause, 0, 1, (), True, by_hand))
    return tuple(possible)


def _fate(
    indicator: Indicator,
    tallies: tuple[Tally, ...],
    lost: Decimal,
    open_points: Decimal,
    *,
    vetoed: bool,
    in_doubt: bool,
) -> tuple[LineOutcome, str | None]:
    """The outcome of a line and the reason for it.

    A line passes although something is open, as long as the open items cannot cost all of its points (or its veto).
    """
    if lost or vetoed:
        return LineOutcome.FAIL, indicator.manual_reason
    if not indicator.rules:
        return LineOutcome.MANUAL, _by_hand(indicator)
    blocked = min((found.blocked for found in tallies if found.blocked), default=None)
    if blocked:
        return LineOutcome.CANNOT_JUDGE, blocked
    if indicator.manual_reason:
        return LineOutcome.MANUAL, indicator.manual_reason
    idle = [found.idle for found in tallies if found.idle]
    if len(idle) == len(tallies):
        return LineOutcome.NOT_APPLICABLE, min(idle)
    if in_doubt or (indicator.points and open_points == indicator.points):
        return LineOutcome.CANNOT_JUDGE, min(found.open_reason for found in tallies if found.open_reason)
    return LineOutcome.PASS, None


def _by_hand(indicator: Indicator) -> str:
    return indicator.manual_reason or BY_HAND


def _line(
    indicator: Indicator,
    rules: tuple[RuleLine, ...],
    tallies: tuple[Tally, ...],
    outcome: LineOutcome,
    *,
    reason: str | None,
    lost: Decimal = NOTHING,
    open_points: Decimal = NOTHING,
    cap: Decimal | None = None,
) -> IndicatorLine:
    return IndicatorLine(
        id=indicator.id,
        part=indicator.part.value,
        group=indicator.group,
        title=indicator.title,
        clause=indicator.clause,
        source=indicator.source,
        status=indicator.status.value,
        points=indicator.points,
        lost=lost,
        open_points=open_points,
        outcome=outcome,
        reason=reason,
        arithmetic=line_formula(rules, cap, lost),
        rules=rules,
        findings=tuple(sorted({print_ for found in tallies for print_ in found.confirmed})),
        open_findings=tuple(sorted({print_ for found in tallies for print_ in found.suspected})),
    )
