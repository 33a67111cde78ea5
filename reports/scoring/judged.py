"""A rule with its price, and an indicator with what its rules and its assessor said, before any cap."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from config.rubric import Fate, Indicator, Part, Rule, VetoRule
from reports.manual_entry import ManualEntry
from reports.scorecard import Veto
from reports.scoring.counting import AWAITS_PERSON, Tally
from reports.scoring.exact import NOTHING
from reports.scoring.modes import Price, breached, worth

EARNS = (Part.CREDIT, Part.BONUS)
"""Parts whose points are earned. What is not earned there counts as lost."""


RuleAt: TypeAlias = tuple[str, int]
"""A rule by its indicator and its position there: ids of rules in variants may come twice."""


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
    def granted(self) -> Decimal | None:
        """The most that a bonus can still come to by its rules; None where a person may give all that the line has."""
        worths = [(worth(work.rule), work.price.lost) for work in self.works]
        if self.doubt or not worths or self.indicator.manual_reason or any(own is None for own, _ in worths):
            return None
        return sum((max(own - lost, NOTHING) for own, lost in worths if own is not None), NOTHING)

    @property
    def vetoes(self) -> tuple[Veto, ...]:
        """The vetoes that hold: by findings, or because a person entered one."""
        held = tuple(_veto(self.indicator, work) for work in self.works if work.vetoes)
        return (*held, _by_hand(self, None)) if self._vetoed_by_hand else held

    @property
    def open_vetoes(self) -> tuple[Veto, ...]:
        """The vetoes that nothing proves and nothing rules out; what a person must look at is told once."""
        if self.indicator.part is not Part.VETO or not self.applies or self.entry:
            return ()
        if self.doubt:
            return (_by_hand(self, self.doubt),)
        possible = tuple(_veto(self.indicator, work, _why(work.found)) for work in self.works if work.may_veto)
        return possible or ((_by_hand(self, self.hand),) if self.hand else ())

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
            return any(breached(work.rule, work.found) for work in self.works) or self.refused
        return self.loss > 0 or (self.entry is not None and self.indicator.part not in EARNS and self.refused)

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
        return Fate.FAIL if self.entry and self.refused else Fate.PASS

    @property
    def refused(self) -> bool:
        """Whether the entry speaks against the unit: points lost, nothing earned, a clause that is not fulfilled."""
        if self.entry is None:
            return False
        if self.entry.fulfilled is not None:
            return not self.entry.fulfilled
        return bool(self.entry.lost) != (self.indicator.part in EARNS)

    @property
    def _vetoed_by_hand(self) -> bool:
        return self.indicator.part is Part.VETO and self.applies and self.refused

    @property
    def _beyond_rules(self) -> bool:
        """Whether a person decides more than the rules say: then only the line's points limit what that costs.

        In the additive form the rules of an indicator are worth all of it, so an unbound rule's worth is the limit.
        """
        if not self.indicator.manual_reason:
            return False
        unbound = [work for work in self.works if not work.rule.bound]
        return self.indicator.part not in EARNS or not unbound


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
