"""The workbook that assessors get: what may be filled in, what cannot be hurt, what is hidden."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reports.sheet.layout import AT, COLUMNS, ENTRIES, FIRST_ROW, HEAD_ROW, KEYS
from reports.sheet.match import entries_of
from reports.sheet.read import read_sheet
from reports.sheet.row import ScoreSheet
from reports.sheet.workbook import render
from tests.reports.sheet.filled import A1, ATTACK, C1, D1, D2, LINES, ROWS, SHEET, V1, ZHEN_A1, ZHEN_D1, Pen, blank

CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def test_only_the_entry_columns_may_be_filled_in() -> None:
    page = Pen().page
    assert page.protection.sheet and not page.protection.autoFilter and not page.protection.formatColumns
    asked = {key: "amount" if row.asks.by_points else "decision" for key, row in zip(LINES, ROWS, strict=True)}
    for key, line in LINES.items():
        open_ = {name for name in KEYS if not page.cell(line, AT[name] + 1).protection.locked}
        assert open_ == {asked[key], *ENTRIES} - ({"amount", "decision"} - {asked[key]})
    assert all(cell.protection.locked for cell in page[HEAD_ROW + 1])


def test_the_identity_is_hidden_and_so_are_keys() -> None:
    pen = Pen()
    assert pen.book["xuncha"].sheet_state == "veryHidden" and pen.book["xuncha"].protection.sheet
    assert pen.page.row_dimensions[1].hidden
    hidden = {column.key for column in COLUMNS if column.hidden}
    letters = {key: pen.page.cell(1, AT[key] + 1).column_letter for key in hidden}
    grouped = [each for each in pen.page.column_dimensions.values() if each.hidden]
    covered = {number for each in grouped for number in range(each.min, each.max + 1)}
    assert covered == {AT[key] + 1 for key in letters}


def test_validation_knows_the_limits_of_every_row() -> None:
    rules = Pen().page.data_validations.dataValidation
    by_cell = {
        cell: (rule.type, rule.operator, rule.formula1, rule.formula2)
        for rule in rules
        for area in rule.sqref.ranges
        for line in area.rows
        for cell in line
    }

    def rule(key: object, column: str) -> tuple[str, ...]:
        return by_cell[LINES[key], AT[column] + 1]  # type: ignore[index]

    assert rule(D1, "amount")[0] == "decimal" and [float(x) for x in rule(D1, "amount")[2:]] == [0, 1.5]
    assert [float(x) for x in rule(ZHEN_D1, "amount")[2:]] == [0, 2.5]
    assert rule(D2, "amount")[:3] == ("decimal", "greaterThanOrEqual", "0")
    assert [float(x) for x in rule(C1, "amount")[2:]] == [0, 4]
    assert rule(V1, "decision")[2] == '"不存在,存在"' and rule(A1, "decision")[2] == '"已落实,未落实"'
    assert all(rule(key, "assessed-on")[0] == "date" for key in LINES)
    assert (LINES[V1], AT["amount"] + 1) not in by_cell and (LINES[D1], AT["decision"] + 1) not in by_cell


def test_text_of_others_is_text_and_only_web_addresses_are_links() -> None:
    page = Pen().page
    clause = page.cell(LINES[V1], AT["clause"] + 1)
    assert (clause.value, clause.data_type) == (ATTACK, "s")
    assert page.cell(LINES[V1], AT["indicator"] + 1).data_type == "s"
    assert not any(cell.data_type == "f" for line in page.iter_rows() for cell in line)
    link = page.cell(LINES[D2], AT["link-1"] + 1)
    assert (link.value, link.hyperlink.target) == ("栏目：=1+1", "https://www.qing.example/tz/")
    script = page.cell(LINES[ZHEN_A1], AT["link-1"] + 1)
    assert script.hyperlink is None and "javascript:" in script.value
    assert page.cell(LINES[ZHEN_D1], AT["link-1"] + 1).value == "没有找到"


def test_every_row_says_what_it_asks_for() -> None:
    page = Pen().page
    said = {key: page.cell(line, AT["how"] + 1).value for key, line in LINES.items()}
    assert (said[D1], said[D2], said[C1]) == ("填扣分 0～1.5", "填扣分（0 起）", "填得分 0～4")
    assert said[A1].startswith("选：已落实") and "否决" in said[V1]
    assert page.auto_filter.ref == f"A{HEAD_ROW + 1}:X{FIRST_ROW + len(ROWS)}"


def test_the_guide_counts_by_unit() -> None:
    page = Pen().book["说明"]
    lines = [[cell.value for cell in line[:3]] for line in page.iter_rows()]
    at = next(place for place, line in enumerate(lines) if line[0] == "单位")
    assert [(line[0], line[2]) for line in lines[at + 1 :]] == [("青山县人民政府", 5), ("青山镇人民政府", 2)]
    assert all(line[1].startswith("=COUNTIFS(") for line in lines[at + 1 :])


def test_the_same_sheet_has_the_same_bytes_and_no_row_is_no_error() -> None:
    assert render(SHEET, "zh") == blank()
    empty = ScoreSheet(SHEET.identity, SHEET.portal, SHEET.titles, ())
    assert Pen(render(empty, "zh")).page.max_row == HEAD_ROW + 1


def test_long_and_broken_texts_do_not_break_the_workbook() -> None:
    rows = tuple(replace(row, clause="长" * 40_000, title="坏\x00字\ud800", points=Decimal("0.1")) for row in ROWS)
    page = Pen(render(replace(SHEET, rows=rows), "zh")).page
    assert len(page.cell(LINES[D1], AT["clause"] + 1).value) == 32_767
    assert page.cell(LINES[D1], AT["indicator"] + 1).value == "坏\ufffd字\ufffd"


def converted(source: Path, form: str) -> list[Path]:
    """What LibreOffice makes of a workbook, in a folder of its own."""
    out = source.parent / "converted"
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    arguments = [str(OFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(out), str(source)]
    done = subprocess.run(arguments, check=False, capture_output=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return sorted(out.iterdir())


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_counts_what_is_filled_in(tmp_path: Path) -> None:
    pen = Pen().decide(D1, 1).decide(A1, "未落实").decide(ZHEN_A1, "已落实")
    [written] = converted(pen.save(tmp_path / "s.xlsx"), CSV)
    lines = written.read_text(encoding="utf-8").splitlines()
    assert "青山县人民政府,2,5" in lines and "青山镇人民政府,1,2" in lines


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saved_is_read_back(tmp_path: Path) -> None:
    pen = Pen().decide(D1, 0.1).decide(A1, "未落实", day=None).decide(V1, "存在").put(V1, "remark", "=1+1")
    [saved] = converted(pen.save(tmp_path / "s.xlsx"), "xlsx")
    got = entries_of([read_sheet(saved)], SHEET, "zh")
    assert got["demo"]["xian"]["D1"].lost == Decimal("0.1")
    assert got["demo"]["xian"]["D1"].assessed_on == date(2025, 12, 1)
    assert (got["demo"]["xian"]["V1"].fulfilled, got["demo"]["xian"]["V1"].remark) == (False, "=1+1")
    assert (got["plan"]["xian"]["1-a"].fulfilled, got["plan"]["xian"]["1-a"].assessed_on) == (False, None)
    assert saved.stat().st_size and Pen(saved.read_bytes()).page.protection.sheet
