"""What two assessors' sheets say about each other."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import UserError
from config.problems import InvalidData
from reports.sheet.compare import Comparison, Differs, cohens_kappa, compare
from reports.sheet.compare_text import lines, record
from reports.sheet.read import read_sheet
from tests.reports.sheet.filled import A1, C1, D1, D2, V1, ZHEN_A1, Pen

NAMES = ("甲.xlsx", "乙.xlsx")


def of(tmp_path: Path, first: Pen, second: Pen) -> Comparison:
    return compare(read_sheet(first.save(tmp_path / NAMES[0])), read_sheet(second.save(tmp_path / NAMES[1])), "zh")


def test_differences_are_listed_with_both_entries(tmp_path: Path) -> None:
    first = Pen().decide(D1, 1).decide(D2, 2).decide(A1, "已落实").decide(V1, "不存在")
    second = Pen().decide(D1, 1.0, "李某").decide(D2, 3, "李某").decide(A1, "未落实", "李某").decide(C1, 4, "李某")
    second.put(A1, "remark", "打不开")
    found = of(tmp_path, first, second)
    assert [(each.row.key, each.how) for each in found.differences] == [
        (V1, Differs.ONLY_FIRST),
        (D2, Differs.DECISION),
        (C1, Differs.ONLY_SECOND),
        (A1, Differs.DECISION),
    ]
    said = found.agreement
    assert (said.items, said.both, said.equal, said.neither, said.yes_no) == (7, 3, 1, 2, 1)
    assert said.rate == Fraction(1, 3)
    text = "\n".join(lines(found, NAMES, "zh"))
    assert "青山县人民政府 1-a 指标1-a\n  甲.xlsx：已落实（王某 2025-12-01）" in text
    assert "  乙.xlsx：未落实（李某 2025-12-01）打不开" in text and "一致率：33.3%" in text
    assert "青山县人民政府 C1 指标C1\n  甲.xlsx：未评定\n  乙.xlsx：4 分（李某 2025-12-01）" in text
    written = record(found, NAMES)
    assert (written["agreement_rate"], written["differences"][1]["second"]["lost"]) == (0.3333, 3)
    assert written["differences"][0] == {
        "how": "only-first",
        "rubric": "demo",
        "unit": "xian",
        "indicator": "V1",
        "title": "+cmd|' /C calc'!A0",
        "first": {
            "lost": None,
            "fulfilled": True,
            "remark": "",
            "evidence": "",
            "assessor": "王某",
            "assessed_on": "2025-12-01",
            "cell": "甲.xlsx 评分表!N3",
        },
        "second": None,
    }


def test_equal_sheets_and_empty_sheets(tmp_path: Path) -> None:
    same = of(tmp_path, Pen().decide(D1, 1).decide(A1, "已落实"), Pen().decide(D1, 1).decide(A1, "已落实"))
    assert not same.differences and same.agreement.rate == 1 and same.agreement.kappa is None
    assert any("没有不一致的项" in line for line in lines(same, NAMES, "zh"))
    nothing = of(tmp_path, Pen(), Pen())
    assert not nothing.differences and nothing.agreement.rate is None
    assert any("无法计算" in line for line in lines(nothing, NAMES, "zh"))


def test_kappa_is_about_yes_and_no_alone(tmp_path: Path) -> None:
    first = Pen().decide(A1, "已落实").decide(ZHEN_A1, "未落实").decide(V1, "不存在").decide(D1, 1)
    second = Pen().decide(A1, "已落实").decide(ZHEN_A1, "未落实").decide(V1, "存在").decide(D1, 0)
    # 3 yes-or-no items: observed 2/3; one said yes twice, the other once: expected 2/3·1/3 + 1/3·2/3 = 4/9.
    assert of(tmp_path, first, second).agreement.kappa == (Fraction(2, 3) - Fraction(4, 9)) / (1 - Fraction(4, 9))


def test_a_textbook_table_of_kappa() -> None:
    # 20 both yes, 5 only the first, 10 only the second, 15 both no: p_o = 0.7, p_e = 0.5, so 0.4.
    table = {(True, True): 20, (True, False): 5, (False, True): 10, (False, False): 15}
    assert cohens_kappa([pair for pair, count in table.items() for _ in range(count)]) == Fraction(2, 5)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
def test_kappa_never_exceeds_one_and_is_symmetric(pairs: list[tuple[bool, bool]]) -> None:
    kappa = cohens_kappa(pairs)
    assert kappa == cohens_kappa([(other, one) for one, other in pairs])
    assert kappa is None or -1 <= kappa <= 1
    if kappa is not None:
        assert (kappa == 1) == all(one == other for one, other in pairs)


def test_sheets_of_two_runs_are_not_compared(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        of(tmp_path, Pen(), Pen().name(2, "run-2"))
    assert caught.value.key == "sheets-of-two-runs"


def test_bad_cells_of_both_sheets_are_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidData) as caught:
        of(tmp_path, Pen().decide(D1, 9), Pen().decide(D1, 1).put(A1, "clause", "改了"))
    said = caught.value.text("zh")
    assert "甲.xlsx 评分表!M4" in said and "乙.xlsx 评分表!E8" in said
