"""The scorecard: a rubric applied to the outcomes of one unit, with an explanation for every point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator with its points, what was lost, why, and which findings say so.

    `reason` is a key below `reason.` in the message catalogue, or the rubric's own words for a manual indicator.
    `open_points` are what open items could still cost (in the bonus part: still earn). `findings` are the
    fingerprints of the confirmed findings that count here, `open_findings` of the suspected ones.
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
class Scorecard:
    """The result for one unit under one rubric.

    `score` is base points minus what was lost (the rubric's own deduction form), plus the bonus when the gate is
    passed; `score_range` is what open items (manual, cannot-judge, suspected) still allow. `reasons` are keys below
    `standing.` in the message catalogue that say why there is no verdict or no score. `unknown_points` are the part
    of the base that the rubric does not (yet) give to an indicator: open as well. `open_bonus` can still be earned.
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
