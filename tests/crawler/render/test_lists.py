"""What the browser shows of columns that scripts make: rows, proven emptiness, or why neither can be told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.facts import PageFacts
from crawler.kinds import ListSource, PageKind
from crawler.store.crawl import Crawl
from tests.crawler.fetch.crawls import Result
from tests.crawler.fetch.fault_server import Asked, FaultServer, Host, Says, file, html
from tests.crawler.render.portal import account, answering, api, column, facts_of, items, rendered_crawl, rows

pytestmark = pytest.mark.browser

DRAW = (
    "d => { document.getElementById('list').innerHTML = d.rows.map(x => "
    "`<li><a href='${x.url}'>${x.title}</a><span>${x.date}</span></li>`).join('') || '<p>暂无数据</p>' }"
)
"""A script's way of drawing rows, or the wording that there are none."""


def filled_by(call: str, waiting: str = "加载中……") -> str:
    """A column whose list the answer of `call` fills."""
    return f"<ul id='list' class='list'>{waiting}</ul><script>{call}</script>"


def fetched(path: str, failed: str = "") -> str:
    return filled_by(f"fetch('{path}').then(r => r.json()).then({DRAW}){failed}")


SAYS_NOTHING = ".catch(() => { list.innerHTML = '<p>暂无数据</p>' })"
HANDLEBARS = """<ul id="list"></ul><script id="row" type="text/x-handlebars-template">
<li><a href="{{url}}">{{title}}</a><span>{{date}}</span></li></script><script src="/js/fill.js"></script>"""
FILL = b"""fetch('/api/list').then(r => r.json()).then(d => {
const row = document.getElementById('row').innerHTML, list = document.getElementById('list');
list.innerHTML = d.rows.map(x => row.replace(/{{(\\w+)}}/g, (_, name) => x[name])).join('') })"""
VUE = """<ul><li v-for="item in rows"><a :href="item.url">{{ item.title }}</a><span>{{ item.date }}</span></li></ul>
<script>fetch('/api/list').then(r => r.json()).then(d => { const one = document.querySelector('[v-for]');
one.outerHTML = d.rows.map(x => `<li v-for=""><a href="${x.url}">${x.title}</a><span>${x.date}</span></li>`).join('') })
</script>"""
APP = column("<ul class='list'>ROWS</ul>").replace("ROWS", items()).replace("\n", "")
PAGED = """<ul id="list" class="list"></ul><div class="page" id="pager"></div><script>
const page = new URLSearchParams(location.search).get('page') || '1';
fetch('/api/paged?page=' + page).then(r => r.json()).then(d => {
list.innerHTML = d.rows.map(x => `<li><a href='${x.url}'>${x.title}</a><span>${x.date}</span></li>`).join('');
pager.innerHTML = '共2页 <a href="/zwgk/paged/?page=1">1</a> <a href="/zwgk/paged/?page=2">2</a>' })</script>"""
STYLED = """<style>.none { display: none }</style><ul id="list" class="list"></ul><p class="none">暂无数据</p>
<script>fetch('/api/none').then(r => r.text()).then(t => { document.getElementById('list').append('') })</script>"""
ZERO = """<ul id="list" class="list"></ul><div class="page" id="pager"></div><script>
fetch('/api/none').then(r => r.json()).then(d => { document.getElementById('list').innerHTML = '';
document.getElementById('pager').innerHTML = '<span>共0条</span>' })</script>"""
POSTED = filled_by(
    f"fetch('/api/posted', {{method: 'POST', body: JSON.stringify({{channel: 7}})}}).then(r => r.json()).then({DRAW})"
)
BESIDE = f"""<ul class='list'>{items(3)}</ul><ul id='list' class='list'></ul><script>
fetch('/api/broken').then(r => r.json()).then({DRAW})</script>"""


def paged(asked: Asked) -> Says:
    shown = rows(5, folder=8)
    return api({"rows": shown[:3] if asked.path.endswith("page=1") else shown[3:]})


PAGES = {
    "/zwgk/fetched/": fetched("/api/list"),
    "/zwgk/posted/": POSTED,
    "/zwgk/handlebars/": HANDLEBARS,
    "/zwgk/handlebars-too/": HANDLEBARS,
    "/zwgk/vue/": VUE,
    "/zwgk/app/": html("<div id='app'></div><script src='/js/app.js'></script>", title="通知公告"),
    "/zwgk/paged/": PAGED,
    "/zwgk/empty/": fetched("/api/none"),
    "/zwgk/zero/": ZERO,
    "/zwgk/hidden/": STYLED,
    "/zwgk/broken/": fetched("/api/broken", SAYS_NOTHING),
    "/zwgk/failing/": fetched("/api/failing"),
    "/zwgk/hanging/": fetched("/api/hanging", SAYS_NOTHING),
    "/zwgk/throwing/": fetched("/api/none").replace("加载中……", "<p>暂无数据</p>").replace("d.rows", "d.a.b"),
    "/zwgk/unmade/": filled_by("fetch('/api/none').then(r => r.json()).then(d => { list.innerHTML = '' })"),
    "/zwgk/beside/": BESIDE,
    "/js/fill.js": file(FILL, "text/javascript"),
    "/js/app.js": file(
        f"document.getElementById('app').innerHTML = `{APP}`".encode(), "text/javascript; charset=utf-8"
    ),
    "/api/list": api({"rows": rows()}),
    "/api/posted": lambda asked: api({"rows": rows(2) if asked.method == "POST" else []}),
    "/api/paged": paged,
    "/api/none": api({"rows": []}),
    "/api/broken": api({"rows": []}, 500),
    "/api/failing": api({"success": False, "rows": []}),
    "/api/hanging": Says(hang=True),
}


