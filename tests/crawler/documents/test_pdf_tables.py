"""Ruled tables of a PDF are rows of cells, however the page is turned; everything else stays as it was."""

from __future__ import annotations

import io
import sys
import zipfile
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.documents.extract import Limits
from crawler.documents.pdf import read_pdf
from crawler.documents.read import read_bytes
from crawler.documents.reader import policy_limits
from xuncha.sample.pdf_files import pdf_file, ruled_pdf

LIMITS = policy_limits()
TABLE = "项目\t上年\t本年\n公务接待费\t12.5\t11.0\n公务用车费\t30\t28.4\n合计\t42.5\t39.4"
TEXT = f"2026年三公经费预算表\n{TABLE}\n说明：单位为万元"


@pytest.mark.parametrize("corner", [(0, 0), (-20, 40)])
def test_numbers_stand_in_their_rows(corner: tuple[int, int]) -> None:
    read = read_pdf(ruled_pdf(TEXT, corner=corner), LIMITS)
    assert (read.text, read.reason) == (TEXT, None)


@pytest.mark.parametrize(
    ("turned", "row"), [(90, "42.5\t30\t12.5\t上年"), (180, "11.0\t12.5\t公务接待费"), (270, "上年\t12.5\t30\t42.5")]
)
def test_turned_pages_are_read_as_they_are_shown(turned: int, row: str) -> None:
    assert row in read_pdf(ruled_pdf(TEXT, turned=turned, corner=(10, -30)), LIMITS).text.split("\n")


def test_a_merged_cell_stands_once_and_columns_stay() -> None:
    merged = "三公经费\n部门\t支出\t<\n县水利局\t接待\t1.2\n^\t用车\t3.4\n合计\t \t4.6"
    lines = read_pdf(ruled_pdf(merged), LIMITS).text.split("\n")
    assert lines[1:] == ["部门\t支出", "县水利局\t接待\t1.2", "\t用车\t3.4", "合计\t\t4.6"]


def test_lines_without_a_table_are_no_table() -> None:
    frame = "通知\n各乡镇人民政府：\n请认真落实"
    assert read_pdf(ruled_pdf(frame), LIMITS).text == frame
    one_row = read_pdf(ruled_pdf("通知\n甲\t乙"), LIMITS)
    assert "".join(one_row.text.split()) == "通知甲乙"
    assert one_row.reason is None


def test_the_limit_on_pages_leaves_lines_and_says_so() -> None:
    body = ruled_pdf(TEXT, pages=3)
    assert read_pdf(body, LIMITS).text.count(TABLE) == 3
    few = read_pdf(body, replace(LIMITS, table_pages=2))
    assert (few.text.count(TABLE), few.reason, few.tables_left) == (2, None, True)
    assert Counter("".join(few.text.split())) == Counter("".join(TEXT.split()) * 3)
    assert not read_pdf(pdf_file(TEXT), replace(LIMITS, table_pages=0)).tables_left


def test_drawings_are_not_searched() -> None:
    for limits in (replace(LIMITS, table_marks=5), replace(LIMITS, table_crossings=5)):
        read = read_pdf(ruled_pdf(TEXT), limits)
        assert TABLE not in read.text
        assert not read.tables_left


def test_without_pdfplumber_the_lines_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    read = read_pdf(ruled_pdf(TEXT), LIMITS)
    assert read.tables_left
    assert Counter("".join(read.text.split())) == Counter("".join(TEXT.split()))


def test_files_of_an_archive_share_the_time_for_tables() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in "ab":
            archive.writestr(f"{name}.pdf", ruled_pdf(TEXT))
    for seconds, left in ((60.0, False), (1e-6, True)):
        read = read_bytes(buffer.getvalue(), replace(LIMITS, table_seconds=seconds))
        assert read.type == "zip"  # although the beginning of a PDF stands at its beginning
        assert [each.tables_left for _, each in read.inner] == [left, left]


@settings(max_examples=25, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.text("预算支出0123456789.", min_size=1, max_size=6), min_size=columns, max_size=columns),
            min_size=2,
            max_size=8,
        )
    )
)
def test_every_cell_is_told_in_its_row(rows: list[list[str]]) -> None:
    table = "\n".join("\t".join(row) for row in rows)
    assert read_pdf(ruled_pdf(f"表\n{table}"), Limits()).text == f"表\n{table}"
