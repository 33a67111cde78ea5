"""Hanweb JCMS (大汉): rows as CDATA in an XML island of the page, the others from `dataproxy.jsp`.

The island holds the newest rows; the script's call for the same unit tells how many there are. A page often has two
units with the same rows (for PCs and phones), and units of other columns beside its own. `?uid=…&pageNum=N` is for
the browser only: whatever N, the server sends page 1 (reference "cms-patterns" 1.2). Columns of the 信息公开 module
are read by `crawler.reading.readers.xxgk`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crawler.facts import ListFacts, Row
from crawler.kinds import ListSource
from crawler.reading.emptiness.beside import told_beside
from crawler.reading.emptiness.doubts import doubt, replacing_sign
from crawler.reading.lists.parts import Part, list_part
from crawler.reading.page import Page
from crawler.reading.pagekind import is_single_article
from crawler.reading.pagers.pager import UNREACHED
from crawler.reading.readers import xxgk
from crawler.reading.readers.answer import ListAnswer, unreadable
from crawler.reading.readers.base import StaticReader, unread
from crawler.reading.readers.jpageunits import Unit, islands, own_column, units_of
from crawler.reading.rows.fragments import record_rows
from crawler.reading.rows.recordsets import read_recordset

_PROXY = "dataproxy"
_IN_SCRIPT, _UNREAD, _CUT = "list-cdata-recordset", "list-rows-unread", "list-truncated"


class JPageReader(StaticReader):
    """Reads pages of Hanweb JCMS, and the answers of their interfaces."""

    def __init__(self) -> None:
        super().__init__("hanweb-jpage")

    def recognises(self, page: Page) -> bool:
        """Whether `page` is of this family, or holds one of its lists among the marks of another."""
        return super().recognises(page) or next(islands(page), None) is not None or xxgk.is_loaded(page, self.family)

    def read_list(self, page: Page) -> ListFacts | None:
        """The rows in the page's XML with the call for the others; else the search of its 信息公开 module."""
        units = _of_own_column(page, units_of(page, _PROXY))
        if units:
            return _from_units(page, units)
        return xxgk.read_search(page, self.family) or super().read_list(page)

    def read_answer(self, answer: ListAnswer) -> ListFacts:
        """A part of a list: XML of `dataproxy.jsp`, or a table of the 信息公开 module."""
        if answer.interface.id == _PROXY:
            return _read_proxy(answer)
        return xxgk.read_table(answer, self.family)


def _of_own_column(page: Page, units: list[Unit]) -> list[Unit]:
    """Without the units that ask for other columns, if any unit asks for the page's own; else all."""
    own = own_column(page)
    if own is None or all(unit.column != own for unit in units):
        return units
    return [unit for unit in units if unit.column in (own, None)]


def _from_units(page: Page, units: list[Unit]) -> ListFacts | None:
    """One list from its units. Where they hold different lists, all rows count together, and no total is known."""
    filled = [unit for unit in units if unit.rows]
    if not filled:
        return _without_rows(page, units)
    rows = _together(filled)
    if not all(_is_twin(filled[0], unit) for unit in filled):
        return _facts(ListFacts(ListSource.CDATA, rows), None if all(unit.whole for unit in units) else _CUT)
    unit = max(filled, key=lambda unit: (unit.total is not None, bool(unit.calls)))
    lacking = unit.total is None or unit.total > unit.listed
    facts = ListFacts(
        ListSource.CDATA,
        rows,
        pages=-(-unit.total // unit.per_page) if unit.total and unit.per_page else None,
        total=unit.total,
        further_pages=unit.calls if lacking else (),
    )
    if not all(unit.whole for unit in units):
        return _facts(facts, _CUT)
    return _facts(facts, UNREACHED if unit.total is not None and lacking and not unit.calls else None)


def _facts(facts: ListFacts, obstacle: str | None) -> ListFacts:
    return replace(facts, source=ListSource.UNKNOWN, obstacle=obstacle) if obstacle else facts


def _without_rows(page: Page, units: list[Unit]) -> ListFacts | None:
    """Empty units: proven empty if each of them counts zero, else asked for; a text of its own needs no list."""
    if is_single_article(page):
        return None
    if any(unit.listed for unit in units):
        return unread(_UNREAD)
    if all(unit.total == 0 and unit.whole for unit in units):
        obstacle = replacing_sign(page, known=(_IN_SCRIPT,)) or doubt(page, None) or told_beside(page)
        proof = "; ".join(dict.fromkeys(unit.evidence for unit in units))
        return unread(obstacle) if obstacle else ListFacts(ListSource.CDATA, total=0, empty_proof=proof)
    asked = next((unit for unit in units if unit.calls and unit.total != 0), None)
    if asked is None:
        return unread(_IN_SCRIPT)
    return ListFacts(ListSource.API, total=asked.total, further_pages=asked.calls)


def _is_twin(one: Unit, other: Unit) -> bool:
    """Whether two units show the same list: one for PCs, one for phones, perhaps of different length."""
    targets = {row.url for row in one.rows}, {row.url for row in other.rows}
    return 2 * len(targets[0] & targets[1]) >= min(map(len, targets))


def _together(units: Iterable[Unit]) -> tuple[Row, ...]:
    found: dict[str, Row] = {}
    for row in (row for unit in units for row in unit.rows):
        if row.url not in found or (found[row.url].date is None and row.date is not None):
            found[row.url] = row
    return tuple(found.values())


def _read_proxy(answer: ListAnswer) -> ListFacts:
    """The records of `dataproxy.jsp`. Sites that encrypt its parameters answer deep pages with an empty frame."""
    found = read_recordset(answer.text)
    if found is None:
        return unreadable()
    rows = record_rows(found.records, answer.call.url, hosts=answer.hosts)
    part = Part(rows, max(len(found.records), len(rows)), found.total, found.pages, found.evidence, found.complete)
    return list_part(answer, part)
