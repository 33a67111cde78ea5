"""Work plans as data: no clause of a document is dropped, none is reworded, and every quantity is there.

A plan is a rubric with a document of the same name in config/documents. What it must hold is read from the document
itself: its printed headings, its sentences, the numbers of its annex rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from checks.runner import parameters_of
from config.document import document_names, document_text, quotes, without_blanks
from config.mandated import MandatedItem
from config.registry import UnitClass
from config.rubric import Automation, DeadlineRule, Form, Indicator, Part, QuotaRule, RatioRule, Rubric, Rule
from config.rubrics import load_rubric, rubric_ids
from config.topic import Topic

PLANS = tuple(name for name in rubric_ids() if name in document_names())
OURS = ("gaotang-2024", "lixia-2024", "shaheyan-2024")

NUMERALS = "一二三四五六七八九十"
SECTION = re.compile(rf"^\s*([{NUMERALS}]+)、([^。\n]+)", re.MULTILINE)
SUBCLAUSE = re.compile(rf"^\s*[（(]\s*([{NUMERALS}]+|\d+)\s*[）)]\s*([^。\n]+)", re.MULTILINE)
ANNEX = "附件："
ANNEX_ROW = re.compile(r"附件第(\d+)行")
LAST_PARAGRAPH = "末段"

WITHOUT_TASK = {
    "gaotang-2024": (
        (
            "高唐县人民政府办公室关于印发",
            "（此件公开发布）高唐县2024年政务公开工作要点",
            "the notice around the plan, its title",
        ),
        ("2024年是中华人民共和国成立75周年", "经济社会高质量发展。", "preamble: why and in what spirit, nothing to do"),
    ),
    "lixia-2024": (
        ("2024年历下区政务公开工作要点", "2024年历下区政务公开工作要点", "the title"),
        (
            "2024年，历下区政务公开工作的总体要求",
            "新局面作出新贡献。",
            "preamble: general aims, named again in the clauses",
        ),
    ),
    "shaheyan-2024": (
        ("2024年沙河沿镇政务公开工作要点", "2024年沙河沿镇政务公开工作要点", "the title"),
        ("2024年，是深化政务公开", "发展发挥积极作用。", "preamble: general aims, named again in the clauses"),
    ),
    "pingyin-2023": (
        (
            "平政办发〔2023〕5号",
            "（此件公开发布）2023年平阴县政务公开工作要点",
            "the notice around the plan, its title",
        ),
        ("2023年政务公开工作的总体要求是", "发展发挥积极作用。", "preamble: general aims, named again in the clauses"),
    ),
}
"""What asks for nothing: from these words to those, with the reason."""

REQUIREMENTS = {
    "gaotang-2024": (
        "FLD-INVEST FLD-PROMISE INT-TOPIC FLD-RURAL FLD-PROJECT FLD-AID FLD-JOBLIST FLD-HEALTH FLD-HOUSING FLD-EDU "
        "FLD-POWERLIST FLD-ORG FLD-ENFORCE FLD-FEE FLD-TENDER PUB-COLUMN INT-ANGLE INT-SYNC INT-INTERNAL INT-CYCLE "
        "DEC-FEEDBACK DEC-MONTHLY EVA-COUNT OPN-SEPT OPN-ADOPT HUD-CHANNEL HUD-LATENCY HUD-PLEDGE INQ-CHANNEL "
        "INQ-INTERNAL FLD-BIZ ZONE SEC-LEAK SIT-FILING SIT-BULLETIN SIT-FINDERR NMD-LIST SIT-REPRINT ORG-MEETING "
        "PRM-MEDIA DIR-CATALOG DOC-FIELDS DOC-VALIDITY GAZ-ISSUE TRN-COUNT ASM-RESULT RPT-YAODIAN"
    ),
    "lixia-2024": (
        "FLD-PROJECT INT-TOPIC FLD-ENV FLD-JOBLIST FLD-ELDER FLD-EDU FLD-ENFORCE FLD-RANDOM FLD-PUNISH DOC-PORTAL "
        "DOC-COVER DOC-FIELDS DOC-VALIDITY GAZ-ISSUE GAZ-MOBILE NMD-LIST INT-COVER INT-SYNC INT-FORM OPN-MONTHLY "
        "HUD-MONITOR INQ-INTERNAL INQ-QR SIT-FILING SIT-BULLETIN SIT-REVIEW SIT-REPRINT PUB-COLUMN ZONE BRAND "
        "ORG-MEETING TRN-COUNT DIR-CATALOG PRM-MEDIA ASM-RESULT"
    ),
    "shaheyan-2024": (
        "FLD-PROJECT FLD-PEOPLE FLD-ENV FLD-SUPERVISE FLD-PROPOSAL DEC-FEEDBACK FLD-BUDGET FLD-AUDIT FLD-RANDOM "
        "FLD-PUNISH FLD-COMPETE FLD-PLAN DOC-VALIDITY DOC-COVER FLD-LICENSE FLD-FEE FLD-SUBSIDY INT-SYNC INT-ELEMENT "
        "INT-COPY INT-FORM INT-LEADER ZONE HUD-LATENCY OPN-COUNT OPN-POST10 INQ-INTERNAL SEC-PII SEC-STALE TRN-COUNT "
        "ORG-REPORT ORG-STAFF"
    ),
}
"""What each document asks for, by the ids that several plans share, between blanks. Pingyin's are in its own test."""

