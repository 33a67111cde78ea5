"""What a process of a batch does: crawl one portal, or judge one crawl. Each tells its parent how it goes."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from config.rubric import Rubric
from crawler.fetch.plan import Progress
from xuncha.pipeline import AuditJob, judged, run_audit
from xuncha.rejudging import rewrite
from xuncha.rundir import adopt_series, prepare


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl that ended by itself or was told to. `end_reason` as in run.json; `start_answer` a kind of answer."""

    end_reason: str
    start_answer: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A crawl whose reports are written."""

    pages: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that could not be done. `reason` is a key below `batch.failed.`, `detail` one line for people."""

    reason: str
    detail: str = ""


Report: TypeAlias = Progress | Crawled | Judged | Failed
Tell: TypeAlias = Callable[[Report], None]


@dataclass(frozen=True)
class CrawlTask:
    """Crawl a portal into a new run directory."""

    job: AuditJob
    folder: Path

    def __call__(self, tell: Tell) -> None:
        """Crawl. A parent that is gone ends the crawl like an interruption: what was seen is sealed."""
        alone = False

        def progress(now: Progress) -> None:
            nonlocal alone
            try:
                tell(now)
            except OSError:
                if not alone:
                    alone = True
                    signal.raise_signal(signal.SIGINT)

        prepare(self.folder)
        adopt_series(self.folder, self.job.series)
        end = run_audit(self.job, self.folder, progress)
        tell(Crawled(end.reason.value, end.start_answer.value if end.start_answer else ""))


@dataclass(frozen=True)
class JudgeTask:
    """Judge the crawl in a run directory and write its reports."""

    folder: Path
    rubrics: tuple[Rubric, ...]
    as_of: date
    lang: str

    def __call__(self, tell: Tell) -> None:
        """Judge and write. Results of the folder that say something else are kept below `earlier/`."""
        result = judged(self.folder, self.rubrics, self.as_of, self.lang)
        rewrite(self.folder, result)
        tell(Judged(int(result.run.counts["pages"])))
