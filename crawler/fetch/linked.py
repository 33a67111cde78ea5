"""The second part of a crawl: what its pages link to and the spider does not open is asked for, and files are read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from config.policy import policy
from crawler.documents.readers import Readers
from crawler.evidence.styles import style_sheets
from crawler.fetch.documents import Documents
from crawler.fetch.event_loop import Stop
from crawler.fetch.glimpse import glimpse_of
from crawler.fetch.guard import Guard
from crawler.fetch.look import Look, Trail
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.probe import Prober
from crawler.fetch.recorder import Recorder
from crawler.fetch.reporting import Reporter
from crawler.fetch.reuse import Reuse
from crawler.fetch.scope import Scope
from crawler.fetch.second_look import SecondLooks
from crawler.fetch.targets import Targets
from crawler.kinds import TargetKind
from crawler.store.writer import CrawlStore


@dataclass(frozen=True, slots=True)
class Means:
    """What of a crawl the second part works with."""

    plan: CrawlPlan
    store: CrawlStore
    scope: Scope
    recorder: Recorder
    reuse: Reuse
    guard: Guard
    readers: Readers
    prober: Prober
    again: SecondLooks
    told: Reporter
    stop: Stop


class Linked:
    """All that is linked, once the pages are read. `first`: nothing of it was asked for yet, in this run or before it
    was cut off. `prepare` it, `ask` as long as there is time, and `leave` it in any case."""

    def __init__(self, means: Means, *, first: bool) -> None:
        self._means = means
        self._targets = Targets(means.plan, means.store, means.scope, means.recorder.elsewhere)
        self._outside = self._targets.outside(means.guard)
        self._linked = self._targets.to_ask(first=first)
        self._unchanged = means.reuse.files
        self._loaded = means.store.kept("styles")  # what was loaded for the evidence alone: style sheets, pages
        self._documents = Documents(
            means.plan,
            means.store,
            means.prober,
            means.readers,
            means.recorder.offers,
            reuse=self._unchanged,
        )

    def prepare(self, *, resumed: bool) -> None:
        """Take over what other audits know, and choose the files that are read."""
        means = self._means
        self._answered = self._targets.answered(self._linked) if resumed else {}
        self._kinds = self._outside.recall(self._linked, self._answered)
        self._own = {url: kind for url, kind in self._kinds.items() if means.scope.is_own(url)}
        self._files = dict.fromkeys(self._documents.choose(self._own, means.recorder.files))
        means.told.left = lambda: means.again.left + self._documents.waiting

    async def ask(self, deadline: float) -> None:
        """Ask for everything, and look again at what failed. Files are loaded whole and read as far as the plan says,
        after all that is only asked for, in a share of the time until `deadline` (by the clock of the loop)."""
        asked = self._files | self._answered.keys()
        await self._probe([self._unchanged.trail(url, kind) for url, kind in self._kinds.items() if url not in asked])
        if self._files:
            await self._read_files(deadline)
        self._documents.read_again(doubtful := [url for url in self._unchanged.doubtful() if url in self._kinds])
        await self._probe([Trail(url, self._kinds[url]) for url in doubtful])
        controls = self._outside.controls()
        await self._probe([Trail(url, kind) for url, kind in controls.items()])
        again = self._means.again
        while again.targets_due(self._kinds | controls):
            self._means.told.phase = "second-look"
            await again.at_targets(self._kinds | controls)
        await self._documents.late()
        await self._load(self._means.reuse.to_be_recorded())
        if self._means.plan.shots:
            await self._load(style_sheets(self._own))

    def leave(self, *, interrupted: bool) -> None:
        """Write down what was left undone, and for other audits what was answered."""
        self._documents.finish(interrupted=interrupted)
        self._outside.keep()
        self._means.store.set_meta("outside", self._outside.card())

    async def _read_files(self, deadline: float) -> None:
        means, files = self._means, self._files
        means.told.phase = "files"
        now = asyncio.get_running_loop().time()
        until = now + policy().documents.time_share * max(0.0, deadline - now)
        await means.stop.unless(self._documents.load(self._documents.pending(files), self._record), until)
        means.told.phase = "probe"
        await self._probe([Trail(url, self._kinds[url]) for url in files if not means.store.answer(url)])

    async def _probe(self, trails: list[Trail]) -> None:
        await self._means.prober.run(trails, self._record)

    async def _load(self, urls: list[str]) -> None:
        """Load pages for the evidence alone, each once however often the crawl is cut off."""
        trails = [Trail(url, TargetKind.PAGE) for url in urls if url not in self._loaded]
        await self._means.prober.run(trails, self._note_loaded)

    def _record(self, look: Look) -> None:
        self._outside.note(look)
        self._means.store.record_answer(look.trail.url, self._unchanged.concluded(look), glimpse_of(look))

    def _note_loaded(self, look: Look) -> None:
        self._loaded[look.trail.url] = True
