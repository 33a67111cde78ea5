"""The batch's side of the process that crawls (`xuncha.batch.fleet`): begun when needed, and anew after a break."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from crawler.fetch.plan import Progress
from xuncha.batch.crew import Crew, Task
from xuncha.batch.fleet import Errand
from xuncha.batch.tasks import Crawled, Failed, Of

NAME = "fleet"


class Fleets:
    """One process of the crew after another. `task` makes its task from the end of the pipe by which errands come."""

    def __init__(self, crew: Crew, task: Callable[[Connection], Task], log: Path, silence_s: float) -> None:
        self._crew = crew
        self._task = task
        self._log = log
        self._silence_s = silence_s
        self._errands: Connection | None = None
        self.under_way: set[str] = set()
        """The portals that it crawls."""
        self._read_last = ""

    def crawl(self, errand: Errand) -> None:
        """Have a portal crawled. Raises `OSError` when the system gives no process."""
        if self._errands is None:
            theirs, ours = multiprocessing.Pipe(duplex=False)
            try:
                self._crew.start(NAME, self._task(theirs), self._log, self._silence_s)
            except OSError:
                ours.close()
                raise
            finally:
                theirs.close()
            self._errands = ours
        self.under_way.add(errand.portal)
        with contextlib.suppress(OSError):  # it has just ended, which is heard of in a moment
            self._errands.send(errand)

    def dismiss(self) -> None:
        """Let the process end once it has crawled what it was given."""
        if self._errands is not None:
            self._errands.close()
            self._errands = None

    def heard(self, said: Of) -> Progress | Crawled | Failed | None:
        """What is new of its portal."""
        if said.report is None:
            self._read_last = said.portal
        elif isinstance(said.report, (Crawled, Failed)):
            self.under_way.discard(said.portal)
        return said.report

    def ended(self, *, well: bool) -> tuple[set[str], set[str]]:
        """The process has ended. Returns the portals it has left in the middle, and those of them that must not go on
        together with others: unless it ended `well`, the one whose page was read last, or all, where that is none."""
        self.dismiss()
        left, self.under_way = self.under_way, set()
        suspects = left & {self._read_last} or left
        self._read_last = ""
        return left, set() if well else suspects
