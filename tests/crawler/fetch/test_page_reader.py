"""Pages whose turn to be recorded has not come are read while they wait, and nothing else about them changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from config.policy import policy
from crawler.answer import Answer
from crawler.evidence.spool import Nothing
from crawler.facts import PageReading
from crawler.fetch.commons import Commons
from crawler.fetch.feed import Feed
from crawler.fetch.look import Judgement, Look, Trail
from crawler.fetch.page_reader import Early, PageReader
from crawler.fetch.parts import Parts
from crawler.fetch.recorder import Recorder
from crawler.fetch.reply import Reply
from crawler.fetch.scope import Scope
from crawler.kinds import AnswerKind, PageKind, TargetKind
from crawler.reading.read_page import read_page
from crawler.store.ledger import LedgerRow, Role, Waiting
from crawler.store.writer import CrawlStore
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, html, moved

PAGES, MOVED = 40, 5
HANGS = "/0.html"


def answer(asked: Asked) -> Says:
    """A home page with many links; the first one hangs, some lead to one page."""
    if asked.path == "/":
        old = "".join(f'<a href="/old/{number}.html">旧闻{number}</a>' for number in range(MOVED))
        return html(
            "".join(f'<a href="/{number}.html">关于第{number}号事项的通知</a>' for number in range(PAGES)) + old
        )
    if asked.path == HANGS:
        return Says(hang=True)
    if asked.path.startswith("/old/"):
        return moved("/1.html")
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
        plan = a_plan(a_portal(host.url(), rate=0), timeout_s=2.0)
        with monkeypatch.context() as early:
            early.setattr("crawler.fetch.page_reader.read_page", reading)
            early.setattr(CrawlStore, "record_answer", recording)
            ahead = crawl(plan, tmp_path)
        given_up = happened.index(("recorded", host.url(HANGS)))
        monkeypatch.setattr(Recorder, "foresee", lambda *given: None)
        in_turn = crawl(plan, tmp_path)
    read = [url for what, url in happened if what == "read"]
    assert sorted(read) == sorted(url for url in ahead.pages())
    assert len(read) == len(set(read)) == PAGES
    assert {url for what, url in happened[:given_up] if what == "read"} == set(read)
    assert ahead.content() == in_turn.content()


def test_with_delays_there_is_time_when_the_turn_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recorder, "foresee", lambda *given: pytest.fail("nothing needs to be read early"))
    with FaultServer() as server:
        plan = a_plan(a_portal(server.host(answer).url(), rate=500), timeout_s=1.0)
        assert len(crawl(plan, tmp_path).pages()) == PAGES


def test_what_is_read_early_counts_as_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The links of one page take a megabyte, so behind it nothing is read while an address hangs."""
    links = "".join(f'<a href="/none/{number}.pdf">附件{number}</a>' for number in range(2_000))
    little = policy().model_copy(update={"feed": policy().feed.model_copy(update={"held_mb": 1})})
    monkeypatch.setattr("crawler.fetch.feed.policy", lambda: little)
    happened: list[str] = []
    foresee, record_answer = Recorder.foresee, CrawlStore.record_answer

    def large(asked: Asked) -> Says:
        said = answer(asked)
        return html(f"<h1>通知{asked.path}</h1>{links}") if asked.path[1:2].isdecimal() and not said.hang else said

    def noted(recorder: Recorder, look: Look, row: LedgerRow) -> Early | None:
        early = foresee(recorder, look, row)
        happened.extend(["read"] if early is not None else [])
        return early

    def recording(store: CrawlStore, url: str, told: Answer, *more: Any) -> None:
        happened.extend(["given up"] if url.endswith(HANGS) else [])
        record_answer(store, url, told, *more)

    monkeypatch.setattr(Recorder, "foresee", noted)
    monkeypatch.setattr(CrawlStore, "record_answer", recording)
    with FaultServer() as server:
        portal = a_portal(server.host(large).url(), rate=0, concurrency=2)
        crawl(a_plan(portal, timeout_s=1.0, max_pages=12, external=False), tmp_path)
    assert happened[: happened.index("given up")] == ["read"]


def test_when_the_crawl_ends_nothing_is_held(tmp_path: Path) -> None:
    reader = PageReader(Scope(a_portal("http://example.cn/")))

    class Reads:
        pages = 0

        def condition(self, row: LedgerRow) -> None:
            return None

        def foresee(self, look: Look, row: LedgerRow) -> Early:
            return reader.read_early(look)

    with CrawlStore.create(tmp_path / "crawl.sqlite", {}) as store:
        store.add_waiting(Waiting(f"http://example.cn/{number}.html", 1, 1, None) for number in range(3))
        feed = Feed(store, cast("Recorder", Reads()), 9, 3, store.take(3, ()), reads_early=True)
        feed.bring(1, a_look("http://example.cn/1.html", "甲"))
        assert feed._early and feed._brought
        feed.close()
        feed.bring(2, a_look("http://example.cn/2.html", "乙"))
        assert not feed._early and not feed._brought


def a_look(url: str, title: str) -> Look:
    reply = Reply(url, 200, {"content-type": "text/html"}, f"<title>{title}</title><p>正文</p>".encode())
    return Look(Trail(url, TargetKind.PAGE), reply, Judgement(AnswerKind.CONTENT))


def test_what_was_read_before_the_portal_was_known_better_is_read_again() -> None:
    url, start = "http://www.example.cn/welcome.html", "http://example.cn/"
    scope = Scope(a_portal(start))
    reader = PageReader(scope)
    look = a_look(url, "样例县人民政府")
    early = reader.read_early(look)
    assert reader.read(look, early) is early.reading
    assert early.reading.facts.kind is not PageKind.HOME
    assert scope.moved_home(start, url)
    assert reader.read(look, early).facts.kind is PageKind.HOME


@pytest.mark.parametrize(
    ("role", "hops", "is_read"),
    [(Role.PAGE, (), True), (Role.CALL, (), False), (Role.PAGE, ("http://example.cn/2.html",), False)],
)
def test_only_pages_that_stand_where_they_were_asked_for_are_read_early(
    tmp_path: Path, role: Role, hops: tuple[str, ...], is_read: bool
) -> None:
    """What an interface answers is no page, and where many addresses redirect to one, it is read once."""
    url, path = "http://example.cn/1.html", tmp_path / "crawl.sqlite"
    look = a_look(url, "甲")
    look = replace(look, trail=replace(look.trail, hops=hops))
    with CrawlStore.create(path, {}) as store:
        plan = a_plan(a_portal("http://example.cn/"))
        parts = Parts.of(plan, store, path, None, None, spool=Nothing(), commons=Commons(at_once=1))
        early = parts.recorder.foresee(look, LedgerRow(1, url, 1, 1, role, None))
        parts.guard.close()
    assert (early is not None) is is_read
