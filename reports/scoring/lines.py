"""Judges one indicator: whether it applies, what its rules count, what that costs before any cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from config.registry import Unit
from config.rubric import Fate, Indicator, Part, Rubric, Rule, VetoRule
from reports.manual_entry import ManualEntry
from reports.scorecard import Veto
from reports.scoring.counting import AWAITS_PERSON, Tally
from reports.scoring.exact import NOTHING
from reports.scoring.modes import BY_HAND, Price, breached, price, worth

NOT_FOR_CLASS = "not-for-this-class"
CONDITION_NOT_MET = "condition-not-met"
SERVICE_UNKNOWN = "service-function-unknown"
CONDITION_OPEN = "condition-open"
POINTS_BY_UNIT = "points-by-unit"

EARNS = (Part.CREDIT, Part.BONUS)
"""Parts whose points are earned. What is not earned there counts as lost."""


@dataclass(frozen=True, slots=True)
class Work:
    """A rule with what it counts and what that costs."""

    rule: Rule
    found: Tally
    price: Price

    @property
    def vetoes(self) -> bool:
        """Whether this is a veto that holds."""
        return isinstance(self.rule, VetoRule) and len(self.found.confirmed) >= self.rule.veto_at

    @property
    def may_veto(self) -> bool:
        """Whether this is a veto that nothing proves and nothing rules out."""
        if not isinstance(self.rule, VetoRule) or self.vetoes:
            return False
        return bool(self.found.blocked) or len(self.found.confirmed) + self.found.open >= self.rule.veto_at


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator before its points are settled.

    `doubt`: why it may or may not apply, or (when it does not apply) why not. `hand`: why a person must decide some of
    it, an entry aside. `loss` is certain, `worst` what the open items allow (None: all that the line has).
    """

    indicator: Indicator
    applies: bool
    doubt: str | None = None
    works: tuple[Work, ...] = ()
    hand: str | None = None
    entry: ManualEntry | None = None

    @property
    def loss(self) -> Decimal:
        """The sum of what the rules cost for certain, before any cap."""
        return sum((work.price.lost for work in self.works), NOTHING)

    @property
    def worst(self) -> Decimal | None:
        """The same if everything open goes against the unit; None where only the line's points limit it."""
        costs = [work.price.worst for work in self.works]
        if self.doubt or not self.works or None in costs or self._beyond_rules:
            return None
        return sum((cost for cost in costs if cost is not None), NOTHING)

    @property
    def certain(self) -> Decimal:
        """What the rules give that nothing can cost any more: it is earned even where the line's points are unknown."""
        worths = [(worth(work.rule), work.price.worst) for work in self.works if work.rule.bound]
        return sum((max(own - cost, NOTHING) for own, cost in worths if own is not None and cost is not None), NOTHING)

    @property
    def vetoes(self) -> tuple[Veto, ...]:
        """The vetoes that hold: by findings, or because a person entered one."""
        held = tuple(_veto(self.indicator, work) for work in self.works if work.vetoes)
        return (*held, _by_hand(self, None)) if self._vetoed_by_hand else held

    @property
    def open_vetoes(self) -> tuple[Veto, ...]:
        """The vetoes that nothing proves and nothing rules out."""
        if self.indicator.part is not Part.VETO or not self.applies or self.entry:
            return ()
        if self.doubt:
            return (_by_hand(self, self.doubt),)
        possible = tuple(_veto(self.indicator, work, _why(work.found)) for work in self.works if work.may_veto)
        return (*possible, _by_hand(self, self.hand)) if self.hand else possible

    @property
    def idle(self) -> str | None:
        """Why the checks have nothing to say about the unit, if that is so and no person is needed."""
        reasons = [work.found.idle for work in self.works]
        known = [reason for reason in reasons if reason]
        return min(known) if known and len(known) == len(reasons) and not self.hand else None

    @property
    def failed(self) -> bool:
        """Whether something is proven against the unit (which no open item can undo)."""
        if self.indicator.part is Part.VETO:
            return bool(self.vetoes)
        if self.indicator.part is Part.CLAUSE:
            return any(breached(work.rule, work.found) for work in self.works) or self._refused
        return self.loss > 0 or (self.entry is not None and self.indicator.part not in EARNS and self._refused)

    @property
    def settled(self) -> bool:
        """Whether nothing about it is open any more."""
        return self.entry is not None or not self.undecided

    @property
    def undecided(self) -> bool:
        """Whether the checks alone leave something open (that an entry may have settled)."""
        if not self.applies or self.idle:
            return False
        return bool(self.doubt or self.hand) or any(work.found.doubtful for work in self.works)

    @property
    def fate(self) -> Fate | None:
        """What other indicators may depend on; None while open items can still change it."""
        if not self.applies or (self.idle and not self.entry):
            return Fate.NOT_APPLICABLE
        if self.failed:
            return Fate.FAIL
        if not self.settled:
            return None
        return Fate.FAIL if self.entry and self._refused else Fate.PASS

    @property
    def _refused(self) -> bool:
        return self.entry is not None and self.entry.unfulfilled

    @property
    def _vetoed_by_hand(self) -> bool:
        return self.indicator.part is Part.VETO and self.applies and self._refused

    @property
    def _beyond_rules(self) -> bool:
        """Whether a person decides more than the rules say: then only the line's points limit what that costs.

        In the additive form the rules of an indicator are worth all of it, so an unbound rule's worth is the limit.
        """
        if not self.indicator.manual_reason:
            return False
        unbound = [work for work in self.works if not work.rule.bound]
        return self.indicator.part not in EARNS or not unbound


def work_on(rule: Rule, found: Tally) -> Work:
    """The rule with what it counts, priced."""
    return Work(rule, found, price(rule, found))


def judge(
    indicator: Indicator,
    rubric: Rubric,
    unit: Unit,
    works: Mapping[str, Work],
    *,
    fates: Mapping[str, Fate],
    entry: ManualEntry | None,
) -> Judged:
    """Judge an indicator as it stands for the unit's class. `works` by rule id; `fates` of those it depends on."""
    applies, doubt = applicability(indicator, rubric, unit, fates)
    if not applies:
        return Judged(indicator, applies=False, doubt=doubt)
    if doubt:
        return Judged(indicator, applies=True, doubt=doubt, hand=doubt, entry=entry)
    own = tuple(works[rule.id] for rule in indicator.rules)
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


def _why(found: Tally) -> str:
    return found.blocked or found.open_reason or AWAITS_PERSON


def _veto(indicator: Indicator, work: Work, reason: str | None = None) -> Veto:
    assert isinstance(work.rule, VetoRule)
    return Veto(
        indicator=indicator.id,
        title=indicator.title,
        rule=work.rule.id,
        text=work.rule.text,
        found=len(work.found.confirmed),
        limit=work.rule.veto_at,
        findings=work.found.confirmed,
        open=reason is not None,
        reason=reason,
    )


def _by_hand(judged: Judged, reason: str | None) -> Veto:
    """A veto that a person decides; one that was entered holds, and its text is the clause."""
    line = judged.indicator
    found = 0 if reason else 1
    return Veto(line.id, line.title, "", line.clause, found, 1, (), reason is not None, reason)
