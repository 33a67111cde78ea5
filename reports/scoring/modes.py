"""What one rule makes of the findings that it counts: the price of each of the nine modes.

Everything is said as a loss, in every form of rubric: a credit or a bonus that is not earned is lost. A bonus rule that
counts findings loses its points with the first of them. Losses never fall when a finding is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from config.rubric import BonusRule, BooleanRule, DeadlineRule, OccurrenceRule, QuotaRule, RatioRule, Rule, StepsRule
from reports.scoring.counting import Tally
from reports.scoring.exact import NOTHING, in_favour
from reports.scoring.measures import Faults, Measure, proven

BY_HAND = "by-hand"
AMOUNT_UNKNOWN = "amount-unknown"
MEASURE_UNKNOWN = "measure-unknown"


@dataclass(frozen=True, slots=True)
class Price:
    """What a rule costs for certain, and if everything open goes against the unit (None: whatever the line allows).

    `hand` says why a part of it waits for a person. `cases` is the number that the mode counts.
    """

    lost: Decimal
    worst: Decimal | None
    cases: int = 0
    hand: str | None = None


def price(rule: Rule, found: Tally) -> Price:
    """The price of what `found` holds. A rule without `count` is a person's, up to what it is worth."""
    if not rule.bound:
        return Price(NOTHING, worth(rule), 0, BY_HAND)
    known = proven(found)
    doubtful = tuple(found.facts[print_] for print_ in found.suspected)
    feared = Faults(known.count + found.open, known.facts + doubtful, found.unjudged)
    lost = _loss(rule, known) or NOTHING
    worst = worth(rule) if found.blocked else _loss(rule, feared, feared=True)
    cases = _cases(rule, known, feared=False)
    if found.blocked or feared.count:
        if not _amount_known(rule) and (found.blocked or _cases(rule, feared, feared=True)):
            return Price(NOTHING, None, cases, AMOUNT_UNKNOWN)
        if not found.doubtful and lost != worst:
            return Price(lost, worst, cases, MEASURE_UNKNOWN)
    return Price(lost, worst, cases)


def breached(rule: Rule, found: Tally) -> bool:
    """Whether the confirmed findings show that the sub-clause is not fulfilled."""
    return _cases(rule, proven(found), feared=False) > 0


def worth(rule: Rule) -> Decimal | None:
    """The most that a rule can cost by itself; None when that is not known or has no limit."""
    if isinstance(rule, QuotaRule) and rule.points is None and rule.points_each is not None and rule.at_least:
        return rule.points_each * rule.at_least
    return rule.worth


def each_of(rule: Rule) -> Decimal | None:
    """What every case costs; 0 where the amount is not known (it is counted only)."""
    if isinstance(rule, OccurrenceRule):
        return rule.points_each or NOTHING
    if isinstance(rule, QuotaRule | DeadlineRule):
        return rule.points_each
    return None


def once_of(rule: Rule) -> Decimal | None:
    """What is lost once, however many are found; 0 where the amount is not known."""
    if isinstance(rule, BooleanRule):
        return rule.points or NOTHING
    if isinstance(rule, QuotaRule | DeadlineRule | RatioRule | BonusRule) and each_of(rule) is None:
        return rule.points
    return None


def veto_of(rule: Rule) -> int | None:
    """From how many findings on the rule is a veto."""
    return getattr(rule, "veto_at", None)


def _amount_known(rule: Rule) -> bool:
    match rule:
        case OccurrenceRule():
            return rule.points_each is not None
        case QuotaRule() | DeadlineRule():
            return rule.points is not None or rule.points_each is not None
        case BooleanRule() | RatioRule() | BonusRule():
            return rule.points is not None
        case _:
            return True


def _loss(rule: Rule, faults: Faults, *, feared: bool = False) -> Decimal | None:
    """The loss for these faults; of what bears no numbers only what is certain or, `feared`, all that it may cost.

    None: no limit but the line's.
    """
    match rule:
        case BooleanRule() | BonusRule():
            return (rule.points or NOTHING) if faults.count else NOTHING
        case OccurrenceRule():
            return _most((rule.points_each or NOTHING) * _cases(rule, faults, feared=feared), rule.at_most)
        case DeadlineRule():
            return _repeated(rule.points, rule.points_each, faults.count)
        case StepsRule(number="found"):
            return max((step.lose or NOTHING for step in rule.steps if faults.count >= step.at), default=NOTHING)
        case StepsRule():
            return _not_earned(rule, faults, feared=feared)
        case QuotaRule():
            return _below_quota(rule, faults, feared=feared)
        case RatioRule():
            return _below_ratio(rule, faults, feared=feared)
        case _:
            return NOTHING


