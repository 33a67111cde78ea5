"""平政办发〔2023〕5号 as data: nothing of the text is left out, and the table's columns are read as they are printed.

The annex is the text of a PDF. A cell that spans several rows is printed once, so a row without a cell of its own
continues the last one printed above it. What the rubric says is held against the text itself, not against a copy of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from checks.runner import parameters_of
from config.document import document_text, quotes, without_blanks
from config.mandated import MandatedItem
from config.registry import UnitClass
from config.rubric import Automation, Deadline, DeadlineRule, Indicator, QuotaRule, RatioRule, Rubric, Rule
from config.rubrics import load_rubric
from config.topic import Topic

NAME = "pingyin-2023"
ROWS = range(1, 50)
ANNEX_ROW = re.compile(r"附件第(\d+)行")
HEADER = ("序号工作任务具体要求责任单位完成时限", "序号工作任务具体要求责任单位完成")
PAGE_NUMBER = "—12—"
LABEL_BESIDE_NUMBER = " (?=做好政|强化培)"
CELLS = re.compile(r"，*(?P<units>.*?)(?P<deadline>2023年\d+月底前|长期坚持)?")

REQUIREMENTS = (
    "FLD-PROJECT FLD-ENV FLD-EDU FLD-BIZ FLD-RANDOM FLD-TAXCUT FLD-JOBLIST FLD-AID FLD-ELDER DEC-CATALOG "
    "DEC-CHAIN DEC-FEEDBACK DEC-PERIOD DEC-ATTEND EVA-COUNT DIR-COLUMN DIR-CATALOG DOC-COVER DOC-FIELDS "
    "DOC-UPSYNC INT-COVER INT-SYNC INT-ELEMENT INT-FORM HUD-LATENCY OPN-COUNT OPN-ADOPT GAZ-ISSUE GAZ-MOBILE "
    "SIT-WORDING SIT-REVIEW SIT-DOMAIN SIT-UPDATE SIT-REPRINT SIT-BLANK SIT-LINK SIT-SEARCH SIT-A11Y NMD-LIST "
    "NMD-SYNC DIR-26 ZONE BRAND INQ-CHANNEL INQ-GUIDE PUB-COLUMN PUB-CATALOG ORG-MEETING ORG-REPORT ASM-RESULT "
    "TRN-COUNT RPT-PLAN RPT-YAODIAN "
)
"""What the document asks for, by the ids that several plans share, between blanks."""


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubric(NAME)


@dataclass(frozen=True)
class AnnexRow:
    """One row as printed, without blanks: its whole text, and its last two cells with what they continue."""

    text: str
    units: str
    deadline: str


def by_id(rubric: Rubric, indicator_id: str) -> Indicator:
    return next(line for line in rubric.indicators if line.id == indicator_id)


def rows_of(line: Indicator) -> set[int]:
    """The annex rows that an indicator quotes."""
    return {int(found[1]) for quote in line.quotes if (found := ANNEX_ROW.fullmatch(quote.pointer or ""))}


def all_rules(line: Indicator) -> list[Rule]:
    return [*line.rules, *(rule for variant in line.variants for rule in variant.rules or ())]


def left_over(text: str, passages: Iterable[str]) -> str:
    """What is left of `text` when every occurrence of every passage is struck out. Passages may overlap."""
    covered = [False] * len(text)
    for passage in {without_blanks(passage) for passage in passages}:
        at = text.find(passage)
        while at >= 0:
            covered[at : at + len(passage)] = [True] * len(passage)
            at = text.find(passage, at + 1)
    return "".join(letter for letter, struck in zip(text, covered, strict=True) if not struck)


@cache
def body() -> str:
    """The numbered clauses and the last paragraph."""
    text = document_text(NAME)
    return without_blanks(text[text.index("一、聚焦") : text.index("附件：")])


@cache
def printed_rows() -> dict[int, str]:
    """The annex cut before each row's number."""
    text = document_text(NAME)
    rest = text[text.index("序号 工作任务") :]
    starts: dict[int, tuple[int, int]] = {}
    at = 0
    for number in ROWS:
        found = re.compile(rf"^ *{number}(?: *$|{LABEL_BESIDE_NUMBER})", re.MULTILINE).search(rest, at)
        assert found, number
        starts[number] = found.span()
        at = found.end()
    ends = {number - 1: start for number, (start, _) in starts.items()}
    return {number: without_blanks(rest[end : ends.get(number)]) for number, (_, end) in starts.items()}


