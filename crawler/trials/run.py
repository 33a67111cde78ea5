"""Makes the trials of one crawl, all at once, and records what each showed as soon as it has ended.

Whatever is not tried leaves an observation that says why, so that "not tried" never looks like "nothing found".
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from crawler.facts import Observation
from crawler.kinds import AnswerKind, TrialKind
from crawler.store.writer import CrawlStore
from crawler.trials.accessibility import try_accessibility
from crawler.trials.ipv6 import try_ipv6
from crawler.trials.load import try_load
from crawler.trials.mobile import try_mobile
from crawler.trials.qr_code import try_qr_codes
from crawler.trials.search import try_search
from crawler.trials.trying import Trying, unseen

log = logging.getLogger(__name__)

Trial = Callable[[Trying], Awaitable[list[Observation]]]

TRIALS: Mapping[TrialKind, Trial] = {
    TrialKind.SEARCH: try_search,
    TrialKind.LOAD: try_load,
    TrialKind.MOBILE: try_mobile,
    TrialKind.IPV6: try_ipv6,
    TrialKind.ACCESSIBILITY: try_accessibility,
    TrialKind.QR_CODE: try_qr_codes,
}
"""Every trial that a crawl can make, in the order in which they begin."""

OFF = "trial-off"
CUT_SHORT = "trial-cut-short"
NO_HOME = "needs-home"


class Trials:
    """The trials of one crawl: `run` makes and records those that were asked for, `leave` says why the others were not
    made."""

    def __init__(self, store: CrawlStore, asked: tuple[TrialKind, ...]) -> None:
        self._store = store
        self._asked = asked

    @property
    def left(self) -> list[TrialKind]:
        """What is to be tried and was not tried before the crawl was cut off."""
        done = self._store.tried()
        return [kind for kind in TRIALS if kind in self._asked and kind not in done]

    @property
    def wanted(self) -> bool:
        """Whether anything is to be tried."""
        return bool(self.left)

    async def run(self, trying: Trying) -> None:
        """Make the trials. May be cancelled, and killed: what was finished is recorded."""
        asked = self.left
        if not trying.homes:
            for kind in asked:
                self._record(kind, unseen(kind, NO_HOME))
            return
        tasks = [asyncio.ensure_future(self._make(kind, trying)) for kind in asked]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def leave(self) -> None:
        """Record of every trial that was not made why, in the order of the kinds."""
        done = self._store.tried()
        for kind in TRIALS:
            if kind not in done:
                self._record(kind, unseen(kind, CUT_SHORT if kind in self._asked else OFF))

    async def _make(self, kind: TrialKind, trying: Trying) -> None:
        self._record(kind, await _one(kind, trying))
        self._store.flush()

    def _record(self, kind: TrialKind, made: list[Observation]) -> None:
        with self._store.together():
            for seen in made or unseen(kind, CUT_SHORT):
                self._store.observe(seen)


async def _one(kind: TrialKind, trying: Trying) -> list[Observation]:
    try:
        return await TRIALS[kind](trying)
    except Exception:  # a fault of ours in one trial must not end the crawl
        log.exception("the trial %s failed", kind)
        return unseen(kind, AnswerKind.OWN_FAILURE.value)
