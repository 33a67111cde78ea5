"""Kinds of columns by their names, as portals really name them: cases/column-kinds.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from config.column_kind import is_of_past_year
from config.lexicon import column_kinds

CASES = [
    tuple(map(str, case))
    for group in YAML(typ="safe", pure=True)
    .load((Path(__file__).parent / "cases/column-kinds.yaml").read_text("utf-8"))
    .values()
    for case in group
]
JUDGED = {"动态要闻", "通知公告", "政策文件", "政策解读", "人事", "规划", "财政", "其他应更新"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0] or "no name")
def test_kind(case: tuple[str, ...]) -> None:
    described, kind = case[:2]
    path, _, column_type = described.partition(" | ")
    *above, name = path.split(">")
    match = column_kinds().classify(name, ["首页", *above, name], column_type or None)
    assert match[:2] == (kind, case[2] if len(case) > 2 else "name")
    assert bool(match.word) is (match.reason != "default")


def test_there_are_many_names_and_every_kind_has_some() -> None:
    assert len(CASES) >= 150
    assert len({case[0] for case in CASES}) == len(CASES)
    assert {case[1] for case in CASES} == set(column_kinds().names)


def test_every_kind_with_a_window_is_told_by_traps_too() -> None:
    """A name that only sounds like a kind with a window must not get it."""
    assert set(column_kinds().names) >= JUDGED
    assert not JUDGED & column_kinds().static_kinds


def test_the_word_that_fitted_is_kept() -> None:
    classify = column_kinds().classify
    assert classify("青禾要闻").word == "要闻"
    assert classify("青政办发").word == ".{1,4}[政办]办?[发字函]"
    assert classify("县直部门", ["首页", "通知公告", "县直部门"]).word == "通知公告"
    assert classify("本级", column_type="信息公开，政策文件").word == "政策文件"


@pytest.mark.parametrize(
    ("names", "past"),
    [
        (["2024年"], True),
        (["2025年"], False),
        (["2026年"], False),
        (["财政预决算", "2019年度", "部门预算"], True),
        (["2021-2023年规划"], True),
        (["２０１９年"], True),
        (["2021—2025年"], False),
        (["国办发12019号"], False),
        (["二〇二四年", "通知公告"], True),
        (["二零二四年"], True),
        (["二〇二一至二〇二五年"], False),
        (["二〇二五年"], False),
        (["十三五规划", "工作动态"], True),
        (["“十二五”和“十三五”"], True),
        (["第十三个五年规划"], True),
        (["“十四五”规划"], False),
        (["十三五、十四五规划"], False),
        (["十五五规划"], False),
        (["十一五一假期"], False),
        (["二十大精神"], False),
        (["政策文件"], False),
        ([], False),
    ],
)
def test_columns_of_past_years(names: list[str], past: bool) -> None:
    assert is_of_past_year(names, 2025) is past


def test_a_plan_is_past_when_its_five_years_are() -> None:
    assert not is_of_past_year(["“十四五”规划"], 2025)
    assert is_of_past_year(["“十四五”规划"], 2026)


@given(st.text(max_size=20), st.lists(st.text(max_size=10), max_size=3), st.none() | st.text(max_size=20))
def test_every_column_has_a_kind(name: str, breadcrumb: list[str], column_type: str | None) -> None:
    assert column_kinds().classify(name, breadcrumb, column_type).kind in column_kinds().names
    assert is_of_past_year([name], 1) is False