@cache
def annex() -> dict[int, AnnexRow]:
    """Every row with its cells, told from what is left when requirements, task names and page furniture are struck."""
    rubric = load_rubric(NAME)
    said = [quote.text for line in rubric.indicators for quote in line.quotes]
    names = [group.name for group in rubric.groups]
    rows: dict[int, AnnexRow] = {}
    units = deadline = ""
    for number, text in printed_rows().items():
        cells = CELLS.fullmatch(left_over(text, [*said, *names, *HEADER, PAGE_NUMBER]))
        assert cells, number
        units, deadline = cells["units"] or units, cells["deadline"] or deadline
        rows[number] = AnnexRow(text, units, deadline)
    return rows


def test_every_sentence_of_the_body_is_in_a_clause(rubric: Rubric) -> None:
    clauses = [line.clause for line in (*rubric.indicators, *rubric.groups)]
    assert left_over(body(), clauses).strip("，。") == ""


def test_every_clause_quote_and_rule_is_the_documents_own_wording(rubric: Rubric) -> None:
    for line in rubric.indicators:
        assert without_blanks(line.clause) in body(), line.id
        assert all(quotes(quote.text, NAME) for quote in line.quotes), line.id
        assert all(quotes(rule.text, NAME) for rule in all_rules(line)), line.id
    for group in rubric.groups:
        assert without_blanks(group.clause) in body(), group.key


def test_clauses_stand_in_the_order_of_the_document(rubric: Rubric) -> None:
    """So an indicator that points to the wrong clause is found out."""
    places = [body().index(without_blanks(line.clause)) for line in rubric.indicators]
    assert places == sorted(places)
    starts = {group.pointer: body().index(without_blanks(group.clause)) for group in rubric.groups}
    for line, place in zip(rubric.indicators, places, strict=True):
        assert rubric.tree.ancestors(line)[0].pointer == line.pointer, line.id
        begun = {pointer: start for pointer, start in starts.items() if start <= place}
        assert max(begun, key=lambda pointer: begun[pointer]) == line.pointer, line.id


def test_all_49_rows_are_there_in_order(rubric: Rubric) -> None:
    named = [number for line in rubric.indicators for number in sorted(rows_of(line))]
    assert named == sorted(named)
    assert set(named) == set(ROWS)
    for line in rubric.indicators:
        assert rows_of(line) == ({int(line.id.split("-")[0])} if line.id[0].isdigit() else set()), line.id


def test_every_quote_stands_in_the_row_that_it_names(rubric: Rubric) -> None:
    for line in rubric.indicators:
        for number in rows_of(line):
            assert all(without_blanks(quote.text) in annex()[number].text for quote in line.quotes), line.id


def test_nothing_but_cells_is_left_of_any_row() -> None:
    """A dropped requirement would be left over and be taken for a responsible unit."""
    unit = re.compile(r"(县\w{2,12}(局|办公室|中心)|各镇（街道）|各部门|相关镇（街道）|相关部门)")
    for number, row in annex().items():
        assert all(unit.fullmatch(name) for name in row.units.split("、")), (number, row.units)
    assert {row.deadline for row in annex().values()} == {
        "2023年6月底前",
        "2023年8月底前",
        "2023年9月底前",
        "2023年11月底前",
        "2023年12月底前",
        "长期坚持",
    }


def test_responsible_units_and_deadlines_are_those_of_the_row(rubric: Rubric) -> None:
    for line in rubric.indicators:
        for number in rows_of(line):
            assert "、".join(line.responsible) == annex()[number].units, line.id
            assert line.deadline is not None
            assert without_blanks(line.deadline.text) == annex()[number].deadline, line.id


