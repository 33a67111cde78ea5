"""Every requirement of the four plans that a program can decide or measure is bound to a check in its plan's rubric."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.parsing import own_data
from config.rubric import Automation
from reports.rubrics.coverage import coverage
from xuncha.judging import load_rubrics

FILE = Path(__file__).with_name("requirement-rows.yaml")
ROWS: dict[str, dict[str, str]] = own_data(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("plan", ROWS)
def test_every_requirement_has_a_check(plan: str) -> None:
    (rubric,) = load_rubrics([plan])
    bound = {each.id: each.how for each in coverage(rubric, {}).requirements}
    assert len(ROWS[plan]) > 15
    assert [name for name in ROWS[plan] if bound.get(name, Automation.MANUAL) is Automation.MANUAL] == []
