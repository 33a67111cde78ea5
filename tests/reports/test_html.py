"""report.html: complete, self-contained, and safe against what websites write."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from benchmarks.reports.made_result import made_result
from checks.contract import Check, CheckParams, Said
from checks.finding import Outcome, State
from config.registry import Unit
from crawler.store.crawl import Crawl
from crawler.store.observed import Trap
from reports import html, terminal
from reports.evidence.model import Pointer
from reports.methods import methods
from reports.result import AuditResult
from tests.reports.county import audit, county_outcomes
from tests.reports.samples import broken, finding, outcome


def page(result: AuditResult) -> LexborHTMLParser:
    return LexborHTMLParser(html.render(result).decode())


def opened(tree: LexborHTMLParser, number: int = 1) -> list[tuple[str, str]]:
    """What a problem opens to: every text with the kind of piece that holds it, in the order of the page."""
    data = json.loads(tree.css_first("#bodies").text())

    def walk(node: Any, kind: str) -> Iterator[tuple[str, str]]:
        if isinstance(node, int):
            yield kind, data["texts"][node]
        elif node and isinstance(node[0], list | int):
            for part in node:
                yield from walk(part, kind)
        elif node and node[0] == "n":
            yield from walk(data["shared"][node[1]], kind)
        elif node:
            marks = {"t": 2, "x": 1}.get(node[0], 1)
            parts = node[marks:3] if node[0] == "x" else node[marks:]
            for part in parts:
                yield from walk(part, node[0])

    return list(walk(data["bodies"][number - 1], "g"))


def words(node: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(one.text().split()) for one in node.css(selector)]


def test_overview_names_every_unit_with_its_verdict(county: AuditResult) -> None:
    rows = words(page(county), "#overview tbody tr")
    assert len(rows) == 4
    assert "暂不评定" in rows[0]
    assert "87.5" in rows[0]
    assert "不合格" in rows[2]
    assert "触发 1 项" in rows[2]
    assert "51.66%" in rows[3]


@pytest.mark.parametrize(("lang", "said"), [("zh", "有 2 类网址"), ("en", "2 patterns")])
def test_traps_are_one_line_on_the_page_and_in_the_terminal(county: AuditResult, lang: str, said: str) -> None:
    traps = (Trap("h/cal/#.html", "http://h/cal/<i>.html", 31), Trap("h/(a)/…", "http://h/a/a/a/", 2))
    left = replace(county, traps=traps, lang=lang)
    (line,) = [notice for notice in words(page(left), "p.notice") if said in notice]
    assert "33" in line
    assert "http://h/cal/<i>.html" in line
    assert not [notice for notice in words(page(county), "p.notice") if said in notice]
    console = Console(width=400, record=True, file=io.StringIO())
    console.print(terminal.summary(left))
    assert line in console.export_text()


def test_single_unit_needs_no_overview(county: AuditResult) -> None:
    judged = county.judgements[0]
    alone = replace(county, units=county.units[:1], judgements=(replace(judged, scorecards=judged.scorecards[:1]),))
    tree = page(alone)
    assert not tree.css("#overview")
    assert not tree.css("select[name=unit]")
    assert len(tree.css("section.unit")) == 1


def test_unit_shows_score_range_clauses_and_arithmetic(county: AuditResult) -> None:
    unit = page(county).css_first("section.unit")
    text = " ".join(unit.text().split())
    for expected in (
        "87.5 满分 100 分",
        "可能区间 6.5～117.5 分",
        "最低可能低于 60 分",
        "页面链接(含图片、附件、外部链接)打不开或错误的,每个扣0.5分。",
        "13 处 × 每处 0.5 分 = 6.5 分",
        "100 − 12.5 = 87.5",
        "待核对",
        "须由人工阅读内容判断。",
        "已观测 1952 个页面，已知 1987 个",
    ):
        assert expected in text


def test_every_reference_leads_to_something_on_the_page(county: AuditResult) -> None:
    tree = page(county)
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    targets = {node.attributes["href"] for node in tree.css('a[href^="#"]')}
    assert targets
    assert targets <= {f"#{one}" for one in ids}


def test_every_finding_is_listed_once_under_its_unit(county: AuditResult) -> None:
    tree = page(county)
    shown = tree.css("details.problem")
    assert len(shown) == len(county.judgements[0].findings())
    assert {node.attributes["data-unit"] for node in shown} == {"yunling", "jiaoyu", "chengguan", "beihe"}
    assert [node.attributes["id"] for node in shown] == [f"p{number}" for number in range(1, len(shown) + 1)]
    assert [len(group.css("details.problem")) for group in tree.css(".problem-group")] == [20, 1, 6, 3]
    first = " ".join(shown[2].text().split())
    assert first.startswith("3链接失效（页面不存在） 确认 关于公布1号通知的公告 首页>政务公开>通知公告")
    assert broken(1).url in shown[2].css_first(".message").text()


def test_a_problem_opens_to_place_answers_clause_term_tasks_and_fingerprint(county: AuditResult) -> None:
    said = opened(page(county), 3)
    texts = [words for _, words in said]
    assert ("a", broken(1).url) in said
    assert ("a", broken(1).found_on[0]) in said
    assert "共出现于 3 个页面" in texts
    assert "2025-11-20 09:02:03" in texts, "evidence shows Beijing time"
    assert "链接打不开或错误,每个。" in texts
    assert "2025-12-04（10 个工作日）" in texts
    assert texts[texts.index("编辑") + 1].startswith("请恢复该页面或文件")
    assert texts[texts.index("建站厂商") + 1].startswith("改版、迁移后")
    assert any(broken(1).fingerprint in each for each in texts)


def test_the_report_says_how_the_checks_decide_that_found_or_left_something(county: AuditResult) -> None:
    tree = page(county)
    shown = {node.attributes["id"] for node in tree.css("#methods details.method")}
    assert shown >= {f"method-{node.attributes['data-check']}" for node in tree.css("details.problem")}
    method = tree.css_first("#method-broken-link")
    assert [node.text() for node in method.css("h3")][:3] == ["查什么", "为什么查", "怎样判断"]
    assert "suspected" in [node.text() for node in method.css("code")] and "`" not in method.text()
    assert method.css_first(".clause").text().startswith("国办秘函〔2019〕19号")
    assert [words for kind, words in opened(tree, 3) if kind == "m"] == ["method-broken-link", "怎样判断"]


def test_a_check_that_is_not_installed_any_more_has_no_method() -> None:
    told = methods(["wording", "gone", "broken-link", "wording"], "zh")
    assert [each.check for each in told] == ["broken-link", "wording"]


class Foreign(Check):
    """Says `one thing`.

    ### A heading of a lower level

    * an item
    * another
    """

    id, title, clause, codes = "foreign", "别家的检查", "依据", ("odd",)

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """Says nothing."""
        return iter(())


def test_a_method_that_others_wrote_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.methods.checks_by_id", lambda: {"foreign": Foreign()})
    (told,) = methods(["foreign"], "zh")
    assert (told.anchor, told.title, told.clause) == ("method-foreign", "别家的检查", "依据")
    heading, things = (("A heading of a lower level",),), (("an item",), ("another",))
    text = (("Says ", "one thing", "."),)
    assert told.parts == (("text", text), ("heading", heading), ("list", things))


def test_a_suspicion_has_no_term_before_a_person_confirmed_it(county: AuditResult) -> None:
    number = next(
        place for place, node in enumerate(page(county).css("details.problem"), 1) if "疑似" in node.text(deep=True)
    )
    assert "疑似问题，经人工确认后再定" in [words for _, words in opened(page(county), number)]


def test_page_needs_no_network_and_lets_no_other_script_or_style_in(county: AuditResult) -> None:
    source = html.render(county).decode()
    tree = LexborHTMLParser(source)
    assert not tree.css("link, img, iframe, object, embed, script[src], form[action], [style]")
    assert not re.search(r"url\((?!#hatch)|@import", source)
    policy = tree.css_first('meta[http-equiv="Content-Security-Policy"]').attributes["content"] or ""
    data, script = tree.css("script")
    assert data.attributes["type"] == "application/json"
    for kind, text in (("script", script.text()), ("style", tree.css_first("style").text())):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "hostile",
    [
        '"><img src=x onerror=alert(1)><script>alert(2)</script>',
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "</title></style><svg onload=alert(1)>",
        "{{ 7 * 7 }}${alert(1)}",
    ],
)
def test_markup_from_websites_is_text(hostile: str) -> None:
    said = [
        outcome(
            "broken-link",
            broken(1, text=hostile, column=hostile, facts={"kind": hostile}, evidence={hostile: [hostile]}),
        )
    ]
    tree = page(audit(outcomes=said))
    assert not tree.css("img")
    assert len(tree.css("script")) == 2
    assert not [node for node in tree.css("*") if any(name.startswith("on") for name in node.attributes)]
    assert tree.css_first("details.problem .what").text() == hostile
    assert [words for _, words in opened(tree)].count(hostile) >= 4


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "file:///C:/a.doc",
        "vbscript:x",
        "//host/x",
        "###",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    said = [
        outcome(
            "bad-href",
            finding(
                "bad-href", "malformed", address, found_on=(address,), found_on_count=1, evidence={"href": address}
            ),
        )
    ]
    tree = page(audit(outcomes=said))
    assert address.strip() in tree.css_first("details.problem").text()
    assert not tree.css(".problem-group a")
    kinds = {kind for kind, words in opened(tree) if words == address}
    assert kinds == {"d", "l"}


def test_not_observed_is_grouped_by_reason_with_a_bounded_list(county: AuditResult) -> None:
    rows = page(county).css("#not-observed tbody tr")
    assert [len(row.css("li")) for row in rows] == [100, 1]
    assert "另有 30 个网址未在此列出" in rows[0].text()


def test_what_could_not_be_judged_is_listed(county: AuditResult) -> None:
    sections = page(county).css("section.unit")
    assert "乡村振兴" in sections[0].text()
    assert "应公开事项" in sections[1].text()
    assert "整项检查" in sections[1].text()


def test_incomplete_crawl_is_announced(county: AuditResult) -> None:
    assert "本次检查未完成（达到页面数上限）" in page(county).css_first("main > .notice").text()


def test_english_report_has_no_chinese_of_ours(county_en: AuditResult) -> None:
    tree = page(county_en)
    assert tree.css_first("html").attributes["lang"] == "en"
    assert tree.css_first("h1").text() == "Government website and disclosure audit"
    for selector in ("thead", "dt", ".more > summary", ".tag", ".glance", "#filter label", "#filter button", ".bar"):
        for said in words(tree, selector):
            own = re.sub("云岭县[一-鿿]+|城关街道办事处|北河镇人民政府", "", said)
            assert not re.search("[一-鿿]", own), said


def test_report_without_findings(county: AuditResult) -> None:
    silent = audit(outcomes=[Outcome(one.check, one.unit, one.verdict) for one in county_outcomes()])
    tree = page(replace(silent, not_observed=()))
    assert not tree.css("details.problem, #filter")
    assert "未发现问题。" in tree.css_first("#problems").text()
    assert "没有未能观测的网址。" in tree.css_first("#not-observed").text()


def test_two_rubrics_give_two_sections_with_their_own_anchors(county: AuditResult) -> None:
    judged = county.judgements[0]
    twice = replace(county, judgements=(judged, replace(judged, rubric_hash="77")))
    tree = page(twice)
    assert len(tree.css("section.unit")) == 8
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))


def test_control_characters_and_broken_surrogates_do_not_spoil_the_page() -> None:
    odd = broken(1, text="甲\x00乙\x08丙\ud800丁", state=State.SUSPECTED)
    assert "甲\ufffd乙\ufffd丙\ufffd丁" in html.render(audit(outcomes=[outcome("broken-link", odd)])).decode()


def test_long_scores_stay_on_the_scale(county: AuditResult) -> None:
    shares = re.findall(r'(?:x|x1|x2|width)="([\d.]+)%"', "".join(node.html or "" for node in page(county).css("svg")))
    assert len(shares) > 10
    assert all(0 <= float(share) <= 100 for share in shares)


def test_points_lost_are_drawn_beside_their_numbers(county: AuditResult) -> None:
    tree = page(county)
    assert [row.split()[0] for row in words(tree, ".chart tbody th")] == ["D3", "D2", "D1", "D4"]
    numbers = [node.text() for node in tree.css_first(".chart tbody tr").css("td.num")]
    assert numbers == ["6.5", "1", "10"]
    assert all(svg.attributes["aria-hidden"] == "true" for svg in tree.css(".chart svg"))
    bar = tree.css_first(".chart rect.lost")
    assert bar.attributes["width"] == "26.00%", "6.5 points of the longest bar's 25"


def test_evidence_rows_show_what_only_some_of_them_have() -> None:
    attempts = [{"answer": "timeout", "status": None}, {"answer": "http-404", "status": 404, "detail": "signature 7"}]
    said = [
        words
        for _, words in opened(
            page(audit(outcomes=[outcome("broken-link", broken(1, evidence={"attempts": attempts}))]))
        )
    ]
    place = said.index("请求与应答") + 1
    assert said[place : place + 3] == ["应答", "状态", "详情"]
    assert "signature 7" in said


def test_a_problem_tells_how_to_get_at_the_bytes_that_were_kept_for_it() -> None:
    found = broken(1)
    result = audit(outcomes=[outcome("broken-link", found)])
    kept = replace(result, evidence={found.fingerprint: Pointer((("http://x/", "sha256:0"),), count=2)})
    command = f"xuncha evidence show . {found.fingerprint}"
    assert any(command in words for _, words in opened(page(kept)))
    assert not any(command in words for _, words in opened(page(result)))


def test_what_two_rubrics_judge_alike_is_one_problem_with_both_clauses(county: AuditResult) -> None:
    judged = county.judgements[0]
    local = judged.rubric.model_copy(update={"id": "local-2025", "title": "本县办法"})
    both = replace(county, judgements=(judged, replace(judged, rubric=local)))
    tree = page(both)
    assert len(tree.css("details.problem")) == len(judged.findings())
    texts = [words for _, words in opened(tree, 3)]
    assert texts.count("链接打不开或错误,每个。") == 2
    assert {"本县办法", judged.rubric.title} <= set(texts)


@pytest.mark.parametrize("problems", [0, 1, 1000])
def test_structure_is_the_same_for_none_one_and_many(problems: int) -> None:
    source = html.render(made_result(problems))
    tree = LexborHTMLParser(source.decode())
    heads = [node.text().split("（")[0] for node in tree.css("h2")]
    assert heads[:2] == ["总体情况", "样县人民政府政府门户网站"]
    last = ["未能观测的网址", *(["检查方法"] if problems else []), "运行信息", "阅读说明"]
    assert heads[-len(last) :] == last and heads[-len(last) - 1].startswith("问题清单")
    assert [len(tree.css(name)) for name in ("header", "main", "footer", "nav", "h1")] == [1] * 5
    assert len(tree.css("section.unit")) == 20
    assert len(tree.css("details.problem")) == problems
    assert len(json.loads(tree.css_first("#bodies").text())["bodies"]) == problems
    assert len(tree.css("#filter")) == (1 if problems else 0)
    assert len(source) <= 3_000_000


def test_every_odd_address_and_a_long_title_come_through() -> None:
    address = "https://甲.example/a b/%E4%B8%AD%zz/[x]{y}|z^`\"<>\\;,'()*!~$&+=@:?q=1&r=#片段#2"
    title = "关于" + "进一步做好政务公开工作有关事项的" * 18 + "通知，落款"
    tree = page(audit(outcomes=[outcome("broken-link", broken(1, url=address, text=title))]))
    assert ("a", address) in opened(tree)
    assert address in tree.css_first(".message").text()
    assert tree.css_first(".what").text() == title
