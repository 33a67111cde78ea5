"""Which pages need a browser, whose turn comes first, and what their facts are without one."""

from __future__ import annotations

import pytest

from config.messages import LANGUAGES, has_text
from config.rendering import rendering_facts
from crawler.facts import ArticleFacts, ListFacts, PageFacts, Row
from crawler.kinds import ListSource, PageKind
from crawler.reading.read_page import read_page
from crawler.render.need import Shells, why
from crawler.render.outcome import unrendered

HOME = "http://www.qinghe.example/"
SHELL = ("page-app-root",)
UNREAD = ListFacts(ListSource.UNKNOWN, obstacle="list-script-template")


def page(path: str, kind: PageKind = PageKind.COLUMN, **more: object) -> PageFacts:
    return PageFacts(**{"url": HOME + path, "family": "generic", "kind": kind, "list": UNREAD, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (page("a/"), "list-script-template"),
        (page("a/", list=ListFacts(ListSource.UNKNOWN, obstacle="list-guarded")), None),
        (page("a/", list=ListFacts(ListSource.STATIC, (Row("公告", HOME + "1.html"),))), None),
        (page("a/", list=ListFacts(ListSource.STATIC, empty_proof="暂无内容")), None),
        (page("a/", list=None), None),
        (page("a/", PageKind.OTHER, list=None, notes=("encoding-detected", "page-app-root")), "page-app-root"),
        (
            page("a.html", PageKind.ARTICLE, list=None, article=ArticleFacts(), notes=("page-app-root",)),
            "page-app-root",
        ),
        (
            page("a.html", PageKind.ARTICLE, list=None, article=ArticleFacts(body_length=9), notes=("page-app-root",)),
            None,
        ),
        (page("a/", judgeable=False, reason="page-too-large"), None),
        (page("a/", PageKind.LIST_DATA), None),
    ],
)
def test_only_what_a_reader_cannot_judge_needs_a_browser(facts: PageFacts, reason: str | None) -> None:
    assert why(facts) == reason


def test_the_order_is_home_columns_rest_and_fair_to_units() -> None:
    later = ListFacts(ListSource.UNKNOWN, page=2, obstacle="list-script-template")
    shells = Shells()
    for facts in (
        page("jyj/b/"),
        page("jyj/a/"),
        page("jyj/c/"),
        page("x.html", PageKind.OTHER, list=None, notes=("page-app-root",)),
        page("wjj/z/"),
        page("wjj/z/2.html", list=later),
        page("", PageKind.HOME),
    ):
        shells.see(facts)
    turns = [url.removeprefix(HOME) for url in shells.in_turn(lambda url: url.removeprefix(HOME).partition("/")[0])]
    assert turns == ["", "jyj/a/", "wjj/z/", "jyj/b/", "jyj/c/", "wjj/z/2.html", "x.html"]
    assert (len(shells), shells.known) == (7, 7)


def test_a_page_that_is_read_anew_is_judged_anew() -> None:
    shells = Shells()
    shells.see(page("a/"))
    shells.see(page("a/", list=ListFacts(ListSource.STATIC, (Row("公告", HOME + "1.html"),))))
    shells.see(page("b/"))
    shells.done(HOME + "b/")
    assert shells.in_turn(lambda url: "") == []
    assert shells.known == 2


def test_further_pages_of_a_rendered_list_are_waited_for() -> None:
    shells = Shells()
    shells.expect([HOME + "a/?page=2"])
    shells.see(page("a/?page=2", PageKind.OTHER, list=None))
    shells.see(page("a/?page=3", PageKind.OTHER, list=None))
    assert shells.in_turn(lambda url: "") == [HOME + "a/?page=2"]


def test_without_a_browser_the_readers_reason_becomes_a_note() -> None:
    listed = unrendered(page("a/"), "needs-browser")
    assert listed.list is not None
    assert (listed.list.obstacle, listed.notes) == ("needs-browser", ("list-script-template",))
    other = unrendered(page("a/", PageKind.OTHER, list=None, notes=("page-app-root",)), "render-budget")
    assert (other.judgeable, other.reason, other.notes) == (False, "render-budget", ("page-app-root",))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_is_told_to_people(lang: str) -> None:
    ours = {"needs-browser", "render-budget", "render-failed", "render-timeout", "render-interrupted", "page-rendered"}
    ours |= {"list-rendered-unclear", "rendered-without-outside-parts"}
    for reason in rendering_facts().removable | ours:
        assert has_text(f"reason.{reason}", lang), reason
        assert has_text(f"reason.{reason}-advice", lang), reason
    for hint in ("browser-off", "no-playwright", "no-chromium", "browser-does-not-start", "browser-breaks-down"):
        assert has_text(f"hint.{hint}", lang), hint


@pytest.mark.parametrize(("text", "noted"), [("", True), ("办事指南" * 60, False)])
def test_only_a_bare_shell_of_no_known_purpose_is_noted(text: str, noted: bool) -> None:
    markup = f"<html><head><title>服务</title></head><body><div id='app'></div><p>{text}</p></body></html>"
    facts = read_page(HOME + "fw.do?x=1", markup.encode(), "text/html; charset=utf-8").facts
    assert facts.list is None
    assert ("page-app-root" in facts.notes) is noted


def test_no_challenge_is_ever_a_reason() -> None:
    assert not {"list-guarded", "list-truncated", "list-iframe"} & rendering_facts().removable


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        ('{"success":false,"rows":[]}', True),
        ('{"code":"500","msg":"系统异常"}', True),
        ('{"errcode":-1}', True),
        ('{"code":200,"data":[]}', False),
        ('{"success":true,"total":0}', False),
        ('{"code":"5001","name":"通知公告"}', False),
    ],
)
def test_answers_that_report_a_failure(answer: str, failed: bool) -> None:
    assert rendering_facts().reports_failure(answer) is failed


def test_hosts_that_do_not_matter() -> None:
    assert not rendering_facts().matters("s17.cnzz.com")
    assert rendering_facts().matters("cdn.example.com")
    assert rendering_facts().matters("nothm.baidu.com")
