"""How a batch gets on: one line for each portal on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from config.messages import text
from crawler.fetch.plan import Progress as CrawlProgress
from xuncha.batch.run import Watcher
from xuncha.batch.state import PortalState, Step
from xuncha.cli.output import say


class Silent:
    """For a batch that nobody watches."""

    def moved(self, portal: str, now: PortalState) -> None:
        """Nothing."""

    def progress(self, portal: str, now: CrawlProgress) -> None:
        """Nothing."""

    def noted(self, portal: PortalState, notes: Sequence[str]) -> None:
        """What a user should hear is said all the same."""
        for note in notes:
            say(f"{portal.name}  {note}")


class Lines:
    """A line for each portal that is under way; one for good when it is done."""

    def __init__(self, bar: Progress, lang: str) -> None:
        self._bar = bar
        self._lang = lang
        self._tasks: dict[str, TaskID] = {}
        self._pages: dict[str, int] = {}

    def moved(self, portal: str, now: PortalState) -> None:
        """A portal has come a step further."""
        match now.step:
            case Step.CRAWLING:
                self._tasks[portal] = self._bar.add_task(now.name, total=None, what="")
            case Step.CRAWLED if portal in self._tasks:
                self._show(portal, text("cli.batch.judging", self._lang, pages=self._pages.get(portal, 0)))
            case Step.JUDGED | Step.FAILED | Step.WAITING:
                self._end(portal, now)

    def progress(self, portal: str, now: CrawlProgress) -> None:
        """A crawl is so far."""
        self._pages[portal] = now.done
        if portal in self._tasks:
            what = text("cli.batch.crawling", self._lang, done=now.done, known=max(now.known, now.done))
            self._bar.update(self._tasks[portal], completed=now.done, total=max(now.known, now.done) or None, what=what)

    def noted(self, portal: PortalState, notes: Sequence[str]) -> None:
        """A line for each."""
        for note in notes:
            self._bar.console.print(f"{portal.name}  {note}", markup=False, highlight=False)

    def _show(self, portal: str, what: str) -> None:
        self._bar.update(self._tasks[portal], total=None, what=what)

    def _end(self, portal: str, now: PortalState) -> None:
        if portal in self._tasks:
            self._bar.remove_task(self._tasks.pop(portal))
        if now.step is Step.WAITING:
            return
        if now.failed:
            why = text(f"batch.failed.{now.failed}", self._lang, detail=now.detail)
            line = text("cli.batch.end-failed", self._lang, portal=now.name, why=why)
        else:
            end = text(f"cli.end.{now.end_reason}", self._lang)
            line = text("cli.batch.end-judged", self._lang, portal=now.name, end=end)
        self._bar.console.print(line, markup=False, highlight=False)


@contextmanager
def progress(lang: str) -> Iterator[Watcher]:
    """Who is told how the batch gets on."""
    if not sys.stderr.isatty():
        yield Silent()
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(bar_width=24))
    with Progress(
        *columns, TextColumn("{task.fields[what]}"), TimeElapsedColumn(), console=Console(stderr=True)
    ) as bar:
        yield Lines(bar, lang)
