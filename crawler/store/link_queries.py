"""Questions about links and their targets, answered inside SQLite: never one query for each of 100,000 links."""

from __future__ import annotations

import json
import pickle
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from config.registry import Unit
from crawler.facts import Link
from crawler.kinds import AnswerKind, Region, TargetKind
from crawler.store.connection import CrawlFile
from crawler.store.observed import LinkUse, LinkUses, OddLink, Target
from crawler.store.ownership import owns_all
from crawler.store.plain_href import is_plain
from crawler.store.versions import WITH_LINKS, version_of

EXAMPLES = 5
"""Pages named as examples of where a link stands; enough for a person to find it, little enough for a table cell."""

_ORDER = "pb.position * 1000000 + bl.position"
"""Where a link stands on its page; `min` of it picks the first place, and SQLite fills the other columns from there."""

_CLIMBS = "coalesce((length(bl.href) - length(replace(bl.href, '../', ''))) / 3, 0)"
"""How many folders an href goes up; one that is not kept as written goes up none."""
_ODD = "href, block_id, position, climbs"
"""Columns of the temporary table of odd hrefs. Those that are odd only where they climb too far have `climbs`."""
_FOLDERS = "length(p.url) - length(replace(p.url, '/', '')) - 3"
"""How many folders a page lies in: slashes but for those of `http://host/`."""

_ANSWER = (
    "a.answer, a.status, a.final_url, a.redirects, a.confirmed, a.detail, a.attempts, a.elapsed_ms, a.size, a.file_type"
)


