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
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from crawler.store.crawl import Crawl

log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")

LEAST_PAGES = 2_000
"""From so many pages on it pays to start processes (own measurement: they cost about half a second)."""

_work: Callable[[Crawl, Any], Any]
_crawl: Crawl


def workers_for(crawl: Crawl, pages: int) -> int:
    """How many processes judge a crawl of `pages` pages: 1 where it is small, or where forking is not safe.

    A process with other threads is not forked: what they hold would stay locked for ever in the child.
    """
    if pages < LEAST_PAGES or sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def shared_out(crawl: Crawl, work: Callable[[Crawl, T], R], tasks: Sequence[T], workers: int) -> list[R]:
    """`work` on every task, in order of the tasks; long tasks should come first. Raises what `work` raises.

    When a child dies (for want of memory, say), everything is done here instead.
    """
    if workers == 1 or len(tasks) < 2:
        return [work(crawl, task) for task in tasks]
    global _work, _crawl  # what forked children inherit
    _work, _crawl = work, crawl
    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(min(workers, len(tasks)), context, _begin) as pool:
            return list(pool.map(_do, tasks))
    except BrokenProcessPool:
        log.warning("a process that judged died; judging goes on in one")
        return [work(crawl, task) for task in tasks]


def _begin() -> None:
    global _crawl  # noqa: PLW0603
    _crawl = _crawl.again()


def _do(task: Any) -> Any:
    return _work(_crawl, task)
