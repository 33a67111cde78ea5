"""The line of progress on a real pseudo-terminal, and that there is nothing of it elsewhere."""

from __future__ import annotations

import io
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import replace
from fcntl import ioctl
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from config.steps import heard_by, step
from crawler.fetch.plan import Progress
from tests.xuncha.runs import command, run_card, xuncha
from tests.xuncha.small_site import SmallSite, slowly
from xuncha.cli.progress import LINE_EVERY_S, Bar, Lines, Telling, steps_shown
from xuncha.cli.status import INTERRUPTED

QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-browser", "--no-external", "--as-of", "2026-06-30")
SPARED = {"XUNCHA_TRIALS": "[]", "XUNCHA_SCREENSHOTS": "0", "XUNCHA_CACHE_DIR": "none", "XUNCHA_RETRY_AFTER_S": "0.05"}
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"


class Terminal:
    """A command whose standard error is a pseudo-terminal of 100 columns; standard output is a pipe."""

    def __init__(self, *words: str | Path, **environment: str) -> None:
        self.ours, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        told = {**os.environ, "TERM": "xterm-256color", **SPARED, **environment}
        told.pop("COLUMNS", None)
        self.process = subprocess.Popen(command(words), stdout=subprocess.PIPE, stderr=theirs, stdin=theirs, env=told)
        os.close(theirs)

    def chunks(self) -> Iterator[str]:
        """What it writes, as it comes."""
        while True:
            try:
                chunk = os.read(self.ours, 65536)
            except OSError:  # Linux: the other side is closed
                chunk = b""
            if not chunk:
                return
            yield chunk.decode("utf-8", "replace")

    def end(self) -> tuple[int, str]:
        """Its status and standard output."""
        assert self.process.stdout is not None
        out = self.process.stdout.read().decode()
        status = self.process.wait(timeout=60)
        self.process.stdout.close()
        os.close(self.ours)
        return status, out


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, int, Path]:
    """What an audit of a site that takes its time writes on a terminal, its output and status, and its folder."""
    run = tmp_path_factory.mktemp("watched") / "run"
    with SmallSite(slowly) as site:
        terminal = Terminal("audit", site.url, *QUICKLY, "--concurrency", "1", "--out", run)
        seen = "".join(terminal.chunks())
        status, out = terminal.end()
    return seen, out, status, run


def test_the_line_counts_up(watched: tuple[str, str, int, Path]) -> None:
    seen, _, status, run = watched
    assert status == 0, seen
    pages = [(int(done), int(known)) for done, known in re.findall(r"(\d+)/(\d+) 页", CONTROL.sub("", seen))]
    assert len(pages) > 2 and pages == sorted(pages)
    assert pages[0][0] < pages[-1][0] <= run_card(run)["counts"]["pages"] and all(
        done <= known for done, known in pages
    )
    assert "采集页面" in seen and "页/秒" in seen and "栏目 1" in seen


def test_the_line_is_replaced_and_gone_in_the_end(watched: tuple[str, str, int, Path]) -> None:
    seen, out, _, _ = watched
    assert seen.count(HIDE) == seen.count(SHOW) >= 1, "the cursor is there again"
    assert "\x1b[2K" in seen
    last = seen.rindex("页/秒")
    assert "采集结束" in seen[last:] and "结果已写入" in seen[last:]
    assert "\x1b" not in out and "页/秒" not in out and out.strip()


def test_without_a_terminal_there_is_only_the_beginning_and_the_end(tmp_path: Path) -> None:
    with SmallSite() as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", tmp_path / "run", XUNCHA_RETRY_AFTER_S="0.05")
    assert done.returncode == 0, done.stderr
    said = done.stderr.splitlines()
    assert "\x1b" not in done.stderr and "页/秒" not in done.stderr and "栏目 " not in done.stderr
    assert [line.split(" ")[0][:4] for line in said if line.startswith(("开始巡查", "采集结束", "结果已写"))] == [
        "开始巡查",
        "采集结束",
        "结果已写",
    ]


def test_a_machine_that_asks_for_json_sees_none_of_it(tmp_path: Path) -> None:
    words = (*QUICKLY, "--json", "--out", tmp_path / "run")
    with SmallSite() as site, patch("xuncha.cli.progress.sys") as streams:  # as if it were a terminal
        streams.stderr.isatty.return_value = True
        done = xuncha("audit", site.url, *words, TERM="xterm", XUNCHA_RETRY_AFTER_S="0.05")
    assert done.returncode == 0, done.stderr
    assert "开始巡查" in done.stderr and "\x1b" not in done.stderr and "页/秒" not in done.stderr