class LinkQueries:
    """Links of one crawl file. `own_hosts` are the hosts (with port) of the portal.

    Needs the temporary table `owned (url_id, unit)` of `crawler.store.sight`.
    """

    def __init__(self, file: CrawlFile, own_hosts: frozenset[str]) -> None:
        self._file = file
        self._own_hosts = own_hosts
        self._odd_ready = False

    def targets(self, unit: Unit | None) -> Iterator[Target]:
        """Every distinct URL linked from pages of `unit`, with its answer, in URL order."""
        links, unit_id = links_of(self._file, unit)
        rows = self._file.execute(
            f"SELECT u.url, t.kind, {_ANSWER} FROM (SELECT url_id, min(kind) AS kind FROM {links} "
            "WHERE url_id IS NOT NULL GROUP BY url_id) t "
            "JOIN url u ON u.id = t.url_id LEFT JOIN answer a ON a.url_id = t.url_id ORDER BY u.url",
            unit_id,
        )
        return (_target(row) for row in rows)

    def number(self, unit: Unit | None) -> int:
        """How many distinct URLs pages of `unit` link."""
        links, unit_id = links_of(self._file, unit)
        return int(self._file.execute(f"SELECT count(DISTINCT url_id) FROM {links}", unit_id).fetchone()[0])

    def of_kinds(self, unit: Unit | None, kinds: Collection[TargetKind]) -> Iterator[str]:
        """Every distinct URL of these kinds linked from pages of `unit`, in order."""
        links, unit_id = links_of(self._file, unit)
        rows = self._file.execute(
            f"SELECT u.url FROM (SELECT url_id, min(kind) AS kind FROM {links} WHERE url_id IS NOT NULL "
            "GROUP BY url_id) t JOIN url u ON u.id = t.url_id "
            f"WHERE t.kind IN ({', '.join('?' * len(kinds))}) ORDER BY u.url",
            (*unit_id, *sorted(kinds)),
        )
        return (url for (url,) in rows)

    def target(self, url: str) -> Target | None:
        """The linked URL `url` with its answer; None when no page links it."""
        row = self._file.execute(
            f"SELECT u.url, min(bl.kind), {_ANSWER} FROM url u JOIN block_link bl ON bl.url_id = u.id "
            "LEFT JOIN answer a ON a.url_id = u.id WHERE u.url = ? GROUP BY u.id",
            (url,),
        ).fetchone()
        return _target(row) if row else None

    def on_page(self, page_id: int) -> tuple[Link, ...]:
        """The links of one page in document order."""
        rows = self._file.execute(
            "SELECT coalesce(bl.href, t.url), t.url, bl.text, bl.kind, b.region, bl.fragment FROM page_block pb "
            "JOIN block b ON b.id = pb.block_id JOIN block_link bl ON bl.block_id = pb.block_id "
            "LEFT JOIN url t ON t.id = bl.url_id WHERE pb.page_id = ? ORDER BY pb.position, bl.position",
            (page_id,),
        )
        return tuple(
            Link(href, url, text, TargetKind(kind), Region(region), fragment)
            for href, url, text, kind, region, fragment in rows
        )

    def texts(self, unit: Unit | None) -> Iterator[tuple[str, str]]:
        """Every distinct pair of link text and target on pages of `unit`, in order; links without text left out."""
        links, unit_id = links_of(self._file, unit)
        rows = self._file.execute(
            f"SELECT DISTINCT l.text, u.url FROM {links} l JOIN url u ON u.id = l.url_id "
            "WHERE l.text <> '' ORDER BY l.text, u.url",
            unit_id,
        )
        return ((text, url) for text, url in rows)

    def count_texts(self, unit: Unit | None, longest: int) -> int:
        """How many pairs of `texts` have a text of at most so many characters."""
        links, unit_id = links_of(self._file, unit)
        query = (
            f"SELECT count(*) FROM (SELECT DISTINCT text, url_id FROM {links} WHERE url_id IS NOT NULL "
            "AND text <> '' AND length(text) <= ?)"
        )
        return int(self._file.execute(query, (*unit_id, longest)).fetchone()[0])

    def fragments(self, unit: Unit | None) -> Iterator[tuple[str, str]]:
        """Every distinct pair of target and fragment linked on pages of `unit`, in order."""
        links, unit_id = links_of(self._file, unit)
        rows = self._file.execute(
            f"SELECT DISTINCT u.url, l.fragment FROM {links} l JOIN url u ON u.id = l.url_id "
            "WHERE l.fragment <> '' ORDER BY u.url, l.fragment",
            unit_id,
        )
        return ((url, fragment) for url, fragment in rows)

    def uses(self, url: str, unit: Unit | None, fragment: str | None = None, text: str | None = None) -> LinkUses:
        """On how many pages of `unit` a link to `url` stands, and where first.

        With `fragment` only links with this fragment count, and those on the target page itself do not; with `text`
        only links with this text.
        """
        of_unit, unit_id = _pages_of(unit)
        if text is not None:
            of_unit, unit_id = f"{of_unit} AND bl.text = ?", (*unit_id, text)
        if fragment is not None:
            of_unit, unit_id = f"{of_unit} AND bl.fragment = ? AND pb.page_id <> t.id", (*unit_id, fragment)
        places = (
            f"SELECT p.url AS page, bl.text, b.region, coalesce(bl.href, t.url), min({_ORDER}) FROM url t "
            "JOIN block_link bl ON bl.url_id = t.id JOIN block b ON b.id = bl.block_id "
            "JOIN page_block pb ON pb.block_id = bl.block_id JOIN url p ON p.id = pb.page_id "
            f"WHERE t.url = ? AND {of_unit} GROUP BY pb.page_id ORDER BY page"
        )
        rows = self._file.execute(places, (url, *unit_id)).fetchall()
        regions = self._file.execute(
            "SELECT DISTINCT b.region FROM url t JOIN block_link bl ON bl.url_id = t.id "
            "JOIN block b ON b.id = bl.block_id WHERE t.url = ? "
            f"AND EXISTS (SELECT 1 FROM page_block pb WHERE pb.block_id = b.id AND {of_unit}) ORDER BY b.region",
            (url, *unit_id),
        )
        examples = tuple(LinkUse(*row[:4]) for row in rows[:EXAMPLES])
        return LinkUses(len(rows), examples, tuple(region for (region,) in regions))

    def pages(self, unit: Unit | None, urls: Sequence[str] | None = None) -> int:
        """How many pages of `unit` have links (with `urls`: to one of these)."""
        of_unit, unit_id = _pages_of(unit)
        if urls is None:
            query = f"SELECT count(DISTINCT pb.page_id) FROM page_block pb WHERE {of_unit}"
            return int(self._file.execute(query, unit_id).fetchone()[0])
        linking = (
            "SELECT count(DISTINCT pb.page_id) FROM json_each(?) wanted JOIN url u ON u.url = wanted.value "
            "JOIN block_link bl ON bl.url_id = u.id JOIN page_block pb ON pb.block_id = bl.block_id "
            f"WHERE {of_unit}"
        )
        return int(self._file.execute(linking, (json.dumps(urls), *unit_id)).fetchone()[0])

    def odd(self, unit: Unit | None) -> Iterator[OddLink]:
        """Distinct hrefs that resolve to no address or are no plain web address (see `plain_href`), by href.

        Those that may climb above the root of the site are among them, on the pages where they do.
        """
        self._gather_odd()
        of_unit, unit_id = _pages_of(unit)
        rows = self._file.execute(
            f"SELECT o.href, t.url, bl.kind, p.url AS page, bl.text, b.region, min({_ORDER}) FROM temp.odd o "
            "JOIN block_link bl ON bl.block_id = o.block_id AND bl.position = o.position "
            "JOIN block b ON b.id = o.block_id JOIN page_block pb ON pb.block_id = o.block_id "
            "JOIN url p ON p.id = pb.page_id LEFT JOIN url t ON t.id = bl.url_id "
            f"WHERE (o.climbs = 0 OR o.climbs > {_FOLDERS}) AND {of_unit} "
            "GROUP BY o.href, bl.url_id, pb.page_id ORDER BY o.href, t.url, page",
            unit_id,
        )
        for (href, url), places in groupby(rows, key=itemgetter(0, 1)):
            yield _odd_link(href, url, list(places))

    def odd_places(self) -> bytes:
        """Where odd hrefs stand, as `take_odd` takes it in another process."""
        self._gather_odd()
        return pickle.dumps(self._file.execute(f"SELECT {_ODD} FROM temp.odd").fetchall())

    def take_odd(self, places: bytes) -> None:
        """What another connection to this file found out about odd hrefs."""
        self._file.execute(f"CREATE TEMP TABLE odd ({_ODD})")
        rows = pickle.loads(places)  # our own, from the process that this one was forked from
        self._file.executemany("INSERT INTO temp.odd VALUES (?, ?, ?, ?)", rows)
        self._odd_ready = True

    def _gather_odd(self) -> None:
        if self._odd_ready:
            return
        self._file.create_function("is_plain", 1, lambda href: is_plain(href, self._own_hosts), deterministic=True)
        self._file.execute(f"CREATE TEMP TABLE odd ({_ODD})")
        links = "link" if version_of(self._file) >= WITH_LINKS else "block_link"
        self._file.execute(
            f"WITH told AS MATERIALIZED (SELECT bl.url_id, bl.href, coalesce(bl.href, u.url) AS written, {_CLIMBS} AS "
            "climbs, bl.url_id IS NOT NULL AND is_plain(coalesce(bl.href, u.url)) AS plain "
            f"FROM (SELECT DISTINCT url_id, href FROM {links}) bl LEFT JOIN url u ON u.id = bl.url_id) "
            "INSERT INTO temp.odd SELECT t.written, bl.block_id, bl.position, iif(t.plain, t.climbs, 0) "
            "FROM told t CROSS JOIN block_link bl ON bl.url_id IS t.url_id AND bl.href IS t.href "
            "WHERE NOT t.plain OR t.climbs > 0"
        )
        self._odd_ready = True


