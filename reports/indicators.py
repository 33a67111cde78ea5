"""Turns one indicator of a rubric and what the checks said into a line of the scorecard, and into vetoes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from config.registry import Unit
from config.rubric import Indicator, Part, Rubric, Status, VetoRule
from reports.counting import AWAITS_PERSON, Outcomes, Tally, tally
from reports.explain import line_formula, rule_formula
from reports.ready import CALCULATED, ScoredRule, each_of, left_to_hand, once_of, scored_rules, veto_of
from reports.scorecard import IndicatorLine, LineOutcome, RuleLine, Veto

NOT_FOR_CLASS = "not-for-this-class"
CONDITION_NOT_MET = "condition-not-met"
SERVICE_UNKNOWN = "service-function-unknown"
CONDITION_OPEN = "condition-open"
BY_HAND = "by-hand"
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Assessed:
    """An indicator's line with the vetoes that hold and those that are still possible."""

    line: IndicatorLine
    vetoes: tuple[Veto, ...] = ()
    open_vetoes: tuple[Veto, ...] = ()


def assess(indicator: Indicator, rubric: Rubric, unit: Unit, outcomes: Outcomes, cap: Decimal | None) -> Assessed:
    """Judge one indicator, as it stands for the unit's class (`Indicator.for_class`).

    `cap` is the most that the indicator can lose: its points, or what the base leaves for indicators whose points
    are not known (国办秘函〔2019〕19号 指标说明: 单项指标扣分之和不超过本单项指标总分).
    """
    applies, doubt = applicability(indicator, rubric, unit)
    if not applies:
        line = _line(indicator, rubric, (), (), LineOutcome.NOT_APPLICABLE, reason=doubt)
        return Assessed(line)
    if doubt or indicator.part not in CALCULATED:
        return _open(indicator, rubric, doubt or _by_hand(indicator))
    counted = [(rule, tally(rule.count, outcomes)) for rule in scored_rules(indicator)]
    rules = tuple(_rule_line(rule, found, rubric) for rule, found in counted)
    tallies = tuple(found for _, found in counted)
    lost = _capped(sum((rule.lost for rule in rules), NOTHING), cap)
    # An indicator without known points opens nothing by itself: the whole unattributed rest of the base is open.
    open_points = _worst(indicator, counted, cap) - lost if indicator.points is not None else NOTHING
    vetoes = tuple(_veto(indicator, rule, found) for rule, found in counted if _holds(rule, found))
    open_vetoes = _open_vetoes(indicator, counted)
    outcome, reason = _fate(indicator, tallies, lost, open_points, vetoed=bool(vetoes), in_doubt=bool(open_vetoes))
    line = _line(indicator, rubric, rules, tallies, outcome, reason=reason, lost=lost, open_points=open_points, cap=cap)
    return Assessed(line, vetoes, open_vetoes)


def applicability(indicator: Indicator, rubric: Rubric, unit: Unit) -> tuple[bool, str | None]:
    """Whether the indicator applies, and why not (or why nobody can tell: then it may apply, and stays open).

    A condition on another indicator's outcome is always open here.
    """
    for_class = rubric.is_for(indicator, unit.unit_class)
    if for_class is False:
        return False, NOT_FOR_CLASS
    applies = rubric.applies(indicator, unit, {})
    if applies is False:
        return False, CONDITION_NOT_MET
    if for_class is None:
        return True, SERVICE_UNKNOWN
    return True, CONDITION_OPEN if applies is None else None


def _open(indicator: Indicator, rubric: Rubric, reason: str) -> Assessed:
    """An indicator that only a person can decide: all of its points are open, and its veto too."""
    points = (indicator.points, *(variant.points for variant in indicator.variants))
    open_points = max((value for value in points if value is not None), default=NOTHING)
    line = _line(indicator, rubric, (), (), LineOutcome.MANUAL, reason=reason, open_points=open_points)
    possible = Veto(indicator.id, indicator.title, "", indicator.clause, 0, 1, (), True, reason)
    return Assessed(line, (), (possible,) if indicator.part is Part.VETO else ())


