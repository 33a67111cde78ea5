"""The batch's side of the process that crawls (`xuncha.batch.fleet`): begun when needed, and anew after a break."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from xuncha.batch.crew import LOG, Crew, Task
from xuncha.batch.fleet import Errand
from xuncha.batch.state import READING_FILE
from xuncha.batch.tasks import Crawled, Failed, Of

NAME = "fleet"


class Fleets:
    """One process of the crew after another, for the batch in `folder`.

    `task` makes the task from the end of the pipe by which errands come, and the file in which stands whose page is
    read. A process that says nothing for `silence_s` is ended.
    """

    def __init__(self, crew: Crew, task: Callable[[Connection, Path], Task], folder: Path, silence_s: float) -> None:
        self._crew = crew
        self._task = task
        self._log = folder / LOG
        self._reading = folder / READING_FILE
        self._silence_s = silence_s
        self._errands: Connection | None = None
        self.under_way: set[str] = set()
        """The portals that it crawls."""

    @property
    def ready(self) -> bool:
        """Whether a portal can be crawled now: not while a process that takes no more is still about to end."""
        return self._errands is not None or NAME not in self._crew

    def crawl(self, errand: Errand) -> None:
        """Have a portal crawled. Raises `OSError` when the system gives no process."""
        if self._errands is None:
            theirs, ours = multiprocessing.Pipe(duplex=False)
            try:
                self._crew.start(NAME, self._task(theirs, self._reading), self._log, self._silence_s)
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

    def heard(self, said: Of) -> None:
        """Hear how a portal gets on."""
        if isinstance(said.report, (Crawled, Failed)):
            self.under_way.discard(said.portal)

    def ended(self, *, well: bool) -> tuple[set[str], set[str]]:
        """The process has ended. Returns the portals it has left in the middle, and those of them that must not go on
        together with others: unless it ended `well`, the one whose page was read last, or all, where that is none."""
        self.dismiss()
        left, self.under_way = self.under_way, set()
        suspects = left & {self._read_last()} or left
        return left, set() if well else suspects

    def _read_last(self) -> str:
        """The portal of the page that was read last."""
        try:
            name, _, _ = self._reading.read_text("utf-8", errors="replace").partition("\n")
            self._reading.unlink()
        except OSError:  # it has read nothing
            return ""
        return name
