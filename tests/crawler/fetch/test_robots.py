"""robots.txt: who is spoken to, what an unreadable one means, and how often it is asked for."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from crawler.fetch.client import Client
from crawler.fetch.guard import Guard
from crawler.fetch.pace import Pace
from crawler.fetch.robots import Robots
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.verdict import Judge
from tests.crawler.fetch import small_site
from tests.crawler.fetch.crawls import AGENT, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Answerer, Asked, FaultServer, Says, file, html

TEXT = "text/plain"


def forbidden(answer: Answerer | Says, *paths: str) -> tuple[list[bool], int]:
    """Which paths are forbidden, and how often robots.txt was asked for."""
    with FaultServer() as server:
        host = server.host(answer if callable(answer) else lambda _: answer)

        async def ask() -> list[bool]:
            scope = Scope(a_portal(host.url()))
            pace = Pace(0)
            async with Client(AGENT, 0.5, Guard([host.netloc], allow_private=True), pace) as client:
                robots = Robots(client, Judge(scope, Nonsense(scope)), AGENT, ignored=False, pause_s=0.01)
                return [await robots.forbids(host.url(path)) is not None for path in paths]

        return asyncio.run(ask()), host.seen["/robots.txt"]


def rules(text: str) -> Says:
    return file(text.encode(), TEXT)


def test_rules_are_obeyed_and_asked_for_once() -> None:
    text = rules("User-agent: *\nDisallow: /oa/\nAllow: /oa/public/")
    assert forbidden(text, "/", "/oa/x", "/oa/public/x") == ([False, True, False], 1)


def test_rules_for_our_own_name_come_first() -> None:
    text = rules("User-agent: *\nDisallow: /\n\nUser-agent: xuncha-test\nDisallow: /oa/")
    assert forbidden(text, "/", "/oa/x") == ([False, True], 1)


@pytest.mark.parametrize("answer", [NOT_FOUND, html("", 403), html("", 401), html("<h1>您访问的页面不存在</h1>")])
def test_no_rules_allow_everything(answer: Says) -> None:
    assert forbidden(answer, "/a") == ([False], 1)


@pytest.mark.parametrize("answer", [html("", 503), html("", 429), html("", 412)])
def test_unreadable_rules_forbid_everything_after_three_attempts(answer: Says) -> None:
    assert forbidden(answer, "/a", "/b") == ([True, True], 3)


def test_rules_that_were_unreadable_once_are_read() -> None:
    def answer(asked: Asked) -> Says:
        return html("", 503) if asked.nth == 1 else rules("User-agent: *\nDisallow: /oa/")

    assert forbidden(answer, "/a", "/oa/x") == ([False, True], 2)


def test_a_host_that_says_nothing_at_all_may_be_asked_so_that_its_silence_is_known() -> None:
    assert forbidden(Says(reset=True), "/a")[0] == [False]


def test_a_host_that_only_hides_its_rules_is_closed_after_the_first_page(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        return Says(reset=True) if asked.path == "/robots.txt" else small_site.answer(asked)

    with FaultServer() as server:
        host = server.host(answer)
        result = crawl(a_plan(a_portal(host.url())), tmp_path)
    assert result.pages() == {host.url()}
    assert {kind for kind, _ in result.answers().values()} == {"content", "robots-forbidden"}


def test_a_crawl_delay_is_kept(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        return rules("User-agent: *\nCrawl-delay: 0.1") if asked.path == "/robots.txt" else small_site.answer(asked)

    with FaultServer() as server:
        began = time.monotonic()
        result = crawl(a_plan(a_portal(server.host(answer).url()), max_pages=8), tmp_path)
    assert len(result.pages()) == 8
    assert time.monotonic() - began >= 0.7
