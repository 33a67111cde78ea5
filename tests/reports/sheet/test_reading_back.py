"""What assessors enter comes back as it was, and whatever cannot be right is refused by its cell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import UserError
from config.problems import InvalidData
from reports.manual_entry import ManualEntry
from reports.sheet.cells import words
from reports.sheet.match import entries_of
from reports.sheet.read import LARGEST_BYTES, read_sheet
from reports.sheet.row import Key, ScoreSheet
from tests.reports.sheet.filled import A1, C1, D1, D2, LINES, ROWS, SHEET, V1, ZHEN_A1, Pen, blank

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="_\ufffe\uffff"), max_size=30
).map(str.strip)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))


def read(path: Path, blank_sheet: ScoreSheet = SHEET, lang: str = "zh") -> dict[Key, ManualEntry]:
    nested = entries_of([read_sheet(path)], blank_sheet, lang)
    return {
        Key(rubric, unit, indicator): entry
        for rubric, units in nested.items()
        for unit, lines in units.items()
        for indicator, entry in lines.items()
    }


def points(most: Decimal | None) -> st.SearchStrategy[Decimal]:
    return st.decimals(0, most or 1000, places=2).map(lambda value: Decimal(repr(float(value))))


@st.composite
def entered(draw: st.DrawFn) -> dict[Key, tuple[Any, str, str, str, date | None]]:
    """For some rows: decision, remark, evidence, assessor and date."""
    chosen = {}
    for row in ROWS:
        if draw(st.booleans()):
            decision = draw(points(row.most) if row.asks.by_points else st.booleans())
            assessor = draw(TEXT.filter(bool))
            chosen[row.key] = (decision, draw(TEXT), draw(TEXT), assessor, draw(DAYS))
    return chosen


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entered(), st.sampled_from(["zh", "en"]))
def test_whatever_is_entered_comes_back_the_same(
    tmp_path: Path, chosen: dict[Key, tuple[Any, str, str, str, date | None]], lang: str
) -> None:
    pen, by_key = Pen(lang=lang), {row.key: row for row in ROWS}
    for key, (decision, remark, evidence, assessor, day) in chosen.items():
        asks = by_key[key].asks
        value = float(decision) if asks.by_points else words(asks, lang)[0 if decision else 1]
        pen.decide(key, value, assessor, day).put(key, "remark", remark).put(key, "evidence", evidence)
    got = read(pen.save(tmp_path / "s.xlsx"))
    assert got.keys() == chosen.keys()
    for key, (decision, remark, evidence, assessor, day) in chosen.items():
        entry, by_points = got[key], by_key[key].asks.by_points
        assert (entry.lost, entry.fulfilled) == ((decision, None) if by_points else (None, decision))
        assert (entry.remark, entry.evidence, entry.assessor, entry.assessed_on) == (remark, evidence, assessor, day)
        assert (entry.unit, entry.indicator) == (key.unit, key.indicator)
        assert entry.cell.endswith(str(LINES[key]))


def test_a_sheet_that_nobody_filled_in_decides_nothing(tmp_path: Path) -> None:
    (tmp_path / "s.xlsx").write_bytes(blank())
    assert read(tmp_path / "s.xlsx") == {}


def test_a_name_a_date_or_a_remark_alone_decides_nothing(tmp_path: Path) -> None:
    pen = Pen().put(D1, "assessor", "王某").put(D1, "assessed-on", date(2025, 12, 1)).put(A1, "remark", "待查")
    assert read(pen.save(tmp_path / "s.xlsx")) == {}


def test_rows_in_another_order_are_read_by_what_they_are(tmp_path: Path) -> None:
    pen = Pen().decide(D1, 1).decide(A1, "未落实")
    lines = [[cell.value for cell in line] for line in pen.page.iter_rows(min_row=3, max_row=2 + len(ROWS))]
    for at, line in enumerate(reversed(lines), start=3):
        for place, value in enumerate(line, start=1):
            cell = pen.page.cell(at, place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    got = read(pen.save(tmp_path / "s.xlsx"))
    assert (got[D1].lost, got[A1].fulfilled) == (1, False)


BAD: dict[str, tuple[Callable[[Pen], Any], str, str]] = {
    "more than the limit": (lambda pen: pen.decide(D1, 1.6), "M4", "0～1.5"),
    "negative": (lambda pen: pen.decide(D1, -1), "M4", "0～1.5"),
    "negative without a limit": (lambda pen: pen.decide(D2, -0.5), "M5", "小于 0"),
    "words for a number": (lambda pen: pen.decide(D1, "一分"), "M4", "不是数字"),
    "a number as text": (lambda pen: pen.decide(D1, "1"), "M4", "不是数字"),
    "yes for a number": (lambda pen: pen.decide(D1, True), "M4", "不是数字"),
    "a date for a number": (lambda pen: pen.decide(D1, date(2025, 1, 1)), "M4", "不是数字"),
    "a formula for a number": (lambda pen: pen.decide(D1, 1).put(D1, "amount", "=1+0", formula=True), "M4", "公式"),
    "a formula for a name": (lambda pen: pen.decide(D1, 1).put(D1, "assessor", "=A1", formula=True), "Q4", "公式"),
    "another word": (lambda pen: pen.decide(A1, "基本落实"), "N8", "已落实 / 未落实"),
    "the word of a veto for a clause": (lambda pen: pen.decide(A1, "存在"), "N8", "已落实 / 未落实"),
    "points for a clause": (lambda pen: pen.put(A1, "amount", 1), "M8", "N8"),
    "a word for points": (lambda pen: pen.put(D1, "decision", "已落实"), "N4", "M4"),
    "nobody": (lambda pen: pen.decide(D1, 1, assessor=" "), "Q4", "评估人"),
    "a date as text": (lambda pen: pen.decide(D1, 1, day="2025.12.1"), "R4", "不是日期"),
    "a number for a date": (lambda pen: pen.decide(D1, 1, day=20251201), "R4", "不"),
    "a time for a date": (lambda pen: pen.decide(D1, 1, day=time(9, 30)), "R4", "不是日期"),
    "a slip of a date": (lambda pen: pen.decide(D1, 1, day=datetime(1905, 3, 2)), "R4", "不合常理"),
    "another clause": (lambda pen: pen.put(D1, "clause", "改了"), "E4", "D1的条款"),
    "another id": (lambda pen: pen.put(D1, "indicator-id", "D9"), "C4", "“D1”"),
    "another unit": (lambda pen: pen.put(D1, "unit", "别的县"), "B4", "青山县人民政府"),
    "another title": (lambda pen: pen.put(D1, "indicator", ""), "D4", "指标D1"),
    "other points": (lambda pen: pen.put(C1, "points", 40), "K6", "“4”"),
    "a row that is not ours": (lambda pen: pen.put(D1, "key-indicator", "X1"), "C4", "不属于"),
    "a row below": (lambda pen: pen.page.cell(30, 5, "补充说明"), "C30", "不属于"),
    "a row twice": (lambda pen: [pen.page.cell(30, at, c.value) for at, c in enumerate(pen.page[4], 1)], "C30", "C4"),
    "a row missing": (lambda pen: pen.page.delete_rows(LINES[ZHEN_A1]), "青山镇人民政府 指标 1-a", "缺少"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_cell_is_refused_by_its_address(tmp_path: Path, case: str) -> None:
    spoil, address, said = BAD[case]
    pen = Pen()
    spoil(pen)
    with pytest.raises(InvalidData) as caught:
        read(pen.save(tmp_path / "s.xlsx"))
    words_ = caught.value.text("zh")
    assert address in words_ and said in words_, words_
    assert address in caught.value.text("en") or "青山镇人民政府" in caught.value.text("en")


def test_all_bad_cells_are_named_at_once(tmp_path: Path) -> None:
    pen = Pen().decide(D1, 9).decide(V1, "也许").decide(C1, 3, assessor="")
    with pytest.raises(InvalidData) as caught:
        read(pen.save(tmp_path / "s.xlsx"))
    assert len(caught.value.problems) == 3
    assert all(f"评分表!{cell}" in caught.value.text("zh") for cell in ("M4", "N3", "Q6"))


IDENTITY = {
    "another run": (2, "run-2", 2, "sheet-other-run"),
    "another day": (3, "2025-11-21", 2, "sheet-other-day"),
    "another rubric": (4, "other", 2, "sheet-other-rubric"),
    "another version": (4, "c" * 16, 3, "sheet-other-version"),
    "another unit": (6, "cun", 2, "sheet-other-unit"),
    "another layout": (1, "99", 2, "sheet-not-ours"),
    "a broken day": (3, "soon", 2, "sheet-not-ours"),
}


@pytest.mark.parametrize("case", IDENTITY)
def test_a_sheet_of_something_else_is_recognised(tmp_path: Path, case: str) -> None:
    place, value, column, key = IDENTITY[case]
    with pytest.raises(UserError) as caught:
        read(Pen().name(place, value, column).save(tmp_path / "s.xlsx"))
    assert caught.value.key == key and "s.xlsx" in caught.value.text("zh")


def test_a_sheet_for_one_unit_asks_for_no_row_of_another(tmp_path: Path) -> None:
    (tmp_path / "s.xlsx").write_bytes(blank())
    more = replace(ROWS[0], key=Key("demo", "cun", "V1"))
    run = replace(SHEET.identity, units=("xian", "zhen", "cun"))
    assert read(tmp_path / "s.xlsx", replace(SHEET, identity=run, rows=(*ROWS, more))) == {}


def test_an_item_may_be_decided_in_one_sheet_only(tmp_path: Path) -> None:
    first = Pen().decide(D1, 1).save(tmp_path / "a.xlsx")
    second = Pen().decide(D1, 1).decide(D2, 2).save(tmp_path / "b.xlsx")
    with pytest.raises(InvalidData) as caught:
        entries_of([read_sheet(first), read_sheet(second)], SHEET, "zh")
    assert "b.xlsx 评分表!M4" in caught.value.text("zh") and "a.xlsx 评分表!M4" in caught.value.text("zh")
    third = Pen().decide(D2, 2).save(tmp_path / "c.xlsx")
    both = entries_of([read_sheet(first), read_sheet(third)], SHEET, "zh")
    assert both["demo"]["xian"].keys() == {"D1", "D2"}


def test_moved_columns_are_refused(tmp_path: Path) -> None:
    pen = Pen()
    pen.page.insert_cols(3)
    with pytest.raises(UserError) as caught:
        read_sheet(pen.save(tmp_path / "s.xlsx"))
    assert caught.value.key == "sheet-columns" and "C1" in caught.value.text("zh")


def test_files_that_are_no_score_sheet_are_refused(tmp_path: Path) -> None:
    pen = Pen()
    del pen.book["xuncha"]
    stripped = pen.save(tmp_path / "stripped.xlsx")
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "empty.xlsx", "w") as packed:
        packed.writestr("a.txt", "no workbook either")
    whole = Pen().save(tmp_path / "whole.xlsx").read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    expected = {"text.xlsx": "sheet-unreadable", "empty.xlsx": "sheet-unreadable", "cut.xlsx": "sheet-unreadable"}
    expected |= {stripped.name: "sheet-not-ours", "nowhere.xlsx": "file-missing"}
    for name, key in expected.items():
        with pytest.raises(UserError) as caught:
            read_sheet(tmp_path / name)
        assert caught.value.key == key, name


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"\0" * (LARGEST_BYTES + 1))
    with pytest.raises(UserError) as caught:
        read_sheet(tmp_path / "bomb.xlsx")
    assert caught.value.key == "sheet-too-large"
