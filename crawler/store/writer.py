"""The write side of a crawl file. A page, its links, its new ledger rows and its done mark are one transaction.

Work is committed after every `COMMIT_EVERY` recorded answers, counted and not timed, so that two equal runs write
equally. A kill loses at most the answers since then, and their URLs are still waiting.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from crawler.answer import Answer, day_in_china
from crawler.facts import DocumentFacts, Glimpse, Link, Observation, PageFacts, PageReading
from crawler.kinds import BROKEN, NOT_OBSERVED, TRANSIENT, EndReason, PageKind, TargetKind
from crawler.store import answer_rows, crawl_file, documents, glimpses, kept, observations
from crawler.store.crawl_file import CrawlFile, clear_errors, sha256
from crawler.store.kept import Kept
from crawler.store.ledger import Counts, LedgerRow, Role, Waiting, count
from crawler.store.page_facts import unpack
from crawler.store.store_rows import StoreRows

__all__ = ["COMMIT_EVERY", "Counts", "CrawlStore", "LedgerRow", "Role", "Waiting"]

COMMIT_EVERY = 20
"""Recorded answers in one transaction: at the usual one request in a second, a kill costs 20 seconds of work."""

OUT_OF_SCOPE = "scope"
_CHUNK = 1000
_LEDGER_ROW = (
    "SELECT l.url_id, u.url, l.priority, l.depth, l.role, r.url FROM ledger l JOIN url u ON u.id = l.url_id "
    "LEFT JOIN url r ON r.id = l.referrer"
)


class CrawlStore:
    """An open crawl file: one writer, one thread; the write lock is held as long as the store is open.

    Every method raises `UserError` when the disk is full, the folder is read-only or the file is damaged.
    Leaving the context without `seal` commits and keeps the file usable (`resume`).
    """

    def __init__(self, file: CrawlFile) -> None:
        self._file = file
        self._rows = StoreRows(file)
        self._uncommitted = 0
        self._depth = 0
        self._open = True
        self.before_commit: list[Callable[[], None]] = []
        """What is done before every commit of recorded answers, to write down how far everything else is."""
        file.execute("BEGIN IMMEDIATE")
        kept.make_room(file)

    @classmethod
    def create(cls, path: Path, meta: Mapping[str, Any]) -> Self:
        """Start a new file. `meta` holds JSON values; its `portal` is `Portal.model_dump(mode="json", by_alias=True)`.

        Raises `UserError` when the path is taken or cannot be written.
        """
        store = cls(crawl_file.open_new(path))
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

    def take(self, limit: int, busy: Collection[int]) -> list[LedgerRow]:
        """At most `limit` waiting URLs whose ids are not in `busy`: highest priority first, then oldest."""
        rows = self._file.execute(
            f"{_LEDGER_ROW} WHERE l.state = 0 ORDER BY l.priority DESC, l.url_id LIMIT ?", (limit + len(busy),)
        )
        return [_ledger_row(row) for row in rows if row[0] not in busy][:limit]

    def still_waiting(self, ids: Iterable[int]) -> list[LedgerRow]:
        """Of some rows those that wait, in the same order."""
        query = f"{_LEDGER_ROW} WHERE l.state = 0 AND l.url_id = ?"
        found = (self._file.execute(query, (each,)).fetchone() for each in ids)
        return [_ledger_row(row) for row in found if row is not None]

    def waiting_urls(self) -> set[str]:
        """Everything that waits."""
        rows = self._file.execute("SELECT u.url FROM ledger l JOIN url u ON u.id = l.url_id WHERE l.state = 0")
        return {url for (url,) in rows}

    def ledger(self) -> Iterator[tuple[str, Role]]:
        """Every address on the ledger in whatever state, in the order of discovery."""
        rows = self._file.execute("SELECT u.url, l.role FROM ledger l JOIN url u ON u.id = l.url_id ORDER BY u.id")
        return ((url, Role(role)) for url, role in rows)

    def waits_for_pages(self) -> bool:
        """Whether anything waits that may bring something new: pages and parts of lists."""
        found = self._file.execute("SELECT 1 FROM ledger WHERE state = 0 AND role <> ? LIMIT 1", (Role.ALIAS,))
        return found.fetchone() is not None

    def waiting_aliases(self) -> list[str]:
        """Further addresses of known pages that wait, in the order in which they became known."""
        rows = self._file.execute(
            "SELECT u.url FROM ledger l JOIN url u ON u.id = l.url_id WHERE l.state = 0 AND l.role = ? ORDER BY u.id",
            (Role.ALIAS,),
        )
        return [url for (url,) in rows]

    def row(self, url: str) -> LedgerRow | None:
        """The ledger row of a URL in whatever state, or None when it is not on the ledger."""
        found = self._file.execute(f"{_LEDGER_ROW} WHERE u.url = ?", (url,)).fetchone()
        return _ledger_row(found) if found else None

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
            self._rows.page(url_id, reading.facts, reading.links, shown_on)
            self._rows.wait(follow)
        self._recorded()

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
            "SELECT p.url_id, u.url, a.fetched_at FROM page p JOIN url u ON u.id = p.url_id "
            "JOIN answer a ON a.url_id = p.url_id WHERE a.fetched_at <> '' ORDER BY p.url_id"
        ).fetchall()
        known = 0
        for url_id, url, fetched_at in rows:
            before = since(url)
            known += before is not None
            self.date_page(url_id, before or day_in_china(fetched_at))
        return known

    def date_page(self, url_id: int, day: str) -> None:
        """Write the first day (ISO, in China) on which a page is known to have been seen."""
        self._file.execute("UPDATE page SET known_since = ? WHERE url_id = ?", (day, url_id))

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

    def recorded(self, url_id: int) -> tuple[str | None, PageFacts]:
        """The hash of the body and the facts of a recorded page."""
        body_hash, facts = self._file.execute(
            "SELECT a.body_hash, p.facts FROM page p JOIN answer a ON a.url_id = p.url_id WHERE p.url_id = ?", (url_id,)
        ).fetchone()
        return body_hash, unpack(facts)

    def pages(self) -> Iterator[tuple[int, str, PageFacts]]:
        """Every recorded page and answer of an interface with its id and address, in the order of discovery."""
        rows = self._file.execute(
            "SELECT p.url_id, u.url, p.facts FROM page p JOIN url u ON u.id = p.url_id ORDER BY p.url_id"
        )
        return ((url_id, url, unpack(facts)) for url_id, url, facts in rows)

    def has_document(self, url: str) -> bool:
        """Whether something was recorded of what a file says."""
        query = "SELECT 1 FROM document d JOIN url u ON u.id = d.url_id WHERE u.url = ?"
        return self._file.execute(query, (url,)).fetchone() is not None

    def tried(self) -> set[str]:
        """The kinds of trials of which something was recorded."""
        return {kind for (kind,) in self._file.execute("SELECT DISTINCT kind FROM observation")}

    def settled_files(self) -> Iterator[tuple[str, str]]:
        """Addresses on the ledger that were asked for as pages and sent content that is no page: media types."""
        return iter(
            self._file.execute(
                "SELECT u.url, coalesce(a.content_type, '') FROM ledger l JOIN answer a ON a.url_id = l.url_id "
                "JOIN url u ON u.id = l.url_id WHERE l.state = 1 AND a.answer = 'content' AND a.file_type IS NULL "
                "AND a.shows IS NULL "
                "AND NOT EXISTS (SELECT 1 FROM page p WHERE p.url_id = l.url_id) ORDER BY l.url_id"
            )
        )

    def seen_under_way(self) -> set[str]:
        """Addresses that some recorded answer leads to: its redirects, and where they end."""
        rows = self._file.execute("SELECT final_url, redirects FROM answer WHERE final_url IS NOT NULL")
        return {url for final, redirects in rows for url in (final, *json.loads(redirects or "[]"))}

    def unanswered(self) -> set[str]:
        """Known addresses without an answer."""
        rows = self._file.execute(
            "SELECT url FROM url WHERE NOT EXISTS (SELECT 1 FROM answer a WHERE a.url_id = url.id)"
        )
        return {url for (url,) in rows}

    def answer(self, url: str) -> Answer | None:
        """The recorded answer of a URL; None when it was not asked."""
        row = self._file.execute(
            f"SELECT {answer_rows.COLUMNS} FROM answer a JOIN url u ON u.id = a.url_id WHERE u.url = ?", (url,)
        ).fetchone()
        return answer_rows.from_row(row) if row else None

    def answers(self) -> Iterator[tuple[str, Answer]]:
        """Every recorded answer with its URL, in the order in which the URLs became known."""
        return self._answers("1")

    def faults(self) -> Iterator[tuple[str, Answer]]:
        """Every recorded answer that is a fault, proven or not, in the same order."""
        return self._answers(f"answer IN ({_listed(BROKEN)})")

    def glimpses(self) -> dict[str, Glimpse]:
        """What pages elsewhere show, as far as it was recorded, by the address as linked."""
        return dict(glimpses.read(self._file))

    def answers_to_confirm(self) -> Iterator[tuple[str, Answer]]:
        """Answers that deserve a second look: faults that are only suspected, and transient kinds."""
        return self._answers(f"answer IN ({_listed(TRANSIENT)}) OR (NOT confirmed AND answer IN ({_listed(BROKEN)}))")

    def unanswered_targets(
        self, kinds: Collection[TargetKind], *, probed: bool = False
    ) -> Iterator[tuple[str, TargetKind]]:
        """Linked targets of these kinds that have no answer yet, work for the prober; recording goes on meanwhile.

        With `probed` those come along that have one and were never on the ledger: what the prober was given, however
        far it is.

        What was refused is left out, unless only because it is out of scope: such a link can still be broken.
        A target that is linked as several kinds has the alphabetically first one.
        """
        last = 0
        done = "OR NOT EXISTS (SELECT 1 FROM ledger l WHERE l.url_id = b.url_id)" if probed else ""
        while True:
            rows = self._file.execute(
                "SELECT b.url_id, u.url, min(b.kind) AS kind FROM block_link b JOIN url u ON u.id = b.url_id "
                "WHERE b.url_id > ? AND (NOT EXISTS (SELECT 1 FROM answer a WHERE a.url_id = b.url_id) "
                f"{done}) "
                "AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.url_id = b.url_id AND l.state = 2 "
                "AND l.reason <> 'scope') "
                f"GROUP BY b.url_id HAVING kind IN ({_listed(kinds)}) ORDER BY b.url_id LIMIT ?",
                (last, _CHUNK),
            ).fetchall()
            for _, url, kind in rows:
                yield url, TargetKind(kind)
            if len(rows) < _CHUNK:
                return
            last = rows[-1][0]

    @property
    def failing(self) -> int:
        """How many URLs do not open so far: the last word on them is a fault, proven or not."""
        return len(self._rows.failing)

    def counts(self) -> Counts:
        """How far the crawl is (a pass over the ledger and the answers: milliseconds, but not for every page)."""
        return count(self._file)

    # The file ---------------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Commit what was recorded so far."""
        for tell in self.before_commit:
            tell()
        if self._file.in_transaction:
            self._file.execute("COMMIT")
        self._uncommitted = 0
        self._file.execute("BEGIN IMMEDIATE")

    def set_meta(self, key: str, value: Any) -> None:
        """Set one value (JSON) of the crawl's description of itself."""
        self._file.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
            (key, json.dumps(value, ensure_ascii=False, sort_keys=True)),
        )

    def seal(self, end_reason: EndReason) -> str:
        """Finish the file for ever: checkpoint, leave WAL, make it read-only. Returns its SHA-256 in hex."""
        path = self._file.path
        self.set_meta("end_reason", end_reason)
        self._file.execute("DELETE FROM meta WHERE key = 'job'")
        kept.forget(self._file)
        self._file.execute("COMMIT")
        for step in ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA journal_mode = DELETE"):
            self._file.execute(step)
        self.close()
        with clear_errors(path):
            path.chmod(0o444)
        return sha256(path)

    def set_aside(self, copy: Path) -> None:
        """Commit, and put a copy of the file at `copy` that a crawl can go on with, whatever becomes of this one.

        The copy is whole or not there. Raises `UserError` when there is no room.
        """
        self.flush()
        self._file.execute("COMMIT")
        part = copy.with_name(f".{copy.name}.part")
        with clear_errors(copy):
            part.unlink(missing_ok=True)
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

    def _answers(self, condition: str) -> Iterator[tuple[str, Answer]]:
        last = 0
        while True:
            rows = self._file.execute(
                f"SELECT a.url_id, u.url, {answer_rows.COLUMNS} FROM answer a JOIN url u ON u.id = a.url_id "
                f"WHERE a.url_id > ? AND ({condition}) ORDER BY a.url_id LIMIT ?",
                (last, _CHUNK),
            ).fetchall()
            for _, url, *answer in rows:
                yield url, answer_rows.from_row(answer)
            if len(rows) < _CHUNK:
                return
            last = rows[-1][0]


def _ledger_row(row: Sequence[Any]) -> LedgerRow:
    url_id, url, priority, depth, role, referrer = row
    return LedgerRow(url_id, url, priority, depth, Role(role), referrer)


def _listed(kinds: Collection[str]) -> str:
    """Values of our own enumerations as an SQL list."""
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))