def test_a_row_without_cells_of_its_own_says_so(rubric: Rubric) -> None:
    said = [quote.text for line in rubric.indicators for quote in line.quotes]
    names = [group.name for group in rubric.groups]
    for number, text in printed_rows().items():
        cells = CELLS.fullmatch(left_over(text, [*said, *names, *HEADER, PAGE_NUMBER]))
        assert cells
        for line in (line for line in rubric.indicators if number in rows_of(line)):
            note = line.note or ""
            assert bool(cells["units"]) or re.search("责任单位(、完成时限)?[一两]格空白", note), line.id
            assert bool(cells["deadline"]) or re.search("完成时限[一两]格空白", note), line.id


def test_deadlines_are_dates() -> None:
    ends = {"6月": (6, 30), "8月": (8, 31), "9月": (9, 30), "11月": (11, 30), "12月": (12, 31)}
    for line in load_rubric(NAME).indicators:
        if line.deadline is None or line.deadline.text == "长期坚持":
            assert line.deadline is None or line.deadline.by is None
        elif found := re.fullmatch(r"2023年(\d+月)底前", line.deadline.text):
            assert line.deadline.by == date(2023, *ends[found[1]]), line.id
        else:
            assert line.deadline == Deadline(text="2023年8月20日前", by=date(2023, 8, 20))


def test_every_requirement_has_an_indicator(rubric: Rubric) -> None:
    bound = {name for line in rubric.indicators for name in line.requirements}
    assert set(REQUIREMENTS.split()) - bound == set()


def test_quantities(rubric: Rubric) -> None:
    year = (date(2023, 1, 1), date(2023, 12, 31))
    found = {
        rule.id: rule.at_least for line in rubric.indicators for rule in all_rules(line) if isinstance(rule, QuotaRule)
    }
    assert found == {"16.1": 5, "17.1": 5, "17.2": 2, "24.1": 5, "24.2": 2, "46.1": 1, "46.2": 1, "48.1": 1}
    for line in rubric.indicators:
        for rule in all_rules(line):
            if isinstance(rule, QuotaRule):
                assert rule.period is not None
                assert (rule.period.since, rule.period.until) == year
                assert str(rule.at_least) in rule.text
            if isinstance(rule, RatioRule):
                assert rule.at_least == 1
    ratios = {rule.id for line in rubric.indicators for rule in all_rules(line) if isinstance(rule, RatioRule)}
    assert ratios == {"14.2", "19.2", "19.3", "21.1"}


def test_due_dates(rubric: Rubric) -> None:
    due = {
        rule.id: rule.due for line in rubric.indicators for rule in all_rules(line) if isinstance(rule, DeadlineRule)
    }
    within = due.pop("15.1").within
    assert within is not None
    assert within.working_days == 10
    assert {rule_id: found.by for rule_id, found in due.items()} == {
        "6.1": date(2023, 12, 31),
        "13.2": date(2023, 6, 30),
        "17.3": date(2023, 12, 31),
        "29.1": date(2023, 12, 31),
        "41.1": date(2023, 9, 30),
        "42.1": date(2023, 11, 30),
        "43.2": date(2023, 8, 31),
        "43.4": date(2023, 8, 31),
        "44.1": date(2023, 8, 31),
        "45.1": date(2023, 8, 31),
        "end.1": date(2023, 8, 20),
    }


def test_county_and_units_have_their_own_quotas(rubric: Rubric) -> None:
    for indicator_id, county, unit in (("17-count", 5, 2), ("24-count", 5, 2)):
        line = by_id(rubric, indicator_id)
        for unit_class, expected in (
            (UnitClass.PORTAL, county),
            (UnitClass.DEPARTMENT, unit),
            (UnitClass.INTERNAL_DEPARTMENT, unit),
            (UnitClass.TOWNSHIP, unit),
        ):
            (rule,) = line.for_class(unit_class).rules
            assert isinstance(rule, QuotaRule)
            assert rule.at_least == expected


