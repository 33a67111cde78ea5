"""Gathers what the checks could not judge: neither a problem nor a pass, so a person has to look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checks.finding import Outcome, Verdict

NAMES = ("column", "title", "name")
"""Facts by which people know a subject, best first."""


@dataclass(frozen=True, slots=True, order=True)
class OpenSubject:
    """One thing that nobody judged. Without `subject` it is everything that the check looks at."""

    unit: str
    check: str
    reason: str
    code: str = ""
    subject: str = ""
    url: str = ""
    name: str = ""


def open_subjects(outcomes: Iterable[Outcome], unit: str | None = None) -> list[OpenSubject]:
    """What is open (for one unit), sorted by unit, check and reason."""
    found: set[OpenSubject] = set()
    for outcome in outcomes:
        if unit is not None and outcome.unit != unit:
            continue
        for item in outcome.unjudged:
            name = next((str(item.facts[fact]) for fact in NAMES if item.facts.get(fact)), "")
            place = (item.code, item.subject, item.url, name)
            found.add(OpenSubject(outcome.unit, outcome.check, item.reason, *place))
        if outcome.verdict is Verdict.CANNOT_JUDGE and not outcome.unjudged:
            found.add(OpenSubject(outcome.unit, outcome.check, outcome.reason or Verdict.CANNOT_JUDGE.value))
    return sorted(found)
