"""The check-list of the regulation holds every article that a program needs, and quotes only what was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from config.item_words import item_words
from config.mandated import MandatedItem
from config.registry import UnitClass
from config.rubric import Automation, DeadlineRule, Form, Indicator, Part, Rubric, Status
from config.rubrics import load_rubric

ARTICLE_20 = (
    "行政法规、规章和规范性文件",
    "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
    "国民经济和社会发展规划、专项规划、区域规划及相关政策",
    "国民经济和社会发展统计信息",
    "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
    "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定",
    "财政预算、决算信息",
    "行政事业性收费项目及其依据、标准",
    "政府集中采购项目的目录、标准及实施情况",
    "重大建设项目的批准和实施情况",
    "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
    "突发公共事件的应急预案、预警信息及应对情况",
    "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
    "公务员招考的职位、名额、报考条件等事项以及录用结果",
    "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
)
ARTICLE_21_COUNTY = ("市政建设", "公共服务", "公益事业", "土地征收", "房屋征收", "治安管理", "社会救助")
ARTICLE_21_TOWNSHIP = (
    "贯彻落实农业农村政策",
    "农田水利工程建设运营",
    "农村土地承包经营权流转",
    "宅基地使用情况审核",
    "土地征收",
    "房屋征收",
    "筹资筹劳",
    "社会救助",
)
REPORT_SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
READ = (
    *ARTICLE_20,
    *ARTICLE_21_COUNTY,
    *ARTICLE_21_TOWNSHIP,
    *REPORT_SECTIONS,
    "应当及时更新",
    "应当具备信息检索、查阅、下载等功能",
    "登记、审核、办理、答复、归档",
    "教育、卫生健康、供水、供电、供气、供热、环境保护、公共交通",
    "不另设专门栏目",
    "不得设立专门网站",
    "专栏姓专",
    "县级以上各级政府及其部门原则上一个单位最多开设一个网站",
    "一个政府网站原则上只能注册一个中文域名和一个英文域名",
    "确定1种主色调，总色调不宜超过3种",
    "同一类别的栏目和信息使用同一模板，统一字体、字号、行间距和布局",
    "页面加载时长不宜超过3秒",
    "网站内容要清晰显示发布时间，时间格式为 YYYY—MM—DD HH:MM",
    "栏目设置应科学合理，避免出现空白栏目",
    "国务院文件在中国政府网公开发布后，各地区、各部门要及时在本地区、本部门网站转载",
    "应及时公开，并在已发布的原文件上作出明确标注",
    "对信息数据无力持续更新或维护的栏目要进行优化调整",
    "应当逐步符合无障碍网站设计标准",
)
"""What was read in the words of the documents. Everything else is told in other words, or remembered."""

FOOTER = (
    "党政机关网站标识",
    "“我为政府网站找错”入口",
    "网站标识码",
    "主办单位及联系方式",
    "ICP备案编号",
    "公安机关备案标识",
    "站点地图",
)


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubric("regulation-2019")


@pytest.fixture(scope="module")
def lines(rubric: Rubric) -> Mapping[str, Indicator]:
    return {line.id: line for line in rubric.indicators}


def clauses_below(rubric: Rubric, group: str) -> tuple[str, ...]:
    return tuple(line.clause for line in rubric.indicators if line.group == group)


def test_it_is_a_check_list_in_force_since_the_regulation(rubric: Rubric) -> None:
    assert (rubric.form, rubric.effective_from.isoformat()) == (Form.CHECKLIST, "2019-05-15")
    assert {line.part for line in rubric.indicators} == {Part.CLAUSE}


def test_every_item_of_articles_20_and_21(rubric: Rubric, lines: Mapping[str, Indicator]) -> None:
    assert tuple(lines[f"A20.{number:02}"].clause for number in range(1, 16)) == ARTICLE_20
    assert clauses_below(rubric, "a21") == ARTICLE_21_COUNTY
    assert clauses_below(rubric, "a21t") == ARTICLE_21_TOWNSHIP
    for line in rubric.indicators:
        if line.group == "a21":
            assert set(line.applies_to) == {UnitClass.PORTAL, UnitClass.DEPARTMENT}
        if line.group == "a21t":
            assert line.applies_to == (UnitClass.TOWNSHIP,)


def test_every_article_that_a_program_needs(rubric: Rubric) -> None:
    articles = {line.pointer for line in rubric.indicators if rubric.tree.ancestors(line)[-1].key == "a"}
    wanted = ("十二", "二十四", "二十六", "三十", "三十二", "三十三", "三十四", "四十五", "四十九", "五十", "五十五")
    assert {f"第{article}条" for article in wanted} <= articles
    decisions = {line.pointer for line in rubric.indicators if line.group == "d1"}
    assert {"第三条", "第十五条", "第十六条", "第十九条", "第三十条", "第三十二条", "第三十六条"} <= decisions


def test_format_of_the_report_and_marks_of_the_site(rubric: Rubric, lines: Mapping[str, Indicator]) -> None:
    assert clauses_below(rubric, "b1") == REPORT_SECTIONS
    assert set(FOOTER) <= set(clauses_below(rubric, "e2"))
    tags = [lines[f"E3.{number}"].clause.split("、") for number in (1, 2, 3)]
    assert [len(names) for names in tags] == [3, 7, 10]
    assert set(tags[0]) < set(tags[1]) < set(tags[2])


def test_only_what_was_read_is_called_confirmed(rubric: Rubric) -> None:
    for line in rubric.indicators:
        assert (line.status is Status.CONFIRMED) == (line.clause in READ), line.id
        if line.status is Status.UNCONFIRMED:
            told = ("转述", "凭记忆", "见于", "出自", "条例第四十九条没有写", "内部程序")
            assert line.note is not None and any(word in line.note for word in told), line.id
        for rule in line.rules:
            if rule.status is Status.CONFIRMED:
                assert rule.text in line.clause and line.status is Status.CONFIRMED, rule.id


def test_working_days_of_the_law(lines: Mapping[str, Indicator]) -> None:
    """Publish 20, correct 7, third parties 15, reply 20, extend by 20, other bodies 15."""
    days = {"A26": 20, "A30": 7, "A32": 15, "A33.1": 20, "A33.2": 20, "A34": 15, "E5.6": 3, "E6.1": 3}
    for name, expected in days.items():
        [rule] = lines[name].rules
        assert isinstance(rule, DeadlineRule) and rule.due.within is not None, name
        assert rule.due.within.working_days == expected, name
        assert lines[name].status is Status.UNCONFIRMED, name
    assert "30日" in lines["D15.2"].clause
    assert "7日前" in lines["D16"].clause


@pytest.mark.parametrize(
    ("name", "unit_class", "due"),
    [
        ("A49.1", UnitClass.DEPARTMENT, "01-31"),
        ("A49.2", UnitClass.PORTAL, "03-31"),
        ("A49.3", UnitClass.TOWNSHIP, None),
    ],
)
def test_days_of_the_annual_report(
    rubric: Rubric, lines: Mapping[str, Indicator], name: str, unit_class: UnitClass, due: str | None
) -> None:
    """Townships are not named by article 49: theirs can be missing, but never late."""
    assert lines[name].applies_to == (unit_class,)
    [rule] = lines[name].rules
    asked = [code for counted in rule.count for code in counted.codes]
    if isinstance(rule, DeadlineRule):
        assert (rule.due.every_year, "late" in asked) == (due, True)
    else:
        assert (None, "late" in asked) == (due, False)
    report = items(rubric)["annual-report"].yearly
    assert report is not None and report.due.get(unit_class) == due


def items(rubric: Rubric) -> dict[str, MandatedItem]:
    written: list[Any] = rubric.checks["mandated-item"].values["items"]
    found = [MandatedItem.model_validate(item) for item in written]
    assert len({item.id for item in found}) == len(found)
    return {item.id: item for item in found}


def test_subjects_are_only_suspected_to_be_missing(rubric: Rubric) -> None:
    """Articles 20 and 21 ask for information on a subject; only what has a name of its own can be proven missing."""
    named = {item.id for item in items(rubric).values() if item.by_name}
    assert named == {
        *("disclosure-guide", "catalogue", "disclosure-rules", "statutory-content", "on-request", "annual-report"),
        *("functions", "leaders", "budget"),
    }


def test_subjects_are_asked_only_of_units_that_must_have_them(rubric: Rubric) -> None:
    """What depends on a department's or a township's duties is left to a person for them."""
    for line in rubric.indicators:
        for unit_class in (UnitClass.PORTAL, UnitClass.DEPARTMENT, UnitClass.TOWNSHIP):
            if not rubric.is_for(line, unit_class):
                continue
            for rule in line.for_class(unit_class).rules:
                asked = {name for counted in rule.count for name in counted.where.get("item", ())}
                for name in asked:
                    assert unit_class.among(items(rubric)[name].applies_to), (line.id, unit_class)


def test_what_checks_decide(rubric: Rubric, lines: Mapping[str, Indicator]) -> None:
    auto = {name for name, line in lines.items() if line.decided_by is Automation.AUTO}
    assert {"A49.1", "A49.2", "C2.1", "C2.5", "E4.5", "E4.6"} <= auto
    assert lines["A20.03"].decided_by is Automation.PARTLY
    assert lines["A20.15"].decided_by is Automation.MANUAL
    for line in rubric.indicators:
        if line.decided_by is not Automation.AUTO:
            assert line.manual_reason and (line.look_at or line.id == "A19"), line.id


@pytest.mark.parametrize(
    ("item", "text", "is_it"),
    [
        ("planning", "规划计划", True),
        ("planning", "青禾县国民经济和社会发展第十五个五年规划纲要", True),
        ("planning", "青禾县自然资源和规划局", False),
        ("statistics", "2025年青禾县国民经济和社会发展统计公报", True),
        ("statistics", "网站访问统计", False),
        ("penalties", "行政处罚决定公示", True),
        ("fees", "行政事业性收费目录清单", True),
        ("fees", "停车收费标准", False),
        ("procurement", "政府采购", True),
        ("emergency", "应急管理", True),
        ("recruitment", "公务员招录", True),
        ("recruitment", "科技人才", False),
        ("social-relief", "社会救助", True),
        ("homesteads", "宅基地审批", True),
        ("levies", "一事一议", True),
        ("disclosure-column", "政府信息公开", True),
        ("decision-catalogue", "青禾县2026年度重大行政决策事项目录", True),
        ("public-opinions", "意见征集", True),
        ("livelihood", "党史学习教育", False),
    ],
)
def test_names(item: str, text: str, is_it: bool) -> None:
    assert item_words().entries[item].matches(text) is is_it
