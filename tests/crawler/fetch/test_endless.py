"""Portals without an end: every trap is left by rule and named, and what is only big is read to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.kinds import EndReason
from crawler.store.crawl import Crawl, Trap
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, html
from tests.crawler.fetch.small_site import paragraph

BUDGET = 12


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@contextmanager
def crawled(server: FaultServer, answer: Callable[[Asked], Says], folder: Path) -> Iterator[tuple[Crawl, Host]]:
    host = server.host(lambda asked: NOT_FOUND if asked.path == "/robots.txt" else answer(asked))
    result = crawl(a_plan(a_portal(host.url()), pattern_budget=BUDGET, max_pages=2_000), folder)
    assert result.end.reason is EndReason.FINISHED
    with Crawl.open(result.path) as opened:
        yield opened, host


def links(*addresses: str) -> str:
    return "".join(f'<a href="{address}">链接{number}</a>' for number, address in enumerate(addresses))


def a_page(number: int, *addresses: str) -> Says:
    return html(links(*addresses) + paragraph(number), title=f"第{number}页")


def months_and_days(asked: Asked) -> Says:
    """A calendar whose months link days and whose days link the next month."""
    if asked.path == "/":
        return a_page(0, "/month/1.html")
    kind, _, name = asked.path.strip("/").partition("/")
    number = int(name.partition(".")[0]) if name.partition(".")[0].isdigit() else 0
    match kind:
        case "month":
            return a_page(number, f"/day/{number}.html")
        case "day":
            return a_page(5000 + number, f"/month/{number + 1}.html")
    return NOT_FOUND


def facets(asked: Asked) -> Says:
    """A search page that offers every further choice of area, kind and year."""
    if asked.path == "/":
        return a_page(0, "/find.jsp?area=0")
    if not asked.path.startswith("/find.jsp"):
        return NOT_FOUND
    chosen = dict(parse_qsl(urlsplit(asked.path).query))
    area = int(chosen.get("area", 0))
    more = [f"/find.jsp?area={area + 1}&kind={kind}&year={area * 3 + kind}" for kind in range(3)]
    return a_page(100 + area * 31 + int(chosen.get("kind", 0)), *more)


def folder_in_itself(asked: Asked) -> Says:
    """A relative link on a page that is served at every address."""
    if asked.path == "/":
        return a_page(0, "/zwgk/")
    if asked.path.endswith("/") and set(asked.path.strip("/").split("/")) == {"zwgk"}:
        return a_page(len(asked.path), "zwgk/")
    return NOT_FOUND


@pytest.mark.parametrize(
    ("site", "pattern"),
    [(months_and_days, "/month/#.html"), (facets, "/find.jsp?"), (folder_in_itself, "/(zwgk)/…")],
    ids=["calendar", "parameters", "folder"],
)
def test_an_endless_template_is_left_and_named(
    site: Callable[[Asked], Says], pattern: str, server: FaultServer, tmp_path: Path
) -> None:
    with crawled(server, site, tmp_path) as (crawl, host):
        traps = {trap.pattern.removeprefix(host.netloc): trap for trap in crawl.traps()}
        assert pattern in traps
        trap = traps[pattern]
        assert isinstance(trap, Trap)
        assert trap.left_out >= 1
        assert trap.example.startswith(host.url())
        assert ("GET", trap.example.removeprefix(f"http://{host.netloc}")) not in host.log
        assert crawl.page(trap.example) is None
        assert len(list(crawl.pages())) <= 4 * BUDGET
        assert trap.example in {gap.url for gap in crawl.not_observed()}
        assert crawl.coverage().observed < crawl.coverage().known


def test_a_big_column_is_read_to_its_end(server: FaultServer, tmp_path: Path) -> None:
    """Forty list pages and two hundred articles that link their neighbours: far more than the budget of a pattern."""
    pages, rows = 40, 5

    def answer(asked: Asked) -> Says:
        name = asked.path.rpartition("/")[2].partition(".")[0]
        if asked.path == "/":
            return a_page(0, "/tzgg/index.html")
        if asked.path.startswith("/tzgg/index"):
            number = int(name.partition("_")[2] or 0)
            if number >= pages:
                return NOT_FOUND
            items = "".join(
                f'<li><a href="./202511/t20251117_{at}.html">关于第{at}号事项的通知</a><span>2025-11-17</span></li>'
                for at in range(number * rows, number * rows + rows)
            )
            pager = f'<script>createPageHTML({pages},{number},"index","html");</script>'
            return html(f"<ul>{items}</ul>{pager}", title="通知公告")
        if asked.path.startswith("/tzgg/202511/"):
            at = int(name.partition("_")[2])
            near = [f"t20251117_{other}.html" for other in (at - 1, at + 1) if 0 <= other < pages * rows]
            return html(f"<h1>通知{at}</h1>{links(*near)}{paragraph(at)}", title=f"通知{at}")
        return NOT_FOUND

    with crawled(server, answer, tmp_path) as (crawl, host):
        assert crawl.traps() == ()
        (column,) = crawl.columns()
        assert (column.url, len(column.items), column.pages_seen) == (host.url("/tzgg/index.html"), 200, 40)
        assert len(list(crawl.pages())) == 1 + pages + pages * rows
        assert not list(crawl.not_observed())


def test_a_pager_that_always_offers_one_page_more(server: FaultServer, tmp_path: Path) -> None:
    """Behind its last page a list shows the last page again, with a link to the next one."""
    last = 4

    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return a_page(0, "/list.jsp?page=1")
        if asked.path.startswith("/list.jsp"):
            asked_for = int(asked.path.partition("page=")[2])
            shown = min(asked_for, last)
            items = "".join(
                f'<li><a href="/xw/202511/t20251117_{at}.html">关于第{at}号事项的通知</a><span>2025-11-17</span></li>'
                for at in range(shown * 5, shown * 5 + 5)
            )
            return html(f'<ul>{items}</ul><a href="/list.jsp?page={asked_for + 1}">下一页</a>', title="通知公告")
        return html(f"<h1>{asked.path}</h1>{paragraph(asked.total)}") if asked.path.startswith("/xw/") else NOT_FOUND

    with crawled(server, answer, tmp_path) as (crawl, host):
        asked = [path for _, path in host.log if path.startswith("/list.jsp")]
        assert asked == [f"/list.jsp?page={number}" for number in range(1, last + 2)]
        (column,) = crawl.columns()
        assert len(column.items) == 20
        (trap,) = crawl.traps()
        assert (trap.example, trap.left_out) == (host.url(f"/list.jsp?page={last + 2}"), 1)
