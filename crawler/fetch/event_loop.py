"""The one event loop of this process on which crawls run, and how a crawl on it is told to stop.

Twisted's asyncio reactor is installed on the loop once and marked as running, but the loop is run by us, crawl by
crawl. So there is no reactor to restart (Twisted's cannot), no thread and no child process; signals reach the loop
that does the work.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

from twisted.internet import asyncioreactor

from crawler.fetch.guard import Guard
from crawler.fetch.guarded_twisted import GuardedResolver
from crawler.fetch.header_limit import limit_headers
from crawler.fetch.wire import keep_heads
from crawler.kinds import EndReason

_IN_USE = threading.Lock()
_PATIENCE_S = 0.2
"""For an idle thread to end."""
_RESOLVER = GuardedResolver()


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


def run_on_loop(work: Coroutine[Any, Any, None], stop: Stop, guard: Guard) -> None:
    """Run a crawl to its end on the shared loop. Blocks; a second caller waits until the first is done.

    While it runs in the main thread, the first SIGINT or SIGTERM calls `stop(INTERRUPTED)`; a second one has its
    usual effect.
    """
    with _IN_USE:
        loop = _loop()
        _RESOLVER.guard = guard
        with _signals(loop, stop), _own_threads(loop):
            loop.run_until_complete(work)


@contextmanager
def _own_threads(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Threads for name lookups that end with the crawl, so that what follows it may divide its work by forking.

    A lookup that hangs is not waited for; its thread ends when it does.
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
    asyncioreactor.install(loop)  # type: ignore[no-untyped-call]
    from twisted.internet import reactor  # noqa: PLC0415  # exists only after it was installed

    reactor.startRunning(installSignalHandlers=False)
    keep_heads()
    limit_headers()
    _RESOLVER.install(reactor)
    return loop


@contextmanager
def _signals(loop: asyncio.AbstractEventLoop, stop: Stop) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)

    def interrupt() -> None:
        restore()
        stop(EndReason.INTERRUPTED)

    for number in before:
        loop.add_signal_handler(number, interrupt)
    try:
        yield
    finally:
        restore()