QUOTAS = {
    "gaotang-2024": {
        "2.1-depth.1": 3,
        "3.1-monthly.1": 12,
        "3.1-evaluate.1": 2,
        "3.2-september.1": 1,
        "4.2-media.1": 1,
        "5.1-meeting.1": 1,
        "5.3-count.1": 1,
    },
    "lixia-2024": {
        "1.4-culture.1": 3,
        "2.8-dialect.1": 1,
        "2.8-theatre.1": 1,
        "3.9-open.1": 12,
        "3.9-open.2": 12,
        "4.11-weekly.1": 1,
        "4.11-flow.2": 15,
        "6.17-meeting.1": 1,
        "6.17-training.1": 1,
    },
    "shaheyan-2024": {
        "3.1-leader.1": 1,
        "5.1-clean.1": 4,
        "5.1-clean.2": 1,
        "5.2-training.1": 1,
        "5.2-leaders.1": 1,
        "5.2-leaders.3": 1,
    },
}

PARTLY = {
    "gaotang-2024": (
        "1.1-invest 1.1-promise 1.1-renewal 1.1-rural 1.1-project 1.2-aid 1.2-jobs 1.2-health 1.2-housing "
        "1.2-education 1.3-power 1.3-enforcement 1.3-fees 1.3-tender 1.3-institutions 2.1-focus 2.1-depth "
        "2.2-sync 2.2-cycle 3.1-feedback 3.1-monthly 3.1-evaluate 3.2-september 3.2-adopt 3.2-channels "
        "3.2-pledge 3.3-service 4.1-topic 4.1-market 4.2-secrecy 4.2-filing 4.2-finderror 4.2-media "
        "4.2-reprint 5.1-meeting 5.2-catalogue 5.2-files 5.2-validity 5.2-gazette 5.3-count 5.3-assessment "
        "end-report"
    ),
    "lixia-2024": (
        "1.1-key 1.1-project 1.2-consumption 1.2-update 1.2-meetings 1.3-green 1.3-environment 1.3-city "
        "1.4-jobs 1.4-elderly 1.4-education 1.4-schools 1.5-enforcement 1.5-random 1.5-institutions "
        "1.5-complaints 2.6-platform 2.6-press 2.6-library 2.6-validity 2.6-gazette 2.7-perspective "
        "2.7-cover 2.7-voices 2.7-experts 2.8-dialect 2.8-theatre 3.9-open 3.10-system 3.10-meetings "
        "4.12-qrcode 5.13-supervise 5.13-bulletin 5.13-review 5.13-slim 5.13-reprint 5.14-platform "
        "5.14-fields 6.17-meeting 6.17-training 6.18-catalogue 6.19-bulletin"
    ),
    "shaheyan-2024": (
        "1.1-project 1.2-people 1.2-jobs 1.2-health 1.2-environment 1.2-security 1.2-services 1.2-supervise "
        "1.3-proposals 1.3-feedback 1.3-budget 1.3-audit 1.3-random 1.3-compete 2.1-plans 2.1-library "
        "2.1-attribute 2.2-services 2.3-scope 2.3-debt 2.3-budget 2.3-fees 2.3-funds 3.1-cover 3.1-elements "
        "3.1-copy 3.1-forms 3.1-leader 3.3-response 4.1-brand 4.3-report 4.4-consult 5.1-privacy 5.1-clean "
        "5.2-training"
    ),
}
"""What the program decides in part; a person decides the rest."""


