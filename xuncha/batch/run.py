"""Works a batch off: crawls side by side in one process, each judged in another when it is done, every step written
down at once.

A portal that broke the process of all goes on in one of its own: there it can break no other.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

from config.batch import BatchLimits, batch_limits
from crawler.fetch.plan import Progress
from crawler.kinds import EndReason
from crawler.processors import processors
from xuncha.batch.crew import LOG, Crew, Task
from xuncha.batch.fleet import Errand, FleetTask
from xuncha.batch.fleets import NAME as FLEET
from xuncha.batch.fleets import Fleets
from xuncha.batch.opening import Batch, ready_to_go_on
from xuncha.batch.order import previous_of
from xuncha.batch.schedule import host_keys, next_portal
from xuncha.batch.state import BatchState, PortalState, Step, write_state
from xuncha.batch.tasks import (
    Behind,
    Crawled,
    CrawlTask,
    Dismissed,
    Failed,
    Judged,
    JudgeTask,
    Of,
    Pulse,
    Report,
    ResumeTask,
)
from xuncha.pipeline import AuditJob, politeness_for
from xuncha.rundir import CRAWL_FILE

_TICK_S = 0.5
_CRAWL, _JUDGE = "crawl", "judge"


class Watcher(Protocol):
    """Is told how each portal gets on."""

    def moved(self, portal: str, now: PortalState) -> None:
        """A portal has come a step further."""

    def progress(self, portal: str, now: Progress) -> None:
        """A crawl is so far."""

    def noted(self, portal: PortalState, notes: Sequence[str]) -> None:
        """What a user should hear about the reports of a portal."""


@dataclass
class _Stopping:
    asked: bool = False
    told: bool = False


def run_batch(batch: Batch, concurrency: int, watcher: Watcher, limits: BatchLimits | None = None) -> BatchState:
    """Audit every portal of the batch that is not finished, `concurrency` at once; the state in the end.

    SIGINT or SIGTERM end the crawls under way, which are sealed and judged as far as they came. No other crawl is
    begun, nor is any judged that was there before. A second one ends everything at once.
    """
    work = _Work(batch, concurrency, watcher, limits or batch_limits())
    with _signals(work.stopping):
        try:
            work.to_the_end()
        finally:
            work.crew.kill()
    return work.state


class _Work:
    def __init__(self, batch: Batch, concurrency: int, watcher: Watcher, limits: BatchLimits) -> None:
        self.state = batch.state
        self.crew = Crew(batch.folder, batch.settings.lang)
        self.stopping = _Stopping()
        self._batch = batch
        self._watcher = watcher
        self._limits = limits
        self._concurrency = concurrency
        self._beside = max(1, processors() - 1)  # one is for the process that crawls
        self._fleets = Fleets(
            self.crew,
            lambda errands, reading: FleetTask(errands, batch.settings.lang, reading),
            batch.folder,
            limits.fleet_silence_s,
        )
        self._alone: set[str] = set()
        self._hosts = {name: host_keys(target.portal) for name, target in batch.targets.items()}
        self._previous = previous_of(batch.order, tuple(batch.targets))
        self._crawled_now: set[str] = set()

    def to_the_end(self) -> None:
        """Until nothing is under way and nothing can be begun."""
        while True:
            self._begin()
            if not len(self.crew):
                return
            for task, report in self.crew.reports(_TICK_S):
                if task == FLEET:
                    self._heard_of_fleet(report)
                else:
                    kind, _, portal = task.partition(" ")
                    self._heard(kind, portal, report)
            if self.stopping.asked and not self.stopping.told:
                self.stopping.told = True
                for kind in (_CRAWL, FLEET):
                    self.crew.interrupt(self._limits.farewell_s, kind)

    def _begin(self) -> None:
        for name in self._at(Step.CRAWLED):
            if self.stopping.asked and name not in self._crawled_now:
                continue
            if self._under_way(_JUDGE) < self._beside and f"{_JUDGE} {name}" not in self.crew:
                self._start_judging(name)
        while not self.stopping.asked and (chosen := self._next()) is not None:
            self._start_crawling(chosen)
        if not self._fleets.under_way and (self.stopping.asked or not self._at(Step.WAITING)):
            self._fleets.dismiss()

    def _next(self) -> str | None:
        """The portal that is crawled next; None as long as no other may begin."""
        crawling = self._at(Step.CRAWLING)
        if len(crawling) >= self._concurrency:
            return None
        room = self._under_way(_CRAWL) < self._beside
        waiting = [name for name in self._at(Step.WAITING) if (room if name in self._alone else self._fleets.ready)]
        busy = frozenset[str]().union(*(self._hosts[name] for name in crawling))
        return next_portal({name: self._hosts[name] for name in waiting}, busy)

    def _start_crawling(self, name: str) -> None:
        folder = self._folder(name)
        goes_on = self.state.portals[name].end_reason == EndReason.INTERRUPTED
        self._note(name, step=Step.CRAWLING, end_reason="", start_answer="", failed="", detail="")
        if name in self._alone:
            task = ResumeTask(folder) if goes_on else CrawlTask(self._job(name), folder)
            self._start(_CRAWL, name, task, self._limits.silence_s)
            return
        try:
            self._fleets.crawl(Errand(name, folder, None if goes_on else self._job(name)))
        except OSError as fault:
            self._heard(_CRAWL, name, Failed("broke-down", str(fault)))

    def _job(self, name: str) -> AuditJob:
        batch, target = self._batch, self._batch.targets[name]
        return AuditJob(
            target=target,
            rubrics=batch.rubrics,
            as_of=batch.as_of,
            settings=batch.settings,
            politeness=politeness_for(target.portal, batch.settings, batch.order.flags),
            allow_private=batch.order.allow_private,
            allow_hosts=batch.order.allow_hosts,
            names=batch.order.names,
            previous=self._previous.get(name),
        )

    def _start_judging(self, name: str) -> None:
        batch = self._batch
        task = JudgeTask(self._folder(name), batch.rubrics, batch.as_of, batch.settings.lang)
        self._start(_JUDGE, name, Behind(task), self._limits.judge_s)

    def _start(self, kind: str, name: str, task: Task, silence_s: float) -> None:
        try:
            self.crew.start(f"{kind} {name}", task, self._folder(name) / LOG, silence_s)
        except OSError as fault:  # no memory for another process, say: the others go on
            self._heard(kind, name, Failed("broke-down", str(fault)))

    def _heard(self, kind: str, portal: str, report: Report) -> None:
        match report:
            case Progress():
                self._watcher.progress(portal, report)
            case Crawled():
                self._crawled_now.add(portal)
                self._note(portal, step=Step.CRAWLED, end_reason=report.end_reason, start_answer=report.start_answer)
            case Judged():
                self._note(portal, step=Step.JUDGED)
                if report.notes:
                    self._watcher.noted(self.state.portals[portal], report.notes)
            case Failed(reason=EndReason.INTERRUPTED) if (
                kind == _CRAWL and not (self._folder(portal) / CRAWL_FILE).exists()
            ):
                self._note(portal, step=Step.WAITING)
            case Failed():
                self._note(portal, step=Step.FAILED, failed=report.reason, detail=report.detail)

    def _heard_of_fleet(self, report: Report) -> None:
        match report:
            case Of():
                self._fleets.heard(report)
                self._heard(_CRAWL, report.portal, report.report)
            case Pulse():
                pass
            case _:
                left, alone = self._fleets.ended(well=self.stopping.asked or isinstance(report, Dismissed))
                self._alone |= alone
                for name in sorted(left):
                    goes_on = ready_to_go_on(self._batch.folder, name)
                    self._note(name, step=Step.WAITING, end_reason=EndReason.INTERRUPTED.value if goes_on else "")

    def _note(self, portal: str, **news: Any) -> None:
        self.state = self.state.portal(portal, **news)
        write_state(self._batch.folder, self.state)
        self._watcher.moved(portal, self.state.portals[portal])

    def _at(self, step: Step) -> list[str]:
        return [name for name, portal in self.state.portals.items() if portal.step is step]

    def _under_way(self, kind: str) -> int:
        return sum(f"{kind} {name}" in self.crew for name in self.state.portals)

    def _folder(self, portal: str) -> Path:
        return self._batch.run_folder(portal)


@contextmanager
def _signals(stopping: _Stopping) -> Iterator[None]:
    """The first signal asks for an end, the second has its usual effect."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def asked(_number: int, _frame: FrameType | None) -> None:
        stopping.asked = True
        for number, handler in before.items():
            signal.signal(number, handler)

    for number in before:
        signal.signal(number, asked)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
