"""Observed pages of a crawl file: one by one in URL order, or the one at an address."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from config.registry import Unit
from crawler.facts import PageFacts
from crawler.kinds import PageKind
from crawler.store.connection import CrawlFile
from crawler.store.ownership import owns_all
from crawler.store.page_facts import FactsReader, Packed
from crawler.urls import canonical

_FACTS = "SELECT p.facts, p.dictionary FROM page p"
_AT = f"{_FACTS} JOIN url u ON u.id = p.url_id WHERE u.url = ? AND p.kind <> '{PageKind.LIST_DATA}'"
"""The page that was recorded under an address itself; it goes before all detours (see `PageQueries.id_of`)."""


class Share(NamedTuple):
    """One of `of` shares of all pages, counted from 0: all shares together are all pages, each page once."""

    number: int
    of: int


WHOLE = Share(0, 1)
"""All pages."""


class PageQueries:
    """Reads pages. Relies on the temporary table `owned` of `crawler.store.sight`."""

    def __init__(self, file: CrawlFile) -> None:
        self._file = file
        self._facts = FactsReader(file)

    def each(
        self, unit: Unit | None = None, share: Share | None = None, kinds: Collection[PageKind] | None = None
    ) -> Iterator[PageFacts]:
        """Facts of every observed page that a visitor opens (or of a share of them, of some kinds), in URL order."""
        return (self._facts.unpack(*row) for row in self._each(unit, share, kinds))

    def packed(self) -> Iterator[Packed]:
        """Every observed page that a visitor opens, in URL order, its facts as they lie in the file."""
        return (Packed(self._facts, *row) for row in self._each())

    def _each(
        self, unit: Unit | None = None, share: Share | None = None, kinds: Collection[PageKind] | None = None
    ) -> Iterator[tuple[bytes, int | None]]:
        condition, values = _of(unit)
        if kinds is not None:
            condition = f"{condition} AND p.kind IN ({', '.join('?' * len(kinds))})"
            values = (*values, *sorted(kinds))
        if share is not None:
            condition, values = f"{condition} AND p.url_id % ? = ?", (*values, share.of, share.number)
        return self._file.execute(
            f"{_FACTS} JOIN url u ON u.id = p.url_id JOIN temp.owned o ON o.url_id = p.url_id "
            f"WHERE p.kind <> '{PageKind.LIST_DATA}' AND {condition} ORDER BY u.url",
            values,
        )

    def counted(self, kinds: Sequence[PageKind]) -> dict[str, int]:
        """How many pages of these kinds each unit owns."""
        rows = self._file.execute(
            "SELECT o.unit, count(*) FROM page p JOIN temp.owned o ON o.url_id = p.url_id "
            f"WHERE p.kind IN ({', '.join('?' * len(kinds))}) GROUP BY o.unit ORDER BY o.unit",
            tuple(kinds),
        )
        return dict(rows.fetchall())

    def list_answers(self) -> Iterator[PageFacts]:
        """Facts of every answer of a list interface, in the order of the calls."""
        rows = self._file.execute(
            f"{_FACTS} JOIN url u ON u.id = p.url_id WHERE p.kind = ? ORDER BY u.url", (PageKind.LIST_DATA,)
        )
        return (self._facts.unpack(*row) for row in rows)

    def find(self, url: str) -> PageFacts | None:
        """Facts of one page, also under an address that led to it by redirects; None when it was not observed."""
        row = self._file.execute(_AT, (canonical(url) or url,)).fetchone()  # nearly always
        if row is None:
            page_id = self.id_of(url)
            row = page_id and self._file.execute(f"{_FACTS} WHERE p.url_id = ?", (page_id,)).fetchone()
        return self._facts.unpack(*row) if row else None

    def known_since(self, unit: Unit | None) -> Iterator[tuple[str, str]]:
        """Address and first day (ISO) on which the chain of runs saw it, of every page of `unit` that has one, in URL
        order."""
        condition, values = _of(unit)
        return self._file.execute(
            "SELECT u.url, p.known_since FROM page p JOIN url u ON u.id = p.url_id "
            f"JOIN temp.owned o ON o.url_id = p.url_id WHERE p.known_since <> '' AND {condition} ORDER BY u.url",
            values,
        )

    def last_modified(self, unit: Unit | None) -> Iterator[tuple[str, str]]:
        """Address and header Last-Modified of every page of `unit` that has one, in URL order."""
        condition, values = _of(unit)
        return self._file.execute(
            "SELECT u.url, a.last_modified FROM page p JOIN url u ON u.id = p.url_id JOIN answer a ON a.url_id = u.id "
            f"JOIN temp.owned o ON o.url_id = p.url_id WHERE a.last_modified <> '' AND {condition} ORDER BY u.url",
            values,
        )

    def any(self, unit: Unit | None) -> bool:
        """Whether any page of `unit` that a visitor opens was observed."""
        condition, values = _of(unit)
        row = self._file.execute(
            "SELECT 1 FROM page p JOIN temp.owned o ON o.url_id = p.url_id "
            f"WHERE p.kind <> '{PageKind.LIST_DATA}' AND {condition} LIMIT 1",
            values,
        ).fetchone()
        return row is not None

    def id_of(self, url: str) -> int | None:
        """The page at `url`, the one that it shows too or was redirected to, or one that was redirected to it.

        A redirect to the home page or to a login is a fault or a gap and leads to no page.
        """
        address = canonical(url) or url
        row = self._file.execute(
            "SELECT p.url_id FROM (SELECT id, 0 AS detour FROM url WHERE url = :asked "
            "UNION ALL SELECT a.shows, 1 FROM url u JOIN answer a ON a.url_id = u.id WHERE u.url = :asked "
            "UNION ALL SELECT f.id, 1 FROM url u JOIN answer a ON a.url_id = u.id JOIN url f ON f.url = a.final_url "
            "WHERE u.url = :asked AND a.answer = 'content' UNION ALL "
            "SELECT url_id, 2 FROM answer WHERE final_url = :asked AND answer = 'content') way "
            "JOIN page p ON p.url_id = way.id WHERE p.kind <> :no_page ORDER BY way.detour, way.id LIMIT 1",
            {"asked": address, "no_page": PageKind.LIST_DATA},
        ).fetchone()
        return row[0] if row else None

    def body_hash(self, url: str) -> str | None:
        """The hash of what the page's bytes were; None when it was never asked."""
        row = self._file.execute(
            "SELECT a.body_hash FROM answer a JOIN url u ON u.id = a.url_id WHERE u.url = ?", (url,)
        ).fetchone()
        return row[0] if row else None


def _of(unit: Unit | None) -> tuple[str, tuple[Any, ...]]:
    """SQL for the condition that a page belongs to `unit`, with its parameters."""
    return ("1", ()) if unit is None or owns_all(unit) else ("o.unit = ?", (unit.id,))
