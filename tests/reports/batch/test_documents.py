"""batch.html, batch.xlsx and batch.json of small, big and nasty batches."""

from __future__ import annotations

import io
import json
import re

import openpyxl
import pytest
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from reports.batch import batch_json, page, workbook
from reports.batch.summary import BatchSummary
from reports.batch.terminal import terminal
from tests.reports.batch.batches import batch, card, failed, finding, judged, line, vetoed
from tests.reports.fitting import misfits

NASTY = '=HYPERLINK("http://x")<script>alert(1)</script>\'"&'


@pytest.fixture(scope="module")
def mixed() -> BatchSummary:
    """One of everything, with names that would like to be formulas and scripts."""
    lines = (line("D1", lost=2), line("D2", open_points=1), line("V1", part="veto", points=None))
    return batch(
        judged(
            "p",
            card("a", 88.5, *lines, score_range=[80, 90]),
            card("b", 88.5, line("D1"), line("D2", lost=5)),
            vetoed("v", 70, line("D1", lost=5), line("V1", part="veto", points=None, outcome="fail")),
            card("n", 50, *lines, unit_name=NASTY, verdict="unqualified"),
            card("none", None, unit_class="portal"),
            findings=(finding("a", "http-404"), finding("v", "http-404"), finding("n", "empty", check="empty-column")),
        ),
        judged("gone", card("g", None, pages_observed=0), end_reason="unreachable", start_answer="dns-failure"),
        failed("crash", "c"),
        name=NASTY,
    )


def sheets(summary: BatchSummary) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.render(summary)))


def test_the_page_shows_ranks_places_and_reasons(mixed: BatchSummary) -> None:
    tree = LexborHTMLParser(page.render(mixed).decode())
    rows = [
        (row.css_first("td").text(strip=True), (row.css_first("th") or row).text(strip=True)[:4])
        for row in tree.css("#ranking tbody tr")
    ]
    assert [rank for rank, _ in rows] == ["1", "1", "3", "否决", "不计分"]
    unseen = tree.css_first("#unseen").text()
    assert "网站无法访问：" in unseen and "SIGSEGV" in unseen
    assert [cell.text() for cell in tree.css("#heat tbody tr")[0].css("td")] == ["40%", "≥0%", "未触发"]


def test_a_veto_that_is_not_ruled_out_is_told_everywhere() -> None:
    summary = batch(judged("p", card("a", None, open_vetoes=[{"title": "首页不更新"}] * 4), vetoed("v", 70)))
    tree = LexborHTMLParser(page.render(summary).decode())
    said = {row.css_first("td[data-label^=单项否决]").text(strip=True) for row in tree.css("#ranking tbody tr")}
    assert said == {"未排除 4 项", "否决0"}
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(terminal(summary))
    told = console.export_text()
    assert "未排除 4 项" in told and "否决0" in told


def test_nothing_from_outside_becomes_markup_or_a_formula(mixed: BatchSummary) -> None:
    html = page.render(mixed).decode()
    assert "<script" not in html and "&lt;script&gt;" in html
    assert "default-src 'none'" in html
    assert not re.search(r"(?:src|href)=\"https?:", html)
    for sheet in sheets(mixed):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_the_workbook_has_every_table(mixed: BatchSummary) -> None:
    book = sheets(mixed)
    assert book.sheetnames == [
        *("排名", "各类单位平均", "失分 1 乡镇（街道）", "失分 2 政府门户网站"),
        *("共性问题", "共性问题（分单位）", "先进典型", "门户"),
    ]
    ranks = [row[2].value for row in book["排名"].iter_rows(min_row=2)]
    assert ranks == [1, 1, 3, "否决", "未观测", "未观测", "不计分"]
    assert book["排名"].freeze_panes == "A2" and book["排名"].auto_filter.ref
    heat = book["失分 1 乡镇（街道）"]
    assert heat["B2"].value == "40%" and heat["B2"].fill.fgColor.rgb.endswith("F4B999")


def test_the_file_fits_its_schema_and_every_field_is_described(mixed: BatchSummary) -> None:
    told = json.loads(batch_json.render(mixed))
    assert misfits("batch", told) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("portals", [(), (failed("crash", "c"),), (judged("p", card("a", None)),)])
def test_a_batch_in_which_little_was_seen_has_all_reports(portals: tuple[object, ...], lang: str) -> None:
    summary = batch(*portals, lang=lang)  # type: ignore[arg-type]
    assert page.render(summary) and sheets(summary).sheetnames
    assert misfits("batch", batch_json.record(summary)) == []


def test_two_renderings_are_byte_equal(mixed: BatchSummary) -> None:
    for renderer in (page, workbook, batch_json):
        assert renderer.render(mixed) == renderer.render(mixed)
