"""Whole crawls: order, budgets, repeatability, reachability, interruption."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from config.errors import UserError
from crawler.fetch.plan import Progress
from crawler.kinds import AnswerKind, EndReason, TrialKind
from crawler.store.crawl_file import UNFINISHED, is_sealed
from crawler.store.writer import CrawlStore
from tests.crawler.fetch import small_site
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, file, free_port, html, moved
from tests.crawler.fetch.faults import TEXT
from tests.crawler.fetch.small_site import paragraph


@pytest.fixture
def server() -> object:
    with FaultServer() as running:
        yield running


def test_two_crawls_of_one_site_are_equal(server: FaultServer, tmp_path: Path) -> None:
    host = server.host(small_site.answer)
    plan = a_plan(a_portal(host.url()))
    assert crawl(plan, tmp_path).content() == crawl(plan, tmp_path).content()


def test_a_page_budget_sees_the_same_pages_whoever_answers_first(server: FaultServer, tmp_path: Path) -> None:
    def slow(asked: Asked) -> Says:
        time.sleep(0.002 * (asked.total % 7))
        return small_site.answer(asked)

    def elsewhere(asked: Asked) -> Says:
        time.sleep(0.002 * (asked.total % 5))
        return small_site.answer(asked)

    seen = []
    for answer in (slow, elsewhere):
        host = server.host(answer)
        result = crawl(a_plan(a_portal(host.url()), max_pages=30), tmp_path)
        assert result.end.reason is EndReason.PAGE_BUDGET
        seen.append({url.partition(host.netloc)[2] for url in result.pages()})
    assert len(seen[0]) == 30
    assert seen[0] == seen[1]
    assert {f"/column/{number}.html" for number in range(small_site.COLUMNS)} <= seen[0]


def test_a_budget_that_is_just_enough_is_no_budget_end(server: FaultServer, tmp_path: Path) -> None:
    host = server.host(lambda asked: html(TEXT) if asked.path == "/" else NOT_FOUND)
    assert crawl(a_plan(a_portal(host.url()), max_pages=1), tmp_path).end.reason is EndReason.FINISHED


def test_a_time_budget_ends_the_crawl_and_keeps_what_was_seen(server: FaultServer, tmp_path: Path) -> None:
    host = server.host(small_site.answer)
    result = crawl(a_plan(a_portal(host.url(), rate=20), max_seconds=1.5), tmp_path)
    assert result.end.reason is EndReason.TIME_BUDGET
    assert 0 < len(result.pages()) < 30
    assert result.end.counts.waiting > 0


def test_the_rate_is_kept(server: FaultServer, tmp_path: Path) -> None:
    host = server.host(small_site.answer)
    began = time.monotonic()
    result = crawl(a_plan(a_portal(host.url(), rate=25), max_pages=20), tmp_path)
    assert len(result.pages()) == 20
    assert time.monotonic() - began >= 19 / 25


def test_progress_tells_how_far_it_is(server: FaultServer, tmp_path: Path) -> None:
    host = server.host(small_site.answer)
    told: list[Progress] = []
    result = crawl(a_plan(a_portal(host.url())), tmp_path, told.append)
    assert told[0].end is None
    assert told[-1].end is EndReason.FINISHED
    assert told[-1].done == len(result.pages()) <= told[-1].known


def test_a_crawl_with_trials_can_be_watched_to_its_end(server: FaultServer, tmp_path: Path) -> None:
    host = server.host(small_site.answer)
    told: list[Progress] = []
    result = crawl(a_plan(a_portal(host.url()), trials=(TrialKind.IPV6,)), tmp_path, told.append)
    assert result.end.reason is told[-1].end is EndReason.FINISHED
    assert told[-1].left == 0


@pytest.mark.parametrize("trouble", ["refused", "hangs", "no name", "private"])
def test_an_unreachable_portal(trouble: str, server: FaultServer, tmp_path: Path) -> None:
    start, changes, kind = {
        "refused": (f"http://127.0.0.1:{free_port()}/", {}, AnswerKind.REFUSED),
        "hangs": (server.host(lambda asked: Says(hang=True)).url(), {"timeout_s": 0.3}, AnswerKind.TIMEOUT),
        "no name": ("http://www.gone.invalid/", {}, AnswerKind.DNS_FAILURE),
        "private": (server.host(small_site.answer).url(), {"allow_private": False}, AnswerKind.PRIVATE_ADDRESS),
    }[trouble]
    result = crawl(a_plan(a_portal(start), **changes), tmp_path)
    assert (result.end.reason, result.end.start_answer) == (EndReason.UNREACHABLE, kind)
    assert result.pages() == set()


def test_a_start_url_that_cannot_be_asked(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        crawl(a_plan(a_portal("http://a..b/")), tmp_path)
    assert raised.value.key == "start-url-unusable"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [403, 412, 500])
def test_a_portal_that_only_refuses_is_reached_but_not_observed(
    status: int, server: FaultServer, tmp_path: Path
) -> None:
    host = server.host(lambda asked: html("", status) if asked.path != "/robots.txt" else NOT_FOUND)
    result = crawl(a_plan(a_portal(host.url())), tmp_path)
    assert result.end.reason is EndReason.FINISHED
    assert result.pages() == set()


def test_robots_that_forbid_all(server: FaultServer, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        return file(b"User-agent: *\nDisallow: /", "text/plain") if asked.path == "/robots.txt" else html(TEXT)

    host = server.host(answer)
    result = crawl(a_plan(a_portal(host.url())), tmp_path)
    assert result.answers() == {host.url(): (AnswerKind.ROBOTS, True)}
    assert [path for _, path in host.log] == ["/robots.txt"]
    polite = {"ignore_robots": True, "robots_authorisation": "样例市政务公开办 2026年第1号函"}
    assert crawl(a_plan(a_portal(host.url(), politeness=polite)), tmp_path).pages() == {host.url()}


def test_a_calendar_is_left_and_its_rest_is_named(server: FaultServer, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        if asked.path == "/robots.txt":
            return NOT_FOUND
        if asked.path == "/":
            return html('<a href="/calendar/2026/1.html">日历</a>' + TEXT)
        if not asked.path.startswith("/calendar/"):
            return NOT_FOUND
        month = int(asked.path.rpartition("/")[2].partition(".")[0])
        return html(f'<a href="/calendar/2026/{month + 1}.html">下月</a>' + paragraph(month))

    host = server.host(answer)
    result = crawl(a_plan(a_portal(host.url()), pattern_budget=12), tmp_path)
    assert result.end.reason is EndReason.FINISHED
    assert len(result.pages()) == 14
    assert result.refused() == {host.url("/calendar/2026/14.html"): AnswerKind.BUDGET}


def test_scope_and_exclusions(server: FaultServer, tmp_path: Path) -> None:
    outside = server.host(lambda asked: html(TEXT))

    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            links = ("/in.html", "/secret/a.html", "/leaves.html", outside.url("/b.html"))
            return html("".join(f'<a href="{link}">链接</a>' for link in links) + TEXT)
        if asked.path == "/leaves.html":
            return moved(outside.url("/landed.html"))
        return html(paragraph(1)) if asked.path == "/in.html" else NOT_FOUND

    host = server.host(answer)
    portal = a_portal(host.url(), exclude=(host.url("/secret/"),))
    result = crawl(a_plan(portal), tmp_path)
    assert result.pages() == {host.url(), host.url("/in.html")}
    assert result.refused() == {host.url("/secret/a.html"): "scope"}
    answers = result.answers()
    assert answers[outside.url("/b.html")] == answers[host.url("/leaves.html")] == (AnswerKind.CONTENT, True)
    assert ("GET", "/landed.html") in outside.log
    assert not [path for _, path in host.log if path.startswith("/secret")]
    outside.log.clear()
    crawl(a_plan(portal, external=False), tmp_path)
    assert outside.log == []


def test_a_moved_page_is_read_once_under_its_own_address(server: FaultServer, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return html('<a href="/old.html">旧</a>' + TEXT)
        return {"/old.html": moved("/new.html", 301), "/new.html": html(paragraph(1))}.get(asked.path, NOT_FOUND)

    host = server.host(answer)
    result = crawl(a_plan(a_portal(host.url())), tmp_path)
    assert result.pages() == {host.url(), host.url("/new.html")}
    assert host.seen["/new.html"] == 1
    (final,) = result.rows("SELECT final_url FROM answer a JOIN url u ON u.id = a.url_id WHERE url LIKE '%old.html'")
    assert final == (host.url("/new.html"),)


def test_a_home_page_behind_a_redirect_is_home(server: FaultServer, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return moved("/portal/main.shtml")
        return html('<a href="/">首页</a>' + TEXT) if asked.path == "/portal/main.shtml" else NOT_FOUND

    host = server.host(answer)
    result = crawl(a_plan(a_portal(host.url())), tmp_path)
    assert {kind for kind, _ in result.answers().values()} == {AnswerKind.CONTENT}
    assert result.rows("SELECT kind FROM page") == [("home",)]


def test_cookies_are_kept(server: FaultServer, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return html('<a href="/in.html">内页</a>' + TEXT, Set_Cookie="visitor=1")
        if asked.path == "/in.html":
            return html(paragraph(1)) if "visitor=1" in asked.headers.get("cookie", "") else html("", 403)
        return NOT_FOUND

    host = server.host(answer)
    assert host.url("/in.html") in crawl(a_plan(a_portal(host.url())), tmp_path).pages()


def test_every_request_says_who_asks(server: FaultServer, tmp_path: Path) -> None:
    agents: set[str] = set()

    def answer(asked: Asked) -> Says:
        agents.add(asked.headers["user-agent"])
        return small_site.answer(asked)

    crawl(a_plan(a_portal(server.host(answer).url()), max_pages=10), tmp_path)
    assert agents == {"xuncha-test/0.1 (+mailto:tests@example.org)"}


def test_a_fault_of_our_own_is_raised_and_the_file_can_be_resumed(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = CrawlStore.record_page

    def full_disk(store: CrawlStore, *args: object) -> None:
        if store.counts().pages == 5:
            raise UserError("crawl-disk-full")
        recorded(store, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(CrawlStore, "record_page", full_disk)
    with pytest.raises(UserError) as raised:
        crawl(a_plan(a_portal(server.host(small_site.answer).url())), tmp_path)
    assert raised.value.key == "crawl-disk-full"
    (path,) = tmp_path.glob("*.sqlite")
    assert not is_sealed(path)
    with CrawlStore.resume(path) as store:
        assert store.counts().pages == 5


def test_a_crawl_may_run_in_another_thread(server: FaultServer, tmp_path: Path) -> None:
    host = server.host(small_site.answer)
    ends: list[EndReason] = []

    def work() -> None:
        ends.append(crawl(a_plan(a_portal(host.url()), max_pages=5), tmp_path).end.reason)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)
    assert ends == [EndReason.PAGE_BUDGET]


SCRIPT = """
import pathlib, sys
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
plan = a_plan(a_portal(sys.argv[1], rate=float(sys.argv[2])), timeout_s=60)
result = crawl(plan, pathlib.Path(sys.argv[3]))
print(result.end.reason, len(result.pages()), result.end.counts.waiting > 0)
"""


def interrupted(host: Host, rate: int, requests: int, number: signal.Signals, folder: Path) -> tuple[str, int, bool]:
    """Start a crawl in a process of its own and signal it after so many requests: reason, pages, anything waiting."""
    command = [sys.executable, "-c", SCRIPT, host.url(), str(rate), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while len(host.log) < requests:
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            time.sleep(0.02)
        process.send_signal(number)
        said, complaints = process.communicate(timeout=20)
    assert (process.returncode, complaints) == (0, b"")
    path, aside = sorted(folder.glob("*.sqlite"))
    assert is_sealed(path)
    assert (aside.name, is_sealed(aside)) == (UNFINISHED, False)
    reason, pages, waiting = said.decode().split()
    return reason, int(pages), waiting == "True"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_the_crawl_and_keeps_what_was_seen(
    number: signal.Signals, server: FaultServer, tmp_path: Path
) -> None:
    reason, pages, waiting = interrupted(server.host(small_site.answer), 20, 12, number, tmp_path)
    assert (reason, waiting) == ("interrupted", True)
    assert 0 < pages < 40


def test_a_signal_is_heard_while_a_page_hangs(server: FaultServer, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        return Says(hang=True) if asked.path.startswith("/column/") else small_site.answer(asked)

    reason, pages, waiting = interrupted(server.host(answer), 0, 10, signal.SIGINT, tmp_path)
    assert (reason, pages, waiting) == ("interrupted", 1, True)
