"""What a page in the browser may ask for, and what it may not: other hosts, private ones, forms, windows, downloads."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.facts import ListFacts, PageFacts
from crawler.kinds import PageKind
from tests.crawler.fetch.crawls import AGENT, Result
from tests.crawler.fetch.fault_server import Asked, FaultServer, Host, Says, file, html, moved
from tests.crawler.render.portal import account, answering, api, column, facts_of, rendered_crawl, rows
from tests.crawler.render.test_lists import fetched, filled_by

pytestmark = pytest.mark.browser
COLUMN = "/zwgk/tzgg/"
SAYS_NOTHING = "document.getElementById('list').innerHTML = '<p>暂无数据</p>'"
RESTLESS = """alert('欢迎'); confirm('继续？'); window.open('/art/2026/3/1/popup.html');
const file = document.createElement('a'); file.href = '/files/a.zip'; file.download = 'a.zip'; file.click();
const form = document.createElement('form'); form.method = 'post'; form.action = '/api/form'; form.target = '_blank';
document.body.append(form); form.submit(); navigator.serviceWorker?.register('/js/worker.js').catch(() => 0);
new Image().src = '/img/a.png'; navigator.sendBeacon('/api/beacon', 'x');"""


@pytest.fixture
def server() -> object:
    with FaultServer() as running:
        yield running


def asked_by_browser(host: Host) -> list[tuple[str, str]]:
    """The requests that followed the second one for the column: its visit in the browser, up to the rows."""
    return [
        each for each in host.log if each[1].startswith(("/api/", "/img/", "/js/", "/files/")) or "popup" in each[1]
    ]


def test_a_restless_page_shows_its_rows_and_opens_nothing(server: FaultServer, tmp_path: Path) -> None:
    main = fetched("/api/list").replace("<script>", f"<script>{RESTLESS}")
    host = server.host(answering({COLUMN: main, "/api/list": api({"rows": rows()})}))
    result = rendered_crawl(host, tmp_path, external=False)
    listed = facts_of(result, host.url(COLUMN)).list
    assert listed is not None
    assert (len(listed.rows), listed.obstacle) == (5, None)
    asked = [each for each in asked_by_browser(host) if each[0] != "HEAD"]
    assert asked == [("GET", "/api/list")]
    assert account(result)["pages"][host.url(COLUMN)]["windows"] == [
        host.url("/api/form"),
        host.url("/art/2026/3/1/popup.html"),
    ]


@dataclass(frozen=True)
class Columns:
    """One crawl of columns that do not meet, and another host that each of them wants something of."""

    host: Host
    other: Host
    result: Result

    def page(self, name: str) -> PageFacts:
        return facts_of(self.result, self.host.url(f"/zwgk/{name}/"))

    def listed(self, name: str) -> ListFacts:
        listed = self.page(name).list
        assert listed is not None
        return listed


TARGET = "/art/2026/3/9/art_999.html"


def columns(other: Host) -> dict[str, Says | str]:
    """The pages of the portal, by path."""
    call = f"fetch('{other.url('/api/list')}').catch(() => {{ {SAYS_NOTHING} }})"
    row = "<li><a href='/list.jsp?name=通知'>防汛值班安排</a><span>2026-03-20</span></li>"
    page = column(filled_by(f"fetch('/api/none').then(() => document.getElementById('list').innerHTML = \"{row}\")"))
    body = f"<!doctype html><html><head><meta charset='gbk'><title>通知公告</title></head><body>{page}</body></html>"
    where = "fetch('/api/where').then(r => r.json()).then(d => { location.href = d.to })"
    return {
        "/zwgk/outside/": f"<script src='{other.url('/lib.js')}'></script>"
        f"<iframe src='{other.url('/frame')}'></iframe>{filled_by(call)}",
        COLUMN: file(body.encode("gbk"), "text/html; charset=gbk"),
        "/zwgk/counted/": "<script src='https://hm.baidu.com/hm.js?0'></script>" + fetched("/api/none"),
        "/zwgk/moved/": fetched("/api/moved", f".catch(() => {{ {SAYS_NOTHING} }})"),
        "/zwgk/sent-on/": filled_by(where),
        "/api/none": api({"rows": []}),
        "/api/moved": moved(other.url("/x")),
        "/api/where": api({"to": TARGET}),
    }


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Columns]:
    with FaultServer() as running:
        other = running.host(lambda asked: api({"rows": rows()}))
        host = running.host(answering(columns(other)))
        result = rendered_crawl(host, tmp_path_factory.mktemp("columns"), external=False)
        yield Columns(host, other, result)


def test_other_hosts_are_never_asked(crawled: Columns) -> None:
    listed = crawled.listed("outside")
    assert (listed.obstacle, listed.empty_proof) == ("list-rendered-unclear", None)
    assert "rendered-without-outside-parts" in crawled.page("outside").notes
    assert crawled.other.log == []
    assert account(crawled.result)["pages"][crawled.host.url("/zwgk/outside/")]["outside"] == [
        f"fetch {crawled.other.url('/api/list')}",
        f"script {crawled.other.url('/lib.js')}",
    ]


def test_queries_are_written_in_the_encoding_of_the_page(crawled: Columns) -> None:
    facts = crawled.page("tzgg")
    assert [(each.title, each.url) for each in crawled.listed("tzgg").rows] == [
        ("防汛值班安排", crawled.host.url("/list.jsp?name=%CD%A8%D6%AA"))
    ]
    assert facts.title == "通知公告"
    assert not [note for note in facts.notes if note.startswith("encoding")]


def test_counters_of_other_hosts_do_not_matter(crawled: Columns) -> None:
    listed = crawled.listed("counted")
    assert (listed.empty_proof, listed.obstacle) == ("暂无数据", None)


def test_no_redirect_leads_off_the_portal(crawled: Columns) -> None:
    listed = crawled.listed("moved")
    assert (listed.rows, listed.obstacle) == ((), "list-rendered-unclear")
    assert ("GET", "/api/moved") in crawled.host.log
    assert crawled.other.log == []


def test_a_page_that_sends_visitors_on_is_a_landing_page(crawled: Columns) -> None:
    facts, target = crawled.page("sent-on"), crawled.host.url(TARGET)
    assert (facts.kind, facts.landing_target, facts.list) == (PageKind.LANDING, target, None)
    assert target in crawled.result.pages()


def test_there_is_no_way_past_the_gate(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_DISABLE_FORCED_CHROMIUM_PROXIED_LOOPBACK", "1")
    other = server.host(lambda asked: html("x"))
    silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    silent.bind(("127.0.0.1", 0))
    silent.setblocking(False)
    ways = f"""<script>const to = '{other.netloc}';
