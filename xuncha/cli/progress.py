"""How far long work is, on standard error: one line that is replaced, on a terminal alone.

A terminal that cannot replace a line (TERM=dumb) gets a plain one now and then; a file or a pipe gets nothing, and
neither does whoever asked for `--json`. No thread draws: judging forks, and a process with threads must not.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Protocol

from config.messages import text
from config.steps import heard_by
from xuncha.cli.estimate import Estimate, Window, clock_time
from xuncha.cli.output import say

if TYPE_CHECKING:  # rich and the crawler are loaded where they are needed
    from rich.console import RenderableType
    from rich.table import Table

    from crawler.fetch.plan import Progress as CrawlProgress

Clock = Callable[[], float]

REDRAW_S = 0.25
"""A line is replaced at most four times a second."""

PATIENCE_S = 1.0
"""Steps that follow a crawl are shown once they take longer than this."""

LINE_EVERY_S = 30.0
"""On a terminal that cannot replace a line, a new phase has a line at once, and then one each half a minute."""

_MOST_BAR, _LEAST_BAR, _TEXT = 40, 8, 72
_BETWEEN = 4
"""Columns of the spinner, and of what stands between the parts of a line."""
_PLAIN_RATE = 10
"""Pages a second from which on their tenths say nothing."""


class Display(Protocol):
    """Shows how far work is: `done` of `total` (None: unknown), and some words."""

    def show(self, phase: str, done: int, total: int | None, words: str) -> None:
        """Called as often as anything is known; the display decides what of it is drawn."""


@contextmanager
def crawl_progress(
    lang: str, allowed: float, budget_s: float, *, quiet: bool = False
) -> Iterator[Callable[[CrawlProgress], None] | None]:
    """Shows a crawl; yields its callback (None where nobody looks). `allowed`, `budget_s` as in `Estimate`."""
    with _display(quiet=quiet) as display:
        yield Telling(display, lang, allowed, budget_s).told if display is not None else None


@contextmanager
def steps_shown(lang: str, *, quiet: bool = False, clock: Clock = time.monotonic) -> Iterator[None]:
    """Shows what goes on inside and says so by `config.steps`, if it takes long."""
    with _display(quiet=quiet) as display:
        began = clock()

        def hear(work: str, done: int, of: int) -> None:
            if display is not None and clock() - began >= PATIENCE_S:
                words = text("progress.count", lang, done=done, total=of) if of else ""
                display.show(text(f"progress.phase.{work}", lang), done, of or None, words)

        with heard_by(hear if display is not None else None):
            yield


class Telling:
    """Turns what a crawl tells into what is shown."""

    def __init__(self, display: Display, lang: str, allowed: float, budget_s: float) -> None:
        self._display = display
        self._lang = lang
        self._estimate = Estimate(allowed, budget_s)
        self._pages = Window()
        self._phase = ""
        self._most = 0

    def told(self, now: CrawlProgress) -> None:
        """The callback of the crawl."""
        self._estimate.see(now.seconds, now.phase, now.asked, now.left)
        self._pages.see(now.seconds, now.done)
        if now.phase != self._phase:
            self._phase, self._most = now.phase, 0
        self._most = max(self._most, now.left)
        if now.end is not None:
            return
        done, total = (now.done, now.known) if now.phase == "crawl" else (self._most - now.left, self._most)
        self._display.show(text(f"progress.phase.{now.phase}", self._lang), done, total or None, self._words(now, done))

    def _words(self, now: CrawlProgress, done: int) -> str:
        parts: dict[str, dict[str, Any]] = {}
        if now.phase == "crawl":
            parts["pages"] = {"done": now.done, "known": now.known}
            rate = self._pages.rate
            parts["rate"] = {"rate": f"{rate:.1f}" if rate < _PLAIN_RATE else f"{rate:.0f}"}
        elif self._most:
            parts["count"] = {"done": done, "total": self._most}
        parts["columns"] = {"columns": now.columns}
        if now.failing:
            parts["failing"] = {"failing": now.failing}
        left = self._estimate.seconds
        if left is not None:
            parts["left"] = {"left": clock_time(left)}
        joint = text("progress.joint", self._lang)
        return joint.join(text(f"progress.{key}", self._lang, **facts) for key, facts in parts.items())


def _display(*, quiet: bool) -> AbstractContextManager[Display | None]:
    if quiet or not sys.stderr.isatty():
        return nullcontext()
    if os.environ.get("TERM", "dumb").lower() in ("dumb", "unknown"):
        return nullcontext(Lines())
    return _bar()


class Lines:
    """A plain line now and then."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._last: tuple[str, float] | None = None

    def show(self, phase: str, done: int, total: int | None, words: str) -> None:
        """A line when the phase is new or the last line is old."""
        now = self._clock()
        if self._last is None or phase != self._last[0] or now - self._last[1] >= LINE_EVERY_S:
            self._last = phase, now
            say(f"{phase} {words}".rstrip())


class Bar:
    """One line of rich, drawn at most four times a second; nothing before anything is shown, and gone in the end."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        from rich.console import Console  # noqa: PLC0415
        from rich.live import Live  # noqa: PLC0415
        from rich.spinner import Spinner  # noqa: PLC0415

        self._live = Live(
            console=Console(stderr=True, highlight=False), auto_refresh=False, transient=True, redirect_stdout=False
        )
        self._spinner = Spinner("dots")
        self._clock = clock
        self._drawn = float("-inf")

    def show(self, phase: str, done: int, total: int | None, words: str) -> None:
        """Draw this, unless the last drawing is too fresh."""
        now = self._clock()
        if now - self._drawn >= REDRAW_S:
            self._drawn = now
            self._live.start()
            self._live.update(self._line(phase, done, total, words), refresh=True)

    def close(self) -> None:
        """Take the line away."""
        self._live.stop()

    def _line(self, phase: str, done: int, total: int | None, words: str) -> Table:
        from rich.cells import cell_len  # noqa: PLC0415
        from rich.progress_bar import ProgressBar  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        room = self._live.console.width - cell_len(phase) - cell_len(words) - _BETWEEN
        width = min(_MOST_BAR, max(_LEAST_BAR, self._live.console.width - _TEXT), room)
        cells: list[RenderableType] = [self._spinner, Text(phase), Text(words, no_wrap=True, overflow="ellipsis")]
        if width >= _LEAST_BAR:  # what the words say is more than what a bar shows
            cells.insert(2, ProgressBar(total or 100, min(done, total or 0), width=width, pulse=total is None))
        line = Table.grid(padding=(0, 1))
        for _ in cells:
            line.add_column(no_wrap=True, overflow="ellipsis")
        line.add_row(*cells)
        return line


@contextmanager
def _bar() -> Iterator[Display]:
    bar = Bar()
    try:
        yield bar
    finally:
        bar.close()
