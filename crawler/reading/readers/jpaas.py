"""Hanweb jpaas (大汉): the page holds only the call for its list; `build/unit` answers with JSON around markup.

The page may have several such units; by their free names (`tagId`) the list is told from menus and the like. The
answer's pager is a table whose attributes hold the numbers, while its text is a placeholder (共 0 页) until a script
fills it (reference "cms-patterns" 1.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from config.family import family_named
from config.loaded_lists import LoadedUnits
from crawler.facts import Found, ListFacts
from crawler.kinds import ListSource, Region
from crawler.listcall import ListCall, interface_at
from crawler.reading.limits import parsed
from crawler.reading.lists.parts import Part, list_part
from crawler.reading.meta import meta
from crawler.reading.page import Page
from crawler.reading.pagekind import is_single_article
from crawler.reading.pagers.interface import asked_for, part_of
from crawler.reading.readers.answer import ListAnswer, unreadable
from crawler.reading.readers.base import StaticReader
from crawler.reading.rows.fragments import fragment_rows
from crawler.reading.rows.from_json import pick
from crawler.reading.scripts.literals import read_value, sane
from crawler.urls import netloc

_WRONG_PAGE = "list-answer-wrong-page"
"""Some gateways answer page 1 whatever page is asked for."""
_MOST_UNITS = 50
_LIKELY = 1


class _Pager(NamedTuple):
    """What the pager of an answer counts: all rows, its own page, rows of a page."""

    total: int | None = None
    number: int | None = None
    size: int | None = None
    evidence: str = ""


class JpaasReader(StaticReader):
    """Reads pages of Hanweb jpaas, and the answers of `build/unit`."""

    def __init__(self) -> None:
        super().__init__("hanweb-jpaas")

    def recognises(self, page: Page) -> bool:
        """Whether `page` is of this family, or loads one of its units among the marks of another."""
        units = family_named(self.family).units
        return super().recognises(page) or (units is not None and units.usual_address in page.html)

    def read_list(self, page: Page) -> ListFacts | None:
        """The calls for the list; where its name does not tell it, for all parts that may be the list.

        A text on the page is its content, unless a part is called a list.
        """
        units = family_named(self.family).units
        ranked = sorted(_calls(page, units), key=lambda unit: unit[0]) if units else []
        if not ranked:
            return super().read_list(page)
        if ranked[0][0] > _LIKELY and is_single_article(page):
            return None
        best = dict.fromkeys(call for rank, call in ranked if rank == ranked[0][0])
        return ListFacts(ListSource.API, further_pages=tuple(best))

    def read_answer(self, answer: ListAnswer) -> ListFacts:
        """A part of the list: the rows in the answer's markup, with the numbers of its pager."""
        units, paging, markup = family_named(self.family).units, answer.interface.paging, _markup(answer)
        if markup is None or paging is None or units is None:
            return unreadable()
        rows = fragment_rows(markup, answer.call.url, hosts=answer.hosts)
        pager = _pager(markup, units)
        page, _ = part_of(answer.call, paging)
        if pager.number is not None and pager.number != page and rows:
            return ListFacts(ListSource.UNKNOWN, page=page, obstacle=_WRONG_PAGE)
        return list_part(answer, Part(rows, len(rows), pager.total, None, pager.evidence, size=pager.size))


def _calls(page: Page, units: LoadedUnits) -> Iterator[tuple[int, str]]:
    """The calls of the page's units, each with its rank: 0 for a known name of a list, 1 for a likely one, 2 unknown.

    Menus and other parts that are no list by their name or their place are left out.
    """
    for node in page.tree.css(f"script[{units.parameters.lower()}]")[:_MOST_UNITS]:
        attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
        stated = _stated(attributes.get(units.parameters.lower(), ""))
        for name, source in units.from_meta.items():
            told = meta(page, source)
            if not stated.get(name) and isinstance(told, Found):
                stated[name] = told.value
        rank = _rank(stated.get(units.name, ""), units)
        address = _address(page, attributes.get(units.address.lower()) or units.usual_address, stated)
        if rank is not None and address is not None and page.region_of(node) is Region.BODY:
            yield rank, address


def _stated(literal: str) -> dict[str, str]:
    try:
        value, _ = read_value(literal)
    except ValueError:
        return {}
    if not isinstance(value, dict):
        return {}
    return {name: sane(str(each)) for name, each in value.items() if isinstance(each, str | int)}


def _rank(name: str, units: LoadedUnits) -> int | None:
    plain = name.strip().lower()
    if any(word in plain for word in units.other_words):
        return None
    if plain in units.lists:
        return 0
    return _LIKELY if any(word in plain for word in units.list_words) else _LIKELY + 1


def _address(page: Page, written: str, stated: dict[str, str]) -> str | None:
    url = page.resolve(written).url
    known = interface_at(url) if url and netloc(url) in page.hosts else None
    paging = known[1].paging if known else None
    if url is None or paging is None or not all(stated.get(name) for name in paging.needed):
        return None
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in stated.items())
    return asked_for(ListCall(f"{url.partition('?')[0]}?{query}"), paging, 1, paging.rows)


def _markup(answer: ListAnswer) -> str | None:
    """The markup in the JSON of an answer; None when it is not laid out like that."""
    try:
        data: Any = answer.json()
    except ValueError:
        return None
    found = (pick(data, path) for path in answer.interface.fragment)
    return next((sane(value) for value in found if isinstance(value, str)), None)


def _pager(markup: str, units: LoadedUnits) -> _Pager:
    """The numbers in the attributes of the pager; its text is none."""
    names = (units.total, units.number, units.size)
    for node in parsed(markup).css(f"[{units.total.lower()}]"):
        attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
        told = [attributes.get(name.lower(), "") for name in names]
        if all(text.isdecimal() and len(text) < 10 for text in told):
            total, number, size = map(int, told)
            return _Pager(total, number, size or None, f'{units.total}="{total}"')
    return _Pager()
