"""problems.xlsx: the inspectors' columns, a ledger, and cells that no website can turn into something else."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.reports.made_result import made_result
from checks.finding import Outcome, State
from reports import xlsx, xlsx_table
from reports.result import AuditResult
from reports.shots import SHOTS
from tests.reports.county import audit, county_outcomes
from tests.reports.samples import broken, finding, outcome, stale

INSPECTORS = [
    "序号", "单位", "栏目类型", "栏目名称", "问题类型", "问题描述", "父页面URL", "问题URL", "发现时间", "截图", "指标",
    "扣分", "整改期限", "状态",
]  # fmt: skip
FURTHER = [
    "链接文字", "出现页面数", "主办", "编辑要做的", "建站厂商要做的", "网络人员要做的", "依据条款",
    "问题编号", "指标体系",
]  # fmt: skip
LEDGER = ["整改责任人", "整改措施", "整改状态", "完成时间", "复核结果", "复核时间", "复核人", "备注"]
ABOUT_ALL = ["汇总", "问题清单", "指标得分", "栏目清单", "无法判断", "未能观测", "得分构成", "整改推演与预警"]
ABOUT_ALL += ["允许名单"]
UNITS = ["云岭县人民政府", "云岭县教育和体育局", "城关街道办事处", "北河镇人民政府"]


def book(result: AuditResult) -> Workbook:
    return openpyxl.load_workbook(BytesIO(xlsx.render(result)))


def alone(result: AuditResult) -> AuditResult:
    """The same audit of the first unit alone."""
    judged = tuple(replace(each, scorecards=each.scorecards[:1]) for each in result.judgements)
    return replace(result, units=result.units[:1], judgements=judged)


@cache
def rendered() -> bytes:
    """The county's workbook, for tests that only read it."""
    return xlsx.render(audit())


@pytest.fixture
def written() -> Workbook:
    return openpyxl.load_workbook(BytesIO(rendered()))


def headings(sheet: Worksheet) -> list[object]:
    return [cell.value for cell in sheet[1]]


def column(sheet: Worksheet, heading: str) -> list[object]:
    place = headings(sheet).index(heading)
    return [row[place].value for row in sheet.iter_rows(min_row=2)]


