"""Which clauses a finding is held against, and what they say it costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checks.finding import Finding
from config.registry import UnitClass
from config.rubric import Part, Rubric
from reports.clauses import Clause, Law, price
from reports.explain import rule_sentence
from reports.scorecard import RuleLine
from tests.reports.county import national
from tests.reports.samples import broken, counted, finding, indicator, rubric, rule, stale

OPEN = "未发现问题，不扣分；另有 1 处疑似，待人工确认；另有 2 处无法判断"


def cited(rules: Rubric, unit_class: UnitClass, found: Finding) -> list[str | None]:
    return [clause.indicator for clause in Law(rules, unit_class).clauses(found)]


def test_all_indicators_that_count_a_finding_are_cited_in_order() -> None:
    assert cited(national(), UnitClass.PORTAL, stale("政策", "政策文件", 263)) == ["V4", "D2"]


def test_indicators_of_other_classes_are_not_cited() -> None:
    assert cited(national(), UnitClass.TOWNSHIP, stale("政策", "政策文件", 263)) == ["V4"]


def test_a_finding_that_nothing_counts_falls_under_the_parameters_of_its_check() -> None:
    found = stale("人事", "人事", 500)
    assert [(one.indicator, one.text) for one in Law(national(), UnitClass.PORTAL).clauses(found)] == [
        (None, "通知公告、政策文件类栏目6个月")
    ]


def test_a_finding_of_a_check_that_the_rubric_does_not_know_has_no_clause() -> None:
    assert Law(national(), UnitClass.PORTAL).clauses(finding("third-party", "odd", "x")) == ()


def test_the_clause_that_a_check_quotes_itself_comes_last() -> None:
    own = {"clause": "第十二条", "source": "国令第711号", "status": "confirmed"}
    missing = finding("mandated-item", "missing", "leaders", facts={"item": "leaders"}, evidence=own)
    named = Law(national(), UnitClass.PORTAL).clauses(missing)
    assert [(one.indicator, one.text) for one in named] == [("D1", "未开设领导信息类栏目。"), (None, "第十二条")]
    other = finding("mandated-item", "missing", "budget", facts={"item": "budget"}, evidence=own)
    assert [one.text for one in Law(national(), UnitClass.PORTAL).clauses(other)] == ["第十二条"]


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"veto_at": 5}, "单项否决，累计 5 个"),
        ({"each": Decimal("0.10")}, "每处 0.1 分"),
        ({"once": Decimal(5)}, "一次性 5 分"),
        ({"each": Decimal(0)}, "不扣分"),
        ({}, "不扣分"),
    ],
)
def test_price_in_words(numbers: dict[str, Any], words: str) -> None:
    assert price(Clause("", "", "confirmed", **numbers), "zh") == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"found": 0, "each": Decimal(1)}, "未发现问题，不扣分"),
        ({"found": 3, "each": Decimal("0.5")}, "3 处 × 每处 0.5 分 = 1.5 分"),
        ({"found": 3, "each": Decimal(0)}, "发现 3 处，只计数，不扣分"),
        ({"found": 2, "once": Decimal(5)}, "发现 2 处，一次性扣 5 分"),
        ({"found": 4, "limit": 5}, "4 个 < 否决线 5 个，未触发"),
        ({"found": 4, "limit": 5, "warned": True}, "4 个 < 否决线 5 个，未触发，但已达预警线"),
        ({"found": 5, "limit": 5}, "5 个 ≥ 否决线 5 个，触发否决"),
        (
            {"found": 0, "each": Decimal(1), "open": 3, "suspected": 1},
            OPEN,
        ),
    ],
)
def test_arithmetic_in_words(given: dict[str, Any], words: str) -> None:
    plain: dict[str, Any] = {
        "id": "R",
        "text": "",
        "found": 0,
        "open": 0,
        "limit": None,
        "lost": Decimal(0),
        "arithmetic": "",
    }
    assert rule_sentence(RuleLine(**(plain | given)), "zh") == words


def test_rule_that_pools_checks_is_cited_for_each_of_them() -> None:
    pooled = rule("V1.1", "累计", counted("stale-column", "stale"), counted("broken-link", "http-404"), veto_at=5)
    rules = rubric(indicator("V1", Part.VETO, "否决", None, rules=(pooled,)))
    assert cited(rules, UnitClass.PORTAL, broken(1)) == cited(rules, UnitClass.PORTAL, stale("a", "b", 1)) == ["V1"]
