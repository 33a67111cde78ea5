"""The worked numbers of regulations and local rubrics, as cases that offices can add."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reports.scorecard import Scorecard
from reports.whatif import cheapest_repairs
from tests.reports.scoring_cases import Case, cases

CASES = tuple(cases())
KNOWN = {"verdict", "score", "bonus", "range", "open_bonus", "vetoes", "open_vetoes", "without_veto", "reasons"}
KNOWN |= {"lost", "earned", "open", "outcome", "assessed", "tallied", "repairs"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    card = case.card
    expected: dict[str, Any] = case.given["expect"]
    assert expected and set(expected) <= KNOWN
    plain = {name: value for name, value in expected.items() if name != "repairs"}
    assert {name: shown(card, name, value) for name, value in plain.items()} == exact(plain)
    if "repairs" in expected:
        assert {plan.goal: plan.cost for plan in cheapest_repairs(case.scoring, card)} == expected["repairs"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_terms_sum_to_the_score(case: Case) -> None:
    card = case.card
    if card.without_veto is None:
        assert card.contributions == ()
    else:
        assert sum((term.points for term in card.contributions), Decimal(0)) == card.without_veto
        by_line = {line.id: line.counted for line in card.indicators}
        assert all(by_line[term.indicator] == term.points for term in card.contributions if term.indicator)


def shown(card: Scorecard, name: str, asked: Any) -> Any:
    lines = {line.id: line for line in card.indicators}
    fields = {"lost": "lost", "earned": "earned", "open": "open_points", "outcome": "outcome"}
    if name in fields:
        return {line: getattr(lines[line], fields[name]) for line in asked}
    match name:
        case "range":
            return None if card.score_range is None else list(card.score_range)
        case "vetoes" | "open_vetoes":
            return len(getattr(card, name))
        case "assessed":
            return card.assessed_points
        case "tallied":
            found = card.tallied
            return found and [found.fulfilled, found.unfulfilled, found.open, found.not_applicable]
        case "reasons":
            return list(card.reasons)
        case _:
            return getattr(card, name)


def exact(value: Any) -> Any:
    """Numbers as the decimals that the file shows."""
    match value:
        case float():
            return Decimal(str(value))
        case dict():
            return {key: exact(part) for key, part in value.items()}
        case list():
            return [exact(part) for part in value]
        case _:
            return value
