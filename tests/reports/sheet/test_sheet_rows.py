"""Which items of an audit wait for a person, and what the sheet says about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from checks.finding import Finding, Outcome, State, Verdict
from config.rubric import Indicator, Part
from reports.manual_entry import ManualEntry
from reports.result import AuditResult, Judgement
from reports.scoring import score_unit
from reports.sheet.row import Asks, Key, ScoreSheet, SheetRow
from reports.sheet.rows import score_sheet
from reports.whatif.prospects import with_entries
from tests.reports.samples import AS_OF, Seen, broken, counted, indicator, outcome, rubric, rule, unit, unread


def audited(county: AuditResult, *indicators: Indicator, said: list[Outcome], class_: str = "portal") -> AuditResult:
    """The county's audit under a rubric of these indicators alone."""
    rules = rubric(*indicators, unread(), min_pages=1)
    owner = unit(class_=class_)
    card = score_unit(rules, owner, said, Seen(100, 100), AS_OF)
    return replace(county, units=(owner,), judgements=(Judgement(rules, "f" * 64, tuple(said), (card,)),))


def rows(result: AuditResult) -> dict[str, SheetRow]:
    return {row.key.indicator: row for row in score_sheet(result).rows}


DEAD = rule("D1.1", "链接打不开的，每个扣1分。", counted("broken-link", "http-404"), points_each=Decimal(1))


def test_every_manual_item_of_every_unit_has_a_row(county: AuditResult) -> None:
    sheet = score_sheet(county)
    assert [tuple(row.key[1:]) for row in sheet.rows] == [
        ("yunling", "V1"),
        ("yunling", "D3"),  # a suspected link
        ("yunling", "D4"),
        ("yunling", "D5"),
        ("yunling", "B1"),
        ("jiaoyu", "V1"),
        ("chengguan", "V1"),
        ("beihe", "V1"),
    ]
    assert sheet.identity.run_id == county.run.run_id and sheet.identity.units == tuple(u.id for u in county.units)
    by_key = {row.key: row for row in sheet.rows}
    asks = [by_key[Key("county-2019", "yunling", name)].asks for name in ("V1", "D4", "B1")]
    assert asks == [Asks.OCCURRED, Asks.LOST, Asks.EARNED]
    guide = by_key[Key("county-2019", "yunling", "D4")]
    assert (guide.points, guide.most, guide.clause) == (25, 25, "随机抽查5个事项,要素缺失的,每处扣分。")
    assert guide.look_at == "须对照实际办理情况人工抽查。"


def test_the_manual_part_of_a_partly_automatic_item_is_what_is_left(county: AuditResult) -> None:
    line = indicator(
        "D1", Part.DEDUCTION, "链接", "5", rules=(DEAD,), manual_reason="错链由人核对。", look_at="首页链接"
    )
    said = [outcome("broken-link", broken(1), broken(2))]
    [row] = rows(audited(county, line, said=said)).values()
    assert (row.points, row.most) == (5, 3)
    assert row.look_at == "首页链接\n错链由人核对。"
    assert "2 处 × 每处 1 分" in row.seen and "检查已扣 2 分" in row.seen


def test_what_checks_decide_alone_or_could_not_see_has_no_row(county: AuditResult) -> None:
    auto = indicator("D1", Part.DEDUCTION, "链接", "5", rules=(DEAD,))
    assert not rows(audited(county, auto, said=[outcome("broken-link", broken(1))]))
    blind = [Outcome("broken-link", "yunling", Verdict.CANNOT_JUDGE, "needs-links")]
    assert not rows(audited(county, auto, said=blind))
    used_up = indicator("D1", Part.DEDUCTION, "链接", "1", rules=(DEAD,), manual_reason="错链由人核对。")
    assert not rows(audited(county, used_up, said=[outcome("broken-link", broken(1))]))


def test_what_checks_suspect_and_cannot_prove_waits_for_a_person(county: AuditResult) -> None:
    auto = indicator("D1", Part.DEDUCTION, "链接", "5", rules=(DEAD,))
    said = [outcome("broken-link", broken(1), broken(2, state=State.SUSPECTED), broken(3, state=State.SUSPECTED))]
    [row] = rows(audited(county, auto, said=said)).values()
    assert (row.points, row.most) == (5, 2) and "核实疑似问题 2 个" in row.look_at


def test_an_item_for_other_units_has_no_row(county: AuditResult) -> None:
    line = indicator("D1", Part.DEDUCTION, "版面", "5", applies_to=("township",), manual_reason="由人评定。")
    other = indicator("D2", Part.DEDUCTION, "版式", "5", manual_reason="由人评定。")
    assert rows(audited(county, line, other, said=[])).keys() == {"D2"}
    assert rows(audited(county, line, other, said=[], class_="township")).keys() == {"D1", "D2"}


def test_findings_of_the_item_are_handed_to_those_who_look_for_leads(county: AuditResult) -> None:
    line = indicator("D1", Part.DEDUCTION, "链接", "5", rules=(DEAD,), manual_reason="错链由人核对。")
    asked: list[tuple[str, list[State]]] = []

    def leads(_: object, card: object, item: object, found: list[Finding]) -> tuple[()]:
        asked.append((item.id, [each.state for each in found]))  # type: ignore[attr-defined]
        return ()

    said = [outcome("broken-link", broken(1), broken(2, state=State.SUSPECTED))]
    sheet: ScoreSheet = score_sheet(audited(county, line, said=said), leads)  # type: ignore[arg-type]
    assert asked == [("D1", [State.CONFIRMED, State.SUSPECTED])]
    assert "没找到不等于没有" in sheet.rows[0].no_leads, "the county's crawl ended early"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_entry_closes_the_item_and_no_second_row_is_asked_for(county: AuditResult, lang: str) -> None:
    county = replace(county, lang=lang)
    entry = ManualEntry("yunling", "D4", Decimal(3), None, "", "", "王某", date(2025, 12, 1), "s.xlsx 评分表!M4")
    entered = with_entries(county.judgements[0], county.units, {"yunling": {"D4": entry}})
    closed = replace(county, judgements=(entered,))
    before, after = ({row.key[1:] for row in score_sheet(each).rows} for each in (county, closed))
    assert before - after == {("yunling", "D4")}
    line = next(line for line in entered.scorecards[0].indicators if line.id == "D4")
    assert line.entered is not None and (line.entered.assessor, line.lost, line.open_points) == ("王某", 3, 0)
    assert [card.score for card in entered.scorecards[1:]] == [
        card.score for card in county.judgements[0].scorecards[1:]
    ]


def test_a_failing_line_without_points_of_its_own_has_a_row_for_what_is_suspected(county: AuditResult) -> None:
    """What is open there is taken from points that several lines share, so that its own `open_points` are nothing."""
    doubtful = broken(9, state=State.SUSPECTED)
    line = indicator("D1", Part.DEDUCTION, "链接", None, rules=(DEAD,))
    known = indicator("D2", Part.DEDUCTION, "版面", "5", manual_reason="版面由人评定。")
    said = [outcome("broken-link", broken(1), doubtful)]
    result = audited(county, line, known, said=said)
    row = rows(result)["D1"]
    assert row.asks is Asks.LOST
    entry = ManualEntry("yunling", "D1", Decimal(0), None, "", "", "张三", AS_OF, "M3")
    closed = with_entries(result.judgements[0], result.units, {"yunling": {"D1": entry}}).scorecards[0]
    before = result.judgements[0].scorecards[0]
    assert before.score_range is not None and closed.score_range is not None
    assert closed.score_range[0] > before.score_range[0]
