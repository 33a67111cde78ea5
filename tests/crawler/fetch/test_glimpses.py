"""Pages elsewhere leave a glimpse in the crawl file; files, walls, errors and the portal's own pages do not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from config.policy import policy
from crawler.facts import Glimpse
from crawler.kinds import AnswerKind
from crawler.store.crawl import Crawl
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, html, moved

WALL = '<script r="m">$_ts=window["$_ts"];</script>'
LONG = "<p>" + "字" * policy().probe.head_bytes + "</p>"
LINKED = ("/page", "/gbk", "/long", "/gone", "/wall", "/a.pdf", "/pic.png", "/late", "/away", "/home")


def outside(asked: Asked) -> Says:
    if asked.path == "/late":
        return html("", 503) if asked.nth == 1 else html("<p>慢</p>", title="来得晚")
    pages = {
        "/page": html("<h1>标题</h1><p>正文</p>", title="一页"),
        "/gbk": Says(200, "<html><title>国标</title></html>".encode("gb18030"), (("Content-Type", "text/html"),)),
        "/long": html(LONG, title="很长"),
        "/wall": html(WALL, 412),
        "/a.pdf": Says(200, b"%PDF-1.7\n" + b"0" * 900, (("Content-Type", "application/pdf"),)),
        "/pic.png": Says(200, b"\x89PNG\r\n\x1a\n" + b"0" * 300, (("Content-Type", "image/png"),)),
        "/away": moved("/page"),
        "/home": moved("/"),
        "/": html("<p>别家首页</p>", title="首页"),
    }
    return pages.get(asked.path, NOT_FOUND)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Glimpse], dict[str, AnswerKind | None]]]:
    """Glimpses and answers by path of the host outside (and `/sent-away` of the portal)."""
    with FaultServer() as server:
        far = server.host(outside)
        links = "".join(f'<a href="{far.url(path)}">链接</a>' for path in LINKED)
        pages = {
            "/": html(f'{links}<a href="/sent-away">旧专题</a><a href="/own.html">本站</a>', title="样例县人民政府"),
            "/sent-away": moved(far.url("/page")),
            "/own.html": html("<p>本站文章</p>", title="本站文章"),
        }
        portal = server.host(lambda asked: pages.get(asked.path, NOT_FOUND))
        result = crawl(a_plan(a_portal(portal.url())), tmp_path_factory.mktemp("crawls"))
    with Crawl.open(result.path) as opened:
        glimpses = opened.glimpses()
        assert glimpses is not None
        hosts = far.url("").rstrip("/"), portal.url("").rstrip("/")
        paths = {url: url.removeprefix(hosts[0]).removeprefix(hosts[1]) for url in [t.url for t in opened.targets()]}
        answers = {paths[target.url]: target.answer for target in opened.targets()}
        yield {paths[url]: found for url, found in glimpses.items()}, answers


def test_pages_elsewhere_leave_a_glimpse(seen: tuple[dict[str, Glimpse], dict[str, AnswerKind | None]]) -> None:
    glimpses, answers = seen
    titles = {path: found.title for path, found in glimpses.items()}
    assert titles == {
        "/page": "一页",
        "/gbk": "国标",
        "/long": "很长",
        "/late": "来得晚",
        "/away": "一页",
        "/home": "首页",
        "/sent-away": "一页",
    }
    assert answers["/home"] is AnswerKind.REDIRECT_TO_HOME
    assert answers["/wall"] is AnswerKind.BOT_WALL
    assert answers["/gone"] is AnswerKind.HTTP_404


def test_only_the_beginning_is_read(seen: tuple[dict[str, Glimpse], dict[str, AnswerKind | None]]) -> None:
    glimpses, _ = seen
    assert {path for path, found in glimpses.items() if not found.complete} == {"/long"}
    assert glimpses["/page"].heading == "标题"
    assert glimpses["/page"].text == "标题\n正文"
