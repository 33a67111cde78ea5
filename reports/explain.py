"""The arithmetic behind every number: a formula for machines, a sentence for people. Weighs nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from config.messages import text
from config.rubric import Part
from reports.scorecard import IndicatorLine, LineOutcome, RuleLine

MEASURED = frozenset({"quota", "ratio", "steps"})
"""Modes that price what was observed and expected."""


def number(value: Decimal) -> str:
    """A decimal as people write it: exact, without exponent or trailing zeros (`87.5`, `100`, `0.1`)."""
    plain = f"{value:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) if value else "0"


def percent(share: Decimal) -> str:
    """A share as a percentage with at most two decimals; four-digit shares keep their exact text."""
    return f"{number(share * 100)}%"


def rule_formula(rule: RuleLine) -> str:
    """`3 × 1 = 3`, `once 5 = 5`, `4 < 5`, `3/5 → 4`: the arithmetic of one rule, the same in every language."""
    if rule.limit is not None:
        return f"{rule.found} {'≥' if rule.found >= rule.limit else '<'} {rule.limit}"
    if rule.mode in MEASURED and rule.measured:
        seen = ", ".join(f"{observed}/{expected}" if expected else observed for observed, expected in rule.measured)
        return f"{seen} → {number(rule.lost)}"
    if rule.each is not None and rule.mode not in MEASURED:
        cost = f"{rule.cases} × {number(rule.each)}"
        return f"{cost} = {number(rule.lost)}" if rule.at_most is None else _least(rule.at_most, cost, rule.lost)
    if rule.once is not None:
        return f"once {number(rule.once)} = {number(rule.lost)}" if rule.cases else "0 = 0"
    return f"{rule.cases} → {number(rule.lost)}"


def line_formula(rules: Sequence[RuleLine], cap: Decimal | None, lost: Decimal, entered: Decimal | None = None) -> str:
    """`min(5, 3 + 4) = 5`: how the losses of an indicator's rules became what it lost; empty without point rules.

    What a person entered stands last.
    """
    costs = [number(rule.lost) for rule in rules if rule.limit is None]
    if entered is not None:
        costs.append(number(entered))
    if not costs:
        return "; ".join(rule.arithmetic for rule in rules)
    total = " + ".join(costs)
    return f"{total} = {number(lost)}" if cap is None else _least(cap, total, lost)


def _least(cap: Decimal, total: str, lost: Decimal) -> str:
    return f"min({number(cap)}, {total}) = {number(lost)}"


def rule_sentence(rule: RuleLine, lang: str, *, decided: bool = False) -> str:
    """One rule's arithmetic in words, with what is still open; `decided`: an assessor's entry has closed the line."""
    parts = [_counted(rule, lang)]
    waiting = {"suspected": rule.suspected, "unjudged": rule.open - rule.suspected}
    for kind, count in waiting.items():
        if count > 0:
            parts.append(text(f"report.explain.{kind}{'-decided' if decided else ''}", lang, count=count))
    return text("report.explain.joint", lang).join(part for part in parts if part)


def _counted(rule: RuleLine, lang: str) -> str:
    """What the rule made of what was found."""
    if rule.limit is not None:
        key = "veto-holds" if rule.found >= rule.limit else "veto-warned" if rule.warned else "veto-not"
        return text(f"report.explain.{key}", lang, found=rule.found, limit=rule.limit)
    if not rule.found:
        return text("report.explain.nothing-found", lang)
    cost = number(rule.lost)
    if rule.mode in MEASURED:
        seen = [
            text("report.explain.measured", lang, observed=observed, expected=expected or "–", cost=cost)
            for observed, expected in rule.measured
        ]
        return seen[0] if len(seen) == 1 else text("report.explain.steps", lang, cost=cost)
    if rule.mode == "bonus":
        return text("report.explain.not-earned", lang, cost=cost)
    if rule.each == 0 or rule.once == 0:
        return text("report.explain.counted-only", lang, found=rule.found)
    if rule.each is not None:
        return _per_case(rule, lang)
    return "" if rule.once is None else text("report.explain.once", lang, found=rule.found, once=number(rule.once))


def _per_case(rule: RuleLine, lang: str) -> str:
    each, cases = rule.each or Decimal(0), rule.cases or rule.found
    facts = {"found": rule.found, "cases": cases, "each": number(each), "cost": number(rule.lost)}
    if rule.at_most is not None and each * cases > rule.at_most:
        return text("report.explain.at-most", lang, most=number(rule.at_most), **facts)
    if cases != rule.found:
        return text("report.explain.distinct", lang, **facts)
    return text("report.explain.each", lang, found=rule.found, each=number(each), cost=number(each * cases))


def line_sentence(line: IndicatorLine, lang: str) -> str:
    """What an indicator came to, in one sentence; empty where the rules have said it all."""
    if line.outcome is LineOutcome.NOT_APPLICABLE or line.part in (Part.VETO.value, Part.CLAUSE.value):
        return ""
    entered = line.entered.points if line.entered else None
    raw = sum((rule.lost for rule in line.rules), entered or Decimal(0)) if line.earned is None else Decimal(0)
    parts = []
    if entered is not None:
        parts.append(text("report.explain.entered", lang, points=number(entered)))
    if raw > line.lost:
        points = number(line.lost if line.points is None else line.points)
        parts.append(text("report.explain.capped", lang, raw=number(raw), points=points, lost=number(line.lost)))
    if line.open_points:
        key = "open-bonus" if line.part == Part.BONUS.value else "open-points"
        parts.append(text(f"report.explain.{key}", lang, points=number(line.open_points)))
    elif line.points is None and line.outcome in (LineOutcome.MANUAL, LineOutcome.CANNOT_JUDGE):
        parts.append(text("report.explain.points-unknown", lang))
    return text("report.explain.joint", lang).join(parts)
