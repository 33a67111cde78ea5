"""Many crawls side by side on one event loop of one process, so that each goes as fast as its hosts may be asked.

Each has its own file, budget and end; a fault in one ends no other. A host is asked from one queue, whoever asks it.
What takes long and asks nothing is left to another process (`crawler.fetch.finishing.finish_crawl`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

from crawler.fetch.commons import Commons
from crawler.fetch.engine import begin_crawl, continue_crawl
from crawler.fetch.event_loop import run_on_loop
from crawler.fetch.finishing import Ended
from crawler.fetch.one_crawl import OneCrawl
from crawler.fetch.plan import CrawlPlan, Progress
from crawler.kinds import EndReason
from crawler.processors import processors


class Hearer(Protocol):
    """Is told of crawls, each by its name. What it raises is a fault of our own and ends them all."""

    def progress(self, name: str, now: Progress) -> None:
        """A crawl is so far; told twice a second, and at its end."""

    def reads(self, name: str) -> None:
        """A page of this crawl is about to be read: what breaks the process now is most likely that page."""

    def left(self, name: str, ended: Ended) -> None:
        """A crawl has ended. Its file is closed and waits to be finished."""

    def broken(self, name: str, fault: Exception) -> None:
        """A crawl could not begin, or broke off: bad input, a full disk, an error of the program. Its file, if there
        is one, can be resumed."""


class Many:
    """The crawls under way. For the loop's own thread; `commons` are what they share."""

    def __init__(self, hearer: Hearer, commons: Commons) -> None:
        self._hearer = hearer
        self._commons = commons
        self._crawls: dict[str, OneCrawl] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stopped: EndReason | None = None

    def __len__(self) -> int:
        return len(self._tasks)

    @property
    def stopped(self) -> bool:
        """Whether all crawls were told to end."""
        return self._stopped is not None

    def start(
        self, name: str, plan: Callable[[], CrawlPlan], path: Path, goes_on: Callable[[], None] | None = None
    ) -> None:
        """Begin a crawl into a new file at `path`; the hearer is told what becomes of it.

        With `goes_on` the crawl in that file is gone on with; it is called once nothing is in the way of that. `plan`
        is called before, also in a thread, and may raise what `Hearer.broken` is to be told.
        """
        self._tasks[name] = asyncio.get_running_loop().create_task(self._one(name, plan, path, goes_on))

    def stop(self, reason: EndReason = EndReason.INTERRUPTED) -> None:
        """End all crawls early, and those that are only about to begin."""
        self._stopped = self._stopped or reason
        for crawl in self._crawls.values():
            crawl.stop(reason)

    async def one_ended(self) -> None:
        """Wait until a crawl has ended; returns at once when none is under way. Raises what the hearer raised."""
        if self._tasks:
            done, _ = await asyncio.wait(self._tasks.values(), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            self._tasks = {name: task for name, task in self._tasks.items() if task not in done}

    async def _one(
        self, name: str, plan: Callable[[], CrawlPlan], path: Path, goes_on: Callable[[], None] | None
    ) -> None:
        try:
            ended = await self._crawled(name, plan, path, goes_on)
        except Exception as fault:  # noqa: BLE001  # whatever it is, the hearer tells it
            self._hearer.broken(name, fault)
        else:
            self._hearer.left(name, ended)

    async def _crawled(
        self, name: str, plan: Callable[[], CrawlPlan], path: Path, goes_on: Callable[[], None] | None
    ) -> Ended:
        with ExitStack() as opened:

            def begun() -> OneCrawl:
                progress = partial(self._hearer.progress, name)
                if goes_on is None:
                    return begin_crawl(plan(), path, opened, progress, self._commons)
                return continue_crawl(plan(), path, opened, progress, self._commons, begins=goes_on)

            crawl = await asyncio.to_thread(begun)
            crawl.before_reading(partial(self._hearer.reads, name))
            self._crawls[name] = crawl
            opened.callback(self._crawls.pop, name)
            if self._stopped is not None:
                crawl.stop(self._stopped)
            await crawl.run()
            return crawl.ended


Serve: TypeAlias = Callable[[Many], Coroutine[Any, Any, None]]


def serve_crawls(hearer: Hearer, serve: Serve) -> None:
    """Run `serve` on the loop; it starts crawls and returns when it wants no more. Blocks until the last has ended.

    SIGINT and SIGTERM end all crawls early (`interrupted`): what was recorded is kept, and each can go on.
    """
    commons = Commons(at_once=processors())
    many = Many(hearer, commons)

    async def to_the_end() -> None:
        try:
            await serve(many)
            while len(many):
                await many.one_ended()
        finally:
            commons.close()

    run_on_loop(to_the_end(), many.stop)


class Order(NamedTuple):
    """A crawl to be made: what it is called, its plan, and its new file."""

    name: str
    plan: CrawlPlan
    path: Path


def run_crawls(orders: Iterable[Order], concurrency: int, hearer: Hearer) -> None:
    """Make all crawls, at most `concurrency` at a time, in this order. Blocks. Signals as in `serve_crawls`; what had
    not begun then is never begun, and nothing is told of it."""

    async def serve(many: Many) -> None:
        for order in orders:
            while len(many) >= concurrency:
                await many.one_ended()
            if many.stopped:
                return
            many.start(order.name, partial(_itself, order.plan), order.path)

    serve_crawls(hearer, serve)


def _itself(plan: CrawlPlan) -> CrawlPlan:
    return plan
