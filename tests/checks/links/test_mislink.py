"""Parts of the check `mislink` that cases cannot show: likeness of titles, shares of scripts, old files, JSON."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from checks.catalogue import find_check
from checks.contract import run_check
from checks.finding import Finding, Outcome, State, Verdict
from checks.links.hijack import chinese_share
from checks.links.likeness import Subjects
from checks.runner import parameters_of
from config.messages import LANGUAGES, has_text
from config.rubrics import load_rubric
from crawler.facts import Glimpse, PageFacts
from crawler.kinds import AnswerKind, TargetKind
from crawler.store.crawl import Crawl
from reports.wording import label, message
from tests.builders import answer, article, at, column, crawl_file, home, link, row

PARAMETERS = Path(__file__).parents[1] / "cases" / "mislink" / "_parameters.yaml"
TITLES = st.text(
    alphabet="青禾县教育局关于做好夏粮收购防汛备汛老旧小区改造的通知公告2026年【】（）", min_size=1, max_size=40
)
AS_OF = dt.date(2025, 11, 20)
FAR = "http://far.example.cn/"


def judged(path: Path, **changes: Any) -> Outcome:
    check = find_check("mislink")
    given_values = YAML(typ="safe", pure=True).load(PARAMETERS.read_text(encoding="utf-8")) | changes
    with Crawl.open(path) as crawl:
        params = check.Params.model_validate(given_values)
        return run_check(check, crawl, crawl.portal.unit("county"), params, AS_OF)


def test_the_cases_are_judged_by_the_numbers_of_the_national_rubric() -> None:
    params = parameters_of(load_rubric("national-2019"))["mislink"]
    assert params.model_dump() == dict(YAML(typ="safe", pure=True).load(PARAMETERS.read_text(encoding="utf-8")))


def test_no_rule_of_the_national_rubric_counts_a_suspicion() -> None:
    rubric = load_rubric("national-2019")
    counted = [each.check for one in rubric.indicators for rule in one.rules for each in rule.count]
    assert "broken-link" in counted
    assert "mislink" not in counted


@settings(deadline=None)
@given(TITLES, TITLES)
def test_likeness_is_a_share_and_has_no_direction(one: str, other: str) -> None:
    subjects = Subjects(["青禾县"])
    assert 0 <= subjects.share_in(one, other) <= 1
    assert subjects.alike(one, other) == subjects.alike(other, one)
    assert subjects.alike(one, one) == 1


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("青禾县", 1.0),
        ("Qinghe", 0.0),
        ("青禾 ab", 0.5),
        ("", 0.0),
        ("1234", 0.0),
        ("これは日本語の文です", 0.0),
        ("한국어", 0.0),
    ],
)
def test_shares_of_chinese(text: str, share: float) -> None:
    assert chinese_share(text) == share


def test_an_older_file_is_not_judged_about_what_it_does_not_keep(tmp_path: Path) -> None:
    links = [link(FAR, "青禾旅游网", kind=TargetKind.EXTERNAL)]
    path = crawl_file(tmp_path / "c.sqlite", [home(links=links)], answers={FAR: answer()}, end=None)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE glimpse")
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    outcome = judged(path)
    assert outcome.verdict is Verdict.CANNOT_JUDGE
    assert outcome.reason == "glimpses-not-kept"


def test_a_link_on_many_pages_is_one_finding_of_plain_json(tmp_path: Path) -> None:
    footer = [link(FAR, "青禾旅游网", kind=TargetKind.EXTERNAL)]
    other = [link(FAR, "旅游", kind=TargetKind.EXTERNAL)]
    pages = [home(links=footer), *(article(f"/{n}.html", "标题", links=footer) for n in range(30))]
    pages.append(article("/other.html", "标题", links=other))
    shown = Glimpse(title="真人百家乐官网", text="老虎机　注册送彩金")
    path = crawl_file(tmp_path / "c.sqlite", pages, answers={FAR: answer()}, glimpses={FAR: shown})
    outcome = judged(path)
    (found,) = outcome.findings
    assert found.state is State.SUSPECTED
    assert found.found_on_count == 32
    assert len(found.found_on) == 5
    assert json.loads(json.dumps(found.facts)) == found.facts
    assert json.loads(json.dumps(found.evidence)) == found.evidence
    assert outcome == judged(path)


def test_a_row_with_another_link_text_is_told_by_its_column(tmp_path: Path) -> None:
    """The link shows a cut text, the row its whole title: the finding still names where it is listed."""
    rows = [row("关于县城老旧小区改造的公告", "/a.html", "2025-11-01"), row("关于招生的通知", "/b.html", "2025-11-02")]
    text = "会议强调，要压实责任，加密巡查，备足物资，落实值班值守，及时转移群众。" * 2
    stray = article("/a.html", "召开防汛备汛会议")
    assert stray.facts.article is not None
    facts = replace(stray.facts, article=replace(stray.facts.article, text=text, body_length=len(text)))
    pages = [
        home(links=[link("/tzgg/", "通知公告")]),
        column("/tzgg/", ["首页", "通知公告"], rows, links=[link("/a.html", "关于县城老旧小…")]),
        replace(stray, facts=facts),
    ]
    outcome = judged(crawl_file(tmp_path / "c.sqlite", pages))
    (found,) = outcome.findings
    assert (found.column, found.found_on, found.found_on_count) == ("首页>通知公告", (at("/tzgg/"),), 1)
    assert found.facts["instead"] == "召开防汛备汛会议"


def test_rows_that_say_what_their_articles_are_called_need_no_second_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are judged all the same, and counted among what was examined."""
    names = [f"关于第{n}批老旧小区改造的公告" for n in range(5)]
    rows = [row(name, f"/{n}.html", "2025-11-01") for n, name in enumerate(names)]
    text = "现将老旧小区改造的有关事项公告如下，请各有关单位遵照执行。" * 3
    pages = [column("/tzgg/", ["首页", "通知公告"], rows, links=[link("/", "首页")])]
    for number, name in enumerate([*names[:4], f"【公告】{names[4]}"]):
        read = article(f"/{number}.html", name)
        assert read.facts.article is not None
        told = replace(read.facts.article, text=text, body_length=len(text))
        pages.append(replace(read, facts=replace(read.facts, article=told)))
    path = crawl_file(tmp_path / "c.sqlite", pages)
    looked_at: list[str] = []
    look = Crawl.page

    def looking(crawl: Crawl, url: str) -> PageFacts | None:
        looked_at.append(url)
        return look(crawl, url)

    monkeypatch.setattr(Crawl, "page", looking)
    outcome = judged(path)
    assert (outcome.findings, outcome.examined) == ((), 5)
    shown = [url for url in looked_at if url != at("/")]
    assert shown == [at("/4.html")], "only the row that says less than its article"


