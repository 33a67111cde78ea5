"""政务新媒体: vetoes only, all of them judged by a person, in force beside those of the websites."""

from __future__ import annotations

import pytest

from config.rubric import Automation, Form, Part, Rubric, Status
from config.rubrics import load_rubric, require_apart


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubric("national-2019-media")


def test_three_vetoes_that_people_judge(rubric: Rubric) -> None:
    assert rubric.form is Form.CHECKLIST
    titles = {line.id: (line.title, len(line.rules)) for line in rubric.indicators}
    assert titles == {"W1": ("安全、泄密事故等严重问题", 4), "W2": ("内容不更新", 2), "W3": ("互动回应差", 2)}
    for line in rubric.indicators:
        assert (line.part, line.decided_by) == (Part.VETO, Automation.MANUAL), line.id
        assert all(rule.text in line.clause and rule.look_at for rule in line.rules), line.id


def test_only_what_bulletins_apply_is_confirmed(rubric: Rubric) -> None:
    """Two weeks, and a working interaction, were each read in two bulletins; everything else is remembered."""
    rules = {rule.id: rule for line in rubric.indicators for rule in line.rules}
    assert {name for name, rule in rules.items() if rule.status is Status.CONFIRMED} == {"W2.1", "W3.1"}
    assert "前2周内" in rules["W2.1"].text
    assert {line.status for line in rubric.indicators} == {Status.UNCONFIRMED}


def test_it_belongs_to_the_same_notice_as_that_of_the_websites(rubric: Rubric) -> None:
    sites = load_rubric("national-2019")
    assert (rubric.document_number, rubric.effective_from) == (sites.document_number, sites.effective_from)
    require_apart([rubric.id, sites.id])
