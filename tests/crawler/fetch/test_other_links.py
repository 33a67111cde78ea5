"""Jump menus, handlers, posters and forwarding pages are asked for like any other link."""

from __future__ import annotations

from pathlib import Path

from crawler.kinds import AnswerKind
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import FaultServer, html
from tests.crawler.fetch.faults import TEXT

HOME = """<select onchange="window.open(this.value)">
<option value="/">首页</option><option value="/zhen/cg.html">城关镇</option>
<option value="{outside}lost.html">邻县</option></select><div onclick="location.href='/jyhd/index.html'">交流互动</div>
<video poster="/img/a.jpg"></video><a href="/old.html">旧版</a>"""
MISSING = {"/zhen/cg.html", "/jyhd/index.html", "/img/a.jpg"}


def test_what_leads_nowhere_is_found(tmp_path: Path) -> None:
    with FaultServer() as server:
        outside = server.host(lambda _: html("<p>找不到</p>", 404))
        pages = {
            "/": html(TEXT + HOME.format(outside=outside.url())),
            "/old.html": html(
                f'<meta http-equiv="refresh" content="0;url={outside.url()}new.html"><title>旧版</title><p>本网站已搬家'
            ),
        }
        site = server.host(lambda asked: pages.get(asked.path) or html("<p>找不到</p>", 404))
        answers = crawl(a_plan(a_portal(site.url())), tmp_path).answers()
        broken = {url for url, (kind, _) in answers.items() if kind is AnswerKind.HTTP_404}
        expected = {site.url().rstrip("/") + path for path in MISSING}
        assert broken == expected | {f"{outside.url()}lost.html", f"{outside.url()}new.html"}
