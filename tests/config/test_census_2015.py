"""The census of 2015: the numbers of its vetoes, what differs from 2019, and what nobody has read."""

from __future__ import annotations

from typing import Any

import pytest

from config.registry import UnitClass
from config.rubric import Indicator, Part, Rubric, Status
from config.rubrics import load_rubric, require_apart

STRUCTURE = {
    "availability": ("首页可用性", "链接可用性"),
    "updates": ("首页栏目", "基本信息"),
    "interaction": ("政务咨询类", "调查征集类", "互动访谈类"),
    "services": ("办事指南", "附件下载", "在线系统"),
}


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubric("census-2015")


def line(rubric: Rubric, name: str) -> Indicator:
    return next(each for each in rubric.indicators if each.id == name)


def rule(rubric: Rubric, name: str) -> Any:
    return next(rule for each in rubric.indicators for rule in each.rules if rule.id == name)


def test_vetoes(rubric: Rubric) -> None:
    vetoes = [each.title for each in rubric.indicators if each.part is Part.VETO]
    assert vetoes == ["站点无法访问", "网站不更新", "栏目不更新", "严重错误", "互动回应差"]
    assert all(number in line(rubric, "V1").clause for number in ("1周", "20次以上", "（含）15秒", "（含）5%"))
    assert rubric.checks["stale-home"].values == {"window": {"days": 14}}
    assert [rule(rubric, f"V3.{number}").veto_at for number in (1, 2, 3)] == [5, 10, 5]
    assert "前1年内" in line(rubric, "V5").clause and "超过3个月" in line(rubric, "V5").clause


def test_columns_of_every_level_count_and_so_do_those_without_dates(rubric: Rubric) -> None:
    """栏目, not 一级栏目; 未注明信息发布时间的视为不更新. The rubric of 2019 counts first-level columns only."""
    pooled, later = rule(rubric, "V3.1"), rule(load_rubric("national-2019"), "V4.1")
    assert "level" not in pooled.count[0].where and later.count[0].where["level"] == (1,)
    assert "一级" not in pooled.text and "一级" in later.text
    for name in ("V3.1", "V3.2", "S2.2.1", "S2.2.2", "S2.2.3"):
        assert set(rule(rubric, name).count[0].codes) == {"stale", "undated"}, name


def test_windows(rubric: Rubric) -> None:
    windows = rubric.checks["stale-column"].values["windows"]
    assert windows["动态要闻"] == {"days": 14}
    assert windows["通知公告"] == windows["政策文件"] == {"months": 6}
    assert windows["人事"] == windows["规划"] == {"months": 12}
    assert "政策解读" not in windows


def test_wrong_words_are_counted_by_a_person(rubric: Rubric) -> None:
    assert rule(rubric, "V4.1").mode == "manual"
    assert "超过3处" in rule(rubric, "V4.1").note


def test_structure_and_what_nobody_has_read(rubric: Rubric) -> None:
    for group, titles in STRUCTURE.items():
        assert tuple(each.title for each in rubric.indicators if each.group == group) == titles
    for each in (*rubric.indicators, *rubric.groups):
        assert each.points is None
    bare = [each for each in rubric.indicators if each.part is Part.DEDUCTION and not each.rules]
    assert {each.clause for each in bare} == {each.title for each in bare}
    assert (rubric.pass_mark, rubric.bonus_points) == (None, None)


def test_elements_of_guides_are_counted_once_by_class(rubric: Rubric) -> None:
    """8 classes, 2 points each: at most 16."""
    elements = rule(rubric, "S4.1.1")
    assert (elements.points_each, elements.at_most, elements.distinct) == (2, 16, "element")
    assert line(rubric, "S4.1").clause.count("、") + 1 == 8


def test_words_told_at_second_hand_are_unconfirmed(rubric: Rubric) -> None:
    for each in rubric.indicators:
        named_only = each.part is Part.DEDUCTION and not each.rules
        assert each.status is (Status.CONFIRMED if named_only else Status.UNCONFIRMED), each.id
        assert all(each.status is Status.UNCONFIRMED for each in each.rules), each.id


def test_points_are_only_for_portals(rubric: Rubric) -> None:
    for each in rubric.indicators:
        wanted = set(UnitClass) if each.part is Part.VETO else {UnitClass.PORTAL}
        assert set(each.applies_to) == wanted, each.id


def test_it_is_no_version_of_the_rubric_of_2019(rubric: Rubric) -> None:
    assert rubric.family != load_rubric("national-2019").family
    require_apart(["census-2015", "national-2019"])
