"""A crawl in a process of its own ends, fails and is interrupted as one in this process would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest

from config.errors import Place, UserError
from config.problems import InvalidData, Problem
from crawler.fetch.plan import ASKED_TO_STOP, CrawlEnd, Progress
from crawler.kinds import EndReason
from crawler.store.writer import Counts
from tests.xuncha.runs import command, quick_environment, run_card
from tests.xuncha.small_site import Asked, SmallSite
from xuncha import crawling_apart
from xuncha.cli.status import INTERRUPTED
from xuncha.crawling_apart import Told, crawled_apart
from xuncha.interruptions import interruptions_wait

END = CrawlEnd(EndReason.FINISHED, Counts(3, 0, 3, 0, 0, {}), "ab", None)
QUICKLY = ("--rate", "0", "--allow-private", "--no-external", "--no-browser", "--as-of", "2026-06-30")
WAIT_S = 20


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The threads of the test runner hold nothing that the child wants."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def test_it_tells_its_progress_and_how_it_ended(tmp_path: Path) -> None:
    heard: list[Progress] = []

    def crawl(tell: Told | None) -> CrawlEnd:
        assert tell is not None
        for done in (1, 2):
            tell(Progress(done, 3, "crawl", 3 - done))
        (tmp_path / "pid").write_text(str(os.getpid()))
        return END

    assert crawled_apart(tmp_path, crawl, heard.append) == END
    assert [now.done for now in heard] == [1, 2]
    assert int((tmp_path / "pid").read_text()) != os.getpid()
    assert not _is_running(int((tmp_path / "pid").read_text()))


def test_nobody_is_told_where_nobody_listens(tmp_path: Path) -> None:
    def crawl(tell: Told | None) -> CrawlEnd:
        return END if tell is None else CrawlEnd(EndReason.UNREACHABLE, END.counts, "", None)

    assert crawled_apart(tmp_path, crawl, None) == END


def test_beside_other_threads_it_is_done_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    where: list[int] = []

    def crawl(tell: Told | None) -> CrawlEnd:
        where.append(os.getpid())
        return END

    assert crawled_apart(tmp_path, crawl, None) == END
    assert where == [os.getpid()]


class Interrupting(MetaPathFinder):
    """Ctrl-C while a module is imported, at a place where nothing can be raised (a weak reference is gone, say)."""

    def __init__(self, module: str) -> None:
        self._module = module

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name == self._module:
            with suppress(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGINT)


def test_an_interruption_among_imports_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "crawler.fetch.engine", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupting("crawler.fetch.engine"), *sys.meta_path])

    def crawl(tell: Told | None) -> CrawlEnd:
        import_module("crawler.fetch.engine")  # as every crawl does
        return END

    with pytest.raises(KeyboardInterrupt):
        crawled_apart(tmp_path, crawl, None)


_INTERRUPTED_PROGRAM = """
import signal, sys
from tests.xuncha.test_crawling_apart import Interrupting
from xuncha.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background begins with Ctrl-C ignored
sys.modules.pop("xuncha.cli.profiles", None)
sys.meta_path.insert(0, Interrupting("xuncha.cli.profiles"))
sys.exit(main(["profiles"]))
"""


def test_an_interruption_while_a_command_is_loaded_is_not_lost() -> None:
    """In a process without the threads of the test runner, each of which could be the one that is told."""
    tree = Path(__file__).parents[2]
    program = [sys.executable, "-c", _INTERRUPTED_PROGRAM]
    done = subprocess.run(program, cwd=tree, check=False, capture_output=True, timeout=60)
    assert done.returncode == INTERRUPTED, done.stderr.decode()
    assert done.stdout == b""


def test_an_interruption_right_before_the_crawl_begins_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def interrupted(signals: Collection[signal.Signals]) -> Iterator[None]:
        os.kill(os.getpid(), signal.SIGINT)
        with interruptions_wait(signals):
            yield

    monkeypatch.setattr(crawling_apart, "interruptions_wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        crawled_apart(tmp_path, lambda tell: END, None)


def test_ctrl_c_that_comes_from_the_terminal_and_from_the_parent_is_one(tmp_path: Path) -> None:
    def crawl(tell: Told | None) -> CrawlEnd:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, ASKED_TO_STOP])
        for number in (ASKED_TO_STOP, signal.SIGINT):
            os.kill(os.getpid(), number)
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT, ASKED_TO_STOP])
        finally:
            (tmp_path / "to-the-end").touch()
        return END

    with pytest.raises(KeyboardInterrupt):
        crawled_apart(tmp_path, crawl, None)
    assert (tmp_path / "to-the-end").exists()


@pytest.mark.parametrize(
    "fault",
    [
        UserError("start-url-unusable", url="ftp://x/"),
        InvalidData([Problem(Place("portals.yaml", 3), "a", "missing", {})]),
    ],
)
def test_what_a_user_can_mend_is_raised_as_it_is(fault: UserError, tmp_path: Path) -> None:
    def crawl(tell: Told | None) -> CrawlEnd:
        raise fault

    with pytest.raises(type(fault)) as caught:
        crawled_apart(tmp_path, crawl, None)
    assert caught.value.text("en") == fault.text("en")


def test_a_fault_of_ours_keeps_its_trace(tmp_path: Path) -> None:
    class Odd(Exception):
        """Cannot be handed over: it is known in this function only."""

    def crawl(tell: Told | None) -> CrawlEnd:
        raise ZeroDivisionError if tell is None else Odd("odd")

    with pytest.raises(ZeroDivisionError) as caught:
        crawled_apart(tmp_path, crawl, None)
    assert "raise ZeroDivisionError if tell is None" in caught.value.__notes__[0]
    with pytest.raises(RuntimeError, match="Odd: odd") as told:
        crawled_apart(tmp_path, crawl, lambda now: None)
    assert "raise ZeroDivisionError if tell is None" in told.value.__notes__[0]


def test_a_killed_crawl_says_how_to_go_on(tmp_path: Path) -> None:
    def crawl(tell: Told | None) -> CrawlEnd:
        os.kill(os.getpid(), signal.SIGKILL)
        return END

    with pytest.raises(UserError) as caught:
        crawled_apart(tmp_path, crawl, None)
    assert caught.value.key == "crawl-killed"
    assert f"xuncha audit --resume {tmp_path}" in str(caught.value) and "SIGKILL" in str(caught.value)


def test_signals_are_this_process_s_own_again(tmp_path: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    crawled_apart(tmp_path, lambda tell: END, None)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


@contextmanager
def audit_under_way(out: Path) -> Iterator[subprocess.Popen[str]]:
    """An audit in a process group of its own, some pages after its beginning."""
    asked = Asked()
    with (
        SmallSite(asked) as site,
        subprocess.Popen(
            command(["audit", site.url, *QUICKLY, "--concurrency", "1", "--out", out]),
            env={**os.environ, **quick_environment({"XUNCHA_RETRY_AFTER_S": "0.05"})},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        asked.wait()
        yield process


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(number) for number in found.split()]


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_that_both_hear_is_one(number: signal.Signals, tmp_path: Path) -> None:
    """As of Ctrl-C on a terminal, or of a service manager that ends all processes of a service."""
    with audit_under_way(tmp_path / "run") as process:
        os.killpg(process.pid, number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED, said
    assert "Traceback" not in said
    card = run_card(tmp_path / "run")
    assert (card["end_reason"], bool(card["crawl_hash"])) == ("interrupted", True)


def test_no_crawl_outlives_its_audit(tmp_path: Path) -> None:
    with audit_under_way(tmp_path / "run") as process:
        [crawl] = _children(process.pid)
        process.kill()
        process.communicate(timeout=60)  # only when nobody holds its standard error any more
        until = time.monotonic() + WAIT_S
        while _is_running(crawl) and time.monotonic() < until:
            time.sleep(0.02)
        assert not _is_running(crawl)
