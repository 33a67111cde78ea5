"""How many documents are in order, said so that a score takes for certain only what is proven."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checks.finding import Finding, Outcome, State, Unjudged, Verdict
from checks.policy.chain import counted
from config.rubric import CountedFindings, RatioRule
from reports.scoring.counting import tally
from reports.scoring.modes import Price, price

DOCUMENTS = 20


def said(confirmed: int, suspected: int = 0, unjudged: int = 0) -> list[Finding | Unjudged]:
    """Faults of one code in so many different documents."""
    states = [State.CONFIRMED] * confirmed + [State.SUSPECTED] * suspected
    faults = [Finding("check", "code", "county", f"document-{at}", "", state) for at, state in enumerate(states)]
    return [*faults, *(Unjudged(f"unseen-{at}", "crawl-incomplete", "code") for at in range(unjudged))]


def priced(told: list[Finding | Unjudged], at_least: str) -> Price:
    """What a proportional rule of 20 points makes of it."""
    rule = RatioRule(
        id="R",
        mode="ratio",
        text="条",
        at_least=Decimal(at_least),
        points=Decimal(20),
        proportional=True,
        count=(CountedFindings(check="check", codes=("code",)),),
    )
    numbers = list(counted(told, DOCUMENTS))
    findings = tuple(one for one in numbers if isinstance(one, Finding))
    unjudged = tuple(one for one in numbers if isinstance(one, Unjudged))
    outcome = Outcome("check", "county", Verdict.FAIL, None, findings, unjudged)
    return price(rule, tally(rule.count, {"check": [outcome]}))


@pytest.mark.parametrize(
    ("told", "at_least", "lost", "worst"),
    [
        (said(1, 5), "1", 1, 6),
        (said(1, 5), "0.8", 0, Decimal("2.5")),
        (said(6), "1", 6, 6),
        (said(0, 5), "1", 0, 5),
        (said(1, 0, 3), "1", 1, 20),
        (said(1, 5, 3), "1", 1, 20),
    ],
    ids=["suspected", "suspected-above-the-mark", "proven", "only-suspected", "unjudged", "both"],
)
def test_only_what_is_proven_is_lost_for_certain(
    told: list[Finding | Unjudged], at_least: str, lost: Decimal, worst: Decimal
) -> None:
    made = priced(told, at_least)
    assert (made.lost, made.worst) == (lost, worst)


def test_a_document_with_several_faults_counts_once() -> None:
    twice = [Finding("check", code, "county", "document", "", State.CONFIRMED) for code in ("one", "other")]
    (first, second) = counted(twice, DOCUMENTS)
    assert isinstance(first, Finding)
    assert first.facts == {"observed": 19, "in_order": 19, "expected": 20}
    assert isinstance(second, Finding)
    assert second.facts == first.facts
