"""Pages whose turn to be recorded has not come are read while they wait, and nothing else about them changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crawler.answer import Answer
from crawler.facts import PageReading
from crawler.fetch.look import Judgement, Look, Trail
from crawler.fetch.page_reader import PageReader
from crawler.fetch.recorder import Recorder
from crawler.fetch.reply import Reply
from crawler.fetch.scope import Scope
from crawler.kinds import AnswerKind, PageKind, TargetKind
from crawler.reading.read_page import read_page
from crawler.store.writer import CrawlStore
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, html

PAGES = 40
HANGS = "/0.html"


def answer(asked: Asked) -> Says:
    """A home page with many links; the first one hangs."""
    if asked.path == "/":
        return html("".join(f'<a href="/{number}.html">关于第{number}号事项的通知</a>' for number in range(PAGES)))
    if asked.path == HANGS:
        return Says(hang=True)
    return html(f"<h1>通知{asked.path}</h1><p>请遵照执行。</p>") if asked.path.endswith(".html") else NOT_FOUND


def test_pages_are_read_while_another_one_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[tuple[str, str]] = []

    def reading(url: str, *content: Any, **known: Any) -> PageReading:
        happened.append(("read", url))
        return read_page(url, *content, **known)

    record_answer = CrawlStore.record_answer

    def recording(store: CrawlStore, url: str, told: Answer, *more: Any) -> None:
        happened.append(("recorded", url))
        record_answer(store, url, told, *more)

    with FaultServer() as server:
        host = server.host(answer)
        plan = a_plan(a_portal(host.url()), timeout_s=2.0)
        with monkeypatch.context() as early:
            early.setattr("crawler.fetch.page_reader.read_page", reading)
            early.setattr(CrawlStore, "record_answer", recording)
            ahead = crawl(plan, tmp_path)
        given_up = happened.index(("recorded", host.url(HANGS)))
        monkeypatch.setattr(Recorder, "foresee", lambda recorder, look: None)
        in_turn = crawl(plan, tmp_path)
    read = [url for what, url in happened if what == "read"]
    assert sorted(read) == sorted(url for url in ahead.pages())
    assert len(read) == len(set(read)) == PAGES
    assert {url for what, url in happened[:given_up] if what == "read"} == set(read)
    assert ahead.content() == in_turn.content()


def test_what_was_read_before_the_portal_was_known_better_is_read_again() -> None:
    url, start = "http://www.example.cn/welcome.html", "http://example.cn/"
    scope = Scope(a_portal(start))
    reader = PageReader(scope)
    reply = Reply(url, 200, {"content-type": "text/html"}, "<title>样例县人民政府</title><p>欢迎</p>".encode())
    look = Look(Trail(url, TargetKind.PAGE), reply, Judgement(AnswerKind.CONTENT))
    reader.read_early(look)
    early = reader.read(look)
    assert early is reader.read(look)
    assert early.facts.kind is not PageKind.HOME
    assert scope.moved_home(start, url)
    assert reader.read(look).facts.kind is PageKind.HOME


def test_what_came_since_is_read_and_not_what_came_before() -> None:
    url = "http://example.cn/a.html"
    reader = PageReader(Scope(a_portal("http://example.cn/")))
    looks = [
        Look(
            Trail(url, TargetKind.PAGE),
            Reply(url, 200, {"content-type": "text/html"}, f"<title>{title}</title><p>正文</p>".encode()),
            Judgement(AnswerKind.CONTENT),
        )
        for title in ("甲", "乙")
    ]
    reader.read_early(looks[0])
    assert reader.read(looks[1]).facts.title == "乙"
    assert (early := reader.read(looks[0])).facts.title == "甲"
    reader.let_go(looks[0])
    assert reader.read(looks[0]) is not early
