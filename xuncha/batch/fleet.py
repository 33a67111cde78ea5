"""The process that crawls the portals of a batch, all on one event loop: told which to crawl, it says how each gets on.

What breaks a whole process (a crash in a C library, memory, an endless loop) ends the crawls under way, but not for
good: all go on, and the one whose page was read last goes on in a process of its own (`xuncha.batch.run`).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import threading
import traceback
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from config.errors import UserError
from crawler.fetch.plan import CrawlPlan, Progress
from xuncha.batch.crew import LOG
from xuncha.batch.tasks import Crawled, Dismissed, Failed, Of, Pulse, Report, Tell
from xuncha.pipeline import AuditJob, crawl_plan
from xuncha.resuming import forget_manifest, noting_alterations, stored_job
from xuncha.rundir import CRAWL_FILE, adopt_series, prepare

if TYPE_CHECKING:
    from crawler.fetch.finishing import Ended
    from crawler.fetch.many import Many

_PULSE_S = 1.0


@dataclass(frozen=True)
class Errand:
    """A portal to crawl into a new run directory; without a `job` the crawl there goes on."""

    portal: str
    folder: Path
    job: AuditJob | None

    def plan(self) -> CrawlPlan:
        """The plan by which it is crawled; the run directory is made ready. Raises `UserError` for bad input."""
        if self.job is None:
            _, plan = stored_job(self.folder)
            return noting_alterations(self.folder, plan)
        prepare(self.folder)
        adopt_series(self.folder, self.job.series)
        return crawl_plan(self.job)


@dataclass(frozen=True)
class FleetTask:
    """Crawl what `errands` brings, until it is closed.

    `lang` is that of what is said about bad input. Into the file `reading` it writes whose page it reads: at once, for
    what breaks the process leaves no time to say it.
    """

    errands: Connection
    lang: str
    reading: Path

    def __call__(self, tell: Tell) -> None:
        """Crawl. A parent that is gone ends all crawls like an interruption."""
        from crawler.fetch.many import serve_crawls  # noqa: PLC0415  # a second of imports that the batch can do without

        with _Speaker(tell) as speaker, self.reading.open("wb", buffering=0) as mark:
            hearer = _Hearer(speaker.say, self.lang, mark.fileno())
            serve_crawls(hearer, lambda many: self._serve(many, hearer, speaker))
            speaker.say(Dismissed())

    def begin(self, many: Many, errand: Errand) -> None:
        """Begin one crawl."""
        goes_on = partial(forget_manifest, errand.folder) if errand.job is None else None
        many.start(errand.portal, errand.plan, errand.folder / CRAWL_FILE, goes_on)

    async def _serve(self, many: Many, hearer: _Hearer, speaker: _Speaker) -> None:
        loop, arrived = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.errands.fileno(), arrived.set)
        pulse = asyncio.ensure_future(_pulse(many, speaker, arrived))
        try:
            while not many.stopped:
                await arrived.wait()
                arrived.clear()
                while not many.stopped and self.errands.poll():
                    errand: Errand = self.errands.recv()
                    hearer.folders[errand.portal] = errand.folder
                    self.begin(many, errand)
        except (EOFError, OSError):  # the batch has nothing more, or is gone
            pass
        finally:
            loop.remove_reader(self.errands.fileno())
        while len(many):
            await many.one_ended()
        pulse.cancel()


async def _pulse(many: Many, speaker: _Speaker, arrived: asyncio.Event) -> None:
    """Show that the loop is not stuck; end everything when nobody hears it."""
    while True:
        speaker.say(Pulse())
        if speaker.alone:
            many.stop()
        if many.stopped:
            arrived.set()
        await asyncio.sleep(_PULSE_S)


class _Hearer:
    """Passes on what is heard of the crawls. `folders` are their run directories."""

    def __init__(self, say: Tell, lang: str, mark: int) -> None:
        self._say = say
        self._lang = lang
        self._mark = mark
        self.folders: dict[str, Path] = {}

    def progress(self, name: str, now: Progress) -> None:
        """How far it is."""
        self._say(Of(name, now))

    def reads(self, name: str) -> None:
        """Whose page may break this process."""
        os.pwrite(self._mark, name.encode() + b"\n", 0)

    def left(self, name: str, ended: Ended) -> None:
        """How it ended."""
        self._say(Of(name, Crawled(ended.reason.value, ended.start.value if ended.start else "")))

    def broken(self, name: str, fault: Exception) -> None:
        """Why it has no end; where the fault is our own, its trace stands in the portal's log."""
        if isinstance(fault, UserError):
            self._say(Of(name, Failed("refused", fault.text(self._lang))))
            return
        with contextlib.suppress(OSError), (self.folders[name] / LOG).open("a", encoding="utf-8") as log:
            traceback.print_exception(fault, file=log)
        self._say(Of(name, Failed("broke-down", f"{type(fault).__name__}: {fault}"[:300])))


class _Speaker:
    """Says things from a thread, so that a batch which is busy holds up no crawl. As a context manager, it has said all
    when it is left."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._said: queue.SimpleQueue[Report | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._speak, name="speaker")
        self.alone = False
        """Whether nobody hears it any more."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._said.put(None)
        self._thread.join()

    def say(self, report: Report) -> None:
        """Say it, in the order of the calls."""
        self._said.put(report)

    def _speak(self) -> None:
        while (report := self._said.get()) is not None:
            try:
                if not self.alone:
                    self._tell(report)
            except OSError:
                self.alone = True
