"""problems.xlsx: the inspectors' columns, and cells that no website can turn into something else."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from checks.finding import Outcome
from reports import xlsx, xlsx_table
from reports.result import AuditResult
from tests.reports.county import audit, county_outcomes
from tests.reports.samples import broken, finding, outcome

HEADINGS = [
    "序号", "单位", "栏目类型", "栏目名称", "问题类型", "问题描述", "父页面URL", "问题URL", "链接文字",
    "出现页面数", "发现时间", "指标", "扣分", "整改建议", "状态", "依据条款", "问题编号", "指标体系",
]  # fmt: skip


def book(result: AuditResult) -> Workbook:
    return openpyxl.load_workbook(BytesIO(xlsx.render(result)))


def column(sheet: Worksheet, heading: str) -> list[object]:
    place = [cell.value for cell in sheet[1]].index(heading)
    return [row[place].value for row in sheet.iter_rows(min_row=2)]


def test_sheets_and_headings(county: AuditResult) -> None:
    written = book(county)
    assert written.sheetnames[:5] == ["汇总", "问题清单", "指标得分", "无法判断", "未能观测"]
    assert written.sheetnames[5:] == ["得分构成", "整改推演与预警"]
    assert [cell.value for cell in written["问题清单"][1]] == HEADINGS
    for sheet in written:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.column_dimensions["A"].width > 5


def test_summary_has_a_row_for_each_unit(county: AuditResult) -> None:
    sheet = book(county)["汇总"]
    assert column(sheet, "结论") == ["暂不评定", "暂不评定", "不合格", "暂不评定"]
    assert column(sheet, "得分") == [87.5, None, None, None]
    assert column(sheet, "覆盖率") == [0.9823, 1, 0.9777, 0.5166]


def test_problem_row_says_everything(county: AuditResult) -> None:
    sheet = book(county)["问题清单"]
    rows = [dict(zip(HEADINGS, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert [row["序号"] for row in rows] == list(range(1, 31))
    old = next(row for row in rows if row["栏目名称"] == "首页>政务公开>政策文件")
    assert (old["栏目类型"], old["发现时间"], old["状态"]) == ("政策文件", "2025-11-20 09:00:00", "确认")
    assert old["指标"] == "栏目不更新\n政策文件"
    assert old["扣分"] == "单项否决，累计 5 个\n一次性 5 分"
    dead = next(row for row in rows if row["问题URL"] == broken(1).url)
    assert (dead["栏目类型"], dead["扣分"], dead["出现页面数"]) == (None, "每处 0.5 分", 3)


def test_links_only_for_web_addresses(county: AuditResult) -> None:
    sheet = book(county)["问题清单"]
    links = {cell.value: cell.hyperlink.target for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink}
    assert links[broken(1).url] == broken(1).url
    assert not [address for address in links if not str(address).startswith("http")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "{="])
def test_titles_never_become_formulas(start: str) -> None:
    title = f'{start}HYPERLINK("http://evil.example","点我")'
    sheet = book(audit(outcomes=[outcome("broken-link", broken(1, text=title, column=title))]))["问题清单"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value == title]
    assert len(cells) == 2
    assert {cell.data_type for cell in cells} == {"s"}


def test_characters_that_a_workbook_cannot_hold() -> None:
    odd = broken(1, text="甲\x00乙\ud800丙" + "长" * 40_000)
    sheet = book(audit(outcomes=[outcome("broken-link", odd)]))["问题清单"]
    text = str(column(sheet, "链接文字")[0])
    assert text.startswith("甲\ufffd乙\ufffd丙")
    assert len(text) == xlsx_table.MAX_TEXT


def test_no_more_links_than_a_worksheet_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_table, "MAX_LINKS", 5)
    sheet = book(audit(outcomes=[outcome("broken-link", *(broken(number) for number in range(6)))]))["问题清单"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if str(cell.value).startswith("https://")]
    assert len(cells) == 12
    assert sum(1 for cell in cells if cell.hyperlink) == 5


def test_address_that_is_too_long_for_a_link_is_text() -> None:
    address = "https://a.example/" + "x" * 3000
    sheet = book(audit(outcomes=[outcome("broken-link", finding("broken-link", "http-404", address))]))["问题清单"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value == address]
    assert [cell.hyperlink for cell in cells] == [None]


def test_workbook_without_findings() -> None:
    silent = audit(outcomes=[Outcome(one.check, one.unit, one.verdict) for one in county_outcomes()])
    sheet = book(silent)["问题清单"]
    assert [cell.value for cell in sheet[1]] == HEADINGS
    assert sheet.max_row == 1


def test_open_subjects_and_unobserved_addresses_are_complete(county: AuditResult) -> None:
    written = book(county)
    assert "整项检查" in column(written["无法判断"], "事项")
    assert len(column(written["未能观测"], "问题网址")) == 131


def test_same_result_same_bytes(county: AuditResult, county_en: AuditResult) -> None:
    assert xlsx.render(county) == xlsx.render(county)
    assert book(county_en).sheetnames[0] == "Summary"
