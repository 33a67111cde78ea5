"""Judges one indicator: whether it applies, what a person must decide, between what its points lie."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from config.registry import Unit
from config.rubric import Fate, Indicator, Rubric, Rule
from reports.manual_entry import ManualEntry
from reports.scoring.counting import Tally
from reports.scoring.exact import NOTHING
from reports.scoring.judged import EARNS, Judged, RuleAt, Work
from reports.scoring.modes import BY_HAND, price, worth

NOT_FOR_CLASS = "not-for-this-class"
CONDITION_NOT_MET = "condition-not-met"
SERVICE_UNKNOWN = "service-function-unknown"
CONDITION_OPEN = "condition-open"
POINTS_BY_UNIT = "points-by-unit"


def work_on(rule: Rule, found: Tally) -> Work:
    """The rule with what it counts, priced."""
    return Work(rule, found, price(rule, found))


def judge(
    indicator: Indicator,
    rubric: Rubric,
    unit: Unit,
    works: Mapping[RuleAt, Work],
    *,
    fates: Mapping[str, Fate],
    entry: ManualEntry | None,
) -> Judged:
    """Judge an indicator as it stands for the unit's class, given all rules counted and the fates it depends on."""
    applies, doubt = applicability(indicator, rubric, unit, fates)
    if not applies:
        return Judged(indicator, applies=False, doubt=doubt, entry=entry)
    if doubt:
        return Judged(indicator, applies=True, doubt=doubt, hand=doubt, entry=entry)
    own = tuple(works[indicator.id, place] for place in range(len(indicator.rules)))
    return Judged(indicator, applies=True, works=own, hand=_hand(indicator, own), entry=entry)


def applicability(
    indicator: Indicator, rubric: Rubric, unit: Unit, fates: Mapping[str, Fate]
) -> tuple[bool, str | None]:
    """Whether the indicator applies, and why not (or why nobody can tell: then it may apply, and stays open)."""
    for_class = rubric.is_for(indicator, unit.unit_class)
    if for_class is False:
        return False, NOT_FOR_CLASS
    applies = rubric.applies(indicator, unit, fates)
    if applies is False:
        return False, CONDITION_NOT_MET
    if for_class is None:
        return True, SERVICE_UNKNOWN
    return True, CONDITION_OPEN if applies is None else None


def own_points(judged: Judged) -> tuple[Decimal, Decimal] | None:
    """Between what the indicator's own points lie; None when they are not known at all."""
    line = judged.indicator
    if judged.doubt:
        given = [line.points, *(variant.points for variant in line.variants)]
        given += [span.high for span in (line.points_range, *(one.points_range for one in line.variants)) if span]
        known = [value for value in given if value is not None]
        return (max(known), max(known)) if known else None
    if line.points is not None:
        return line.points, line.points
    if line.points_range is not None:
        return line.points_range.low, line.points_range.high
    values = [worth(rule) for rule in line.rules]
    if line.part not in EARNS or line.manual_reason or not values or None in values:
        return None
    whole = sum((value for value in values if value is not None), NOTHING)
    return whole, whole


def _hand(indicator: Indicator, works: tuple[Work, ...]) -> str | None:
    """Why something waits for a person: the rubric's own words, or a key below `reason.`."""
    reasons = [work.price.hand for work in works if work.price.hand]
    if indicator.manual_reason or not works:
        return indicator.manual_reason or BY_HAND
    return reasons[0] if reasons else None
