"""Pages and files of an earlier crawl file, as they can be put into a new one without being read again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from crawler.answer import Answer
from crawler.facts import DocumentFacts, Link, PageFacts
from crawler.kinds import PageKind, Region, TargetKind
from crawler.store import answer_rows, documents
from crawler.store.blocks import Block
from crawler.store.crawl_file import CrawlFile
from crawler.store.ledger import Role
from crawler.store.page_facts import unpack

_KINDS = {kind.value: kind for kind in TargetKind}
_REGIONS = {region.value: region for region in Region}
_ANSWER = ", ".join(f"a.{name.strip()}" for name in answer_rows.COLUMNS.split(","))


@dataclass(frozen=True, slots=True)
class KeptBlock:
    """A run of links of a page: the block's `id` in the earlier file, and what it is recognised by."""

    id: int
    hash: bytes
    region: Region


@dataclass(frozen=True)
class KeptPage:
    """A page as it lies in the earlier file: `packed` are its facts."""

    id: int
    answer: Answer
    family: str
    kind: PageKind
    packed: bytes

    @cached_property
    def facts(self) -> PageFacts:
        """What was read on it."""
        return unpack(self.packed)


class KeptPages:
    """Looks pages and files of an earlier crawl up. Changes nothing."""

    def __init__(self, file: CrawlFile) -> None:
        self._file = file

    @cached_property
    def _holders(self) -> frozenset[int]:
        """Pages that show the answers of list interfaces: those links cannot be told from their own."""
        rows = self._file.execute(
            f"SELECT DISTINCT referrer FROM ledger WHERE role = {Role.CALL} AND referrer IS NOT NULL"
        )
        return frozenset(page for (page,) in rows)

    def page(self, url: str) -> KeptPage | None:
        """The page at a canonical URL; None when there is none, or when its links are not its own."""
        row = self._file.execute(
            f"SELECT p.url_id, p.family, p.kind, p.facts, {_ANSWER} FROM url u JOIN page p ON p.url_id = u.id "
            "JOIN answer a ON a.url_id = u.id WHERE u.url = ?",
            (url,),
        ).fetchone()
        if row is None or row[0] in self._holders:
            return None
        page_id, family, kind, facts, *answer = row
        return KeptPage(page_id, answer_rows.from_row(answer), family, PageKind(kind), facts)

    def blocks(self, page: KeptPage) -> list[KeptBlock]:
        """The blocks of a page in document order."""
        rows = self._file.execute(
            "SELECT b.id, b.hash, b.region FROM page_block pb JOIN block b ON b.id = pb.block_id "
            "WHERE pb.page_id = ? ORDER BY pb.position",
            (page.id,),
        )
        return [KeptBlock(block_id, mark, _REGIONS[region]) for block_id, mark, region in rows]

    def links(self, block: KeptBlock) -> tuple[Link, ...]:
        """The links of a block in order."""
        rows = self._file.execute(
            "SELECT coalesce(bl.href, u.url), u.url, bl.text, bl.kind, bl.fragment FROM block_link bl "
            "LEFT JOIN url u ON u.id = bl.url_id WHERE bl.block_id = ? ORDER BY bl.position",
            (block.id,),
        )
        return tuple(
            Link(href, url, text, _KINDS[kind], block.region, fragment) for href, url, text, kind, fragment in rows
        )

    def answer(self, url: str) -> Answer | None:
        """The last word on a canonical URL; None when it was not asked."""
        row = self._file.execute(
            f"SELECT {_ANSWER} FROM url u JOIN answer a ON a.url_id = u.id WHERE u.url = ?", (url,)
        ).fetchone()
        return answer_rows.from_row(row) if row else None

    def document(self, url: str) -> DocumentFacts | None:
        """What the file at a canonical URL said; None when it was not read."""
        return documents.find(self._file, url)


def blocks_of(pages: KeptPages, kept: Iterable[KeptBlock], known: frozenset[bytes]) -> list[Block]:
    """Kept blocks for a new file; those whose hash is `known` there come without their links."""
    return [Block(each.hash, each.region, () if each.hash in known else pages.links(each)) for each in kept]
