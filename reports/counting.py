"""Counts what a rubric's rule asks for among the outcomes of one unit. Knows no points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from checks.finding import Finding, Outcome, State, Verdict
from config.rubric import CountedFindings

Outcomes: TypeAlias = Mapping[str, Sequence[Outcome]]
"""The outcomes of one unit by check id."""

NOT_RUN = "check-not-run"
CANNOT_JUDGE = "cannot-judge"
AWAITS_PERSON = "awaits-person"


@dataclass(frozen=True, slots=True)
class Tally:
    """What one rule counts: fingerprints (sorted), subjects that could not be judged, and why.

    `blocked` is set when a check that the rule needs could not judge anything or was not run, so that any number may
    be hidden; `idle` when every one of its checks does not apply. Both are keys below `reason.` in the catalogue.
    """

    confirmed: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()
    unjudged: int = 0
    open_reason: str | None = None
    blocked: str | None = None
    idle: str | None = None

    @property
    def open(self) -> int:
        """How many more could turn out to count."""
        return len(self.suspected) + self.unjudged


def by_check(outcomes: Iterable[Outcome], unit: str) -> Outcomes:
    """The outcomes of `unit`, grouped by check."""
    grouped: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.unit == unit:
            grouped.setdefault(outcome.check, []).append(outcome)
    return grouped


def counts(counted: CountedFindings, found: Finding) -> bool:
    """Whether `found` is one of the findings that the rubric counts here. A missing fact never matches."""
    return found.check == counted.check and found.code in counted.codes and _holds(counted, found.facts, missing=False)


def tally(count: Sequence[CountedFindings], outcomes: Outcomes) -> Tally:
    """Count what a rule pools. A finding that matches twice counts once; the order of `outcomes` does not matter."""
    states: dict[str, State] = {}
    unjudged: dict[tuple[str, str, str], str] = {}
    blocked: list[str] = []
    idle: list[str] = []
    for counted in count:
        said = outcomes.get(counted.check, ())
        if not said:
            blocked.append(NOT_RUN)
        for outcome in said:
            if outcome.verdict is Verdict.NOT_APPLICABLE:
                idle.append(outcome.reason or Verdict.NOT_APPLICABLE.value)
                continue
            if outcome.verdict is Verdict.CANNOT_JUDGE:
                blocked.append(outcome.reason or CANNOT_JUDGE)
            _count(counted, outcome, states, unjudged)
    suspected = sorted(print_ for print_, state in states.items() if state is State.SUSPECTED)
    nothing_applies = bool(idle) and not blocked and all(_idle(outcomes[part.check]) for part in count)
    return Tally(
        confirmed=tuple(sorted(print_ for print_, state in states.items() if state is State.CONFIRMED)),
        suspected=tuple(suspected),
        unjudged=len(unjudged),
        open_reason=min(unjudged.values(), default=AWAITS_PERSON if suspected else None),
        blocked=min(blocked, default=None),
        idle=min(idle) if nothing_applies else None,
    )


def _count(
    counted: CountedFindings,
    outcome: Outcome,
    states: dict[str, State],
    unjudged: dict[tuple[str, str, str], str],
) -> None:
    for found in outcome.findings:
        if counts(counted, found) and states.get(found.fingerprint) is not State.CONFIRMED:
            states[found.fingerprint] = found.state
    for open_item in outcome.unjudged:
        if open_item.code in counted.codes and _holds(counted, open_item.facts, missing=True):
            key = (outcome.check, open_item.code, open_item.subject)
            unjudged[key] = min(open_item.reason, unjudged.get(key, open_item.reason))


def _holds(counted: CountedFindings, facts: Mapping[str, Any], *, missing: bool) -> bool:
    """Whether the facts meet every condition; `missing` is the answer for a fact that is not known.

    What nobody could judge may be of any kind, so there an unknown fact leaves the item open.
    """
    return all(
        (missing and facts.get(name) is None) or (name in facts and facts[name] in accepted)
        for name, accepted in counted.where.items()
    )


def _idle(said: Sequence[Outcome]) -> bool:
    return all(outcome.verdict is Verdict.NOT_APPLICABLE for outcome in said)
