"""Judging in several processes says exactly what judging in one says."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from benchmarks.judging.made_crawl import AS_OF, write_crawl
from checks import sharing_out
from checks.runner import run_checks
from checks.sharing_out import apart, shared_out, workers_for
from config.errors import Place, UserError
from config.steps import heard_by, step
from crawler.facts import Observation
from crawler.kinds import TrialKind
from crawler.store.crawl import Crawl
from xuncha.judging import load_rubrics


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_crawl(tmp_path_factory.mktemp("shared") / "crawl.sqlite", 400)


def test_the_outcomes_are_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (rubric,) = load_rubrics(["national-2019"])
    said = []
    for workers in (1, 2, 3):
        monkeypatch.setattr("checks.runner.workers_for", lambda crawl, pages, workers=workers: workers)
        with Crawl.open(path) as crawl:
            said.append(run_checks(crawl, crawl.portal.units, rubric, AS_OF))
    assert said[0] == said[1] == said[2]
    assert any(outcome.findings for outcome in said[0])


def test_small_crawls_and_processes_with_threads_are_not_divided(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    with Crawl.open(path) as crawl:
        assert workers_for(crawl, sharing_out.LEAST_PAGES - 1) == 1
        assert workers_for(crawl, sharing_out.LEAST_PAGES) >= 1
        monkeypatch.setattr(threading, "active_count", lambda: 2)
        assert workers_for(crawl, sharing_out.LEAST_PAGES) == 1


def test_what_goes_wrong_in_a_child_is_raised(path: Path) -> None:
    def work(crawl: Crawl, task: int) -> int:
        raise UserError("crawl-corrupt", place=Place("crawl.sqlite"), detail=f"page {task}")

    with Crawl.open(path) as crawl, pytest.raises(UserError) as caught:
        shared_out(crawl, work, [1, 2], 2)
    assert (caught.value.key, str(caught.value.place)) == ("crawl-corrupt", "crawl.sqlite")


def test_when_a_child_dies_everything_is_done_here(path: Path) -> None:
    here = os.getpid()

    def work(crawl: Crawl, task: int) -> int:
        if os.getpid() != here and task == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return task * task

    with Crawl.open(path) as crawl:
        assert shared_out(crawl, work, [1, 2, 3], 2) == [1, 4, 9]


def test_what_a_child_found_out_is_what_would_be_found_out_here(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.survey.stored.LEAST", 2)
    with Crawl.open(path) as crawl, Crawl.open(path) as other:
        crawl.make_ready(apart)
        spool = crawl._spool
        assert spool.get(spool.put("more")) == "more", "nothing that the child put down is written over"
        assert [list(column.items) for column in crawl.columns()] == [list(column.items) for column in other.columns()]
        assert crawl.columns() == other.columns()
        with crawl.again() as again:
            assert list(again.odd_links()) == list(other.odd_links())


def test_what_was_observed_at_other_times_is_known_to_children_too(path: Path) -> None:
    beside = Observation(TrialKind.AVAILABILITY, "http://www.bench.gov.cn/", "2026-06-30T02:00:00+00:00")
    with Crawl.open(path, [beside]) as crawl:
        crawl.make_ready()
        with crawl.again() as again:
            seen = [one.observations(TrialKind.AVAILABILITY) for one in (crawl, again)]
    assert seen == [(beside,), (beside,)]


def test_what_a_dead_child_should_have_done_is_done_here() -> None:
    here = os.getpid()

    def work() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return 7

    assert apart(work) == 7


def test_children_say_together_how_far_they_are(path: Path) -> None:
    def work(crawl: Crawl, task: int) -> int:
        step("read", task, 100)
        step("something else", 99, 99)
        return task

    told: list[tuple[str, int, int]] = []
    with Crawl.open(path) as crawl, heard_by(lambda *said: told.append(said)):
        crawl.make_ready()
        assert shared_out(crawl, work, [30, 70], 2, called="read") == [30, 70]
    assert told[-1] == ("read", 100, 100), "each told of its own pages"
    told.clear()
    with Crawl.open(path) as crawl, heard_by(lambda *said: told.append(said)):
        crawl.make_ready()
        shared_out(crawl, lambda own, task: task, [1, 2, 3], 2, called="judge")
    assert told[-1] == ("judge", 3, 3)
