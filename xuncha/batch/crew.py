"""Processes that work for a batch: started, listened to, and ended when they say nothing any more.

Each task has a process of its own, so whatever happens to it (a crash in a parser, memory, an endless loop) stays
there. A process leads a process group: it hears no Ctrl-C of the terminal, only what the batch passes on, once; and its
own children (a browser, the reader of files) end with it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from config.errors import UserError
from crawler.fetch.plan import Progress
from crawler.kinds import EndReason
from xuncha.batch.state import at_work
from xuncha.batch.tasks import Failed, Of, Pulse, Report, Tell

LOG = "process.log"
"""What a process wrote beside its results: warnings and the trace of a breakdown. An empty one is removed."""
_PRELOADED = ["xuncha.batch.warm"]
_NEWS = (Progress, Of, Pulse)
"""What is said on the way, and never last."""
_EXIT_S = 10.0
"""So long a process that has closed its pipe, or was killed, may take to end."""

_BEGUN = "begun"
"""The first word of a process: it can tell from now on that it was interrupted."""

Task = Callable[[Tell], None]


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    log: Path
    silence_s: float
    heard: float = field(default_factory=time.monotonic)
    said_last: bool = False
    ended_for: str = ""
    begun: bool = False
    to_interrupt: bool = False


class Crew:
    """The processes under way, by name. Not for threads.

    They work for the batch in `folder`, and say so to whoever would take it up before they have ended. `lang` is that
    of what they say about bad input.
    """

    def __init__(self, folder: Path, lang: str = "zh") -> None:
        self._folder = folder
        self._lang = lang
        self._workers: dict[str, _Worker] = {}
        self._context = _context()

    def __len__(self) -> int:
        return len(self._workers)

    def __contains__(self, name: str) -> bool:
        return name in self._workers

    def start(self, name: str, task: Task, log: Path, silence_s: float) -> None:
        """Begin `task` (it must be picklable). It is ended after `silence_s` seconds in which it reports nothing.

        Raises `OSError` when the system gives no process. An interruption that comes before it works waits until then.
        """
        ours, theirs = self._context.Pipe(duplex=False)
        work = (task, theirs, log, self._folder, self._lang)
        process = self._context.Process(target=_work, args=work, name=name)  # type: ignore[attr-defined]
        try:
            with _interruptions_wait():
                process.start()
        except (OSError, EOFError) as fault:  # the latter from a server of processes that has ended
            ours.close()
            raise OSError(f"no process: {fault}") from fault
        finally:
            theirs.close()
        self._workers[name] = _Worker(process, ours, log, silence_s)

    def reports(self, timeout_s: float) -> Iterator[tuple[str, Report]]:
        """What the processes said within `timeout_s`. Every process ends with something other than progress."""
        by_pipe: dict[Any, str] = {worker.pipe: name for name, worker in self._workers.items()}
        for pipe in wait(list(by_pipe), timeout_s):
            name = by_pipe[pipe]
            yield from ((name, report) for report in self._listen(name))
        now = time.monotonic()
        for name, worker in list(self._workers.items()):
            if now - worker.heard > worker.silence_s:
                worker.ended_for = "silent"
                _end_group(worker.process, signal.SIGKILL)
            elif worker.process.is_alive():
                continue
            yield from ((name, report) for report in self._listen(name, ended=True))

    def interrupt(self, silence_s: float, kind: str) -> None:
        """Ask those whose name begins with `kind` to stop, keep what they have, and be done within `silence_s`."""
        for worker in (worker for name, worker in self._workers.items() if name.startswith(kind)):
            worker.to_interrupt = not worker.begun  # then it hears of it when it has begun
            if worker.begun:
                _interrupt(worker.process)
            worker.silence_s, worker.heard = silence_s, time.monotonic()

    def kill(self) -> None:
        """End all at once."""
        for worker in self._workers.values():
            _end_group(worker.process, signal.SIGKILL)
        for worker in self._workers.values():
            worker.process.join(_EXIT_S)
            worker.pipe.close()
        self._workers.clear()

    def _listen(self, name: str, *, ended: bool = False) -> list[Report]:
        """What a process says; when it has `ended`, its last words, even if a child of its own still holds the pipe."""
        worker = self._workers[name]
        said: list[Report] = []
        try:
            while worker.pipe.poll():
                report = worker.pipe.recv()
                worker.heard = time.monotonic()
                if report == _BEGUN:
                    worker.begun = True
                    if worker.to_interrupt:
                        _interrupt(worker.process)
                    continue
                said.append(report)
                worker.said_last = not isinstance(said[-1], _NEWS)
        except (EOFError, OSError):
            ended = True
        if ended:
            fate = self._bury(name)
            if not worker.said_last:
                said.append(fate)
        return said

    def _bury(self, name: str) -> Failed:
        """Take a process away that has ended; what to say of it if it said nothing itself."""
        worker = self._workers.pop(name)
        worker.process.join(_EXIT_S)
        _end_group(worker.process, signal.SIGKILL)
        worker.process.join(_EXIT_S)
        worker.pipe.close()
        with contextlib.suppress(OSError):
            if worker.log.stat().st_size == 0:
                worker.log.unlink()
        code = -signal.SIGKILL if worker.process.exitcode is None else worker.process.exitcode
        if worker.ended_for:
            return Failed(worker.ended_for, f"{worker.silence_s:g} s")
        return Failed("crashed", signal.Signals(-code).name if code < 0 else f"exit status {code}")


def _context() -> BaseContext:
    """Processes are forked from a server that has loaded what they need, and nothing else: no open file, no thread."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


@contextlib.contextmanager
def _interruptions_wait() -> Iterator[None]:
    """Processes that begin now hear a Ctrl-C of the terminal when they can tell of it, not before.

    They inherit the mask, also through the server that forks them when it begins here; `_work` takes it off.
    """
    resource_tracker.ensure_running()  # beginning it takes the mask off
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(task: Task, pipe: Connection, log: Path, folder: Path, lang: str) -> None:
    """The life of a process: do the task, and say last how it went."""
    try:
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        at_work(folder)
        log.parent.mkdir(parents=True, exist_ok=True)
        _write_to(log)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores it
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        pipe.send(_BEGUN)
        task(pipe.send)
    except UserError as error:
        pipe.send(Failed("refused", error.text(lang)))
    except KeyboardInterrupt:
        pipe.send(Failed(EndReason.INTERRUPTED.value))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told, and the trace is in the log
        traceback.print_exc()
        pipe.send(Failed("broke-down", f"{type(error).__name__}: {error}"[:300]))
    finally:
        pipe.close()


def _write_to(log: Path) -> None:
    """Lead what this process writes into a file; also what it says when it crashes."""
    sys.stdout.flush()
    sys.stderr.flush()
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for number in (1, 2):
        os.dup2(handle, number)
    os.close(handle)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    faulthandler.enable(2)


def _interrupt(process: BaseProcess) -> None:
    if process.pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGINT)


def _end_group(process: BaseProcess, number: signal.Signals) -> None:
    """Send a signal to a process and to those that it started; its group may outlive it."""
    if process.pid is None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if process.is_alive():
            os.kill(process.pid, number)
        os.killpg(process.pid, number)
