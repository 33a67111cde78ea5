"""A crawl that goes on makes the same file, row by row, as one that was never cut off."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from http.cookiejar import Cookie, CookieJar
from pathlib import Path

import pytest

from config.errors import UserError
from crawler.fetch.engine import resume_crawl
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.resuming import cookies_of, restore_cookies
from crawler.kinds import EndReason
from crawler.store.writer import CrawlStore
from tests.crawler.fetch import small_site
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import Asked, FaultServer, Says


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def answer(asked: Asked) -> Says:
    """The small site, where a column and some articles fail at first, and some articles for good.

    Only second looks say where they come from (`crawler.fetch.manner`).
    """
    if asked.path.endswith("3.html") and (asked.path.endswith("73.html") or "referer" not in asked.headers):
        return Says(status=503)
    return small_site.answer(asked)


def broken_off(plan: CrawlPlan, folder: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> Path:
    """A crawl whose disk is full after so many recorded answers."""
    left = after
    recorded = CrawlStore._recorded

    def full_disk(store: CrawlStore) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise UserError("crawl-disk-full")
        recorded(store)

    with monkeypatch.context() as patched:
        patched.setattr(CrawlStore, "_recorded", full_disk)
        with pytest.raises(UserError):
            crawl(plan, folder)
    (path,) = folder.glob("crawl-?.sqlite")
    return path


def interrupted(plan: CrawlPlan, folder: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> Path:
    """A crawl whose user presses Ctrl-C after so many recorded answers."""
    left = after
    recorded = CrawlStore._recorded

    def ctrl_c(store: CrawlStore) -> None:
        nonlocal left
        left -= 1
        recorded(store)
        if left == 0:
            os.kill(os.getpid(), signal.SIGINT)

    with monkeypatch.context() as patched:
        patched.setattr(CrawlStore, "_recorded", ctrl_c)
        assert crawl(plan, folder).end.reason is EndReason.INTERRUPTED
    (path,) = folder.glob("crawl-?.sqlite")
    return path


@pytest.mark.parametrize("cut", [broken_off, interrupted], ids=["a fault", "SIGINT"])
@pytest.mark.parametrize("most", [10_000, 45], ids=["to the end", "page budget"])
def test_the_same_rows_in_the_same_order(
    most: int,
    cut: Callable[[CrawlPlan, Path, pytest.MonkeyPatch, int], Path],
    server: FaultServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = a_plan(a_portal(server.host(answer).url()), max_pages=most)
    (tmp_path / "whole").mkdir()
    whole = crawl(plan, tmp_path / "whole")
    count = len(whole.answers())
    for after in (24, count // 2 + 3, count - 4):
        folder = tmp_path / str(after)
        folder.mkdir()
        path = cut(plan, folder, monkeypatch, after)
        end = resume_crawl(plan, path)
        assert (end.reason, end.counts) == (whole.end.reason, whole.end.counts), after
        assert Result(end, path).content() == whole.content(), after
        kept = Result(end, path).rows("SELECT 1 FROM sqlite_master WHERE name = 'kept'")
        assert not kept, "a sealed file holds nothing but the crawl"


def test_cookies_outlive_an_interruption() -> None:
    cookie = Cookie(
        0,
        "sid",
        "7",
        None,
        False,
        "a.example",
        False,
        False,
        "/",
        True,
        False,
        None,
        True,
        None,
        None,
        {"HttpOnly": ""},
    )
    jar, again = CookieJar(), CookieJar()
    jar.set_cookie(cookie)
    restore_cookies(again, cookies_of(jar))
    assert [vars(each) for each in again] == [vars(cookie)]