def test_contradictions_are_noted_and_kept(rubric: Rubric) -> None:
    catalogue = by_id(rubric, "13-catalogue")
    assert catalogue.deadline is not None
    assert catalogue.deadline.by is not None
    assert catalogue.deadline.by < rubric.effective_from
    assert "2023年7月28日" in (catalogue.note or "")
    institutions = by_id(rubric, "42-catalogue")
    assert "http://www.baidu.com/link?url=" in institutions.clause
    assert "http" not in institutions.quotes[0].text
    assert "跳转网址" in (institutions.note or "")
    assert "8个" in (institutions.note or "")
    told = "\n".join(rubric.notes)
    for word in ("自相矛盾", "跳转网址", "7个领域", "表头"):
        assert word in told


def test_no_late_catalogue_counts(rubric: Rubric) -> None:
    """The deadline lies before the notice itself, so whether it was missed is a person's decision."""
    (counted,) = by_id(rubric, "13-catalogue").rules[0].count
    assert counted.codes == ("missing", "empty")
    assert not by_id(rubric, "13-catalogue").rules[1].bound


@pytest.mark.parametrize(
    ("indicator", "portal", "department", "township", "institution"),
    [
        ("1-key", True, False, False, False),
        ("17-mechanism", False, True, True, False),
        ("18-catalogue", True, True, True, False),
        ("32-blank", True, False, False, False),
        ("40-request", True, True, True, False),
        ("45-offline", True, False, False, True),
        ("48-training", False, True, True, False),
        ("end-plan", False, True, True, False),
    ],
)
def test_whom_a_task_is_for(
    rubric: Rubric, indicator: str, portal: bool, department: bool, township: bool, institution: bool
) -> None:
    line = by_id(rubric, indicator)
    classes = (UnitClass.PORTAL, UnitClass.INTERNAL_DEPARTMENT, UnitClass.TOWNSHIP, UnitClass.INSTITUTION)
    assert [rubric.is_for(line, one) for one in classes] == [portal, department, township, institution]


def test_what_is_asked_of_all_units_is_for_departments_and_townships(rubric: Rubric) -> None:
    """Except what only the county's portal can have: its library of documents."""
    for line in rubric.indicators:
        for_units = line.responsible == ("各镇（街道）", "各部门") and line.id not in ("19-library", "19-topics")
        assert rubric.is_for(line, UnitClass.TOWNSHIP) is (for_units or line.id.startswith("end-")), line.id
        assert rubric.is_for(line, UnitClass.DEPARTMENT) is rubric.is_for(line, UnitClass.TOWNSHIP), line.id


def test_who_decides(rubric: Rubric) -> None:
    found = {line.id: line.decided_by for line in rubric.indicators}
    assert {name for name, how in found.items() if how is Automation.AUTO} == {"32-blank"}
    assert {name for name, how in found.items() if how is Automation.PARTLY} == {
        "1-key",
        "2-project",
        "2-private",
        "3-talent",
        "4-environment",
        "5-package",
        "6-enterprise",
        "7-supervision",
        "8-tax",
        "9-jobs",
        "10-reduction",
        "10-fees",
        "11-aid",
        "12-elderly",
        "13-catalogue",
        "14-chain",
        "15-consult",
        "15-feedback",
        "16-attend",
        "17-count",
        "18-column",
        "18-catalogue",
        "19-library",
        "19-topics",
        "19-coverage",
        "20-package",
        "21-coverage",
        "22-sync",
        "23-depth",
        "24-forms",
        "24-count",
        "25-response",
        "27-open",
        "27-adoption",
        "30-gazette",
        "31-review",
        "32-domain",
        "32-update",
        "32-reprint",
        "32-link",
        "33-service",
        "34-filing",
        "34-matrix",
        "35-sync",
        "36-standard",
        "37-zone",
        "39-brand",
        "40-request",
        "42-catalogue",
        "43-column",
        "46-meeting",
        "47-bulletin",
        "47-assessment",
        "48-training",
        "end-plan",
        "end-report",
    }
    for line in rubric.indicators:
        assert line.look_at, line.id


