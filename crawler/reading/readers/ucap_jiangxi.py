"""UCAP (开普) as in Jiangxi: the first rows stand as JSON in a script, the others come from `/queryList`.

The page describes its own column in a variable (code, number of articles, sub-columns); the parameters of the request
stand in the object that the script hands to its pager. Links in the markup are templates. The column is empty only if
it counts zero articles and lists none (reference "cms-patterns" 1.5).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from config.family import Interface, family_named
from config.page_scripts import OwnColumn
from crawler.facts import ListFacts, Row
from crawler.kinds import ListSource
from crawler.listcall import call_at
from crawler.reading.emptiness.beside import told_beside
from crawler.reading.emptiness.doubts import doubt, replacing_sign
from crawler.reading.lists.requests import call_for, other_pages, own_address, size_of, told_parameters
from crawler.reading.page import Page
from crawler.reading.readers.answer import WITHOUT_ROWS, ListAnswer, paged_list, read_json_answer
from crawler.reading.readers.base import StaticReader, unread
from crawler.reading.rows.from_json import JsonList, number_at, pick, read_json_list
from crawler.reading.scripts.values import ScriptValues

_READ = frozenset({"list-inline-json", "list-script-template", "list-own-interface"})
"""Signs of what this reader has read when it found the rows, or their absence, in a script."""


class _Own(NamedTuple):
    """What the page says of its own column; `counted` names the number of its rows."""

    codes: frozenset[str] = frozenset()
    articles: int | None = None
    counted: str = ""
    children: tuple[Row, ...] = ()


class UcapJiangxiReader(StaticReader):
    """Reads columns that hold their rows in a script, and the answers of `queryList`."""

    def __init__(self) -> None:
        super().__init__("ucap-jiangxi")

    def read_list(self, page: Page) -> ListFacts | None:
        """The rows in the script with the calls for the others; else what the markup shows, which proves nothing."""
        family = family_named(self.family)
        if family.inline_json is None or family.scripts.rows is None:
            return super().read_list(page)
        values = ScriptValues(page)
        rows = values.first_object(family.scripts.rows)
        inline = read_json_list(rows, family.inline_json, lambda href: page.resolve(href).url)
        own = _own_column(page, values, family.scripts.own_column)
        call = _first_call(page, values, family.interfaces[0], own)
        if inline is not None and inline.rows:
            return _with_rows(inline, own, call, family.interfaces[0])
        if own.children and not own.articles:
            return ListFacts(ListSource.JSON, columns=own.children)
        if inline is not None and own.articles == 0 and not inline.listed:
            reason = replacing_sign(page, _READ) or doubt(page, None, _READ) or told_beside(page)
            proof = f"{own.counted}=0; {family.scripts.rows}=[]"
            return unread(reason) if reason else ListFacts(ListSource.JSON, total=0, empty_proof=proof)
        if call is not None:
            return _with_rows(JsonList((), 0, None, None), own, call, family.interfaces[0])
        if inline is not None:
            return unread(WITHOUT_ROWS if own.articles or inline.listed else family.obstacle or WITHOUT_ROWS)
        shown = super().read_list(page)
        if shown is not None and shown.empty_proof and family.obstacle:
            return unread(family.obstacle)
        return shown

    def read_answer(self, answer: ListAnswer) -> ListFacts:
        """The rows of one page of `queryList`."""
        return paged_list(answer, read_json_answer(answer))


def _own_column(page: Page, values: ScriptValues, known: OwnColumn | None) -> _Own:
    told = values.first_object(known.variable) if known is not None else None
    if known is None or told is None:
        return _Own()
    children = read_json_list(told, known.children, lambda href: page.resolve(href).url)
    codes = (pick(told, path) for path in known.codes)
    return _Own(
        frozenset(code for code in codes if isinstance(code, str) and code),
        number_at(told, known.count),
        known.count,
        children.rows if children else (),
    )


def _first_call(page: Page, values: ScriptValues, interface: Interface, own: _Own) -> str | None:
    """The call for page 1 of the column's own list; None when the page does not tell which of several it is."""
    wanted = interface.request
    if wanted is None or wanted.address is None:
        return None
    url = own_address(page, wanted.address)
    told = [found for stated, _ in values.objects(wanted.key) if (found := told_parameters(values, stated, wanted))]
    asking = [found for found in told if own.codes & _named(found)] or told
    calls = {call_for(url, found, interface) for found in asking}
    return calls.pop() if len(calls) == 1 else None


def _named(parameters: dict[str, Any]) -> set[str]:
    """The ids that a request names, in lists or by themselves."""
    lists = (value if isinstance(value, list) else [value] for value in parameters.values())
    return {str(value) for values in lists for value in values}


def _with_rows(inline: JsonList, own: _Own, call: str | None, interface: Interface) -> ListFacts:
    """The rows of the script, which fill several pages, and calls for the pages that they do not fill."""
    facts = ListFacts(ListSource.JSON if inline.rows else ListSource.API, inline.rows, columns=own.children)
    if own.articles is not None and own.articles >= len(inline.rows):
        facts = replace(facts, total=own.articles)
    if call is None:
        return facts
    first = call_at(call)
    size = size_of(first, interface)
    if facts.total is None or size is None:
        return replace(facts, further_pages=(call,))
    pages = -(-facts.total // size)
    filled = pages if inline.listed >= facts.total else inline.listed // size
    return replace(facts, pages=pages, further_pages=other_pages(first, interface, range(filled + 1, pages + 1)))
