"""What is concluded from a visit: pages are given as the browser left them, with what was missing."""

from __future__ import annotations

import pytest

from crawler.facts import ListFacts, PageFacts, Row
from crawler.kinds import AnswerKind, ListSource, PageKind
from crawler.render.outcome import account, rendered
from crawler.render.traffic import Traffic
from crawler.render.visit import Seen
from tests.crawler.render.portal import column, items, rows

URL = "http://www.qinghe.example/zwgk/tzgg/"
HOST = "http://www.qinghe.example"
UNREAD = ListFacts(ListSource.UNKNOWN, obstacle="list-script-template")


def shell(listed: ListFacts | None = UNREAD, kind: PageKind = PageKind.COLUMN) -> PageFacts:
    return PageFacts(url=URL, family="trs", kind=kind, list=listed, notes=("encoding-detected",))


def seen(main: str, *, settled: bool = True, steady: bool = True, errors: tuple[str, ...] = (), **missing: str) -> Seen:
    """A visit that left `main` in the column, with one note for everything that is `missing`."""
    traffic = Traffic(URL)
    for name, note in missing.items():
        getattr(traffic, name).append(note)
    markup = f"<!DOCTYPE html><html><head><title>通知公告</title></head><body>{column(main)}</body></html>".encode()
    return Seen(traffic, markup, "text/html; charset=utf-8", settled, steady, errors)


LIST = f"<ul class='list'>{items()}</ul>"
NOTHING = "<ul class='list'></ul><p>暂无数据</p>"


def outcome(static: PageFacts, visit: Seen) -> tuple[PageFacts, ListFacts]:
    _, facts = rendered(static, visit)
    assert facts.list is not None
    return facts, facts.list


def test_rows_of_a_whole_page() -> None:
    facts, listed = outcome(shell(), seen(LIST))
    assert (facts.family, facts.kind, listed.source, listed.obstacle) == (
        "trs",
        PageKind.COLUMN,
        ListSource.RENDERED,
        None,
    )
    assert [row.url for row in listed.rows] == [HOST + each["url"] for each in rows()]
    assert facts.notes == ("page-rendered", "list-script-template")


@pytest.mark.parametrize("missing", ["doubtful", "outside", "windows"])
def test_new_rows_are_believed_although_something_beside_them_is_missing(missing: str) -> None:
    _, listed = outcome(shell(), seen(LIST, errors=("TypeError: x",), **{missing: "script http://cdn.example/x.js"}))
    assert (len(listed.rows), listed.obstacle) == (5, None)


def test_no_rows_are_believed_when_a_request_failed_that_might_have_brought_others() -> None:
    _, listed = outcome(shell(), seen(LIST, lost="fetch /api/list: http-5xx"))
    assert (len(listed.rows), listed.source, listed.obstacle) == (5, ListSource.UNKNOWN, "list-rendered-unclear")


def test_rows_that_were_there_before_prove_nothing_when_something_is_missing() -> None:
    before = ListFacts(
        ListSource.UNKNOWN,
        tuple(Row(each["title"], HOST + each["url"]) for each in rows()),
        obstacle="list-filled-by-script",
    )
    assert outcome(shell(before), seen(LIST))[1].obstacle is None
    assert outcome(shell(before), seen(LIST, outside="script x"))[1].obstacle == "list-rendered-unclear"
    kept = outcome(shell(before), seen(NOTHING, outside="script x"))[1]
    assert (kept.rows, kept.obstacle) == (before.rows, "list-rendered-unclear")


def test_a_wording_proves_emptiness_only_on_a_whole_page() -> None:
    _, listed = outcome(shell(), seen(NOTHING))
    assert (listed.empty_proof, listed.source, listed.obstacle) == ("暂无数据", ListSource.RENDERED, None)


@pytest.mark.parametrize(
    "visit",
    [
        seen(NOTHING, lost="fetch x"),
        seen(NOTHING, doubtful="script x: http-404"),
        seen(NOTHING, outside="script x"),
        seen(NOTHING, windows="http://www.qinghe.example/x.html"),
        seen(NOTHING, errors=("TypeError: x",)),
        seen("<p hidden>暂无数据</p>"),
        seen("<p>{{ emptyText }}</p>"),
        seen(""),
    ],
    ids=["lost", "doubtful", "outside", "windows", "error", "hidden", "unfilled", "no wording"],
)
def test_no_emptiness_without_proof(visit: Seen) -> None:
    _, listed = outcome(shell(), visit)
    assert (listed.empty_proof, listed.obstacle) == (None, "list-rendered-unclear")


