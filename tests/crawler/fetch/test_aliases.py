"""One page under many addresses: read and counted once, while every link keeps its own verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.policy import policy
from crawler.kinds import AnswerKind, EndReason
from crawler.store.crawl import Crawl
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, html, moved
from tests.crawler.fetch.small_site import paragraph

HOME = '<a href="/">首页</a>'


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@contextmanager
def crawled(
    server: FaultServer, answer: Callable[[Asked], Says], folder: Path, **plan: object
) -> Iterator[tuple[Crawl, Host, Result]]:
    host = server.host(answer)
    result = crawl(a_plan(a_portal(host.url()), **plan), folder)
    with Crawl.open(result.path) as opened:
        yield opened, host, result


def a_list(name: str, first: int, *, pager: str = "") -> Says:
    """A list page with four rows."""
    rows = "".join(
        f'<li><a href="/xw/202605/t20260528_{n}.html">关于第{n}号事项的通知</a><span>2026-05-{28 - n % 4}</span></li>'
        for n in range(first, first + 4)
    )
    crumbs = f'<div class="position">当前位置：{HOME} &gt; {name}</div>'
    return html(f'<div class="nav">{HOME}</div>{crumbs}<div class="main"><ul>{rows}</ul>{pager}</div>', title=name)


def site(pages: dict[str, Says], *links: str) -> Callable[[Asked], Says]:
    """A home page with links, and pages by their addresses; articles for all rows."""
    shown = "".join(f'<a href="{link}">链接{number}</a>' for number, link in enumerate(links))
    home = html(f"{HOME}{shown}{paragraph(0)}", title="青禾县人民政府")

    def answer(asked: Asked) -> Says:
        if asked.path.startswith("/xw/"):
            return html(f"<h1>{asked.path}</h1>{paragraph(sum(map(ord, asked.path)))}", title=asked.path)
        return {"/": home, **pages}.get(asked.path, NOT_FOUND)

    return answer


def shows(result: Result) -> dict[str, str]:
    """What every address that is no page of its own shows."""
    query = (
        "SELECT u.url, s.url FROM answer a JOIN url u ON u.id = a.url_id JOIN url s ON s.id = a.shows "
        "JOIN ledger l ON l.url_id = u.id WHERE l.role = 2"
    )
    return dict(result.rows(query))  # type: ignore[arg-type]


def test_every_form_of_an_address_is_asked_and_read_once(server: FaultServer, tmp_path: Path) -> None:
    forms = ["/tzgg/", "/tzgg/index.html", "/tzgg//", "/tzgg/?utm_source=wx", "/tzgg/?state=3", "/tzgg/?gk=1"]
    answers = dict.fromkeys(forms, a_list("通知公告", 0))
    with crawled(server, site(answers, *forms), tmp_path) as (crawl, host, result):
        assert shows(result) == {host.url(path): host.url("/tzgg/") for path in forms[1:]}
        assert [host.seen[path] for path in forms] == [1] * len(forms)
        assert [(column.url, column.pages_seen) for column in crawl.columns()] == [(host.url("/tzgg/"), 1)]
        assert len([page for page in crawl.pages() if "/tzgg/" in page.url]) == 1
        answered = {target.url: (target.answer, target.confirmed) for target in crawl.targets()}
        for path in forms:
            assert answered[host.url(path)] == (AnswerKind.CONTENT, True)
            page = crawl.page(host.url(path))
            assert page is not None
            assert page.url == host.url("/tzgg/")


def test_a_folder_may_be_forbidden_although_its_index_opens(server: FaultServer, tmp_path: Path) -> None:
    answers = {"/tzgg/index.html": a_list("通知公告", 0), "/tzgg/": html("", 403)}
    with crawled(server, site(answers, "/tzgg/index.html", "/tzgg/"), tmp_path) as (crawl, host, _):
        (folder,) = (target for target in crawl.targets() if target.url == host.url("/tzgg/"))
        assert (folder.answer, folder.confirmed) == (AnswerKind.HTTP_4XX, False)
        assert [column.url for column in crawl.columns()] == [host.url("/tzgg/index.html")]
        coverage = crawl.coverage()
        assert coverage.observed == coverage.known == len(list(crawl.pages()))


def test_the_first_form_fails_and_the_second_is_the_page(server: FaultServer, tmp_path: Path) -> None:
    answers = {"/tzgg/index.html": a_list("通知公告", 0), "/tzgg/": html("", 403)}
    with crawled(server, site(answers, "/tzgg/", "/tzgg/index.html"), tmp_path) as (crawl, host, _):
        assert [column.url for column in crawl.columns()] == [host.url("/tzgg/index.html")]


def test_pages_for_phones_are_their_articles(server: FaultServer, tmp_path: Path) -> None:
    def article(style: str) -> Says:
        body = f"<p>发布时间：2026-05-28</p><div class='article-content'>{paragraph(7)}</div>"
        return html(f"<style>{style}</style><h1>关于防汛的通知</h1>{body}", title="关于防汛的通知")

    answers = {"/zw/content/post_7.html": article("pc"), "/zw/content/mpost_7.html": article("phone")}
    with crawled(server, site(answers, *answers), tmp_path) as (crawl, host, result):
        assert shows(result) == {host.url("/zw/content/mpost_7.html"): host.url("/zw/content/post_7.html")}
        assert len(list(crawl.pages())) == 2


def test_parameters_in_another_order(server: FaultServer, tmp_path: Path) -> None:
    answers = {"/list.jsp?a=1&b=2": a_list("通知公告", 0), "/list.jsp?b=2&a=1": a_list("通知公告", 0)}
    with crawled(server, site(answers, *answers), tmp_path) as (crawl, _, _):
        assert len(crawl.columns()) == 1


def test_forms_that_show_something_else_are_two_pages(server: FaultServer, tmp_path: Path) -> None:
    """The form of an address is a suspicion; the content decides."""
    answers = {"/tzgg/list.html": a_list("通知公告", 0), "/tzgg/list.html?state=2": a_list("通知公告", 50)}
    with crawled(server, site(answers, *answers), tmp_path) as (crawl, host, result):
        assert shows(result) == {}
        assert {column.url: len(column.items) for column in crawl.columns()} == {host.url(path): 4 for path in answers}
        assert crawl.coverage().observed == crawl.coverage().known == len(list(crawl.pages())) == 11


def test_index_1_is_page_1_only_where_it_shows_page_1(server: FaultServer, tmp_path: Path) -> None:
    """Hebei writes page 1 twice; with TRS `index_1` is page 2."""
    trs = "<script>createPageHTML(2,{},'index','html');</script>".format
    answers = {
        "/hebei/index.html": a_list("公示公告", 0),
        "/hebei/index_1.html": a_list("公示公告", 0),
        "/trs/index.html": a_list("通知公告", 20, pager=trs(0)),
        "/trs/index_1.html": a_list("通知公告", 40, pager=trs(1)),
    }
    with crawled(server, site(answers, *answers), tmp_path) as (crawl, host, result):
        assert shows(result) == {host.url("/hebei/index_1.html"): host.url("/hebei/index.html")}
        columns = {column.name: column for column in crawl.columns()}
        assert (columns["公示公告"].pages_seen, len(columns["公示公告"].items)) == (1, 4)
        assert (columns["通知公告"].pages_seen, len(columns["通知公告"].items)) == (2, 8)


def test_what_moves_to_a_page_is_no_page_of_its_own(server: FaultServer, tmp_path: Path) -> None:
    answers = {"/old.html": moved("/new.html"), "/older.html": moved("/new.html"), "/new.html": html(paragraph(5))}
    with crawled(server, site(answers, *answers), tmp_path) as (crawl, host, _):
        assert len(list(crawl.pages())) == crawl.coverage().known == crawl.coverage().observed == 2
        assert {target.url: target.answer for target in crawl.targets()}[host.url("/old.html")] is AnswerKind.CONTENT
        for path in ("/old.html", "/older.html"):
            page = crawl.page(host.url(path))
            assert page is not None
            assert page.url == host.url("/new.html")


def test_a_page_is_asked_for_so_often_and_no_more(server: FaultServer, tmp_path: Path) -> None:
    most = policy().aliases.per_page
    links = [f"/tzgg/?utm_campaign={number}" for number in range(most + 5)]
    answers = dict.fromkeys(["/tzgg/", *links], a_list("通知公告", 0))
    with crawled(server, site(answers, "/tzgg/", *links), tmp_path) as (crawl, host, result):
        assert len([path for _, path in host.log if path in links]) == most
        assert result.end.reason is EndReason.FINISHED
        (trap,) = crawl.traps()
        assert (trap.example, trap.left_out) == (host.url(links[most]), 5)
        assert crawl.coverage().observed == crawl.coverage().known
        assert len([target for target in crawl.targets() if target.answer is None]) == 5


def test_links_that_the_page_budget_left_over_are_still_asked(server: FaultServer, tmp_path: Path) -> None:
    answers = {"/tzgg/index.html": a_list("通知公告", 0), "/tzgg/": html("", 404), "/x.html": html(paragraph(3))}
    with crawled(server, site(answers, "/tzgg/index.html", "/tzgg/", "/x.html"), tmp_path, max_pages=2) as (
        crawl,
        host,
        result,
    ):
        assert result.end.reason is EndReason.PAGE_BUDGET
        answered = {target.url: (target.answer, target.confirmed) for target in crawl.targets()}
        assert answered[host.url("/tzgg/")] == (AnswerKind.HTTP_404, True)
        assert answered[host.url("/x.html")] == (None, False)


def test_a_budget_that_leaves_only_aliases_is_no_budget_end(server: FaultServer, tmp_path: Path) -> None:
    answers = {"/a/index.html": html(paragraph(3)), "/a/": html(paragraph(3))}
    with crawled(server, site(answers, *answers), tmp_path, max_pages=2) as (crawl, _, result):
        assert result.end.reason is EndReason.FINISHED
        assert not list(crawl.not_observed())


def test_an_entry_page_that_forwards_to_another_form_of_itself(server: FaultServer, tmp_path: Path) -> None:
    """The start page is a script that opens index.html: the home page is what it opens."""
    stub = html("<script>window.location.href='/index.html';</script>", title="")
    home = html(f'{HOME}<a href="/a.html">要闻</a>{paragraph(0)}', title="青禾县人民政府")
    pages = {"/": stub, "/index.html": home, "/a.html": html(paragraph(1))}
    with crawled(server, lambda asked: pages.get(asked.path, NOT_FOUND), tmp_path) as (crawl, host, _):
        assert {page.url for page in crawl.pages()} == {host.url(path) for path in pages}
        shown = crawl.home(crawl.portal.units[0])
        assert shown is not None
        assert shown.url == host.url("/index.html")
