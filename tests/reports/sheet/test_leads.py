"""Where an assessor may look first: found by name in a stored crawl, inside the unit's own pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checks.finding import Finding, State
from config.rubric import CheckParameters, Indicator, Part, Rubric, Status
from crawler.store.crawl import Crawl
from reports.result import Judgement
from reports.scoring import score_unit
from reports.sheet.leads import RunLeads
from reports.sheet.row import Lead
from tests.builders import article, at, column, crawl_file, home, link, portal, row, unit
from tests.reports.samples import AS_OF, Seen, counted, indicator, rubric, rule, unread

TOWN = unit("zhen", "township", "/zhen/")
MEETING = "公众代表列席县政府常务会议"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with two columns and some articles, and a township with a column of its own."""
    pages = [
        home(links=[link("/zcjd/", "政策解读", nav=True), link("/hy/", "常务会议", nav=True), link("/zhen/", "某镇")]),
        column("/zcjd/", ["首页", "政策解读"], [row("关于规划的解读", "/zcjd/1.html", "2025-11-01")]),
        column(
            "/hy/",
            ["首页", "常务会议"],
            [
                row(f"{MEETING}（第1次）", "/hy/1.html", "2025-03-01"),
                row(f"{MEETING}（第2次）", "/hy/2.html", "2025-09-01"),
            ],
        ),
        article("/hy/1.html", f"{MEETING}（第1次）", "2025-03-01"),
        article("/hy/2.html", f"{MEETING}（第2次）", "2025-09-01"),
        column("/zhen/", ["首页", "某镇", "惠民资金公开"], [row("补贴名单", "/zhen/1.html", "2025-10-01")]),
    ]
    return crawl_file(tmp_path_factory.mktemp("leads") / "crawl.sqlite", pages, of=portal(TOWN))


def item(id_: str, title: str, **more: Any) -> Indicator:
    return indicator(id_, Part.DEDUCTION, title, "5", **({"manual_reason": "由人评定。"} | more))


def leads(stored: Path, rules: Rubric, owner: str, found: tuple[Finding, ...] = ()) -> dict[str, tuple[Lead, ...]]:
    with Crawl.open(stored) as crawl:
        whose = crawl.portal.unit(owner)
        card = score_unit(rules, whose, (), Seen(10, 10), AS_OF)
        judgement, seek = Judgement(rules, "f" * 64, (), (card,)), RunLeads(crawl)
        return {line.id: seek(judgement, card, line, found) for line in rules.indicators if line.id != "REST"}


def test_columns_by_their_whole_name_and_articles_by_a_phrase_newest_first(stored: Path) -> None:
    rules = rubric(
        unread(),
        item("D1", "解读", clause="在“政策解读”栏目集中发布。"),
        item("D2", "列席会议", look_at="公众代表列席县政府常务会议的报道；公众代表列席县政府常务会议"),
        item("D3", "无关事项", clause="与任何栏目都对不上的条款。"),
    )
    found = leads(stored, rules, "county")
    assert found["D1"] == (Lead("column", "政策解读", at("/zcjd/")),)
    assert found["D2"] == (
        Lead("column", "常务会议", at("/hy/")),
        Lead("article", f"{MEETING}（第2次）", at("/hy/2.html")),
        Lead("article", f"{MEETING}（第1次）", at("/hy/1.html")),
    )
    assert found["D3"] == ()


def test_a_unit_is_shown_its_own_pages_alone(stored: Path) -> None:
    rules = rubric(unread(), item("D1", "惠民资金公开"), item("D2", "政策解读"))
    assert leads(stored, rules, "county") == {"D1": (), "D2": (Lead("column", "政策解读", at("/zcjd/")),)}
    assert leads(stored, rules, "zhen") == {"D1": (Lead("column", "惠民资金公开", at("/zhen/")),), "D2": ()}


def test_a_name_that_stands_in_many_items_says_nothing(stored: Path) -> None:
    many = [item(f"D{n}", f"事项{n}", clause=f"第{n}条，在政策解读栏目发布。") for n in range(20)]
    assert not any(leads(stored, rubric(unread(), *many), "county").values())


def test_findings_come_first_and_doubtful_ones_say_so(stored: Path) -> None:
    found = (
        Finding("broken-link", "http-404", "county", "a", at("/a.html"), State.SUSPECTED, text="甲"),
        Finding("broken-link", "http-404", "county", "b", at("/b.html"), text="乙"),
    )
    given = leads(stored, rubric(unread(), item("D1", "政策解读")), "county", found)["D1"]
    assert [lead.kind for lead in given] == ["finding", "suspected", "column"]
    assert [lead.title for lead in given[:2]] == ["乙", "甲"]


def test_the_place_of_a_mandated_item_that_was_found(stored: Path) -> None:
    wanted = {"id": "meetings", "title": "会议", "names": ["常务会议"], "applies_to": ["portal"], "clause": "会议"}
    items = [wanted | {"source": "附件", "status": "confirmed"}]
    given = CheckParameters(values={"items": items}, clause="会议", source="-", status=Status.CONFIRMED)
    asks = rule("D1.1", "未公开的，扣5分。", counted("mandated-item", "missing", item=["meetings"]), points=5)
    line = item("D1", "会务", rules=(asks,), manual_reason="内容由人核对。")
    found = leads(stored, rubric(unread(), line, checks={"mandated-item": given}), "county")["D1"]
    assert found[0] == Lead("column", "常务会议", at("/hy/"))