def test_rows_whose_articles_were_not_reached_are_told_once(tmp_path: Path) -> None:
    rows = [row(f"关于第{n}批老旧小区改造的公告", f"/{n}.html", "2025-11-01") for n in range(5)]
    links = [link(f"/{n}.html", f"公告{n}") for n in range(5)]
    gone = {"/0.html": answer(AnswerKind.HTTP_404, status=404)}
    path = crawl_file(tmp_path / "c.sqlite", [column("/tzgg/", ["首页", "通知公告"], rows, links=links)], answers=gone)
    outcome = judged(path)
    assert [(each.subject, each.reason) for each in outcome.unjudged] == [("county", "row-articles-unseen")]


@pytest.mark.parametrize("basis", ["file", "body", "title", "parked", "language", "moved", "gambling"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_basis_has_its_sentence_and_name(basis: str, lang: str) -> None:
    code = "text-target-mismatch" if basis in ("file", "body", "title") else "hijacked-target"
    facts = {
        "basis": basis,
        "title": "页面标题",
        "instead": "另一个",
        "words": ["词甲", "词乙"],
        "final_url": "http://z.cn/",
    }
    said = message(Finding("mislink", code, "county", FAR, FAR, text="链接文字", facts=facts), lang)
    assert "链接文字" in said and FAR in said
    assert "{" not in said
    assert label(f"report.value.basis.{basis}", lang) != basis
    has_own = has_text(f"finding.mislink.{code}.message-{basis}", lang)
    assert has_own is (basis != "gambling")
