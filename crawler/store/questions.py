"""What a crawl under way asks of its own file: what waits, what was answered, what was recorded."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from crawler.answer import Answer, of_earlier_crawls
from crawler.facts import Glimpse, PageFacts
from crawler.kinds import BROKEN, TRANSIENT, TargetKind
from crawler.store import answer_rows, glimpses
from crawler.store.connection import CrawlFile
from crawler.store.crawl_file import index_links
from crawler.store.ledger import Counts, LedgerRow, Role, count
from crawler.store.page_facts import FactsReader
from crawler.urls import netloc

_CHUNK = 1000
_LEDGER_ROW = (
    "SELECT l.url_id, u.url, l.priority, l.depth, l.role, r.url FROM ledger l JOIN url u ON u.id = l.url_id "
    "LEFT JOIN url r ON r.id = l.referrer"
)


class StoreQuestions:
    """The questions. The write side, `crawler.store.writer.CrawlStore`, inherits them."""

    def __init__(self, file: CrawlFile) -> None:
        self._file = file
        self._facts = FactsReader(file)

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

    def recorded(self, url_id: int) -> tuple[str | None, PageFacts]:
        """The hash of the body and the facts of a recorded page."""
        body_hash, *facts = self._file.execute(
            "SELECT a.body_hash, p.facts, p.dictionary FROM page p JOIN answer a ON a.url_id = p.url_id "
            "WHERE p.url_id = ?",
            (url_id,),
        ).fetchone()
        return body_hash, self._facts.unpack(*facts)

    def linking(self, url: str, most: int) -> list[str]:
        """The first pages, in URL order, on which a link to `url` stands."""
        index_links(self._file)
        rows = self._file.execute(
            "SELECT DISTINCT p.url FROM url t JOIN block_link bl ON bl.url_id = t.id "
            "JOIN page_block pb ON pb.block_id = bl.block_id JOIN url p ON p.id = pb.page_id "
            "WHERE t.url = ? ORDER BY p.url LIMIT ?",
            (url, most),
        )
        return [page for (page,) in rows]

    def taken_over(self, host: str, *, pages: bool) -> list[tuple[int, str]]:
        """The recorded pages, or other targets, on a host whose words were taken over from an earlier crawl: id and
        address, in the order of discovery. `host` with its port, as in `crawler.urls.netloc`."""
        rows = self._file.execute(
            "SELECT a.url_id, u.url, a.attempts FROM answer a JOIN url u ON u.id = a.url_id WHERE a.answer = 'content' "
            "AND EXISTS (SELECT 1 FROM page p WHERE p.url_id = a.url_id) = ? ORDER BY a.url_id",
            (pages,),
        )
        return [
            (url_id, url)
            for url_id, url, attempts in rows
            if netloc(url) == host and of_earlier_crawls(answer_rows.attempts_from_json(attempts))
        ]

    def pages(self) -> Iterator[tuple[int, str, PageFacts]]:
        """Every recorded page and answer of an interface with its id and address, in the order of discovery."""
        rows = self._file.execute(
            "SELECT p.url_id, u.url, p.facts, p.dictionary FROM page p JOIN url u ON u.id = p.url_id ORDER BY p.url_id"
        )
        return ((url_id, url, self._facts.unpack(*facts)) for url_id, url, *facts in rows)

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
                "SELECT b.url_id, u.url, min(b.kind) AS kind FROM link b JOIN url u ON u.id = b.url_id "
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

    def counts(self) -> Counts:
        """How far the crawl is (a pass over the ledger and the answers: milliseconds, but not for every page)."""
        return count(self._file)

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
