"""What is one fault, who has to repair it, what an acceptance covers, and what an assessor has decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from checks.finding import Finding, Outcome, State, Unjudged, Verdict
from config.errors import UserError
from config.registry import ColumnOverride, Portal
from config.suppressions import Suppression, Suppressions
from reports.manual_entry import ManualEntry
from reports.office.templates import Paper
from reports.result import AuditResult
from tests.reports.county import audit
from tests.reports.office.word import DAY, headings, made, paragraphs, tables, words
from tests.reports.samples import HOST, broken, empty, finding, outcome, stale
from xuncha.assessing import scored_with

COUNTY, SCHOOLS = "云岭县人民政府", "云岭县教育和体育局"
NOTICE = f"整改通知单-{COUNTY}.docx"
BULLETIN = "检查通报.docx"
ASSESSMENT = f"评估报告-{COUNTY}.docx"


def missing(owner: str, url: str = f"{HOST}/", state: State = State.CONFIRMED) -> Finding:
    """An item that every unit must have, as mandated-item reports that it is not there."""
    facts = {"item": "leaders", "title": "领导信息", "expected": "领导信息"}
    return finding("mandated-item", "missing", "leaders", owner, url=url, facts=facts, state=state)


def accept(found: Finding, **more: object) -> Suppressions:
    known = Suppression.model_validate({"fingerprint": found.fingerprint, "reason": "已报备", "by": "张三", **more})
    return Suppressions(suppressions=(known,))


def bulletin(*said: Finding | Unjudged, **more: object) -> str:
    owners = [(each.unit if isinstance(each, Finding) else "yunling") for each in said]
    checks = [(each.check if isinstance(each, Finding) else "broken-link") for each in said]
    outcomes = [outcome(check, each, owner=owner) for check, each, owner in zip(checks, said, owners, strict=True)]
    return "\n".join(paragraphs(made(audit(outcomes=outcomes), Paper.BULLETIN, **more)[BULLETIN]))


@pytest.mark.parametrize("door", ["", "own"])
def test_an_item_that_many_units_lack_is_a_fault_of_each(door: str) -> None:
    units = ("yunling", "jiaoyu", "chengguan")
    said = bulletin(*(missing(unit, f"{HOST}/{unit}/" if door else f"{HOST}/") for unit in units))
    assert "共确认问题 3 个" in said
    assert "涉及城关街道办事处（1 个）、云岭县教育和体育局（1 个）、云岭县人民政府（1 个）" in said


def test_a_fault_at_one_place_is_one_whoever_it_is_charged_to_and_one_of_each_portal() -> None:
    both = [broken(1, owner) for owner in ("yunling", "jiaoyu")]
    assert "共确认问题 1 个" in bulletin(*both)
    assert "共确认问题 2 个" in bulletin(*both, replace(broken(1, "beihe"), url=f"{HOST}/other.html"))
    one = audit(outcomes=[outcome("broken-link", broken(1))])
    portals = [one, of_another(one)]
    said = words(made(portals, Paper.BULLETIN)[BULLETIN])
    assert "共确认问题 2 个" in said and f"涉及清河县人民政府（1 个）、{COUNTY}（1 个）" in said


def of_another(result: AuditResult) -> AuditResult:
    """The same result of another portal with units of the same ids."""
    units = tuple(unit.model_copy(update={"name": unit.name.replace("云岭县", "清河县")}) for unit in result.units)
    portal = Portal(id="other", name="清河县人民政府", start_urls=(f"{HOST}/",), units=units)
    return replace(result, portal=portal, units=units)


def test_confirmed_suspected_accepted_and_open_are_counted_apart_and_each_once() -> None:
    sure, unsure = broken(1), broken(1, "jiaoyu", state=State.SUSPECTED)
    said = bulletin(sure, unsure)
    assert "共确认问题 1 个" in said and "疑似问题 1 个" in said
    said = bulletin(sure, broken(1, "jiaoyu"), suppressions=accept(sure))
    assert "共确认问题 1 个" in said and "另有 1 个问题已受理说明" in said, (
        "the department's own finding is not accepted"
    )
    twins = [broken(1), broken(1, "jiaoyu")]
    both = Suppressions(suppressions=tuple(each for twin in twins for each in accept(twin).suppressions))
    assert "另有 1 个问题已受理说明" in bulletin(*twins, suppressions=both)


def test_what_nobody_judged_is_counted_once_where_it_lies_in_two_subtrees() -> None:
    unseen = Unjudged(f"{HOST}/jytyj/a.html", "bot-wall", "http-404", f"{HOST}/jytyj/a.html")
    outcomes = [outcome("broken-link", unseen, owner=owner) for owner in ("yunling", "jiaoyu")]
    said = paragraphs(made(audit(outcomes=outcomes), Paper.BULLETIN)[BULLETIN])
    assert [line for line in said if line.endswith("（1 项）")] and not [line for line in said if "（2 项）" in line]
    blind = [Outcome("stale-home", unit, Verdict.CANNOT_JUDGE, "needs-columns") for unit in ("jiaoyu", "chengguan")]
    said = paragraphs(made(audit(outcomes=blind), Paper.BULLETIN)[BULLETIN])
    assert [line for line in said if line.startswith("首页不更新：") and line.endswith("（2 项）")], "each unit's own"


def test_the_notice_to_the_county_names_who_must_repair() -> None:
    found = [
        broken(1, found_on=(f"{HOST}/jytyj/a.html",)),
        broken(2, found_on=(f"{HOST}/zwgk/a.html",)),
        broken(3, found_on=(f"{HOST}/zwgk/a.html",)),
        broken(4, found_on=(f"{HOST}/jytyj/a.html", f"{HOST}/bhz/a.html")),
        broken(5, found_on=(f"{HOST}/jytyj/a.html", f"{HOST}/bhz/a.html"), facts={"template": True}),
    ]
    others = broken(3, "chengguan", found_on=(f"{HOST}/cgjd/a.html",))
    result = audit(outcomes=[outcome("broken-link", *found), outcome("broken-link", others, owner="chengguan")])
    files = made(result, Paper.NOTICE)
    assert duties(files[NOTICE]) == {
        broken(1).fingerprint: SCHOOLS,
        broken(2).fingerprint: COUNTY,
        broken(3).fingerprint: f"{COUNTY}、城关街道办事处",
        broken(4).fingerprint: f"{SCHOOLS}、北河镇人民政府",
        broken(5).fingerprint: COUNTY,
    }
    assert "责任单位" not in words(files["整改通知单-城关街道办事处.docx"]), "it can only be the addressee"


def test_whom_a_work_plan_makes_responsible_is_named_where_no_unit_owns_the_place() -> None:
    lack, dead = missing("yunling"), broken(1, found_on=(f"{HOST}/jytyj/a.html",))
    plain = audit(outcomes=[outcome("mandated-item", lack), outcome("broken-link", dead)])
    judged = plain.judgements[0]
    lines = tuple(
        line.model_copy(update={"responsible": ("县发改局", "相关部门")}) if line.id in ("D1", "D3") else line
        for line in judged.rubric.indicators
    )
    rubric = judged.rubric.model_copy(update={"indicators": lines})
    result = replace(plain, judgements=(replace(judged, rubric=rubric),))
    expected = {lack.fingerprint: "县发改局、相关部门", dead.fingerprint: SCHOOLS}
    assert duties(made(result, Paper.NOTICE)[NOTICE]) == expected


def duties(content: bytes) -> dict[str, str]:
    """The responsible units of a notice by the number of the problem."""
    cells = [row[1].splitlines() for table in tables(content) for row in table[1:]]
    return {cell[-1].split()[-1]: cell[1].removeprefix("责任单位：") for cell in cells}


def test_who_owns_a_column_by_the_registry_must_repair_it() -> None:
    column = stale("政策文件", "政策文件", 263)
    result = audit(outcomes=[outcome("stale-column", column)])
    settled = ColumnOverride(url=column.url, unit="jiaoyu")
    portal = result.portal.model_copy(update={"columns": (settled,)})
    content = made(replace(result, portal=portal), Paper.NOTICE)[NOTICE]
    assert duties(content) == {column.fingerprint: SCHOOLS}


@pytest.mark.parametrize(("until", "ordered"), [(DAY, False), (DAY - timedelta(days=1), True), (None, False)])
def test_an_acceptance_is_judged_by_the_day_of_the_letter(until: date | None, *, ordered: bool) -> None:
    known = accept(broken(1), until=until)
    said = made(audit(outcomes=[outcome("broken-link", broken(1), broken(2))]), Paper.NOTICE, suppressions=known)[
        NOTICE
    ]
    told = "\n".join(paragraphs(said))
    assert f"确认须整改的问题 {2 if ordered else 1} 个" in told
    assert [row[0] for row in tables(said)[0][1:]] == (["1", "2"] if ordered else ["1"])


def test_an_acceptance_is_for_one_portal() -> None:
    one = audit(outcomes=[outcome("broken-link", broken(1))])
    portals = [one, of_another(one)]
    with pytest.raises(UserError) as told:
        made(portals, Paper.NOTICE, suppressions=accept(broken(1)))
    assert "portal" in str(told.value) and "other, yunling" in str(told.value)
    files = made(portals, Paper.NOTICE, suppressions=accept(broken(1), portal="yunling"))
    assert set(files) == {"整改通知单-清河县人民政府.docx"}
    apart = Suppressions(
        suppressions=tuple(each for id_ in ("yunling", "other") for each in accept(broken(1), portal=id_).suppressions)
    )
    assert made(portals, Paper.NOTICE, suppressions=apart) == {}


def test_only_terms_of_what_is_to_be_repaired_stand_in_the_bulletin() -> None:
    assert "立即整改" not in bulletin(broken(1))
    said = bulletin(finding("leak-mark", "secret-mark", f"{HOST}/1.pdf"))
    assert "逐项整改：立即整改的问题于2025年11月25日前（1 个工作日内）完成。" in said and "一般问题于" not in said
    suspected = finding("leak-mark", "secret-mark", f"{HOST}/1.pdf", state=State.SUSPECTED)
    said = bulletin(suspected)
    assert "本次没有须整改的问题" in said and "待核对" not in said


def test_a_suspicion_that_an_assessor_decided_waits_for_nobody() -> None:
    unsure = broken(1, state=State.SUSPECTED)
    plain = audit(outcomes=[outcome("broken-link", unsure, broken(2))])
    entry = ManualEntry("yunling", "D3", Decimal(0), None, "", "", "李四", date(2025, 11, 21), "得分!F2")
    decided = scored_with(plain, {plain.judgements[0].rubric.id: {"yunling": {"D3": entry}}})
    before, after = made(plain), made(decided)
    assert "疑似问题 1 个" in words(before[NOTICE]) and unsure.fingerprint in words(before[NOTICE])
    assert "疑似问题 0 个" in words(after[NOTICE]) and unsure.fingerprint not in words(after[NOTICE])
    assert "疑似问题 0 个" in words(after[BULLETIN])
    assert [row[7:9] for row in tables(after[BULLETIN])[0][1:2]] == [["1", "0"]]
    assert "待人工核实" not in words(after[f"自查表-{COUNTY}.docx"])
    assert "另有 1 处疑似，待人工确认" in words(before[ASSESSMENT])
    assert "另有 1 处疑似，已由人工评定" in words(after[ASSESSMENT]) and "待人工确认" not in words(after[ASSESSMENT])


def test_a_suspicion_stays_open_where_another_indicator_still_waits() -> None:
    unsure = replace(stale("政策文件", "政策文件", 263), state=State.SUSPECTED)
    plain = audit(outcomes=[outcome("stale-column", unsure), outcome("broken-link", broken(1))])
    entry = ManualEntry("yunling", "D2", Decimal(0), None, "", "", "李四", date(2025, 11, 21), "得分!F2")
    decided = scored_with(plain, {plain.judgements[0].rubric.id: {"yunling": {"D2": entry}}})
    assert unsure.fingerprint in words(made(decided, Paper.NOTICE)[NOTICE]), "V4.1 counts it, too"


def test_a_notice_does_not_order_what_an_accepted_veto_is_made_of() -> None:
    blanks = [empty(f"栏目{number}") for number in range(5)]
    result = audit(outcomes=[outcome("broken-link", broken(1)), outcome("empty-column", *blanks)])
    every = Suppressions(suppressions=tuple(each for blank in blanks for each in accept(blank).suppressions))
    files = made(result, suppressions=every)
    told = "\n".join(paragraphs(files[NOTICE]))
    assert "其中触发单项否决的情形" not in told
    assert "以下单项否决情形所列的问题均已受理说明" in told and "确认须整改的问题 1 个" in told
    for other in (BULLETIN, ASSESSMENT):
        assert "其中 5 个已受理说明，不列入整改" in words(files[other])
    some = Suppressions(suppressions=every.suppressions[:2])
    told = "\n".join(paragraphs(made(result, Paper.NOTICE, suppressions=some)[NOTICE]))
    assert "其中触发单项否决的情形：\nV4" in told and "其中 2 个已受理说明" in told and "均已受理说明" not in told


def test_every_indicator_of_a_row_has_its_own_points() -> None:
    result = audit(outcomes=[outcome("stale-column", stale("政策文件", "政策文件", 263))])
    [row] = tables(made(result, Paper.NOTICE)[NOTICE])[0][1:]
    assert row[4].splitlines() == ["V4 栏目不更新", "单项否决，累计 5 个", "D2 政策文件", "一次性 5 分"]


def test_a_row_without_indicator_says_so_and_prints_no_clause_as_one() -> None:
    own = {"clause": "本工具的检查依据", "source": "-", "status": "unconfirmed"}
    unlisted = finding("mandated-item", "stale", "guide", url=f"{HOST}/guide/", evidence=own)
    result = audit(outcomes=[outcome("mandated-item", unlisted)])
    content = made(result, Paper.NOTICE)[NOTICE]
    [row] = tables(content)[0][1:]
    assert row[4] == "未列入指标\n不扣分"
    assert len(headings(content)) == 5


def test_where_no_notice_is_sent_nothing_points_to_one() -> None:
    many = [broken(number, state=State.SUSPECTED) for number in range(12)]
    files = made(audit(outcomes=[outcome("broken-link", *many)]), Paper.ASSESSMENT, Paper.SELF_CHECK)
    said = words(files[ASSESSMENT]) + words(files[f"自查表-{COUNTY}.docx"])
    assert "可向检查单位索取清单" in said and "整改通知单" not in said
