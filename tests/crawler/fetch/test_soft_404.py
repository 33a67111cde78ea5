"""Innocents that look like soft-404 pages, and how alike two pages must be. (The guilty are rows of `faults`.)"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.reply import Reply
from crawler.fetch.soft_404 import likeness, made_up
from crawler.kinds import AnswerKind
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Answerer, Asked, FaultServer, Says, html
from tests.crawler.fetch.small_site import paragraph


def crawled(answer: Answerer, folder: Path) -> tuple[Result, str]:
    with FaultServer() as server:
        host = server.host(answer)
        return crawl(a_plan(a_portal(host.url())), folder), host.url("")


def test_a_site_filled_by_scripts_answers_alike_everywhere_and_is_not_accused(tmp_path: Path) -> None:
    def shell(asked: Asked) -> Says:
        return html('<div id="app"></div><a href="/a.html">甲</a><a href="/b.html">乙</a>', title="样例县人民政府")

    result, _ = crawled(shell, tmp_path)
    assert {kind for kind, _ in result.answers().values()} == {AnswerKind.CONTENT}


def test_pages_with_one_title_are_not_alike(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            links = "".join(f'<a href="/{number}.html">第{number}条</a>' for number in range(1, 9))
            return html(links + paragraph(0), title="样例县人民政府")
        name = asked.path[1:].partition(".")[0]
        return html(paragraph(int(name)), title="样例县人民政府") if name.isdigit() and int(name) < 9 else NOT_FOUND

    result, _ = crawled(answer, tmp_path)
    assert len(result.pages()) == 9


def test_short_news_about_dead_links_are_innocent(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return html('<a href="/tzgg/202511/t20251117_1000001.html">通报</a>' + paragraph(0), title="样例县人民政府")
        head = "<h1>关于网站检查情况的通报</h1><p>发布时间：2025-11-17</p>"
        news = "检查发现部分链接打开后提示“您访问的页面不存在或已被删除”，请有关单位立即整改，逐条核对本单位网站链接。"
        body = f"{head}<div class='TRS_Editor'><p>{news}</p></div>"
        return html(body, title="关于网站检查情况的通报") if asked.path.startswith("/tzgg/") else NOT_FOUND

    result, site = crawled(answer, tmp_path)
    assert result.pages() == {f"{site}/", f"{site}/tzgg/202511/t20251117_1000001.html"}


FRAME = "".join(f'<li><a href="/bszn/t20260610_{n}.html">第{n}号事项办理服务指南</a></li>' for n in range(1_000, 1_200))


@pytest.mark.parametrize("side", ["", "<h3>样例县人民政府</h3>"])
def test_an_error_page_is_suspected_by_its_heading_however_full_its_frame_is(tmp_path: Path, side: str) -> None:
    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return html('<a href="/tzgg/t20250106_9.html">通报</a>' + paragraph(0), title="样例县人民政府")
        said = "<h1>很抱歉，您访问的内容已被删除或不存在</h1><p>5秒后将自动返回首页</p>"
        body = f"<div class='sidebar'>{side}<ul>{FRAME}</ul></div><div class='main'>{said}</div>"
        return html(body, title="样例县人民政府") if asked.path.startswith("/tzgg/") else NOT_FOUND

    result, site = crawled(answer, tmp_path)
    assert result.answers()[f"{site}/tzgg/t20250106_9.html"] == (AnswerKind.SOFT_404, False)


def test_an_article_with_such_a_heading_and_a_body_is_innocent(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return html('<a href="/tzgg/t20250106_9.html">案例</a>' + paragraph(0), title="样例县人民政府")
        text = "".join(paragraph(number) for number in range(1, 40))
        body = f"<h1>您访问的页面不存在</h1><p>发布时间：2025-01-06</p><div class='TRS_Editor'>{text}</div>"
        return html(body, title="样例县人民政府") if asked.path.startswith("/tzgg/") else NOT_FOUND

    result, site = crawled(answer, tmp_path)
    assert f"{site}/tzgg/t20250106_9.html" in result.pages()


def test_other_names_of_the_home_page_are_innocent(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        home = html('<a href="/">首页</a><a href="/index.html">首页</a>' + paragraph(0), title="样例县人民政府")
        return home if asked.path in ("/", "/index.html") else NOT_FOUND

    result, site = crawled(answer, tmp_path)
    assert result.pages() == {f"{site}/"}
    assert result.answers()[f"{site}/index.html"] == (AnswerKind.CONTENT, True)


def test_made_up_addresses_are_always_the_same_and_differ_by_host_and_seed() -> None:
    one = made_up("http://a.gov.cn/x/y.html", 1)
    assert one == made_up("http://a.gov.cn/", 1)
    assert set(one).isdisjoint(made_up("http://b.gov.cn/", 1))
    assert set(one).isdisjoint(made_up("http://a.gov.cn/", 2))


@given(st.text(min_size=1, max_size=60), st.integers(0, 10**6))
def test_a_page_is_like_itself_whatever_its_clock_says(words: str, clock: int) -> None:
    def page(time: int) -> Reply:
        body = (
            f"<html><title>题</title><body><p>{words.replace('<', '').replace('&', '')}</p><p>{time}</p></body></html>"
        )
        return Reply(
            "http://h/a.html", 200, {"content-type": "text/html; charset=utf-8"}, body.encode("utf-8", "replace")
        )

    assert likeness(page(clock)).like(likeness(page(0)))
