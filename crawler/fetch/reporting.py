"""How far a crawl is, for whoever watches it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from crawler.fetch.plan import CrawlPlan, Progress
from crawler.fetch.recorder import Recorder
from crawler.kinds import EndReason
from crawler.store.writer import CrawlStore

_TICK_S = 0.5  # between two calls of `progress`


class Reporter:
    """Tells `progress` twice a second while `ticking`, and once at the end."""

    def __init__(
        self, plan: CrawlPlan, store: CrawlStore, recorder: Recorder, progress: Callable[[Progress], None] | None
    ) -> None:
        self._plan = plan
        self._store = store
        self._recorder = recorder
        self._progress = progress
        self._started = time.monotonic()
        self.phase = "crawl"
        """What is being done (see `Progress.phase`)."""
        self.left: Callable[[], int] = int
        """Gives how many things are still to be done in this phase."""

    @property
    def seconds(self) -> float:
        """For how long the crawl has been running, without the time in which it was cut off."""
        return time.monotonic() - self._started

    def go_on_after(self, seconds: float) -> None:
        """The crawl had been running for so long when it was cut off."""
        self._started -= seconds

    def waiting(self) -> int:
        """Pages that are still to be asked for in the phase of pages."""
        if self.phase != "crawl":
            return 0
        return max(0, min(self._recorder.waiting, self._plan.max_pages - self._recorder.pages))

    async def ticking(self) -> None:
        """Tell for ever; to be cancelled."""
        while True:
            self.tell()
            await asyncio.sleep(_TICK_S)

    def ended(self, reason: EndReason) -> None:
        """Tell for the last time. The file is closed by now, so nothing asks it what is left."""
        self.phase, self.left = "end", int
        self.tell(reason)

    def tell(self, end: EndReason | None = None) -> None:
        """Tell how far it is; `end`: why it ended."""
        if self._progress is None:
            return
        recorder, done = self._recorder, self._recorder.pages
        self._progress(
            Progress(
                done=done,
                known=min(done + max(0, recorder.waiting), max(done, self._plan.max_pages)),
                phase=self.phase,
                left=self.left(),
                end=end,
                seconds=self.seconds,
                asked=recorder.asked,
                columns=recorder.columns,
                failing=self._store.failing,
            )
        )