@dataclass(frozen=True)
class Heading:
    """A printed heading: `pointer` as indicators name it (一, 一(二)), its words and its span, without blanks."""

    pointer: str
    words: str
    start: int
    end: int


@cache
def plan(name: str) -> Rubric:
    return load_rubric(name)


@cache
def body(name: str) -> str:
    """The text up to the annex, without blanks."""
    return without_blanks(document_text(name).partition(ANNEX)[0])


@cache
def headings(name: str) -> tuple[Heading, ...]:
    """The numbered headings in the order of the text. A heading reaches to the next one, the last one to the end."""
    text = document_text(name).partition(ANNEX)[0]
    found = [(match.start(), match) for pattern in (SECTION, SUBCLAUSE) for match in pattern.finditer(text)]
    section, at = "", 0
    marks: list[tuple[str, str, int]] = []
    for _, match in sorted(found, key=lambda pair: pair[0]):
        if match.re is SECTION:
            section = match[1]
        pointer = section if match.re is SECTION else f"{section}({match[1]})"
        words = without_blanks(match[0])
        at = body(name).index(words, at)
        marks.append((pointer, words, at))
    starts = [start for *_, start in marks] + [len(body(name))]
    return tuple(
        Heading(pointer, words, start, end)
        for (pointer, words, start), (_, end) in zip(marks, pairwise(starts), strict=True)
    )


def subclauses(name: str) -> list[Heading]:
    return [heading for heading in headings(name) if "(" in heading.pointer]


def all_rules(line: Indicator) -> list[Rule]:
    return [*line.rules, *(rule for variant in line.variants for rule in variant.rules or ())]


def rules_of(name: str) -> Iterator[tuple[Indicator, Rule]]:
    for line in plan(name).indicators:
        for rule in all_rules(line):
            yield line, rule


def passages(line: Indicator) -> list[str]:
    return [line.clause, *(quote.text for quote in line.quotes)]


def uncovered(text: str, struck: Iterable[str]) -> list[str]:
    """The pieces of `text` in none of these passages, apart from punctuation. Passages may overlap."""
    covered = [False] * len(text)
    for passage in {without_blanks(passage) for passage in struck}:
        at = text.find(passage)
        while at >= 0:
            covered[at : at + len(passage)] = [True] * len(passage)
            at = text.find(passage, at + 1)
    left = "".join("\n" if hidden else letter for letter, hidden in zip(text, covered, strict=True))
    return [piece for piece in re.split(r"[\n，。；]+", left) if piece]


def without_task(name: str) -> list[str]:
    """The passages that ask for nothing. Each must be in the document as told, before its first heading."""
    told = []
    before = body(name)[: headings(name)[0].start]
    for first, last, _ in WITHOUT_TASK[name]:
        start = before.index(first)
        told.append(before[start : before.index(last, start) + len(last)])
    return told


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


