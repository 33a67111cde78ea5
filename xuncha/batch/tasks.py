"""What a process of a batch does: crawl one portal, or judge one crawl. Each tells its parent how it goes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from config.messages import text
from config.rubric import Rubric
from crawler.fetch.plan import CrawlEnd, Progress
from xuncha.pipeline import AuditJob, judged, run_audit
from xuncha.rejudging import Rewritten, rewrite
from xuncha.resuming import resume_audit, seal_as_interrupted, stored_job
from xuncha.rundir import adopt_series, prepare
from xuncha.stale_letters import stale_beside, stale_notes

_BEHIND = 10


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl that ended by itself or was told to. `end_reason` as in run.json; `start_answer` a kind of answer."""

    end_reason: str
    start_answer: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A crawl whose reports are written. `notes` are what a user should hear about them."""

    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that could not be done. `reason` is a key below `batch.failed.`, `detail` one line for people."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Of:
    """What a process that crawls many portals says of one."""

    portal: str
    report: Progress | Crawled | Failed


@dataclass(frozen=True, slots=True)
class Pulse:
    """A process that crawls many portals is alive, whatever they do."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A process that crawls many portals has nothing more to do."""


Report: TypeAlias = Progress | Crawled | Judged | Failed | Of | Pulse | Dismissed
Tell: TypeAlias = Callable[[Report], None]


@dataclass(frozen=True)
class CrawlTask:
    """Crawl a portal into a new run directory."""

    job: AuditJob
    folder: Path

    def __call__(self, tell: Tell) -> None:
        """Crawl. A parent that is gone ends the crawl like an interruption: what was seen is sealed."""
        prepare(self.folder)
        adopt_series(self.folder, self.job.series)
        tell(_crawled(run_audit(self.job, self.folder, _progress(tell))))


@dataclass(frozen=True)
class ResumeTask:
    """Go on with the interrupted crawl in a run directory, as it was begun."""

    folder: Path

    def __call__(self, tell: Tell) -> None:
        """Crawl what is left. A parent that is gone is as for `CrawlTask`."""
        _, plan = stored_job(self.folder)
        tell(_crawled(resume_audit(self.folder, plan, _progress(tell))))


@dataclass(frozen=True)
class Behind:
    """A task for which nobody waits: its process leaves the processors to those that crawl."""

    task: Callable[[Tell], None]

    def __call__(self, tell: Tell) -> None:
        """Step back (nice(2)), and do it."""
        os.nice(_BEHIND)
        self.task(tell)


@dataclass(frozen=True)
class JudgeTask:
    """Judge the crawl in a run directory and write its reports."""

    folder: Path
    rubrics: tuple[Rubric, ...]
    as_of: date
    lang: str

    def __call__(self, tell: Tell) -> None:
        """Judge and write. Results of the folder that say something else are kept below `earlier/`."""
        seal_as_interrupted(self.folder)
        result = judged(self.folder, self.rubrics, self.as_of, self.lang)
        done = rewrite(self.folder, result)
        letters = stale_notes(stale_beside(self.folder, result), self.lang)
        tell(Judged((*_unread(done, self.lang), *done.notes, *letters)))


def _unread(done: Rewritten, lang: str) -> Iterator[str]:
    """That earlier results in the folder could not be read, and where they are now."""
    if done.trouble is not None:
        yield text("rejudged.unreadable", lang, reason=done.trouble, folder=done.kept)


def _progress(tell: Tell) -> Callable[[Progress], None]:
    """Tells how far a crawl is; interrupts this process when nobody listens any more."""
    alone = False

    def progress(now: Progress) -> None:
        nonlocal alone
        try:
            tell(now)
        except OSError:
            if not alone:
                alone = True
                signal.raise_signal(signal.SIGINT)

    return progress


def _crawled(end: CrawlEnd) -> Crawled:
    return Crawled(end.reason.value, end.start_answer.value if end.start_answer else "")