def links_of(file: CrawlFile, unit: Unit | None) -> tuple[str, tuple[str, ...]]:
    """SQL for the links on pages of `unit` (each with the columns of `block_link` that say what it is), with its
    parameters. Where equal links are kept once they come once, so that nobody goes through all of their places."""
    of_pages, unit_id = _pages_of(unit)
    if version_of(file) < WITH_LINKS:
        return (
            f"(SELECT * FROM block_link WHERE block_id IN (SELECT block_id FROM page_block pb WHERE {of_pages}))",
            unit_id,
        )
    if unit_id:
        blocks = f"SELECT pb.block_id FROM page_block pb WHERE {of_pages}"
        return (
            f"(SELECT * FROM link WHERE id IN (SELECT link_id FROM block_part WHERE block_id IN ({blocks})))",
            unit_id,
        )
    place = "SELECT 1 FROM block_part p JOIN page_block pb ON pb.block_id = p.block_id WHERE p.link_id = link.id"
    return f"(SELECT * FROM link WHERE EXISTS ({place}))", ()


def _pages_of(unit: Unit | None) -> tuple[str, tuple[str, ...]]:
    """SQL for the condition that `pb.page_id` is a page of `unit`, with its parameters."""
    if unit is None or owns_all(unit):
        return "1", ()
    return "pb.page_id IN (SELECT url_id FROM temp.owned WHERE unit = ?)", (unit.id,)


def _target(row: Sequence[Any]) -> Target:
    url, kind, answer, status, final_url, redirects, confirmed, detail, attempts, elapsed_ms, size, file_type = row
    if answer is None:
        return Target(url, TargetKind(kind))
    return Target(
        url=url,
        kind=TargetKind(kind),
        answer=AnswerKind(answer),
        status=status,
        final_url=final_url,
        redirects=tuple(json.loads(redirects)) if redirects else (),
        confirmed=bool(confirmed),
        detail=detail or "",
        told=attempts,
        elapsed_ms=elapsed_ms,
        size=size,
        file_type=file_type,
    )


def _odd_link(href: str, url: str | None, places: list[Sequence[Any]]) -> OddLink:
    examples = tuple(LinkUse(page, text, region, href) for _, _, _, page, text, region, _ in places[:EXAMPLES])
    return OddLink(href, url, TargetKind(min(place[2] for place in places)), len(places), examples)
