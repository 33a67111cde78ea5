"""Crawls side by side on one loop: each as if it were alone, whatever becomes of the others; one queue for a host."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from config.errors import UserError
from crawler.fetch.engine import resume_crawl
from crawler.fetch.finishing import Ended, finish_crawl
from crawler.fetch.many import Order, run_crawls
from crawler.fetch.plan import CrawlPlan, Progress
from crawler.kinds import AnswerKind, EndReason
from crawler.store.crawl import Crawl
from crawler.store.crawl_file import UNFINISHED, is_sealed
from crawler.store.writer import CrawlStore
from tests.crawler.fetch import small_site
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, html
from tests.crawler.fetch.faults import TEXT

HANGS = Says(hang=True)


class Told:
    """What was heard of the crawls."""

    def __init__(self) -> None:
        self.last: dict[str, Progress] = {}
        self.read: list[str] = []
        self.ended: dict[str, Ended] = {}
        self.faults: dict[str, Exception] = {}

    def progress(self, name: str, now: Progress) -> None:
        self.last[name] = now

    def reads(self, name: str) -> None:
        self.read.append(name)

    def left(self, name: str, ended: Ended) -> None:
        self.ended[name] = ended

    def broken(self, name: str, fault: Exception) -> None:
        self.faults[name] = fault


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def beside(plans: Mapping[str, CrawlPlan], folder: Path, concurrency: int = 64) -> tuple[Told, dict[str, Result]]:
    """Run all crawls side by side and finish those that ended by themselves; what was told, and their results."""
    orders = [Order(name, plan, folder / name / "crawl.sqlite") for name, plan in plans.items()]
    for order in orders:
        order.path.parent.mkdir()
    told = Told()
    run_crawls(orders, concurrency, told)
    return told, {
        each.name: Result(finish_crawl(each.plan, each.path), each.path) for each in orders if each.name in told.ended
    }


def content(result: Result) -> list[object]:
    """Everything that two crawls of one portal must have in common, whichever processes made them."""
    return [result.end.reason, result.end.counts, result.end.start_answer, *result.content()]


def alone(plan: CrawlPlan, folder: Path) -> Result:
    folder.mkdir(exist_ok=True)
    return crawl(plan, folder)


def test_each_is_as_if_it_were_alone(server: FaultServer, tmp_path: Path) -> None:
    """Also beside a portal that hangs, one that is slow, one that hangs in its middle and one that cannot begin."""

    def slow(asked: Asked) -> Says:
        time.sleep(0.002 * (asked.total % 7))
        return small_site.answer(asked)

    plans = {
        "first": a_plan(a_portal(server.host(small_site.answer).url())),
        "hangs": a_plan(a_portal(server.host(lambda asked: HANGS).url()), timeout_s=0.5),
        "budget": a_plan(a_portal(server.host(small_site.answer).url()), max_pages=30),
        "half": a_plan(
            a_portal(server.host(lambda asked: HANGS if "/column/" in asked.path else small_site.answer(asked)).url()),
            timeout_s=0.5,
        ),
        "slow": a_plan(a_portal(server.host(slow).url())),
        "wrong": a_plan(a_portal("http://a..b/")),
    }
    told, found = beside(plans, tmp_path)
    assert set(found) == set(plans) - {"wrong"}
    assert isinstance(told.faults["wrong"], UserError)
    assert told.ended["hangs"].reason is EndReason.UNREACHABLE
    assert {"first", "half"} <= set(told.read) <= set(found) - {"hangs"}
    assert told.last["first"].end is EndReason.FINISHED and told.last["budget"].end is EndReason.PAGE_BUDGET
    for name, result in found.items():
        assert is_sealed(result.path)
        assert content(result) == content(alone(plans[name], tmp_path / "alone")), name


def test_a_fault_in_one_ends_no_other(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = {name: a_plan(a_portal(server.host(small_site.answer).url())) for name in ("good", "full")}
    recorded = CrawlStore._recorded
    left = itertools.count(40, -1)

    def full_disk(store: CrawlStore) -> None:
        if "full" in str(store._file.path) and next(left) < 0:
            raise UserError("crawl-disk-full")
        recorded(store)

    with monkeypatch.context() as patched:
        patched.setattr(CrawlStore, "_recorded", full_disk)
        told, found = beside(plans, tmp_path)
    assert set(found) == {"good"} and isinstance(told.faults["full"], UserError)
    whole = alone(plans["good"], tmp_path / "alone")
    assert content(found["good"]) == content(whole)
    path = tmp_path / "full" / "crawl.sqlite"
    gone_on = Result(resume_crawl(plans["full"], path), path)
    assert gone_on.content() == alone(plans["full"], tmp_path / "alone").content(), "and it can go on"


def test_no_more_at_once_than_asked_for(server: FaultServer, tmp_path: Path) -> None:
    under_way: list[str] = []
    most = 0

    def watched(name: str) -> Host:
        def answer(asked: Asked) -> Says:
            if name not in under_way:
                under_way.append(name)
            return small_site.answer(asked) if asked.path in ("/", "/column/0.html") else NOT_FOUND

        return server.host(answer)

    class Counting(Told):
        def left(self, name: str, ended: Ended) -> None:
            nonlocal most
            most = max(most, len(under_way) - len(self.ended))
            super().left(name, ended)

    told = Counting()
    orders = []
    for name in ("a", "b", "c", "d", "e"):
        (tmp_path / name).mkdir()
        orders.append(Order(name, a_plan(a_portal(watched(name).url())), tmp_path / name / "crawl.sqlite"))
    run_crawls(orders, 2, told)
    assert set(told.ended) == set(under_way) == {"a", "b", "c", "d", "e"}
    assert most <= 2


RATE = 20


def test_a_host_is_asked_from_one_queue(server: FaultServer, tmp_path: Path) -> None:
    """Two portals lie on one host, and a third links to it: together they ask no faster than each of them may."""
    asked_at: list[float] = []

    def shared(asked: Asked) -> Says:
        asked_at.append(time.monotonic())
        return small_site.answer(asked)

    host = server.host(shared)
    links = "".join(f'<a href="{host.url(f"/article/{number}.html")}">外部{number}</a>' for number in range(20))
    front = server.host(lambda asked: html(links + TEXT) if asked.path == "/" else NOT_FOUND)
    plans = {
        "one": a_plan(a_portal(host.url(), rate=RATE), max_pages=20),
        "other": a_plan(a_portal(host.url("/column/1.html"), rate=RATE), max_pages=20),
        "linking": a_plan(a_portal(front.url(), rate=RATE)),
    }
    _, found = beside(plans, tmp_path)
    assert [len(found[name].pages()) for name in plans] == [20, 20, 1]
    assert len(asked_at) > 60
    for span in (10, 20, 40):  # a request may come late, so a few may come nearer to one another; never many
        nearest = min(later - earlier for earlier, later in zip(asked_at, asked_at[span:], strict=False))
        assert nearest >= (span - 3) / RATE, span


def test_each_looks_names_up_by_its_own_rules(server: FaultServer, tmp_path: Path) -> None:
    """One name, told two addresses: each crawl sees its own, and one that is told nothing sees none."""

    def named(title: str) -> CrawlPlan:
        page = html(f"<h1>{title}</h1>{TEXT}", title=title)
        host = server.host(lambda asked: page if asked.path == "/" else NOT_FOUND)
        return a_plan(a_portal("http://www.county.example/"), names=(f"www.county.example:80=127.0.0.1:{host.port}",))

    plans = {
        "jia": named("甲县"),
        "yi": named("乙县"),
        "private": a_plan(a_portal(server.host(small_site.answer).url()), allow_private=False),
    }
    _, found = beside(plans, tmp_path)
    for name, title in (("jia", "甲县"), ("yi", "乙县")):
        with Crawl.open(found[name].path) as seen:
            page = seen.page("http://www.county.example/")
            assert page is not None and page.title == title
    assert found["private"].end.start_answer is AnswerKind.PRIVATE_ADDRESS


SCRIPT = """
import sys
from pathlib import Path
from crawler.fetch.many import Order, run_crawls
from tests.crawler.fetch.crawls import a_plan, a_portal
from tests.crawler.fetch.test_many import Told
told, folder = Told(), Path(sys.argv[1])
plans = [a_plan(a_portal(url, rate=40)) for url in sys.argv[2:]]
run_crawls([Order(str(at), plan, folder / str(at) / "crawl.sqlite") for at, plan in enumerate(plans)], 3, told)
print(*sorted(f"{name}:{ended.reason}" for name, ended in told.ended.items()), *told.faults)
"""


def test_ctrl_c_keeps_everything_and_each_can_go_on(server: FaultServer, tmp_path: Path) -> None:
    hosts = [server.host(small_site.answer) for _ in range(4)]
    for at in range(4):
        (tmp_path / str(at)).mkdir()
    command = [sys.executable, "-c", SCRIPT, str(tmp_path), *(host.url() for host in hosts)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while min(len(host.log) for host in hosts[:3]) < 30:
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        said, complaints = process.communicate(timeout=30)
    assert (process.returncode, complaints) == (0, b"")
    assert said.decode().split() == ["0:interrupted", "1:interrupted", "2:interrupted"]
    assert not (tmp_path / "3" / "crawl.sqlite").exists() and not hosts[3].log, "the fourth had not begun"
    for at, host in enumerate(hosts[:3]):
        path, plan = tmp_path / str(at) / "crawl.sqlite", a_plan(a_portal(host.url(), rate=40))
        end = finish_crawl(plan, path)
        assert (end.reason, is_sealed(path)) == (EndReason.INTERRUPTED, True)
        assert path.with_name(UNFINISHED).exists()
        if at == 0:
            asked = len(host.log)
            plan = a_plan(a_portal(host.url()))
            gone_on = Result(resume_crawl(plan, path), path)
            assert len(host.log) - asked < 150, "what is recorded is not asked for again"
            assert gone_on.content() == alone(plan, tmp_path / "alone").content()
