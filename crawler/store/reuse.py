"""Pages and files of an earlier crawl file, as they can be put into a new one without being read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from crawler.answer import Answer, day_in_china
from crawler.facts import DocumentFacts, Link, PageFacts
from crawler.kinds import PageKind, Region, TargetKind
from crawler.outline import PageOutline
from crawler.store import answer_rows, documents
from crawler.store.connection import CrawlFile
from crawler.store.ledger import Role
from crawler.store.page_facts import FactsReader, Packed

_KINDS = {kind.value: kind for kind in TargetKind}
_REGIONS = {region.value: region for region in Region}
_REMEMBERED = 20_000
"""Links that are known without a look into the file: some 8 MB."""
_ANSWER = ", ".join(f"a.{name.strip()}" for name in answer_rows.COLUMNS.split(","))


class KeptBlock(NamedTuple):
    """A run of links of a page: what it is recognised by, and which links they are (their ids in the earlier file)."""

    hash: bytes
    region: Region
    links: tuple[int, ...]


@dataclass(frozen=True)
class KeptPage:
    """A page as it lies in the earlier file (`pages`): `packed` are its facts, `since` the day when its chain saw it
    first."""

    pages: KeptPages
    id: int
    answer: Answer
    family: str
    kind: PageKind
    packed: Packed
    since: str

    @property
    def facts(self) -> PageFacts:
        """What was read on it."""
        return self.packed.facts

    @property
    def outline(self) -> PageOutline:
        """Some of that."""
        return self.packed.outline


class KeptPages:
    """Looks pages and files of an earlier crawl up. Changes nothing."""

    def __init__(self, file: CrawlFile) -> None:
        self._file = file
        self._facts = FactsReader(file)
        self._links: dict[tuple[int, Region], Link] = {}

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
            f"SELECT p.url_id, p.family, p.kind, p.facts, p.dictionary, p.known_since, {_ANSWER} FROM url u "
            "JOIN page p ON p.url_id = u.id JOIN answer a ON a.url_id = u.id WHERE u.url = ?",
            (url,),
        ).fetchone()
        if row is None or row[0] in self._holders:
            return None
        page_id, family, kind, data, dictionary, since, *columns = row
        answer = answer_rows.from_row(columns)
        packed = Packed(self._facts, data, dictionary)
        return KeptPage(self, page_id, answer, family, PageKind(kind), packed, since or day_in_china(answer.fetched_at))

    def read_through(self) -> None:
        """Read every page, link and file once. Raises what reading them raises when the file is damaged."""
        for (url,) in self._file.execute("SELECT u.url FROM page p JOIN url u ON u.id = p.url_id ORDER BY u.id"):
            kept = self.page(url)
            if kept is not None:
                _ = kept.facts, self.blocks(kept, known=lambda _: True)
        for (link_id,) in self._file.execute("SELECT id FROM link"):
            self._link(link_id, Region.BODY)
        for _ in documents.read(self._file):
            pass

    def blocks(self, page: KeptPage, known: Callable[[bytes], bool] = lambda _: False) -> list[KeptBlock]:
        """The blocks of a page in document order; those whose hash is `known` come without their links."""
        rows = self._file.execute(
            "SELECT b.id, b.hash, b.region FROM page_block p JOIN block b ON b.id = p.block_id WHERE p.page_id = ? "
            "ORDER BY p.position",
            (page.id,),
        ).fetchall()
        return [KeptBlock(mark, _REGIONS[region], () if known(mark) else self._parts(at)) for at, mark, region in rows]

    def _parts(self, block_id: int) -> tuple[int, ...]:
        rows = self._file.execute("SELECT link_id FROM block_part WHERE block_id = ? ORDER BY position", (block_id,))
        return tuple(link_id for (link_id,) in rows)

    def link(self, link_id: int, region: Region) -> Link:
        """A link of the earlier file, as it stands in a region."""
        known = self._links.get((link_id, region))
        if known is None:
            if len(self._links) == _REMEMBERED:
                self._links.clear()
            known = self._links[link_id, region] = self._link(link_id, region)
        return known

    def _link(self, link_id: int, region: Region) -> Link:
        href, url, text, kind, fragment = self._file.execute(
            "SELECT coalesce(l.href, u.url), u.url, l.text, l.kind, l.fragment FROM link l "
            "LEFT JOIN url u ON u.id = l.url_id WHERE l.id = ?",
            (link_id,),
        ).fetchone()
        return Link(href, url, text, _KINDS[kind], region, fragment)

    def answer(self, url: str) -> Answer | None:
        """The last word on a canonical URL; None when it was not asked."""
        row = self._file.execute(
            f"SELECT {_ANSWER} FROM url u JOIN answer a ON a.url_id = u.id WHERE u.url = ?", (url,)
        ).fetchone()
        return answer_rows.from_row(row) if row else None

    def document(self, url: str) -> DocumentFacts | None:
        """What the file at a canonical URL said; None when it was not read."""
        return documents.find(self._file, url)
