"""Crawls in a process of its own, so that what a crawl holds in memory is free again when it is judged.

The child stays in the process group of its parent: what the terminal says to one (Ctrl-C, Ctrl-Z) it says to both. What
only the parent hears is passed on by a signal that may come twice.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import TypeAlias

from config.errors import Place, UserError
from config.garbage import memory_shared
from crawler.fetch.plan import ASKED_TO_STOP, CrawlEnd, Progress
from xuncha.interruptions import INTERRUPTIONS, interruptions_wait

Told: TypeAlias = Callable[[Progress], None]
Crawling: TypeAlias = Callable[[Told | None], CrawlEnd]

_SIGNALS = INTERRUPTIONS | {ASKED_TO_STOP}
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def crawled_apart(folder: Path, crawl: Crawling, progress: Told | None) -> CrawlEnd:
    """What `crawl` returns, which works in `folder` and is handed whom to tell its progress.

    Raises what `crawl` raises, and `UserError` when its process is killed: what was recorded is kept then, as after a
    loss of power. Where forking is not safe (another system than Linux, other threads), it is done in this process.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return crawl(progress)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_crawl, args=(crawl, theirs, progress is not None, os.getpid()), name="crawl")
    with contextlib.closing(ours), _passing_on(child) as interrupted:
        with interruptions_wait(_SIGNALS), memory_shared():  # none comes to a child before it can tell what it means
            child.start()
        theirs.close()
        try:
            said = _listen(ours, progress)
            child.join()
        finally:
            child.kill()
            child.join()
    if isinstance(said, CrawlEnd):
        return said
    if said is None:
        said = KeyboardInterrupt() if interrupted.is_set() else _killed(child, folder)
    raise said


def _listen(pipe: Connection, progress: Told | None) -> CrawlEnd | BaseException | None:
    """What the child says last; None when it ends without a word."""
    while True:
        try:
            said = pipe.recv()
        except EOFError:
            return None
        if not isinstance(said, Progress):
            last: CrawlEnd | BaseException = said
            return last
        if progress is not None:
            progress(said)


@contextlib.contextmanager
def _passing_on(child: BaseProcess) -> Iterator[threading.Event]:
    """Ask the child to stop at the first SIGINT or SIGTERM, and say so; a second one has its usual effect."""
    before = {number: signal.getsignal(number) for number in INTERRUPTIONS}
    asked = threading.Event()

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def ask(_number: int, _frame: FrameType | None) -> None:
        restore()
        if child.pid is None:  # nothing has begun
            raise KeyboardInterrupt
        asked.set()
        if child.is_alive():
            os.kill(child.pid, ASKED_TO_STOP)

    for number in before:
        signal.signal(number, ask)
    try:
        yield asked
    finally:
        restore()


def _crawl(crawl: Crawling, pipe: Connection, is_watched: bool, parent: int) -> None:
    """The life of the child. It ends with its parent, however that ends."""
    interrupt = _interrupting()
    for number in _SIGNALS:
        signal.signal(number, interrupt)
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        return
    try:
        import crawler.fetch.engine  # noqa: F401, PLC0415 - an interruption that meets an import may be lost there

        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        said: CrawlEnd | BaseException = crawl(pipe.send if is_watched else None)
    except BaseException as fault:  # noqa: BLE001 - whatever it is, the parent raises it
        said = _tellable(fault)
    pipe.send(said)


def _interrupting() -> Callable[[int, FrameType | None], None]:
    """What a signal does while no loop runs. The terminal's Ctrl-C is followed by the parent's word, which means no
    more than it."""
    interrupted = False

    def interrupt(number: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        if number != ASKED_TO_STOP or not interrupted:
            interrupted = True
            raise KeyboardInterrupt

    return interrupt


def _tellable(fault: BaseException) -> BaseException:
    """The fault, or one that can be handed to another process in its place, with its trace as a note."""
    fault.add_note("".join(traceback.format_exception(fault)))
    try:
        pickle.loads(pickle.dumps(fault))
    except Exception as reason:  # noqa: BLE001 - whatever keeps it from being handed over
        instead = RuntimeError(f"{type(fault).__name__}: {fault} ({reason})")
        instead.add_note(fault.__notes__[-1])
        return instead
    return fault


def _killed(child: BaseProcess, folder: Path) -> UserError:
    code = child.exitcode or 0
    how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
    return UserError("crawl-killed", place=Place(folder), how=how, folder=folder)
