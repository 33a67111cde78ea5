"""Lists that interfaces deliver: asked as a browser's script would, judged like list pages, never taken for pages."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.kinds import AnswerKind, EndReason, ListSource, PageKind
from crawler.store.crawl import Column, Crawl
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, file, html, moved
from tests.crawler.fetch.interface_site import COLUMNS, DAYS, PATHS, InterfaceSite, link, page_of, title
from tests.crawler.fetch.small_site import paragraph

WALL = html('<html><head><script r="m">$_ts=window["$_ts"];</script><meta r="m"></head><body></body></html>', 412)
GIVEN = {  # source of the column, and how many requests its list needs at least
    "jpaas": (ListSource.API, 2),
    "gkmlpt": (ListSource.API, 2),
    "truecms": (ListSource.API, 2),
    "jiangxi": (ListSource.JSON, 1),
    "epoint": (ListSource.API, 2),
    "jpage": (ListSource.CDATA, 1),
    "anhui": (ListSource.API, 2),
}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@contextmanager
def crawled(
    server: FaultServer, site: Callable[[Asked], Says], folder: Path, **plan: object
) -> Iterator[tuple[Crawl, Host, Result]]:
    host = server.host(site)
    result = crawl(a_plan(a_portal(host.url()), **plan), folder)
    with Crawl.open(result.path) as opened:
        yield opened, host, result


def column_of(crawl: Crawl, name: str) -> Column:
    """The column of a family; that of a catalogue is opened by a script."""
    (found,) = (
        column
        for column in crawl.columns()
        if column.path.startswith(f"首页>{name}专栏") and column.shape is PageKind.COLUMN
    )
    return found


def test_every_form_of_interface_fills_its_column(server: FaultServer, tmp_path: Path) -> None:
    site = InterfaceSite()
    with crawled(server, site, tmp_path) as (crawl, host, result):
        for name, (source, requests) in GIVEN.items():
            column = column_of(crawl, name)
            assert [item.title for item in column.items] == [title(name, number) for number in (1, 2, 3)], name
            assert [str(item.date) for item in column.items] == list(DAYS), name
            assert (column.source, column.total, column.obstacle) == (source, 3, None), name
            assert (column.missing_pages, column.empty_proof) == ((), None), name
            assert (column.sorted_desc, column.second_seen) == (True, True), name
            assert len(site.asked[name]) >= requests, name
        rows = {host.url(link(name, number)) for name in COLUMNS for number in (1, 2, 3)}
        assert rows <= result.pages(), "what the interfaces list is visited like any link"
        assert {gap.url for gap in crawl.not_observed()} == set()


def test_answers_are_no_pages(server: FaultServer, tmp_path: Path) -> None:
    site = InterfaceSite()
    with crawled(server, site, tmp_path) as (crawl, _, result):
        pages = [page.url for page in crawl.pages()]
        assert len(pages) == 1 + len(COLUMNS) + 3 * len(COLUMNS)
        assert result.end.counts.pages == len(pages) == len(crawl.pages_frame())
        assert result.end.counts.list_answers == sum(map(len, site.asked.values())) == len(list(crawl.list_answers()))
        assert (crawl.coverage().observed, crawl.coverage().known) == (len(pages), len(pages))
        assert not [url for url in pages if any(path in url for path in PATHS.values())]
        assert not [target.url for target in crawl.targets() if any(path in target.url for path in PATHS.values())]
        for answer in crawl.list_answers():
            assert answer.kind is PageKind.LIST_DATA
            assert crawl.page(answer.url) is None
            assert crawl.links(answer.url) == ()


def test_rows_of_an_answer_stand_on_the_page_that_shows_them(server: FaultServer, tmp_path: Path) -> None:
    with crawled(server, InterfaceSite(), tmp_path) as (crawl, host, _):
        shown_on = host.url(COLUMNS["jpaas"])
        uses = crawl.uses(host.url(link("jpaas", 3)))
        assert [(use.page_url, use.text) for use in uses.examples] == [(shown_on, title("jpaas", 3))]
        assert {host.url(link("jpaas", n)) for n in (1, 2, 3)} <= {each.url for each in crawl.links(shown_on)}


def test_two_crawls_with_interfaces_are_equal(server: FaultServer, tmp_path: Path) -> None:
    plan = a_plan(a_portal(server.host(InterfaceSite()).url()))
    assert crawl(plan, tmp_path).content() == crawl(plan, tmp_path).content()


def test_a_list_without_rows_is_empty_when_its_interface_counts_zero(server: FaultServer, tmp_path: Path) -> None:
    nothing = {
        "epoint": lambda _: file(b'{"custom":{"total":0,"data":[]}}', "application/json"),
        "gkmlpt": lambda _: file(b'{"classify":{"post_count":0},"total":0,"articles":[]}', "application/json"),
        "jpaas": lambda _: file(b'{"data":{"html":"<table rows=1 count=0 pageNo=1>"}}', "application/json"),
    }
    with crawled(server, InterfaceSite(nothing), tmp_path) as (crawl, _, _):
        for name in nothing:
            column = column_of(crawl, name)
            assert (column.items, column.total, column.obstacle) == ((), 0, None), name
            assert column.empty_proof, name


def test_nothing_instead_of_an_answer_is_no_proof(server: FaultServer, tmp_path: Path) -> None:
    silent = {name: lambda _: file(b"", "application/json") for name in ("epoint", "jpaas", "anhui")}
    with crawled(server, InterfaceSite(silent), tmp_path) as (crawl, _, _):
        for name in silent:
            column = column_of(crawl, name)
            assert (column.items, column.empty_proof) == ((), None)
            assert column.obstacle == "page-without-content"


@pytest.mark.parametrize(
    ("says", "kind", "reason"),
    [
        (NOT_FOUND, AnswerKind.HTTP_404, "list-call-failed"),
        (html("", 500), AnswerKind.HTTP_5XX, "list-call-failed"),
        (WALL, AnswerKind.BOT_WALL, "bot-wall"),
        (html("<h1>您访问的页面不存在</h1>", title="页面不存在"), AnswerKind.SOFT_404, "list-call-failed"),
        (moved("https://sso.example.gov.cn/login"), AnswerKind.LOGIN, "login"),
        (moved("http://data.example.gov.cn/api"), AnswerKind.FORBIDDEN_OUTSIDE, "forbidden-outside"),
        (Says(429, b"", (("Retry-After", "0"),)), AnswerKind.RATE_LIMITED, "rate-limited"),
    ],
    ids=["404", "500", "bot-wall", "soft-404", "login", "elsewhere", "rate-limited"],
)
def test_a_call_that_fails_leaves_its_column_open(
    says: Says, kind: AnswerKind, reason: str, server: FaultServer, tmp_path: Path
) -> None:
    site = InterfaceSite({"epoint": lambda _: says})
    with crawled(server, site, tmp_path) as (crawl, _, result):
        column = column_of(crawl, "epoint")
        assert (column.items, column.empty_proof, column.total) == ((), None, None)
        assert column.missing_reasons == (reason,)
        (call,) = column.missing_pages
        assert result.answers()[call][0] is kind
        coverage = crawl.coverage()
        assert coverage.observed == coverage.known - 1
        assert {gap.url: gap.reason for gap in crawl.not_observed()} == {call: kind}
        assert call not in {target.url for target in crawl.targets()}


@pytest.mark.parametrize("failures", [1, 2])
def test_a_call_that_fails_at_first_is_made_again_in_the_same_dress(
    failures: int, server: FaultServer, tmp_path: Path
) -> None:
    tried: Counter[tuple[str, bytes]] = Counter()

    def at_first(asked: Asked) -> Says | None:
        tried[asked.path, asked.body] += 1
        return html("", 503) if tried[asked.path, asked.body] <= failures else None

    site = InterfaceSite(dict.fromkeys(COLUMNS, at_first))
    with crawled(server, site, tmp_path) as (crawl, _, _):
        for name in GIVEN:
            assert [item.title for item in column_of(crawl, name).items] == [title(name, n) for n in (1, 2, 3)], name
        first, again = site.asked["epoint"][:2]
        assert (first.method, first.body) == (again.method, again.body)
        for header in ("content-type", "referer", "x-requested-with", "cookie", "user-agent"):
            assert first.headers[header] == again.headers[header], header


def test_only_a_later_part_that_fails_is_missing(server: FaultServer, tmp_path: Path) -> None:
    def second(asked: Asked) -> Says | None:
        return html("", 404) if "page=2" in asked.path else None

    with crawled(server, InterfaceSite({"gkmlpt": second}), tmp_path) as (crawl, host, _):
        column = column_of(crawl, "gkmlpt")
        assert len(column.items) == 2
        assert column.missing_pages == (host.url("/gkmlpt/api/all/11?page=2&sid=7"),)
        assert column.missing_reasons == ("list-call-failed",)
        assert (column.total, column.second_seen) == (None, False), "an interface speaks for a list only as a whole"


def test_an_interface_that_answers_page_1_for_every_page_is_not_believed(server: FaultServer, tmp_path: Path) -> None:
    def first(asked: Asked) -> Says | None:
        articles = [{"title": title("gkmlpt", n), "url": link("gkmlpt", n), "create_time": DAYS[n - 1]} for n in (1, 2)]
        body = {"classify": {"name": "规划计划", "post_count": 900}, "total": 900, "articles": articles}
        return file(json.dumps(body).encode(), "application/json")

    site = InterfaceSite({"gkmlpt": first})
    with crawled(server, site, tmp_path) as (crawl, _, _):
        column = column_of(crawl, "gkmlpt")
        assert len(column.items) == 2
        assert set(column.missing_reasons) == {"list-page-repeated"}
        assert (column.total, column.second_seen) == (None, True)


def test_a_link_to_an_interface_is_opened_like_any_link(server: FaultServer, tmp_path: Path) -> None:
    """Nobody posts what a page merely links, and a link gets its own verdict although the call works."""
    site = InterfaceSite()
    page = page_of("epoint", f'<a href="{PATHS["jiangxi"]}">接口</a><a href="/gkmlpt/api/all/11?page=1&sid=7">目录</a>')
    plain: list[Asked] = []

    def answer(asked: Asked) -> Says:
        if asked.path == COLUMNS["epoint"]:
            return page
        scripted = "x-requested-with" in asked.headers
        if any(asked.path.startswith(PATHS[name]) for name in ("jiangxi", "gkmlpt")) and not scripted:
            plain.append(asked)
            return NOT_FOUND
        return site(asked)

    with crawled(server, answer, tmp_path) as (crawl, host, _):
        assert {asked.method for asked in plain} == {"GET"}
        assert all("content-type" not in asked.headers and not asked.body for asked in plain)
        answers = {target.url: (target.answer, target.confirmed) for target in crawl.targets()}
        for path in (PATHS["jiangxi"], "/gkmlpt/api/all/11?page=1&sid=7"):
            assert answers[host.url(path)] == (AnswerKind.HTTP_404, True)
        assert len(column_of(crawl, "gkmlpt").items) == len(column_of(crawl, "jiangxi").items) == 3


def test_a_fragment_that_looks_like_a_call_is_a_fragment(server: FaultServer, tmp_path: Path) -> None:
    site = InterfaceSite()
    page = page_of("epoint", f'<a href="{PATHS["jiangxi"]}#!post:current=7">接口</a>')

    def answer(asked: Asked) -> Says:
        return page if asked.path == COLUMNS["epoint"] else site(asked)

    with crawled(server, answer, tmp_path) as (_, host, _):
        assert ("GET", PATHS["jiangxi"]) in host.log
        assert all(b"current=7" not in asked.body for asked in site.asked["jiangxi"])


def test_robots_and_exclusions_hold_for_calls(server: FaultServer, tmp_path: Path) -> None:
    site = InterfaceSite()

    def answer(asked: Asked) -> Says:
        if asked.path == "/robots.txt":
            return file(b"User-agent: *\nDisallow: /queryList", "text/plain")
        return site(asked)

    host = server.host(answer)
    portal = a_portal(host.url(), exclude=(host.url("/EWB-FRONT/"),))
    with Crawl.open(crawl(a_plan(portal), tmp_path).path) as opened:
        assert "jiangxi" not in site.asked
        assert "epoint" not in site.asked
        assert set(column_of(opened, "jiangxi").missing_reasons) == {"robots-forbidden"}
        assert column_of(opened, "epoint").missing_reasons == ("list-page-not-requested",)
        assert opened.coverage().observed < opened.coverage().known


def test_calls_keep_the_rate(server: FaultServer, tmp_path: Path) -> None:
    site = InterfaceSite()
    times: list[float] = []

    def answer(asked: Asked) -> Says:
        times.append(time.monotonic())
        return site(asked)

    host = server.host(answer)
    crawl(a_plan(a_portal(host.url(), rate=40, concurrency=2)), tmp_path)
    assert times[-1] - times[0] >= 0.9 * (len(times) - 1) / 40
    assert len(site.asked) == len(COLUMNS)


def test_a_page_budget_counts_answers_too(server: FaultServer, tmp_path: Path) -> None:
    with crawled(server, InterfaceSite(), tmp_path, max_pages=12) as (crawl, _, result):
        counts = result.end.counts
        assert result.end.reason is EndReason.PAGE_BUDGET
        assert counts.pages + counts.list_answers == 12
        assert counts.list_answers >= 1
        open_calls = [gap for gap in crawl.not_observed() if "#!" in gap.url]
        assert {gap.reason for gap in open_calls} == {AnswerKind.BUDGET}


def test_a_redirect_keeps_or_drops_the_body_as_browsers_do(server: FaultServer, tmp_path: Path) -> None:
    def permanent(asked: Asked) -> Says | None:
        return None if "again" in asked.path else moved(asked.path + "?again", 308)

    def found(asked: Asked) -> Says | None:
        return None if "again" in asked.path else moved(asked.path + "?again", 302)

    site = InterfaceSite({"jiangxi": permanent, "epoint": found})
    with crawled(server, site, tmp_path) as (crawl, _, _):
        assert [asked.method for asked in site.asked["jiangxi"][:2]] == ["POST", "POST"]
        assert site.asked["jiangxi"][1].body == site.asked["jiangxi"][0].body
        assert len(column_of(crawl, "jiangxi").items) == 3
        assert {asked.method for asked in site.asked["epoint"] if "again" in asked.path} == {"GET"}
        assert column_of(crawl, "epoint").items == ()


def test_a_list_in_a_frame_is_one_column(server: FaultServer, tmp_path: Path) -> None:
    """Two columns may show the page of one frame; it is no column of its own."""
    rows = "".join(
        f'<li><a href="/xw/202605/t20260528_{n}.html">关于第{n}号事项的通知</a><span>2026-05-28</span></li>'
        for n in range(4)
    )

    def answer(asked: Asked) -> Says:
        if asked.path in ("/zwgk/gs/index.html", "/zwgk/gg/index.html"):
            name = "公示" if "gs" in asked.path else "公告"
            crumbs = f'<div class="position">当前位置：<a href="/">首页</a> &gt; {name}</div>'
            frame = '<iframe src="/zwgk/inner.html" width="700" height="900"></iframe>'
            return html(f'{crumbs}<div class="main">{frame}</div>', title=name)
        if asked.path == "/zwgk/inner.html":
            return html(f"<ul>{rows}</ul>", title="列表")
        if asked.path == "/":
            return html('<a href="/zwgk/gs/index.html">公示</a><a href="/zwgk/gg/index.html">公告</a>' + paragraph(1))
        return html(f"<h1>通知</h1>{paragraph(asked.total)}") if asked.path.startswith("/xw/") else NOT_FOUND

    with crawled(server, answer, tmp_path) as (crawl, _, _):
        assert [(column.name, column.source, len(column.items)) for column in crawl.columns()] == [
            ("公告", ListSource.IFRAME, 4),
            ("公示", ListSource.IFRAME, 4),
        ]
