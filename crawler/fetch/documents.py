"""Loads the files of the portal whole, within budgets, and has them read; what is left out is kept with its reason.

The request that loads a file is also its probe: its first kilobytes give the verdict, as for every other target. Files
are loaded in an order that only the portal decides, some at once; what is read is recorded in that order too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping

from config.attachment_type import FileUse
from config.lexicon import attachment_types
from config.profiles import Files
from crawler.documents.readers import Readers
from crawler.facts import DocumentFacts
from crawler.fetch.body import Further
from crawler.fetch.file_reuse import FileReuse
from crawler.fetch.look import Look, Trail
from crawler.fetch.offers import Offers
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.probe import Prober
from crawler.kinds import AnswerKind, TargetKind
from crawler.store.writer import CrawlStore

SWITCHED_OFF, NOT_NEWEST, BUDGET, FAILED = "files-not-read", "file-not-newest", "file-budget", "file-not-loaded"
INTERRUPTED = "file-interrupted"
_READ = (FileUse.DOCUMENT, FileUse.ARCHIVE)


class Documents:
    """The files of one crawl."""

    def __init__(
        self,
        plan: CrawlPlan,
        store: CrawlStore,
        prober: Prober,
        readers: Readers,
        offers: Offers,
        *,
        reuse: FileReuse,
    ) -> None:
        self._plan = plan
        self._store = store
        self._prober = prober
        self._readers = readers
        self._further = Further(plan.max_document_bytes, plan.document_s)
        self._offers = offers
        self._reuse = reuse
        self._left: dict[str, str] = {}  # files that have no text yet, with the reason
        self._known: set[str] = set()
        self._chosen: frozenset[str] = frozenset()
        self._kept = store.kept("documents")
        self.waiting = 0
        """Files that are still to be loaded."""

    def choose(self, own: Mapping[str, TargetKind], known: Iterable[str] = ()) -> list[str]:
        """Which of the portal's linked targets are loaded, in order; all other files are noted as left out.

        `known` are addresses that were asked for as pages and sent a file: their answer stands, the text is missing.
        """
        attached = [url for url, kind in own.items() if kind is TargetKind.ATTACHMENT and _is_document(url)]
        self._known = {url for url in known if self._opens(url)}
        files = list(dict.fromkeys((*attached, *sorted(self._known))))
        ranked = self._offers.ranked(files)
        plan = self._plan
        if plan.documents is Files.NONE:
            self._left = dict.fromkeys(files, SWITCHED_OFF)
            return []
        newest = [url for rank, url in ranked if plan.documents is Files.ALL or rank < plan.documents_per_column]
        chosen = newest[: plan.max_documents]
        self._left = dict.fromkeys(files, NOT_NEWEST) | dict.fromkeys(newest, BUDGET)
        for url in [url for url in self._left if self._store.has_document(url)]:
            del self._left[url]
        self._chosen = frozenset(chosen)
        self.waiting = sum(url in self._left for url in chosen)
        return chosen

    def pending(self, chosen: Iterable[str]) -> list[str]:
        """Of the chosen files those that were not loaded yet; what failed waits for a second look."""
        waiting = [url for url in chosen if url in self._left]
        for url in waiting:
            if self._store.answer(url) is not None and not self._opens(url):
                self._left[url] = FAILED
        pending = [url for url in waiting if self._left[url] != FAILED]
        self.waiting = len(pending)
        return pending

    async def load(self, chosen: Collection[str], record: Callable[[Look], None]) -> None:
        """Load and read files until all are done or the budget is used up. `record` takes every look."""
        try:
            await self._load(list(chosen), record)
        finally:
            self.waiting = 0

    def read_again(self, urls: Iterable[str]) -> None:
        """Let files be loaded `late` whose text was taken over and does not hold."""
        self._left.update({url: FAILED for url in urls if self._store.has_document(url)})

    async def late(self) -> None:
        """Load what failed first and answered a second look. Its answer stands already."""
        recovered = [url for url, reason in self._left.items() if reason == FAILED and self._opens(url)]
        self.waiting = len(recovered)
        await self.load(recovered, lambda look: None)

    def finish(self, *, interrupted: bool) -> None:
        """Note every file that opens and was not read, with the reason."""
        for url, reason in sorted(self._left.items()):
            cut = interrupted and reason == BUDGET and url in self._chosen
            self._note_left(url, INTERRUPTED if cut else reason)

    def _note_left(self, url: str, reason: str) -> None:
        answer = self._store.answer(url)
        if answer is not None and answer.kind is AnswerKind.CONTENT:
            self._store.record_document(DocumentFacts(url, answer.file_type or _type_of(url), reason=reason))

    async def _load(self, urls: list[str], record: Callable[[Look], None]) -> None:
        at_once = self._plan.portal.politeness.concurrency
        reading = asyncio.ensure_future(self._read([]))
        try:
            for start in range(0, len(urls), at_once):
                if self._kept.get("bytes", 0) >= self._plan.max_documents_bytes:
                    break
                batch = [self._trail(url) for url in urls[start : start + at_once]]
                looks = await asyncio.gather(*(self._prober.look(trail, self._further) for trail in batch))
                for look in looks:
                    if look.trail.url not in self._known:
                        record(look)
                    self._kept["bytes"] = self._kept.get("bytes", 0) + self._size(look)
                await reading  # of the files before these: no more than two batches are in memory
                reading = asyncio.ensure_future(self._read(looks))
                self.waiting -= len(batch)
            await reading
        finally:
            reading.cancel()

    def _trail(self, url: str) -> Trail:
        """The beginning of a look at a file; the earlier answer of one that was asked for as a page is no measure."""
        kind = TargetKind.ATTACHMENT
        return Trail(url, kind) if url in self._known else self._reuse.trail(url, kind, read=True)

    def _size(self, look: Look) -> int:
        """Bytes that count for the budget: of a file that is unchanged those that it had, so that it is as large."""
        if look.judgement.unchanged:
            return self._reuse.size(look.trail.url)
        return len(look.reply.file.body) if look.reply.file else 0

    async def _read(self, looks: list[Look]) -> None:
        for look in looks:
            url, file = look.trail.url, look.reply.file
            known = self._reuse.document(url) if look.judgement.unchanged else None
            if known is not None:
                self._store.record_document(known)
                del self._left[url]
            elif file is None:
                self._left[url] = FAILED
            elif file.reason is not None:
                self._left[url] = file.reason
                self._note_left(url, file.reason)
            else:
                facts = await self._readers.read(url, file.body)
                self._store.record_document(facts)
                del self._left[url]

    def _opens(self, url: str) -> bool:
        answer = self._store.answer(url)
        return answer is not None and answer.kind is AnswerKind.CONTENT


def _is_document(url: str) -> bool:
    kind = attachment_types().of_url(url)
    return kind is None or kind.use in _READ


def _type_of(url: str) -> str:
    kind = attachment_types().of_url(url)
    return kind.id if kind is not None else "unknown"
