"""Before its day nothing is owed: a deadline or a quota of the year cannot be missed in its midst."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checks.finding import Finding, Outcome, Verdict
from reports.scorecard import IndicatorLine, LineOutcome
from reports.scoring import score_unit
from tests.reports.samples import Seen, unit
from tests.reports.scoring_cases import rubric_of

COUNT = [{"check": "mandated-item", "codes": ["missing", "too-few"]}]
BY_YEAR_END: dict[str, Any] = {"mode": "deadline", "due": {"by": "2024-12-31"}}
IN_THE_YEAR: dict[str, Any] = {
    "mode": "quota",
    "at_least": 5,
    "period": {"since": "2024-01-01", "until": "2024-12-31"},
}
ONE_LESS = Finding(
    "mandated-item", "too-few", "yunling", "catalogue", "https://a.example/", facts={"observed": 4, "expected": 5}
)


def line(rule: dict[str, Any], as_of: date) -> IndicatorLine:
    """How an indicator of 10 points with this one rule fares on a day, one being less than asked for."""
    whole = {"id": "R", "text": "条", "points": 10, "count": COUNT} | rule
    indicator = {"id": "L", "part": "deduction", "group": "甲", "title": "目录", "points": 10, "clause": "条"}
    marks = {"form": "deduction", "base_points": 10, "pass_mark": 6, "bonus_gate": 8}
    rubric = rubric_of(marks | {"indicators": [indicator | {"rules": [whole]}]}, {})
    said = Outcome("mandated-item", "yunling", Verdict.FAIL, findings=(ONE_LESS,), examined=1)
    (only,) = score_unit(rubric, unit(), [said], Seen(100, 100), as_of).indicators
    return only


@pytest.mark.parametrize("rule", [BY_YEAR_END, IN_THE_YEAR], ids=["deadline", "quota"])
def test_nothing_is_lost_before_the_day(rule: dict[str, Any]) -> None:
    for day in (date(2024, 6, 30), date(2024, 12, 31)):
        early = line(rule, day)
        assert (early.outcome, early.lost, early.open_points) == (LineOutcome.NOT_APPLICABLE, 0, 0)
        assert early.reason == "not-due-yet"
    late = line(rule, date(2025, 1, 1))
    assert (late.outcome, late.lost) == (LineOutcome.FAIL, 10)


def test_what_has_no_day_is_owed_always() -> None:
    assert line({"mode": "boolean"}, date(2024, 6, 30)).lost == 10
