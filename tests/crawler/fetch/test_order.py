"""What a small budget is spent on: home, all columns, what is new in each; long lists and old items come later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config.policy import policy
from crawler.fetch.plan import Progress
from crawler.kinds import EndReason
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, html

COLUMNS, LISTS, ROWS = 25, 6, 4
"""Columns, list pages of each, rows of each list page."""
TEXT = "各镇人民政府、县直各部门：现将有关事项通知如下，请认真贯彻落实。" * 8


def answer(asked: Asked) -> Says:
    """Columns that the home page names, each a list of several pages; the newest rows do not stand first."""
    navigation = "".join(f'<a href="/c{each}/index.html">栏目{each}</a>' for each in range(COLUMNS))
    if asked.path == "/":
        return html(f"<div class='nav'>{navigation}</div><p>{TEXT}</p>", title="样例县人民政府")
    column, _, name = asked.path.strip("/").partition("/")
    if not column.startswith("c"):
        return NOT_FOUND
    if name.startswith("t2026"):
        return html(f"<h1>关于{name}的通知</h1><p>发布时间：2026-06-01</p><p>{TEXT}</p>", title=name)
    number = 0 if name == "index.html" else int(name.removeprefix("index_").removesuffix(".html"))
    rows = "".join(row(column, number, each) for each in range(ROWS))
    pager = f'<script>createPageHTML({LISTS},{number},"index","html");</script>'
    crumbs = f"<div>当前位置：<a href='/'>首页</a> &gt; <a href='/{column}/index.html'>栏目</a></div>"
    return html(f"{navigation}{crumbs}<ul class='list'>{rows}</ul>{pager}", title=f"{column} {number}")


def row(column: str, number: int, each: int) -> str:
    """A row; of the first page the last two are the newest, as below a pinned notice."""
    day = 10 + each if number == 0 else 9
    path = f"/{column}/t202606{day}_{number}{each:03}.html"
    return f'<li><a href="{path}">样例县人民政府关于{number}第{each}号事项的通知</a><span>2026-06-{day:02}</span></li>'


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture(scope="module")
def small_budget(server: FaultServer, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, list[Progress]]:
    told: list[Progress] = []
    needed = 1 + COLUMNS + COLUMNS * policy().priorities.newest_rows
    pages = (
        needed + policy().feed.window
    )  # of a small budget so many are under way before anybody knows what else waits
    plan = a_plan(a_portal(server.host(answer).url()), max_pages=pages)
    return crawl(plan, tmp_path_factory.mktemp("order"), told.append), told


def test_a_small_budget_sees_every_column_and_what_is_new(small_budget: tuple[Result, list[Progress]]) -> None:
    result, _ = small_budget
    assert result.end.reason is EndReason.PAGE_BUDGET
    newest = {f"/c{column}/t202606{day}_0{day - 10:03}.html" for column in range(COLUMNS) for day in (12, 13)}
    seen = {urlsplit(url).path for url in result.pages()}
    assert seen >= {"/", *(f"/c{column}/index.html" for column in range(COLUMNS)), *newest}
    assert len(seen) < COLUMNS * LISTS, "the further list pages alone would have used it up"


def test_progress_knows_columns_and_what_the_budget_allows(small_budget: tuple[Result, list[Progress]]) -> None:
    result, told = small_budget
    last = told[-1]
    assert (last.done, last.known) == (len(result.pages()), len(result.pages()))
    assert (last.columns, last.failing) == (COLUMNS, 0)
    assert all(each.done <= each.known for each in told)


def test_progress_counts_what_does_not_open_until_it_does(server: FaultServer, tmp_path: Path) -> None:
    times: dict[str, int] = {}

    def failing(asked: Asked) -> Says:
        if asked.path == "/":
            return html(f'<a href="/gone.html">无</a><a href="/late.html">晚</a><p>{TEXT}</p>', title="样例县人民政府")
        times[asked.path] = times.get(asked.path, 0) + 1
        if asked.path == "/late.html" and times[asked.path] > 1:
            return html(f"<p>{TEXT}</p>", title="晚到的页面")
        return html("", 503) if asked.path == "/late.html" else NOT_FOUND

    told: list[Progress] = []
    result = crawl(a_plan(a_portal(server.host(failing).url())), tmp_path, told.append)
    assert result.end.reason is EndReason.FINISHED
    assert told[-1].failing == 1, "gone.html; late.html opened when it was asked again"
    assert told[-1].left == 0