def test_there_are_plans() -> None:
    assert set(OURS) <= set(PLANS)
    assert set(PLANS) <= set(WITHOUT_TASK)


def test_headings_are_read_as_printed() -> None:
    gaotang = " ".join(heading.pointer for heading in headings("gaotang-2024"))
    assert gaotang.startswith("一 一(一) 一(二) 一(三) 二 二(一) 二(二) 三 三(一) 三(二) 三(三) 四 四(一) 四(二) 五 ")
    assert gaotang.endswith(" 五(三)")
    lixia = [heading.pointer for heading in headings("lixia-2024")]
    assert lixia[:7] == ["一", "一(一)", "一(2)", "一(三)", "一(四)", "一(五)", "二"]
    assert lixia[7:10] == ["二(六)", "二(七)", "二(8)"]
    assert len(lixia) == 6 + 19
    assert len(subclauses("shaheyan-2024")) == 3 + 3 + 3 + 5 + 3


def test_a_dropped_sentence_would_be_noticed() -> None:
    lines = plan("shaheyan-2024").indicators
    said = [text for line in lines if line.id != "5.1-clean" for text in passages(line)]
    assert "每年开展一次集中清理" in uncovered(body("shaheyan-2024"), said)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_is_a_checklist(name: str) -> None:
    rubric = plan(name)
    assert rubric.form is Form.CHECKLIST
    assert all(line.part is Part.CLAUSE for line in rubric.indicators)
    assert all(line.look_at for line in rubric.indicators)
    assert set(rubric.checks) <= set(parameters_of(rubric))


@pytest.mark.parametrize("name", PLANS)
def test_everything_that_a_plan_quotes_is_in_its_document(name: str) -> None:
    for line in plan(name).indicators:
        for text in passages(line):
            assert quotes(text, name), (line.id, text)
        assert line.deadline is None or quotes(line.deadline.text, name), line.id
    for line, rule in rules_of(name):
        assert quotes(rule.text, name), (line.id, rule.text)
    for group in plan(name).groups:
        assert quotes(group.clause, name), group.key


@pytest.mark.parametrize("name", PLANS)
def test_every_printed_heading_has_its_group(name: str) -> None:
    groups = {group.pointer: without_blanks(group.clause) for group in plan(name).groups}
    assert len(groups) == len(plan(name).groups)
    for heading in headings(name):
        assert groups.pop(heading.pointer, "") == heading.words
    assert set(groups) <= {LAST_PARAGRAPH}


@pytest.mark.parametrize("name", PLANS)
def test_every_numbered_clause_has_indicators_that_quote_it(name: str) -> None:
    lines = plan(name).indicators
    known = {heading.pointer for heading in subclauses(name)}
    assert known == {line.pointer for line in lines if line.pointer != LAST_PARAGRAPH}
    for heading in subclauses(name):
        text = body(name)[heading.start : heading.end]
        for line in (line for line in lines if line.pointer == heading.pointer):
            assert without_blanks(line.clause) in text, line.id
    for line in lines:
        assert plan(name).tree.ancestors(line)[0].pointer == line.pointer, line.id


@pytest.mark.parametrize("name", PLANS)
def test_clauses_stand_in_the_order_of_the_document(name: str) -> None:
    places = [body(name).index(without_blanks(line.clause)) for line in plan(name).indicators]
    assert places == sorted(places)


@pytest.mark.parametrize("name", PLANS)
def test_no_sentence_is_dropped(name: str) -> None:
    quoted = [text for line in plan(name).indicators for text in passages(line)]
    printed = [heading.words for heading in headings(name)]
    assert uncovered(body(name), [*quoted, *printed, *without_task(name)]) == []


