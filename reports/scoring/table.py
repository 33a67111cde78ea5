"""Writes a settled indicator down as a line of the scorecard."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from config.rubric import Fate, OccurrenceRule, Part, Rubric, Status, VetoRule
from reports.explain import line_formula, rule_formula
from reports.scorecard import Entered, IndicatorLine, LineOutcome, RuleLine
from reports.scoring.judged import EARNS, Judged, Work
from reports.scoring.lines import POINTS_BY_UNIT
from reports.scoring.measures import measured
from reports.scoring.modes import BY_HAND, each_of, once_of, veto_of
from reports.scoring.settle import Settled


def table_line(made: Settled, rubric: Rubric, factor: Fraction, counted: Decimal) -> IndicatorLine:
    """The line of an indicator; `counted` is its term in the score under `factor`."""
    judged, indicator = made.judged, made.judged.indicator
    rules = tuple(_rule_line(work, rubric) for work in judged.works if work.rule.bound)
    outcome, reason = _fate(made)
    earned = made.earned if indicator.part in EARNS else None
    losses = line_formula(rules, made.cap, made.lost, made.entered)
    return IndicatorLine(
        id=indicator.id,
        part=indicator.part.value,
        group=rubric.heading(indicator),
        title=indicator.title,
        clause=indicator.clause,
        source=indicator.source,
        status=indicator.status.value,
        points=made.points,
        lost=made.lost,
        open_points=made.open_points,
        outcome=outcome,
        reason=reason,
        arithmetic=losses if earned is None else _earned_formula(made),
        rules=rules,
        findings=_prints(judged, "confirmed"),
        open_findings=() if judged.entry else _prints(judged, "suspected"),
        earned=earned,
        counted=counted,
        factor="" if factor == 1 or not judged.applies else str(factor),
        entered=_written(made),
    )


def unconfirmed(line: IndicatorLine) -> bool:
    """Whether a number of this line was used that nobody has read in the official text."""
    if line.outcome is LineOutcome.NOT_APPLICABLE:
        return False
    return Status.UNCONFIRMED.value in (line.status, *(rule.status for rule in line.rules))


def _rule_line(work: Work, rubric: Rubric) -> RuleLine:
    rule, found = work.rule, work.found
    count = len(found.confirmed)
    warn_at = rule.warn_at if isinstance(rule, VetoRule) else None
    line = RuleLine(
        id=rule.id,
        text=rule.text,
        found=count,
        open=found.open,
        limit=veto_of(rule),
        lost=work.price.lost,
        arithmetic="",
        each=each_of(rule),
        once=once_of(rule),
        suspected=len(found.suspected),
        warned=warn_at is not None and count >= warn_at and not work.vetoes,
        status=_status(work, rubric).value,
        mode=rule.mode,
        cases=work.price.cases,
        at_most=rule.at_most if isinstance(rule, OccurrenceRule) else None,
        measured=measured(found),
    )
    return replace(line, arithmetic=rule_formula(line))


def _status(work: Work, rubric: Rubric) -> Status:
    """Unconfirmed when the rule itself or the parameters of a check that it counts are."""
    used = [rubric.checks[part.check].status for part in work.rule.count if part.check in rubric.checks]
    return Status.UNCONFIRMED if Status.UNCONFIRMED in (work.rule.status, *used) else Status.CONFIRMED


def _prints(judged: Judged, state: str) -> tuple[str, ...]:
    return tuple(sorted({print_ for work in judged.works for print_ in getattr(work.found, state)}))


def _earned_formula(made: Settled) -> str:
    if not made.judged.applies or made.cap is None:
        return ""
    terms = [f"{made.cap:f}"] + [f"{value:f}" for value in (made.lost, made.open_points) if value]
    return f"{' − '.join(terms)} = {made.earned:f}" if made.cap - made.lost - made.open_points == made.earned else ""


def _written(made: Settled) -> Entered | None:
    entry = made.judged.entry
    if entry is None:
        return None
    return Entered(
        entry.assessor,
        entry.assessed_on,
        made.entered,
        not made.judged.refused,
        entry.remark,
        entry.evidence,
        entry.cell,
    )


def _fate(made: Settled) -> tuple[LineOutcome, str | None]:
    """The outcome of a line and the reason for it.

    A line of losses passes although something is open, as long as the open items cannot cost all of its points.
    """
    judged = made.judged
    if not judged.applies:
        return LineOutcome.NOT_APPLICABLE, judged.doubt
    if judged.failed or (judged.entry and judged.fate is Fate.FAIL):
        return LineOutcome.FAIL, None if judged.entry else judged.hand
    if judged.entry:
        return LineOutcome.PASS, None
    if judged.doubt:
        return LineOutcome.MANUAL, judged.doubt
    return _unfailed(made)


def _unfailed(made: Settled) -> tuple[LineOutcome, str | None]:
    judged = made.judged
    if not judged.works:
        return LineOutcome.MANUAL, judged.hand or BY_HAND
    blocked = min((work.found.blocked for work in judged.works if work.found.blocked), default=None)
    if blocked:
        return LineOutcome.CANNOT_JUDGE, blocked
    if judged.hand:
        return LineOutcome.MANUAL, judged.hand
    if judged.idle:
        return LineOutcome.NOT_APPLICABLE, judged.idle
    reasons = [work.found.open_reason for work in judged.works if work.found.open_reason]
    if made.points is None and made.open_points:
        return LineOutcome.PASS, POINTS_BY_UNIT
    if reasons and (judged.open_vetoes or _all_open(made)):
        return LineOutcome.CANNOT_JUDGE, min(reasons)
    return LineOutcome.PASS, None


def _all_open(made: Settled) -> bool:
    """Whether what is open decides over the line: over all points that can be lost, or any that can be earned."""
    part = made.judged.indicator.part
    if part is Part.CLAUSE:
        return not made.judged.settled
    if part in EARNS:
        return bool(made.open_points)
    return bool(made.points) and made.open_points == made.points