class Crawled:
    """The crawl of the whole portal, asked column by column."""

    def __init__(self, host: Host, result: Result) -> None:
        self.host, self.result = host, result

    def page(self, name: str) -> PageFacts:
        return facts_of(self.result, self.host.url(f"/zwgk/{name}/"))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with FaultServer() as server:
        host = server.host(answering(PAGES))
        yield Crawled(host, rendered_crawl(host, tmp_path_factory.mktemp("crawl")))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("fetched", "list-filled-by-script"),
        ("handlebars", "list-script-template"),
        ("vue", "list-script-template"),
        ("app", "list-app-root"),
    ],
)
def test_rows_that_a_script_draws(name: str, reason: str, crawled: Crawled) -> None:
    facts = crawled.page(name)
    assert facts.list is not None
    assert facts.kind is PageKind.COLUMN
    assert (facts.list.source, facts.list.obstacle) == (ListSource.RENDERED, None)
    assert [(row.title, row.url, f"{row.date}") for row in facts.list.rows] == [
        (each["title"], crawled.host.url(each["url"]), each["date"]) for each in rows()
    ]
    assert facts.notes[-2:] == ("page-rendered", reason)


def test_a_list_that_is_asked_for_by_post(crawled: Crawled) -> None:
    facts = crawled.page("posted")
    assert facts.list is not None
    assert len(facts.list.rows) == 2
    assert ("POST", "/api/posted") in crawled.host.log


def test_rows_are_followed_and_linked(crawled: Crawled) -> None:
    article = facts_of(crawled.result, crawled.host.url(rows()[0]["url"]))
    assert article.kind is PageKind.ARTICLE
    with Crawl.open(crawled.result.path) as opened:
        uses = opened.uses(article.url)
    assert crawled.host.url("/zwgk/fetched/") in {use.page_url for use in uses.examples}


def test_a_pager_that_a_script_draws_leads_to_the_other_pages(crawled: Crawled) -> None:
    first = crawled.page("paged")
    second = facts_of(crawled.result, crawled.host.url("/zwgk/paged/?page=2"))
    assert first.list is not None
    assert second.list is not None
    assert (first.list.pages, first.list.further_pages) == (2, (second.url,))
    assert [row.title for row in (*first.list.rows, *second.list.rows)] == [each["title"] for each in rows(5, folder=8)]
    with Crawl.open(crawled.result.path) as opened:
        (whole,) = [each for each in opened.columns() if each.url == first.url]
    assert (len(whole.items), whole.source, whole.obstacle) == (5, ListSource.RENDERED, None)


@pytest.mark.parametrize(("name", "proof"), [("empty", "暂无数据"), ("zero", "共0条")])
def test_empty_is_proven_by_what_a_visitor_reads(name: str, proof: str, crawled: Crawled) -> None:
    listed = crawled.page(name).list
    assert listed is not None
    assert (listed.source, listed.obstacle, listed.rows) == (ListSource.RENDERED, None, ())
    assert proof in (listed.empty_proof or "")


@pytest.mark.parametrize("name", ["hidden", "broken", "failing", "hanging", "throwing", "unmade", "beside"])
def test_nothing_is_concluded_where_something_failed(name: str, crawled: Crawled) -> None:
    listed = crawled.page(name).list
    assert listed is not None
    assert (listed.source, listed.obstacle, listed.empty_proof) == (ListSource.UNKNOWN, "list-rendered-unclear", None)


def test_rows_beside_a_list_that_failed_are_kept(crawled: Crawled) -> None:
    listed = crawled.page("beside").list
    assert listed is not None
    assert len(listed.rows) == 3


def test_the_crawl_file_tells_how_it_went(crawled: Crawled) -> None:
    told = account(crawled.result)
    columns = sum(path.startswith("/zwgk/") for path in PAGES) + 1  # and the second page of one
    assert (told["needed"], told["opened"], told["left"], told["hint"]) == (columns, columns, 0, None)
    assert told["browser"].startswith("chromium ")
    visit = told["pages"][crawled.host.url("/zwgk/broken/")]
    assert visit["outcome"] == "list-rendered-unclear"
    assert visit["lost"] == [f"fetch {crawled.host.url('/api/broken')}: http-5xx"]


def test_scripts_are_asked_for_once(crawled: Crawled) -> None:
    assert crawled.host.log.count(("GET", "/js/fill.js")) == 1


def test_two_crawls_are_equal(crawled: Crawled, tmp_path: Path) -> None:
    assert rendered_crawl(crawled.host, tmp_path).content() == crawled.result.content()