@pytest.mark.parametrize("name", [name for name in PLANS if ANNEX in document_text(name)])
def test_every_annex_row_has_an_indicator(name: str) -> None:
    rows = document_text(name).partition(ANNEX)[2]
    printed = [int(number) for number in re.findall(r"^ *(\d{1,2})(?= *$| (?=[^\d年月日]))", rows, re.MULTILINE)]
    count = next(number for number in range(1, 100) if number + 1 not in printed)
    assert count > 1
    pointers = [quote.pointer or "" for line in plan(name).indicators for quote in line.quotes]
    quoted = {int(found[1]) for pointer in pointers if (found := ANNEX_ROW.fullmatch(pointer))}
    assert quoted == set(range(1, count + 1))


@pytest.mark.parametrize("name", PLANS)
def test_quotas_and_ratios_say_where_their_number_is_from(name: str) -> None:
    """In the sentence itself, in digits or in words, or as our own reading of it."""
    words = {1: "一", 2: "两"}
    for line, rule in rules_of(name):
        note = f"{rule.note or ''}{line.note or ''}"
        if isinstance(rule, QuotaRule):
            number = rule.at_least or 0
            in_text = str(number) in rule.text or words.get(number, "?") in rule.text
            assert in_text or "本工具自定" in note or str(number) in note, rule.id
        if isinstance(rule, RatioRule):
            assert rule.at_least == 1
            assert rule.look_at, rule.id


def test_spans_that_a_document_does_not_give_say_so() -> None:
    for name in OURS:
        for line, rule in rules_of(name):
            if isinstance(rule, DeadlineRule) and rule.due.within is not None:
                span = str(next(iter(rule.due.within.model_dump(exclude_none=True).values())))
                assert span in rule.text or "文件" in (rule.note or ""), line.id


@pytest.mark.parametrize("name", OURS)
def test_every_requirement_has_an_indicator(name: str) -> None:
    bound = {one for line in plan(name).indicators for one in line.requirements}
    assert set(REQUIREMENTS[name].split()) - bound == set()


@pytest.mark.parametrize("name", OURS)
def test_quantities(name: str) -> None:
    found = {rule.id: rule for _, rule in rules_of(name) if isinstance(rule, QuotaRule)}
    assert {rule_id: rule.at_least for rule_id, rule in found.items()} == QUOTAS[name]
    windows = {"4.2-media.1": 14, "4.11-weekly.1": 7}
    september = (date(2024, 9, 1), date(2024, 9, 30))
    for rule_id, rule in found.items():
        if rule_id in windows:
            assert rule.window is not None
            assert rule.window.days == windows[rule_id]
        else:
            year = september if rule_id == "3.2-september.1" else (date(2024, 1, 1), date(2024, 12, 31))
            assert rule.period is not None
            assert (rule.period.since, rule.period.until) == year


def test_deadlines() -> None:
    due = {rule.id: rule.due for name in OURS for _, rule in rules_of(name) if isinstance(rule, DeadlineRule)}
    assert due.pop("5.2-catalogue.1").by == date(2024, 12, 31)
    spans = {
        rule_id: one.within.model_dump(exclude_none=True) for rule_id, one in due.items() if one.within is not None
    }
    assert spans == {
        "1.2-aid.1": {"working_days": 20},
        "4.2-finderror.1": {"working_days": 3},
        "1.3-feedback.1": {"months": 1},
        "4.3-report.1": {"working_days": 10},
        "4.4-consult.2": {"working_days": 20},
    }
    assert set(spans) == set(due)


@pytest.mark.parametrize("name", OURS)
def test_who_decides(name: str) -> None:
    found = {line.id: line.decided_by for line in plan(name).indicators}
    assert {one for one, how in found.items() if how is Automation.PARTLY} == set(PARTLY[name].split())
    assert Automation.AUTO not in found.values()


@pytest.mark.parametrize("name", OURS)
def test_responsible_units_are_the_documents_own_words(name: str) -> None:
    for line in plan(name).indicators:
        for unit in line.responsible:
            assert without_blanks(unit) in without_blanks(line.clause), line.id


