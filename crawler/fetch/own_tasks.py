"""Tells the tasks of one crawl from those of others on the same loop, so that it can end its own and no other.

Tasks that Scrapy and others start belong to the crawl in whose context they are started. Contexts are handed on by
asyncio, and by `crawler.fetch.event_loop` where Twisted would not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextvars import ContextVar
from typing import Any, TypeAlias
from weakref import WeakSet

Tasks: TypeAlias = "WeakSet[asyncio.Task[Any]]"
_GRACE_S = 1.0
_MOST_ROUNDS = 5
_OWN: ContextVar[Tasks] = ContextVar("own_tasks")


def own_from_here() -> None:
    """What the current task starts from now on, and what that starts, belongs to a crawl of its own."""
    _OWN.set(WeakSet())


def own_tasks() -> set[asyncio.Task[Any]]:
    """The tasks of the current crawl that are not done, without its first one. Raises `LookupError` outside of one."""
    return {task for task in _OWN.get() if not task.done()}


def make_task(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
    """A task factory (`loop.set_task_factory`) that notes to whom a task belongs."""
    task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **options)
    context = options.get("context")
    own = context.get(_OWN) if context is not None else _OWN.get(None)
    if own is not None:
        own.add(task)
    return task


async def end_own_tasks(spared: Collection[asyncio.Task[Any]] = ()) -> None:
    """Cancel all tasks of the current crawl but the spared and its first, and those that they start when they are
    cancelled. What does not end in time is left."""
    for _ in range(_MOST_ROUNDS):
        tasks = own_tasks().difference(spared)
        if not tasks:
            return
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=_GRACE_S)
