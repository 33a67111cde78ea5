"""Whatever text a plan holds: either one clear error or a valid file, and every reading stands where it says."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import UserError
from xuncha.drafting.draft import draft_plan
from xuncha.drafting.draft_yaml import draft_yaml
from xuncha.drafting.phrases import phrases_in
from xuncha.drafting.units import units_in

PIECES = [
    *(
        "一、",
        "二、",
        "（一）",
        "（二）",
        "(3)",
        "1.",
        "2、",
        "①",
        "第一条 ",
        "附件",
        "附件：名单",
        "序号 工作任务 具体要求 责任单位",
    ),
    *(
        "云岭县2031年工作要点",
        "各镇街",
        "要",
        "每年",
        "每季度",
        "每两个月",
        "至少",
        "不少于",
        "2次",
        "五种",
        "一月一期",
        "3",
        "0次",
    ),
    *(
        "2月30日前",
        "13月底前",
        "年底前",
        "10个工作日内",
        "零个月内",
        "100%",
        "120%",
        "均要",
        "、",
        "，",
        "。",
        "；",
        "“",
        "”",
        "（",
        "）",
    ),
    *("公开", "目录", "政策解读", "依申请", "等要素", "\n", "\n\n", " ", "　", ": ", "# ", "- ", "'", '"', "{", "\t"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_readings_stand_where_they_say(text: str) -> None:
    for phrase in phrases_in(text):
        assert text[phrase.start : phrase.end] == phrase.text
    for unit in units_in(text):
        assert text[unit.start : unit.end] == unit.text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=5, max_size=80).map("".join))
def test_a_plan_gives_a_valid_file_or_one_error(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        path.write_text(text, encoding="utf-8")
        try:
            draft = draft_plan(path)
        except UserError as error:
            assert error.key in ("plan-without-text", "plan-without-clauses")
            return
        assert draft_yaml(draft, "plan", year=2031)
