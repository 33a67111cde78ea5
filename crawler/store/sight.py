"""What was seen and what was not: whose the known pages are, how many were observed, and why the others were not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from config.registry import Unit
from crawler.kinds import BROKEN, NOT_OBSERVED, AnswerKind, EndReason
from crawler.listcall import asked_as
from crawler.store.connection import CrawlFile
from crawler.store.ledger import Role
from crawler.store.link_queries import links_of
from crawler.store.observed import Coverage, Unobserved
from crawler.store.ownership import Owners, owns_all
from crawler.urls import is_call

_LEFT_WAITING = {EndReason.PAGE_BUDGET: AnswerKind.BUDGET, EndReason.TIME_BUDGET: AnswerKind.BUDGET}
"""Why a page was left on the ledger, when its row does not say; otherwise the crawl was interrupted."""

_IN_SCOPE = f"NOT (l.state = 2 AND l.reason = 'scope') AND l.role <> {Role.ALIAS}"
"""A page that is known under two addresses is one page; the other address is a link and judged as such."""


class Sight:
    """Known and observed pages of one crawl file. Sets up the temporary table `owned (url_id, unit)`."""

    def __init__(self, file: CrawlFile, owners: Owners, end_reason: EndReason) -> None:
        self._file = file
        self._left_waiting = _LEFT_WAITING.get(end_reason, AnswerKind.INTERRUPTED)
        file.execute("CREATE TEMP TABLE owned (url_id INTEGER PRIMARY KEY, unit TEXT NOT NULL)")
        known = file.execute(
            f"SELECT l.url_id, CASE l.role WHEN {Role.CALL} THEN coalesce(r.url, u.url) ELSE u.url END "
            "FROM ledger l JOIN url u ON u.id = l.url_id LEFT JOIN url r ON r.id = l.referrer"
        )
        file.executemany("INSERT INTO temp.owned VALUES (?, ?)", ((url_id, owners.owner(url)) for url_id, url in known))
        file.execute("CREATE INDEX temp.owned_unit ON owned (unit)")

    def coverage(self, unit: Unit | None) -> Coverage:
        """In-scope pages: content and proven faults are observed; blocked, refused and waiting ones are only known.

        A part of a list that its interface did not deliver is known and not observed, whatever it answered; one that
        was delivered is part of the page that shows it and not counted. Where no page shows content, nothing was
        observed: a start page that is gone tells nothing of how large the rest is.
        """
        of_unit, unit_id = _known_of(unit)
        seen = _listed(BROKEN | {AnswerKind.CONTENT})
        observed, content, known = self._file.execute(
            f"SELECT coalesce(sum(l.state = 1 AND l.role = {Role.PAGE} AND coalesce(a.answer IN ({seen}), 0)), 0), "
            f"coalesce(sum(coalesce(a.answer = '{AnswerKind.CONTENT}', 0)), 0), count(*) "
            f"FROM ledger l LEFT JOIN answer a ON a.url_id = l.url_id WHERE {_IN_SCOPE} AND {of_unit} "
            f"AND NOT (l.role = {Role.CALL} AND EXISTS (SELECT 1 FROM page p WHERE p.url_id = l.url_id))",
            unit_id,
        ).fetchone()
        return Coverage(observed if content else 0, known)

    def not_observed(self, unit: Unit | None) -> Iterator[Unobserved]:
        """In-scope pages, parts of lists, and linked targets that could not be observed; in URL order, each once."""
        if not self._gaps:
            return iter(())
        of_unit, unit_id = _known_of(unit)
        linked, of_linking = _linked_by(unit)
        rows = self._file.execute(
            "SELECT u.url, a.answer, a.detail FROM temp.gap g CROSS JOIN answer a ON a.url_id = g.url_id JOIN url u "
            f"ON u.id = a.url_id WHERE a.answer IN ({_listed(NOT_OBSERVED)}) AND (EXISTS (SELECT 1 FROM ledger l "
            f"WHERE l.url_id = a.url_id AND l.role <> {Role.ALIAS} AND {of_unit}) OR {linked}) "
            "UNION ALL SELECT u.url, a.answer, a.detail FROM temp.gap g CROSS JOIN ledger l ON l.url_id = g.url_id "
            "JOIN answer a ON a.url_id = l.url_id JOIN url u ON u.id = l.url_id "
            f"WHERE l.role = {Role.CALL} AND a.answer IN ({_listed(BROKEN)}) AND {of_unit} "
            "UNION ALL SELECT u.url, coalesce(l.reason, ?), NULL FROM temp.gap g CROSS JOIN ledger l "
            f"ON l.url_id = g.url_id JOIN url u ON u.id = l.url_id WHERE l.state <> 1 AND {_IN_SCOPE} "
            f"AND {of_unit} AND NOT EXISTS (SELECT 1 FROM answer a "
            f"WHERE a.url_id = l.url_id AND a.answer IN ({_listed(NOT_OBSERVED)})) "
            "ORDER BY 1",
            (*unit_id, *of_linking, *unit_id, self._left_waiting, *unit_id),
        )
        return (Unobserved(url, AnswerKind(reason), detail or "") for url, reason, detail in rows)

    @cached_property
    def _gaps(self) -> int:
        """Gather everything that may be a gap in a temporary table, once; how many there are: few of all addresses."""
        self._file.execute("CREATE TEMP TABLE gap (url_id INTEGER PRIMARY KEY)")
        self._file.execute(
            f"INSERT INTO temp.gap SELECT url_id FROM answer WHERE answer IN ({_listed(NOT_OBSERVED)}) "
            "UNION SELECT l.url_id FROM ledger l JOIN answer a ON a.url_id = l.url_id "
            f"WHERE l.role = {Role.CALL} AND a.answer IN ({_listed(BROKEN)}) "
            "UNION SELECT url_id FROM ledger WHERE state <> 1"
        )
        return int(self._file.execute("SELECT count(*) FROM temp.gap").fetchone()[0])

    def secured(self, unit: Unit | None) -> Iterator[tuple[str, str]]:
        """Every https address of the unit's pages, and of what they link, that answered well: URL and detail."""
        of_unit, unit_id = _known_of(unit)
        links, linking = links_of(self._file, unit)
        return self._file.execute(
            f"SELECT u.url, coalesce(a.detail, '') FROM (SELECT url_id FROM ledger l WHERE {of_unit} UNION SELECT "
            f"url_id FROM {links} WHERE url_id IS NOT NULL) own "
            "JOIN url u ON u.id = own.url_id JOIN answer a ON a.url_id = own.url_id "
            f"WHERE a.answer = '{AnswerKind.CONTENT}' AND u.url LIKE 'https://%' ORDER BY u.url",
            (*unit_id, *linking),
        )

    def answers(self) -> Iterator[tuple[str, AnswerKind, str | None, bool]]:
        """Every address that was asked, but no call of an interface: URL, answer, final URL if another, proven."""
        rows = self._file.execute(
            "SELECT u.url, a.answer, coalesce(s.url, a.final_url), a.confirmed FROM answer a "
            "JOIN url u ON u.id = a.url_id LEFT JOIN url s ON s.id = a.shows WHERE NOT EXISTS "
            f"(SELECT 1 FROM ledger l WHERE l.url_id = a.url_id AND l.role = {Role.CALL})"
        )
        return ((url, AnswerKind(kind), final, bool(sure)) for url, kind, final, sure in rows)

    def why_unread(self, url: str) -> str:
        """Why a declared part of a list was not read: a key below `reason.` in the message catalogue."""
        address = asked_as(url)
        row = self._file.execute(
            "SELECT a.answer, l.state, l.reason FROM url u LEFT JOIN answer a ON a.url_id = u.id "
            "LEFT JOIN ledger l ON l.url_id = u.id WHERE u.url = ?",
            (address,),
        ).fetchone()
        answer, state, reason = row or (None, None, None)
        if answer in BROKEN:
            return "list-call-failed" if is_call(address) else "list-page-broken"
        if answer is not None:
            return "list-not-read" if answer == AnswerKind.CONTENT else str(answer)
        if state is None or reason == "scope":
            return "list-page-not-requested"
        return str(reason or self._left_waiting)


def _known_of(unit: Unit | None) -> tuple[str, tuple[str, ...]]:
    if unit is None or owns_all(unit):
        return "1", ()
    return "l.url_id IN (SELECT url_id FROM temp.owned WHERE unit = ?)", (unit.id,)


def _linked_by(unit: Unit | None) -> tuple[str, tuple[str, ...]]:
    """SQL for the condition that a page of `unit` links the address of `a`, with its parameters."""
    if unit is None or owns_all(unit):
        return "EXISTS (SELECT 1 FROM block_link bl WHERE bl.url_id = a.url_id)", ()
    return (
        "EXISTS (SELECT 1 FROM block_link bl JOIN page_block pb ON pb.block_id = bl.block_id "
        "JOIN temp.owned o ON o.url_id = pb.page_id WHERE bl.url_id = a.url_id AND o.unit = ?)",
        (unit.id,),
    )


def _listed(kinds: frozenset[AnswerKind]) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))
