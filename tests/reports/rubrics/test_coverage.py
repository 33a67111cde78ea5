"""What of a rubric is automatic: clause by clause, per group with everything below it, per shared requirement."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checks.catalogue import checks_by_id
from config.rubric import Automation, Rubric
from config.rubrics import load_rubric, rubric_ids
from reports.rubrics.coverage import Coverage, coverage
from reports.rubrics.coverage_json import record
from tests.config.rubrics import group, indicator, rubric

CODES = {check_id: check.codes for check_id, check in checks_by_id().items()}
HOME = {"check": "stale-home", "codes": ["stale"]}
CHECKS = {"stale-home": {"values": {}, "clause": "条", "source": "源", "status": "confirmed"}}


def bound(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "mode": "boolean", "text": "句", "count": [HOME], "points": 1} | more


def small() -> Rubric:
    return Rubric.model_validate(
        rubric(
            indicator("a", group="inner", points=10, manual_reason=None, rules=[bound("a.1")], requirements=["HOME"]),
            indicator("b", group="inner", points=10, rules=[bound("b.1")], requirements=["HOME", "BOTH"], pointer="一"),
            indicator("c", group="outer", points=20, requirements=["HAND"]),
            indicator(
                "d",
                group="rest",
                points=60,
                requirements=["BOTH"],
                variants=[{"classes": ["township"], "rules": [bound("d.1")]}],
            ),
            groups=[group("outer"), group("inner", parent="outer"), group("rest")],
            checks=CHECKS,
        )
    )


def told(rubric_: Rubric) -> Coverage:
    return coverage(rubric_, CODES)


def test_clauses_stand_in_the_rubrics_order_with_what_decides_them() -> None:
    said = told(small())
    ways = [(clause.indicator.id, clause.how, clause.groups) for clause in said.clauses]
    assert ways == [
        ("a", Automation.AUTO, ("outer", "inner")),
        ("b", Automation.PARTLY, ("outer", "inner")),
        ("c", Automation.MANUAL, ("outer",)),
        ("d", Automation.MANUAL, ("rest",)),
    ]
    (variant,) = said.clauses[3].variants
    assert (variant.how, [rule.id for rule in variant.rules]) == (Automation.PARTLY, ["d.1"])


def test_a_group_counts_everything_below_it() -> None:
    said = told(small())
    counts = {each.key: (each.level, each.counts.auto, each.counts.partly, each.counts.manual) for each in said.groups}
    assert counts == {"outer": (1, 1, 1, 1), "inner": (2, 1, 1, 0), "rest": (1, 0, 0, 1)}
    assert (said.total.total, said.total.share(Automation.MANUAL)) == (4, Decimal("0.5"))
    assert said.groups[0].counts.share(Automation.AUTO) == Decimal("0.3333")


def test_a_requirement_is_automatic_as_far_as_its_indicators_are() -> None:
    said = told(small())
    assert {each.id: each.how.value for each in said.requirements} == {
        "HOME": "partly",
        "BOTH": "partly",
        "HAND": "manual",
    }
    assert said.without_check == ("HAND",)


def test_a_code_that_no_check_says_is_told() -> None:
    wrong = bound("a.1", count=[HOME, {"check": "stale-home", "codes": ["stale", "rotten"]}])
    made = Rubric.model_validate(rubric(indicator("a", points=100, rules=[wrong]), checks=CHECKS))
    (unknown,) = told(made).unknown_codes
    assert (unknown.rule, unknown.check, unknown.code) == ("a.1", "stale-home", "rotten")


def test_the_record_for_programs() -> None:
    said = record(told(small()))
    assert said["total"] == {
        "auto": 1,
        "partly": 1,
        "manual": 2,
        "total": 4,
        "shares": {"auto": 0.25, "partly": 0.25, "manual": 0.5},
    }
    assert said["clauses"][1]["pointers"] == ["一"]
    assert said["clauses"][0]["rules"] == [
        {
            "id": "a.1",
            "mode": "boolean",
            "text": "句",
            "automatic": True,
            "checks": [{"check": "stale-home", "codes": ["stale"], "where": {}}],
        }
    ]
    assert said["clauses"][3]["variants"][0]["classes"] == ["township"]


@pytest.mark.parametrize("rubric_id", rubric_ids())
def test_shipped_rubrics_count_codes_that_exist_and_add_up(rubric_id: str) -> None:
    loaded = load_rubric(rubric_id)
    said = told(loaded)
    assert said.unknown_codes == ()
    assert [clause.indicator for clause in said.clauses] == list(loaded.indicators)
    assert said.total.total == len(loaded.indicators)
    assert sum(each.counts.total for each in said.groups if each.level == 1) == said.total.total
