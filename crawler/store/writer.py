"""The write side of a crawl file. A page, its links, its new ledger rows and its done mark are one transaction.

Work is committed after every `COMMIT_EVERY` recorded answers, counted and not timed, so that two equal runs write
equally. A kill loses at most the answers since then, and their URLs are still waiting.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from crawler.answer import Answer, day_in_china
from crawler.facts import DocumentFacts, Glimpse, Link, Observation, PageFacts, PageReading
from crawler.kinds import NOT_OBSERVED, EndReason, PageKind
from crawler.store import crawl_file, documents, glimpses, kept, observations
from crawler.store.connection import CrawlFile, clear_errors, closed_on_error
from crawler.store.crawl_file import sha256
from crawler.store.kept import Kept
from crawler.store.ledger import Counts, LedgerRow, Role, Waiting
from crawler.store.questions import StoreQuestions
from crawler.store.reuse import KeptBlock, KeptPage
from crawler.store.store_rows import StoreRows

__all__ = ["COMMIT_EVERY", "Counts", "CrawlStore", "LedgerRow", "Role", "Waiting"]

COMMIT_EVERY = 20
"""Recorded answers in one transaction: at the usual one request in a second, a kill costs 20 seconds of work."""

OUT_OF_SCOPE = "scope"
_DATE_PAGE = "UPDATE page SET known_since = ? WHERE url_id = ?"


class CrawlStore(StoreQuestions):
    """An open crawl file: one writer, one thread; the write lock is held as long as the store is open.

    Every method raises `UserError` when the disk is full, the folder is read-only or the file is damaged.
    Leaving the context without `seal` commits and keeps the file usable (`resume`).
    """

    def __init__(self, file: CrawlFile) -> None:
        super().__init__(file)
        self._rows = StoreRows(file)
        self._uncommitted = 0
        self._depth = 0
        self._open = True
        self.dates_pages = False
        """Whether pages are dated when they are recorded, so that `date_pages` has little to write."""
        self.before_commit: list[Callable[[], None]] = []
        """What is done before every commit of recorded answers, to write down how far everything else is."""
        file.execute("BEGIN IMMEDIATE")
        kept.make_room(file)

    @classmethod
    def create(cls, path: Path, meta: Mapping[str, Any]) -> Self:
        """Start a new file. `meta` holds JSON values; its `portal` is `Portal.model_dump(mode="json", by_alias=True)`.

        Raises `UserError` when the path is taken or cannot be written.
        """
        file = crawl_file.open_new(path)
        with crawl_file.nothing_left_on_error(path), closed_on_error(file):
            store = cls(file)
            for key, value in meta.items():
                store.set_meta(key, value)
            store.flush()
        return store

    @classmethod
    def resume(cls, path: Path) -> Self:
        """Continue a file that was not sealed. Raises `UserError` when it is sealed, foreign, damaged or in use."""
        store = cls(crawl_file.open_to_continue(path))
        store._file.execute("DELETE FROM meta WHERE key = 'end_reason'")  # sealing may have been cut short
        return store

    def kept(self, part: str) -> Kept:
        """What a part of the crawl does not forget until the file is sealed. One at a time for each part."""
        return Kept(self._file, part)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Commit what is recorded inside as one thing, or nothing of it."""
        self._depth += 1
        try:
            with self._rows.all_or_nothing():
                yield
        finally:
            self._depth -= 1
        self._commit_if_due()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Commit and close without sealing. Closing twice, or after `seal`, does nothing."""
        if not self._open:
            return
        self._open = False
        try:
            if self._file.in_transaction:
                for tell in self.before_commit:
                    tell()
                self._file.execute("COMMIT")
        finally:
            self._file.close()

    # The ledger -------------------------------------------------------------------------------------------------

    def add_waiting(self, urls: Iterable[Waiting]) -> None:
        """Put URLs on the ledger; those already on it keep what they have, but a page outranks a waiting alias."""
        with self._rows.all_or_nothing():
            self._rows.wait(urls)

    def refuse(self, url: str, reason: str, role: Role = Role.PAGE) -> None:
        """Mark a URL as refused; it is put on the ledger when unknown.

        `reason` is a kind in `NOT_OBSERVED` (`robots-forbidden`, `budget` …: lowers coverage) or `scope` (does not).
        Raises `ValueError` for another one.
        """
        if reason != OUT_OF_SCOPE and reason not in NOT_OBSERVED:
            raise ValueError(f"{reason!r} is no reason to refuse a URL")
        with self._rows.all_or_nothing():
            self._rows.refuse(url, reason, role)

    # Answers and pages ------------------------------------------------------------------------------------------

    def record_page(
        self,
        url_id: int,
        answer: Answer,
        reading: PageReading,
        follow: Iterable[Waiting],
        shown_on: str | None = None,
    ) -> None:
        """Store a page, its links and its new ledger rows, and mark it done: all or nothing.

        `url_id` comes from `take`; `shown_on` is the recorded page on which a visitor sees the links of an interface's
        answer. Raises `ValueError` when the URL is not on the ledger.
        """
        role = Role.CALL if reading.facts.kind is PageKind.LIST_DATA else Role.PAGE
        with self._rows.all_or_nothing():
            if not self._rows.done(url_id, role):
                raise ValueError(f"URL {url_id} is not on the ledger")
            self._rows.answer(url_id, answer)
            since = day_in_china(answer.fetched_at) if self.dates_pages else None
            self._rows.page(url_id, reading.facts, reading.links, shown_on, since)
            self._rows.wait(follow)
        self._recorded()

    def record_kept(
        self, url_id: int, answer: Answer, kept: KeptPage, blocks: Iterable[KeptBlock], follow: Iterable[Waiting]
    ) -> None:
        """Store a page as an earlier crawl file holds it, with its links and new ledger rows: all or nothing.

        Blocks that `has_block` may come without their links. Raises `ValueError` as `record_page`.
        """
        with self._rows.all_or_nothing():
            if not self._rows.done(url_id, Role.PAGE):
                raise ValueError(f"URL {url_id} is not on the ledger")
            self._rows.answer(url_id, answer)
            self._rows.packed(url_id, kept, blocks)
            self._rows.wait(follow)
        self._recorded()

    def has_block(self, mark: bytes) -> bool:
        """Whether it is remembered that some page has the block with this hash; it may be there all the same."""
        return self._rows.has_block(mark)

    def has_kept_link(self, link_id: int) -> bool:
        """Whether it is remembered that some page has this link of the earlier crawl file; likewise."""
        return self._rows.has_kept_link(link_id)

    def put_back(self, url_ids: Iterable[int]) -> None:
        """Let recorded pages wait again as if they had never been asked for: all or nothing."""
        with self._rows.all_or_nothing():
            crawl_file.index_links(self._file)
            for url_id in url_ids:
                self._rows.unread(url_id)

    def revise_page(
        self, url_id: int, facts: PageFacts, links: Iterable[Link] | None, follow: Iterable[Waiting]
    ) -> None:
        """Put other facts, and unless `links` is None other links, in the place of those of a recorded page.

        Its answer stays. All or nothing, with the new ledger rows.
        """
        with self._rows.all_or_nothing():
            if links is None:
                self._rows.facts(url_id, facts)
            else:
                self._rows.page(url_id, facts, links)
            self._rows.wait(follow)
        self._recorded()

    def record_answer(self, url: str, answer: Answer, glimpse: Glimpse | None = None) -> None:
        """Store the answer of a URL without a page (on the ledger or not); it replaces an older answer.

        `glimpse` is what the page elsewhere shows that answered.
        """
        with self._rows.all_or_nothing():
            url_id = self._rows.url_id(url)
            self._rows.answer(url_id, answer)
            glimpses.write(self._file, url_id, glimpse)
            self._rows.done(url_id)
        self._recorded()

    def record_document(self, facts: DocumentFacts) -> None:
        """Store what was read out of a file, over an older reading."""
        with self._rows.all_or_nothing():
            documents.write(self._file, self._rows.url_id(facts.url), facts)
        self._recorded()

    def date_pages(self, since: Callable[[str], str | None]) -> int:
        """Write for every page since when it is known: what `since` says of its URL, else the day (in China) of its
        answer. Returns how many pages were known before.
        """
        rows = self._file.execute(
            "SELECT p.url_id, u.url, a.fetched_at, p.known_since FROM page p JOIN url u ON u.id = p.url_id "
            "JOIN answer a ON a.url_id = p.url_id WHERE a.fetched_at <> '' ORDER BY p.url_id"
        )
        known, days = 0, []
        for url_id, url, fetched_at, noted in rows:
            before = since(url)
            known += before is not None
            day = before or day_in_china(fetched_at)
            if day != noted:
                days.append((day, url_id))
        self._file.executemany(_DATE_PAGE, days)
        return known

    def date_page(self, url_id: int, day: str) -> None:
        """Write the first day (ISO, in China) on which a page is known to have been seen."""
        self._file.execute(_DATE_PAGE, (day, url_id))

    def observe(self, seen: Observation) -> None:
        """Store what a trial showed."""
        observations.write(self._file, seen)

    def revise_answer(self, url: str, answer: Answer) -> None:
        """Put another word in the place of the one on a URL that was asked. What else its answer left stays."""
        with self._rows.all_or_nothing():
            self._rows.revise(self._rows.url_id(url), answer)
        self._recorded()

    def record_alias(self, url: str, answer: Answer, shows: int | None) -> None:
        """Store the answer of a URL that shows a page which is recorded under another address, whose id is `shows`."""
        with self._rows.all_or_nothing():
            url_id = self._rows.url_id(url)
            self._rows.answer(url_id, answer, shows)
            self._rows.done(url_id, Role.ALIAS)
        self._recorded()

    @property
    def failing(self) -> int:
        """How many URLs do not open so far: the last word on them is a fault, proven or not."""
        return len(self._rows.failing)

    # The file ---------------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Commit what was recorded so far."""
        for tell in self.before_commit:
            tell()
        if self._file.in_transaction:
            self._file.execute("COMMIT")
        self._uncommitted = 0
        self._file.execute("BEGIN IMMEDIATE")

    def index_links(self) -> None:
        """Commit, and make the indexes by which links lead to pages, unless they are there."""
        self.flush()
        self._file.execute("COMMIT")
        crawl_file.index_links(self._file)
        self._file.execute("BEGIN IMMEDIATE")

    def set_meta(self, key: str, value: Any) -> None:
        """Set one value (JSON) of the crawl's description of itself."""
        self._file.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
            (key, json.dumps(value, ensure_ascii=False, sort_keys=True)),
        )

    def seal(self, end_reason: EndReason) -> str:
        """Finish the file for ever: checkpoint, leave WAL, make it read-only. Returns its SHA-256 in hex.

        A kill on the way leaves a crawl that goes on: what that takes is dropped by the very transaction that says how
        the crawl ended. A kill after that one leaves a single step to do (`crawl_file.finish_sealing`).
        """
        path = self._file.path
        self.index_links()
        self.flush()
        self._file.execute("COMMIT")
        for step in ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)", "BEGIN IMMEDIATE"):
            self._file.execute(step)
        with self._rows.all_or_nothing():
            self.set_meta("end_reason", end_reason)
            self._file.execute("DELETE FROM meta WHERE key = 'job'")
            kept.forget(self._file)
        self.before_commit.clear()  # what they write down is of no use any more
        self._file.execute("COMMIT")
        self._open = False
        crawl_file.leave_wal(self._file)
        return sha256(path)

    def set_aside(self, copy: Path) -> None:
        """Commit, and put a copy of the file at `copy` that a crawl can go on with, whatever becomes of this one.

        The copy is whole or not there. Raises `UserError` when there is no room.
        """
        self.flush()
        self._file.execute("COMMIT")
        part = crawl_file.part_of(copy)
        with clear_errors(copy):
            crawl_file.discard(part)
            with closing(sqlite3.connect(part)) as target:
                self._file.backup(target)
            part.replace(copy)
        self._file.execute("BEGIN IMMEDIATE")

    def _recorded(self) -> None:
        self._uncommitted += 1
        self._commit_if_due()

    def _commit_if_due(self) -> None:
        if not self._depth and self._uncommitted >= COMMIT_EVERY:
            self.flush()
