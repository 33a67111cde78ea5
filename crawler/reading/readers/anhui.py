"""Anhui-type portals: static news lists, and 信息公开 lists that `/site/label/N` answers as a piece of markup.

`/public/column/1681?catId=…` holds the tree of columns only; its script asks for the list with parameters that stand in
it. They are sent as they stand there, and only if all of them can be told and they name the category of the page's
address (reference "cms-patterns" 1.9).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from config.family import Interface, family_named
from config.lexicon import empty_wordings
from crawler.facts import ListFacts
from crawler.kinds import ListSource
from crawler.listcall import call_at
from crawler.reading.lists.requests import call_for, other_pages, own_address, page_of, told_parameters
from crawler.reading.page import Page
from crawler.reading.pagers.pager import MOST_PAGES, Pager
from crawler.reading.readers.answer import UNREADABLE, ListAnswer, unreadable
from crawler.reading.readers.base import StaticReader
from crawler.reading.rows.fragments import fragment_rows
from crawler.reading.scripts.values import ScriptValues
from crawler.reading.text.places import tidy

_CATEGORY = "catid"
_LONGEST_WORDING = 60
_WHOLE_PAGE = re.compile(r"<(?:html|body|frameset)\b", re.IGNORECASE)
_PLACE = re.compile(r"[\"'](/site/label/\d{1,9})(?:\?([^\"']{0,2000}))?[\"']\s*(\+?)")


class AnhuiReader(StaticReader):
    """Reads news lists, frames of 信息公开 columns, and the answers of `/site/label/N`."""

    def __init__(self) -> None:
        super().__init__("anhui")

    def read_list(self, page: Page) -> ListFacts | None:
        """The calls for the list, as many as the page counts pages; else the list in the markup."""
        interface = family_named(self.family).interfaces[0]
        calls = set(_calls(page, interface))
        if len(calls) != 1:
            return super().read_list(page)
        call = calls.pop()
        pages, total = self._counts("\n".join(page.scripts))
        further = other_pages(call_at(call), interface, range(2, (pages or 1) + 1))
        return ListFacts(ListSource.API, pages=pages, total=total, further_pages=(call, *further))

    def pager(self, page: Page) -> Pager | None:
        """The pager in the markup; for a news list without one the pager that its script sets up."""
        shown = super().pager(page)
        known = family_named(self.family).scripts.counts
        path = urlsplit(page.url).path
        if known is None or (shown is not None and shown.further) or not re.search(known.address, path):
            return shown
        pages, total = self._counts("\n".join(page.scripts))
        if pages is None and total is None:
            return shown
        asked = dict(parse_qsl(urlsplit(page.url).query)).get(known.parameter, "1")
        current = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
        numbers = range(2, min(pages or 1, MOST_PAGES) + 1) if current <= 1 else range(1, 2)
        names = (f"{path}?{known.parameter}={number}" if number > 1 else path for number in numbers)
        further = tuple(url for name in names if (url := page.resolve(name).url))
        return Pager(max(1, current), pages, total, further, f"pageCount: {pages}, total: {total}")

    def read_answer(self, answer: ListAnswer) -> ListFacts:
        """The rows of the piece of markup; it is empty only if it says so, or counts zero."""
        if _WHOLE_PAGE.search(answer.text):
            return unreadable()
        rows = fragment_rows(answer.text, answer.call.url, hosts=answer.hosts)
        page = page_of(answer.call, answer.interface) or 1
        pages, total = self._counts(answer.text)
        if not rows:
            proof = _empty_proof(answer, total)
            if proof is None:
                return ListFacts(ListSource.UNKNOWN, page=page, total=total, obstacle=UNREADABLE)
            return ListFacts(ListSource.API, page=page, total=total, empty_proof=proof if page == 1 else None)
        numbers = range(2, (pages or 1) + 1) if page == 1 else range(1, 2)
        further = other_pages(answer.call, answer.interface, numbers)
        return ListFacts(ListSource.API, rows, page=page, pages=pages, total=total, further_pages=further)

    def _counts(self, scripts: str) -> tuple[int | None, int | None]:
        """Pages and rows as a script that sets up a pager gives them."""
        known = family_named(self.family).scripts.counts
        if known is None or known.near not in scripts:
            return None, None
        pages, total = (re.search(pattern, scripts) for pattern in (known.pages, known.total))
        return int(pages[1]) if pages else None, int(total[1]) if total else None


def _calls(page: Page, interface: Interface) -> Iterator[str]:
    """The calls that inline scripts of `page` would make for page 1 of its list."""
    wanted = interface.request
    if wanted is None or wanted.address is None:
        return
    values = ScriptValues(page)
    category = {name.lower(): value for name, value in parse_qsl(urlsplit(page.url).query)}.get(_CATEGORY)
    for stated, script in (*values.objects(wanted.key), *_written_out(page)):
        parameters = told_parameters(values, stated, wanted)
        place = _PLACE.search(script)
        url = own_address(page, place[1] if place else wanted.address)
        if parameters is not None and _is_of(parameters, category):
            call = call_for(url, parameters, interface)
            if call is not None:
                yield call


def _written_out(page: Page) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Parameters in addresses that a script writes out whole."""
    for script in page.scripts:
        for found in _PLACE.finditer(script):
            if found[2] and not found[3]:
                yield dict(parse_qsl(found[2], keep_blank_values=True)), script


def _is_of(parameters: Mapping[str, Any], category: str | None) -> bool:
    """Whether a request names the category of the page's address, if that has one."""
    named = {value for name, value in parameters.items() if name.lower() in (_CATEGORY, f"{_CATEGORY}s")}
    return not category or category in {part for value in named for part in str(value).split(",")}


def _empty_proof(answer: ListAnswer, total: int | None) -> str | None:
    """What shows that there are no rows: the wording that the request asked for, an empty wording, or a zero."""
    piece = Page(answer.call.url, answer.text, base_hosts=answer.hosts)
    asked = tidy(dict(parse_qsl(urlsplit(answer.call.url).query)).get("result"))
    said = tidy(piece.main_text)
    if piece.links or len(said) > _LONGEST_WORDING or (total or 0) > 0:
        return None
    if said and (said == asked or empty_wordings().empty_in(said)):
        return said
    return "total: 0" if total == 0 and not said else None
