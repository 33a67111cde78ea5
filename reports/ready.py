"""What of an indicator can be calculated: rules in the modes that scoring knows. The rest waits for a person.

The model of rubrics can say more than is calculated (docs/rubric-guide.md). What is not calculated is neither a pass
nor a fail: it is left out here, and the indicator gets a reason that keeps it open.
"""

from __future__ import annotations

from decimal import Decimal

from config.rubric import BooleanRule, Indicator, OccurrenceRule, Part, Rule, VetoRule

MODE_BY_HAND = "mode-by-hand"
AMOUNT_UNKNOWN = "amount-unknown"
POINTS_BY_UNIT = "points-by-unit"

CALCULATED = (Part.VETO, Part.DEDUCTION)
"""The parts whose rules are calculated; bonus, credit and clause lines are all open."""

ScoredRule = VetoRule | BooleanRule | OccurrenceRule


def scored_rules(indicator: Indicator) -> tuple[ScoredRule, ...]:
    """The rules of an indicator that scoring calculates."""
    if indicator.part not in CALCULATED or indicator.points_range is not None:
        return ()
    return tuple(rule for rule in indicator.rules if isinstance(rule, ScoredRule) and _is_scored(rule))


def left_to_hand(indicator: Indicator) -> str | None:
    """Why something of the indicator waits for a person: the rubric's own words, or a key below `reason.`."""
    if indicator.manual_reason:
        return indicator.manual_reason
    if indicator.points_range is not None:
        return POINTS_BY_UNIT
    scored = scored_rules(indicator)
    if len(scored) < len(indicator.rules):
        return MODE_BY_HAND
    if any(_amount(rule) is None for rule in scored):
        return AMOUNT_UNKNOWN
    return None


def each_of(rule: Rule) -> Decimal | None:
    """What every finding costs; 0 where the amount is not known (it is counted only)."""
    return (rule.points_each or Decimal(0)) if isinstance(rule, OccurrenceRule) else None


def once_of(rule: Rule) -> Decimal | None:
    """What is lost once, however many are found; 0 where the amount is not known."""
    return (rule.points or Decimal(0)) if isinstance(rule, BooleanRule) else None


def veto_of(rule: Rule) -> int | None:
    """From how many findings on the rule is a veto."""
    return rule.veto_at if isinstance(rule, VetoRule) else None


def _is_scored(rule: ScoredRule) -> bool:
    if isinstance(rule, OccurrenceRule) and (rule.at_most is not None or rule.distinct is not None):
        return False
    return rule.bound


def _amount(rule: ScoredRule) -> Decimal | int | None:
    match rule:
        case VetoRule():
            return rule.veto_at
        case OccurrenceRule():
            return rule.points_each
        case BooleanRule():
            return rule.points
