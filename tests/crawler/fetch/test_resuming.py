"""A crawl that goes on makes the same file, row by row, as one that was never cut off."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from http.cookiejar import Cookie, CookieJar
from pathlib import Path

import pytest

from config.errors import UserError
from config.profiles import Files
from crawler.fetch.engine import resume_crawl
from crawler.fetch.pace import Pace
from crawler.fetch.plan import CrawlPlan, Progress
from crawler.fetch.resuming import cookies_of, restore_cookies
from crawler.kinds import EndReason
from crawler.store.crawl import Crawl
from crawler.store.crawl_file import UNFINISHED
from crawler.store.writer import CrawlStore
from tests.crawler.fetch import small_site
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, file, html
from tests.xuncha import small_site as column_site


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


def offering_files(asked: Asked) -> Says:
    """A page with files whose addresses do not say so, and one whose address does."""
    if asked.path == "/":
        offers = "".join(f'<a href="/show/{each}">附件{each}</a>' for each in range(3))
        return html(offers + '<a href="/list.pdf">名单</a>' + small_site.paragraph(1), title="样例县人民政府")
    if asked.path.startswith("/show/") or asked.path == "/list.pdf":
        return file(small_site.PDF, "application/pdf")
    return NOT_FOUND


def test_what_a_kill_among_targets_left_undone_says_so(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judged without going on, it tells what was not read and what was asked; going on reads it all the same."""
    of_the_portal = {f"/show/{each}" for each in range(3)}
    plan = a_plan(a_portal(server.host(offering_files).url()), documents=Files.ALL)
    (tmp_path / "whole").mkdir()
    whole = crawl(plan, tmp_path / "whole")

    def full_disk(store: CrawlStore, *_: object) -> None:
        raise UserError("crawl-disk-full")

    with monkeypatch.context() as patched:
        patched.setattr(CrawlStore, "record_document", full_disk)
        with pytest.raises(UserError):
            crawl(plan, tmp_path)
    (path,) = tmp_path.glob("*.sqlite")
    assert resume_crawl(plan, path, only_end=True).reason is EndReason.INTERRUPTED
    with Crawl.open(path) as ended, Crawl.open(whole.path) as other:
        left = {"/" + each.url.split("/", 3)[3]: each.reason for each in ended.documents()}
        assert left.keys() >= of_the_portal and set(left.values()) == {"file-interrupted"}
        assert ended.meta["outside"] == other.meta["outside"]
    resumed = Result(resume_crawl(plan, path), path)
    assert resumed.content() == whole.content()
    with Crawl.open(path) as done, Crawl.open(whole.path) as other:
        assert list(done.documents()) == list(other.documents())


def test_progress_goes_on_where_it_was(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = column_site.pages()

    def answer(asked: Asked) -> Says:
        return file(site[asked.path].encode(), "text/html; charset=utf-8") if asked.path in site else NOT_FOUND

    plan = a_plan(a_portal(server.host(answer).url(), concurrency=1))  # something is left when the signal is heard
    told: list[Progress] = []
    for name in ("whole", "cut"):
        (tmp_path / name).mkdir()
    count = len(crawl(plan, tmp_path / "whole", told.append).answers())
    whole = told[-1]
    path = interrupted(plan, tmp_path / "cut", monkeypatch, count // 2)
    with CrawlStore.resume(tmp_path / "cut" / UNFINISHED) as store:
        counts, seconds = store.counts(), store.kept("crawl")["seconds"]
    told.clear()
    resume_crawl(plan, path, told.append)
    first, last = told[0], told[-1]
    assert (last.asked, last.columns, last.done, last.known) == (whole.asked, whole.columns, whole.done, whole.known)
    assert first.done == counts.pages and first.known > first.done and first.columns and first.asked >= first.done
    assert first.left == counts.waiting and first.seconds >= seconds > 0


def test_second_looks_are_left_while_they_are_waited_for(server: FaultServer, tmp_path: Path) -> None:
    told: list[Progress] = []
    plan = a_plan(a_portal(server.host(small_site.answer).url()), external=False, retry_after_s=0.8)
    crawl(plan, tmp_path, told.append)
    left = [each.left for each in told if each.phase == "second-look"]
    pages = sum(path.startswith("/article/") for path in small_site.BROKEN)
    assert left[0] == pages and min(left) <= 1 and max(left) == pages


def test_a_rest_that_a_host_asked_for_outlives_an_interruption(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at: list[float] = []

    def tired(asked: Asked) -> Says:
        at.append(time.monotonic())
        if asked.path == "/column/1.html" and asked.nth == 1:
            return html("", 503, Retry_After="3")
        return small_site.answer(asked)

    leave_alone = Pace._leave_alone

    def and_ctrl_c(pace: Pace, host: str, seconds: float) -> None:
        patched.undo()  # it is told twice, and a second Ctrl-C is no wish for a tidy end
        leave_alone(pace, host, seconds)
        os.kill(os.getpid(), signal.SIGINT)

    plan = a_plan(a_portal(server.host(tired).url(), concurrency=1), max_pages=20, external=False)
    with monkeypatch.context() as patched:
        patched.setattr(Pace, "_leave_alone", and_ctrl_c)
        cut = crawl(plan, tmp_path)
    assert cut.end.reason is EndReason.INTERRUPTED
    before = len(at)
    resume_crawl(plan, cut.path)
    assert at[before] - at[before - 1] > 2.5


def test_a_crawl_whose_time_was_up_stays_one(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it is killed before it is sealed: the time is not given again, and not forgotten."""

    def answer(asked: Asked) -> Says:
        return Says(hang=True) if asked.path.startswith("/files/") else small_site.answer(asked)

    def killed(store: CrawlStore, reason: EndReason) -> str:
        store.flush()
        raise UserError("crawl-disk-full")

    plan = a_plan(a_portal(server.host(answer).url()), max_seconds=4, timeout_s=60)
    with monkeypatch.context() as patched:
        patched.setattr(CrawlStore, "seal", killed)
        with pytest.raises(UserError):
            crawl(plan, tmp_path)
    (path,) = tmp_path.glob("*.sqlite")
    assert resume_crawl(plan, path).reason is EndReason.TIME_BUDGET


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
