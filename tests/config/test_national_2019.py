"""The national rubric says what the reference confirms, and admits what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from config.lexicon import column_kinds
from config.mandated import MandatedItem
from config.registry import Unit, UnitClass
from config.rubric import Indicator, Part, Rubric, Status
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


def line(rubric: Rubric, indicator_id: str) -> Indicator:
    return next(each for each in rubric.indicators if each.id == indicator_id)


def rule(rubric: Rubric, rule_id: str) -> Any:
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
        elif line.id != "V6":
            assert set(line.applies_to) == set(UnitClass), line.id


@pytest.mark.parametrize(
    ("unit_class", "tags", "asked"),
    [
        (UnitClass.PORTAL, (), True),
        (UnitClass.PORTAL, ("no-external-service",), False),
        (UnitClass.TOWNSHIP, (), True),
        (UnitClass.INSTITUTION, (), True),
        (UnitClass.SERVICE_DEPARTMENT, (), True),
        (UnitClass.INTERNAL_DEPARTMENT, (), False),
        (UnitClass.DEPARTMENT, (), None),
    ],
)
def test_services_are_asked_of_those_who_serve(
    rubric: Rubric, unit_class: UnitClass, tags: tuple[str, ...], asked: bool | None
) -> None:
    """V6 注：对没有对外服务职能的部门不检查. Whether a plain department has one is not known."""
    unit = Unit.model_validate({"id": "u", "name": "某单位", "class": unit_class, "tags": tags})
    assert rubric.applies(line(rubric, "V6"), unit, {}) is asked


def test_the_rest_is_scaled_up_where_services_are_not_checked(rubric: Rubric) -> None:
    """指标说明: 75 × 4/3 = 100."""
    [rule] = rubric.reweighting
    assert (rule.item, rule.mode, rule.status) == ("services", "scale", Status.UNCONFIRMED)
    [services] = [group for group in rubric.groups if group.key == "services"]
    assert rubric.base_points is not None and services.points is not None
    rest = rubric.base_points - services.points
    assert rest == 75 and rest * 4 / 3 == rubric.base_points
    unit = Unit.model_validate({"id": "u", "name": "某部", "class": "portal", "tags": ["no-external-service"]})
    left = {each.group for each in rubric.indicators if rubric.applies(each, unit, {}) is not False}
    assert "services" not in left and {"publishing", "interaction", "functions"} <= left


def test_every_sub_clause_of_a_veto_has_a_rule(rubric: Rubric) -> None:
    rules = {each.id: [rule.id for rule in each.rules] for each in rubric.indicators if each.part is Part.VETO}
    counts = {veto: len(found) for veto, found in rules.items()}
    assert counts == {"V1": 6, "V2": 1, "V3": 1, "V4": 3, "V5": 2, "V6": 3}
    for each in rubric.indicators:
        if each.part is Part.VETO:
            assert all(rule.text in each.clause.replace(" ", "") for rule in each.rules), each.id


def test_constants_of_the_notice(rubric: Rubric) -> None:
    """The numbers that checks, people and the score need, each in the clause that it comes from."""
    probe = rule(rubric, "V2.1").text
    assert all(number in probe for number in ("监测1周", "20次以上", "（含）15秒", "（含）5%"))
    assert rubric.checks["stale-home"].values == {"window": {"days": 14}}
    assert "前1年内" in rule(rubric, "V5.2").text and "超过3个月" in rule(rubric, "V5.2").text
    assert "缺失4类及以上" in rule(rubric, "V6.2").text and "超过（含）5个" in rule(rubric, "V6.2").text
    assert (rubric.base_points, rubric.bonus_points) == (100, 30)
    assert (rule(rubric, "V4.2").warn_at, rule(rubric, "V4.3").warn_at) == (6, 3)
    assert rule(rubric, "D2.2.1").points == 2
    assert rule(rubric, "D3.3.1").points == 3
    assert rule(rubric, "D3.4.1").due.within.working_days == 5


def test_all_headings_of_the_notice_are_there(rubric: Rubric) -> None:
    titles: dict[Part, list[str]] = {}
    for each in rubric.indicators:
        titles.setdefault(each.part, []).append(each.title)
    assert titles[Part.DEDUCTION] == [
        *("概况信息", "机构职能", "领导信息", "动态要闻", "政策文件", "政策解读", "解读比例", "其他栏目"),
        *("事项公开", "办事统计数据", "办事指南", "内容准确", "表格样表"),
        *("信息提交", "统计数据", "留言公开", "办理答复", "征集调查"),
        *(
            "域名名称",
            "网站标识",
            "可用性",
            "“我为政府网站找错”",
            "站内搜索",
            "一号登录",
            "页面标签",
            "兼容性",
            "IPv6改造",
        ),
    ]
    assert titles[Part.BONUS] == [
        *("数据发布", "数据开放", "解读形式", "服务功能", "服务评价", "实时互动", "常见问题库", "在线访谈"),
        *("智能搜索", "移动端适配", "无障碍", "个性化"),
    ]


def test_what_is_only_remembered_is_worth_nothing_in_the_bonus(rubric: Rubric) -> None:
    for each in rubric.indicators:
        if each.part is Part.BONUS:
            assert (each.points, each.rules, each.status) == (None, (), Status.UNCONFIRMED), each.id


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
