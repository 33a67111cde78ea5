"""Indicator tables of one to five levels, with weights on any of them, come out as valid rubrics."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from config.errors import UserError
from config.registry import UnitClass
from config.rubric import BonusRule, BooleanRule, Evidence, Form, ManualRule, OccurrenceRule, Part, Rubric, Status
from tests.xuncha.importing.tables import Area, write
from tests.xuncha.runs import xuncha
from xuncha.importing.import_table import Imported, import_table
from xuncha.importing.table_yaml import trouble_text
from xuncha.rubric_file import checked_rubric

FORMATS = [".xlsx", ".docx", ".html"]
SINCE = date(2031, 1, 1)

THREE = [
    ["云岭县2031年政务公开考核指标", "", "", "", "", "", ""],
    ["一级指标", "权重", "二级指标", "三级指标", "分值", "评分标准", "责任单位"],
    ["主动公开", "60", "机构信息", "机构职能", "20", "未公开的，扣20分；每缺一项要素扣2分，最多扣10分。", "县委编办"],
    ["", "", "", "领导信息", "20", "每发现一处不准确扣0.5分。", "县政府办公室、各部门"],
    ["", "", "财政信息", "预决算", "20", "未按期公开的不得分。", "县财政局"],
    ["依申请公开", "40", "渠道", "申请渠道", "40", "模拟申请，由检查人员酌情评定。", "各部门"],
    ["合计", "100", "", "", "", "", ""],
    ["注：得分四舍五入，保留一位小数。", "", "", "", "", "", ""],
]
THREE_MERGED: list[Area] = [(0, 0, 0, 6), (2, 0, 4, 0), (2, 1, 4, 1), (2, 2, 3, 2), (7, 0, 7, 6)]


def imported(path: Path, rows: list[list[str]], merged: Sequence[Area] = (), **options: Any) -> tuple[Rubric, Imported]:
    done = import_table(write(path, rows, merged), rubric_id="table", since=SINCE, **options)
    return checked_rubric(done.text), done


@pytest.mark.parametrize("suffix", FORMATS)
def test_three_levels_with_merged_cells(tmp_path: Path, suffix: str) -> None:
    rubric, done = imported(tmp_path / f"table{suffix}", THREE, THREE_MERGED)
    assert done.troubles == ()
    assert (rubric.form, rubric.base_points) == (Form.DEDUCTION, 100)
    assert [(group.name, group.points, group.parent) for group in rubric.groups] == [
        ("主动公开", 60, None),
        ("机构信息", None, "g1"),
        ("财政信息", None, "g1"),
        ("依申请公开", 40, None),
        ("渠道", None, "g2"),
    ]
    assert [(line.title, line.points, rubric.heading(line)) for line in rubric.indicators] == [
        ("机构职能", 20, "机构信息"),
        ("领导信息", 20, "机构信息"),
        ("预决算", 20, "财政信息"),
        ("申请渠道", 40, "渠道"),
    ]
    assert rubric.indicators[0].clause == THREE[2][5]
    assert rubric.indicators[1].responsible == ("县政府办公室", "各部门")
    assert all(line.status is Status.UNCONFIRMED and line.manual_reason for line in rubric.indicators)
    assert "注：得分四舍五入，保留一位小数。" in rubric.notes


def test_scoring_words_become_rules_without_a_check(tmp_path: Path) -> None:
    rubric, _ = imported(tmp_path / "table.xlsx", THREE, THREE_MERGED)
    once, each = rubric.indicators[0].rules
    assert isinstance(once, BooleanRule)
    assert (once.points, once.text) == (20, "未公开的，扣20分；")
    assert isinstance(each, OccurrenceRule)
    assert (each.points_each, each.at_most) == (2, 10)
    (half,) = rubric.indicators[1].rules
    assert isinstance(half, OccurrenceRule)
    assert (half.points_each, half.at_most) == (Decimal("0.5"), None)
    (all_of_it,) = rubric.indicators[2].rules
    assert isinstance(all_of_it, BooleanRule)
    assert all_of_it.points == 20
    assert rubric.indicators[3].rules == ()
    assert not any(rule.count for line in rubric.indicators for rule in line.rules)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("levels", [1, 2, 3, 4, 5])
def test_one_to_five_levels(tmp_path: Path, suffix: str, levels: int) -> None:
    names = ["一级指标", "二级指标", "三级指标", "四级指标", "五级指标"][:levels] if levels > 1 else ["考核内容"]
    rows = [[*names, "分值"]]
    rows += [[*[f"甲{rank}" for rank in range(1, levels)], f"是否公开事项{at}", "0.25"] for at in range(4)]
    for row in rows[2:]:
        row[: levels - 1] = [""] * (levels - 1)
    merged = [(1, column, 4, column) for column in range(levels - 1)]
    rubric, done = imported(tmp_path / f"table{suffix}", rows, merged)
    assert done.troubles == ()
    assert len(rubric.groups) == levels - 1
    assert [line.title for line in rubric.indicators] == [f"是否公开事项{at}" for at in range(4)]
    assert all(line.points == Decimal("0.25") for line in rubric.indicators)
    assert rubric.base_points == 1
    assert rubric.levels == tuple(names)
    assert {rubric.tree.level(line) for line in rubric.indicators} == {levels}


@pytest.mark.parametrize("suffix", FORMATS)
def test_weights_on_the_group_level_only(tmp_path: Path, suffix: str) -> None:
    rows = [
        ["一级指标", "权重", "二级指标", "检查方式"],
        ["主动公开", "70%", "目录", "网上检查"],
        ["", "", "公报", "查阅材料"],
        ["依申请公开", "30%", "渠道", "模拟申请"],
    ]
    rubric, done = imported(tmp_path / f"table{suffix}", rows, [(1, 0, 2, 0), (1, 1, 2, 1)])
    assert done.troubles == ()
    assert [group.points for group in rubric.groups] == [70, 30]
    assert [line.points for line in rubric.indicators] == [None, None, None]
    assert rubric.base_points == 100
    assert [line.evidence for line in rubric.indicators] == [
        (Evidence.ONLINE,), (Evidence.DOCUMENTS,), (Evidence.SIMULATED,),
    ]  # fmt: skip
    assert rubric.indicators[2].look_at == "模拟申请"


def test_a_weight_merged_over_several_leaves_belongs_to_what_they_share(tmp_path: Path) -> None:
    rows = [
        ["一级指标", "二级指标", "分值"],
        ["主动公开", "目录", "60"],
        ["", "公报", ""],
        ["依申请公开", "渠道", "40"],
    ]
    rubric, done = imported(tmp_path / "table.xlsx", rows, [(1, 0, 2, 0), (1, 2, 2, 2)])
    assert done.troubles == ()
    assert {group.name: group.points for group in rubric.groups}["主动公开"] == 60
    assert [line.points for line in rubric.indicators] == [None, None, 40]


def test_names_left_blank_instead_of_merged_go_on(tmp_path: Path) -> None:
    rows = [
        ["一级指标", "二级指标", "分值"],
        ["主动公开", "目录", "60"],
        ["", "公报", "10"],
        ["依申请公开", "渠道", "30"],
    ]
    rubric, _ = imported(tmp_path / "table.xlsx", rows)
    assert [rubric.heading(line) for line in rubric.indicators] == ["主动公开", "主动公开", "依申请公开"]
    assert rubric.base_points == 100


def test_ranges_stay_ranges(tmp_path: Path) -> None:
    rows = [
        ["指标", "分值", "备注"],
        ["政策解读", "0.5–3.5分", "按单位类别取值"],
        ["公报", "2～4", ""],
        ["目录", "10分", ""],
    ]
    rubric, done = imported(tmp_path / "table.xlsx", rows)
    assert done.troubles == ()
    ranges = [line.points_range for line in rubric.indicators]
    assert ranges[0] is not None
    assert (ranges[0].low, ranges[0].high) == (Decimal("0.5"), Decimal("3.5"))
    assert ranges[1] is not None
    assert rubric.indicators[0].note == "按单位类别取值"
    assert rubric.indicators[2].points == 10


def test_partial_credit_is_shared_out(tmp_path: Path) -> None:
    words = "图标可见50%，点击可显示信息30%，有证书20%"
    rows = [["检查指标", "分值", "评分细则"], ["党政机关网站标识", "0.5", words], ["公报", "9.5", "未开设的扣9.5分"]]
    rubric, _ = imported(tmp_path / "table.docx", rows)
    rules = rubric.indicators[0].rules
    assert [(rule.text, rule.points) for rule in rules if isinstance(rule, BooleanRule)] == [
        ("图标可见50%", Decimal("0.25")),
        ("点击可显示信息30%", Decimal("0.15")),
        ("有证书20%", Decimal("0.1")),
    ]
    assert rubric.indicators[0].clause == words


def test_rows_of_one_leaf_are_its_rules_and_their_weights_its_sum(tmp_path: Path) -> None:
    rows = [
        ["一级指标", "二级指标", "评分标准", "分值"],
        ["主动公开", "目录", "已编制目录的得3分。", "3"],
        ["", "", "目录更新的得2分。", "2"],
        ["", "公报", "已公开的得5分。", "5"],
    ]
    rubric, done = imported(tmp_path / "table.xlsx", rows, [(1, 0, 3, 0), (1, 1, 2, 1)])
    assert done.troubles == ()
    assert rubric.form is Form.ADDITIVE
    first = rubric.indicators[0]
    assert (first.part, first.points) == (Part.CREDIT, 5)
    assert [rule.worth for rule in first.rules] == [3, 2]
    assert first.clause == "已编制目录的得3分。\n目录更新的得2分。"


def test_parts_of_a_table(tmp_path: Path) -> None:
    rows = [
        ["指标", "分值", "评分细则"],
        ["一、单项否决指标", "", ""],
        ["站点无法访问", "", "一周内打不开次数占比超过5%。"],
        ["二、扣分指标", "", ""],
        ["目录", "60", "未公开的扣60分。"],
        ["公报", "40", "每缺一期扣5分。"],
        ["三、加分指标", "", ""],
        ["创新案例", "5", "每有一个案例加1分，最多加5分。"],
    ]
    merged = [(at, 0, at, 2) for at in (1, 3, 6)]
    rubric, done = imported(tmp_path / "table.xlsx", rows, merged)
    assert done.troubles == ()
    assert [line.part for line in rubric.indicators] == [Part.VETO, Part.DEDUCTION, Part.DEDUCTION, Part.BONUS]
    assert (rubric.base_points, rubric.bonus_points) == (100, 5)
    (bonus,) = rubric.indicators[3].rules
    assert isinstance(bonus, BonusRule)
    assert (bonus.points_each, bonus.at_most) == (1, 5)


CLASSES = [
    ["一级指标", "二级指标", "分值", ""],
    ["", "", "县直部门", "镇街"],
    ["主动公开", "目录", "40", "50"],
    ["", "权责清单", "10", "-"],
    ["依申请公开", "渠道", "50", "50"],
]
CLASSES_MERGED: list[Area] = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (2, 0, 3, 0)]


@pytest.mark.parametrize("suffix", FORMATS)
def test_columns_for_classes_of_units(tmp_path: Path, suffix: str) -> None:
    rubric, done = imported(tmp_path / f"table{suffix}", CLASSES, CLASSES_MERGED)
    assert done.troubles == ()
    lines = {line.title: line for line in rubric.indicators}
    assert lines["权责清单"].applies_to == (UnitClass.DEPARTMENT,)
    assert lines["目录"].for_class(UnitClass.DEPARTMENT).points == 40
    assert lines["目录"].for_class(UnitClass.TOWNSHIP).points == 50
    assert lines["渠道"].variants == ()
    assert rubric.base_points == 100


def test_classes_with_other_totals_are_imported_one_by_one(tmp_path: Path) -> None:
    rows = [row[:] for row in CLASSES]
    rows[2][3] = "30"
    with pytest.raises(UserError) as raised:
        imported(tmp_path / "table.xlsx", rows, CLASSES_MERGED)
    assert raised.value.key == "table-class-totals"
    assert "department: 100" in raised.value.text("zh")
    rubric, _ = imported(tmp_path / "one.xlsx", rows, CLASSES_MERGED, unit_class=UnitClass.TOWNSHIP)
    assert rubric.base_points == 80
    assert [line.title for line in rubric.indicators] == ["目录", "渠道"]


def test_cells_that_cannot_be_told_are_named_by_their_address(tmp_path: Path) -> None:
    rows = [
        ["一级指标", "权重", "二级指标", "分值", "奇怪的列"],
        ["主动公开", "60", "目录", "每项若干", "x"],
        ["", "", "公报", "20", "y"],
        ["依申请公开", "40", "渠道", "30", "z"],
    ]
    rubric, done = imported(tmp_path / "table.xlsx", rows, [(1, 0, 2, 0), (1, 1, 2, 1)])
    said = [trouble_text(trouble, "zh") for trouble in done.troubles]
    assert [(trouble.cell.address, trouble.key) for trouble in done.troubles] == [
        ("指标!E1", "header"),
        ("指标!D2", "weight"),
        ("指标!B4", "sum"),
    ]
    assert all(sentence in rubric.notes for sentence in said)
    assert {group.name: group.points for group in rubric.groups} == {"主动公开": 60, "依申请公开": None}
    assert rubric.base_points == 90


def test_points_behind_a_name_are_its_weight(tmp_path: Path) -> None:
    rows = [
        ["一级指标", "二级指标", "评分标准"],
        ["主动公开（60分）", "目录（60分）", "未公开扣10分。"],
        ["互动（40分）", "留言（40分）", "酌情。"],
    ]
    rubric, _ = imported(tmp_path / "table.html", rows)
    assert [group.points for group in rubric.groups] == [60, 40]
    assert [line.points for line in rubric.indicators] == [60, 40]
    assert rubric.groups[0].clause == "主动公开（60分）"


def test_a_table_without_points_is_a_check_list(tmp_path: Path) -> None:
    rubric, _ = imported(
        tmp_path / "table.docx", [["一级指标", "二级指标", "责任单位"], ["主动公开", "是否编制目录", "各部门"]]
    )
    assert rubric.form is Form.CHECKLIST
    assert rubric.indicators[0].part is Part.CLAUSE


def test_amounts_over_the_points_are_left_to_a_person(tmp_path: Path) -> None:
    rubric, _ = imported(
        tmp_path / "t.xlsx", [["指标", "分值", "评分标准"], ["目录", "5", "未公开的扣10分。每缺一项扣1分。"]]
    )
    assert [type(rule) for rule in rubric.indicators[0].rules] == [ManualRule, OccurrenceRule]


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("table.xls", b"\xd0\xcf\x11\xe0", "table-format"),
        ("table.xlsx", b"no archive", "plan-unreadable"),
        ("table.docx", b"no archive", "plan-unreadable"),
        ("table.html", "<p>没有表格</p>".encode(), "table-missing"),
        ("table.html", "<table><tr><td>姓名</td><td>电话</td></tr></table>".encode(), "table-header"),
        ("table.html", "<table><tr><td>指标</td><td>分值</td></tr></table>".encode(), "table-empty"),
    ],
)
def test_what_cannot_be_read_gets_one_error(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError) as raised:
        import_table(path, rubric_id="x", since=SINCE)
    assert raised.value.key == key
    assert str(path) in raised.value.text("zh")


def test_several_tables_need_a_choice(tmp_path: Path) -> None:
    path = write(tmp_path / "table.xlsx", [["指标", "分值"], ["目录", "5"]])
    book = openpyxl.load_workbook(path)
    second = book.create_sheet("B类")
    second.append(["指标", "分值"])
    second.append(["公报", 7])
    book.save(path)
    with pytest.raises(UserError) as raised:
        import_table(path, rubric_id="x", since=SINCE)
    assert raised.value.key == "table-several"
    assert "2 (B类)" in raised.value.text("zh")
    assert checked_rubric(import_table(path, rubric_id="x", since=SINCE, table=2).text).base_points == 7
    with pytest.raises(UserError) as raised:
        import_table(path, rubric_id="x", since=SINCE, table=3)
    assert raised.value.key == "table-number"


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "table.xlsx", [["指标", "分值"], ["目录", "5"]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(UserError) as raised:
        import_table(path, rubric_id="x", since=SINCE)
    assert raised.value.key == "office-extra"


def test_the_command(tmp_path: Path) -> None:
    table, out = write(tmp_path / "yunling-2031.xlsx", THREE, THREE_MERGED), tmp_path / "rubric.yaml"
    done = xuncha("rubric", "import", table, "--out", out, "--from", "2031-03-01")
    assert done.returncode == 0, done.stderr
    assert "4 项指标" in done.stderr
    made = checked_rubric(out.read_text(encoding="utf-8"))
    assert (made.id, made.effective_from) == ("yunling-2031", date(2031, 3, 1))
    before = out.read_bytes()
    again = xuncha("rubric", "import", table, "--out", out)
    assert again.returncode == 2
    assert out.read_bytes() == before
    assert xuncha("rubric", "validate", out).returncode == 0
