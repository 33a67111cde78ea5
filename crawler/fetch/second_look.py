"""Second looks: what failed is asked again later in the same run, before anybody calls it broken."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from config.policy import policy
from crawler.answer import Answer
from crawler.fetch.feed import trail_of
from crawler.fetch.glimpse import glimpse_of
from crawler.fetch.look import Look, Trail
from crawler.fetch.probe import Prober
from crawler.fetch.proof import conclude, due
from crawler.fetch.recorder import Recorder
from crawler.kinds import AnswerKind, TargetKind
from crawler.store.writer import CrawlStore


class SecondLooks:
    """Asks again, each time in another manner (`crawler.fetch.manner`), and never right after the failure.

    The pause before a second look is `pause_s`, before a third twice that, and so on. No more pages than the least
    window (policy "feed") are held until those that came before them are recorded: they may all be large.
    """

    def __init__(self, store: CrawlStore, prober: Prober, pause_s: float) -> None:
        self._store = store
        self._prober = prober
        self._pause_s = pause_s
        self._later = 0  # what is due and was not handed to the prober yet

    @property
    def left(self) -> int:
        """How many addresses are still to be looked at: of these looks, or whatever else the prober is asked for."""
        return self._later + self._prober.left

    def pages_due(self) -> list[tuple[str, Answer]]:
        """Addresses on the ledger whose answer needs another look."""
        return [(url, answer) for url, answer in self._due() if self._store.row(url) is not None]

    def targets_due(self, kinds: Mapping[str, TargetKind]) -> list[tuple[str, Answer]]:
        """Those of the probed addresses whose answer needs another look."""
        return [(url, answer) for url, answer in self._due() if url in kinds]

    async def at_pages(self, recorder: Recorder) -> None:
        """Look again at all pages that are due; those that answer now are read and followed.

        Those that did not answer in time come last and together: each of them costs its batch all that time.
        """
        due = sorted(self.pages_due(), key=lambda each: each[1].kind is AnswerKind.TIMEOUT)
        await self._pause(due)
        window = policy().feed.window
        for start in range(0, len(due), window):
            batch = due[start : start + window]
            self._later = len(due) - start - len(batch)
            rows = {url: row for url, _ in batch if (row := self._store.row(url)) is not None}
            before = {url: len(answer.attempts) for url, answer in batch}
            looks = await self._looks(
                replace(trail_of(row), again=before[url], referer=row.referrer) for url, row in rows.items()
            )
            for url, answer in batch:  # in this order, whoever answered first: the file must not depend on timing
                if url in rows:
                    recorder.settle(looks[url], rows[url], answer.attempts)

    async def at_targets(self, kinds: Mapping[str, TargetKind]) -> None:
        """Look again at all probed addresses that are due."""
        due = self.targets_due(kinds)
        await self._pause(due)
        earlier = {url: answer.attempts for url, answer in due}

        def record(look: Look) -> None:
            self._store.record_answer(look.trail.url, conclude(look, earlier[look.trail.url]), glimpse_of(look))

        trails = [Trail(url, kinds[url], again=len(attempts)) for url, attempts in earlier.items()]
        self._later = 0
        await self._prober.run(trails, record)

    async def _looks(self, trails: Iterable[Trail]) -> dict[str, Look]:
        looks: dict[str, Look] = {}

        def keep(look: Look) -> None:
            looks[look.trail.url] = look

        await self._prober.run(trails, keep)
        return looks

    async def _pause(self, due: list[tuple[str, Answer]]) -> None:
        self._later = len(due)
        looks = max((len(answer.attempts) for _, answer in due), default=1)
        await asyncio.sleep(self._pause_s * 2 ** (looks - 1))

    def _due(self) -> Iterator[tuple[str, Answer]]:
        return ((url, answer) for url, answer in self._store.answers_to_confirm() if due(answer))
