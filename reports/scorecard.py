"""The scorecard: a rubric applied to the outcomes of one unit, with an explanation for every point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Any


class Standing(StrEnum):
    """The verdict on a unit."""

    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    NOT_SCORED = "not-scored"


class LineOutcome(StrEnum):
    """How an indicator fared."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    CANNOT_JUDGE = "cannot-judge"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """The arithmetic of one rule: how many were found, what each costs, what it came to.

    `found` are confirmed and `open` still to be decided (`suspected` of them by a person); `limit` is the number at
    which a veto holds, `each` and `once` are points. `warned`: the rubric's warning level is reached, its veto is not.
    `status` is unconfirmed when the rule's numbers or its check's parameters were not read in the official text.
    `cases` is what the rule's `mode` counts (findings, or different values in them), `at_most` its own cap, `measured`
    what was observed and expected, finding by finding.
    """

    id: str
    text: str
    found: int
    open: int
    limit: int | None
    lost: Decimal
    arithmetic: str
    each: Decimal | None = None
    once: Decimal | None = None
    suspected: int = 0
    warned: bool = False
    status: str = "confirmed"
    mode: str = ""
    cases: int = 0
    at_most: Decimal | None = None
    measured: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """What an assessor entered for an indicator: who, when, what it did to the points (None: a clause or a veto)."""

    assessor: str
    assessed_on: date | None
    points: Decimal | None
    fulfilled: bool
    remark: str = ""
    evidence: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One term of the score. The `points` of all terms add up to it exactly.

    `kind`: base, lost, earned, bonus, or bonus-cap (what bonuses exceed their common limit by). `indicator` is None for
    what belongs to none. `factor` is what re-weighting multiplied by ("4/3"); empty for 1.
    """

    kind: str
    indicator: str | None
    title: str
    points: Decimal
    factor: str = ""


@dataclass(frozen=True, slots=True)
class Tallied:
    """How many clauses of a check-list are fulfilled, not fulfilled, open, and not for this unit."""

    fulfilled: int
    unfulfilled: int
    open: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Something that a check recognised as counting (an event, an entry), so that a person can follow and overrule."""

    check: str
    subject: str
    title: str
    url: str
    date: str | None


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator with its points, what was lost, why, and which findings say so.

    `reason` is a key below `reason.` in the message catalogue, or the rubric's own words for a manual indicator.
    `open_points` are what open items could still cost (in the bonus part: still earn). `findings` are the
    fingerprints of the confirmed findings that count here, `open_findings` of the suspected ones. `earned` is what is
    certain of a credit or bonus line. `counted` is the line's term in the score, with `factor` of re-weighting ("4/3";
    empty for 1). `entered`: what an assessor decided. `recognised`: what its checks found to count towards it.
    """

    id: str
    part: str
    group: str
    title: str
    clause: str
    source: str
    status: str
    points: Decimal | None
    lost: Decimal
    open_points: Decimal
    outcome: LineOutcome
    reason: str | None
    arithmetic: str
    rules: tuple[RuleLine, ...]
    findings: tuple[str, ...]
    open_findings: tuple[str, ...] = ()
    earned: Decimal | None = None
    counted: Decimal = Decimal(0)
    factor: str = ""
    entered: Entered | None = None
    recognised: tuple[Acknowledged, ...] = ()


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto that holds, or (when `open`) one that the open items would still allow.

    An open veto with `found` >= `limit` was proven in an audit that saw too little to be given a verdict. `reason`
    says why a veto is open: a key below `reason.` in the catalogue, or the rubric's own words for a manual one.
    """

    indicator: str
    title: str
    rule: str
    text: str
    found: int
    limit: int
    findings: tuple[str, ...]
    open: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RepairPlan:
    """The cheapest repairs that reach a goal: lift-veto, pass, or bonus-gate.

    `cost` counts the findings to repair; None when repairs alone cannot reach it. `exact`: proven that fewer cannot do;
    otherwise no part of the set would do, but another set might be smaller. `score` and `verdict` are those after it.
    """

    goal: str
    cost: int | None
    findings: tuple[str, ...]
    exact: bool
    score: Decimal | None
    verdict: Standing


@dataclass(frozen=True, slots=True)
class LimitUse:
    """How much of what a veto permits is used: `found` now, `expected` on the outlook's day; `limit` is the veto."""

    indicator: str
    title: str
    rule: str
    text: str
    found: int
    expected: int
    limit: int

    @property
    def share(self) -> Decimal:
        """Found as a share of the limit, rounded down to four digits."""
        return (Decimal(self.found) / self.limit).quantize(Decimal("0.0001"), ROUND_DOWN)


@dataclass(frozen=True, slots=True)
class Becoming:
    """A fault that is not there yet and will be on the day of the outlook if nothing changes."""

    check: str
    code: str
    column: str
    url: str
    last_update: str | None
    fingerprint: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Early warning: what the same rules would say on `day`. `vetoes` are the titles of those that would hold newly."""

    day: date
    days: int
    becoming: tuple[Becoming, ...]
    limits: tuple[LimitUse, ...]
    vetoes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The result for one unit under one rubric.

    `score` is base points minus what was lost (deduction form) or the sum of what was earned (additive form), plus the
    bonus when the gate is passed; `score_range` is what open items (manual, cannot-judge, suspected) still allow.
    `reasons` are keys below `standing.` in the message catalogue that say why there is no verdict or no score.
    `unknown_points` are the part of the base that the rubric does not (yet) give to an indicator: open as well.
    `open_bonus` can still be earned. `without_veto` is the score that the unit would have if no veto held,
    `contributions` are its terms. `assessed_points` are those of the base that nothing can move any more. `tallied`:
    the clauses of a check-list. `repairs` and `outlook` are added by `reports.whatif`. `recognised` is what
    checks found to count that no indicator asks for.
    """

    unit: str
    unit_name: str
    unit_class: str
    rubric: str
    rubric_title: str
    as_of: date
    verdict: Standing
    score: Decimal | None
    bonus: Decimal
    score_range: tuple[Decimal, Decimal] | None
    provisional: bool
    coverage: Decimal
    pages_observed: int
    pages_known: int
    vetoes: tuple[Veto, ...]
    open_vetoes: tuple[Veto, ...]
    indicators: tuple[IndicatorLine, ...]
    reasons: tuple[str, ...]
    unconfirmed_used: bool
    unknown_points: Decimal = Decimal(0)
    open_bonus: Decimal = Decimal(0)
    without_veto: Decimal | None = None
    contributions: tuple[Contribution, ...] = ()
    assessed_points: Decimal | None = None
    tallied: Tallied | None = None
    repairs: tuple[RepairPlan, ...] = ()
    outlook: Outlook | None = None
    recognised: tuple[Acknowledged, ...] = ()
