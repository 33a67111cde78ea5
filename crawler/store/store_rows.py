"""How the things of a crawl become rows. `crawler.store.writer` decides when; nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from crawler.answer import Answer
from crawler.facts import Link, PageFacts
from crawler.kinds import BROKEN, PageKind
from crawler.store import answer_rows
from crawler.store.blocks import Block, cut
from crawler.store.connection import CrawlFile
from crawler.store.ledger import Role, Waiting
from crawler.store.page_facts import FactsWriter
from crawler.store.reuse import KeptBlock, KeptPage, KeptPages

_REMEMBERED = 20_000
"""Ids of addresses, of blocks and of links that are known without a look into the file: some 8 MB."""
_BLOCKS = "INSERT INTO page_block (page_id, position, block_id) SELECT ?, key + ?, value FROM json_each(?)"
_PARTS = "INSERT INTO block_part (block_id, position, link_id) SELECT ?, key, value FROM json_each(?)"
"""Ids in a JSON list: a statement for each of them would take half as long again."""
_NEXT_POSITION = "SELECT coalesce(max(position) + 1, 0) FROM page_block WHERE page_id = ?"


class StoreRows:
    """Inserts and updates in an open crawl file."""

    def __init__(self, file: CrawlFile) -> None:
        self._file = file
        broken = ", ".join(f"'{kind}'" for kind in sorted(BROKEN))
        self.failing = {row[0] for row in file.execute(f"SELECT url_id FROM answer WHERE answer IN ({broken})")}
        """Ids of the URLs whose last word is a fault."""
        self._depth = 0
        self._facts = FactsWriter(file)
        self._url_ids: dict[str, int] = {}
        self._block_ids: dict[bytes, int] = {}
        self._link_ids: dict[tuple[str | None, ...], int] = {}
        self._kept_links: dict[int, int] = {}

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Undo everything inside when it fails half-way; what was recorded before stays. Inner ones add nothing."""
        if self._depth:
            yield
            return
        self._file.execute("SAVEPOINT step")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._url_ids.clear()
            self._forget_links()
            if self._file.in_transaction:  # a full disk may have rolled back everything already
                self._file.execute("ROLLBACK TO step")
                self._file.execute("RELEASE step")
            self._facts.forget()
            raise
        finally:
            self._depth -= 1
        self._file.execute("RELEASE step")

    def url_id(self, url: str) -> int:
        """The id of a URL, given now when it was never seen before."""
        known = self._url_ids.get(url)
        if known is not None:
            return known
        stored = _storable(url)
        new = self._inserted("INSERT INTO url (url) VALUES (?) ON CONFLICT DO NOTHING", (stored,))
        url_id = new or int(self._file.execute("SELECT id FROM url WHERE url = ?", (stored,)).fetchone()[0])
        if len(self._url_ids) == _REMEMBERED:
            self._url_ids.clear()
        self._url_ids[url] = url_id
        return url_id

    def wait(self, urls: Iterable[Waiting]) -> None:
        """Put URLs on the ledger unless they are there; an alias that waits becomes the page that it now has to be."""
        for one in urls:
            referrer = self.url_id(one.referrer) if one.referrer else None
            self._file.execute(
                "INSERT INTO ledger (url_id, priority, depth, referrer, role) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (url_id) DO UPDATE SET role = excluded.role, priority = excluded.priority "
                f"WHERE state = 0 AND role = {Role.ALIAS} AND excluded.role = {Role.PAGE}",
                (self.url_id(one.url), one.priority, one.depth, referrer, one.role),
            )

    def refuse(self, url: str, reason: str, role: Role) -> None:
        """Set a URL's ledger row to refused, made when there is none."""
        self._file.execute(
            "INSERT INTO ledger (url_id, state, priority, depth, reason, role) VALUES (?, 2, 0, 0, ?, ?) "
            "ON CONFLICT (url_id) DO UPDATE SET state = excluded.state, reason = excluded.reason",
            (self.url_id(url), reason, role),
        )

    def done(self, url_id: int, role: Role | None = None) -> bool:
        """Set a URL's ledger row to done, and its role to what it turned out to be; False when there is none."""
        cursor = self._file.execute(
            "UPDATE ledger SET state = 1, reason = NULL, role = coalesce(?, role) WHERE url_id = ?", (role, url_id)
        )
        return cursor.rowcount > 0

    def answer(self, url_id: int, answer: Answer, shows: int | None = None) -> None:
        """Write the last word on a URL over an older one; `shows` is the page that it shows under another address."""
        self._file.execute(
            f"INSERT OR REPLACE INTO answer (url_id, {answer_rows.COLUMNS}, shows) VALUES (?, {answer_rows.PLACES}, ?)",
            (url_id, *answer_rows.to_row(answer), shows),
        )
        self._count(url_id, answer)

    def revise(self, url_id: int, answer: Answer) -> None:
        """Write another word on a URL over the one that is there; what it `shows` stays."""
        self._file.execute(
            f"UPDATE answer SET ({answer_rows.COLUMNS}) = ({answer_rows.PLACES}) WHERE url_id = ?",
            (*answer_rows.to_row(answer), url_id),
        )
        self._count(url_id, answer)

    def facts(self, url_id: int, facts: PageFacts, since: str | None = None) -> bool:
        """Write what was read on a page over an older reading, whose links stay; whether there was none."""
        return self._page(url_id, facts.family, facts.kind, self._facts.pack(facts), since)

    def page(
        self,
        url_id: int,
        facts: PageFacts,
        links: Iterable[Link],
        shown_on: str | None = None,
        since: str | None = None,
    ) -> None:
        """Write a page and its links over an older reading; `shown_on` is the page to whose links they are added,
        `since` the day of a page that is new."""
        if not self.facts(url_id, facts, since):
            self._unlink(url_id)
        holder = self.url_id(shown_on) if shown_on else url_id
        (begin,) = self._file.execute(_NEXT_POSITION, (holder,)).fetchone() if shown_on else (0,)
        blocks = [self._block_id(block, map(self._link_id, block.links)) for block in cut(links)]
        self._file.execute(_BLOCKS, (holder, begin, str(blocks)))

    def packed(self, url_id: int, kept: KeptPage, blocks: Iterable[KeptBlock]) -> None:
        """Write a page as an earlier crawl file holds it; blocks that are known here need no links."""
        if not self._page(url_id, kept.family, kept.kind, self._facts.taken_over(kept.packed, kept.kind), kept.since):
            self._unlink(url_id)
        ids = [self._block_id(block, self._kept_link_ids(block, kept.pages)) for block in blocks]
        self._file.execute(_BLOCKS, (url_id, 0, str(ids)))

    def _page(
        self, url_id: int, family: str, kind: PageKind, packed: tuple[bytes, int | None], since: str | None
    ) -> bool:
        row = (family, kind, *packed, url_id)
        sql = (
            "INSERT INTO page (family, kind, facts, dictionary, url_id, known_since) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING"
        )
        if self._inserted(sql, (*row, since)) is not None:
            return True
        self._file.execute("UPDATE page SET family = ?, kind = ?, facts = ?, dictionary = ? WHERE url_id = ?", row)
        return False

    def _unlink(self, page_id: int) -> None:
        self._file.execute("DELETE FROM page_block WHERE page_id = ?", (page_id,))

    def has_block(self, mark: bytes) -> bool:
        """Whether it is remembered that some page has the block with this hash."""
        return mark in self._block_ids

    def has_kept_link(self, link_id: int) -> bool:
        """Whether it is remembered that a link of the earlier file is here too."""
        return link_id in self._kept_links

    def unread(self, url_id: int) -> None:
        """Forget a page with its answer, and let its address wait again. Blocks that no page has any more go too, and
        links that stand in no block."""
        self._forget_links()
        blocks = self._file.execute("SELECT block_id FROM page_block WHERE page_id = ?", (url_id,)).fetchall()
        for table, key in (("page_block", "page_id"), ("page", "url_id"), ("answer", "url_id")):
            self._file.execute(f"DELETE FROM {table} WHERE {key} = ?", (url_id,))
        for (block,) in dict.fromkeys(blocks):
            if self._file.execute("SELECT 1 FROM page_block WHERE block_id = ?", (block,)).fetchone() is None:
                links = self._file.execute("SELECT link_id FROM block_part WHERE block_id = ?", (block,)).fetchall()
                self._file.execute("DELETE FROM block_part WHERE block_id = ?", (block,))
                self._file.execute("DELETE FROM block WHERE id = ?", (block,))
                self._file.executemany(
                    "DELETE FROM link WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM block_part WHERE link_id = ?1)", links
                )
        self._file.execute("UPDATE ledger SET state = 0 WHERE url_id = ?", (url_id,))

    def _count(self, url_id: int, answer: Answer) -> None:
        if answer.kind in BROKEN:
            self.failing.add(url_id)
        else:
            self.failing.discard(url_id)

    def _forget_links(self) -> None:
        for known in (self._block_ids, self._link_ids, self._kept_links):
            known.clear()

    def _block_id(self, block: Block | KeptBlock, link_ids: Iterable[int]) -> int:
        known = self._block_ids.get(block.hash)
        if known is None:
            if len(self._block_ids) == _REMEMBERED:
                self._block_ids.clear()
            known = self._block_ids[block.hash] = self._stored_block(block, link_ids)
        return known

    def _stored_block(self, block: Block | KeptBlock, link_ids: Iterable[int]) -> int:
        stored = (block.hash, block.region)
        block_id = self._inserted("INSERT INTO block (hash, region) VALUES (?, ?) ON CONFLICT DO NOTHING", stored)
        if block_id is None:
            return int(self._file.execute("SELECT id FROM block WHERE hash = ?", (block.hash,)).fetchone()[0])
        self._file.execute(_PARTS, (block_id, str(list(link_ids))))
        return block_id

    def _kept_link_ids(self, block: KeptBlock, pages: KeptPages) -> Iterator[int]:
        for link_id in block.links:
            known = self._kept_links.get(link_id)
            if known is None:
                if len(self._kept_links) == _REMEMBERED:
                    self._kept_links.clear()
                known = self._kept_links[link_id] = self._link_id(pages.link(link_id, block.region))
            yield known

    def _link_id(self, link: Link) -> int:
        """The id of a link, given now when it was never seen before, wherever on a page it stands."""
        key = (link.href, link.url, link.text, link.kind, link.fragment)
        known = self._link_ids.get(key)
        if known is None:
            if len(self._link_ids) == _REMEMBERED:
                self._link_ids.clear()
            known = self._link_ids[key] = self._stored_link(link)
        return known

    def _stored_link(self, link: Link) -> int:
        stored = (
            self.url_id(link.url) if link.url is not None else None,
            _storable(link.text),
            _storable(link.href) if link.href != link.url else None,
            link.kind,
            _storable(link.fragment),
        )
        row = self._file.execute(
            "SELECT id FROM link WHERE url_id IS ? AND text = ? AND href IS ? AND kind = ? AND fragment = ?", stored
        ).fetchone()
        if row is not None:
            return int(row[0])
        new = self._inserted("INSERT INTO link (url_id, text, href, kind, fragment) VALUES (?, ?, ?, ?, ?)", stored)
        assert new is not None
        return new

    def _inserted(self, sql: str, parameters: tuple[Any, ...]) -> int | None:
        """The id of the row that a statement inserts; None when it was there already."""
        cursor = self._file.execute(sql, parameters)
        return cursor.lastrowid if cursor.rowcount else None


def _storable(text: str) -> str:
    """`text` with half surrogate pairs (from cut JSON strings), which no file can hold, as question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
