"""The one event loop of this process on which crawls run, and how a crawl on it is told to stop.

Twisted's asyncio reactor is installed on the loop once and marked as running, but the loop is run by us, for one crawl
or for many side by side (`crawler.fetch.many`). So there is no reactor to restart (Twisted's cannot), no thread and no
child process; signals reach the loop that does the work.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from functools import cache
from typing import Any

from twisted.internet.asyncioreactor import AsyncioSelectorReactor
from twisted.internet.base import DelayedCall
from twisted.internet.defer import CancelledError
from twisted.internet.main import installReactor
from twisted.logger import LogEvent, LogLevel, eventAsText, globalLogBeginner

from config.garbage import rare_collections
from crawler.fetch.guarded_twisted import GuardedResolver
from crawler.fetch.own_tasks import make_task
from crawler.fetch.plan import ASKED_TO_STOP
from crawler.kinds import EndReason

_IN_USE = threading.Lock()
_PATIENCE_S = 0.2
"""For an idle thread to end."""


class CrawlsReactor(AsyncioSelectorReactor):
    """Twisted's, but what is called later is called for the crawl that asked for it: its own timer serves all."""

    def callLater(self, delay: float, callable: Any, *args: Any, **kwargs: Any) -> DelayedCall:  # noqa: N802
        """As Twisted's."""
        later: Any = super().callLater
        call: DelayedCall = later(delay, copy_context().run, callable, *args, **kwargs)
        return call


class Stop:
    """Whether the crawl must end, and why."""

    def __init__(self) -> None:
        self.reason: EndReason | None = None
        self._event = asyncio.Event()

    def __call__(self, reason: EndReason) -> None:
        """End the crawl; the first reason counts."""
        self.reason = self.reason or reason
        self._event.set()

    async def unless(self, work: Coroutine[Any, Any, None], until: float) -> bool:
        """Do `work` unless the crawl is stopped or the loop's clock reaches `until`; whether it was done.

        Undone work is cancelled and has cleaned up when this returns; once the crawl is stopped none is begun.
        What work raises is raised.
        """
        if self.reason is not None:
            work.close()
            return False
        task = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self._event.wait())
        try:
            left = max(0.0, until - asyncio.get_running_loop().time())
            await asyncio.wait({task, stopped}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
        if task.cancelled():
            return False
        task.result()
        return True


def run_on_loop(work: Coroutine[Any, Any, None], stop: Callable[[EndReason], None]) -> None:
    """Run a crawl, or several, to the end on the shared loop. Blocks; a second caller waits until the first is done.

    While it runs in the main thread, the first SIGINT or SIGTERM calls `stop(INTERRUPTED)`; a second one has its
    usual effect. `ASKED_TO_STOP` calls it whenever it comes.
    """
    with _IN_USE:
        loop = _loop()
        with _signals(loop, stop), _own_threads(loop), rare_collections():
            loop.run_until_complete(work)


@contextmanager
def _own_threads(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Threads that end with the crawls, so that what follows them may divide its work by forking.

    One that hangs (in a name lookup, say) is not waited for; it ends when it can.
    """
    pool = ThreadPoolExecutor(thread_name_prefix="crawl")
    loop.set_default_executor(pool)
    before = set(threading.enumerate())
    try:
        yield
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for thread in set(threading.enumerate()) - before:
            thread.join(timeout=_PATIENCE_S)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    logging.getLogger("scrapy").addHandler(logging.NullHandler())  # its warnings are answers to us; a program
    # that configures logging still gets them
    loop = asyncio.new_event_loop()
    loop.set_task_factory(make_task)
    installReactor(CrawlsReactor(loop))  # type: ignore[no-untyped-call]
    from twisted.internet import reactor  # noqa: PLC0415  # exists only after it was installed

    reactor.startRunning(installSignalHandlers=False)
    observer: Any = _tell_faults
    globalLogBeginner.beginLoggingTo([observer], redirectStandardIO=False, discardBuffer=True)
    GuardedResolver().install(reactor)
    return loop


def _tell_faults(event: LogEvent) -> None:
    """Log the faults that Twisted calls critical; but not that something was cancelled for which nobody waits any more,
    as all is that is under way when a crawl ends early."""
    fault = event.get("log_failure")
    told = fault is not None and not fault.check(asyncio.CancelledError, CancelledError)
    if told and event.get("log_level") is LogLevel.critical:
        logging.getLogger("twisted").critical(eventAsText(event))


@contextmanager
def _signals(loop: asyncio.AbstractEventLoop, stop: Callable[[EndReason], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, ASKED_TO_STOP)}

    def restore(*numbers: signal.Signals) -> None:
        for number in numbers:
            loop.remove_signal_handler(number)
            signal.signal(number, usual[number])

    def interrupt() -> None:
        restore(signal.SIGINT, signal.SIGTERM)
        stop(EndReason.INTERRUPTED)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, interrupt)
    loop.add_signal_handler(ASKED_TO_STOP, stop, EndReason.INTERRUPTED)
    try:
        yield
    finally:
        restore(*usual)