def rows(sheet: Worksheet) -> list[dict[object, object]]:
    names = headings(sheet)
    return [dict(zip(names, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]


def test_sheets_and_headings(written: Workbook) -> None:
    assert written.sheetnames == [*ABOUT_ALL, *UNITS]
    assert headings(written["问题清单"]) == [*INSPECTORS, *FURTHER]
    for name in UNITS:
        assert headings(written[name]) == [*INSPECTORS, *FURTHER, *LEDGER]
    for sheet in written:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.column_dimensions["A"].width > 5
    assert "$N$" in str(written["问题清单"].print_area), "only the inspectors' columns are printed"


def test_every_problem_stands_in_the_list_and_on_its_units_sheet(written: Workbook) -> None:
    numbers = {name: column(written[name], "序号") for name in UNITS}
    assert column(written["问题清单"], "序号") == list(range(1, 31))
    assert [number for name in UNITS for number in numbers[name]] == list(range(1, 31))
    assert all(set(column(written[name], "单位")) <= {name} for name in UNITS)


def test_one_unit_has_its_ledger_in_the_only_list(county: AuditResult) -> None:
    written = book(alone(county))
    assert written.sheetnames == ABOUT_ALL
    assert headings(written["问题清单"]) == [*INSPECTORS, *FURTHER, *LEDGER]


def test_too_many_units_share_one_list(county: AuditResult, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_UNITS", 3)
    written = book(county)
    assert written.sheetnames == ABOUT_ALL
    assert headings(written["问题清单"])[-len(LEDGER) :] == LEDGER
    assert "'问题清单'!$Z:$Z" in str(column(written["汇总"], "已完成数")[3])


def test_summary_has_a_row_for_each_unit_and_leads_to_its_sheet(written: Workbook) -> None:
    sheet = written["汇总"]
    assert column(sheet, "结论") == ["暂不评定", "暂不评定", "不合格", "暂不评定"]
    assert column(sheet, "得分") == [87.5, None, None, None]
    assert column(sheet, "覆盖率") == [0.9823, 1, 0.9777, 0.5166]
    assert column(sheet, "监测时间点")[0] == datetime(2025, 11, 20)
    place = headings(sheet).index("整改台账")
    assert [row[place].hyperlink.location for row in sheet.iter_rows(min_row=2)] == [f"'{name}'!A1" for name in UNITS]


def test_summary_counts_what_the_ledgers_say(written: Workbook) -> None:
    formulas = column(written["汇总"], "已完成数")
    place = headings(written[UNITS[1]]).index("整改状态") + 1
    letter = openpyxl.utils.get_column_letter(place)
    assert formulas[1] == f"=COUNTIFS('{UNITS[1]}'!${letter}:${letter},\"已完成\",'{UNITS[1]}'!$B:$B,\"{UNITS[1]}\")"


def test_the_ledger_takes_only_what_it_is_for(written: Workbook) -> None:
    sheet = written[UNITS[0]]
    rules = {str(rule.sqref).split(":", maxsplit=1)[0]: rule for rule in sheet.data_validations.dataValidation}
    letters = {name: openpyxl.utils.get_column_letter(headings(sheet).index(name) + 1) for name in LEDGER}
    assert rules[f"{letters['整改状态']}2"].formula1 == '"未开始,整改中,已完成,申诉"'
    assert rules[f"{letters['复核结果']}2"].formula1 == '"通过,未通过,误报核减"'
    assert rules[f"{letters['完成时间']}2"].type == rules[f"{letters['复核时间']}2"].type == "date"
    assert all(value is None for name in LEDGER for value in column(sheet, name))


def test_problem_row_says_everything(written: Workbook) -> None:
    said = rows(written["问题清单"])
    old = next(row for row in said if row["栏目名称"] == "首页>政务公开>政策文件")
    assert (old["栏目类型"], old["发现时间"], old["状态"]) == ("政策文件", datetime(2025, 11, 20, 9), "确认")
    assert old["指标"] == "栏目不更新\n政策文件"
    assert old["扣分"] == "单项否决，累计 5 个\n一次性 5 分"
    assert old["整改期限"] == datetime(2025, 11, 27), "five working days, as it counts towards a veto"
    dead = next(row for row in said if row["问题URL"] == broken(1).url)
    assert (dead["栏目类型"], dead["扣分"], dead["出现页面数"]) == (None, "每处 0.5 分", 3)
    assert (dead["主办"], dead["整改期限"]) == ("编辑", datetime(2025, 12, 4))
    assert str(dead["建站厂商要做的"]).startswith("改版、迁移后")
    suspected = next(row for row in said if row["状态"] == "疑似")
    assert suspected["整改期限"] == "疑似问题，经人工确认后再定"


def test_every_indicator_stands_beside_its_own_points() -> None:
    """Three indicators, two of them at one price: the lines of both cells belong together."""
    plain = audit(outcomes=[outcome("stale-column", stale("政策文件", "政策文件", 263))])
    judged = plain.judgements[0]
    (policy,) = (line for line in judged.rubric.indicators if line.id == "D2")
    twice = policy.model_copy(update={"id": "D2b", "title": "政策文件二"})
    rubric = judged.rubric.model_copy(update={"indicators": (*judged.rubric.indicators, twice)})
    (row,) = rows(book(alone(replace(plain, judgements=(replace(judged, rubric=rubric),))))["问题清单"])
    assert str(row["指标"]).splitlines() == ["栏目不更新", "政策文件", "政策文件二"]
    assert str(row["扣分"]).splitlines() == ["单项否决，累计 5 个", "一次性 5 分", "一次性 5 分"]


def test_a_clause_without_indicator_is_the_ground_of_a_finding_and_no_indicator() -> None:
    own = {"clause": "应当公开领导信息。", "source": "-", "status": "confirmed"}
    listed = finding("mandated-item", "missing", "leaders", facts={"item": "leaders"}, evidence=own)
    unlisted = finding("mandated-item", "missing", "guide", facts={"item": "guide"}, evidence=own)
    sheet = book(audit(outcomes=[outcome("mandated-item", listed, unlisted)]))["问题清单"]
    said = {row["问题URL"]: (row["指标"], row["扣分"], str(row["依据条款"]).splitlines()[-1]) for row in rows(sheet)}
    ground = "认定依据：应当公开领导信息。"
    assert said == {"leaders": ("领导信息", "一次性 5 分", ground), "guide": ("未列入指标", "不扣分", ground)}


def test_what_nobody_judged_under_two_rubrics_is_one_row(county: AuditResult) -> None:
    judged = county.judgements[0]
    local = judged.rubric.model_copy(update={"id": "local-2025"})
    once = [tuple(row.values()) for row in rows(book(alone(county))["无法判断"])]
    both = book(alone(replace(county, judgements=(judged, replace(judged, rubric=local)))))["无法判断"]
    twice = [tuple(row.values()) for row in rows(both)]
    assert len(twice) == len(set(twice)) and twice == once


def test_units_of_one_name_are_told_apart(county: AuditResult, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workbook counts repairs by the unit's name: the two would count each other's on a list that they share."""
    monkeypatch.setattr(xlsx, "MAX_UNITS", 3)
    renamed = tuple(
        unit.model_copy(update={"name": "综合科A" if unit.id == "beihe" else "综合科a"})
        if unit.id in ("beihe", "chengguan")
        else unit
        for unit in county.units
    )
    written = book(replace(county, units=renamed))
    names = ["综合科a [chengguan]", "综合科A [beihe]"]
    assert column(written["汇总"], "单位")[2:] == names
    formulas = column(written["汇总"], "已完成数")[2:]
    assert all(f'"{name}")' in str(formula) for name, formula in zip(names, formulas, strict=True))
    assert {*column(written["问题清单"], "单位")} == {*UNITS[:2], *names}


def test_what_two_rubrics_judge_alike_is_one_row(county: AuditResult) -> None:
    judged = county.judgements[0]
    local = judged.rubric.model_copy(update={"id": "local-2025"})
    sheet = book(alone(replace(county, judgements=(judged, replace(judged, rubric=local)))))["问题清单"]
    assert len(column(sheet, "序号")) == 20
    assert set(column(sheet, "指标体系")) == {"county-2019\nlocal-2025"}


def test_screenshots_are_linked_where_they_are(county: AuditResult, tmp_path: Path) -> None:
    (tmp_path / SHOTS).mkdir(parents=True)
    (tmp_path / SHOTS / f"{broken(1).fingerprint}.png").write_bytes(b"png")
    sheet = book(replace(county, folder=tmp_path))["问题清单"]
    links = [row[9].hyperlink.target for row in sheet.iter_rows(min_row=2) if row[9].hyperlink]
    assert [link.replace("\\", "/") for link in links] == [f"{SHOTS}/{broken(1).fingerprint}.png"]


def test_links_only_for_web_addresses(written: Workbook) -> None:
    sheet = written["问题清单"]
    links = {cell.value: cell.hyperlink.target for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink}
    assert links[broken(1).url] == broken(1).url
    assert not [address for address in links if not str(address).startswith("http")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "{=", "\t=", "\r="])
def test_titles_never_become_formulas(start: str) -> None:
    title = f'{start}HYPERLINK("http://evil.example","点我")'
    sheet = book(audit(outcomes=[outcome("broken-link", broken(1, text=title, column=title))]))["问题清单"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if str(cell.value).endswith('"点我")')]
    assert {headings(sheet)[cell.column - 1] for cell in cells} == {"栏目名称", "链接文字"}
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.quotePrefix for cell in cells} == {not start.startswith("{")}


def test_characters_that_a_workbook_cannot_hold() -> None:
    odd = broken(1, text="甲\x00乙\ud800丙_x0041_" + "长" * 40_000)
    sheet = book(audit(outcomes=[outcome("broken-link", odd)]))["问题清单"]
    text = str(column(sheet, "链接文字")[0])
    assert text.startswith("甲\ufffd乙\ufffd丙_x0041_")
    assert len(text) == xlsx_table.MAX_TEXT


def test_characters_that_excel_counts_twice() -> None:
    sheet = book(audit(outcomes=[outcome("broken-link", broken(1, text="😀" * 20_000))]))["问题清单"]
    assert len(str(column(sheet, "链接文字")[0])) == xlsx_table.MAX_TEXT // 2


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


ODD_ADDRESS = "https://甲.example/a b/%E4%B8%AD%zz/[x]{y}|z^`\"<>\\;,'()*!~$&+=@:?q=1&r=#片段#2"
LONG_TITLE = "关于" + "进一步做好政务公开工作有关事项的" * 18 + "通知，落款"


def test_every_odd_address_and_a_long_title_come_through() -> None:
    assert len(LONG_TITLE) == 295
    odd = broken(1, url=ODD_ADDRESS, text=f"<b>{LONG_TITLE}</b>")
    sheet = book(audit(outcomes=[outcome("broken-link", odd)]))["问题清单"]
    assert column(sheet, "问题URL") == [ODD_ADDRESS]
    assert column(sheet, "链接文字") == [f"<b>{LONG_TITLE}</b>"]
    (cell,) = [row[7] for row in sheet.iter_rows(min_row=2)]
    link = cell.hyperlink
    assert (
        link.target
        == "https://甲.example/a%20b/%E4%B8%AD%25zz/%5Bx%5D%7By%7D%7Cz%5E%60%22%3C%3E%5C;,'()*!~$&+=@:?q=1&r="
    )
    assert link.location == "片段#2"


@pytest.mark.parametrize(
    "address", ["http:// www.a.example/", "http://", "http://[::1/", "http:///x", 'http://a"b.example/', "http://a%zz/"]
)
def test_what_has_no_host_is_no_link(address: str) -> None:
    sheet = book(audit(outcomes=[outcome("bad-href", finding("bad-href", "malformed", address))]))["问题清单"]
    (cell,) = [row[7] for row in sheet.iter_rows(min_row=2)]
    assert (cell.value, cell.hyperlink) == (address, None)


def test_workbook_without_findings() -> None:
    silent = book(audit(outcomes=[Outcome(one.check, one.unit, one.verdict) for one in county_outcomes()]))
    assert headings(silent["问题清单"]) == [*INSPECTORS, *FURTHER]
    assert [silent[name].max_row for name in ("问题清单", *UNITS)] == [1] * 5
    assert column(silent["汇总"], "确认问题") == [0] * 4


def test_workbook_with_one_finding() -> None:
    written = book(audit(outcomes=[outcome("broken-link", broken(1, state=State.CONFIRMED))]))
    assert [written[name].max_row for name in ("问题清单", *UNITS)] == [2, 2, 1, 1, 1]


def test_workbook_with_five_thousand_findings() -> None:
    """Counted in the file itself: reading it as a workbook takes longer than writing it."""
    with zipfile.ZipFile(BytesIO(xlsx.render(made_result(5000)))) as package:
        names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
        counts = [package.read(f"xl/worksheets/sheet{place}.xml").count(b"<row ") for place in range(1, len(names) + 1)]
    lines = dict(zip(names, counts, strict=True))
    assert lines["问题清单"] == 1 + 5000
    assert [lines[name] for name in names if name.startswith("样县")] == [1 + 250] * 20


def test_open_subjects_and_unobserved_addresses_are_complete(written: Workbook) -> None:
    assert "整项检查" in column(written["无法判断"], "事项")
    assert len(column(written["未能观测"], "问题网址")) == 131


def test_same_result_same_bytes(county: AuditResult, county_en: AuditResult) -> None:
    assert xlsx.render(county) == rendered()
    assert book(county_en).sheetnames[0] == "Summary"


def test_a_term_is_counted_from_the_day_of_judging(county: AuditResult) -> None:
    later = replace(county, run=replace(county.run, judged="2025-12-01T16:30:00Z"))  # the next day in China
    dead = next(row for row in rows(book(later)["问题清单"]) if row["问题URL"] == broken(1).url)
    assert dead["整改期限"] == datetime.combine(date(2025, 12, 16), datetime.min.time())


def test_libreoffice_reads_every_sheet(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine (Debian: apt-get install libreoffice-calc-nogui)")
    (tmp_path / "problems.xlsx").write_bytes(rendered())
    out = tmp_path / "read"
    ran = subprocess.run(
        [
            *(office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"),
            *("xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(tmp_path / "problems.xlsx")),
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    if not out.exists():
        pytest.skip(f"LibreOffice without Calc (Debian: apt-get install libreoffice-calc-nogui): {ran.stderr[:200]}")
    read = openpyxl.load_workbook(out / "problems.xlsx", data_only=True)
    assert read.sheetnames == [*ABOUT_ALL, *UNITS]
    assert column(read["问题清单"], "序号") == list(range(1, 31))
    assert column(read["汇总"], "已完成数") == [0, 0, 0, 0], "LibreOffice understands our formulas"
    assert [cell.data_type for cell in read["问题清单"][2]].count("f") == 0
