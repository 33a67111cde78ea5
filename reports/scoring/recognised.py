"""What checks recognised as counting towards an indicator, whether or not there is enough of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checks.finding import Outcome, Recognised
from config.rubric import CountedFindings, Indicator
from reports.scorecard import Acknowledged
from reports.scoring.counting import Outcomes


def recognised_for(indicator: Indicator, outcomes: Outcomes) -> tuple[Acknowledged, ...]:
    """What the checks that the indicator's rules count have recognised, where the rules' conditions do not rule it out.

    In the order of checks, then of what they said; each thing once. A condition on a fact that is not told holds.
    """
    found: dict[Acknowledged, None] = {}
    for counted in sorted((part for rule in indicator.rules for part in rule.count), key=lambda part: part.check):
        for outcome in outcomes.get(counted.check, ()):
            for each in outcome.recognised:
                if _is_meant(counted, each):
                    found.setdefault(_acknowledged(outcome, each))
    return tuple(found)


def others(outcomes: Outcomes, shown: Iterable[Acknowledged]) -> tuple[Acknowledged, ...]:
    """What was recognised and belongs to no indicator that shows it, in order of checks."""
    known = set(shown)
    said: Sequence[Outcome] = [outcome for check in sorted(outcomes) for outcome in outcomes[check]]
    every = (_acknowledged(outcome, each) for outcome in said for each in outcome.recognised)
    return tuple(dict.fromkeys(each for each in every if each not in known))


def _is_meant(counted: CountedFindings, each: Recognised) -> bool:
    return all(each.facts.get(name) is None or each.facts[name] in values for name, values in counted.where.items())


def _acknowledged(outcome: Outcome, each: Recognised) -> Acknowledged:
    return Acknowledged(outcome.check, each.subject, each.title, each.url, each.date)
