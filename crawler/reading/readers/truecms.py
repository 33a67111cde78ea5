"""TrueCMS: the newest rows in a hidden block, all rows from `getMessage.do` (JSONP around XML with records).

The pager script is that of jpage; its call names the column, the number of rows, and how many of them the site asks
for at once, which is kept, because each site refuses other numbers (reference "cms-patterns" 1.10).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus

from config.family import family_named
from config.loaded_lists import Paging
from crawler.facts import ListFacts, Row
from crawler.kinds import ListSource
from crawler.listcall import ListCall, interface_at
from crawler.reading.emptiness.beside import told_beside
from crawler.reading.emptiness.doubts import doubt, replacing_sign
from crawler.reading.lists.parts import Part, list_part
from crawler.reading.page import Page
from crawler.reading.pagers.interface import parts
from crawler.reading.pagers.pager import UNREACHED
from crawler.reading.readers.answer import ListAnswer, unreadable
from crawler.reading.readers.base import StaticReader, unread
from crawler.reading.readers.jpagecalls import JPageCall, jpage_calls
from crawler.reading.readers.jpageunits import islands
from crawler.reading.rows.fragments import fragment_rows, record_rows
from crawler.reading.rows.from_json import pick
from crawler.reading.rows.recordsets import read_recordset
from crawler.urls import netloc

_HIDDEN_BLOCK, _OBSTACLE, _ISLAND = "list-hidden-block", "list-own-interface", "list-cdata-recordset"


class TrueCmsReader(StaticReader):
    """Reads pages of TrueCMS, and the answers of `getMessage.do`."""

    def __init__(self) -> None:
        super().__init__("truecms")

    def read_list(self, page: Page) -> ListFacts | None:
        """The rows of the hidden block, with the calls for the others."""
        family = family_named(self.family)
        call = next((call for call in jpage_calls(page).values() if _interface(page, call, self.family)), None)
        rows = _block_rows(page, family.hidden_block) if family.hidden_block else ()
        if call is None:
            return super().read_list(page)
        if call.total == 0 and not rows:
            obstacle = _doubt(page) or told_beside(page)
            return unread(obstacle) if obstacle else ListFacts(ListSource.STATIC, total=0, empty_proof=call.evidence)
        further = _calls(page, call, len(rows), self.family)
        complete = call.total is not None and len(rows) >= call.total
        if not rows:
            return ListFacts(ListSource.API, total=call.total, further_pages=further) if further else unread(_OBSTACLE)
        facts = ListFacts(ListSource.STATIC, rows, total=call.total, pages=_pages(call), further_pages=further)
        return facts if further or complete else replace(facts, source=ListSource.UNKNOWN, obstacle=UNREACHED)

    def read_answer(self, answer: ListAnswer) -> ListFacts:
        """The records in the JSONP of an answer."""
        found = read_recordset(_xml(answer))
        if found is None:
            return unreadable()
        rows = record_rows(found.records, answer.call.url, hosts=answer.hosts)
        part = Part(rows, max(len(found.records), len(rows)), found.total, found.pages, found.evidence, found.complete)
        return list_part(answer, part)


def _doubt(page: Page) -> str | None:
    """Why a list that counts zero may have rows: every sign but those that this reader has read."""
    if next(islands(page), None) is not None:
        return _ISLAND  # the family's scripts build such XML, but an island of its own is another list
    return replacing_sign(page, known=(_OBSTACLE, _ISLAND)) or doubt(page, None, known=(_HIDDEN_BLOCK,))


def _block_rows(page: Page, selector: str) -> tuple[Row, ...]:
    block = page.tree.css_first(selector)
    if block is None:
        return ()
    return fragment_rows(block.html or "", page.base_url, encoding=page.encoding, hosts=page.hosts)


def _interface(page: Page, call: JPageCall, family: str) -> tuple[str, Paging | None] | None:
    """The address of the interface that `call` names, if it is one of `family`, and how it counts."""
    url = page.resolve(call.proxy).url if call.proxy else None
    known = interface_at(url) if url else None
    return (url.partition("?")[0], known[1].paging) if url and known and known[0].id == family else None


def _calls(page: Page, call: JPageCall, held: int, family: str) -> tuple[str, ...]:
    """The calls for the rows behind the first `held`; only the first when nobody says how many rows there are."""
    url, paging = _interface(page, call, family) or ("", None)
    if paging is None or netloc(url) not in page.hosts or not all(map(call.parameters.get, paging.needed)):
        return ()
    per_page = call.per_page or paging.rows
    stated = {**call.parameters, **({paging.visible: str(per_page)} if paging.visible else {}), **paging.fixed}
    query = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in stated.items())
    size = per_page * (call.group or 1)
    first, last = (1, 1) if call.total is None else (held // size + 1, -(-call.total // size))
    enough = call.total is not None and held >= call.total
    return parts(ListCall(f"{url}?{query}"), paging, range(0) if enough else range(first, last + 1), size)


def _pages(call: JPageCall) -> int | None:
    return -(-call.total // call.per_page) if call.total and call.per_page else None


def _xml(answer: ListAnswer) -> str:
    """The XML of an answer: inside its JSON, or all of it where a site sends it bare."""
    try:
        data: Any = answer.json()
    except ValueError:
        return answer.text
    return next((value for path in answer.interface.fragment if isinstance(value := pick(data, path), str)), "")
