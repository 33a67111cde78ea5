"""A work plan on the page: every task with its place, who is responsible, and until when."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from config.rubrics import load_rubric
from reports import html
from reports.result import AuditResult
from reports.scoring import score_unit
from tests.reports.county import audit
from tests.reports.samples import AS_OF, Seen


def under_plan(lang: str) -> AuditResult:
    """The county judged by Pingyin's work plan alone, with nothing found."""
    result = audit(lang)
    plan = load_rubric("pingyin-2023")
    cards = tuple(score_unit(plan, unit, (), Seen(100, 100), AS_OF) for unit in result.units[:1])
    judged = replace(result.judgements[0], rubric=plan, outcomes=(), scorecards=cards)
    return replace(result, units=result.units[:1], judgements=(judged,))


def row(tree: LexborHTMLParser, indicator: str) -> str:
    (found,) = [head for head in tree.css("table.lines th[scope=row]") if head.text().strip().startswith(indicator)]
    return " ".join(found.text().split())


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "出处：二(二)、附件第16行；责任单位：县政府办公室；完成时限：2023年12月底前"),
        ("en", "Responsible: 县政府办公室; Deadline: 2023年12月底前"),
    ],
)
def test_a_task_names_place_responsible_units_and_deadline(lang: str, said: str) -> None:
    assert said in row(LexborHTMLParser(html.render(under_plan(lang)).decode()), "16-attend")


def test_what_a_task_does_not_say_is_left_out() -> None:
    tree = LexborHTMLParser(html.render(under_plan("zh")).decode())
    always = row(tree, "47-bulletin")
    assert "完成时限：长期坚持" in always
    last = row(tree, "end-report")
    assert "出处：末段" in last
    assert "责任单位" not in last
    assert "完成时限" not in last


def test_other_rubrics_have_no_such_line(county: AuditResult) -> None:
    assert "责任单位" not in html.render(county).decode()