new WebSocket('ws://' + to + '/socket'); new EventSource('http://' + to + '/events');
for (const rel of ['prefetch', 'preload', 'preconnect', 'dns-prefetch', 'prerender', 'modulepreload']) {{
  const link = document.createElement('link'); link.rel = rel; link.as = 'script';
  link.href = 'http://' + to + '/' + rel; document.head.append(link) }}
const rules = document.createElement('script'); rules.type = 'speculationrules';
rules.textContent = JSON.stringify({{prefetch: [{{source: 'list', urls: ['http://' + to + '/spec']}}]}});
document.head.append(rules);
new Worker(URL.createObjectURL(new Blob([`fetch('http://${{to}}/worker'); new WebSocket('ws://${{to}}/worker')`])));
const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{silent.getsockname()[1]}'}}]}});
peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));
open('http://' + to + '/window');</script>"""
    host = server.host(answering({COLUMN: fetched("/api/list") + ways, "/api/list": api({"rows": rows()})}))
    result = rendered_crawl(host, tmp_path, external=False)
    assert other.log == []
    with silent, pytest.raises(BlockingIOError):
        silent.recv(100)
    assert f"websocket ws://{other.netloc}/socket" in account(result)["pages"][host.url(COLUMN)]["lost"]


def test_robots_txt_holds_for_scripts_too(server: FaultServer, tmp_path: Path) -> None:
    pages = {
        COLUMN: fetched("/api/list", f".catch(() => {{ {SAYS_NOTHING} }})"),
        "/api/list": api({"rows": rows()}),
        "/robots.txt": file(b"User-agent: *\nDisallow: /api/\n", "text/plain"),
    }
    host = server.host(answering(pages))
    result = rendered_crawl(host, tmp_path)
    listed = facts_of(result, host.url(COLUMN)).list
    assert listed is not None
    assert (listed.obstacle, listed.empty_proof) == ("list-rendered-unclear", None)
    assert asked_by_browser(host) == []
    assert account(result)["pages"][host.url(COLUMN)]["lost"] == [f"fetch {host.url('/api/list')}: robots-forbidden"]


def test_a_challenge_is_not_solved(server: FaultServer, tmp_path: Path) -> None:
    cookies: list[str] = []
    script = "<script>document.cookie = 'passed=1; path=/'; setTimeout(() => location.reload(), 50);</script>"

    def guarded(asked: Asked) -> Says:
        cookies.append(asked.headers.get("cookie", ""))
        return html(column(script + "<div id='app'></div>" + fetched("/api/list")), title="通知公告")

    host = server.host(answering({COLUMN: guarded, "/api/list": guarded}))
    listed = facts_of(rendered_crawl(host, tmp_path), host.url(COLUMN)).list
    assert listed is not None
    assert listed.obstacle == "list-rendered-unclear"
    assert host.log.count(("GET", COLUMN)) == 2
    assert cookies == ["", "", ""]


def test_every_request_says_who_asks(server: FaultServer, tmp_path: Path) -> None:
    heard: list[dict[str, str]] = []

    def listening(asked: Asked) -> Says:
        heard.append(dict(asked.headers))
        return api({"rows": rows()})

    main = fetched("/api/list").replace("list')", "list', {headers: {'X-Requested-With': 'XMLHttpRequest'}})", 1)
    host = server.host(answering({COLUMN: main, "/api/list": listening}))
    rendered_crawl(host, tmp_path)
    (said,) = heard
    assert (said["user-agent"], said["referer"], said["x-requested-with"]) == (
        AGENT,
        host.url(COLUMN),
        "XMLHttpRequest",
    )
    assert not [name for name in said if name.startswith("sec-")]


def test_a_page_of_endless_requests_is_held_back(server: FaultServer, tmp_path: Path) -> None:
    main = filled_by("let n = 0; const next = () => fetch('/api/more?' + n++).then(next, next); next()")
    host = server.host(answering({COLUMN: main + "<p id='x'></p>", "/api/more": api({})}))
    result = rendered_crawl(host, tmp_path)
    asked = asked_by_browser(host)
    assert 20 < len(asked) <= 80
    visit = account(result)["pages"][host.url(COLUMN)]
    assert visit["outcome"] == "list-rendered-unclear"
    assert any("request 81" in note or "request 80" in note for note in visit["lost"])
