"""The national rubric says what the reference confirms, and admits what it does not."""

from __future__ import annotations

import pytest

from config.lexicon import column_kinds
from config.mandated import MandatedItem
from config.registry import UnitClass
from config.rubric import Part, Rubric, Rule, Status
from config.rubrics import load_rubric
from config.window import Window


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubric("national-2019")


@pytest.fixture(scope="module")
def items(rubric: Rubric) -> dict[str, MandatedItem]:
    written = rubric.checks["mandated-item"].values["items"]
    found = [MandatedItem.model_validate(item) for item in written]
    assert len({item.id for item in found}) == len(found)
    return {item.id: item for item in found}


def rule(rubric: Rubric, rule_id: str) -> Rule:
    return next(rule for line in rubric.indicators for rule in line.rules if rule.id == rule_id)


def test_marks(rubric: Rubric) -> None:
    assert (rubric.base_points, rubric.pass_mark, rubric.bonus_gate, rubric.min_pages) == (100, 60, 80, 10)
    groups = {group.key: group.points for group in rubric.groups}
    assert groups["services"] == 25


def test_vetoes(rubric: Rubric) -> None:
    assert [line.id for line in rubric.indicators if line.part is Part.VETO] == ["V1", "V2", "V3", "V4", "V5", "V6"]
    assert rule(rubric, "V3.1").veto_at == 1
    pooled = rule(rubric, "V4.1")
    assert pooled.veto_at == 5
    assert pooled.count[0].where == {"kind": ("动态要闻", "通知公告", "政策文件"), "level": (1,)}
    assert rule(rubric, "V4.2").veto_at == 10
    assert rule(rubric, "V4.3").veto_at == 5
    assert set(rule(rubric, "V4.3").count[0].codes) == {"empty", "under-construction"}


def test_points_are_only_for_portals(rubric: Rubric) -> None:
    for line in rubric.indicators:
        if line.part is not Part.VETO:
            assert line.applies_to == (UnitClass.PORTAL,), line.id
        else:
            assert set(line.applies_to) == set(UnitClass), line.id


def test_what_is_remembered_is_never_called_confirmed(rubric: Rubric) -> None:
    for line in rubric.indicators:
        if "记忆" in line.source or "残片" in line.source:
            assert line.status is Status.UNCONFIRMED, line.id
        if line.part is Part.DEDUCTION:
            assert line.status is Status.UNCONFIRMED, line.id
    for group in rubric.groups:
        assert "记忆" not in group.source or group.status is Status.UNCONFIRMED


def test_amounts_nobody_has_read_cost_nothing(rubric: Rubric) -> None:
    for rule_id in ("D1.8.1", "D1.8.2"):
        assert rule(rubric, rule_id).points_each is None
    other = next(line for line in rubric.indicators if line.id == "D1.8")
    assert other.points is None
    assert other.manual_reason


def test_no_stale_column_costs_twice(rubric: Rubric) -> None:
    """不重复扣分: a kind and level that has its own indicator is not counted among the other columns."""
    own = {
        (kind, level)
        for rule_id in ("D1.4.2", "D1.5.2", "D1.6.2")
        for counted in rule(rubric, rule_id).count
        for kind in counted.where["kind"]
        for level in counted.where["level"]
    }
    other = {
        (kind, level)
        for counted in rule(rubric, "D1.8.2").count
        for kind in counted.where["kind"]
        for level in counted.where.get("level", range(1, 10))
    }
    assert own & other == set()
    windows = rubric.checks["stale-column"].values["windows"]
    assert {kind for kind, _ in own | other} == set(windows)


def test_windows_belong_to_kinds_that_exist_and_can_be_updated(rubric: Rubric) -> None:
    windows = rubric.checks["stale-column"].values["windows"]
    for kind, window in windows.items():
        Window.model_validate(window)
        assert kind in column_kinds().names
        assert kind not in column_kinds().static_kinds
    assert windows["动态要闻"] == {"days": 14}
    assert windows["通知公告"] == windows["政策文件"] == {"months": 6}


def test_rules_ask_for_items_and_kinds_that_exist(rubric: Rubric, items: dict[str, MandatedItem]) -> None:
    for line in rubric.indicators:
        for counted in (counted for rule in line.rules for counted in rule.count):
            assert set(counted.where.get("item", ())) <= set(items)
            assert set(counted.where.get("kind", ())) <= set(column_kinds().names)


def test_the_items_of_the_design_are_there(items: dict[str, MandatedItem]) -> None:
    assert {
        "disclosure-guide",
        "disclosure-rules",
        "statutory-content",
        "annual-report",
        "on-request",
        "catalogue",
        "leaders",
        "functions",
        "budget",
        "overview",
    } <= set(items)
    report = items["annual-report"].yearly
    assert report is not None
    assert report.due == {UnitClass.DEPARTMENT: "01-31", UnitClass.PORTAL: "03-31"}
    assert items["overview"].applies_to == (UnitClass.PORTAL,)


@pytest.mark.parametrize(
    ("item", "text", "is_it"),
    [
        ("disclosure-guide", "青禾县人民政府信息公开指南（2026年修订）", True),
        ("disclosure-guide", "关于印发《青禾县政府信息公开指南》的通知", True),
        ("disclosure-guide", "县政府召开政府信息公开指南编制培训会", False),
        ("disclosure-guide", "办事指南", False),
        ("annual-report", "青禾县教育局2025年政府信息公开工作年度报告", True),
        ("annual-report", "政府信息公开年报", True),
        ("annual-report", "政府网站工作年度报表", False),
        ("annual-report", "关于做好2025年政府信息公开工作年度报告编制工作的通知", False),
        ("on-request", "依申请公开", True),
        ("catalogue", "政府信息主动公开基本目录", True),
        ("catalogue", "政府集中采购目录", False),
        ("leaders", "县政府领导", True),
        ("leaders", "领导信箱", False),
        ("functions", "机构职能", True),
        ("functions", "机构职能调整", False),
        ("budget", "2026年部门预算", True),
        ("budget", "财政预决算", True),
        ("budget", "政府采购预算公告（招标）", False),
        ("overview", "走进青禾", True),
        ("overview", "机构概况", False),
        ("news", "青禾要闻", True),
        ("interpretation", "政策解读", True),
        ("policy-files", "政策文件", True),
    ],
)
def test_names(items: dict[str, MandatedItem], item: str, text: str, is_it: bool) -> None:
    assert items[item].matches(text) is is_it
