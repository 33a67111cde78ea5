"""All columns stand in the report as they were taken, whatever came of them."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup, Tag

from checks.finding import Outcome, State, SurveyedColumn, Unjudged, Verdict
from config.messages import LANGUAGES, has_text
from reports import html, pageview, xlsx
from reports.column_list import column_lines, kind_words, result_words
from reports.result import AuditResult, Judgement
from tests.reports.county import audit
from tests.reports.samples import HOST, outcome, stale


def taken(name: str, url: str, aside: str | None = None, **facts: Any) -> SurveyedColumn:
    told = {"kind": "通知公告", "kind_reason": "name", "items": 3, "last_update": "2025-11-18", "limit_days": 184}
    return SurveyedColumn(f"首页>{name}", f"{HOST}{url}", aside=aside, **(told | facts))


LATE = replace(stale("公告", "通知公告", 201), url=f"{HOST}/late/", found_on=(f"{HOST}/late/",))
OPEN = Unjudged(f"{HOST}/open/", "missing-list-pages", "stale", f"{HOST}/open/", {"column": "首页>待定"})
COLUMNS = (
    taken("公告", "/late/", last_update="2025-03-02"),
    taken("待定", "/open/", last_update=None, items=0),
    taken("云岭论语<b>", "/odd/", "column-kind-unknown", kind="其他", kind_reason="default", limit_days=None),
    taken("动态", "/new/"),
    taken("空栏", "/none/", last_update=None, items=0),
)
SAID = replace(outcome("stale-column", LATE, OPEN), surveyed=COLUMNS)


def county(*outcomes: Outcome) -> AuditResult:
    return audit(outcomes=list(outcomes or [SAID]))


def results(judgement: Judgement) -> dict[str, str]:
    return {line.taken.path: result_words(line, "zh") for line in column_lines(judgement, "yunling")}


def sheet_of(result: AuditResult) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(BytesIO(xlsx.render(result)))
    return list(book["栏目清单"].iter_rows(min_row=2, values_only=True))


def table_of(result: AuditResult) -> Tag:
    table = BeautifulSoup(html.render(result), "html.parser").find("table", class_="columns")
    assert isinstance(table, Tag)
    return table


def test_every_column_says_what_came_of_it() -> None:
    assert results(county().judgements[0]) == {
        "首页>公告": "栏目未按期更新（确认）",
        "首页>待定": "栏目的部分分页未能观测",
        "首页>云岭论语<b>": "按名称认不出栏目类别，未按更新期限检查",
        "首页>动态": "在期限内更新",
        "首页>空栏": "没有条目",
    }


def test_what_another_check_of_columns_found_stands_beside_it() -> None:
    blank = replace(LATE, check="empty-column", code="empty", state=State.SUSPECTED, url=f"{HOST}/none/")
    blank = replace(blank, found_on=(blank.url,), column="首页>空栏")
    said = county(SAID, outcome("empty-column", blank)).judgements[0]
    assert results(said)["首页>空栏"] == "空白栏目（疑似）"


def test_what_only_stands_in_a_column_is_not_its_fault() -> None:
    elsewhere = replace(LATE, url=f"{HOST}/new/", column="首页>别处", found_on=(f"{HOST}/a.html",))
    assert results(county(SAID, outcome("broken-link", elsewhere)).judgements[0])["首页>动态"] == "在期限内更新"


def test_a_sheet_lists_all_of_them() -> None:
    rows = sheet_of(county())
    assert [row[2] for row in rows] == [each.path for each in COLUMNS]
    assert rows[0][3:] == ("通知公告", "据栏目名称", 3, "2025-03-02", 184, "栏目未按期更新（确认）", f"{HOST}/late/")
    assert rows[2][3:8] == ("其他", "未能认出", 3, "2025-11-18", None)


def test_what_rubrics_take_alike_is_one_row() -> None:
    result = county()
    (first,) = result.judgements
    other = replace(first, rubric=first.rubric.model_copy(update={"id": "other"}))
    rows = sheet_of(replace(result, judgements=(first, other)))
    assert len(rows) == len(COLUMNS)
    assert {row[1] for row in rows} == {f"{first.rubric.id}、other"}


def test_the_page_shows_them_with_their_problems() -> None:
    table = table_of(county())
    first, _, odd, *_ = table.select("tbody tr")
    assert first.select_one("td:last-child a[href^='#']"), "the problem is one click away"
    assert "云岭论语<b>" in odd.get_text()
    lead = table.find_previous_sibling("p")
    assert lead is not None
    assert "按更新期限检查 4 个，按名称认不出类别、没有检查更新的 1 个" in lead.get_text()


def test_the_page_stops_somewhere_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pageview, "SHOWN_COLUMNS", 2)
    table = table_of(county())
    assert len(table.select("tbody tr")) == 2
    more = table.find_next_sibling("p")
    assert more is not None
    assert "另有 3 个" in more.get_text()


def test_a_unit_without_surveyed_columns_has_no_list() -> None:
    empty = Outcome("stale-column", "yunling", Verdict.CANNOT_JUDGE, "needs-columns")
    page = BeautifulSoup(html.render(county(empty)), "html.parser")
    assert page.find("table", class_="columns") is None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("by", ["override", "name", "column-type", "breadcrumb", "default"])
def test_every_reason_for_a_kind_has_words(lang: str, by: str) -> None:
    assert has_text(f"report.column.told-by.{by}", lang)
    assert kind_words(taken("公告", "/", kind_reason=by), lang)