def _rule_line(rule: ScoredRule, found: Tally, rubric: Rubric) -> RuleLine:
    count = len(found.confirmed)
    return RuleLine(
        id=rule.id,
        text=rule.text,
        found=count,
        open=found.open,
        limit=veto_of(rule),
        lost=_cost(rule, count),
        arithmetic=rule_formula(count, each_of(rule), once_of(rule), veto_of(rule)),
        each=each_of(rule),
        once=once_of(rule),
        suspected=len(found.suspected),
        warned=_warns(rule, count) and not _holds(rule, found),
        status=_status(rule, rubric).value,
    )


def _status(rule: ScoredRule, rubric: Rubric) -> Status:
    """Unconfirmed when the rule itself or the parameters of a check that it counts are."""
    used = [rubric.checks[counted.check].status for counted in rule.count if counted.check in rubric.checks]
    return Status.UNCONFIRMED if Status.UNCONFIRMED in (rule.status, *used) else Status.CONFIRMED


def _cost(rule: ScoredRule, count: int) -> Decimal:
    each = (each_of(rule) or NOTHING) * count
    return each + (once_of(rule) or NOTHING if count else NOTHING)


def _worst(indicator: Indicator, counted: list[tuple[ScoredRule, Tally]], cap: Decimal | None) -> Decimal:
    """The most that the indicator loses if everything that is still open goes against the unit."""
    if not counted or left_to_hand(indicator) or any(found.blocked for _, found in counted):
        return cap or NOTHING
    worst = sum((_cost(rule, len(found.confirmed) + found.open) for rule, found in counted), NOTHING)
    return _capped(worst, cap)


def _capped(loss: Decimal, cap: Decimal | None) -> Decimal:
    return loss if cap is None else min(loss, cap)


def _holds(rule: ScoredRule, found: Tally) -> bool:
    return isinstance(rule, VetoRule) and len(found.confirmed) >= rule.veto_at


def _warns(rule: ScoredRule, count: int) -> bool:
    return isinstance(rule, VetoRule) and rule.warn_at is not None and count >= rule.warn_at


def _veto(indicator: Indicator, rule: ScoredRule, found: Tally, reason: str | None = None) -> Veto:
    return Veto(
        indicator=indicator.id,
        title=indicator.title,
        rule=rule.id,
        text=rule.text,
        found=len(found.confirmed),
        limit=veto_of(rule) or 1,
        findings=found.confirmed,
        open=reason is not None,
        reason=reason,
    )


def _open_vetoes(indicator: Indicator, counted: list[tuple[ScoredRule, Tally]]) -> tuple[Veto, ...]:
    """Vetoes that nothing proves and nothing rules out."""
    possible = [
        _veto(indicator, rule, found, reason=found.blocked or found.open_reason or AWAITS_PERSON)
        for rule, found in counted
        if isinstance(rule, VetoRule)
        and not _holds(rule, found)
        and (found.blocked or len(found.confirmed) + found.open >= rule.veto_at)
    ]
    if indicator.part is Part.VETO and (left_to_hand(indicator) or not counted):
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
    by_hand = left_to_hand(indicator)
    if lost or vetoed:
        return LineOutcome.FAIL, by_hand
    if not tallies:
        return LineOutcome.MANUAL, _by_hand(indicator)
    blocked = min((found.blocked for found in tallies if found.blocked), default=None)
    if blocked:
        return LineOutcome.CANNOT_JUDGE, blocked
    if by_hand:
        return LineOutcome.MANUAL, by_hand
    idle = [found.idle for found in tallies if found.idle]
    if len(idle) == len(tallies):
        return LineOutcome.NOT_APPLICABLE, min(idle)
    if in_doubt or (indicator.points and open_points == indicator.points):
        return LineOutcome.CANNOT_JUDGE, min(found.open_reason for found in tallies if found.open_reason)
    return LineOutcome.PASS, None


def _by_hand(indicator: Indicator) -> str:
    return left_to_hand(indicator) or BY_HAND


def _line(
    indicator: Indicator,
    rubric: Rubric,
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
        group=rubric.heading(indicator),
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