def test_numbers_that_the_document_does_not_give_are_marked(rubric: Rubric) -> None:
    """It gives no window and no limit: those come from the national rubric and are unconfirmed here."""
    national = load_rubric("national-2019")
    for check in ("stale-column", "stale-home"):
        mine, theirs = rubric.checks[check], national.checks[check]
        assert mine.status == "unconfirmed"
        assert "national-2019" in mine.source
        for name, value in mine.values.items():
            given = theirs.values[name]
            assert value.items() <= given.items() if name == "windows" else value == given


def items_of(rubric: Rubric) -> dict[str, MandatedItem]:
    written = rubric.checks["mandated-item"].values["items"]
    return {item.id: item for item in map(MandatedItem.model_validate, written)}


def asked(rubric: Rubric) -> dict[str, dict[str, MandatedItem | Topic]]:
    """The items and topics that rules may count, by check and id."""
    topics = rubric.checks["topic-coverage"].values["topics"]
    return {
        "mandated-item": dict(items_of(rubric)),
        "topic-coverage": {topic.id: topic for topic in map(Topic.model_validate, topics)},
    }


def test_items_of_the_law_are_called_as_in_the_national_rubric(rubric: Rubric) -> None:
    mine, theirs = items_of(rubric), items_of(load_rubric("national-2019"))
    shared = mine.keys() & theirs.keys()
    assert len(shared) == 7
    assert {name: mine[name] for name in shared} == {name: theirs[name] for name in shared}


def test_rules_count_items_and_codes_that_exist(rubric: Rubric) -> None:
    assert set(rubric.checks) <= set(parameters_of(rubric))
    known = asked(rubric)
    for _, counted in rubric.bindings():
        if counted.check in known:
            assert set(counted.where.get("item", ())) <= set(known[counted.check])


def test_every_item_that_a_rule_counts_is_looked_for_in_that_class_of_unit(rubric: Rubric) -> None:
    """Otherwise nothing would be found, and that would look like a pass."""
    known = asked(rubric)
    for line in rubric.indicators:
        for unit_class in (one for one in UnitClass if rubric.is_for(line, one)):
            counted = [part for rule in line.for_class(unit_class).rules for part in rule.count if part.check in known]
            for part, name in ((one, name) for one in counted for name in one.where.get("item", ())):
                assert unit_class.among(known[part.check][name].applies_to), (line.id, unit_class, name)


@pytest.mark.parametrize(
    ("as_of", "year"), [("2023-06-30", 2022), ("2023-07-01", 2023), ("2023-12-31", 2023), ("2024-07-01", 2024)]
)
def test_the_catalogue_of_a_year_is_asked_for_from_july_on(rubric: Rubric, as_of: str, year: int) -> None:
    yearly = items_of(rubric)["decision-catalogue"].yearly
    assert yearly is not None
    assert yearly.last_due_year(UnitClass.PORTAL, date.fromisoformat(as_of)) == year


@pytest.mark.parametrize(
    ("item", "text", "is_it"),
    [
        ("decision-catalogue", "平阴县2023年度重大行政决策事项目录", True),
        ("decision-catalogue", "关于公布2023年度重大行政决策事项目录的通知", True),
        ("decision-catalogue", "关于公开征集2023年度重大行政决策事项目录建议的公告", False),
        ("decision-catalogue", "政府集中采购目录", False),
        ("decision-column", "重大决策预公开", True),
        ("decision-column", "重大行政决策公开", True),
        ("decision-column", "重大行政决策程序规定", False),
        ("decision-column", "决策部署落实", False),
        ("gazette", "平阴县人民政府公报", True),
        ("gazette", "政府公报", True),
        ("gazette", "山东省人民政府公报", False),
        ("gazette", "国民经济和社会发展统计公报", False),
        ("grassroots-catalogue", "基层政务公开标准目录", True),
        ("grassroots-catalogue", "26个试点领域", True),
        ("grassroots-catalogue", "行政许可事项目录", False),
        ("public-institutions", "企事业单位信息公开", True),
        ("public-institutions", "公共企事业单位信息公开", True),
        ("public-institutions", "企事业单位招聘", False),
        ("public-institutions", "机关企事业单位养老保险", False),
    ],
)
def test_names(rubric: Rubric, item: str, text: str, is_it: bool) -> None:
    assert items_of(rubric)[item].matches(text) is is_it