def test_ctrl_c_leaves_a_whole_terminal_and_a_run_and_no_color_takes_colours_only(tmp_path: Path) -> None:
    def asleep(handler: BaseHTTPRequestHandler) -> bool:
        time.sleep(0.2)
        return False

    with SmallSite(asleep) as site:
        terminal = Terminal("audit", site.url, *QUICKLY, "--concurrency", "1", "--out", tmp_path / "run", NO_COLOR="1")
        seen = ""
        for chunk in terminal.chunks():
            if re.search(r"[2-9]/\d+ 页", CONTROL.sub("", seen)) is None and re.search(r"[2-9]/\d+ 页", seen + chunk):
                terminal.process.send_signal(signal.SIGINT)
            seen += chunk
        status, _ = terminal.end()
    assert status == INTERRUPTED, seen
    assert run_card(tmp_path / "run")["end_reason"] == "interrupted"
    assert HIDE in seen and not re.search(r"\x1b\[[0-9;]*3[0-9]\b[0-9;]*m", seen)
    assert seen.rindex(SHOW) > seen.rindex(HIDE) and "被中断" in seen[seen.rindex(SHOW) :]


class FakeClock:
    """Goes on when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Screen(io.StringIO):
    """Says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@contextmanager
def a_screen(columns: int = 100) -> Iterator[Screen]:
    """Standard error is a terminal inside; pytest exchanges the stream after fixtures were made."""
    with patch.dict(os.environ, {"TERM": "xterm", "COLUMNS": str(columns)}), redirect_stderr(Screen()) as screen:
        yield screen


def test_a_line_is_drawn_at_most_four_times_a_second() -> None:
    clock = FakeClock()
    with a_screen() as screen:
        bar = Bar(clock)
        for number in range(1, 1001):
            clock.now += 0.01
            bar.show("采集页面", number, 1000, f"第{number}次")
        bar.close()
    drawn = set(re.findall(r"第\d+次", screen.getvalue()))
    assert 36 <= len(drawn) <= 41, "ten seconds"
    assert max(map(len, CONTROL.sub("\n", screen.getvalue()).splitlines())) <= 100


@pytest.mark.parametrize(("columns", "has_bar"), [(80, False), (100, True), (160, True)])
def test_a_narrow_terminal_shows_all_words_and_no_bar(columns: int, *, has_bar: bool) -> None:
    """The time left stands last; it was cut off on the usual eighty columns."""
    with a_screen(columns) as screen:
        display = Bar(FakeClock())
        now = Progress(54_321, 99_976, "crawl", 45_655, None, seconds=400.0, asked=54_500, columns=412, failing=1_234)
        crawl = Telling(display, "zh", allowed=0.0, budget_s=1e6)
        crawl.told(replace(now, done=27_000, asked=27_200, left=72_776, seconds=200.0))
        screen.truncate(0)
        display._drawn = float("-inf")
        crawl.told(now)
        display.close()
    drawn = CONTROL.sub("\n", COLOUR.sub("", screen.getvalue())).splitlines()
    line = [each for each in drawn if "54321/99976" in each][-1]
    assert "…" not in line
    assert "暂未打开 1234 · 约剩 " in line
    assert ("━" in line) is has_bar


def test_a_dumb_terminal_has_a_line_for_each_phase_and_each_half_a_minute() -> None:
    clock = FakeClock()
    lines = Lines(clock)
    with a_screen() as screen:
        for second in range(90):
            clock.now = float(second)
            lines.show("采集页面" if second < 80 else "核验链接", second, 90, f"{second}/90")
    assert LINE_EVERY_S == 30
    assert screen.getvalue().splitlines() == ["采集页面 0/90", "采集页面 30/90", "采集页面 60/90", "核验链接 80/90"]


def test_steps_are_shown_once_they_take_long() -> None:
    clock = FakeClock()
    with a_screen() as screen:
        with steps_shown("zh", clock=clock):
            step("judge", 1, 9)
            assert screen.getvalue() == ""
            clock.now += 5
            step("judge", 7, 9)
        assert "评判" in screen.getvalue() and "7/9" in screen.getvalue()
        step("judge", 8, 9)
    assert "8/9" not in screen.getvalue()


def test_json_and_pipes_see_no_steps(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = count()
    with a_screen() as screen, steps_shown("zh", quiet=True, clock=lambda: float(10 * next(numbers))):
        step("judge", 1, 2)
    with steps_shown("zh", clock=lambda: float(10 * next(numbers))):
        step("judge", 1, 2)
    assert screen.getvalue() == "" and capsys.readouterr() == ("", "")


def test_a_dumb_terminal_gets_plain_lines_only() -> None:
    numbers = count()
    dumb = patch.dict(os.environ, {"TERM": "dumb"})
    with a_screen() as screen, dumb, steps_shown("zh", clock=lambda: float(10 * next(numbers))):
        step("judge", 1, 2)
    assert screen.getvalue() == "评判 1/2\n"


def test_whoever_listens_last_hears_alone() -> None:
    outer: list[Any] = []
    inner: list[Any] = []
    with heard_by(lambda *told: outer.append(told)):
        with heard_by(lambda *told: inner.append(told)):
            step("read", 1, 2)
        step("read", 2, 2)
    assert (outer, inner) == ([("read", 2, 2)], [("read", 1, 2)])
