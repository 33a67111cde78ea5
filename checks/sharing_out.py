"""Divides the judging of a big crawl among the processors of the machine. The outcomes are the same as without.

Children are forked, so that they have the columns and the notes without copying them; each reads the crawl file through
a connection of its own.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import ForkContext
from typing import Any, TypeVar

from config.steps import Listener, heard_by, step
from crawler.store.crawl import Crawl

log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")

LEAST_PAGES = 2_000
"""From so many pages on it pays to start processes (own measurement: they cost about half a second)."""

_TELL_S = 0.5  # between two words on how far the children are

_work: Callable[[Crawl, Any], Any]
_crawl: Crawl
_told: _Told
_alone: Callable[[], Any]


def workers_for(crawl: Crawl, pages: int) -> int:
    """How many processes judge a crawl of `pages` pages: 1 where it is small, or where forking is not safe.

    A process with other threads is not forked: what they hold would stay locked for ever in the child.
    """
    if pages < LEAST_PAGES or sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def shared_out(
    crawl: Crawl, work: Callable[[Crawl, T], R], tasks: Sequence[T], workers: int, called: str = ""
) -> list[R]:
    """`work` on every task, in order of the tasks; long tasks should come first. Raises what `work` raises.

    When a child dies (for want of memory, say), everything is done here instead. Under the name that it is `called`,
    the work says how far it is (`config.steps`).
    """
    if workers == 1 or len(tasks) < 2:
        return _here(crawl, work, tasks, called)
    global _work, _crawl, _told  # what forked children inherit
    context = multiprocessing.get_context("fork")
    _work, _crawl, _told = work, crawl, _Told(context, called, len(tasks))
    try:
        with ProcessPoolExecutor(min(workers, len(tasks)), context, _begin) as pool:
            given = [pool.submit(_do, task) for task in enumerate(tasks)]
            waiting = set(given)
            while waiting and called:
                _, waiting = wait(waiting, _TELL_S)
                _told.pass_on(len(tasks) - len(waiting))
            return [each.result() for each in given]
    except BrokenProcessPool:
        log.warning("a process that judged died; judging goes on in one")
        return _here(crawl, work, tasks, called)


def apart(work: Callable[[], R]) -> R:
    """What `work` gives, done in a child of its own, so that its memory is free afterwards. Raises what it raises."""
    global _alone  # noqa: PLW0603 - what the forked child inherits
    _alone = work
    try:
        with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
            given: R = pool.submit(_do_alone).result()
            return given
    except BrokenProcessPool:
        log.warning("a process that judged died; judging goes on in one")
        return work()


def _here(crawl: Crawl, work: Callable[[Crawl, T], R], tasks: Sequence[T], called: str) -> list[R]:
    results = []
    for task in tasks:
        results.append(work(crawl, task))
        if called and len(tasks) > 1:
            step(called, len(results), len(tasks))
    return results


class _Told:
    """How far children say they are, in memory that they share with their parent; its `pass_on` tells who listens."""

    def __init__(self, context: ForkContext, called: str, tasks: int) -> None:
        self._called = called
        self._done, self._of = context.RawArray("l", tasks), context.RawArray("l", tasks)

    def by(self, number: int) -> Listener:
        """Who hears of the steps of a task."""

        def hear(work: str, done: int, of: int) -> None:
            if work == self._called:
                self._done[number], self._of[number] = done, of

        return hear

    def pass_on(self, finished: int) -> None:
        """Say what the tasks said together; where they say nothing, how many are finished."""
        all_of = max(self._of)
        step(self._called, min(sum(self._done), all_of) if all_of else finished, all_of or len(self._of))


def _begin() -> None:
    global _crawl  # noqa: PLW0603
    _crawl = _crawl.again()


def _do(numbered: tuple[int, Any]) -> Any:
    number, task = numbered
    with heard_by(_told.by(number)):
        return _work(_crawl, task)


def _do_alone() -> Any:
    return _alone()
