"""Counts what a rubric's rule asks for among the outcomes of one unit. Knows no points."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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

    `facts` are those of each finding by fingerprint. `blocked` is set when a check that the rule needs could not judge
    anything or was not run, so that any number may be hidden; `idle` when every one of its checks does not apply. Both
    are keys below `reason.` in the catalogue.
    """

    confirmed: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()
    unjudged: int = 0
    open_reason: str | None = None
    blocked: str | None = None
    idle: str | None = None
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """How many more could turn out to count."""
        return len(self.suspected) + self.unjudged

    @property
    def doubtful(self) -> bool:
        """Whether more could turn out to count."""
        return bool(self.blocked or self.open)

    def without(self, repaired: Collection[str]) -> Tally:
        """The tally as it would be without the findings with these fingerprints."""
        suspected = tuple(print_ for print_ in self.suspected if print_ not in repaired)
        reason = None if not (suspected or self.unjudged) else self.open_reason
        confirmed = tuple(print_ for print_ in self.confirmed if print_ not in repaired)
        return replace(self, confirmed=confirmed, suspected=suspected, open_reason=reason)


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
    seen: dict[str, Finding] = {}
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
            _count(counted, outcome, seen, unjudged)
    suspected = sorted(print_ for print_, found in seen.items() if found.state is State.SUSPECTED)
    nothing_applies = bool(idle) and not blocked and all(_idle(outcomes[part.check]) for part in count)
    return Tally(
        confirmed=tuple(sorted(print_ for print_, found in seen.items() if found.state is State.CONFIRMED)),
        suspected=tuple(suspected),
        unjudged=len(unjudged),
        open_reason=min(unjudged.values(), default=AWAITS_PERSON if suspected else None),
        blocked=min(blocked, default=None),
        idle=min(idle) if nothing_applies else None,
        facts={print_: found.facts for print_, found in seen.items()},
    )


def _count(
    counted: CountedFindings,
    outcome: Outcome,
    seen: dict[str, Finding],
    unjudged: dict[tuple[str, str, str], str],
) -> None:
    for found in outcome.findings:
        if counts(counted, found):
            print_ = found.fingerprint
            known = seen.get(print_)
            if known is not found and (known is None or _rank(found) < _rank(known)):
                seen[print_] = found
    for open_item in outcome.unjudged:
        if open_item.code in counted.codes and _holds(counted, open_item.facts, missing=True):
            key = (outcome.check, open_item.code, open_item.subject)
            unjudged[key] = min(open_item.reason, unjudged.get(key, open_item.reason))


def _rank(found: Finding) -> tuple[bool, str]:
    """Which of two accounts of one fault counts: the confirmed one, else the first by its facts, in whatever order."""
    return found.state is State.SUSPECTED, json.dumps(found.facts, sort_keys=True, ensure_ascii=False, default=str)


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
