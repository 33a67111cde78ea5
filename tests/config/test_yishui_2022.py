"""The sample of a five-level questionnaire: its leaves, their sum, and the parts that nobody has read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from config.rubric import Form, Part, Rubric, Status
from config.rubrics import load_rubric

LEAVES = {
    "Y1": ("规范性文件集中发布", "0.5"),
    "Y2": ("列明标题、正文、文号、成文日期、发布日期、有效性", "1"),
    "Y3": ("清理结果（至少每2年）", "0.5"),
    "Y4": ("有效性标注更新", "1"),
    "Y5": ("其他文件栏目", "0.25"),
    "Y6": ("列明标题、正文、文号、成文日期、发布日期", "0.5"),
    "Y7": ("机构职能统一格式", "0.5"),
    "Y8": ("负责人与内设机构", "0.25"),
    "Y9": ("领导信息（姓名、现任职务职级、性别、民族、出生年月、学历学位、政治面貌、照片）", "0.5"),
    "Y10": ("统计公报", "0.5"),
}


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubric("yishui-2022")


def test_leaves(rubric: Rubric) -> None:
    assert rubric.form is Form.ADDITIVE
    assert {line.id: (line.clause, str(line.points)) for line in rubric.indicators} == LEAVES
    assert {line.part for line in rubric.indicators} == {Part.CREDIT}
    assert {line.points for line in rubric.indicators} == {Decimal("0.25"), Decimal("0.5"), Decimal(1)}


def test_every_leaf_stands_on_the_fifth_level(rubric: Rubric) -> None:
    assert rubric.levels == ("一级指标", "二级指标", "三级指标", "四级指标", "五级指标")
    for line in rubric.indicators:
        above = rubric.tree.ancestors(line)
        assert (len(above), above[-1].key) == (4, "open"), line.id


def test_what_nobody_has_read_is_null(rubric: Rubric) -> None:
    points = {group.key: group.points for group in rubric.groups}
    assert points["open"] == 45
    assert points["open-rest"] is None and points["rest"] is None
    known = sum(line.points or 0 for line in rubric.indicators)
    assert known == Decimal("5.5") and points["open"] - known == Decimal("39.5")
    [rest] = [group for group in rubric.groups if group.key == "open-rest"]
    assert rest.note is not None and "5.5分" in rest.note and "39.5分" in rest.note


def test_all_of_it_is_unconfirmed(rubric: Rubric) -> None:
    listed = (*rubric.groups, *rubric.indicators, *(rule for line in rubric.indicators for rule in line.rules))
    assert {each.status for each in listed} == {Status.UNCONFIRMED}