@pytest.mark.parametrize(
    ("name", "indicator", "portal", "department", "township", "institution"),
    [
        ("gaotang-2024", "1.1-project", True, False, False, False),
        ("gaotang-2024", "1.3-power", True, True, False, False),
        ("gaotang-2024", "1.3-institutions", True, False, False, True),
        ("gaotang-2024", "2.2-sync", True, True, True, False),
        ("gaotang-2024", "3.1-evaluate", False, True, False, False),
        ("gaotang-2024", "5.2-catalogue", True, True, False, False),
        ("gaotang-2024", "5.3-count", False, True, True, False),
        ("lixia-2024", "3.9-open", True, False, False, False),
        ("lixia-2024", "6.17-training", False, True, True, False),
        ("lixia-2024", "6.18-catalogue", True, True, True, False),
    ],
)
def test_whom_a_task_is_for(
    name: str, indicator: str, portal: bool, department: bool, township: bool, institution: bool
) -> None:
    line = next(line for line in plan(name).indicators if line.id == indicator)
    classes = (UnitClass.PORTAL, UnitClass.INTERNAL_DEPARTMENT, UnitClass.TOWNSHIP, UnitClass.INSTITUTION)
    assert [plan(name).is_for(line, one) for one in classes] == [portal, department, township, institution]


def test_a_towns_plan_is_for_townships_alone() -> None:
    for line in plan("shaheyan-2024").indicators:
        assert line.applies_to == (UnitClass.TOWNSHIP,), line.id


@pytest.mark.parametrize(
    ("name", "indicator", "told"),
    [
        ("shaheyan-2024", "4.1-brand", "长滩"),
        ("shaheyan-2024", "1.3-audit", "审计机关"),
        ("lixia-2024", "4.11-flow", "只列受理、登记、审核、答复、归档5个"),
        ("lixia-2024", "4.11-brand", "[bookmark: _GoBack]"),
        ("lixia-2024", "5.15-zone", "只列6个"),
    ],
)
def test_contradictions_are_noted_and_kept(name: str, indicator: str, told: str) -> None:
    line = next(line for line in plan(name).indicators if line.id == indicator)
    assert told in (line.note or "")
    assert indicator in "".join(plan(name).notes) or told in "".join(plan(name).notes)


def test_contradictions_stay_in_the_clauses() -> None:
    clauses = {name: "".join(line.clause for line in plan(name).indicators) for name in OURS}
    assert "长滩政务公开品牌" in clauses["shaheyan-2024"]
    assert "[bookmark: _GoBack]打造" in clauses["lixia-2024"]
    assert "受理-登记-审核-答复-归档6个环节" in clauses["lixia-2024"]
    numbering = [group.clause[:3] for group in plan("lixia-2024").groups if re.search(r"\d", group.pointer or "")]
    assert numbering == ["（2）", "（8）"]


@pytest.mark.parametrize("name", PLANS)
def test_every_item_that_a_rule_counts_is_looked_for_in_that_class_of_unit(name: str) -> None:
    """Otherwise nothing would be found, and that would look like a pass."""
    rubric, known = plan(name), asked(plan(name))
    for line in rubric.indicators:
        for unit_class in (one for one in UnitClass if rubric.is_for(line, one)):
            parts = [part for rule in line.for_class(unit_class).rules for part in rule.count if part.check in known]
            for part, item in ((one, item) for one in parts for item in one.where.get("item", ())):
                assert unit_class.among(known[part.check][item].applies_to), (line.id, unit_class, item)


@pytest.mark.parametrize("name", OURS)
def test_every_item_is_counted(name: str) -> None:
    for check, known in asked(plan(name)).items():
        parts = [part for _, rule in rules_of(name) for part in rule.count if part.check == check]
        assert {item for part in parts for item in part.where.get("item", ())} == set(known)