def test_a_page_that_never_settled() -> None:
    assert outcome(shell(), seen(NOTHING, settled=False))[1].obstacle == "render-timeout"
    assert outcome(shell(), seen(LIST, settled=False, steady=False))[1].obstacle == "render-timeout"
    assert outcome(shell(), seen(LIST, settled=False))[1].obstacle is None


def test_a_visit_that_failed_keeps_the_static_facts() -> None:
    reading, facts = rendered(shell(), Seen(Traffic(URL), failure="render-failed", detail="gone"))
    assert reading is None
    assert facts.list is not None
    assert (facts.list.obstacle, facts.notes) == ("render-failed", ("encoding-detected", "list-script-template"))


def test_a_static_pager_still_counts() -> None:
    static = ListFacts(
        ListSource.UNKNOWN, pages=3, further_pages=(URL + "index_1.html",), obstacle="list-pager-without-rows"
    )
    _, listed = outcome(shell(static), seen(LIST))
    assert (listed.pages, listed.further_pages, listed.obstacle) == (3, (URL + "index_1.html",), None)


def test_pages_that_only_the_source_declares_leave_the_column_open() -> None:
    static = ListFacts(ListSource.UNKNOWN, pages=3, obstacle="list-pager-without-rows")
    _, listed = outcome(shell(static), seen(LIST))
    assert (listed.source, listed.pages, listed.obstacle) == (ListSource.RENDERED, 3, "list-pages-unreached")


def test_a_list_that_the_source_counts_is_not_empty() -> None:
    static = ListFacts(ListSource.UNKNOWN, total=12, obstacle="list-pager-without-rows")
    _, listed = outcome(shell(static), seen(NOTHING))
    assert (listed.empty_proof, listed.obstacle) == (None, "list-rendered-unclear")


def test_rows_are_not_lost_because_a_page_sends_visitors_on() -> None:
    _, listed = outcome(shell(), seen(LIST, sent_on=f"{HOST}/zwgk/tzgg/zj/"))
    assert (len(listed.rows), listed.obstacle) == (5, None)


def test_a_pager_that_leads_nowhere_leaves_the_column_open() -> None:
    pager = "<div class='page'>共53条 <a href='javascript:void(0)'>2</a><a href='javascript:void(0)'>下一页</a></div>"
    _, listed = outcome(shell(), seen(LIST + pager))
    assert (len(listed.rows), listed.total, listed.source) == (5, 53, ListSource.RENDERED)
    assert listed.obstacle in ("list-pages-by-script", "list-total-above-rows", "list-pages-unreached")


@pytest.mark.parametrize(
    ("target", "landing"),
    [
        (f"{HOST}/zwgk/tzgg/zj/", f"{HOST}/zwgk/tzgg/zj/"),
        (f"{URL}#again", None),
        (f"{HOST}/sso/login.html", None),
        ("about:blank", None),
    ],
)
def test_where_a_page_sends_its_visitors(target: str, landing: str | None) -> None:
    reading, facts = rendered(shell(), seen("", sent_on=target))
    assert facts.landing_target == landing
    assert (facts.kind is PageKind.LANDING) is (landing is not None)
    assert (reading is not None and reading.facts == facts) or landing is None


def test_a_page_of_no_known_purpose_only_has_to_show_something() -> None:
    static = PageFacts(url=f"{HOST}/x.html", family="generic", kind=PageKind.OTHER, notes=("page-app-root",))
    _, facts = rendered(static, seen("<p>办事指南</p>"))
    assert (facts.judgeable, facts.reason) == (True, None)
    _, bare = rendered(static, Seen(Traffic(URL), b"<html><body></body></html>", "text/html", True, True))
    assert (bare.judgeable, bare.reason) == (False, "list-rendered-unclear")


def test_the_account_of_a_visit_names_what_was_missing_and_no_times() -> None:
    traffic = Traffic(URL)
    traffic.failed("fetch", "http://a/2", AnswerKind.HTTP_5XX)
    traffic.failed("fetch", "http://a/1", AnswerKind.TIMEOUT)
    traffic.failed("script", "http://a/x.js", AnswerKind.HTTP_404)
    traffic.failed("document", "http://a/frame.html", AnswerKind.HTTP_404)
    told = account(Seen(traffic, b"", settled=True), shell())
    assert told == {
        "outcome": "list-script-template",
        "settled": True,
        "detail": "",
        "lost": ["fetch http://a/1: timeout", "fetch http://a/2: http-5xx"],
        "doubtful": ["document http://a/frame.html: http-404", "script http://a/x.js: http-404"],
    }
