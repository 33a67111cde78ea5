"""Early warning: what the same checks and rules say some days later if nothing changes, and how much of a veto is used.

There is no second rule of time here: the checks judge the same crawl again with a later as-of date.
"""

from __future__ import annotations

from collections.abc import Iterable

from checks.finding import Finding, Outcome, State
from reports.result import report_order
from reports.scorecard import Becoming, LimitUse, LineOutcome, Outlook, RuleLine, Scorecard


def outlook(
    card: Scorecard, later: Scorecard, outcomes: Iterable[Outcome], later_outcomes: Iterable[Outcome]
) -> Outlook:
    """What lies between a scorecard and the `later` one of the same unit under the same rubric."""
    present = {found.fingerprint for found in _confirmed(card, outcomes)}
    new = [found for found in _confirmed(card, later_outcomes) if found.fingerprint not in present]
    known = {(veto.indicator, veto.rule) for veto in card.vetoes}
    return Outlook(
        day=later.as_of,
        days=(later.as_of - card.as_of).days,
        becoming=tuple(_becoming(found) for found in sorted(new, key=report_order)),
        limits=tuple(_limits(card, later)),
        vetoes=tuple(veto.title for veto in later.vetoes if (veto.indicator, veto.rule) not in known),
    )


def _confirmed(card: Scorecard, outcomes: Iterable[Outcome]) -> list[Finding]:
    return [
        found
        for outcome in outcomes
        if outcome.unit == card.unit
        for found in outcome.findings
        if found.state is State.CONFIRMED
    ]


def _becoming(found: Finding) -> Becoming:
    return Becoming(
        check=found.check,
        code=found.code,
        column=found.column or found.text or found.url,
        url=found.url,
        last_update=found.facts.get("last_update"),
        fingerprint=found.fingerprint,
        facts=found.facts,
    )


def _limits(card: Scorecard, later: Scorecard) -> Iterable[LimitUse]:
    expected = {(line.id, rule.id): rule.found for line in later.indicators for rule in _vetoes(line.rules)}
    for line in card.indicators:
        if line.outcome is LineOutcome.NOT_APPLICABLE:
            continue
        for rule in _vetoes(line.rules):
            coming = max(expected.get((line.id, rule.id), 0), rule.found)
            if coming:
                yield LimitUse(line.id, line.title, rule.id, rule.text, rule.found, coming, rule.limit or 1)


def _vetoes(rules: Iterable[RuleLine]) -> list[RuleLine]:
    return [rule for rule in rules if rule.limit is not None]