@pytest.mark.parametrize("name", PLANS)
def test_items_of_the_law_are_those_of_the_national_rubric(name: str) -> None:
    mine, theirs = items_of(plan(name)), items_of(load_rubric("national-2019"))
    shared = mine.keys() & theirs.keys()
    assert shared
    for one in shared:
        parts = {"elements": ()}  # which parts a thing must have is a plan's own demand
        assert mine[one].model_copy(update=parts) == theirs[one].model_copy(update=parts), one


def test_what_several_plans_ask_for_goes_by_the_same_names() -> None:
    known: dict[str, tuple[object, ...]] = {}
    for name in PLANS:
        for item in items_of(plan(name)).values():
            words = (item.title, item.names, item.patterns, item.excludes, item.form, item.max_age)
            assert known.setdefault(item.id, words) == words, (name, item.id)


@pytest.mark.parametrize(
    ("name", "item", "text", "is_it"),
    [
        ("gaotang-2024", "fee-list", "高唐县行政事业性收费目录清单", True),
        ("gaotang-2024", "fee-list", "政府性基金目录（2024年）", True),
        ("gaotang-2024", "fee-list", "政府集中采购目录", False),
        ("gaotang-2024", "power-list", "县发改局权责清单", True),
        ("gaotang-2024", "power-list", "权力运行", False),
        ("gaotang-2024", "job-policies", "高唐县就业创业政策清单", True),
        ("gaotang-2024", "job-policies", "创业大赛开幕", False),
        ("gaotang-2024", "projects", "重大建设项目", True),
        ("gaotang-2024", "projects", "科研项目", False),
        ("gaotang-2024", "leader-mailbox", "县长信箱", True),
        ("gaotang-2024", "hotline", "12345政务服务便民热线", True),
        ("gaotang-2024", "hotline", "市民服务热线", True),
        ("gaotang-2024", "hotline", "供水热线", False),
        ("gaotang-2024", "interviews", "在线访谈", True),
        ("gaotang-2024", "message-board", "咨询投诉", True),
        ("gaotang-2024", "message-board", "政策咨询", False),
        ("gaotang-2024", "consultation", "民意征集", True),
        ("gaotang-2024", "suggestions", "我要建言", True),
        ("gaotang-2024", "suggestions", "人大代表建议答复", False),
        ("gaotang-2024", "business-topic", "优化营商环境专题", True),
        ("gaotang-2024", "gazette", "高唐县人民政府公报", True),
        ("lixia-2024", "policy-platform", "历下区政策集中发布平台", True),
        ("lixia-2024", "policy-platform", "惠企政策专区", True),
        ("lixia-2024", "policy-platform", "政策解读", False),
        ("lixia-2024", "random-checks", "“双随机、一公开”", True),
        ("lixia-2024", "random-checks", "随机抽查事项清单", True),
        ("lixia-2024", "random-checks", "抽奖结果", False),
        ("lixia-2024", "environment", "环境空气质量月报", True),
        ("lixia-2024", "environment", "优化营商环境", False),
        ("lixia-2024", "enforcement", "行政执法公示", True),
        ("lixia-2024", "interpretations", "一图读懂《实施方案》", True),
        ("shaheyan-2024", "people-projects", "2024年民生实事推进情况", True),
        ("shaheyan-2024", "people-projects", "走访慰问", False),
        ("shaheyan-2024", "plans", "国土空间总体规划", True),
        ("shaheyan-2024", "normative-files", "规范性文件", True),
        ("shaheyan-2024", "normative-files", "政策解读", False),
        ("shaheyan-2024", "services", "行政处罚决定公示", True),
        ("shaheyan-2024", "services", "办事指南", True),
        ("shaheyan-2024", "services", "行政区划", False),
        ("shaheyan-2024", "subsidies", "耕地地力保护补贴发放公示", True),
        ("shaheyan-2024", "subsidies", "惠及全镇", False),
    ],
)
def test_names(name: str, item: str, text: str, is_it: bool) -> None:
    assert items_of(plan(name))[item].matches(text) is is_it
