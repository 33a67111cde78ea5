"""Whatever a table holds: either one clear error or a valid file."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import UserError
from tests.xuncha.importing.tables import write
from xuncha.importing.import_table import import_table

HEADERS = ["一级指标", "二级指标", "指标", "分值", "权重", "评分标准", "责任单位", "镇街", "部门", "备注", "其他"]
CELLS = [
    *(
        "",
        "",
        "目录",
        "公报（5分）",
        "5",
        "10",
        "0",
        "2.5",
        "30%",
        "1-3分",
        "-",
        "未公开扣5分。",
        "每缺一项扣1分，最多扣3分",
    ),
    *("得5分", "加2分", "单项否决", "合计", "注：说明", "前一半50%，后一半50%", ": #", "甲\n乙", "不得分"),
]


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """A header, some rows, and merged areas that do not overlap."""
    width, height = draw(st.integers(2, 5)), draw(st.integers(1, 6))
    rows = [[draw(st.sampled_from(HEADERS)) for _ in range(width)]]
    rows += [[draw(st.sampled_from(CELLS)) for _ in range(width)] for _ in range(height)]
    areas = []
    for column in range(width):
        top = draw(st.integers(1, height))
        bottom = draw(st.integers(top, height))
        if bottom > top:
            areas.append((top, column, bottom, column))
    return rows, areas


@settings(max_examples=150, deadline=None)
@given(tables(), st.sampled_from([".html", ".xlsx"]))
def test_a_table_gives_a_valid_file_or_one_error(
    table: tuple[list[list[str]], list[tuple[int, int, int, int]]], suffix: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / f"table{suffix}", *table)
        try:
            done = import_table(path, rubric_id="table", since=date(2031, 1, 1))
        except UserError as error:
            assert error.key in ("table-header", "table-empty", "table-class-totals"), error.text()
            return
        assert done.text
