"""Processes of a batch: what happens to one of them harms no other, and is told."""

from __future__ import annotations

import errno
import os
import signal
import time
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest

from config.errors import UserError
from crawler.fetch.plan import CrawlEnd, Progress
from tests.xuncha.batch.labours import Crashes, Hangs, Lingers, Orphans, Raises, Refuses, Waits, Works
from xuncha.batch import crew as crews
from xuncha.batch import state, tasks
from xuncha.batch.crew import LOG, Crew
from xuncha.batch.state import STATE_FILE, at_work, only_batch
from xuncha.batch.tasks import CrawlTask, Failed, Judged, Report

PATIENCE_S = 60.0


def labour(crew: Crew) -> dict[str, list[Report]]:
    """What each process of the crew said until all have ended."""
    said: dict[str, list[Report]] = {}
    until = time.monotonic() + PATIENCE_S
    while len(crew):
        assert time.monotonic() < until
        for name, report in crew.reports(0.2):
            said.setdefault(name, []).append(report)
    return said


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One process of every kind, side by side."""
    folder = tmp_path_factory.mktemp("crew")
    crew = Crew(folder, "en")
    crew.start("hangs", Hangs(folder / "child"), folder / "hangs" / LOG, 3.0)
    crew.start("crashes", Crashes(), folder / "crashes" / LOG, PATIENCE_S)
    crew.start("raises", Raises(), folder / "raises" / LOG, PATIENCE_S)
    crew.start("refuses", Refuses(), folder / "refuses" / LOG, PATIENCE_S)
    crew.start("works", Works("done"), folder / "works" / LOG, PATIENCE_S)
    try:
        return {"folder": folder, **labour(crew)}
    finally:
        crew.kill()


def test_one_that_works_is_not_disturbed(said: dict[str, Any]) -> None:
    assert said["works"] == [Judged(("done",))]
    assert not (said["folder"] / "works" / LOG).exists()


def test_a_crash_is_told_with_its_signal(said: dict[str, Any]) -> None:
    assert said["crashes"] == [Failed("crashed", "SIGABRT")]
    assert "labours.py" in (said["folder"] / "crashes" / LOG).read_text()  # where it crashed


def test_an_error_leaves_its_trace(said: dict[str, Any]) -> None:
    assert said["raises"] == [Failed("broke-down", "RuntimeError: a reader broke down")]
    assert "Traceback" in (said["folder"] / "raises" / LOG).read_text()


def test_bad_input_is_told_in_words(said: dict[str, Any]) -> None:
    (failed,) = said["refuses"]
    assert failed.reason == "refused" and "http://x/" in failed.detail


def test_one_that_says_nothing_is_ended_with_its_children(said: dict[str, Any]) -> None:
    assert said["hangs"] == [Failed("silent", "3 s")]
    child = int((said["folder"] / "child").read_text())
    until = time.monotonic() + PATIENCE_S
    while alive(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(child)


def test_one_that_does_not_end_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "_EXIT_S", 0.3)
    crew = Crew(tmp_path, "en")
    crew.start("lingers", Lingers(), tmp_path / LOG, PATIENCE_S)
    assert labour(crew) == {"lingers": [Judged()]}
    crew.start("waits", Waits(), tmp_path / LOG, PATIENCE_S)
    crew.kill()
    assert not len(crew)


def test_a_crash_is_told_although_a_child_holds_the_pipe(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "en")
    crew.start("orphans", Orphans(), tmp_path / LOG, 1000 * PATIENCE_S)
    assert labour(crew) == {"orphans": [Failed("crashed", "SIGABRT")]}


@pytest.mark.parametrize("server_runs", [False, True])
def test_an_interruption_that_comes_before_the_work_is_told(tmp_path: Path, server_runs: bool) -> None:
    """However soon: a process that is only being made must not count as one that crashed, nor wait for ever."""
    server = forkserver._forkserver  # type: ignore[attr-defined]
    server._stop()
    if server_runs:  # without the mask of a crew, and deaf, as a shell starts what works in the background
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        server.ensure_running()
        signal.signal(signal.SIGINT, before)
    crew = Crew(tmp_path, "en")
    for number in range(8):
        crew.start(f"crawl {number}", Waits(), tmp_path / str(number) / LOG, PATIENCE_S)
        crew.interrupt(PATIENCE_S, f"crawl {number}")
    assert labour(crew) == {f"crawl {number}": [Failed("interrupted")] for number in range(8)}


@pytest.mark.parametrize(("fault", "words"), [(errno.ENOLCK, "No locks"), (errno.EWOULDBLOCK, "Another program")])
def test_a_lock_that_cannot_be_had_is_told_for_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int, words: str
) -> None:
    def refused(_handle: int, _how: int) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(state.fcntl, "flock", refused)
    with pytest.raises(UserError, match=words), only_batch(tmp_path / "new", new=True):
        pass


def test_a_batch_whose_processes_still_end_cannot_be_taken_up(tmp_path: Path) -> None:
    """As after a kill of the program that started them."""
    (tmp_path / STATE_FILE).write_text("{}")
    handle = at_work(tmp_path)
    with pytest.raises(UserError, match="Another program"), only_batch(tmp_path, new=False):
        pass
    os.close(handle)
    with only_batch(tmp_path, new=False):
        pass


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_crawl_without_its_parent_ends_like_an_interrupted_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted = []

    def crawling(_job: Any, _folder: Path, progress: Any) -> CrawlEnd:
        for _ in range(3):
            progress(Progress(1, 2, "crawl", 1))
        raise AssertionError("the crawl went on")

    def gone(report: Report) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(tasks, "run_audit", crawling)
    before = signal.signal(signal.SIGINT, lambda *_: interrupted.append(True))
    try:
        job = type("Job", (), {"series": None})()
        with pytest.raises(AssertionError, match="went on"):
            CrawlTask(job, tmp_path / "run")(gone)
    finally:
        signal.signal(signal.SIGINT, before)
    assert interrupted == [True]