def _cases(rule: Rule, faults: Faults, *, feared: bool) -> int:
    """How many faults count: all, the different values of a fact, or what is missing to a quota."""
    if isinstance(rule, OccurrenceRule) and rule.distinct:
        values = [facts.get(rule.distinct) for facts in faults.facts]
        unknown = sum(value is None for value in values)
        known = len({repr(value) for value in values if value is not None})
        # Findings that do not say which one they are may all be one and the same, or one that is known already.
        return known + unknown + faults.blank if feared else max(known, min(unknown, 1))
    if isinstance(rule, QuotaRule | RatioRule):
        short = [_short(rule, measure) for measure in faults.measures]
        return sum(one is not False for one in short) + faults.blank
    return faults.count


def _short(rule: QuotaRule | RatioRule, measure: Measure) -> bool | None:
    """Whether what was observed falls short of the rule's own demand; None when the finding does not say."""
    if isinstance(rule, QuotaRule):
        needed = _needed(rule, measure)
        return None if measure.observed is None or needed is None else measure.observed < needed
    share = _share(measure)
    return None if share is None else share < Fraction(rule.at_least)


def _needed(rule: QuotaRule, measure: Measure) -> Fraction | None:
    return measure.expected if rule.at_least is None else Fraction(rule.at_least)


def _share(measure: Measure) -> Fraction | None:
    """Observed / expected; None when the finding does not say."""
    if measure.observed is None or not measure.expected or measure.expected < 0:
        return None
    return measure.observed / measure.expected


def _below_quota(rule: QuotaRule, faults: Faults, *, feared: bool) -> Decimal | None:
    if not _cases(rule, faults, feared=feared):
        return NOTHING
    if rule.points_each is None and not rule.proportional:
        return rule.points or NOTHING
    gaps, unknown = [], faults.blank
    for measure in faults.measures:
        needed = _needed(rule, measure)
        if measure.observed is None or not needed:
            unknown += 1
        elif measure.observed < needed:
            gaps.append((needed - measure.observed, needed))
    most = worth(rule)
    if unknown and feared:
        return most
    if rule.points_each is not None:
        missing = sum((gap for gap, _ in gaps), Fraction(0))
        return _most(in_favour(missing * Fraction(rule.points_each)), most)
    share = max((gap / needed for gap, needed in gaps), default=Fraction(0))
    return in_favour(Fraction(rule.points or NOTHING) * min(share, Fraction(1)))


def _below_ratio(rule: RatioRule, faults: Faults, *, feared: bool) -> Decimal:
    points = rule.points or NOTHING
    if not _cases(rule, faults, feared=feared):
        return NOTHING
    if not rule.proportional:
        return points
    shares = [_share(measure) for measure in faults.measures]
    if feared and (faults.blank or None in shares):
        return points
    worst = min((share / Fraction(rule.at_least) for share in shares if share is not None), default=Fraction(1))
    return in_favour(Fraction(points) * (1 - max(min(worst, Fraction(1)), Fraction(0))))


def _not_earned(rule: StepsRule, faults: Faults, *, feared: bool) -> Decimal:
    """The highest step's points minus those of the step that the worst measure reached."""
    values = [measure.observed if rule.number == "observed" else _share(measure) for measure in faults.measures]
    if feared and (faults.blank or None in values):
        return rule.worth
    known = [value for value in values if value is not None]
    if not known:
        return NOTHING
    reached = [step.earn or NOTHING for step in rule.steps if min(known) >= Fraction(step.at)]
    return rule.worth - max(reached, default=NOTHING)


def _repeated(points: Decimal | None, each: Decimal | None, count: int) -> Decimal:
    if each is None:
        return (points or NOTHING) if count else NOTHING
    return _most(each * count, points)


def _most(loss: Decimal, cap: Decimal | None) -> Decimal:
    return loss if cap is None else min(loss, cap)
