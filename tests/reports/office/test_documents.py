"""Official documents: their structure, what may stand in them as a fault, and that odd text does no harm."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as Xml

import pytest

from checks.finding import Finding, Outcome, State, Verdict
from config.suppressions import Suppression, Suppressions
from reports.manual_entry import ManualEntry
from reports.office.letter import letter
from reports.office.links import href
from reports.office.papers import Order, documents
from reports.office.templates import Paper
from reports.problem_list import problem_list
from reports.result import AuditResult, Judgement
from tests.reports.county import audit, county_outcomes
from tests.reports.office.word import DAY, headings, made, paragraphs, tables, words
from tests.reports.samples import HOST, broken, empty, finding, outcome
from xuncha.assessing import scored_with

COUNTY = "云岭县人民政府"
NOTICE, CHECKED = f"整改通知单-{COUNTY}.docx", f"自查表-{COUNTY}.docx"


@pytest.fixture(scope="module")
def accepted() -> Finding:
    return broken(3)


@pytest.fixture(scope="module")
def files(accepted: Finding) -> dict[str, bytes]:
    known = Suppression(fingerprint=accepted.fingerprint, reason="系统迁移中，已报备", by="张三", until=DAY)
    return made(
        audit(), issuer="云岭县政务公开办", number="云公开〔2025〕9号", suppressions=Suppressions(suppressions=(known,))
    )


def test_one_bulletin_and_for_each_unit_an_assessment_a_notice_and_a_table(files: dict[str, bytes]) -> None:
    units = (COUNTY, "云岭县教育和体育局", "城关街道办事处", "北河镇人民政府")
    kinds = ("评估报告", "整改通知单", "自查表")
    assert set(files) == {"检查通报.docx", *(f"{kind}-{unit}.docx" for kind in kinds for unit in units)}


def test_structure_of_the_bulletin(files: dict[str, bytes]) -> None:
    content = files["检查通报.docx"]
    assert headings(content) == [
        f"关于{COUNTY}\n政务公开和网站检查情况的通报",
        "一、总体情况",
        "二、存在问题",
        "（一）单项否决情形",
        "（二）确认的问题",
        "（三）待核实和未能判断的事项",
        "三、工作要求",
        "附件",
        "各单位检查结果",
    ]
    said = words(content)
    assert "云公开〔2025〕9号" in said and "云岭县政务公开办\n2025年11月24日" in said
    assert "检查单位 4 个。得出结论的 1 个，其中合格 0 个，不合格 1 个，合格率 0%" in said
    assert "暂不评定的 3 个，不计入合格率。触发单项否决的单位 1 个" in said
    assert "城关街道办事处：栏目不更新。空白栏目数量超过(含)5个。（发现 6 个，否决线 5 个）" in said
    assert (
        "逐项整改：涉及单项否决条款的问题于2025年12月1日前（5 个工作日内）完成，"
        "一般问题于2025年12月8日前（10 个工作日内）完成。（各期限的天数为默认值，待核对。）" in said
    )
    ((head, *rows),) = tables(content)
    assert head == [
        "序号",
        "单位",
        "类别",
        "结论",
        "得分",
        "可能区间",
        "覆盖率",
        "确认问题",
        "疑似问题",
        "否决项",
        "说明",
    ]
    assert rows[0][:5] == ["1", COUNTY, "政府门户网站", "暂不评定", "87.5"]
    assert [row[7:10] for row in rows] == [["17", "2", "0"], ["1", "0", "0"], ["6", "0", "1"], ["3", "0", "0"]]


def test_the_bulletin_counts_a_fault_of_two_units_once_and_names_no_unit_for_what_is_suspected() -> None:
    shared = [replace(empty("机构职能", owner), url=f"{HOST}/jytyj/jgzn/") for owner in ("yunling", "jiaoyu")]
    guess = broken(1, "beihe", state=State.SUSPECTED)
    said = [outcome("empty-column", each, owner=each.unit) for each in shared]
    content = made(audit(outcomes=[*said, outcome("broken-link", guess, owner="beihe")]), Paper.BULLETIN)[
        "检查通报.docx"
    ]
    text = "\n".join(paragraphs(content))
    assert "共确认问题 1 个" in text
    assert "空白栏目，1 个。涉及云岭县教育和体育局（1 个）、云岭县人民政府（1 个）" in text
    assert "疑似问题 1 个" in text and "北河镇" not in text


def test_structure_of_the_assessment(files: dict[str, bytes]) -> None:
    content = files[f"评估报告-{COUNTY}.docx"]
    assert headings(content) == [
        f"{COUNTY}\n政务公开和网站评估报告",
        "一、评估依据和对象",
        "二、评估结果",
        "《县级政府网站检查指标》",
        "三、存在问题",
        "四、待核实和未能判断的事项",
        "五、整改推演与预警",
    ]
    said = words(content)
    assert "结论：暂不评定。得分：87.5（可能区间 6.5～117.5）。覆盖率：98.23%。" in said
    assert "做得好的方面：首页不更新，已逐项检查，未发现问题。" in said
    assert "链接失效（页面不存在），11 个。列举 3 个，其余见整改通知单。" in said
    assert "另有 1 个问题已受理说明" in said
    ((head, *rows),) = tables(content)
    assert head == ["指标", "分值", "扣分或得分", "结果", "计算过程和原因"]
    assert [row[:4] for row in rows if row[0].startswith(("D2", "B1"))] == [
        ["D2 政策文件", "5", "扣 5", "扣分"],
        ["B1 智能搜索", "", "", "待人工核查"],
    ]


def test_structure_of_the_notice(files: dict[str, bytes], accepted: Finding) -> None:
    content = files[NOTICE]
    assert headings(content) == [
        "整改通知单",
        "附件 1  须整改的问题",
        "涉及单项否决条款的问题（3 个，整改期限：2025年12月1日）",
        "一般问题（14 个，整改期限：2025年12月8日）",
        "附件 2  疑似问题（待核实，不作为问题）",
        "附件 3  已受理说明的问题（不列入整改）",
    ]
    said = "\n".join(paragraphs(content))
    assert said.startswith(f"云公开〔2025〕9号\n整改通知单\n{COUNTY}：")
    assert "确认须整改的问题 17 个，疑似问题 2 个" in said
    assert (
        "请对附件 1 所列问题限期整改：涉及单项否决条款的问题于2025年12月1日前（5 个工作日内）完成，"
        "一般问题于2025年12月8日前（10 个工作日内）完成。工作日自2025年11月24日的次日起计算。" in said
    )
    urgent, ordinary, doubtful, excused = tables(content)
    ordered = [*urgent, *ordinary[1:]]
    assert (
        urgent[0]
        == ordinary[0]
        == [
            "序号",
            "问题类型",
            "栏目与问题描述",
            "问题网址与所在页面",
            "指标与扣分",
            "整改建议",
            "整改情况",
        ]
    )
    assert [row[0] for row in ordered[1:]] == [str(number) for number in range(1, 18)]
    assert len(doubtful) == 3 and doubtful[0][-1] == "核实情况"
    assert all(accepted.fingerprint not in row[1] for row in (*ordered, *doubtful))
    assert accepted.fingerprint in excused[1][1] and excused[1][4:] == ["系统迁移中，已报备", "张三，至2025年11月24日"]


def test_the_rows_of_a_notice_say_where_and_what_to_do(files: dict[str, bytes]) -> None:
    row = next(row for table in tables(files[NOTICE]) for row in table if "2025001.html" in row[3])
    assert row[1].startswith(f"链接失效（页面不存在）\n责任单位：{COUNTY}\n编号 ")
    column, described, linked = row[2].splitlines()
    assert column == "首页>政务公开>通知公告" and described.startswith("链接目标不存在")
    assert linked == "链接文字：关于公布1号通知的公告"
    assert row[3].splitlines()[1] == "出现于 3 个页面，例如："
    assert row[4:] == ["D3 链接可用性\n每处 0.5 分", "请恢复该页面或文件；已经撤销的，请删除或更正指向它的链接。", " "]


def test_vetoes_come_first_in_a_notice() -> None:
    blanks = [empty(f"栏目{number}") for number in range(5)]
    said = made(audit(outcomes=[outcome("broken-link", broken(1)), outcome("empty-column", *blanks)]), Paper.NOTICE)
    marked = [[row[1].startswith("【单项否决】空白栏目") for row in table[1:]] for table in tables(said[NOTICE])]
    assert marked == [[True] * 5, [False]]
    assert "其中触发单项否决的情形：\nV4 栏目不更新：空白栏目数量超过(含)5个。（发现 5 个，否决线 5 个）" in words(
        said[NOTICE]
    )


def test_a_suspected_problem_that_might_make_a_veto_leads_the_list_of_what_to_verify() -> None:
    said = [
        outcome("broken-link", broken(1, state=State.SUSPECTED), broken(2)),
        outcome("stale-home", finding("stale-home", "stale", "https://www.yunling.example/", state=State.SUSPECTED)),
    ]
    doubtful = tables(made(audit(outcomes=said), Paper.NOTICE)[NOTICE])[1]
    assert [row[1].startswith("【可能触发单项否决】") for row in doubtful[1:]] == [True, False]


def test_structure_of_the_self_check(files: dict[str, bytes]) -> None:
    content = files[CHECKED]
    assert headings(content) == [f"{COUNTY}政务公开和网站自查表", "《县级政府网站检查指标》（国办秘函〔2019〕19号）"]
    ((head, *rows),) = tables(content)
    assert head == ["检查对象", "指标", "评分细则", "检查情况"]
    assert {row[0] for row in rows} == {f"{COUNTY}（{part}）" for part in ("单项否决指标", "扣分指标", "加分指标")}
    told = {row[1].split()[0]: row[3] for row in rows}
    assert told["V1"] == "未能判断（须人工核查）：须由人工阅读内容判断。"
    assert told["V3"] == "未发现"
    assert told["V4"].startswith("发现 3 处：\n1. ") and "未达到单项否决的数量。" in told["V4"]
    assert told["D3"].splitlines()[0] == "发现 12 处：" and "其余 2 处见整改通知单。" in told["D3"]
    assert "疑似 1 处，待人工核实，不作为问题：" in told["D3"]
    assert told["D3"].splitlines()[-1] == "另有 1 处已受理说明，不列入整改。"


def test_what_could_not_be_judged_never_reads_as_nothing_found() -> None:
    blind = Outcome("stale-home", "yunling", Verdict.CANNOT_JUDGE, "needs-columns")
    said = [each for each in county_outcomes() if each.check != "stale-home"]
    files = made(audit(outcomes=[*said, blind]), Paper.SELF_CHECK)
    told = {row[1].split()[0]: row[3] for row in tables(files[CHECKED])[0]}
    assert told["V3"] == "未能判断：在已观测到的页面中未识别出该单位的栏目"
    unseen = {row[1].split()[0]: row[3] for row in tables(files["自查表-北河镇人民政府.docx"])[0]}
    assert "未发现" not in unseen["V4"].splitlines()
    few = made(
        audit(outcomes=[outcome(check, owner="beihe") for check in ("stale-column", "empty-column")]), Paper.SELF_CHECK
    )
    little = {row[1].split()[0]: row[3] for row in tables(few["自查表-北河镇人民政府.docx"])[0]}
    assert little["V4"] == "在已观测的页面中未发现（观测不足，不作结论）"


def test_what_assessors_entered_is_ordered_to_be_repaired_too() -> None:
    entries = {
        "V1": ManualEntry("yunling", "V1", None, False, "首页标题表述错误", "", "李四", date(2025, 11, 21), "得分!F2"),
        "D4": ManualEntry("yunling", "D4", Decimal(3), None, "三项要素缺失", "", "李四", date(2025, 11, 21), "得分!F3"),
        "D5": ManualEntry("yunling", "D5", Decimal(0), None, "", "", "李四", date(2025, 11, 21), "得分!F4"),
    }
    clean = audit(outcomes=[outcome(check) for check in ("broken-link", "bad-href", "stale-home")])
    result = scored_with(clean, {clean.judgements[0].rubric.id: {"yunling": entries}})
    files = made(result)
    said = "\n".join(paragraphs(files[NOTICE]))
    assert (
        "V1 安全、泄密事故等严重问题：李四 2025-11-21填写：存在否决情形。首页标题表述错误（整改期限：2025年12月1日）"
        in said
    )
    assert "D4 办事指南：李四 2025-11-21填写：扣 3 分。三项要素缺失（整改期限：2025年12月8日）" in said
    assert "请对下列人工核查认定的事项限期整改：涉及单项否决条款的问题于2025年12月1日前" in said
    assert "附件 1  须整改的问题\n无。" in said
    assert "D5" not in said
    assert "人工核查认定的扣分事项 2 项" in words(files["检查通报.docx"])
    told = {row[1].split()[0]: row[3] for row in tables(files[CHECKED])[0]}
    assert told["D4"] == "李四 2025-11-21填写：扣 3 分"


def test_a_run_without_findings_orders_nothing() -> None:
    checks = ("broken-link", "bad-href", "stale-column", "empty-column", "stale-home", "mandated-item")
    result = audit(outcomes=[outcome(check, owner=unit.id) for check in checks for unit in audit().units])
    written = documents([result], Order([*Paper], letter(DAY), DAY))
    assert not [name for name in written.files if name.startswith("整改通知单")]
    assert written.spared == tuple(unit.name for unit in result.units)
    said = words(written.files["检查通报.docx"])
    assert "未发现已触发的单项否决情形。" in said and "未发现须整改的问题。" in said
    told = {row[1].split()[0]: row[3] for row in tables(written.files[CHECKED])[0]}
    assert [told[line] for line in ("V3", "V4", "D1", "D2", "D3")] == ["未发现"] * 5
    assert "未发现须整改的问题。" in words(written.files[f"评估报告-{COUNTY}.docx"])


def test_a_run_with_nothing_at_all_said_is_no_praise() -> None:
    files = made(audit(outcomes=[]))
    told = [row[3] for row in tables(files[CHECKED])[0][1:]]
    assert all(cell.startswith("未能判断") for cell in told)


def test_five_thousand_findings_are_all_in_the_notice() -> None:
    many = [broken(number, state=State.SUSPECTED if number % 10 == 0 else State.CONFIRMED) for number in range(5000)]
    content = made(audit(outcomes=[outcome("broken-link", *many)]), Paper.NOTICE)[NOTICE]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("word/document.xml").decode()
    assert Counter(re.findall(r"编号 ([0-9a-f]{16})<", xml)) == dict.fromkeys((found.fingerprint for found in many), 1)
    assert xml.count("<w:tblHeader/>") == 45 + 5, "each table of a hundred rows repeats its heading"


ODD_URL = "https://www.yunling.example/a b/<i>'\"&%zz%20?q={{x}}&c=[1]|^`\\#片段#2" + "é" * 10
ODD_TITLE = "=1+1 <script>alert('甲')</script> {{ unit.name }} {% for %} \x00\x07\t\n]]>&amp;“”" + "长" * 300


def test_odd_text_stands_there_as_it_is_and_breaks_nothing() -> None:
    odd = replace(
        broken(1), subject="odd", url=ODD_URL, text=ODD_TITLE, column=ODD_TITLE, found_on=(ODD_URL, "javascript:x")
    )
    files = made(audit(outcomes=[outcome("broken-link", odd, replace(odd, subject="2", url="http://[bad"))]))
    for content in files.values():
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    Xml.fromstring(package.read(name))
    row = tables(files[NOTICE])[0][2]
    assert "<script>alert('甲')</script> {{ unit.name }} {% for %}" in row[2] and "长" * 300 in row[2]
    assert ODD_URL in row[3]
    with zipfile.ZipFile(io.BytesIO(files[NOTICE])) as package:
        rels = Xml.fromstring(package.read("word/_rels/document.xml.rels"))
    links = [rel.get("Target", "") for rel in rels if rel.get("Type", "").endswith("/hyperlink")]
    assert links == [href(ODD_URL)]


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://a.example/通知.html", "https://a.example/%E9%80%9A%E7%9F%A5.html"),
        ("https://a.example/a b?x=%zz%20#y#z", "https://a.example/a%20b?x=%25zz%20#y%23z"),
        ("http://a.example:8080/", "http://a.example:8080/"),
        ("http://[bad", None),
        ("http://a b/", None),
        ("http://门户.example/", None),
        ("javascript:alert(1)", None),
        ("https://a.example/" + "长" * 700, None),
    ],
)
def test_links_are_addresses_that_word_can_open(address: str, link: str | None) -> None:
    assert href(address) == link


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr wordWrap spacing ind contextualSpacing jc"
    " outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing kern sz szCs u lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "p": "pPr",
}
"""Children in the order of ECMA-376; Word calls a file damaged that has another one."""


def test_elements_stand_where_word_wants_them(files: dict[str, bytes]) -> None:
    looked_at = 0
    for content in files.values():
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            body = Xml.fromstring(package.read("word/document.xml"))
        for element in body.iter():
            order = ORDER.get(element.tag.split("}")[1], "").split()
            children = [child.tag.split("}")[1] for child in element]
            places = [order.index(child) if child in order else len(order) for child in children]
            assert not order or places == sorted(places), children
            looked_at += bool(order)
            if element.tag.endswith("}p"):
                assert {*children} <= {"pPr", "r", "hyperlink"}
            if element.tag.endswith("}tc"):
                assert children[-1] == "p"
    assert looked_at > 1000


def test_same_result_same_bytes_and_no_clock(files: dict[str, bytes]) -> None:
    assert made(audit(), Paper.NOTICE) == made(audit(), Paper.NOTICE)
    with zipfile.ZipFile(io.BytesIO(files[NOTICE])) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert core.count("2025-11-24T00:00:00Z") == 2 and f"整改通知单-{COUNTY}" in core


def test_every_document_comes_in_english(county_en: AuditResult) -> None:
    files = made(county_en)
    assert {name.split("-")[0] for name in files} == {"bulletin.docx", "assessment", "notice", "self"}
    assert headings(files["bulletin.docx"])[0].startswith("Bulletin on disclosure")
    assert "nothing found" in {row[3] for row in tables(files[f"self-check-{COUNTY}.docx"])[0]}


def test_several_portals_make_one_bulletin(county: AuditResult) -> None:
    other = replace(county, portal=county.portal.model_copy(update={"id": "other", "name": "清河县人民政府"}))
    files = made([county, other], Paper.BULLETIN, Paper.NOTICE)
    said = words(files["检查通报.docx"])
    assert "检查单位 8 个" in said and "清河县人民政府" in said
    assert f"{NOTICE.removesuffix('.docx')}-2.docx" in files, "units of the same name keep their own documents"


def urgent_and_others() -> list[Outcome]:
    """Problems of every severity."""
    leak = finding("leak-mark", "secret-mark", "https://www.yunling.example/1.pdf")
    return [
        outcome("broken-link", broken(1)),
        outcome("empty-column", empty("数据开放")),
        outcome("leak-mark", leak),
    ]


def test_a_notice_and_the_list_of_problems_agree_when_they_are_of_one_day() -> None:
    plain = audit(outcomes=urgent_and_others())
    result = replace(plain, run=replace(plain.run, judged=f"{DAY}T01:00:00Z"))
    listed = {one.finding.fingerprint: one.term.day for one in problem_list(result).of("yunling") if one.term}
    content = made(result, Paper.NOTICE)[NOTICE]
    groups = [heading for heading in headings(content) if "整改期限" in heading]
    told = {}
    for heading, table in zip(groups, tables(content), strict=False):
        for row in table[1:]:
            year, month, day = map(int, re.findall(r"\d+", heading.partition("整改期限")[2]))
            told[row[1].rpartition(" ")[2]] = date(year, month, day)
    assert told == listed and len({*told.values()}) == 3
    assert [row[0] for table in tables(content)[:3] for row in table[1:]] == ["1", "2", "3"]


def test_where_two_rubrics_differ_the_shorter_term_holds() -> None:
    result = audit(outcomes=[outcome("empty-column", empty("数据开放"))])
    known = result.judgements[0]
    lenient = known.rubric.model_copy(update={"id": "lenient", "indicators": known.rubric.indicators[:1]})
    for order in ((known.rubric, lenient), (lenient, known.rubric)):
        both = tuple(Judgement(rubric, known.rubric_hash, known.outcomes, known.scorecards) for rubric in order)
        content = made(replace(result, judgements=both), Paper.NOTICE)[NOTICE]
        assert "涉及单项否决条款的问题（1 个，整改期限：2025年12月1日）" in headings(content)


def test_one_term_for_everything_makes_one_group_and_needs_no_remark() -> None:
    content = made(audit(outcomes=urgent_and_others()), Paper.NOTICE, workdays=15)[NOTICE]
    assert "全部问题（3 个，整改期限：2025年12月15日）" in headings(content)
    assert len(tables(content)) == 1
    assert "待核对" not in "\n".join(paragraphs(content)).partition("附件 1")[0]
    assert letter(DAY).deadline_remark and not letter(DAY, workdays=5).deadline_remark


@pytest.mark.parametrize(("lang", "told"), [("zh", "于 10 个工作日内完成。"), ("en", "within 10 working days.")])
def test_a_year_without_calendar_gives_days_and_no_date(lang: str, told: str) -> None:
    late = date(2039, 12, 30)
    head = letter(late, lang=lang)
    result = audit(lang, outcomes=[outcome("broken-link", broken(1))])
    for content in documents([result], Order([Paper.NOTICE, Paper.BULLETIN], head, late)).files.values():
        assert told in words(content) and "2040" not in words(content)
